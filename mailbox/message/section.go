package message

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Section is a stretch of Text that one part of the mail gave: octets [Start, End) of
// Text. Only a line end may stand between two. The octets of a place in the part's own
// text are counted from Start.
type Section struct {
	Start, End int
	Part       string // number of the part, see Attachment.Part
	MediaType  string // of what was read: "text/plain", "text/html", "text/calendar"
	Charset    Charset
}

// Charset says how octets became letters.
type Charset struct {
	Declared string // as the part declares it, lower case; "" if it declares none
	Read     string // as what it was read; "" if no single charset tells
	How      string // "as declared", "repaired", "guessed", "doubtful"
}

// LeftOut is text that was left out since nobody sees it.
type LeftOut struct {
	Part string
	Why  string // a code of Damage or Note: "hidden text", "preheader", "struck out"
	Text string // its beginning
}

// maxLeftOut caps what is kept of the words left out, in octets of a mail.
const maxLeftOut = 2 << 10

func (f finding) String() string {
	return [...]string{"as declared", "repaired", "guessed", "doubtful"}[f]
}

// child is the number of the part at place i, from 1 (RFC 3501 §6.4.5: the parts of a
// mail are 1, 2; those of part 1 are 1.1, 1.2).
func (p part) child(i int) string {
	if p.number == "" {
		return strconv.Itoa(i)
	}
	return p.number + "." + strconv.Itoa(i)
}

// leaf is the number of a part that is no multipart: the only part of a mail is its
// first one.
func (p part) leaf() string {
	if p.whole {
		return p.child(1)
	}
	return p.number
}

// charsetOf says how octets became text, after the fact: which charset was taken is
// asked only where it is not the one declared.
func charsetOf(label string, b []byte, text string, found finding) Charset {
	c := Charset{Declared: strings.ToLower(label), Read: foldLabel(label), How: found.String()}
	if found == asDeclared && c.Read != "" && c.Read != "us-ascii" && c.Read != "unknown" {
		return c
	}
	c.Read = ""
	switch order := unmarkedUTF16(b); {
	case order != noOrder:
		c.Read = order.String()
	case isASCII(b) && found == guessed: // nothing else is guessed of it
		c.Read = "utf-7"
	case isASCII(b):
		c.Read = "us-ascii"
	case utf8.Valid(b) && string(b) == text:
		c.Read = "utf-8"
	case utf8.Valid(b):
		c.Read = "utf-8, encoded twice"
	default:
		c.Read = tableOf(b, text)
	}
	switch {
	case c.Read == "" && found == repaired:
		c.Read = "encoded twice"
	case c.Read == "" && foldLabel(label) == "utf-8":
		c.Read = "utf-8"
	}
	return c
}

// tableOf returns the name of the charset of one octet a letter in which octets say a
// text; "" if there is none.
func tableOf(b []byte, text string) string {
	for _, t := range append(ladder[:], windows1252) {
		if t.decode(b) == text {
			return firstOf(t.label, "windows-1251 in a font with Kazakh letters")
		}
	}
	return ""
}

// subjectFrom says how the subject line became letters.
func subjectFrom(value string, found finding) Charset {
	c := Charset{How: found.String()}
	switch {
	case found != asDeclared:
	case isASCII([]byte(value)):
		c.Read = "us-ascii"
	default:
		c.Read = "utf-8"
	}
	if _, word, ok := strings.Cut(value, "=?"); ok {
		c.Declared, _, _ = strings.Cut(strings.ToLower(word), "?")
		if found == asDeclared {
			c.Read = foldLabel(c.Declared)
		}
	}
	return c
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// setPart says of pieces which part they came from, unless that is known more closely.
func setPart(pieces []piece, number string) []piece {
	for i := range pieces {
		if pieces[i].part == "" {
			pieces[i].part = number
		}
	}
	return pieces
}

// leaveOut keeps the beginning of what was left out.
func (m *Message) leaveOut(list ...LeftOut) {
	room := maxLeftOut
	for _, l := range m.LeftOut {
		room -= len(l.Text)
	}
	for _, l := range list {
		if l.Text = l.Text[:wholeRunes(l.Text, max(room, 0))]; l.Text != "" {
			m.LeftOut = append(m.LeftOut, l)
			room -= len(l.Text)
		}
	}
}

// SectionAt returns the section that a place in Text belongs to; false if none does.
func (m *Message) SectionAt(at int) (Section, bool) {
	for _, s := range m.Sections {
		if s.Start <= at && at < s.End {
			return s, true
		}
	}
	return Section{}, false
}
