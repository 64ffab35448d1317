package message

// Markup returns the HTML form of a mail's own text, decoded and otherwise as the
// writer made it: nothing in it can be trusted. Empty where there is none. What is
// longer than MaxText octets is cut.
func Markup(raw []byte) string {
	_, r := parseFor(raw, -1)
	if r.html == nil {
		return ""
	}
	p := *r.html
	data, _ := p.decodeAll(MaxText + 1)
	if len(data) > MaxText {
		data = wholeLetters(data[:MaxText])
	}
	charset := charsetParam(p.field("Content-Type"))
	if charset == "" {
		charset = metaCharset(data)
	}
	text, _ := decodeText(charset, data)
	return text[:wholeRunes(text, MaxText)]
}

// keepHTML remembers the first HTML form; that of a mail within the mail is another's.
func (r *bodyReader) keepHTML(p part, kind string) {
	if r.html == nil && r.within == 0 && (kind == "text/html" || kind == "application/xhtml+xml") {
		r.html = &p
	}
}
