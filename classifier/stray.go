package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// A number or an address that merely stands in a letter changes nothing: how to reach
// the writer about it, somebody else's, a second one, or how the letter is signed.

// markStray marks such offers: strays are never taken, doubtful ones are taken and
// raise a doubt.
func (r *reading) markStray(x *index, offers []offer) {
	stayed := map[int]bool{}
	told, asked := false, false // whether the letter says that something changes; asked for once
	for k := range offers {
		o := &offers[k]
		if !o.former && !o.counter && (x.stays(r.placeOf(offers, k)) || stayed[r.joinedTo(offers, k)]) {
			if o.stays = hasRival(offers, k); o.stays {
				continue
			}
			o.stray, o.weakly, o.kept, stayed[k] = true, true, true, true
			r.staying = append(r.staying, o.spot)
			continue
		}
		if o.spot.field == privacy.FieldName {
			before := r.placeOf(offers, k).words
			o.stray = o.stray || o.spot.role == roleNew && endsInColon(r.lines[o.spot.line].text[:o.spot.start]) && x.stray.hasAny(before, "of-them") || len(before) > 0 && // «Новое имя питомца: …»
				x.stray.has(before[len(before)-1], "kin") || r.namesKin(x, *o) || // «я и жена Ли Марина Анатольевна»
				x.stray.hasAny(before, "writes") && !slices.ContainsFunc(before, func(w string) bool { return !x.stray.has(w, "writes") && !x.stray.has(w, "introduce") })
			o.weakly = o.stray
			continue
		}
		if o.former || o.counter || o.rule == "sender" || o.rule == "closed" {
			continue
		}
		if o.spot.signed && o.rule == "open" && !o.spot.said {
			o.stray = !r.speaksOf(x, o.spot.field, o.spot.line-1) // how every letter is signed
			o.unclear = !o.stray
			if o.stray {
				continue
			}
		}
		p := r.placeOf(offers, k)
		words := slices.Concat(p.words, p.after)
		if another := x.stray.hasAny(p.words[max(0, len(p.words)-4):], "another") || x.stray.hasAny(p.after, "another"); another && !besideFormer(offers, p) && !(p.colon && slices.Contains(p.words, "another") && slices.ContainsFunc(p.words, x.fresh)) { // not "now I have another e-mail: …"
			o.stray = true
			continue
		}
		if x.stray.hasAny(p.after[:min(len(p.after), 2)], "where") { // "A is where you reach me now"
			continue
		}
		under := x.signs(r.lineBefore(o.spot.line)) && len(wordsOf(r.lines[o.spot.line].text[:o.spot.start])) == 0
		n := len(p.words)
		calls := x.stray.hasAny(p.words, "calls") && !x.stray.has(p.words[n-1], "from") && !x.freshIn(p)
		if calls || x.yours(p) {
			o.stray = true
			continue
		}
		if x.setAside(p) || x.theirs(p) {
			o.stray = true
			continue
		}
		if x.toAnswer(p) {
			o.stray = statesOther(offers, k)
			o.unclear = !o.stray
			continue
		}
		if o.rule == "new" && !under { // «Смагулова А.» above says nothing of what is new
			continue
		}
		above := r.stated(x, offers, *o)
		if x.stray.hasAny(p.words, "reach") && !x.roles.hasAny(p.words, "before-new") || x.stray.hasAny(words, "others") {
			if !asked {
				told, asked = r.tellsChange(x), true
			}
			o.stray = above >= 0 || !told
			o.weakly = o.stray
			continue
		}
		if above >= 0 && above < o.spot.line && x.stray.hasAny(p.all, "contact") && !o.spot.label {
			o.stray = true
			continue
		}
		if above < 0 || above >= o.spot.line || r.speaksOf(x, o.spot.field, above) {
			continue
		}
		signed, apart := r.signature(x, above, *o)
		o.stray = signed || apart && !o.spot.said
		o.unclear = apart && !o.stray
	}
	r.markTitles(x, offers)
	r.markIntroduced(x, offers)
}

// markTitles marks what looks like a name where it is all of the subject line, and the letter speaks of no names: «Fitness Titan».
func (r *reading) markTitles(x *index, offers []offer) {
	if r.aboutName(x) || r.aboutWedding(x) || r.marked {
		return
	}
	for k := range offers {
		if o := &offers[k]; o.spot.field == privacy.FieldName && r.lines[o.spot.line].number == 0 && o.rule == "name" && !o.counter && len(wordsOf(r.lines[o.spot.line].text)) == len(wordsOf(o.value.Raw)) {
			o.stray = true
		}
	}
}

// namesKin reports whether a name is that of somebody beside the writer: «Әпкем Жайна», «Бабушка, Жаксыбекова Роза, …».
func (r *reading) namesKin(x *index, o offer) bool {
	if words := strings.Fields(o.value.Raw); len(words) > 1 && x.others.has(words[0], "kin") {
		return true
	}
	if behind, ok := strings.CutPrefix(strings.TrimLeft(r.lines[o.spot.line].text[o.spot.end:], " "), "("); ok { // «… Иванова Анна Петровна (сестра)»
		if inside := wordsOf(headOf(behind, 30)); len(inside) > 0 && x.others.has(inside[0], "kin") {
			return true
		}
	}
	if behind := wordsOf(headOf(r.lines[o.spot.line].text[o.spot.end:], 20)); len(behind) > 1 && x.extent.has(behind[0], "and") && x.parts.has(behind[1], "self") { // "Tom Whitcombe and I got married"
		return true
	}
	head, apposed := strings.CutSuffix(strings.TrimRight(r.lines[o.spot.line].text[:o.spot.start], " "), ",")
	words := wordsOf(afterStop(head))
	n := len(words)
	return apposed && n > 0 && x.others.has(words[n-1], "kin") && (n == 1 || x.parts.has(words[n-2], "self"))
}

// markIntroduced marks the names that say who writes: in a letter that tells of no change all that are introduced («My name is …»), and else those of a
// letter about something else: «Здравствуйте, это Сабитова Раушан, … Поправьте в карточке на 8 701 …». Where a letter speaks of names or of a wedding, has a
// former name, or asks for a change in the sentence of the name, it may be the new one.
func (r *reading) markIntroduced(x *index, offers []offer) {
	nameSet := slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.field == privacy.FieldName && !o.stray && (o.former || o.rule == "old" || o.rule == "new") && (o.value.Valid || x.knowsPart(o.value.Raw)) // and no word with a capital
	})
	otherGiven := slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.field != privacy.FieldName && o.value.Valid && !o.former && !o.stray && o.rule != "sender" && o.rule != "closed"
	})
	if !r.marked && !r.tellsOfChange(x) { // "My name is Maria Hughes and I'd like to join your course"
		for k := range offers {
			if o := &offers[k]; o.spot.field == privacy.FieldName && !o.former && r.saysWho(x, o.spot) {
				o.stray = true
			}
		}
	}
	if nameSet || r.aboutName(x) || r.aboutWedding(x) || !otherGiven && !r.saysAloud() {
		return
	}
	for k := range offers {
		if o := &offers[k]; o.spot.field == privacy.FieldName && (r.saysWho(x, o.spot) && !r.asksForName(x, offers, o.spot) || otherGiven && r.inQuiet(x, *o) && !hasNamesake(offers, *o)) {
			o.stray = true
		}
	}
}

// knowsPart reports whether a word of a text is known as a part of names.
func (x *index) knowsPart(text string) bool {
	return slices.ContainsFunc(wordsOf(text), func(w string) bool {
		p := x.partOf(w)
		return p.given || p.surname || p.patronymic
	})
}

// hasNamesake reports whether another name of the letter has a part of a name too: one of the two may be the slip.
func hasNamesake(offers []offer, o offer) bool {
	return slices.ContainsFunc(offers, func(b offer) bool {
		return b.spot.field == privacy.FieldName && b.value.Valid && !b.spot.closed && b.value.Text != o.value.Text && slices.ContainsFunc(strings.Fields(b.value.Text), func(part string) bool {
			return slices.Contains(strings.Fields(o.value.Text), part)
		})
	})
}

// inQuiet reports whether a name that nothing calls new stands in a sentence that surely asks nothing, and is not the sender's with another surname:
// "I am Anna Berg and have rented flat 12 since May. My number is now …".
func (r *reading) inQuiet(x *index, o offer) bool {
	u := r.unitOf(o.spot)
	if u < 0 || u >= len(r.judged.chances) || r.marked || !r.amid(u, o.value.Raw) {
		return false
	}
	return o.rule == "name" && r.judged.chances[u][senseHarmless] >= levelPlain && r.goesWithSender(x, o.value.Text) != renamed
}

// tellsOfChange reports whether a word of the letter says that something changes, changed, or is new.
func (r *reading) tellsOfChange(x *index) bool {
	for i := range r.words {
		if w := r.lower(i); r.hasAny(i, x.naming.changed) || x.fresh(w) || x.isOld(w) || x.former.has(w, "wrong") || x.roles.has(w, "before-stop") {
			return true
		}
	}
	return false
}

// asksForName reports whether the sentence of a name asks for an update, or was not judged, and has no number or address that this may be about, or
// says that something is wrong.
func (r *reading) asksForName(x *index, offers []offer, s spot) bool {
	u := r.unitOf(s)
	if u < 0 || u >= len(r.judged.chances) {
		return true
	}
	if r.judged.chances[u][asks(privacy.KindUpdate)] < levelLeft {
		return false
	}
	other := slices.ContainsFunc(offers, func(o offer) bool { return o.spot.field != privacy.FieldName && o.value.Valid && r.unitOf(o.spot) == u })
	for i := r.judged.units[u].from; i < r.judged.units[u].to; i++ {
		other = other && !x.former.has(r.lower(i), "wrong")
	}
	return !other
}

// besideFormer reports whether the value next to one in its line is a former one: "my number is another: A in place of B".
func besideFormer(offers []offer, p surroundings) bool {
	return p.next >= 0 && offers[p.next].former || p.previous >= 0 && offers[p.previous].former
}

// hasRival reports whether another value stands in the letter that offer k may be kept in place of: «A қалсын, B-ні сызып тастаңыз».
func hasRival(offers []offer, k int) bool {
	o := &offers[k]
	return slices.ContainsFunc(offers, func(other offer) bool {
		return other.spot.field == o.spot.field && other.value.Valid && other.value.Text != o.value.Text && !other.spot.closed && other.rule != "sender" && other.rule != "new"
	})
}

// theirs reports whether a value is called somebody else's: «её номер …», «анамның нөмірі де жазулы: …».
func (x *index) theirs(p surroundings) bool {
	n := len(p.words)
	for n > 2 && (x.extent.hasAny(p.words[n-1:n], "too", "too-behind", "and") || x.former.hasAny(p.words[n-1:n], "held", "recorded")) {
		n--
	}
	if n < 2 {
		return false
	}
	label, whose := p.words[n-1], p.words[n-2]
	if x.stray.has(whose, "at") && x.stray.has(label, "of-them") { // «У мужа – 8 701 …»
		return true
	}
	if x.stray.has(label, "of-them") {
		label = whose // «номер мужа …»
	} else if !x.stray.has(whose, "theirs") {
		return false
	}
	return x.labels.hasAny([]string{label}, "phone", "number", "mail", "address") && !x.fresh(label)
}

// toAnswer reports whether a value says where an answer shall go, or from where the
// writer wrote: «ответ жду на …», «писала вам с …».
func (x *index) toAnswer(p surroundings) bool {
	wrote := slices.IndexFunc(p.words, func(w string) bool { return x.stray.has(w, "write") })
	return (x.stray.hasAny(p.words, "reply") || x.stray.hasAny(p.after, "reply", "check") || wrote >= 0 && x.stray.hasAny(p.words[wrote:], "from")) && !x.freshIn(p)
}

// setAside reports whether a label says in brackets what its value is not: «Рабочий (не
// для карточки): …».
func (x *index) setAside(p surroundings) bool {
	label := strings.TrimRight(p.between, " \t\u00a0")
	return strings.HasSuffix(label, "):") && len(p.words) > 0 && x.former.has(p.words[0], "negates")
}

// joinedTo returns the offer of another field that offer k is said in one breath with, as in
// «E-mail and phone have not changed (a@…, 8 701 …)»; -1: there is none.
func (r *reading) joinedTo(offers []offer, k int) int {
	o := offers[k].spot
	for i := range offers {
		if s := offers[i].spot; s.line == o.line && s.end <= o.start && s.field != o.field && joined(r.lines[o.line].text[s.end:o.start]) {
			return i
		}
	}
	return -1
}

// changesIn reports whether a line says that something changes.
func (r *reading) changesIn(x *index, line int) bool {
	l := r.lines[line]
	for i := l.first; i < l.end; i++ {
		if r.hasAny(i, x.naming.changed) || x.roles.has(r.lower(i), "before-stop") {
			return true
		}
	}
	return false
}

// freshIn reports whether the words around a value say that it is new, or that
// something is to be changed.
func (x *index) freshIn(p surroundings) bool {
	return slices.ContainsFunc(slices.Concat(p.words, p.after), func(w string) bool { return x.fresh(w) || x.roles.has(w, "before-stop") })
}

// statesOther reports whether the letter clearly gives another value than offer k.
func statesOther(offers []offer, k int) bool {
	for i, other := range offers {
		if i != k && other.value.Valid && other.value.Text != offers[k].value.Text && !other.former && !other.stray && (other.rule == "new" || other.spot.label) {
			return true
		}
	}
	return false
}

// yours reports whether a value is called one of ours: «ваш телефон …».
func (x *index) yours(p surroundings) bool {
	n := len(p.words)
	if n > 0 && x.labels.knows(p.words[n-1]) && !x.fresh(p.words[n-1]) {
		n--
	}
	return n > 0 && x.stray.has(p.words[n-1], "yours") || len(p.words) == 0 && len(p.after) > 0 && x.stray.has(p.after[0], "yours")
}

// stated returns the last line with a value of another field that the letter clearly
// gives, else -1.
func (r *reading) stated(x *index, offers []offer, o offer) (line int) {
	line = -1
	for _, other := range offers {
		if other.spot.field == o.spot.field || !other.value.Valid || other.former || other.stray {
			continue
		}
		if other.rule == "new" || other.spot.label || other.rule == "open" && (other.spot.said || r.changesIn(x, other.spot.line)) {
			line = max(line, other.spot.line)
		}
	}
	return line
}

// tellsChange reports whether the letter, besides a mark of the policy, says that
// something changes.
func (r *reading) tellsChange(x *index) bool {
	marks := r.findMarks(x)
	for i := range r.words {
		if slices.ContainsFunc(marks, func(h markHit) bool { return h.exact && h.from <= i && i <= h.to }) {
			continue
		}
		if r.hasAny(i, x.naming.changed) || x.roles.has(r.lower(i), "before-new") || x.roles.has(r.lower(i), "before-stop") {
			return true
		}
	}
	return false
}

// speaksOf reports whether the letter names a field in its lines up to last.
func (r *reading) speaksOf(x *index, field privacy.Field, last int) bool {
	for i := range r.words {
		if int(r.words[i].line) <= last && r.names(x, i) == field {
			return true
		}
	}
	return false
}

// signature reports whether a value stands behind thanks or a bare name, and whether a
// blank line parts it from the line above.
func (r *reading) signature(x *index, above int, o offer) (signed, apart bool) {
	for i := above + 1; i < o.spot.line; i++ {
		if r.lines[i].blank() || !r.lines[i].after {
			apart = true
			continue
		}
		signed = signed || x.signs(r.lines[i].text)
	}
	head := r.lines[o.spot.line].text[:o.spot.start]
	return signed || x.signs(head), apart
}

// signs reports whether a text is thanks or a name and nothing else, up to four words.
func (x *index) signs(text string) bool {
	words := wordsOf(text)
	if len(words) == 0 || len(words) > 4 || strings.HasSuffix(strings.TrimSpace(text), ":") {
		return false
	}
	named := false
	for _, w := range words {
		name := x.isNameWord(w)
		named = named || name || x.stray.has(w, "thanks")
		if !name && !x.stray.has(w, "thanks") && !x.stray.has(w, "contact") && len([]rune(w)) > 1 {
			return false
		}
	}
	return named
}

// headerLine reports whether a line is of the header over a letter passed on: «От: …».
func (x *index) headerLine(text string) bool {
	return x.headed(text, "header")
}

// recipientLine reports whether a line of it says whom the letter was sent to: «Кому: …».
func (x *index) recipientLine(text string) bool {
	return x.headed(text, "recipient")
}

// headed reports whether a line begins with one word of a class of stray.txt and a colon.
func (x *index) headed(text, class string) bool {
	head, _, colon := strings.Cut(text, ":")
	words := wordsOf(head)
	return colon && len(words) == 1 && x.stray.has(words[0], class)
}
