package message

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Parse reads a mail. It takes any bytes, never fails and never panics; what was
// wrong is in Damage, what else was found out in Notes, both in a fixed order without
// repeats. Time and memory are linear in len(raw), bounded by the limits of this
// package. The Message shares no memory with raw.
func Parse(raw []byte) *Message {
	m, _ := parseFor(raw, -1)
	return m
}

// parseFor also finds the attachment at the place wanted, and the HTML form.
func parseFor(raw []byte, wanted int) (*Message, *bodyReader) {
	m := &Message{}
	if len(raw) > MaxSize {
		raw = raw[:MaxSize]
		m.damage(DamageTooLong)
	}
	raw, bareCR := salvageStart(raw)
	if bareCR {
		m.damage(DamageTooLong)
	}
	h := splitHeader(raw, false)
	m.Header = h.fields
	if h.damaged {
		m.damage(DamageHeader)
	}
	if h.tooLong {
		m.damage(DamageTooLong)
	}
	m.readFields(h.body)
	m.FromFields += h.fromBeyond
	root := part{fields: h.fields, body: h.body, whole: true}
	body := m.readBody(root, wanted)
	if m.Ranges == nil && body.ranges != nil && body.marked == m.Text {
		m.Ranges, m.Listed = body.ranges, body.listed // most often the plain form of an alternative
	} else {
		m.Ranges, m.Listed = markRanges(m.Text, m.Ranges, m)
	}
	m.Listed = m.Listed || m.throughList()
	m.mendLayout()
	if m.lettersLost() {
		m.damage(DamageCharset)
	}
	m.Automatic = automatic(m, body.replying)
	slices.SortFunc(m.Damage, func(a, b Damage) int { return slices.Index(damages, a) - slices.Index(damages, b) })
	slices.SortFunc(m.Notes, func(a, b Note) int { return slices.Index(notes, a) - slices.Index(notes, b) })
	m.HTML = body.html != nil
	return m, body
}

// FirstOwnLine returns the first line of the writer's own words that is not blank,
// trimmed: where a person answers "yes" to a question. Empty if there is none.
func (m *Message) FirstOwnLine() string {
	for _, r := range m.Ranges {
		if r.Origin != Own {
			continue
		}
		for line := range strings.Lines(m.Text[r.Start:r.End]) {
			if line = strings.TrimSpace(line); line != "" {
				return line
			}
		}
	}
	return ""
}

// readFields fills what the header says. Letters in a charset that nothing names are told with those of the body.
func (m *Message) readFields(body []byte) {
	charset := sync.OnceValue(func() *table { return surelyIn(body) })
	seenSubject, subject := false, ""
	seenDate, seenReturn := false, false
	for _, f := range m.Header {
		raw := asDeclared
		if readField(f.Name) && !utf8.ValidString(f.Value) {
			f.Value, raw = m.rawLetters(f.Value, charset)
			if raw != doubtful || equalFold(f.Name, "Subject") { // a name asks for nothing
				m.charset(raw)
			}
		}
		switch {
		case equalFold(f.Name, "From"):
			m.FromFields++
			m.From = append(m.From, parseMailboxes(f.Value)...)
		case equalFold(f.Name, "Sender"):
			m.Sender = append(m.Sender, parseMailboxes(f.Value)...)
		case equalFold(f.Name, "Reply-To"):
			m.ReplyTo = append(m.ReplyTo, parseMailboxes(f.Value)...)
		case equalFold(f.Name, "To"):
			m.To = append(m.To, parseMailboxes(f.Value)...)
		case equalFold(f.Name, "Cc"):
			m.Cc = append(m.Cc, parseMailboxes(f.Value)...)
		case equalFold(f.Name, "Subject") && !seenSubject:
			seenSubject, subject = true, f.Value
			var found finding
			m.SubjectLine, found = decodeHeader(f.Value)
			m.charset(found)
			m.SubjectFrom = subjectFrom(f.Value, max(found, raw))
		case equalFold(f.Name, "Subject"):
			if f.Value != subject && strings.TrimSpace(f.Value) != "" {
				m.note(NoteSubjects)
			}
		case equalFold(f.Name, "Date") && !seenDate:
			seenDate = true
			m.Date = readDate(f.Value)
		case equalFold(f.Name, "Return-Path") && !seenReturn:
			seenReturn = true
			m.ReturnPath = returnPath(f.Value)
		case equalFold(f.Name, "Message-ID") && m.MessageID == "":
			if ids := messageIDs(f.Value); len(ids) > 0 {
				m.MessageID = ids[0]
			}
		case equalFold(f.Name, "In-Reply-To"):
			m.InReplyTo = append(m.InReplyTo, messageIDs(f.Value)...)
		case equalFold(f.Name, "References"):
			m.References = append(m.References, messageIDs(f.Value)...)
		}
	}
}

// readField reports whether a field is shown to people and so may hold letters.
func readField(name string) bool {
	for _, n := range [...]string{"From", "Sender", "Reply-To", "To", "Cc", "Subject"} {
		if equalFold(n, name) {
			return true
		}
	}
	return false
}

// surelyIn returns the charset that the letters of a body are surely in, going by its first octets; nil: UTF-8, or nobody knows.
func surelyIn(body []byte) *table {
	const most = 64 << 10
	body = body[:min(len(body), most)]
	if t, sure := guessTable(body); sure && !utf8.Valid(body[:bytes.LastIndexFunc(body, func(c rune) bool { return c < utf8.RuneSelf })+1]) {
		return t
	}
	return nil
}

// rawLetters decodes a field with 8-bit letters that are not UTF-8. No field says
// which charset they are in (RFC 6532 allows UTF-8 alone); the program that wrote
// them so mostly names it for the text below.
func (m *Message) rawLetters(value string, body func() *table) (string, finding) {
	label := ""
	for _, f := range m.Header {
		if equalFold(f.Name, "Content-Type") {
			label = charsetParam(f.Value)
			break
		}
	}
	s, found := decodeText(label, []byte(value))
	if found == doubtful && label == "" { // a few words tell little, and the body was typed in the same program
		if t := body(); t != nil {
			return t.decode([]byte(value)), guessed
		}
	}
	return s, max(found, guessed)
}

// charset says how the charset of a text was found.
func (m *Message) charset(f finding) {
	switch f {
	case repaired:
		m.note(NoteRepaired)
	case guessed:
		m.note(NoteGuessed)
	case doubtful:
		m.damage(DamageCharset)
	}
}

// returnPath returns "<>" for the null path and the bare address otherwise (RFC
// 5321 §4.4).
func returnPath(value string) string {
	value = strings.TrimSpace(value)
	_, inner, ok := strings.Cut(value, "<")
	if !ok {
		return value
	}
	inner, _, _ = strings.Cut(inner, ">")
	if inner = strings.TrimSpace(inner); inner == "" {
		return "<>"
	}
	return inner
}

func (m *Message) damage(d Damage) {
	if !slices.Contains(m.Damage, d) {
		m.Damage = append(m.Damage, d)
	}
}

func (m *Message) note(n Note) {
	if !slices.Contains(m.Notes, n) {
		m.Notes = append(m.Notes, n)
	}
}
