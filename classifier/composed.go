package classifier

import (
	"slices"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// «У вас я Черепанова Дарья Олеговна … теперь не Черепанова, а Ержанова»: the letter gives the whole former name and its new part,
// and the new name is the former one with that part in its place: where a word says that it is new, or the model takes it for the new one. Where
// anything of it is open (two new parts for one place, two names that come of it, a case that does not tell the nominative, a former name of which
// nothing says that it is the writer's, parts that do not go with each other), nothing is put together, and a person does it.

// composedName returns the new name that the whole former name of the letter and its new part make. names are those that were
// taken so far.
func (r *reading) composedName(x *index, offers []offer, names []Value) (found offer, ok bool) {
	if len(r.judged.units) > mostActed { // nobody acts upon so long a letter
		return found, false
	}
	formers := r.formerWholes(x, offers)
	if len(formers) == 0 || len(formers) > mostFormers {
		return found, false
	}
	r.wedding = r.aboutWedding(x)
	var made []madeName
	for _, former := range formers {
		o, said, ok := r.compose(x, offers, former)
		if ok && !slices.ContainsFunc(made, func(m madeName) bool { return m.value.Text == o.value.Text }) {
			made = append(made, madeName{o, former, said})
		}
	}
	made = r.withoutOthers(offers, made)
	if len(made) != 1 || !r.composes(x, names, made[0].from, made[0].stated) || signedAnew(offers, made[0]) {
		return found, false
	}
	for _, o := range offers { // «… отчество моё Павловна», signed «Антонина Павловна Зуева»
		if o.spot.field == privacy.FieldName && o.value.Valid && !o.barred() && !r.ofAnybodyElse(x, o) && len(strings.Fields(o.value.Text)) > len(strings.Fields(made[0].value.Text)) && partsIn(made[0].value.Text, o.value.Text) {
			o.rule, o.chance = "new", firmAt
			return o, true
		}
	}
	return made[0].offer, true
}

// withoutOthers leaves out what was made of names beside the one that is on record, where these stand in other sentences: «… стоит «Кожевников Илья
// Сергеевич»», and a librarian's name in the next.
func (r *reading) withoutOthers(offers []offer, made []madeName) []madeName {
	held := func(m madeName) bool {
		return slices.ContainsFunc(offers, func(o offer) bool { return o.former && o.value.Text == m.from.Text })
	}
	k := slices.IndexFunc(made, held)
	if k < 0 || slices.ContainsFunc(made, func(m madeName) bool {
		return m.value.Text != made[k].value.Text && (held(m) || r.unitOfName(offers, m.from) == r.unitOfName(offers, made[k].from))
	}) {
		return made
	}
	return made[k : k+1]
}

// joins reports whether the sentence of a part says that it is added to the others, and does not come in the place of one: "after Herrera comes
// Campos, please add it". One with a hyphen is whole.
func (r *reading) joins(x *index, t nameToken) bool {
	k := r.unitOf(spot{line: t.line, start: t.start, end: t.end})
	if k < 0 || strings.ContainsFunc(t.word, isDash) {
		return false
	}
	for i := r.judged.units[k].from; i < r.judged.units[k].to; i++ {
		if x.parts.has(r.lower(i), "joins") {
			return true
		}
	}
	return false
}

// unitOfName returns the sentence in which a name stands first.
func (r *reading) unitOfName(offers []offer, name Value) int {
	k := slices.IndexFunc(offers, func(o offer) bool { return o.spot.field == privacy.FieldName && o.value.Text == name.Text })
	if k < 0 {
		return -1
	}
	return r.unitOf(offers[k].spot)
}

// madeName is a new name, what it was made of, and whether the letter says of each part that it is new.
type madeName struct {
	offer
	from   Value
	stated bool
}

// signedAnew reports whether another name of the letter, as that in the signature, has a part of the new one in a third spelling: «should be Kaliyeva», signed "Dana Kalieva".
func signedAnew(offers []offer, made madeName) bool {
	fresh, former := strings.Fields(made.value.Text), strings.Fields(made.from.Text)
	return slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.field == privacy.FieldName && o.value.Valid && o.value.Text != made.from.Text && !o.stray && slices.ContainsFunc(strings.Fields(o.value.Text), func(w string) bool {
			return placeIn(fresh, w) < 0 && placeIn(former, w) < 0 && speltLike(w, fresh) >= 0
		})
	})
}

// mostFormers is how many whole names that may be the writer's former one a letter has at most where one is picked.
const mostFormers = 4

// compose puts the new parts that the letter gives in their places in a name; stated is whether it says of each that it is new.
func (r *reading) compose(x *index, offers []offer, former Value) (o offer, stated, ok bool) {
	words := strings.Fields(former.Text)
	parts, ok := r.newParts(x, offers, words)
	if len(parts) == 0 || !allStated(parts) {
		if weighed := r.weighedParts(x, offers, words); len(weighed) > 0 && len(weighed) >= len(parts) && (len(parts) == 0 || !sameFirst(parts, weighed)) {
			parts = weighed
		}
	}
	if len(parts) == 0 {
		parts = r.endingDropped(x, words)
	}
	if slices.ContainsFunc(parts, func(p newPartOf) bool { return r.joins(x, p.from) }) {
		return o, false, false
	}
	if !ok || len(parts) == 0 || !r.maySwap(x, offers, former, parts) || ofAnotherWhole(offers, words, parts) {
		return o, false, false
	}
	for _, p := range parts {
		text := r.lines[p.from.line].text
		words[p.at] = text[leadOf(text, p.from.start):p.from.start] + p.word // «van der Meer»
		for i := p.at - 1; i > 0 && particles[words[i]]; i-- {               // «du Plessis» goes whole
			words[i] = ""
		}
	}
	name, from := fullName(strings.Join(words, " ")), parts[0].from
	name = r.lines[from.line].place(name, from.start, from.end)
	name.Raw = from.word
	if !name.Valid || !x.agrees(strings.Fields(former.Text), strings.Fields(name.Text)) {
		return o, false, false
	}
	return offer{value: name, spot: spot{field: privacy.FieldName, line: from.line, start: from.start, end: from.end, role: roleNew}, rule: "new", chance: chanceOf(parts)}, allStated(parts), true
}

// chanceOf is the chance that the least sure of the parts is new: that of the model where it alone says so.
func chanceOf(parts []newPartOf) float64 {
	chance := float64(firmAt)
	for _, p := range parts {
		if p.chance > 0 {
			chance = min(chance, p.chance)
		}
	}
	return chance
}

// sameFirst reports whether the first of the parts is the same word in both.
func sameFirst(a, b []newPartOf) bool { return a[0].from == b[0].from }

// allStated reports whether the letter says of each part that it is new.
func allStated(parts []newPartOf) bool {
	return !slices.ContainsFunc(parts, func(p newPartOf) bool { return !p.stated })
}

// maySwap reports whether the letter is about names, and the whole name stands before its new part where no word says which is new.
func (r *reading) maySwap(x *index, offers []offer, former Value, parts []newPartOf) bool {
	before := r.standsBefore(x, offers, former, parts[0].from)
	switch {
	case slices.ContainsFunc(parts, func(p newPartOf) bool { return p.spelt }):
		return before
	case allStated(parts), r.weighed(offers, parts):
		return r.aboutParts(x) || r.aboutName(x) || slices.ContainsFunc(offers, func(o offer) bool { return o.former && o.value.Text == former.Text })
	}
	return before && r.aboutParts(x)
}

// newParts returns the new parts that the sentences give for a name; ok is false where two differ.
func (r *reading) newParts(x *index, offers []offer, whole []string) (parts []newPartOf, ok bool) {
	for k := range r.judged.units {
		for _, p := range r.newPartsIn(x, offers, k, whole) {
			switch i := slices.IndexFunc(parts, func(o newPartOf) bool { return o.at == p.at }); {
			case i < 0:
				parts = append(parts, p)
			case !strings.EqualFold(parts[i].word, p.word):
				return nil, false
			default:
				parts[i].stated = parts[i].stated || p.stated
			}
		}
	}
	return parts, true
}

// standsBefore reports whether the whole name stands before its new part, or is said to be the former one: what stands behind may be the
// new name itself.
func (r *reading) standsBefore(x *index, offers []offer, former Value, t nameToken) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		if o.spot.field != privacy.FieldName || o.value.Text != former.Text {
			return false
		}
		if o.spot.line < t.line || o.spot.line == t.line && o.spot.start < t.start || o.former || o.rule == "old" {
			return true
		}
		_, after := r.wordsAround(o.spot)
		return len(after) > 0 && x.roles.has(after[0], "after-old")
	})
}

// formerWholes returns the whole names of the letter that may be the writer's former one: none where one is said to be new. Where one stands
// in a sentence that speaks of the writer or of what we have, names with another given name are not his.
func (r *reading) formerWholes(x *index, offers []offer) []Value {
	var names, his []Value
	unit := map[string]int{} // in which each stands first
	for _, o := range offers {
		if o.spot.field != privacy.FieldName || !o.value.Valid || o.spot.closed || r.ofAnybodyElse(x, o) {
			continue
		}
		unlikely := o.chance < neverAt && slices.ContainsFunc(offers, func(p offer) bool {
			return p.spot.field == o.spot.field && p.value.Problem == problemPartName && p.chance >= firmAt
		})
		if (o.rule == "new" && !o.former && !unlikely && r.saysNew(x, o.spot) || r.freshBefore(x, o.spot)) && !r.madeOutTo(x, o.spot) || len(strings.Fields(o.value.Text)) > mostParts {
			return nil
		}
		if !x.isPerson(o.value.Text) && !r.namedHere(x, o.spot) && !r.ofWriter(x, o.spot) || r.quotedName(o.spot) || !r.mayBeWriters(x, o) {
			continue
		}
		if _, seen := unit[o.value.Text]; !seen {
			unit[o.value.Text] = r.unitOf(o.spot)
		}
		names = append(names, o.value)
		if o.former || r.ofWriter(x, o.spot) {
			his = append(his, o.value)
		}
	}
	all := slices.Clone(names)
	names = slices.DeleteFunc(names, func(v Value) bool { // «Петровадан Кәрімоваға» is none
		return slices.ContainsFunc(all, func(o Value) bool { return v.Text != o.Text && mixesCases(v.Text, o.Text) })
	})
	names = unique(names)
	all = slices.Clone(names)
	names = slices.DeleteFunc(names, func(v Value) bool { // «Дарья Черепанова» beside «Черепанова Дарья Олеговна»
		return slices.ContainsFunc(all, func(o Value) bool { return v.Text != o.Text && partsIn(v.Text, o.Text) })
	})
	return slices.DeleteFunc(names, func(v Value) bool {
		return slices.ContainsFunc(his, func(h Value) bool { return unit[h.Text] != unit[v.Text] && x.areTwo(h.Text, v.Text) }) && !slices.ContainsFunc(his, func(h Value) bool { return h.Text == v.Text })
	})
}

// mayBeWriters reports whether anything says that a name is the writer's: it is on record or the former one, its sentence speaks of him or of what we
// have, it stands behind a colon, in quotation marks or at the head of a line, or he signs or writes under a part of it. «Свидетельство выдала
// Иванова Ольга Петровна» does not.
func (r *reading) mayBeWriters(x *index, o offer) bool {
	text := r.lines[o.spot.line].text
	head := strings.TrimRight(text[:o.spot.start], " ")
	if o.former || o.rule == "old" || r.ofWriter(x, o.spot) || head == "" || strings.ContainsAny(head[len(head)-1:], ":(") || strings.HasSuffix(head, "«") || strings.HasSuffix(head, "\"") || strings.HasSuffix(head, "“") {
		return true
	}
	before, after := r.wordsAround(o.spot)
	if x.roles.hasAny(after[:min(1, len(after))], "after-old") || x.former.hasAny(before, "with-you", "recorded", "where", "made-out", "am-held") || x.roles.hasAny(before, "name-item") || r.copula(o.spot) {
		return true
	}
	last := len(r.lines) - 1
	for last > 0 && r.lines[last].blank() {
		last--
	}
	signs := r.lines[last].text
	return o.spot.line != last && slices.ContainsFunc(strings.Fields(o.value.Text), func(w string) bool { return utf8.RuneCountInString(w) > 2 && strings.Contains(signs, w) })
}

// copula reports whether a name ends in the Kazakh "I am": «Абдірахманов Нұрлан Сейітұлымын».
func (r *reading) copula(s spot) bool {
	raw := r.lines[s.line].text[s.start:s.end]
	return withoutCopula(raw) != raw
}

// ofAnybodyElse reports whether a name is somebody's beside the writer: a relative's, or of whom the letter is written to.
func (r *reading) ofAnybodyElse(x *index, o offer) bool {
	return o.spot.other && !r.ofWriter(x, o.spot) || r.ofKin(x, o.spot) || r.addressed(o.spot) || x.hasKin(o.value.Text)
}

// areTwo reports whether two names with the same surname are of two persons: «Кравченко Игорь» beside «Кравченко Ольга Викторовна».
func (x *index) areTwo(a, b string) bool {
	one, two := strings.Fields(a), strings.Fields(b)
	s, t := placeOfPart(x, one, "surname"), placeOfPart(x, two, "surname")
	g, h := placeOfPart(x, one, "given"), placeOfPart(x, two, "given")
	return s >= 0 && t >= 0 && g >= 0 && h >= 0 && one[s] == two[t] && !sameBeginning(one[g], two[h])
}

// hasKin reports whether a word for somebody beside the writer was taken for a part of a name: «Ағам Есенов».
func (x *index) hasKin(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(w string) bool { return x.others.has(w, "kin") })
}

// mixesCases reports whether a name of two words is a part of another in a case that no nominative has, and a word beside it.
func mixesCases(name, other string) bool {
	words := strings.Fields(name)
	at := placeIn(strings.Fields(other), words[0])
	return len(words) == 2 && at >= 0 && hasEnding(strings.ToLower(words[0]), []string{"дан", "ден", "тан", "тен", "нан", "нен"}) && strings.Fields(other)[at] != words[0]
}

// ofWriter reports whether the sentence of a name speaks of the writer, or of what we have: "You have me as …", "Your record shows …".
func (r *reading) ofWriter(x *index, s spot) bool {
	k := r.unitOf(s)
	if k < 0 {
		return false
	}
	for i := r.judged.units[k].from; i < r.judged.units[k].to; i++ {
		if w := r.lower(i); x.parts.has(w, "self") || x.stray.has(w, "yours") {
			return true
		}
	}
	return false
}

// addressed reports whether a name is of whom the letter is written to: «Ардақты Бақыт Сейілханқызы!»
func (r *reading) addressed(s spot) bool {
	rest := strings.TrimSpace(r.lines[s.line].text[s.end:])
	return rest == "!" || rest == "," || rest == "!!!"
}

// namedHere reports whether the word before a name of which no word is known says that it is one: "Your record shows Rochelle Venter".
func (r *reading) namedHere(x *index, s spot) bool {
	before, _ := r.wordsAround(s)
	return len(before) > 0 && x.parts.has(before[len(before)-1], "named")
}

// mostParts is how many words a name has at most of which it is known what each is.
const mostParts = 3

// partsIn reports whether all words of a name stand in another.
func partsIn(name, other string) bool {
	words := strings.Fields(other)
	return len(strings.Fields(name)) <= len(words) && !slices.ContainsFunc(strings.Fields(name), func(w string) bool { return !slices.Contains(words, w) })
}

// isPerson reports whether the words of a name are known as such: «Orion Towers» is a house, «Помощница Гуля» none whole. Of three one need be.
func (x *index) isPerson(name string) bool {
	words := strings.Fields(name)
	known := 0
	for _, w := range words {
		if x.partOf(w) != (personWord{}) {
			known++
		}
	}
	return known > 1 || known == 1 && len(words) > 2
}

// quotedName reports whether two words with capitals stand in quotation marks, like the name of an organisation: «Жас Дәурен».
func (r *reading) quotedName(s spot) bool {
	text := r.lines[s.line].text
	return strings.HasSuffix(text[:s.start], "«") && len(strings.Fields(text[s.start:s.end])) == 2
}

// ofKin reports whether the words beside a name speak of somebody beside the writer: «муж Глеб Верещагин», "Eldar Bakirov is my ex".
func (r *reading) ofKin(x *index, s spot) bool {
	before, _ := r.clauseAround(x, nameToken{line: s.line, start: s.start, end: s.end})
	_, after := r.clauseAround(x, nameToken{line: s.line, start: s.start, end: s.end})
	kin := func(w string) bool { return x.others.has(w, "kin") && !x.parts.has(w, "patronymic") } // «әкемнің аты»
	for i, w := range after {
		if kin(w) && (i == 0 || after[i-1] != "по") { // «фамилия у меня Лысенко, по мужу»
			return true
		}
	}
	return slices.ContainsFunc(before, kin)
}

// madeOutTo reports whether the words before a name say that it is on record: "my card is made out to …".
func (r *reading) madeOutTo(x *index, s spot) bool {
	before, _ := r.wordsAround(s)
	n := len(before)
	return n > 1 && x.former.has(before[n-1], "towards") && x.parts.has(before[n-2], "made")
}

// composes reports whether what was taken for the new name leaves room for one put together: it is none, a part, or
// the former name, which asks for nothing where it stands, or of which a part is said to be the old one.
func (r *reading) composes(x *index, names []Value, former Value, stated bool) bool {
	return !slices.ContainsFunc(names, func(v Value) bool {
		return v.Valid && !x.hasKin(v.Text) && !x.areTwo(former.Text, v.Text) && (v.Text != former.Text || !stated && r.asksWhere(v))
	})
}

// asksWhere reports whether the sentence in which a value stands asks for an update.
func (r *reading) asksWhere(v Value) bool {
	for i, w := range r.words {
		if l := r.lines[w.line]; v.Place.Line == l.numberAt(int(w.start)) && l.offset+int(w.start) == v.Place.Start {
			u := r.judged.unitAt(i)
			return u >= 0 && r.judged.chances[u][asks(privacy.KindUpdate)] >= levelHint
		}
	}
	return true
}

// freshBefore reports whether the word before a name says that it is new: «я опять Ясинская Юлия Вадимовна».
func (r *reading) freshBefore(x *index, s spot) bool {
	text := strings.TrimRight(r.lines[s.line].text[:s.start], " :«\"“–—-") // «Қазіргісі: …»
	before := wordsOf(tailOf(text, 60))
	if text == "" || len(before) == 0 || strings.ContainsAny(text[len(text)-1:], ".,;!?)") {
		return false
	}
	return x.fresh(before[len(before)-1]) || x.parts.has(before[len(before)-1], "became")
}
