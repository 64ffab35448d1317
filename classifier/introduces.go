package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Names that only say who writes: «Меня зовут …», «(договор А-771, Штейн Олег Андреевич)», and capitals that are no names.

// introduces reports whether a name that was not chosen says who writes, and nothing more:
// «Меня зовут …».
func (r *reading) introduces(x *index, o offer) bool {
	return o.spot.field == privacy.FieldName && (o.chance < chosenAt || o.stray) && r.saysWho(x, o.spot)
}

// saysWho reports whether only such words stand before a name in its clause as say who writes.
func (r *reading) saysWho(x *index, s spot) bool {
	if r.inBrackets(x, s) || r.speaksInChat(s) {
		return true
	}
	words := wordsOf(clause(afterStop(tailOf(r.lines[s.line].text[:s.start], farBeside))))
	if r.heldBy(x, s) {
		return true
	}
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !x.stray.has(w, "introduce") })
}

// heldReach is how many words stand at most between a contract and the name of whose it is.
const heldReach = 6

// heldBy reports whether a name is the one that the writer's contract or card is held in: «абонемент на имя Дамир Сулейменов».
func (r *reading) heldBy(x *index, s spot) bool {
	if r.aboutWedding(x) || !r.isHeldIn(x, s) { // «переоформите договор на имя …»
		return false
	}
	how := r.goesWithSender(x, r.lines[s.line].text[s.start:s.end])
	return how == agrees || how == unnamed
}

// isHeldIn reports whether a name stands behind a contract or a card and «на имя», or before «атындағы абонемент».
func (r *reading) isHeldIn(x *index, s spot) bool {
	text := r.lines[s.line].text
	before := wordsOf(clause(afterStop(tailOf(text[:s.start], farBeside))))
	if n := len(before); n > 1 && x.stray.has(before[n-1], "in-name") && !x.roles.hasAny(before, "before-stop") {
		return x.stray.hasAny(before[max(0, n-heldReach):n-1], "held")
	}
	behind := wordsOf(headOf(text[s.end:], farBeside))
	return len(behind) > 1 && x.stray.has(behind[0], "in-name-behind") && x.stray.hasAny(behind[1:min(len(behind), heldReach)], "held")
}

// speaksInChat reports whether a name, behind the time of day, says who speaks: «[19:43] Бауыржан Төлегенов: жаңасы …».
func (r *reading) speaksInChat(s spot) bool {
	text := r.lines[s.line].text
	hour, minute, colon := strings.Cut(strings.Trim(text[:s.start], " []()-–"), ":")
	return colon && len(hour) <= 2 && len(minute) >= 2 && strings.Trim(hour+minute, "0123456789:") == "" && strings.HasPrefix(text[s.end:], ":")
}

// inBrackets reports whether a name stands in brackets with what else tells who writes: «(договор А-771, Штейн Олег Андреевич)»;
// nothing there says that it is a former or a new one.
func (r *reading) inBrackets(x *index, s spot) bool {
	text := r.lines[s.line].text
	from, to := strings.LastIndexByte(text[:s.start], '('), strings.IndexByte(text[s.end:], ')')
	if from < 0 || to < 0 || from < strings.LastIndexByte(text[:s.start], ')') || slices.ContainsFunc(wordsOf(text[from:s.start]), func(w string) bool { return x.fresh(w) || x.isOld(w) }) {
		return false
	}
	return !r.aboutWedding(x) && !r.unitAboutName(x, r.unitOf(s)) && strings.ContainsFunc(text[from:s.start]+text[s.end:s.end+to], isDigit)
}

// strayName reports whether what was taken for a new name beside another new value may
// be anything with capitals: nothing in the letter speaks of names.
func (r *reading) strayName(x *index, o offer, values []Value) bool {
	return o.spot.field == privacy.FieldName && o.chance >= chosenAt && o.chance < firmAt && !o.counter && !r.aboutName(x) && !r.aboutWedding(x) && r.blockRole(x, o.spot.line) != roleNew &&
		slices.ContainsFunc(values, func(v Value) bool { return v.Field == privacy.FieldName }) &&
		slices.ContainsFunc(values, func(v Value) bool { return v.Field != privacy.FieldName })
}
