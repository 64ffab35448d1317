package message

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// Unread reports whether something a person wrote may be in the mail that was not
// read, so that a person must lay eyes on it whatever the text says. Why is a code of
// Damage or Note, the gravest. It says nothing of hidden words and of forms that
// differ: those were read. Mail by machines is not told apart, see Automatic.
func (m *Message) Unread() (why string, yes bool) {
	for _, d := range m.Damage {
		switch d {
		case DamageHeader, DamageHidden, DamageDiffers: // nothing is missing
		case DamageNoText: // the reason, if one is known, says more
		default:
			return string(d), true
		}
	}
	blank := strings.TrimSpace(m.OwnText()) == ""
	switch {
	case slices.Contains(m.Notes, NoteSubjects):
		return string(NoteSubjects), true
	case blank && slices.Contains(m.Notes, NoteUuencode):
		return string(NoteUuencode), true
	case len(m.WordsInNames()) > 0:
		return string(NoteFileWords), true
	case blank && slices.ContainsFunc(m.Attachments, Attachment.mayBeLetter):
		return string(NoteFilesOnly), true
	case slices.Contains(m.Damage, DamageNoText):
		return string(DamageNoText), true
	}
	return "", false
}

// mayBeLetter: a document, or a picture of one; not what programs add, and not a
// mail within, for that is in the text.
func (a Attachment) mayBeLetter() bool {
	switch a.MediaType {
	case "text/calendar", "application/ics", "text/vcard", "text/x-vcard", "application/pgp-keys", "message/rfc822", "message/global",
		"message/delivery-status", "message/disposition-notification", "text/rfc822-headers":
		return false
	}
	return true
}

// WordsInNames returns the names of attachments that say something by themselves, as
// "Отзываю согласие.pdf" does: two words at least, and no name that a telephone or a
// scanner gives. They are personal data.
func (m *Message) WordsInNames() []string {
	var names []string
	for _, a := range m.Attachments {
		if !a.Inline && a.mayBeLetter() && saysSomething(a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

func saysSomething(name string) bool {
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= len(".numbers") {
		name = name[:dot]
	}
	lower := strings.ToLower(name)
	for _, begin := range phrases().fileNames {
		if strings.HasPrefix(lower, begin) {
			return false
		}
	}
	const shortest = 3 // letters of a word
	words := 0
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len([]rune(word)) >= shortest {
			words++
		}
	}
	return words >= 2
}

// lettersLost: nothing but question marks, or the sign for a letter that was lost,
// stands where words were.
func (m *Message) lettersLost() bool {
	const fewest = 5 // "???" is what people write
	lost := 0
	for _, r := range m.Ranges {
		if r.Origin != Own {
			continue
		}
		n, any := countLost(m.Text[r.Start:r.End])
		if any {
			lost = 0
			break
		}
		lost += n
	}
	inSubject, any := countLost(m.SubjectLine)
	return lost >= fewest || inSubject >= fewest && !any
}

// countLost counts signs of lost letters up to the first letter.
func countLost(s string) (lost int, letters bool) {
	for _, r := range s {
		switch {
		case r == '?' || r == unicode.ReplacementChar:
			lost++
		case unicode.IsLetter(r):
			return lost, true
		}
	}
	return lost, false
}

// outside reports whether words stand before the first part of a multipart or
// behind the last, where no program looks for any (RFC 2046 §5.1.1).
func (p part) outside() bool {
	boundary, _ := boundaryOf(p.field("Content-Type"), p.body)
	if boundary == "" || !strings.HasPrefix(p.kind(), "multipart/") {
		return false
	}
	before, rest, _ := bytes.Cut(p.body, []byte("--"+boundary))
	var behind []byte
	closing := []byte("--" + boundary + "--")
	if at := bytes.LastIndex(rest, closing); at >= 0 {
		behind = rest[at+len(closing):]
	}
	return hasWordsBeyondMIME(before) || hasWordsBeyondMIME(behind)
}

// hasWordsBeyondMIME: besides the line that tells old programs of MIME.
func hasWordsBeyondMIME(b []byte) bool {
	const looked = 4 << 10
	for line := range bytes.Lines(b[:min(len(b), looked)]) {
		lower := bytes.ToLower(line)
		if hasLetters(line) && !bytes.Contains(lower, []byte("mime")) && !bytes.Contains(lower, []byte("multipart")) && !bytes.Contains(lower, []byte("multi-part")) {
			return true
		}
	}
	return false
}
