package message

import (
	"bytes"
	"strings"
)

// bodyReader walks the parts of one mail.
type bodyReader struct {
	m     *Message
	parts int // looked at
	room  int // octets of text that may still come
	work  int // octets gone over to find parts

	compared int  // alternatives whose forms were compared
	probing  bool // this is for comparison only
	blank    bool // all forms of the text are blank

	marked string  // a text without markup whose lines were looked at for that
	ranges []Range // and whose words they are
	listed bool    // and whether a list's footer is among them

	winmail  Damage  // of a winmail.dat; "" where it could be read
	opened   []piece // what was found in a winmail.dat or an invitation, for want of text
	file     *part   // the first attached text, for want of any; it may be anybody's
	replying bool    // a calendar's answer to an invitation

	wanted int   // place among Attachments of one whose content is asked for; below zero: none
	found  *part // that one

	html   *part // the first HTML form of the mail's own text
	within int   // mails within the mail that are being read
}

// piece is the text of one part.
type piece struct {
	text   string
	ranges []Range // of an HTML part: what its markup says; else nil
	kind   string  // "text/plain", "text/html" or "text/calendar"

	part    string
	charset Charset
}

// readBody fills Text, TextType and Attachments, and Ranges with what is known of
// the origin of the text before its lines are looked at.
func (m *Message) readBody(root part, wanted int) *bodyReader {
	r := &bodyReader{m: m, room: MaxText, wanted: wanted}
	root.open = true
	pieces := r.read(root, 0, true)
	r.damageWinmail(hasWords(pieces))
	if !hasWords(pieces) {
		pieces = append(pieces, r.opened...)
	}
	if !hasWords(pieces) && r.file != nil {
		pieces = append(pieces, asForwarded(setPart(r.text(*r.file, r.file.kind(), false), r.file.leaf()))...)
		m.note(NoteFileText)
	}
	if !hasWords(pieces) && root.outside() {
		m.damage(DamageOutside)
	}
	m.join(pieces)
	if strings.Contains(m.Text, "-----BEGIN PGP ") {
		m.armor()
	}
	if strings.TrimSpace(m.Text) == "" && !isBlank(root.body) && !(r.blank && len(m.LeftOut) == 0 && len(m.Attachments) == 0) {
		m.damage(DamageNoText)
	}
	return r
}

// asForwarded marks texts as another's.
func asForwarded(pieces []piece) []piece {
	for i := range pieces {
		pieces[i].ranges = nil
		if pieces[i].text != "" {
			pieces[i].ranges = []Range{{0, len(pieces[i].text), Forwarded}}
		}
	}
	return pieces
}

// armor says what PGP within the text means (RFC 4880 §6.2).
func (m *Message) armor() {
	if strings.Contains(m.Text, "-----BEGIN PGP MESSAGE-----") {
		m.damage(DamageSealed)
	}
	if strings.Contains(m.Text, "-----BEGIN PGP SIGNED MESSAGE-----") {
		m.note(NoteSigned)
	}
}

// join puts the pieces into Text one behind the other.
func (m *Message) join(pieces []piece) {
	if len(pieces) == 0 {
		return
	}
	m.TextType = pieces[0].kind
	for _, p := range pieces {
		if p.kind == "text/plain" {
			m.TextType = p.kind
		}
	}
	if len(pieces) == 1 {
		m.Text, m.Ranges = pieces[0].text, pieces[0].ranges
		m.Sections = []Section{pieces[0].section(0)}
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
		m.Sections = append(m.Sections, p.section(b.Len()))
		b.WriteString(p.text)
	}
	m.Text = b.String()
}

func (p piece) section(start int) Section {
	return Section{start, start + len(p.text), p.part, p.kind, p.charset}
}

// read is readPart with the number of the part on what it gives.
func (r *bodyReader) read(p part, depth int, wantText bool) []piece {
	return setPart(r.readPart(p, depth, wantText), p.leaf())
}

// readPart returns the texts of a part. Without wantText only attachments are noted:
// the part is the other form of what was read already.
func (r *bodyReader) readPart(p part, depth int, wantText bool) []piece {
	kind := p.kind()
	if kind == "text/plain" && depth == 0 && p.lostType() {
		kind = "multipart/mixed"
	}
	switch kind {
	case "application/pkcs7-mime", "application/x-pkcs7-mime": // RFC 8551 §3.2.2
		r.sealed(p)
	case "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature":
		r.m.note(NoteSigned)
		return nil
	case "application/ms-tnef", "application/vnd.ms-tnef":
		return r.tnef(p, kind)
	case "application/octet-stream":
		switch strings.ToLower(p.name()) {
		case "winmail.dat":
			return r.tnef(p, kind)
		case "smime.p7m":
			r.sealed(p)
		default:
			r.sealedFile(p)
		}
	case "application/pgp-encrypted", "application/pgp": // RFC 3156 §4, taken apart on the way
		r.sealedFile(p)
		if kind == "application/pgp-encrypted" {
			r.m.damage(DamageSealed)
		}
	case "text/calendar": // RFC 5545
		r.calendar(p)
	case "text/x-amp-html", "text/watch-html":
		return nil // what only one program shows
	case "message/rfc822", "message/global":
		return r.mailWithin(p, kind, depth, wantText)
	}
	if strings.HasPrefix(kind, "multipart/") {
		return r.multipart(p, kind, depth, wantText)
	}
	if p.isAttachment(kind) {
		r.attach(p.attachment(kind))
		r.keep(p)
		if isText(kind) && r.file == nil {
			r.file = &p
		}
		return nil
	}
	r.keepHTML(p, kind)
	if !wantText {
		return nil
	}
	return r.text(p, kind, depth > 0 && p.open)
}

// lostType: a multipart whose Content-Type was lost on the way.
func (p part) lostType() bool {
	const searched = 64 << 10
	if p.field("Content-Type") != "" || !bytes.Contains(p.body[:min(len(p.body), searched)], []byte("\nContent-")) {
		return false
	}
	boundary, _ := boundaryOf("", p.body)
	return boundary != ""
}

func (r *bodyReader) attach(a Attachment) {
	if len(r.m.Attachments) == MaxFiles {
		r.m.damage(DamageTooMany)
		return
	}
	r.m.Attachments = append(r.m.Attachments, a)
}

// sealed: S/MIME in one piece. Signed only, its text could be read by whoever takes
// the signature off; it is not opened either.
func (r *bodyReader) sealed(p part) {
	r.m.damage(DamageSealed)
	if equalFold(param(p.field("Content-Type"), "smime-type"), "signed-data") {
		r.m.note(NoteSigned)
	}
}

// sealedFile: a file that is a message sealed by PGP or S/MIME by its looks.
func (r *bodyReader) sealedFile(p part) {
	start := bytes.TrimSpace(p.body[:min(len(p.body), 200)])
	if bytes.HasPrefix(start, []byte("-----BEGIN PGP MESSAGE-----")) || strings.HasSuffix(strings.ToLower(p.name()), ".p7m") {
		r.m.damage(DamageSealed)
	}
}

// multipart reads the parts of a multipart.
func (r *bodyReader) multipart(p part, kind string, depth int, wantText bool) []piece {
	if depth >= MaxDepth {
		r.m.damage(DamageTooDeep)
		return r.flat(p, depth, wantText)
	}
	if r.work += len(p.body); r.work > MaxWork {
		r.m.damage(DamageTooMuch)
		return r.flat(p, depth, wantText)
	}
	parts, ok := r.split(p, kind)
	if !ok {
		r.m.damage(DamageMultipart)
		return r.unsplit(p, wantText)
	}
	switch kind {
	case "multipart/alternative":
		return r.alternative(parts, depth, wantText)
	case "multipart/encrypted": // RFC 1847 §2.2
		r.m.damage(DamageSealed)
	case "multipart/signed": // RFC 1847 §2.1
		r.m.note(NoteSigned)
	}
	var pieces []piece
	for _, child := range parts {
		pieces = append(pieces, r.read(child, depth+1, wantText)...)
	}
	return pieces
}

// split takes a multipart apart and says what was wrong with it. It reports false
// if there is no boundary.
func (r *bodyReader) split(p part, kind string) ([]part, bool) {
	boundary, declared := boundaryOf(p.field("Content-Type"), p.body)
	if boundary == "" {
		return nil, false
	}
	raw, closed, more := splitMultipart(p.body, boundary, MaxParts-r.parts)
	if len(raw) == 0 && !more {
		return nil, false
	}
	r.parts += len(raw)
	if more {
		r.m.damage(DamageTooMany)
	}
	if !declared {
		r.m.note(NoteBoundary)
	}
	if !closed && !more {
		r.m.note(NoteCut)
	}
	parts := make([]part, len(raw))
	for i := range raw {
		h := splitHeader(raw[i], true)
		parts[i] = part{fields: h.fields, body: h.body, open: p.open && !closed && !more && i == len(raw)-1, number: p.child(i + 1)}
		if h.damaged {
			r.m.damage(DamageHeader)
		}
		if h.tooLong {
			r.m.damage(DamageTooLong)
		}
		if kind == "multipart/digest" && parts[i].field("Content-Type") == "" { // RFC 2046 §5.1.5
			parts[i].fields = append(parts[i].fields, HeaderField{"Content-Type", "message/rfc822"})
		}
	}
	return parts, true
}

// flat reads what lies too deep, or is too much, to be taken apart level by level.
func (r *bodyReader) flat(p part, depth int, wantText bool) []piece {
	parts, more := flatten(p.body, MaxParts-r.parts)
	r.parts += len(parts)
	if more {
		r.m.damage(DamageTooMany)
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
	return r.text(p, kind, false)
}

func hasWords(pieces []piece) bool {
	for _, p := range pieces {
		if strings.TrimSpace(p.text) != "" {
			return true
		}
	}
	return false
}
