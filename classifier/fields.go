package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// findValues returns the new values an update gives, in the order of
// privacy.Fields, and the doubts they raise. marked says that a mark of the policy
// stands in the letter: then a labelled name is a value. told reports whether the letter itself
// says of a value that it is the new one.
func (r *reading) findValues(x *index, m *message.Message, marked bool) (values []Value, doubts []Doubt, told bool) {
	offers := r.offers(x, m)
	r.weighOffers(x, m, offers)
	if r.titles = r.titleOverValue(x, offers); r.titles {
		for k := range offers {
			if o := &offers[k]; o.spot.field != privacy.FieldName {
				o.rule, o.chance = "new", max(o.chance, firmAt)
			}
		}
	}
	for _, field := range []privacy.Field{privacy.FieldPhone, privacy.FieldEmail} {
		list, isTold := r.choose(x, field, offers)
		values = append(values, list...)
		told = told || isTold
	}
	all := offers
	names, offers, isNew, turned := r.findNames(x, slices.Clone(offers), values, marked)
	if !r.aboutName(x) && slices.ContainsFunc(values, func(v Value) bool { return v.Valid }) {
		names = slices.DeleteFunc(names, func(v Value) bool { return v.Problem == problemPartName }) // any capital may be a part: «Konya»
	}
	proposeParts(names)
	values, told = append(names, values...), told || isNew
	extended := r.cutExtensions(values, offers)
	doubts = append(valueDoubts(values), extended...)
	missed := func(seen Evidence, found bool) { // what shall be recorded as well, and is not
		if found {
			doubts, r.remarks = append(doubts, DoubtOtherField), append(r.remarks, seen)
		}
	}
	missed(r.otherField(x, values, offers))
	missed(r.leftName(x, m, values, all))
	missed(r.leftSmallName(values, all))
	missed(r.newNameSaid(x, values, all))
	if seen, found := r.heldByAnother(x, all); found {
		doubts, r.remarks, r.barred = append(doubts, DoubtThirdPerson), append(r.remarks, seen), true
	}
	missed(r.newHome(x, values))
	missed(r.changedUnheld(x, values, all))
	missed(r.newAccount(x, values))
	missed(r.newDocument(x, values, offers))
	if i, found := r.looseName(x, values, offers); found {
		missed(r.observe("guard:field:"+string(privacy.FieldName), i, i), true)
	}
	if seen, found := r.unknownBeside(x, values, offers); marked && found {
		doubts = append(doubts, DoubtFurther)
		r.remarks = append(r.remarks, seen)
	}
	valueSigns(&r.speaking, values, offers)
	r.rivalSigns(x, values, offers)
	r.otherNames(x, m, values, offers)
	against := r.contradictions(x, m, values, offers)
	against = append(against, contradiction{name: "another than the labelled name is said to be new", holds: turned},
		contradiction{name: "a part of a name is said to be new, and no name was taken", holds: r.partMissed(x, values, all)},
		contradiction{name: "a part of the name taken is said to be another", holds: r.partReplaces(x, values, offers)},
		contradiction{name: "a part of the name taken stands in two ways", mild: true, holds: r.partRespelt(x, values, offers)})
	contradicted, holding := false, 0
	r.against, r.mild, r.grave = nil, len(doubts) == 0, false
	for _, c := range against {
		if c.holds {
			holding++
			r.against, r.mild, r.grave = append(r.against, c.name), r.mild && c.mild, r.grave || c.grave
		}
		contradicted = contradicted || c.holds && !(marked && c.unlessMarked)
	}
	r.mild, r.asOld = r.mild && holding > 0, takenAsOld(values, offers)
	for _, c := range against {
		r.speaking.against(c.holds, "values", c.name)
		r.speaking.against(c.holds && holding > 1, "values", c.name, "and more")
	}
	if from, to, theirs := r.owned(x, m, values, offers); theirs {
		doubts, r.barred = append(doubts, DoubtThirdPerson), true
		r.remarks = append(r.remarks, r.observe("guard:third-person:owner", from, to))
	}
	if r.repeatsOtherwise(x, values, offers) || cutOff(values, offers) || takenFromBelow(values, offers) || r.bracketsWithin(x, values) || r.saidOtherwise(values, offers) {
		contradicted, r.barred = true, true
	}
	if contradicted && !slices.Contains(doubts, DoubtContradictory) {
		doubts = append(doubts, DoubtContradictory)
	}
	r.askedAt = -1
	for _, o := range offers {
		if u := r.unitOf(o.spot); u >= 0 && r.judged.units[u].asked && slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Place == o.value.Place }) {
			r.askedAt = u
			break
		}
	}
	if slices.Contains(doubts, DoubtContradictory) {
		r.rivals = rivals(values, offers)
	}
	return values, doubts, told
}

// findNames returns the new names, and the offers without the names that only say who
// writes. isNew reports whether the letter says that they are new, turned whether it says so
// of another than the labelled one.
func (r *reading) findNames(x *index, offers []offer, values []Value, marked bool) (names []Value, left []offer, isNew, turned bool) {
	names, isNew = r.labelledNames(x)
	if names = slices.DeleteFunc(names, func(v Value) bool { return r.toldBehind(v, offers) }); len(names) == 0 {
		names, isNew = nil, false
	}
	who := !isNew && (r.identifies(x, offers) || r.givesIIN(x) && slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.field != privacy.FieldName && o.rule == "new" && o.chance >= chosenAt
	})) && !respelled(names, offers)
	toldOther := func(o offer) bool { return o.rule == "new" && o.chance >= chosenAt }
	switch {
	case names == nil:
		names, isNew = r.choose(x, privacy.FieldName, offers)
		if who && !slices.ContainsFunc(offers, func(o offer) bool { return o.spot.field == privacy.FieldName && o.chance >= sureAt }) {
			names, isNew = nil, false
		}
	case who || !isNew && slices.ContainsFunc(offers, func(o offer) bool { return !marked && toldOther(o) }): // «ФИО: …» beside a new number says who writes
		offers = slices.DeleteFunc(offers, func(o offer) bool {
			return o.spot.field == privacy.FieldName && (o.chance < sureAt || who && o.rule != "new" && o.chance < firmAt)
		})
		names = toldNames(offers)
		isNew = len(names) > 0
		if !isNew && slices.ContainsFunc(offers, func(o offer) bool { return o.spot.field == privacy.FieldName && o.chance >= firmAt }) {
			names, isNew = r.choose(x, privacy.FieldName, offers)
		}
	default:
		turned = !isNew && r.renamed(names, offers)
		isNew = true // a label is as good as a word
	}
	if whole, ok := r.composedName(x, offers, names); ok {
		left = slices.DeleteFunc(slices.Clone(offers), func(o offer) bool { return o.spot.field == privacy.FieldName }) // it was made of them
		return []Value{whole.value}, append(left, whole), true, false
	}
	if len(names) == 0 {
		names = r.newPart(x, offers, values)
		isNew = slices.ContainsFunc(names, func(v Value) bool { return v.Valid })
	}
	signed := slices.DeleteFunc(slices.Clone(offers), func(o offer) bool { return !o.spot.closed })
	for i, v := range names {
		if whole, ok := onlyWith(signed, v.Raw); ok && v.Problem == problemPartName {
			names[i], isNew = whole, true
		}
	}
	if len(names) == 1 && !marked {
		if whole, ok := r.withFirstName(x, offers, names[0], values); ok {
			left = slices.DeleteFunc(slices.Clone(offers), func(o offer) bool { return o.spot == whole.spot }) // it was made of it
			return []Value{whole.value}, append(left, whole), true, turned
		}
	}
	return names, offers, isNew, turned
}

// offers returns all that may be a value of the letter, with what the rules say.
func (r *reading) offers(x *index, m *message.Message) (list []offer) {
	spots := r.findSpots(x)
	named := r.aboutName(x) || r.aboutWedding(x) // "My name is now as in my new address"
	for _, s := range r.nameSpots(x) {
		inAddress := !named && slices.ContainsFunc(spots, func(a spot) bool { // «Zh.Kim.Studio@Mail.ru»
			return a.field == privacy.FieldEmail && a.line == s.line && a.start <= s.start && s.end <= a.end
		})
		if !inAddress {
			spots = append(spots, s)
		}
	}
	for _, s := range spots[:min(len(spots), maxSpots)] {
		if r.origin != message.Own && x.headerLine(r.lines[s.line].text) {
			continue
		}
		o := offer{value: r.check(x, s), spot: s}
		v := &o.value
		if s.field == privacy.FieldPhone {
			o.bare, o.more = r.withoutExtension(x, s)
		}
		switch {
		case s.role == roleOld:
			o.rule = "old"
		case s.other:
			o.rule = "other"
		case s.field == privacy.FieldEmail && v.Valid && isOurs(v.Text, m):
			continue
		case s.field == privacy.FieldEmail && v.Valid && s.role != roleNew && isSender(v.Text, m) && !(s.label && r.aboutContacts(x, s.line)):
			o.rule = "sender"
		case s.role == roleNew:
			o.rule = "new"
		case s.closed:
			o.rule = "closed"
		case s.field == privacy.FieldName:
			o.rule = "name"
		case v.Valid, s.said, s.field == privacy.FieldEmail:
			o.rule = "open"
		default:
			o.rule = "number"
		}
		list = append(list, o)
	}
	r.markFormer(x, list)
	r.markStray(x, list)
	r.markUnchanged(x, list)
	r.markForm(x, list)
	for k := range list {
		o := &list[k]
		o.stray = o.stray || o.spot.field == privacy.FieldPhone && o.value.Valid && isService(o.value.Text)
	}
	return list
}

// weighOffers gives each offer its chance of being the new value of its field. What
// is written twice is one value.
func (r *reading) weighOffers(x *index, m *message.Message, offers []offer) {
	if r.model == nil {
		return
	}
	var features []feature
	for _, field := range privacy.Fields {
		var scores []float64
		var at []int
		for k, o := range offers {
			if o.spot.field == field && !o.former {
				features = r.spotFeatures(x, m, offers, k, features[:0])
				scores, at = append(scores, r.model.score(features)), append(at, k)
			}
		}
		for i, p := range compete(scores) {
			for _, k := range at {
				if k == at[i] || offers[k].value.Valid && offers[k].value.Text == offers[at[i]].value.Text {
					offers[k].chance += p
				}
			}
		}
	}
	r.weighFormerNames(x, m, offers)
	for k := 1; k < len(offers); k++ { // «A, B»: whatever holds for one holds for both
		if a, b := &offers[k-1], &offers[k]; a.spot.line == b.spot.line && a.spot.field == b.spot.field {
			if text := r.lines[b.spot.line].text; !a.barred() && !b.barred() && joined(text[a.spot.end:b.spot.start]) {
				b.chance = max(a.chance, b.chance)
			}
		}
	}
	for k := range offers {
		if o := &offers[k]; o.counter && o.value.Valid && o.rule != "closed" && o.rule != "other" {
			o.chance = max(o.chance, sureAt)
		}
	}
	r.markHead(x, offers)
	r.unbar(x, offers)
	withoutSender(offers)
	raise(offers)
}

// choose picks the new values of one field.
func (r *reading) choose(x *index, field privacy.Field, offers []offer) (chosen []Value, told bool) {
	used, took := map[int]bool{}, -1 // lines with an offer of this field; the offer taken last
	for k, o := range offers {
		if o.spot.field != field {
			continue
		}
		used[o.spot.line] = true
		if o.former || o.stray || r.onlyHead(x, o) {
			continue
		}
		labelled := o.spot.label && o.value.Valid && (o.rule == "open" || o.rule == "new") && o.chance > neverAt
		sender := o.rule == "sender" && (o.chance < firmAt || o.spot.label && (r.isForm(x) || !r.saysSeveral(x)) && !r.speaksElsewhere(x, o.spot.field, o.spot.line)) && !o.counter && !replacesOther(offers, o) && !(o.spot.said && !o.spot.signed && r.saysSeveral(x)) // set against what we have, it is meant
		labelled = labelled || took >= 0 && took == k-1 && r.joinedBehind(offers, took, k)
		if (o.chance >= chosenAt || labelled) && !sender && o.rule != "closed" && !(o.rule == "other" && !o.value.Valid) {
			chosen, took = append(chosen, o.value), k
			told = told || o.rule == "new" || o.spot.label || o.counter
		}
	}
	for _, o := range offers { // meant as a value, and none: a person must look
		if len(chosen) == 0 && o.spot.field == field && !o.former && !o.stray && !o.value.Valid && (o.value.Problem != problemIIN || o.spot.label) && o.spot.said && (o.rule == "open" || o.rule == "new") && o.seemsMeant(offers) && !r.onlyCapital(o) {
			chosen = append(chosen, o.value)
		}
	}
	if len(chosen) == 0 && field != privacy.FieldName {
		chosen = r.labelledOnly(x, field, used)
	}
	return unique(chosen), told
}

// joinedBehind reports whether value k stands in one row with value a before it, whose label is its own too: «Телефон: A, B».
func (r *reading) joinedBehind(offers []offer, a, k int) bool {
	s, o := offers[a].spot, offers[k].spot
	return offers[k].value.Valid && s.line == o.line && s.end <= o.start && joined(r.lines[o.line].text[s.end:o.start])
}

// onlyHead reports whether a part of a name is but the first word of a line, which has a capital whatever it is: «Перепишите, …».
func (r *reading) onlyHead(x *index, o offer) bool {
	return o.value.Problem == problemPartName && !strings.Contains(o.value.Raw, " ") &&
		strings.TrimSpace(r.lines[o.spot.line].text[:o.spot.start]) == "" && strings.TrimSpace(r.lines[o.spot.line].text[o.spot.end:]) != "" && x.partOf(o.value.Raw) == (personWord{})
}

// onlyCapital reports whether the model is sure that a word with a capital is no name that is new: "I moved to London".
func (r *reading) onlyCapital(o offer) bool {
	return r.model != nil && o.value.Problem == problemPartName && o.chance < nothingAt
}

// seemsMeant reports whether what is no valid value was meant as one. Beside a valid value of another
// field a short number without a label is of something else: «паспорт, номер 0048817».
func (o offer) seemsMeant(offers []offer) bool {
	told := slices.ContainsFunc(offers, func(other offer) bool {
		return other.spot.field != o.spot.field && other.value.Valid && !other.former && !other.stray && other.chance >= sureAt
	})
	return !told || o.spot.field != privacy.FieldPhone || o.spot.label || o.chance >= chosenAt || countDigits(o.value.Raw) >= nationalDigits-1
}

// speaksElsewhere reports whether a word names a field elsewhere than in one line.
func (r *reading) speaksElsewhere(x *index, field privacy.Field, line int) bool {
	for i, w := range r.words {
		if int(w.line) != line && r.names(x, i) == field {
			return true
		}
	}
	return false
}

// aboutContacts reports whether the letter speaks of an address or of contacts
// elsewhere than in one line.
func (r *reading) aboutContacts(x *index, line int) bool {
	for i, l := range r.lines {
		for _, w := range wordsOf(l.text) {
			if i != line && x.roles.has(w, "contact") {
				return true
			}
		}
	}
	return false
}

// labelledOnly returns what stands behind a label where no number or address is: it
// was meant as a value, so a person must look.
func (r *reading) labelledOnly(x *index, field privacy.Field, used map[int]bool) (values []Value) {
	for _, c := range r.candidates(x) {
		if c.field != field || c.isOld || c.iin || used[c.line] || !strings.ContainsFunc(c.raw, isTextual) || x.sayStays(wordsOf(c.raw)) || x.isSame(c.raw) || field == privacy.FieldPhone && isShortNumber(c.raw) {
			continue
		}
		v := Value{Field: field, Raw: mask(c.raw), Problem: problemMorePhone}
		if field == privacy.FieldEmail {
			v.Problem = problemEmail
		} else if number := phoneValue(c.raw); !number.Valid {
			v.Problem = number.Problem
		}
		values = append(values, r.lines[c.line].place(v, c.start, c.start+len(c.raw)))
	}
	return values
}

// isShortNumber reports whether a text is a number too short for a telephone's, and a sentence of other things
// goes on behind it: «заявка, номер 5108. Она висит с сентября».
func isShortNumber(text string) bool {
	head := strings.TrimRight(text[:len(text)-len(strings.TrimLeft(text, "0123456789"))], " ")
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[len(head):], " "))
	return head != "" && len(head) < minNumber && (strings.HasPrefix(text[len(head):], ". ") || len(head) <= shortestNumber && unicode.IsLetter(first))
}

// shortestNumber is how many digits a number has at most that is of no telephone whatever stands behind it: "number 7 defeated me".
const shortestNumber = 4

func isTextual(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// unique drops repetitions of the same value.
func unique(values []Value) (kept []Value) {
	for _, v := range values {
		if !slices.ContainsFunc(kept, func(k Value) bool {
			return k.Field == v.Field && k.Valid == v.Valid && k.Text == v.Text && (v.Valid || k.Raw == v.Raw)
		}) {
			kept = append(kept, v)
		}
	}
	return kept
}

func valueDoubts(values []Value) (doubts []Doubt) {
	if len(values) == 0 {
		return []Doubt{DoubtNoValue}
	}
	if slices.ContainsFunc(values, func(v Value) bool { return !v.Valid }) {
		doubts = append(doubts, DoubtInvalidValue)
	}
	for i := 1; i < len(values); i++ {
		if values[i].Field == values[i-1].Field {
			return append(doubts, DoubtContradictory)
		}
	}
	return doubts
}
