package classifier

import (
	"slices"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// A letter may say that two things have changed and give the value of one: «у меня
// поменялись телефон и почта, новый телефон …». Carried out, it would be closed with
// half of it undone, so a person looks. The small words are in extent.txt.

// naming is what the index needs to know of fields and of change.
type naming struct {
	fields   []fieldWord
	changed  bitset
	turned   bitset // of these, words of change itself
	greeting bitset
	consent  bitset
	takes    bitset // back
}

type fieldWord struct {
	field privacy.Field
	ids   bitset
}

func (x *builder) newNaming() (n naming) {
	set := func(names ...string) (b bitset) {
		for _, name := range names {
			b.add(x.id("<" + name + ">"))
		}
		return b
	}
	n.fields = []fieldWord{
		{privacy.FieldPhone, set("sense phone", "sense number", "sense sim")},
		{privacy.FieldEmail, set("sense mail-address")},
		{privacy.FieldName, set("sense surname", "sense name")},
	}
	n.greeting = set("sense greeting")
	n.consent, n.takes = set("consent"), set("take-back")
	n.turned = set("changed", "change-us", "sense change", "sense correct")
	n.changed = set("changed", "change-us", "sense change", "sense correct", "sense wrong", "sense no-longer-mine", "sense lost-stolen")
	return n
}

// otherField finds a second field that is said to have changed and that the letter
// gives no value for, while it gives one for another.
func (r *reading) otherField(x *index, values []Value, offers []offer) (Evidence, bool) {
	given := func(f privacy.Field) bool {
		return slices.ContainsFunc(values, func(v Value) bool { return v.Field == f }) ||
			slices.ContainsFunc(offers, func(o offer) bool {
				return o.spot.field == f && o.rule != "old" && o.rule != "sender" && o.rule != "closed" &&
					(f != privacy.FieldName || o.chance > 1-sureAt) // any two capitals look like a name
			})
	}
	if !slices.ContainsFunc(values, func(v Value) bool { return v.Valid }) {
		return Evidence{}, false
	}
	if old, yes := r.onlyFormer(x, values, offers); yes {
		at := max(0, r.wordAt(old))
		return r.observe("guard:field:"+string(old.field), at, at), true
	}
	if left, yes := r.leftInRequest(x, values, offers); yes {
		at := max(0, r.wordAt(left))
		return r.observe("guard:field:"+string(left.field), at, at), true
	}
	if from, yes := r.fewerThanSaid(x, values, offers); yes {
		return r.observe("guard:field:both", from, from), true
	}
	for i, w := range r.words {
		field := r.names(x, i)
		title := r.lines[w.line].number == 0 // what it names is what the letter is about: «ФИО + тел»
		if field == "" || given(field) || r.form.identity(int(w.line), field) || slices.Contains(r.quiet, r.judged.unitAt(i)) || !title && !r.saysChanged(x, i) || title && r.staysSame(x, i) {
			continue
		}
		from, to, ok := r.besideField(x, i, field, given)
		if !ok && title {
			from, to, ok = r.titleOnly(x, i, given)
		}
		if !ok {
			from, to, ok = r.alsoChanged(x, i)
		}
		if ok {
			return r.observe("guard:field:"+string(field), from, to), true
		}
	}
	return Evidence{}, false
}

// onlyFormer finds a field of which the letter gives the former value, and no new one was taken though there is another.
func (r *reading) onlyFormer(x *index, values []Value, offers []offer) (former spot, yes bool) {
	for _, field := range []privacy.Field{privacy.FieldPhone, privacy.FieldEmail} {
		if slices.ContainsFunc(values, func(v Value) bool { return v.Field == field }) {
			continue
		}
		is := func(old bool) func(offer) bool {
			return func(o offer) bool {
				return o.spot.field == field && o.value.Valid && !o.unchanged && !o.spot.closed && !o.stays && o.rule != "sender" && (o.former || o.rule == "old") == old && (old || !o.stray)
			}
		}
		k := slices.IndexFunc(offers, func(o offer) bool { return is(true)(o) && !r.saysRight(x, o.spot) })
		if k >= 0 && slices.ContainsFunc(offers, is(false)) {
			return offers[k].spot, true
		}
	}
	return spot{}, false
}

// leftInRequest finds the one number or address of a field that stands in a sentence that asks for an update and was not taken, whatever the
// words around it seem to say: "my old number died, so it's 8 707 … you should keep". What we are said to have on record only says who writes.
func (r *reading) leftInRequest(x *index, values []Value, offers []offer) (left spot, yes bool) {
	for _, field := range []privacy.Field{privacy.FieldPhone, privacy.FieldEmail} {
		if slices.ContainsFunc(values, func(v Value) bool { return v.Field == field }) {
			continue
		}
		var of []int
		for k, o := range offers {
			if o.spot.field == field && o.value.Valid && o.rule != "sender" && !o.spot.closed && !o.spot.signed && !r.form.identity(o.spot.line, field) {
				of = append(of, k)
			}
		}
		if slices.ContainsFunc(of, func(k int) bool { return offers[k].value.Text != offers[of[0]].value.Text }) {
			continue
		}
		for _, k := range of {
			u := r.unitOf(offers[k].spot)
			onRecord := offers[k].chance < chosenAt && x.onRecord(r.placeOf(offers, k))
			if r.mayBeMeant(offers[k]) && !onRecord && u >= 0 && r.judged.chances[u][asks(privacy.KindUpdate)] >= levelLeft {
				return offers[k].spot, true
			}
		}
	}
	return spot{}, false
}

// leftName finds a whole name in a sentence that asks for an update, where another field was taken and no name.
func (r *reading) leftName(x *index, m *message.Message, values []Value, offers []offer) (Evidence, bool) {
	if !slices.ContainsFunc(values, func(v Value) bool { return v.Valid }) || slices.ContainsFunc(values, func(v Value) bool { return v.Field == privacy.FieldName }) {
		return Evidence{}, false
	}
	for _, o := range offers {
		if o.spot.field != privacy.FieldName || !o.value.Valid || o.spot.closed || o.rule == "closed" || r.ofAnybodyElse(x, o) || r.saysWho(x, o.spot) || o.rule != "new" && r.form.identity(o.spot.line, o.spot.field) {
			continue
		}
		u := r.unitOf(o.spot)
		if max(o.chance, o.would) < leftAt && o.rule != "new" && !r.aboutWedding(x) && !r.unitAboutName(x, u) {
			continue
		}
		if u < 0 || r.judged.units[u].title || r.judged.chances[u][asks(privacy.KindUpdate)] < levelLeft {
			continue
		}
		if r.isWriters(x, m, values, offers, o) || max(o.chance, o.would) < leftHardly && !r.aboutName(x) && r.goesWithSender(x, o.value.Raw) == agrees {
			continue
		}
		i := max(0, r.wordAt(o.spot))
		return r.observe("guard:field:name", i, i), true
	}
	return Evidence{}, false
}

// isWriters reports whether a name is the one that the writer has in the head of the mail or below it, in a letter that speaks of no names: "use
// +7 771 … for Dauren Pickersgill instead", signed so.
func (r *reading) isWriters(x *index, m *message.Message, values []Value, offers []offer, o offer) bool {
	if r.aboutName(x) || r.aboutWedding(x) || o.rule == "new" || slices.ContainsFunc(offers, func(b offer) bool { return b.spot.field == o.spot.field && (b.former || b.rule == "old") }) {
		return false
	}
	own := r.ownNames(x, m, values)
	return !slices.ContainsFunc(wordsOf(o.value.Raw), func(w string) bool {
		return utf8.RuneCountInString(w) >= shortName && !slices.Contains(own, plainName(w))
	})
}

// leftSmallName finds a name in small letters that is said to be the new one and could not be read whole, beside another value.
func (r *reading) leftSmallName(values []Value, offers []offer) (Evidence, bool) {
	if len(values) == 0 || slices.ContainsFunc(values, func(v Value) bool { return v.Field == privacy.FieldName }) {
		return Evidence{}, false
	}
	for _, o := range offers {
		if o.spot.field == privacy.FieldName && o.value.Problem == problemSmall && !o.spot.closed && (o.rule == "new" && !o.former && !o.stray || o.former || o.rule == "old") { // «сейдахметова (была ким) лариса викторовна»
			i := max(0, r.wordAt(o.spot))
			return r.observe("guard:field:name", i, i), true
		}
	}
	return Evidence{}, false
}

// unitAboutName reports whether a sentence has a word for a name or a part of one.
func (r *reading) unitAboutName(x *index, k int) bool {
	if k < 0 {
		return false
	}
	for i := r.judged.units[k].from; i < r.judged.units[k].to; i++ {
		if r.partNamed(x, i) != "" || x.roles.has(r.lower(i), "name-item") {
			return true
		}
	}
	return false
}

// mayBeMeant reports whether a value that was not taken may be the new one all the same: the model says so, or a rule calls it the former one or
// something else's, which the words of a request belie. What is there for another reason may be only where the model says so, and below no mark.
func (r *reading) mayBeMeant(o offer) bool {
	if o.unchanged {
		return false
	}
	if o.stray {
		return !r.marked && o.chance >= chosenAt
	}
	return o.former || o.rule == "old" || o.rule == "other" || o.chance >= chosenAt
}

// levelLeft is how surely a sentence asks for an update in which a value that was not taken makes a person look.
const levelLeft = .5

// leftAt is the chance of being the new one from which such a name makes a person look, where the letter speaks of no wedding.
const leftAt = .1

// leftHardly is the chance below which a name that goes with the one in the head of the mail only says who writes, whatever is called new beside it.
const leftHardly = .05

// saysRight reports whether the words behind a value say that it is right: «8 701 … деген ұялым дұрыс тұр».
func (r *reading) saysRight(x *index, s spot) bool {
	_, behind := r.wordsAround(s)
	return x.former.hasAny(behind[:min(len(behind), reachAfter)], "right")
}

// names returns the field that a word names; "" if it names none or several.
func (r *reading) names(x *index, i int) (field privacy.Field) {
	for _, f := range x.naming.fields {
		if !r.hasAny(i, f.ids) {
			continue
		}
		if field != "" {
			return ""
		}
		field = f.field
	}
	return field
}

func (r *reading) hasAny(i int, ids bitset) bool {
	w := r.words[i]
	return slices.ContainsFunc(r.hits[w.hits:w.hitEnd], func(h hit) bool { return ids.has(h.id) })
}

// sentenceOf returns the words [from, to) of the sentence of word i.
func (r *reading) sentenceOf(i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && r.words[from-1].sentence == r.words[i].sentence {
		from--
	}
	for to < len(r.words) && r.words[to].sentence == r.words[i].sentence {
		to++
	}
	return from, to
}

// saysChanged reports whether the sentence of word i says that something changed, and
// not that it stays.
func (r *reading) saysChanged(x *index, i int) (changed bool) {
	from, to := r.sentenceOf(i)
	for k := from; k < to; k++ {
		switch {
		case x.extent.has(r.lower(k), "same"):
			return false
		case k+1 < to && r.hasAny(k, x.naming.turned) && x.extent.has(r.lower(k+1), "not-behind"): // «өзгерген жоқ»
		case r.hasAny(k, x.naming.changed) && !(k > from && (x.extent.has(r.lower(k-1), "not") || x.stray.has(r.lower(k-1), "none"))):
			changed = true
		}
	}
	return changed
}

// staysSame reports whether the sentence of word i says that something stays as it is.
func (r *reading) staysSame(x *index, i int) bool {
	from, to := r.sentenceOf(i)
	return r.says(x, from, to, "same")
}

// besideField looks for a field with a value that is named in one breath with word i.
func (r *reading) besideField(x *index, i int, field privacy.Field, given func(privacy.Field) bool) (from, to int, ok bool) {
	const reach = 6 // words
	first, last := r.sentenceOf(i)
	for _, step := range []int{-1, 1} {
		linked := false
		for k := i + step; k >= first && k < last && (k-i)*step <= reach; k += step {
			a, b := min(k, k-step), max(k, k-step)
			if r.words[a].line != r.words[b].line {
				break
			}
			gap := r.lines[r.words[a].line].text[r.words[a].end:r.words[b].start]
			linked = linked || strings.ContainsAny(gap, ",/&+") || x.extent.has(r.lower(k), "and")
			other := r.names(x, k)
			if other == "" && x.labels.hasAny([]string{r.lower(k)}, "phone") { // «тел»
				other = privacy.FieldPhone
			}
			if other != "" && other != field && linked && given(other) {
				return min(i, k), max(i, k), true
			}
			passed := x.extent.hasAny([]string{r.lower(k)}, "link", "and") || x.former.has(r.lower(k), "towards") || strings.Trim(r.lower(k), "0123456789") == "" // «телефон 8 701 … и почта»
			if other == "" && !passed || strings.ContainsAny(gap, ".:;()—") {
				break
			}
		}
	}
	return 0, 0, false
}

// titleOnly reports whether the subject line says that the field of word i changes, and names none that the letter gives: «Новый телефон»
// over a new address.
func (r *reading) titleOnly(x *index, i int, given func(privacy.Field) bool) (from, to int, ok bool) {
	from, to = r.sentenceOf(i)
	fresh := r.saysChanged(x, i)
	for k := from; k < to; k++ {
		if field := r.names(x, k); field != "" && given(field) {
			return 0, 0, false
		}
		fresh = fresh || x.fresh(r.lower(k))
	}
	return from, to - 1, fresh && !r.prefixes.reply
}

// alsoChanged reports whether word i is said to have changed as well.
func (r *reading) alsoChanged(x *index, i int) (from, to int, ok bool) {
	first, last := r.sentenceOf(i)
	if i+1 < last && x.extent.has(r.lower(i+1), "too-behind") {
		return i, i + 1, true
	}
	for k := first; k < last; k++ {
		if x.extent.has(r.lower(k), "too") && k-i <= 4 && i-k <= 4 {
			return min(i, k), max(i, k), true
		}
	}
	return 0, 0, false
}

func (r *reading) lower(i int) string {
	w := r.words[i]
	return strings.ToLower(r.lines[w.line].text[w.start:w.end])
}
