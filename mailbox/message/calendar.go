package message

import (
	"bytes"
	"strings"
)

// calendar keeps what an invitation says, for the case that nothing else does, and
// notes the answer to one (RFC 5546 §3.2.3): a calendar wrote it.
func (r *bodyReader) calendar(p part) {
	r.m.note(NoteCalendar)
	contentType := p.field("Content-Type")
	data, _ := p.decode(MaxText)
	data = data[:min(len(data), MaxText)]
	text, _ := decodeText(charsetParam(contentType), wholeLetters(data))
	method := param(contentType, "method")
	if method == "" {
		method = calendarValue(text, "METHOD")
	}
	if equalFold(method, "reply") || equalFold(method, "counter") {
		r.replying = true
	}
	if len(r.opened) > 0 {
		return
	}
	var b strings.Builder
	for _, name := range []string{"SUMMARY", "DESCRIPTION", "COMMENT"} {
		if value := calendarValue(text, name); value != "" {
			b.WriteString(value)
			b.WriteByte('\n')
		}
	}
	got := piece{text: cleanText(b.String()), kind: "text/calendar"}
	got.cut(r.room)
	got.part = p.leaf()
	if got.text != "" { // a program wrote it; an answer repeats the invitation, which is ours
		got.ranges = []Range{{0, len(got.text), Quoted}}
	}
	r.opened = append(r.opened, got)
}

// calendarValue returns the value of the first property of this name, unfolded and
// unescaped (RFC 5545 §3.1, §3.3.11).
func calendarValue(text, name string) string {
	for at := 0; at < len(text); {
		line, next := cutLine(text, at)
		at = next
		if len(line) <= len(name) || !equalFold(line[:len(name)], name) || line[len(name)] != ':' && line[len(name)] != ';' {
			continue
		}
		for at < len(text) && isFold(text[at]) {
			var more string
			more, at = cutLine(text, at)
			line += more[1:]
		}
		_, value, _ := strings.Cut(line, ":")
		return calendarEscapes.Replace(value)
	}
	return ""
}

var calendarEscapes = strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`)

// tnef opens a winmail.dat: its text is read for want of another, its files take
// its place among the attachments. One that cannot be opened stays an attachment.
func (r *bodyReader) tnef(p part, kind string) []piece {
	r.m.note(NoteTNEF)
	data, state := p.decode(maxOpened)
	data = data[:min(len(data), maxOpened)]
	t, ok := openTNEF(data)
	if !ok {
		r.winmail = DamageEncoding
		r.attach(p.attachment(kind))
		return nil
	}
	if state == cutTransfer || t.cut && len(data) < maxOpened {
		r.winmail = DamageCut
	}
	for _, name := range t.files {
		r.attach(Attachment{Name: oneLine(name), MediaType: "application/octet-stream"})
	}
	got, found := t.text()
	if strings.TrimSpace(got.text) == "" {
		if len(data) == maxOpened {
			r.winmail = DamageTooLong
		}
		return nil
	}
	got.cut(r.room)
	got.part = p.leaf()
	if len(r.opened) == 0 {
		r.opened = append(r.opened, got)
		r.m.charset(found)
	}
	return nil
}

// damageWinmail says that a winmail.dat could not be read whole. Beside a text only its files may be missing: Outlook
// writes the text both there and before it.
func (r *bodyReader) damageWinmail(beside bool) {
	switch {
	case r.winmail == "":
	case beside:
		r.m.damage(DamageWinmail)
	default:
		r.m.damage(r.winmail)
	}
}

func isBlank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }
