package message

import (
	"bytes"
	"strings"
)

// part is a MIME entity (RFC 2045 §2.4): the mail itself, or a part of one.
type part struct {
	fields []HeaderField
	body   []byte
	open   bool   // nothing marks its end: it goes on to the end of the mail
	number string // see Section.Part; "": the mail itself, or not known
	whole  bool   // a mail, not a part of one
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
	const searched = 64 << 10
	body = body[:min(len(body), searched)]
	for len(body) > 0 {
		line, rest := nextLine(body)
		if boundaryLike(line, rest) {
			return string(bytes.TrimRight(line[2:], " \t")), false
		}
		body = rest
	}
	return "", false
}

// boundaryLike: a line with dashes before it that has a header behind it; "-----"
// under a heading has none.
func boundaryLike(line, rest []byte) bool {
	const longest = 200 // RFC 2046 §5.1.1 has 70
	if len(line) < 3 || len(line) > longest || line[0] != '-' || line[1] != '-' {
		return false
	}
	if bytes.ContainsAny(bytes.TrimRight(line, " \t"), " \t") {
		return false
	}
	next, _ := nextLine(rest)
	const content = "content-"
	return len(next) > len(content) && equalFold(string(next[:len(content)]), content)
}

// nextLine returns the first line of b without its end, and what follows it.
func nextLine(b []byte) (line, rest []byte) {
	if end := bytes.IndexByte(b, '\n'); end >= 0 {
		return bytes.TrimSuffix(b[:end], []byte("\r")), b[end+1:]
	}
	return b, nil
}

// flatten finds the parts of a body whose multiparts lie too deep to be taken
// apart one by one: in one pass, without regard to which boundary is whose. At most
// limit are returned, multiparts left out.
func flatten(body []byte, limit int) (parts []part, more bool) {
	start := -1
	add := func(end int) {
		if start < 0 {
			return
		}
		h := splitHeader(body[start:end], true)
		p := part{fields: h.fields, body: h.body, open: end == len(body)}
		if strings.HasPrefix(p.kind(), "multipart/") || isBlank(p.body) {
			return
		}
		if more = len(parts) == limit; !more {
			parts = append(parts, p)
		}
	}
	for at := 0; at < len(body) && !more; {
		line, rest := nextLine(body[at:])
		next := len(body) - len(rest)
		closing := len(line) > 4 && bytes.HasPrefix(line, []byte("--")) && bytes.HasSuffix(line, []byte("--"))
		opening := boundaryLike(line, rest)
		if opening || closing {
			add(at)
			start = -1
		}
		if opening && !beginsMultipart(rest) {
			start = next
		}
		at = next
	}
	if !more {
		add(len(body))
	}
	return parts, more
}

// beginsMultipart: a header whose first field says that it is a multipart's.
func beginsMultipart(header []byte) bool {
	const field = "content-type: multipart/"
	return len(header) > len(field) && equalFold(string(header[:len(field)]), field)
}

// isAttachment: a part that says so, has a file name, or is no text to read.
func (p part) isAttachment(kind string) bool {
	if !isText(kind) {
		return true
	}
	disposition := p.field("Content-Disposition")
	if disposition == "" {
		return false
	}
	name := param(disposition, "filename")
	if isExchangeText(name) {
		return false
	}
	return mediaType(disposition) == "attachment" || name != ""
}

// isText: what is read as the text of a letter.
func isText(kind string) bool {
	switch kind {
	case "text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "application/xhtml+xml":
		return true
	}
	return false
}

// isExchangeText: Exchange gives text that stands behind an attachment a name of
// its own, ATT00001.txt.
func isExchangeText(name string) bool {
	number, ok := strings.CutPrefix(name, "ATT")
	if !ok {
		return false
	}
	number, extension, ok := strings.Cut(number, ".")
	return ok && len(number) == 5 && countDigits(number) == 5 && (extension == "txt" || extension == "htm" || extension == "html")
}

// kind returns the media type, lower case. No type, and the bare "text" of old
// programs, is text/plain (RFC 2045 §5.2).
func (p part) kind() string {
	kind := mediaType(p.field("Content-Type"))
	switch kind {
	case "", "text", "plain/text", "text/text", "/", "text/":
		return "text/plain"
	case "html":
		return "text/html"
	case "multipart":
		return "multipart/mixed"
	}
	if !strings.Contains(kind, "/") {
		return "application/octet-stream"
	}
	return kind
}

func (p part) attachment(kind string) Attachment {
	disposition := p.field("Content-Disposition")
	if !isPrintableASCII(kind) {
		kind = "application/octet-stream"
	}
	return Attachment{
		Part:      p.leaf(),
		Name:      p.name(),
		MediaType: kind,
		Inline:    mediaType(disposition) != "attachment" && p.field("Content-ID") != "",
	}
}

// name returns the file name of a part, "" if it has none.
func (p part) name() string {
	if name := param(p.field("Content-Disposition"), "filename"); name != "" {
		return name
	}
	return param(p.field("Content-Type"), "name")
}
