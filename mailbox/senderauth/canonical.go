package senderauth

import (
	"bytes"
	"crypto/sha256"
	"io"
	"strings"
)

// The two canonicalisations of RFC 6376 §3.4, for header fields and for the body.
const (
	simple  = "simple"
	relaxed = "relaxed"
)

var crlf = []byte("\r\n")

// canonicalField returns a header field as it goes into the hash, with its CRLF.
func canonicalField(raw, method string) string {
	if method == simple {
		return raw
	}
	name, value, _ := strings.Cut(raw, ":")
	return strings.ToLower(strings.TrimRight(name, " \t")) + ":" + relaxedValue(value) + "\r\n"
}

// relaxedValue unfolds, makes one space of each run of blanks, and trims.
func relaxedValue(s string) string {
	var b strings.Builder
	blank := false
	for i := range len(s) {
		switch c := s[i]; c {
		case '\r', '\n':
		case ' ', '\t':
			blank = true
		default:
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteByte(c)
		}
	}
	return b.String()
}

// bodyHash returns SHA-256 over the canonical body. Lines ended by LF alone count as
// ended by CRLF: some servers store mail so.
func bodyHash(body []byte, method string) [sha256.Size]byte {
	h := sha256.New()
	w := &bodyWriter{to: h, method: method}
	for len(body) > 0 {
		line := body
		if n := bytes.IndexByte(body, '\n'); n >= 0 {
			line, body = body[:n], body[n+1:]
			line = bytes.TrimSuffix(line, []byte("\r"))
		} else {
			body = nil
		}
		w.line(line)
	}
	if method == simple && !w.any {
		h.Write(crlf)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// bodyWriter holds back empty lines until another follows: those at the end do not
// count.
type bodyWriter struct {
	to     io.Writer
	method string
	empty  int
	any    bool
	buf    []byte
}

func (w *bodyWriter) line(line []byte) {
	if w.method == relaxed {
		line = w.squeeze(line)
	}
	if len(line) == 0 {
		w.empty++
		return
	}
	for ; w.empty > 0; w.empty-- {
		w.to.Write(crlf)
	}
	w.any = true
	w.to.Write(line)
	w.to.Write(crlf)
}

// squeeze makes one space of each run of blanks and drops those at the end.
func (w *bodyWriter) squeeze(line []byte) []byte {
	w.buf = w.buf[:0]
	blank := false
	for _, c := range line {
		if c == ' ' || c == '\t' {
			blank = true
			continue
		}
		if blank {
			w.buf = append(w.buf, ' ')
			blank = false
		}
		w.buf = append(w.buf, c)
	}
	return w.buf
}

// letterBytes is a mail prepared for checking signatures over it.
type letterBytes struct {
	fields []rawField
	body   []byte
	hashes map[string][sha256.Size]byte // of the body, by canonicalisation
}

func (l *letterBytes) bodyHash(method string) [sha256.Size]byte {
	if h, ok := l.hashes[method]; ok {
		return h
	}
	h := bodyHash(l.body, method)
	if l.hashes == nil {
		l.hashes = make(map[string][sha256.Size]byte)
	}
	l.hashes[method] = h
	return h
}

// pick returns the canonical fields that names lists, each name taking the next
// field upwards (RFC 6376 §5.4.2). A name with no field left adds nothing.
func (l *letterBytes) pick(names []string, method string) string {
	var b strings.Builder
	next := make(map[string]int, len(names))
	for _, name := range names {
		i, seen := next[name]
		if !seen {
			i = len(l.fields)
		}
		for i--; i >= 0; i-- {
			if strings.EqualFold(l.fields[i].name, name) {
				b.WriteString(canonicalField(l.fields[i].raw, method))
				break
			}
		}
		next[name] = max(i, 0)
	}
	return b.String()
}
