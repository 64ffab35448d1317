package message

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// bodyReader walks the parts of one mail.
type bodyReader struct {
	m     *Message
	parts int // looked at
	room  int // octets of text that may still come
}

// piece is the text of one part.
type piece struct {
	text   string
	ranges []Range // of an HTML part: what its markup says; else nil
	html   bool
}

// readBody fills Text, TextType and Attachments, and Ranges with what markup says.
func (m *Message) readBody(root part) {
	r := bodyReader{m: m, room: MaxText}
	pieces := r.read(root, 0, true)
	m.join(pieces)
	if strings.TrimSpace(m.Text) == "" && !isBlank(root.body) {
		m.damage(DamageNoText)
	}
}

// join puts the pieces into Text one behind the other.
func (m *Message) join(pieces []piece) {
	if len(pieces) == 0 {
		return
	}
	m.TextType = "text/html"
	for _, p := range pieces {
		if !p.html {
			m.TextType = "text/plain"
		}
	}
	if len(pieces) == 1 {
		m.Text, m.Ranges = pieces[0].text, pieces[0].ranges
		return
	}
	var b strings.Builder
	for _, p := range pieces {
		if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte('\n')
		}
		for _, r := range p.ranges {
			m.Ranges = append(m.Ranges, Range{r.Start + b.Len(), r.End + b.Len(), r.Origin})
		}
		b.WriteString(p.text)
	}
	m.Text = b.String()
}

// read returns the texts of a part. Without wantText only attachments are noted:
// the part is the other form of what was read already.
func (r *bodyReader) read(p part, depth int, wantText bool) []piece {
	kind := p.kind()
	if strings.HasPrefix(kind, "multipart/") {
		return r.multipart(p, kind, depth, wantText)
	}
	switch kind {
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		r.m.damage(DamageSealed)
	}
	if p.isAttachment(kind) {
		r.m.Attachments = append(r.m.Attachments, p.attachment(kind))
		return nil
	}
	if !wantText {
		return nil
	}
	return r.text(p, kind)
}

// multipart reads the parts of a multipart.
func (r *bodyReader) multipart(p part, kind string, depth int, wantText bool) []piece {
	if depth >= MaxDepth {
		r.m.damage(DamageTooDeep)
		return nil
	}
	boundary, declared := boundaryOf(p.field("Content-Type"), p.body)
	if boundary == "" {
		r.m.damage(DamageMultipart)
		return r.unsplit(p, wantText)
	}
	raw, closed, more := splitMultipart(p.body, boundary, MaxParts-r.parts)
	if len(raw) == 0 && !more {
		r.m.damage(DamageMultipart)
		return r.unsplit(p, wantText)
	}
	r.parts += len(raw)
	if more {
		r.m.damage(DamageTooMany)
	}
	if !declared || !closed && !more {
		r.m.damage(DamageMultipart)
	}
	parts := make([]part, len(raw))
	for i := range raw {
		h := splitHeader(raw[i], true)
		parts[i] = part{fields: h.fields, body: h.body}
		if h.damaged {
			r.m.damage(DamageHeader)
		}
		if h.tooLong {
			r.m.damage(DamageTooLong)
		}
	}
	switch kind {
	case "multipart/alternative":
		return r.alternative(parts, depth, wantText)
	case "multipart/encrypted": // RFC 1847 §2.2
		r.m.damage(DamageSealed)
	case "multipart/signed": // RFC 1847 §2.1: the second part is the signature
		parts = parts[:min(len(parts), 1)]
	}
	var pieces []piece
	for _, child := range parts {
		pieces = append(pieces, r.read(child, depth+1, wantText)...)
	}
	return pieces
}

// unsplit reads a multipart without any boundary as the text it may be.
func (r *bodyReader) unsplit(p part, wantText bool) []piece {
	if !wantText {
		return nil
	}
	kind := "text/plain"
	start := bytes.ToLower(bytes.TrimSpace(p.body[:min(len(p.body), 200)]))
	if bytes.HasPrefix(start, []byte("<html")) || bytes.HasPrefix(start, []byte("<!doctype html")) {
		kind = "text/html"
	}
	return r.text(p, kind)
}

// alternative takes the plain text if it has any words, else the last other form
// that has (RFC 2046 §5.1.4 puts the best last). Nobody reads what only one
// program shows, so what is skipped is not searched for requests.
func (r *bodyReader) alternative(parts []part, depth int, wantText bool) []piece {
	chosen := -1
	var pieces []piece
	take := func(i int) {
		if chosen >= 0 || !wantText {
			return
		}
		if got := r.read(parts[i], depth+1, true); hasWords(got) {
			chosen, pieces = i, got
		}
	}
	plain := func(p part) bool { k := p.kind(); return k == "text/plain" && !p.isAttachment(k) }
	tried := make([]bool, len(parts))
	for i, p := range parts {
		if plain(p) {
			take(i)
			tried[i] = true
		}
	}
	for i := len(parts) - 1; i >= 0; i-- {
		if k := parts[i].kind(); !tried[i] && chosen < 0 && wantText && (k == "text/html" || strings.HasPrefix(k, "multipart/")) {
			take(i)
			tried[i] = true
		}
	}
	for i, p := range parts {
		if !tried[i] {
			r.read(p, depth+1, false)
		}
	}
	return pieces
}

func hasWords(pieces []piece) bool {
	for _, p := range pieces {
		if strings.TrimSpace(p.text) != "" {
			return true
		}
	}
	return false
}

// text decodes a text part.
func (r *bodyReader) text(p part, kind string) []piece {
	if r.room <= 0 {
		r.m.damage(DamageTooLong)
		return nil
	}
	contentType := p.field("Content-Type")
	data, ok := decodeTransfer(p.field("Content-Transfer-Encoding"), p.body, r.room+1)
	if !ok {
		r.m.damage(DamageEncoding)
	}
	if len(data) > r.room {
		r.m.damage(DamageTooLong)
		data = wholeLetters(data[:r.room])
	}
	charset := param(contentType, "charset")
	if charset == "" && kind == "text/html" {
		charset = metaCharset(data)
	}
	text, ok := decodeText(charset, data)
	if !ok {
		r.m.damage(DamageCharset)
	}
	var got piece
	if kind == "text/html" {
		got = htmlText(text)
	} else {
		got = piece{text: cleanText(text)}
		if equalFold(param(contentType, "format"), "flowed") {
			got.text = unflow(got.text, equalFold(param(contentType, "delsp"), "yes"))
		}
	}
	if len(got.text) > r.room { // a letter of an 8-bit charset takes two octets or three
		r.m.damage(DamageTooLong)
		got.cut(r.room)
	}
	r.room -= len(got.text)
	return []piece{got}
}

// cut shortens a piece to at most n octets, whole letters.
func (p *piece) cut(n int) {
	p.text = p.text[:wholeRunes(p.text, n)]
	for i, r := range p.ranges {
		if r.End >= len(p.text) {
			p.ranges = p.ranges[:i+1]
			p.ranges[i].End = len(p.text)
			if r.Start >= len(p.text) {
				p.ranges = p.ranges[:i]
			}
			break
		}
	}
}

// wholeLetters drops the beginning of a UTF-8 letter that a cut left at the end.
func wholeLetters(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= 0xC0 && !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}
