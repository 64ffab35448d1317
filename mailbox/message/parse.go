package message

import (
	"bytes"
	"slices"
	"strings"
)

// Parse reads a mail. It takes any bytes, never fails and never panics; what was
// wrong is in Damage, in a fixed order without repeats. Time and memory are linear
// in len(raw), bounded by the limits of this package. The Message shares no memory
// with raw.
func Parse(raw []byte) *Message {
	m := &Message{}
	raw = salvageStart(raw)
	h := splitHeader(raw, false)
	m.Header = h.fields
	if h.damaged {
		m.damage(DamageHeader)
	}
	if h.tooLong {
		m.damage(DamageTooLong)
	}
	m.readFields()
	m.FromFields += h.fromBeyond
	root := part{fields: h.fields, body: h.body}
	m.readBody(root)
	m.Ranges = markRanges(m.Text, m.Ranges, isForward(m.SubjectLine))
	m.Automatic = automatic(m)
	slices.SortFunc(m.Damage, func(a, b Damage) int { return damageRank(a) - damageRank(b) })
	return m
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

// readFields fills what the header says.
func (m *Message) readFields() {
	seenSubject, seenDate, seenReturn := false, false, false
	for _, f := range m.Header {
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
			seenSubject = true
			var ok bool
			if m.SubjectLine, ok = decodeHeader(f.Value); !ok {
				m.damage(DamageCharset)
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

func damageRank(d Damage) int {
	return slices.Index([]Damage{
		DamageHeader, DamageCharset, DamageEncoding, DamageMultipart, DamageTooDeep,
		DamageTooMany, DamageTooLong, DamageNoText, DamageSealed,
	}, d)
}

func isBlank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }
