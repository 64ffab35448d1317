package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Some letters say outright which value takes the place of which: «замените A на B», «A орнына B тұр», «Запись сейчас: A / Следует указать: B».
// Then the two may differ in a digit, and the sentence turns nothing round.

// markSwaps marks the values that are to give way, and what is said to stand with us in place of the right one.
func (r *reading) markSwaps(x *index, offers []offer, recorded []bool) {
	for k := range offers {
		if r.swapped(x, offers, k) || r.labelledOld(x, offers, k) {
			offers[k].former, recorded[k] = true, true
		}
		next := r.insteadOf(x, offers, k)
		if p := r.placeOf(offers, k); offers[k].value.Valid && p.next < 0 && x.insteadBehind(p.after) && !x.former.hasAny(p.after, "stands", "shall") { // «A нөмірінің орнына мынаны жазыңыздар:» over B
			offers[k].former, recorded[k] = true, true
		}
		if next >= 0 && r.stands(x, offers, next) {
			offers[k].former, recorded[k] = false, false
			offers[next].former, recorded[next] = true, true
		}
		if next >= 0 || r.swapped(x, offers, k) {
			r.swapping = append(r.swapping, offers[k].spot)
		}
	}
}

// swapped reports whether value k is to give way to the one behind it: «замените A на B», «A нөмірін B-ға ауыстырыңыз».
// Nothing else stands between the two than what leads from one to the other.
func (r *reading) swapped(x *index, offers []offer, k int) bool {
	const most = 3 // words between the two, or behind them up to the verb
	p := r.placeOf(offers, k)
	if p.next < 0 || !offers[k].value.Valid || !offers[p.next].value.Valid || offers[k].value.Text == offers[p.next].value.Text {
		return false
	}
	to := r.placeOf(offers, p.next)
	gap := x.withoutRelative(to.between) // «…, который у вас записан, на …»
	between := wordsOf(gap)
	n := len(between)
	if n == 0 || n > most || strings.ContainsAny(gap, ",.;:!?()\n") || x.former.hasAny(p.all, "negates") {
		return false
	}
	if n == 1 && hasEnding(strings.ToLower(between[0]), fromEndings) && len(to.after) > 0 && hasEnding(strings.ToLower(to.after[0]), toEndings) && x.former.has(between[0], "field-stem") && x.former.has(to.after[0], "field-stem") {
		if !x.former.hasAny(p.all, "moved") && !x.former.hasAny(to.after[1:min(len(to.after), 1+most)], "moved", "swap") { // «A нөмірінен B нөміріне қоңырау шалдым»
			return false
		}
		return true // «A мекенжайынан B мекенжайына»
	}
	if x.former.has(between[n-1], "towards") {
		return x.former.hasAny(p.all, "swap")
	}
	return isObject(between[n-1]) && x.former.hasAny(to.after[:min(len(to.after), most)], "swap")
}

// addSwap adds that an update may be asked where nothing was heard and one number or address is to be put in the place of another: amid other
// business a sentence may be too quiet for the model, and unheard it is lost.
func (r *reading) addSwap(x *index, m *message.Message, found findings) {
	if len(found) > 0 || r.origin != message.Own || m.Automatic.Strong || m.Listed || len(r.judged.units) > mostAmended {
		return
	}
	pairs := func(l line) bool { return l.number > 0 && len(appendSpots(nil, l.text)) > 1 }
	if !slices.ContainsFunc(r.lines, pairs) {
		return
	}
	offers := r.offers(x, m)
	for k, o := range offers {
		if u := r.unitOf(o.spot); o.spot.field != privacy.FieldName && u >= 0 && !r.judged.units[u].title && !slices.Contains(r.quiet, u) && r.swapped(x, offers, k) {
			r.note(found.get(privacy.KindUpdate), r.judged.units[u].from, r.judged.units[u].to-1, "sense:"+string(privacy.KindUpdate)+maybe)
			return
		}
	}
}

// labelledOld reports whether the label of value k says what stands there now, and that of another value in the next lines what shall stand
// there: «Запись сейчас: A / Следует указать: B». The words are those of the heads of columns.
func (r *reading) labelledOld(x *index, offers []offer, k int) bool {
	const near = 2 // lines
	p := r.placeOf(offers, k)
	if !offers[k].value.Valid || !p.colon || p.previous >= 0 || x.roles.hasAny(p.words, "head-new") ||
		!x.roles.hasAny(p.words, "head-old") && !x.former.hasAny(p.words, "recorded", "held") && !x.labels.hasAny(p.words, "new") {
		return false
	}
	for i, o := range offers {
		if away := o.spot.line - offers[k].spot.line; o.spot.field != offers[k].spot.field || !o.value.Valid || away < 1 || away > near {
			continue
		}
		if to := r.placeOf(offers, i); to.colon && to.previous < 0 && x.roles.hasAny(to.words, "head-new") {
			return true
		}
	}
	return false
}

// insteadOf returns the value behind value k and «орнына», or «нөмірінің орнына»; -1: none is.
func (r *reading) insteadOf(x *index, offers []offer, k int) int {
	if p := r.placeOf(offers, k); x.insteadBehind(p.after) {
		return p.next
	}
	return -1
}

func (x *index) insteadBehind(after []string) bool {
	if len(after) > 1 && x.labels.hasAny(after[:1], "phone", "number", "mail", "address") {
		after = after[1:]
	}
	return len(after) > 0 && x.former.has(after[0], "instead-behind")
}

// stands reports whether a value is said to stand with us, in place of the one before it, which is the right one: «A орнына B тұр».
func (r *reading) stands(x *index, offers []offer, k int) bool {
	after := r.placeOf(offers, k).after
	return x.former.hasAny(after[:min(len(after), 2)], "stands") && !x.former.hasAny(after, "shall", "swap")
}

// What Kazakh hangs on the word behind a value that something comes from, and that it goes to.
var (
	fromEndings = []string{"нан", "нен", "дан", "ден", "тан", "тен"}
	toEndings   = []string{"на", "не", "ға", "ге", "қа", "ке"}
)

// isObject reports whether a word has a Kazakh ending of what something is done to: «нөмірін», «8 701 …-ны».
func isObject(word string) bool {
	return slices.ContainsFunc([]string{"ды", "ді", "ди", "ты", "ті", "ти", "ны", "ні", "ни", "ын", "ін", "ин"}, func(ending string) bool {
		return strings.HasSuffix(strings.ToLower(word), ending)
	})
}
