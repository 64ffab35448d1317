package message

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// text decodes a text part. open: nothing marks its end.
func (r *bodyReader) text(p part, kind string, open bool) []piece {
	if r.room <= 0 {
		r.m.damage(DamageTooLong)
		return nil
	}
	if open && !endsWhole(p.body, strings.Contains(p.field("Content-Transfer-Encoding"), "64"), kind) {
		r.m.damage(DamageCut)
	}
	contentType := p.field("Content-Type")
	data, state := p.decodeAll(r.room + 1)
	if kind == "text/plain" {
		data = r.cutUuencoded(data)
	}
	if len(data) > r.room {
		r.m.damage(DamageTooLong)
		data = wholeLetters(data[:r.room])
	}
	charset := charsetParam(contentType)
	if charset == "" && kind != "text/plain" {
		charset = metaCharset(data)
	}
	text, found := decodeText(charset, data)
	if kind == "text/plain" {
		if plain, yes := undoReferences(text); yes {
			text, found = plain, max(found, repaired)
		}
	}
	if kind == "text/plain" && isPage(text) {
		kind = "text/html"
		r.m.note(NoteMarkup)
	}
	if strings.HasSuffix(kind, "html") && endsInTag(text) {
		r.m.damage(DamageCut)
	}
	r.m.charset(found)
	r.transfer(state, found)
	got := r.convert(text, kind, contentType, p.leaf())
	got.charset = charsetOf(charset, data, text, found)
	if len(got.text) > r.room { // a letter of an 8-bit charset takes two octets or three
		r.m.damage(DamageTooLong)
		got.cut(r.room)
	}
	r.room -= len(got.text)
	return []piece{got}
}

// isPage reports whether what is called plain text is a whole page of HTML.
func isPage(text string) bool {
	text = strings.TrimSpace(text)
	head := strings.ToLower(text[:min(len(text), len("<!doctype html"))])
	return (strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<!doctype html")) && strings.HasSuffix(strings.ToLower(text[max(0, len(text)-len("</html>")):]), "</html>")
}

// endsWhole reports whether a text that no boundary ends looks as if it were all there, so that only the boundary is missing: base64
// ends in padding or a shorter line, HTML in a tag, plain text in a blank line, a full stop or how it is signed. A mail that broke off ends so by chance only.
func endsWhole(body []byte, base64 bool, kind string) bool {
	text := bytes.TrimRight(body, "\r\n")
	switch {
	case base64:
		last := text[bytes.LastIndexByte(text, '\n')+1:]
		return bytes.HasSuffix(text, []byte("=")) || len(last) < len(firstLine(text))
	case kind == "text/plain":
		ended := len(body) - len(text) // line ends behind it
		return bytes.Count(body[len(text):], []byte("\n")) > 1 || endsSentence(text) || endsInClosing(text, ended > 0)
	}
	return bytes.HasSuffix(text, []byte(">"))
}

// endsInClosing reports whether the last line of a text is short as a name is, and the text before it ends like one or in
// the comma of a greeting. Where the line itself is ended there may be a few of them: name, position, date.
func endsInClosing(text []byte, ended bool) bool {
	most := 1
	if ended {
		most = closingLines
	}
	for range most {
		at := bytes.LastIndexByte(text, '\n') + 1
		if len(bytes.Fields(text[at:])) > signWords || bytes.ContainsAny(text[at:], ":@") || countDigits(string(text[at:])) > dateDigits {
			return false // a value that may be cut off
		}
		text = bytes.TrimRight(text[:at], " \r\n")
		if endsSentence(text) || bytes.HasSuffix(text, []byte(",")) {
			return true
		}
	}
	return false
}

const (
	signWords    = 3 // how many words a line has at most that is a name or a date
	closingLines = 3
	dateDigits   = 8
)

func endsSentence(text []byte) bool {
	return len(text) > 0 && bytes.IndexByte([]byte(".!?"), text[len(text)-1]) >= 0
}

// transfer says what was wrong with a transfer encoding. Rubbish that was left out
// did no harm if what remains is text.
func (r *bodyReader) transfer(state transferState, found finding) {
	switch {
	case state == cutTransfer:
		r.m.damage(DamageCut)
	case state == badTransfer, state == mendedTransfer && found == doubtful:
		r.m.damage(DamageEncoding)
	case state == mendedTransfer:
		r.m.note(NoteEncoding)
	}
}

// convert makes lines of what a text part says.
func (r *bodyReader) convert(text, kind, contentType, number string) piece {
	switch kind {
	case "text/html", "application/xhtml+xml", "text/enriched", "text/richtext":
		got, left := htmlText(text)
		if strings.Contains(text, "&amp;#") {
			if _, yes := undoReferences(got.text); yes {
				r.m.note(NoteRepaired)
				got, left = htmlText(escapedOnce(text))
			}
		}
		r.leftOut(left, number)
		return got
	}
	got := piece{text: cleanText(text), kind: "text/plain"}
	if equalFold(param(contentType, "format"), "flowed") {
		got.text = unflow(got.text, equalFold(param(contentType, "delsp"), "yes"))
	}
	return got
}

func (r *bodyReader) leftOut(left leftOut, number string) {
	if left.hidden {
		r.m.damage(DamageHidden)
	}
	if left.preheader && !left.hidden {
		r.m.note(NotePreheader)
	}
	if left.struck {
		r.m.note(NoteStruck)
	}
	hidden := string(DamageHidden)
	if left.preheader && !left.hidden {
		hidden = string(NotePreheader)
	}
	r.m.leaveOut(LeftOut{number, hidden, oneLine(left.hiddenWords)}, LeftOut{number, string(NoteStruck), oneLine(left.struckWords)})
}

// cutUuencoded takes the files out that stand uuencoded within a text.
func (r *bodyReader) cutUuencoded(data []byte) []byte {
	rest, names := cutUuencoded(data)
	for _, name := range names {
		r.m.note(NoteUuencode)
		s, _ := decodeText("", name)
		r.attach(Attachment{Name: oneLine(s), MediaType: "application/octet-stream"})
	}
	return rest
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

// metaCharset finds the charset an HTML part declares within itself.
func metaCharset(b []byte) string {
	head := strings.ToLower(string(b[:min(len(b), 1024)]))
	_, rest, ok := strings.Cut(head, "charset=")
	if !ok {
		return ""
	}
	rest = strings.TrimLeft(rest, `"' `)
	if end := strings.IndexAny(rest, "\"'; >/"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// mailWithin gives a mail within a mail as text: who wrote what when, then its text.
// All of it is another's.
func (r *bodyReader) mailWithin(p part, kind string, depth int, wantText bool) []piece {
	r.m.note(NoteMailWithin)
	r.attach(p.attachment(kind))
	if !wantText || depth >= MaxDepth {
		return nil
	}
	body := p.body
	if encoding := p.field("Content-Transfer-Encoding"); equalFold(encoding, "base64") || equalFold(encoding, "quoted-printable") {
		body, _ = decodeTransfer(encoding, body, 4*MaxText) // RFC 2046 §5.2.1 forbids it; some do it
	}
	h := splitHeader(bytes.TrimLeft(body, "\r\n"), true)
	inner := part{fields: h.fields, body: h.body, open: p.open, number: p.number, whole: true}
	pieces := []piece{{text: heading(inner), kind: "text/plain"}}
	r.within++
	defer func() { r.within-- }()
	return asForwarded(append(pieces, r.read(inner, depth+1, true)...))
}

// heading is what mail programs print over a letter they pass on.
func heading(p part) string {
	var b strings.Builder
	for _, name := range [...]string{"From", "Date", "To", "Subject"} {
		if value, _ := decodeHeader(p.field(name)); value != "" {
			b.WriteString(name + ": " + value[:wholeRunes(value, longestHeading)] + "\n")
		}
	}
	b.WriteByte('\n')
	return b.String()
}
