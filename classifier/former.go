package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Which values are certainly not the new ones is a rule: «старый телефон: …», «у вас
// записано …», «… — неверно». The model may not overrule it, as it does what role.go
// only guesses.

// markFormer marks the offers that the letter calls the former or the wrong ones, and
// those that it sets against them.
func (r *reading) markFormer(x *index, offers []offer) {
	recorded := make([]bool, len(offers))
	for k := range offers {
		o := &offers[k]
		p := r.placeOf(offers, k)
		recorded[k] = x.onRecord(p) || x.calledWrong(p)
		if n := len(p.words); o.spot.field == privacy.FieldName && n > 0 && x.others.has(p.words[n-1], "post") { // «я у вас лечусь у доктора Кима»
			recorded[k], o.stray = false, true
			continue
		}
		o.former = recorded[k] || x.calledOld(p) || x.holdsName(p) || o.spot.role == roleOld && r.blockRole(x, o.spot.line) == roleOld
		if r.backArrowed(offers, k, p.next) {
			o.former = false // below "new <- old:"
			continue
		}
		o.former = o.former || p.previous >= 0 && r.backArrowed(offers, p.previous, k)
		if before := p.previous; before >= 0 && offers[before].former && len(p.words) == 0 && joined(p.between) && !x.negated(r.placeOf(offers, before)) {
			o.former, recorded[k] = true, recorded[before] // «старые номера: A, B»
		}
	}
	for k := range offers {
		p := r.placeOf(offers, k)
		if !x.instead(p) || recorded[k] {
			continue
		}
		other := p.next // «вместо A написали B»: here the first is the right one
		if p.previous >= 0 && len(p.words) <= 2 {
			other = p.previous // «указано A вместо B»
		}
		offers[k].former = other < 0 || !recorded[other]
	}
	r.markSwaps(x, offers, recorded)
	r.markCorrected(x, offers, recorded)
	r.markRight(x, offers, recorded)
	for range 2 { // «где у вас стоит A, 8 701 …, a@…»: what holds for one holds for those joined to it
		for k := range offers {
			if i := r.joinedTo(offers, k); i >= 0 && recorded[i] && !recorded[k] {
				offers[k].former, recorded[k] = true, true
			}
		}
	}
	gone := slices.Clone(offers)
	for k := range offers { // what is dead where it is named again is dead: "you have A and B. B is dead"
		offers[k].former = offers[k].former || offers[k].spot.field != privacy.FieldName && slices.ContainsFunc(gone, func(o offer) bool {
			return o.former && o.rule == "old" && o.spot.field == offers[k].spot.field && o.value.Valid && o.value.Text == offers[k].value.Text && before(offers[k].spot, o.spot) && o.spot.line-offers[k].spot.line <= 1 && !o.spot.closed && !o.spot.signed
		})
	}
	for k := range offers {
		if !offers[k].former && (offers[k].spot.closed || offers[k].spot.signed) && slices.ContainsFunc(offers, func(o offer) bool { // how the letter is signed as yet
			return o.former && o.value.Valid && o.value.Text == offers[k].value.Text
		}) {
			offers[k].former = true
		}
		offers[k].counter = !offers[k].former && (r.arrowed(offers, k) || r.formerBehind(x, offers[k], r.placeOf(offers, k).tail) || slices.ContainsFunc(recordedBeside(offers, recorded, k), func(b bool) bool { return b }))
	}
}

// arrowed reports whether an arrow leads from another value of the field to offer k.
func (r *reading) arrowed(offers []offer, k int) bool {
	o := offers[k]
	return o.value.Valid && slices.ContainsFunc(offers, func(other offer) bool {
		return other.spot.field == o.spot.field && other.spot.line == o.spot.line && other.value.Valid && other.spot.end <= o.spot.start &&
			isArrow(r.lines[o.spot.line].text[other.spot.end:o.spot.start])
	})
}

// backArrowed reports whether an arrow leads from value k back to another of its field behind it.
func (r *reading) backArrowed(offers []offer, k, behind int) bool {
	if behind < 0 {
		return false
	}
	a, b := offers[k].spot, offers[behind].spot
	return offers[k].value.Valid && beginsBackArrow(r.lines[a.line].text[a.end:b.start])
}

// recordedBeside tells of each other value of the field of offer k that stands near
// whether it is what we have on record; nil where a third might be meant.
func recordedBeside(offers []offer, recorded []bool, k int) (list []bool) {
	for i, o := range offers {
		if i == k || o.spot.field != offers[k].spot.field || o.value.Text == offers[k].value.Text {
			continue
		}
		if !o.former && o.rule != "sender" && o.rule != "closed" && o.rule != "other" && o.value.Valid {
			return nil
		}
		if o.spot.field == privacy.FieldName && !o.value.Valid && o.spot.line != offers[k].spot.line { // a word with a capital elsewhere: «my late husband Gordon»
			continue
		}
		if near := o.spot.line - offers[k].spot.line; near >= -1 && near <= 1 {
			list = append(list, recorded[i])
		}
	}
	return list
}

// calledOld reports whether the words right before or behind a value call it the old
// one.
func (x *index) calledOld(p surroundings) bool {
	if strings.HasSuffix(strings.TrimRight(p.between, " "), ",") && x.entered(p) { // «нөмірім ескі екен, 8 747 … деп жаңартыңыздар»
		return false
	}
	if len(p.after) > 0 && x.former.has(p.after[0], "to-that") { // «тұрған нөмірім 8 747 … дегенге алмастырылсын»
		return false
	}
	if x.gone(p) || x.unused(p) || x.oldOne(p) || x.formerlyUsed(p.words) || x.usedToBe(p.words) && !x.changes(p) {
		return true
	}
	n := len(p.words)
	if n > 0 && x.former.has(p.words[n-1], "towards") || x.former.hasAny(p.words, "instead") || x.former.hasAny(p.words, "so-that") ||
		p.colon && x.roles.hasAny(p.words, "before-stop") || n > 0 && x.extent.has(p.words[n-1], "and") {
		n = 0 // «вместо старого …», «старый номер на …», "that A be struck out and B be entered"
	}
	if p.colon && n > 0 && x.former.hasAny(p.words[:n], "old-word") && len(p.words) <= maxLabelWords { // «Name until now: …»
		return true
	}
	if p.field == privacy.FieldName && n > 1 && x.former.has(p.words[n-1], "old-word") && x.former.hasAny(p.words[:n-1], "recorded") &&
		!x.former.hasAny(p.words, "papers") && !slices.ContainsFunc(p.words, x.fresh) { // «стоит ещё девичья …»
		return true
	}
	for i := n - 1; i >= 0; i-- {
		old, fresh, known := false, false, false
		for c := range x.labels.lookUp(p.words[i]) {
			old, fresh, known = old || c.name == "old", fresh || c.name == "new", true
		}
		if p.colon && x.former.has(p.words[i], "old-word") { // «девичья фамилия: …», and «вернула девичью»
			old, known = true, true
		}
		if fresh || !known {
			break
		}
		if old {
			return true
		}
	}
	behind := p.after
	if len(behind) > 1 && x.former.has(behind[0], "aside") { // «A я сдал»
		behind = behind[1:]
	}
	if x.negated(p) || len(behind) > 0 && x.former.has(behind[0], "not-mine") ||
		x.onlyOld(p) && (p.next < 0 || strings.ContainsAny(p.tail, ",;)")) {
		return true
	}
	aside := p.aside
	if len(p.after) > 0 {
		aside = p.after
	}
	for n := 0; len(p.after) < 2 && n < 4 && n < len(p.aside) && x.former.has(p.aside[n], "aside"); n++ { // «A, который я сдал»
		if n+1 < len(p.aside) && x.former.has(p.aside[n+1], "not-mine") && !slices.ContainsFunc(p.aside[n+2:], x.isOld) { // not "…, i lost the old one"
			return true
		}
	}
	if len(aside) > 1 && x.former.has(aside[0], "that") { // «…, это не мой номер»
		aside = aside[1:]
		if len(aside) > 2 && x.labels.knows(aside[0]) && !x.former.has(aside[0], "negates") {
			aside = aside[1:]
		}
		return len(aside) > 1 && x.former.has(aside[0], "negates") && x.former.has(aside[1], "mine")
	}
	return len(p.after) > 1 && x.former.has(p.after[0], "negates") && x.former.has(p.after[1], "mine") ||
		len(p.after) > 1 && x.former.has(p.after[0], "no-more") && x.former.has(p.after[1], "negates")
}

// oldOne reports whether a value is told behind «старый»: "remove the old one, A".
func (x *index) oldOne(p surroundings) bool {
	if !strings.HasSuffix(strings.TrimRight(p.between, " «\"“"), ",") || slices.ContainsFunc(p.after, x.fresh) || x.entered(p) {
		return false
	}
	words := wordsOf(afterStop(p.between))
	last := words[max(0, len(words)-2):]
	return x.labels.hasAny(last, "old") && !x.former.hasAny(last, "negates-before") && !slices.ContainsFunc(last, x.fresh)
}

// formerlyUsed reports whether the words before a value say that it was written to or called once: «раньше вы писали мне на …».
func (x *index) formerlyUsed(words []string) bool {
	at := slices.IndexFunc(words, x.isOld)
	return at >= 0 && x.former.hasAny(words[at:], "used-once") && !slices.ContainsFunc(words, x.fresh)
}

// usedToBe reports whether the words before a value say that it was: "which used to be A".
func (x *index) usedToBe(words []string) bool {
	n := len(words)
	return n > 2 && strings.EqualFold(words[n-1], "be") && strings.EqualFold(words[n-2], "to") && x.former.has(words[n-3], "used-to")
}

// onlyOld reports whether nothing but that it is the old one stands behind a value: «…
// (старый)», «… ескі нөмірім».
func (x *index) onlyOld(p surroundings) bool {
	return len(p.after) > 0 && x.former.has(p.after[0], "old-one") && !slices.ContainsFunc(p.after[1:], func(w string) bool { return !x.labels.knows(w) || x.fresh(w) }) &&
		(len(p.after) == 1 || !slices.ContainsFunc(p.words, x.fresh))
}

// gone reports whether a value is one that is to be deleted, or that is lost.
func (x *index) gone(p surroundings) bool {
	if comma := strings.HasSuffix(strings.TrimRight(p.between, " «\"“"), ","); !comma && !x.labels.hasAny(p.words, "old") {
		for i := len(p.words) - 1; i >= 0 && i >= len(p.words)-reachAfter; i-- {
			switch w := p.words[i]; {
			case x.former.has(w, "gone"):
				return true
			case x.fresh(w), x.roles.has(w, "before-stop"), x.former.has(w, "towards"):
				return false
			}
		}
	}
	after := p.after // «… нөмірін өшіріңіздер»
	if len(after) > 1 && (x.labels.hasAny(after[:1], "phone", "number", "mail") || x.former.has(after[0], "field-stem")) {
		after = after[1:]
	}
	return len(after) > 0 && x.former.has(after[0], "gone") && (len(after) == 1 || !x.isOld(after[1]))
}

// unused reports whether a value is one that is not to be used: «не звоните на …».
func (x *index) unused(p surroundings) bool {
	for i := 0; i+1 < len(p.words); i++ {
		if x.former.has(p.words[i], "negates") && x.former.has(p.words[i+1], "use") {
			if strings.HasSuffix(strings.TrimRight(p.between, " "), ",") && len(p.after) > 0 && x.parts.has(p.after[0], "is") { // "I no longer use the old account, a@… is what you want"
				return false
			}
			return !slices.ContainsFunc(p.words[i+2:], x.fresh)
		}
	}
	return false
}

// fresh and isOld report whether a word says that something is the new or the old one.
func (x *index) fresh(w string) bool {
	return x.roles.has(w, "before-new") || x.labels.has(w, "new")
}

func (x *index) isOld(w string) bool { return x.roles.has(w, "before-old") || x.labels.has(w, "old") }

// negated reports whether a value is the one that something is not.
func (x *index) negated(p surroundings) bool {
	n := len(p.words)
	return n > 0 && x.former.has(p.words[n-1], "negates") || len(p.after) > 0 && x.former.has(p.after[0], "negates-before")
}

// calledWrong reports whether a value is called wrong: «A — неверно», «ошибочно
// записан A», «а я написала A».
func (x *index) calledWrong(p surroundings) bool {
	if len(p.after) > 0 && len(p.after) <= 2 && x.former.has(p.after[len(p.after)-1], "wrong") && !x.former.has(p.after[0], "negates") {
		return true
	}
	if n := len(p.after); n > 1 && x.roles.has(p.after[0], "as") && x.former.hasAny(p.after[1:min(n, 4)], "slip") { // «A деп жазып жіберіппін»
		return true
	}
	if x.thenWrong(p.tail) {
		return true
	}
	if !x.former.hasAny(p.words, "wrote") || x.changes(p) {
		return false
	}
	return x.former.hasAny(p.all, "wrong") || x.former.has(p.words[0], "but")
}

// thenWrong reports whether what follows a value calls it wrong and says no more: «A. Это неверно, верно B», «A тұр, ол дұрыс емес».
func (x *index) thenWrong(tail string) bool {
	const near, most = 2, 3 // clauses behind the value, and words of one
	clauses := strings.FieldsFunc(tail, func(c rune) bool { return strings.ContainsRune(",.;:!?—–\n", c) })
	for _, clause := range clauses[:min(len(clauses), near)] {
		words := wordsOf(clause)
		if n := len(words); n < 2 || n > most || !x.former.has(words[0], "that") {
			continue
		}
		wrong, right, not := x.former.hasAny(words, "wrong"), x.former.hasAny(words, "right"), x.former.hasAny(words, "negates", "negates-before")
		if wrong && !not || right && not {
			return true
		}
	}
	return false
}

// atPresent reports whether words before a value say that we have it as yet: «у вас сейчас …», "the one you still have".
func (x *index) atPresent(words []string) bool {
	for i := 1; i < len(words); i++ {
		a, b := words[i-1], words[i]
		if x.former.has(a, "with-you") && x.former.has(b, "at-present") || x.former.has(a, "at-present") && x.former.has(b, "with-you") {
			return true
		}
	}
	return false
}

// heldAs reports whether words before a value say as what somebody is held: "you have me down with …"; not "put me down with …", nor
// "please have me down as …".
func (x *index) heldAs(words []string) bool {
	for i, w := range words {
		if x.roles.has(w, "wishing") {
			return false
		}
		if i > 0 && x.former.has(w, "whom") && x.former.has(words[i-1], "recorded") {
			return true
		}
	}
	return false
}

// saysShall reports whether words before a value say what shall be.
func (x *index) saysShall(words []string) bool {
	return x.former.hasAny(words, "shall") || x.former.hasAny(words, "whom") && !x.heldAs(words)
}

// changes reports whether a value is what something is to be changed to.
func (x *index) changes(p surroundings) bool {
	n := len(p.words)
	return x.changesBehind(p) || n > 0 && x.former.has(p.words[n-1], "towards") || slices.ContainsFunc(p.words, x.isChanging)
}

// changesBehind reports whether what stands behind a value asks to change something to it.
func (x *index) changesBehind(p surroundings) bool {
	return x.suffixRole(p.tail) == roleNew || slices.ContainsFunc(p.after, x.isChanging)
}

// entered reports whether what stands behind a value asks that it be written down, or that something be changed to it, and no other follows: «8 777 …-ті
// жазыңдар», «8 747 … деп жаңартыңыздар»; not «8 777 …-ті өзгертіңіздер», which may be the one to go.
func (x *index) entered(p surroundings) bool {
	if p.next >= 0 || len(p.after) == 0 {
		return false
	}
	return x.suffixRole(p.tail) == roleNew || x.former.has(p.after[0], "as-new") && slices.ContainsFunc(p.after, x.isChanging) ||
		x.former.hasAny(p.after[:min(len(p.after), 2)], "enter")
}

// isChanging reports whether a word asks us to change something.
func (x *index) isChanging(w string) bool {
	return x.roles.has(w, "before-stop") && !x.roles.has(w, "passive") && !x.former.has(w, "you-wrote") && !x.former.has(w, "with-you")
}

// instead reports whether a value stands behind «вместо».
func (x *index) instead(p surroundings) bool {
	n := len(p.words)
	if n > 0 && !p.colon && x.parts.has(p.words[n-1], "replaced") { // "it replaced A"; not "my SIM was replaced: A"
		return strings.HasSuffix(strings.TrimRight(p.between, " "), p.words[n-1]) && (n < 2 || !x.parts.has(p.words[n-2], "was"))
	}
	return n > 0 && !p.colon && (x.former.has(p.words[n-1], "instead") && !x.former.has(p.words[n-1], "instead-by-itself") || n > 1 && x.former.has(p.words[n-2], "instead") && x.former.has(p.words[n-1], "of"))
}

// hasAny reports whether one of the words is of one of the classes.
func (v vocabulary) hasAny(words []string, classes ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		return slices.ContainsFunc(classes, func(class string) bool { return v.has(w, class) })
	})
}
