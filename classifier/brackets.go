package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// What brackets beside a value say of the former one.

// bracketsWithin reports whether a name that was taken goes on before brackets that hold a former part of it:
// «Ермекова (бұрынғы тегі Сағынова) Назгүл Талғатқызы». Half of it would be recorded.
func (r *reading) bracketsWithin(x *index, values []Value) bool {
	return slices.ContainsFunc(values, func(v Value) bool {
		if v.Field != privacy.FieldName || v.Raw == "" {
			return false
		}
		return slices.ContainsFunc(r.lines, func(l line) bool {
			at := strings.Index(l.text, v.Raw)
			if l.number != v.Line || at < 0 {
				return false
			}
			head, closed := strings.CutSuffix(strings.TrimRight(l.text[:at], " "), ")")
			before, inside, opened := cutLast(head, "(")
			words := wordsOf(tailOf(before, 40))
			return closed && opened && len(words) > 0 && x.isNameWord(words[len(words)-1]) && slices.ContainsFunc(wordsOf(inside), x.isOld)
		})
	})
}

// formerBehind reports whether brackets behind a value describe the former one: "(before: the one at work, which bounces now)".
func (x *index) formerBehind(o offer, tail string) bool {
	inside, ok := strings.CutPrefix(strings.TrimLeft(tail, " "), "(")
	if !ok {
		return false
	}
	if inside, _, closed := strings.Cut(inside, ")"); o.spot.field == privacy.FieldName && o.value.Valid && closed { // «Шин Алёна (была Дмитриева)»
		_, _, names := x.nextName(inside, 0)
		return names > 0 && slices.ContainsFunc(wordsOf(inside), x.isOld)
	}
	label, rest, ok := strings.Cut(inside, ":") // "(old, and out of use)" calls the value itself old
	words := wordsOf(label)
	return ok && len(wordsOf(rest)) > 0 && len(words) > 0 && len(words) <= 2 && (x.isOld(words[0]) || x.former.has(words[0], "old-word"))
}
