package message

import "strings"

// maxCompared is how many alternatives of one mail have their forms compared: a
// letter has one, and each costs what reading the other form does.
const maxCompared = 4

// alternative takes the plain text if it says anything, else the last other form
// that does (RFC 2046 §5.1.4 puts the best last). The writer saw but one of them:
// where they do not say the same, both are read and a person must look.
func (r *bodyReader) alternative(parts []part, depth int, wantText bool) []piece {
	chosen := !wantText
	var pieces, spare, blank []piece
	tried := make([]bool, len(parts))
	take := func(i int) {
		if chosen {
			return
		}
		tried[i] = true
		got := r.read(parts[i], depth+1, true)
		switch {
		case !hasWords(got):
			if blank == nil && parts[i].kind() == "text/plain" {
				blank = got
			}
		case isStandIn(got):
			spare = got
		default:
			chosen, pieces = true, got
		}
	}
	for i, p := range parts {
		if k := p.kind(); k == "text/plain" && !p.isAttachment(k) {
			take(i)
			tried[i] = true
		}
	}
	plain := len(pieces) > 0
	for i := len(parts) - 1; i >= 0; i-- {
		if k := parts[i].kind(); !tried[i] && (isText(k) || strings.HasPrefix(k, "multipart/")) {
			if plain {
				pieces = r.compare(pieces, parts[i], depth)
				plain = false
			}
			take(i)
		}
	}
	for i, p := range parts {
		if !tried[i] {
			r.read(p, depth+1, false)
		}
	}
	switch {
	case chosen:
	case spare == nil && blank != nil && onlyBlank(parts):
		r.blank = true
		return blank
	default:
		return spare
	}
	return pieces
}

// onlyBlank reports whether no form shows anything, as where all that the writer said stands in the subject line.
func onlyBlank(parts []part) bool {
	for _, p := range parts {
		switch p.kind() {
		case "text/plain":
		case "text/html":
			data, _ := p.decodeAll(MaxText)
			if holdsAny(strings.ToLower(string(data)), showing) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// showing is what HTML shows without a word.
var showing = []string{"<img", "<svg", "<v:", "<object", "<embed", "<iframe", "<video", "<canvas", "<input", "<link", "background=", "url(", "content:"}

// compare reads the other form of a text too, and returns what is to be read: both if they do not say the
// same, and only the other where it has the letters that the text has lost. One that is cut off or damaged is
// not compared; words hidden in it count.
func (r *bodyReader) compare(pieces []piece, other part, depth int) []piece {
	if r.probing || other.open || r.compared == maxCompared {
		return pieces
	}
	r.compared++
	probe := bodyReader{m: &Message{}, room: r.room, parts: r.parts, work: r.work, probing: true}
	got := probe.read(other, depth+1, true)
	r.work = probe.work
	for _, d := range probe.m.Damage {
		if d != DamageHidden {
			return pieces
		}
		r.m.damage(d)
		r.m.leaveOut(probe.m.LeftOut...)
	}
	if restores(whole(pieces), whole(got)) || restores(r.ownText(pieces), r.ownText(got)) {
		r.m.note(NoteRestored)
		return got
	}
	if !hasWords(got) {
		return pieces
	}
	if plain, shown := r.ownText(pieces), r.ownText(got); saysTheSame(plain, shown) && !saysMore(plain, shown, whole(pieces)) {
		return pieces
	}
	r.m.damage(DamageDiffers)
	for _, p := range got {
		r.room -= len(p.text)
	}
	return append(pieces, got...)
}

// ownText is what the writer's own words would be if pieces were all there is.
func (r *bodyReader) ownText(pieces []piece) string {
	m := Message{}
	m.join(pieces)
	if m.Ranges == nil {
		r.marked = m.Text
		r.ranges, r.listed = markRanges(m.Text, nil, r.m)
		m.Ranges = r.ranges
	} else {
		m.Ranges, _ = markRanges(m.Text, m.Ranges, r.m)
	}
	return m.OwnText()
}

// isStandIn: plain text that only says that there is no plain text, or only names pictures.
func isStandIn(pieces []piece) bool {
	if len(pieces) != 1 || len(pieces[0].text) > 400 {
		return false
	}
	text := strings.TrimSpace(pieces[0].text)
	if len([]rune(text)) < 3 || onlyPictures(text) {
		return true
	}
	lower := strings.ToLower(text)
	if phrases().standInAlone[strings.TrimRight(lower, ".!: ")] {
		return true
	}
	for _, p := range phrases().standIn {
		if strings.Contains(lower, p) {
			return true
		}
	}
	return false
}

// onlyPictures: nothing but "[image: name.png]", as programs write for a picture.
func onlyPictures(text string) bool {
	rest := without(without(text, "[image:", "]"), "[cid:", "]")
	return rest != text && strings.Trim(rest, "] \t\r\n\u00a0") == ""
}
