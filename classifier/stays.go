package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// «Телефоным 8 707 … — өзгерген жоқ», "My number, +7 702 …, has not changed": a value that is
// said to stay as it is is no new one (stray.txt: stays, changes, none, only).

// How many words before and behind a value may say that it stays.
const (
	staysBefore = 3
	staysBehind = 6
)

// stays reports whether the words around a value say that it stays as it is.
func (x *index) stays(p surroundings) bool {
	before := p.words[max(0, len(p.words)-staysBefore):]
	if strings.LastIndexByte(p.between, '(') > strings.LastIndexByte(p.between, ')') { // «leave the rest (phone …)»
		before = p.all[max(0, len(p.all)-2*staysBefore):]
	}
	if x.sayStays(before) && !slices.ContainsFunc(before, x.fresh) && !x.stray.hasAny(before, "only") {
		return true
	}
	if n := len(before); n > 1 && p.field != privacy.FieldName && x.former.has(before[n-2], "recorded") && x.former.has(before[n-1], "right") { // «телефон указан верно, 8 775 …»
		return true
	}
	if opened := strings.LastIndexByte(p.between, '('); opened > strings.LastIndexByte(p.between, ')') { // «остальное (телефон …, почта) не менялось»
		if inside, behind, closed := strings.Cut(p.tail, ")"); closed && !strings.ContainsAny(inside, ".;!?") && x.staysBehind(wordsOf(headOf(behind, 60))) {
			return true
		}
	}
	if inside, ok := strings.CutPrefix(strings.TrimLeft(p.tail, " "), "("); ok { // "… (as before)"
		if inside, _, ok := strings.Cut(inside, ")"); ok && len(wordsOf(inside)) > 0 && x.isSame(inside) {
			return true
		}
	}
	if len(p.after) > 0 && !strings.Contains(p.tail, ":") && x.isSame(strings.Join(p.after, " ")) { // «почта … та же», and not "(before: …)"
		return true
	}
	return x.staysBehind(p.after) || x.staysBehind(p.aside) // «…, его не трогайте»
}

// staysBehind reads the words behind a value up to those that name another field: «a@…, the
// phone can stay».
func (x *index) staysBehind(words []string) bool {
	words = words[:min(len(words), staysBehind)]
	for i, w := range words {
		if x.labels.hasAny([]string{w}, "phone", "number", "mail", "address", "name", "surname") {
			words = words[:i]
			if x.leavesNext(words) { // "…, and don't touch the e-mail"
				return false
			}
			for len(words) > 0 && x.stray.has(words[len(words)-1], "as-before") { // «…, прежние номера отключены»
				words = words[:len(words)-1]
			}
			break
		}
	}
	// «у вас верный»
	you := len(words) > 0 && !x.stray.has(words[0], "where") && x.former.hasAny(words, "with-you") && x.labels.hasAny(words, "new") && !x.roles.hasAny(words, "before-stop")
	for i, w := range words { // "…, I keep all my studies there"
		at := i + 1
		for at < len(words) && x.stray.has(words[at], "else") {
			at++
		}
		if x.stray.has(w, "keeps") && at > i+1 && at < len(words) && !x.labels.knows(words[at]) {
			words = words[:i]
			break
		}
	}
	return you || x.sayStays(words) && !slices.ContainsFunc(words, x.fresh) && !x.stray.hasAny(words, "only")
}

// sayStays reports whether one of the words says that something stays, or a negated one that
// it changes: «не менялся», «өзгерген жоқ».
func (x *index) sayStays(words []string) bool {
	for i, w := range words {
		if x.stray.has(w, "stays") || i+1 == len(words) && x.stray.has(w, "as-before") { // «почта и телефон прежние»
			return true
		}
		if !x.stray.has(w, "changes") {
			continue
		}
		if i > 0 && x.stray.has(words[i-1], "none") || i > 1 && x.stray.has(words[i-2], "none") || i+1 < len(words) && x.stray.has(words[i+1], "none") {
			return true
		}
	}
	return false
}

// leavesNext reports whether words before a label say that what it names shall be left as it is: "don't touch the", «не трогайте мою».
func (x *index) leavesNext(words []string) bool {
	n := len(words)
	for n > 0 && (x.stray.hasAny(words[n-1:n], "same-fill", "else") || x.parts.has(words[n-1], "self")) {
		n--
	}
	return n > 0 && x.stray.has(words[n-1], "leaves")
}
