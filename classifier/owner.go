package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Whose number it is may stand right before the word for it: "Peter's e-mail", «Серіктің жаңа нөмірі», «27-пәтердегі жалға алушының нөмірі». No list
// knows all of them, but the genitive does, where what follows is not the writer's own («нөмірім»). Another's data is changed by a person only.

// owned finds a value taken that is said to be somebody else's.
func (r *reading) owned(x *index, m *message.Message, values []Value, offers []offer) (from, to int, yes bool) {
	own := r.ownNames(x, m, values)
	for k, o := range offers {
		u := r.unitOf(o.spot)
		if u < 0 || o.spot.field == privacy.FieldName || !slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Place == o.value.Place }) {
			continue
		}
		if r.placeOf(offers, k).previous < 0 { // else it says whose the one before it is
			from, to, yes = r.ownerIn(x, r.judged.units[u], &o.spot, own)
		}
		if !yes && u+1 < len(r.judged.units) {
			if next := r.judged.units[u+1]; x.stray.has(r.lower(next.from), "this") { // «… 8 702 118 74 05. Это телефон Алёны.»
				from, to, yes = r.ownerIn(x, next, nil, own)
			}
		}
		if yes {
			return from, to, true
		}
	}
	return r.ownedInForm(x, own)
}

// ownedInForm finds an owner in the message of a form where what is asked stands in its fields: «Анамның телефон нөмірін жаңасына ауыстырыңыз».
func (r *reading) ownedInForm(x *index, own []string) (from, to int, yes bool) {
	for k, u := range r.judged.units {
		line := r.words[u.from].line
		if r.form.message == nil || !r.form.message[line] || r.judged.chances[k].isQuiet() || len(appendSpots(nil, r.lines[line].text)) > 0 {
			continue
		}
		if from, to, yes = r.ownerIn(x, u, nil, own); yes {
			return from, to, true
		}
	}
	return 0, 0, false
}

// ownerIn finds an owner beside the word for the field in a sentence in which nothing is called the writer's, before a value if one is given.
func (r *reading) ownerIn(x *index, u unit, value *spot, own []string) (from, to int, yes bool) {
	isOwn := func(i int) bool {
		plain := plainName(r.text(i))
		return slices.ContainsFunc(own, func(name string) bool { return strings.HasPrefix(plain, name) })
	}
	from, to = -1, -1
	for i := u.from; i < u.to; i++ {
		w, field := r.lower(i), x.stray.has(r.lower(i), "their-field")
		if from >= 0 && to < 0 && r.commaBefore(i) { // «живу у вокзала, новый номер …»
			from = -1
		}
		switch {
		case x.stray.has(w, "own"):
			return 0, 0, false
		case value != nil && (int(r.words[i].line) != value.line || int(r.words[i].end) > value.start):
		case from >= 0 && to < 0 && field:
			to = i
		case to < 0 && r.isOwner(x, i) && !isOwn(i):
			from = i
			if atWhom(w) && i+1 < u.to && x.fresh(r.lower(i+1)) { // «Қайратта енді 8 705 …»
				to = i
			}
		case field && i+1 < u.to && r.namesOther(x, i+1, u.to, isOwn): // «телефон Алёны»
			from, to = i, i+1
		case to < 0 && !x.labels.knows(w) && !x.fresh(w) && !x.isOld(w):
			from = -1
		}
	}
	return from, to, from >= 0 && to >= 0
}

// commaBefore reports whether a comma or the like stands before a word in its line.
func (r *reading) commaBefore(i int) bool {
	a, b := r.words[i-1], r.words[i]
	return a.line != b.line || strings.ContainsAny(r.lines[b.line].text[a.end:b.start], ",;:(")
}

// namesOther reports whether a name that begins at word i, in a case, is not the writer's: he may share the surname with whom it is.
func (r *reading) namesOther(x *index, i, end int, isOwn func(int) bool) bool {
	const longest = 3 // words of a name
	for k := i; k < min(end, i+longest) && r.words[k].line == r.words[i].line; k++ {
		if x.personIn(r.text(k), true) == "" && x.womanIn(r.text(k)) == "" {
			return false
		}
		if !isOwn(k) {
			return true
		}
	}
	return false
}

// womanIn returns the known given name in -а or -я of which a word is the genitive: «Алёны», «Натальи».
func (x *index) womanIn(word string) string {
	first, _ := utf8.DecodeRuneInString(word)
	for genitive, endings := range map[string]string{"ы": "а", "и": "ая"} {
		bare, ok := strings.CutSuffix(word, genitive)
		if !ok || !unicode.IsUpper(first) {
			continue
		}
		for _, ending := range endings {
			if w := x.partOf(bare + string(ending)); w.given && !w.word {
				return plainName(bare + string(ending))
			}
		}
	}
	return ""
}

// addressOfAnother finds an address in a sentence that asks for a kind, where it is neither the one that the letter came from nor one of ours:
// «Уберите из рассылки адрес …». The kind would be carried out on the data of whoever wrote.
func (h *hearing) addressOfAnother(kind privacy.Kind) (Evidence, bool) {
	if len(h.m.From) == 0 || kind != privacy.KindUnsubscribe && kind != privacy.KindWithdraw && !slices.Contains(sweeping, kind) {
		return Evidence{}, false
	}
	for _, s := range h.findSpots(h.x) {
		u := h.unitOf(s)
		if s.field != privacy.FieldEmail || u < 0 || h.judged.chances[u][asks(kind)] < levelSaid {
			continue
		}
		if v := h.check(h.x, s); v.Valid && !isSender(v.Text, h.m) && !isOurs(v.Text, h.m) {
			return Evidence{Rule: "guard:third-person:address", Text: v.Raw, Where: v.Where, Place: v.Place}, true
		}
	}
	return Evidence{}, false
}

// isOwner reports whether a word names somebody who has what follows, who is neither the writer nor a thing that numbers are told of:
// "Peter's", «Серіктің», «у Тимохи», «Қайратта».
func (r *reading) isOwner(x *index, i int) bool {
	word := r.lower(i)
	if x.stray.has(word, "no-owner") {
		return false
	}
	if i > 0 && x.stray.has(r.lower(i-1), "at") {
		return true
	}
	if atWhom(word) {
		return x.personIn(r.text(i), true) != ""
	}
	for _, ending := range []string{"'s", "’s", "s'", "s’", "ның", "нің", "дың", "дің", "тың", "тің"} {
		if base, ok := strings.CutSuffix(word, ending); ok {
			return x.others.has(base, "kin") || len(base) > 2 && !x.stray.has(base, "no-owner") && !x.labels.knows(base) && !x.labels.knows(word) && !ofMine(word)
		}
	}
	return false
}

// atWhom reports whether a Kazakh word may say at whom something is: «Қайратта».
func atWhom(word string) bool {
	return slices.ContainsFunc([]string{"та", "те", "да", "де"}, func(ending string) bool { return strings.HasSuffix(word, ending) })
}

// ofMine reports whether a Kazakh word in the genitive is called the writer's or ours: «телефонымның», «базаңыздың».
func ofMine(word string) bool {
	return slices.ContainsFunc([]string{"мның", "мнің", "мыздың", "міздің", "ңның", "ңнің", "ңыздың", "ңіздің"}, func(ending string) bool {
		return strings.HasSuffix(word, ending)
	})
}
