package message

import (
	"bytes"
	"strings"
)

// part is a MIME entity (RFC 2045 §2.4): the mail itself, or a part of one.
type part struct {
	fields []HeaderField
	body   []byte
}

func (p part) field(name string) string {
	for i := range p.fields {
		if equalFold(p.fields[i].Name, name) {
			return p.fields[i].Value
		}
	}
	return ""
}

// splitMultipart cuts a multipart body (RFC 2046 §5.1) into at most limit parts in
// one pass; what stands before the first and behind the last boundary is left out.
// closed reports whether the closing boundary is there, more whether parts were
// left. The parts share memory with body. go-message's reader loses every part
// behind a damaged one and copies each level, so the cutting is done here.
func splitMultipart(body []byte, boundary string, limit int) (parts [][]byte, closed, more bool) {
	delimiter := []byte("--" + boundary)
	start := -1
	for at := 0; ; {
		n := bytes.Index(body[at:], delimiter)
		if n < 0 {
			break
		}
		n += at
		at = n + len(delimiter)
		final, ok := boundaryLine(body, n, at)
		if !ok {
			continue
		}
		if start >= 0 {
			if len(parts) == limit {
				return parts, closed, true
			}
			parts = append(parts, trimLineEnd(body[start:n]))
			start = -1
		}
		if final {
			return parts, true, false
		}
		if end := bytes.IndexByte(body[at:], '\n'); end >= 0 {
			start = at + end + 1
			at = start
		} else {
			start = len(body)
		}
	}
	if start >= 0 {
		if len(parts) == limit {
			return parts, false, true
		}
		parts = append(parts, body[start:])
	}
	return parts, false, false
}

// boundaryLine checks that a delimiter stands alone on its line, blanks aside.
func boundaryLine(body []byte, start, end int) (final, ok bool) {
	if start > 0 && body[start-1] != '\n' {
		return false, false
	}
	rest := body[end:]
	if final = bytes.HasPrefix(rest, []byte("--")); final {
		rest = rest[2:]
	}
	for _, c := range rest {
		switch c {
		case '\n':
			return final, true
		case ' ', '\t', '\r':
		default:
			return false, false
		}
	}
	return final, true
}

// trimLineEnd takes off the line end that belongs to the boundary behind it.
func trimLineEnd(b []byte) []byte {
	b = bytes.TrimSuffix(b, []byte("\n"))
	return bytes.TrimSuffix(b, []byte("\r"))
}

// boundaryOf returns the boundary a multipart declares, or, where it declares none
// or one that never occurs, the line that looks like one; "" if nothing does.
func boundaryOf(contentType string, body []byte) (boundary string, declared bool) {
	boundary = param(contentType, "boundary")
	if boundary != "" && bytes.Contains(body, []byte("--"+boundary)) {
		return boundary, true
	}
	for line := range bytes.Lines(body[:min(len(body), 64<<10)]) {
		line = bytes.TrimRight(line, " \t\r\n")
		guess, ok := bytes.CutPrefix(line, []byte("--"))
		if !ok || len(guess) < 8 || len(guess) > 200 || bytes.ContainsAny(guess, " \t") {
			continue
		}
		// Only a line with a header behind it separates parts; "-----" under a
		// heading does not.
		_, after, _ := bytes.Cut(body, line)
		after = bytes.TrimLeft(after[:min(len(after), 40)], " \t\r\n")
		if bytes.HasPrefix(bytes.ToLower(after), []byte("content-")) {
			return string(guess), false
		}
	}
	return "", false
}

// isAttachment: a part that says so, has a file name, or is no text to read. A mail
// within the mail is one: its words are another's.
func (p part) isAttachment(kind string) bool {
	if kind != "text/plain" && kind != "text/html" {
		return true
	}
	disposition := p.field("Content-Disposition")
	return mediaType(disposition) == "attachment" || param(disposition, "filename") != ""
}

// kind returns the media type, lower case. No type, and the bare "text" of old
// programs, is text/plain (RFC 2045 §5.2).
func (p part) kind() string {
	kind := mediaType(p.field("Content-Type"))
	switch kind {
	case "", "text", "plain/text", "text/text", "/", "text/":
		return "text/plain"
	}
	if !strings.Contains(kind, "/") {
		return "application/octet-stream"
	}
	return kind
}

func (p part) attachment(kind string) Attachment {
	disposition := p.field("Content-Disposition")
	name := param(disposition, "filename")
	if name == "" {
		name = param(p.field("Content-Type"), "name")
	}
	return Attachment{
		Name:      name,
		MediaType: kind,
		Inline:    mediaType(disposition) != "attachment" && p.field("Content-ID") != "",
	}
}
