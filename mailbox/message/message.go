// Package message turns the bytes of a mail into a Message and an answer into
// bytes. Reading never fails: what is damaged or exceeds a limit is said in
// Damage, and what could be read is there; what was found out besides, in Notes.
package message

import (
	"slices"
	"strings"
	"time"
)

// Message is a parsed mail. All text in it is personal data.
type Message struct {
	Header      []HeaderField // in order, the topmost first
	MessageID   string        // without angle brackets; chosen by the sender, identifies nothing
	InReplyTo   []string
	References  []string
	ReturnPath  string // from Return-Path; "" absent, "<>" null
	From        []Mailbox
	FromFields  int // how many From fields the header has; trust needs exactly one
	Sender      []Mailbox
	ReplyTo     []Mailbox
	To, Cc      []Mailbox
	SubjectLine string
	Date        time.Time // claimed by the sender; zero if unreadable

	Text        string    // the best text part, decoded, lines ended by \n, nothing cut
	TextType    string    // "text/plain", "text/html" (converted), "text/calendar" (converted), or ""
	HTML        bool      // its own text has an HTML form, whichever was read: see Markup
	Ranges      []Range   // covers Text without gap or overlap, ascending
	Listed      bool      // it came by way of a mailing list, or one put its footer under it
	Sections    []Section // which part gave which stretch of Text, ascending
	LeftOut     []LeftOut // what nobody sees, as far as it was kept
	SubjectFrom Charset   // how the subject line became letters
	Attachments []Attachment
	Automatic   Automatic
	Damage      []Damage // something may be missing or wrong: a person must look
	Notes       []Note   // worth knowing; what was read is whole all the same
}

// HeaderField is one field as it stands, unfolded, undecoded.
type HeaderField struct{ Name, Value string }

// Mailbox is an address with its display name, decoded.
type Mailbox struct {
	Name    string
	Address string
	// Salvaged: the field was not RFC 5322 syntax; the address is a guess.
	Salvaged bool
}

// Origin says whose words a range of text is.
type Origin string

const (
	Own       Origin = "own"       // the writer's own words: only these carry a mark or a value
	Quoted    Origin = "quoted"    // an earlier letter
	Forwarded Origin = "forwarded" // somebody else's letter
	Signature Origin = "signature"
)

// Range is a part of Message.Text, byte offsets [Start, End).
type Range struct {
	Start, End int
	Origin     Origin
}

// Attachment is a part that is not text to read.
type Attachment struct {
	Part      string // its number, as IMAP counts parts; "" if it lies too deep, or within a file
	Name      string
	MediaType string
	// Inline: shown within the text (RFC 2392), mostly the picture of a signature.
	Inline bool
}

// Automatic says whether a mail was written by a machine (RFC 3834, RFC 3464,
// RFC 2919).
type Automatic struct {
	// Sign names what was seen, such as "Auto-Submitted: auto-replied", "null
	// return path", "delivery report"; empty for mail by a person.
	Sign string
	// Strong: certainly a machine; no request is read from it. A weak sign
	// (a list header, Precedence) only silences our answer (P5).
	Strong bool
}

// Damage is something that was wrong with a mail, so that what was read may not be
// what the writer wrote, or not all of it: a closed list of codes.
type Damage string

const (
	DamageHeader    Damage = "header"            // header lines that are no fields
	DamageCharset   Damage = "charset"           // text in an unknown charset, a doubtful guess, or letters lost
	DamageEncoding  Damage = "transfer encoding" // unknown, or base64 or quoted-printable with rubbish that could not be mended
	DamageMultipart Damage = "multipart"         // no boundary to be found: the parts are not told apart
	DamageCut       Damage = "cut off"           // the end of the text is missing
	DamageTooDeep   Damage = "too deep"          // more levels than MaxDepth
	DamageTooMany   Damage = "too many parts"    // more parts than MaxParts
	DamageTooLong   Damage = "too long"          // more text or header than the caps
	DamageTooMuch   Damage = "too much work"     // more work than MaxWork
	DamageHidden    Damage = "hidden text"       // words a browser would not show were left out
	DamageDiffers   Damage = "forms differ"      // plain text and HTML do not say the same; both are in Text
	DamageNoText    Damage = "no text"           // nothing readable
	DamageSealed    Damage = "encrypted"         // S/MIME or PGP, not opened
	DamageWinmail   Damage = "winmail.dat cut"   // one beside a text, cut off or not to be opened: the text is whole, files may be missing
	DamageOutside   Damage = "outside the parts" // the parts are empty, and words stand before or behind them
)

// damages in the order they are given.
var damages = []Damage{
	DamageHeader, DamageCharset, DamageEncoding, DamageMultipart, DamageCut, DamageTooDeep,
	DamageTooMany, DamageTooLong, DamageTooMuch, DamageHidden, DamageDiffers, DamageNoText, DamageSealed,
	DamageOutside, DamageWinmail,
}

// Note is something found out about a mail that a person who reads it should know,
// and that takes nothing from what was read: a closed list of codes.
type Note string

const (
	NoteRepaired   Note = "charset repaired"           // wrongly named or encoded twice, put right beyond doubt
	NoteRestored   Note = "lost letters found"         // the plain text has question marks for letters that the HTML form has; that was read
	NoteLayout     Note = "keyboard layout repaired"   // typed while the Latin layout was on, read as meant
	NoteGuessed    Note = "charset guessed"            // none named; the letters tell it beyond doubt
	NoteEncoding   Note = "transfer encoding repaired" // rubbish in or behind base64 or quoted-printable
	NoteBoundary   Note = "boundary repaired"          // missing or wrong in the header, found in the body
	NoteMarkup     Note = "HTML called plain text"     // a whole page of HTML in a part of another type, read as one
	NoteCut        Note = "cut off behind the text"    // a multipart without end, but the text has one
	NoteSigned     Note = "signed"                     // S/MIME or PGP; the signature was not checked
	NoteTNEF       Note = "winmail.dat"                // Outlook's own format (TNEF), opened
	NoteUuencode   Note = "uuencoded"                  // a file within the text, taken for an attachment
	NoteMailWithin Note = "mail within"                // another mail as a part; its text is not the writer's
	NoteCalendar   Note = "calendar"                   // an invitation or the answer to one
	NotePreheader  Note = "preheader"                  // hidden words over a mailing, for the list of letters to show; left out
	NoteStruck     Note = "struck out"                 // words crossed out were left out
	NoteSubjects   Note = "several subjects"           // subject lines that differ; the first was read
	NoteFilesOnly  Note = "nothing but files"          // only said by Unread: no words of the writer's own beside a file
	NoteFileWords  Note = "words in a file name"       // only said by Unread: see WordsInNames
	NoteFileText   Note = "text of a file"             // there is no text but that of an attached file; it is not the writer's own
)

// notes in the order they are given.
var notes = []Note{
	NoteRepaired, NoteRestored, NoteLayout, NoteGuessed, NoteEncoding, NoteBoundary, NoteMarkup, NoteCut, NoteSigned, NoteTNEF, NoteUuencode, NoteMailWithin, NoteCalendar,
	NotePreheader, NoteStruck, NoteSubjects, NoteFilesOnly, NoteFileWords, NoteFileText,
}

// OwnText returns the writer's own words, ranges joined by a line end.
func (m *Message) OwnText() string {
	var text strings.Builder
	open := false // the last line was not ended
	for _, r := range m.Ranges {
		if r.Origin != Own || r.Start == r.End {
			continue
		}
		if open {
			text.WriteByte('\n')
		}
		text.WriteString(m.Text[r.Start:r.End])
		open = m.Text[r.End-1] != '\n'
	}
	return text.String()
}

// Attached reports whether something is attached that may hold what is asked. A
// picture shown inside the text, mostly a signature's, is not counted.
func (m *Message) Attached() bool {
	return slices.ContainsFunc(m.Attachments, func(a Attachment) bool { return !a.Inline })
}

// Fields returns the values of every header field with this name, the topmost
// first; the name is compared without case.
func (m *Message) Fields(name string) []string {
	var values []string
	for _, f := range m.Header {
		if equalFold(f.Name, name) {
			values = append(values, f.Value)
		}
	}
	return values
}

func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		x, y := a[i], b[i]
		if 'A' <= x && x <= 'Z' {
			x += 'a' - 'A'
		}
		if 'A' <= y && y <= 'Z' {
			y += 'a' - 'A'
		}
		if x != y {
			return false
		}
	}
	return true
}
