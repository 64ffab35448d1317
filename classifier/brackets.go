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
		if v.Field != privacy.FieldName || v.Part != PartText {
			return false
		}
		return slices.ContainsFunc(r.lines, func(l line) bool {
			at := v.Start - l.offset
			if l.number == 0 || at <= 0 || at > len(l.text) {
				return false
			}
			head, closed := strings.CutSuffix(strings.TrimRight(l.text[:at], " "), ")")
			before, inside, opened := cutLast(head, "(")
			words := wordsOf(tailOf(before, 40))
			return closed && opened && len(words) > 0 && x.isNameWord(words[len(words)-1]) && slices.ContainsFunc(wordsOf(inside), x.saysOld)
		})
	})
}

// saysOld reports whether a word in brackets says that something was: «бұрынғы», «қыз кездегі», "formerly".
func (x *index) saysOld(w string) bool { return x.isOld(w) || x.former.has(w, "old-word") }

// formerBehind reports whether brackets behind a value describe the former one: "(before: the one at work, which bounces now)", and of
// a name in a letter about names «Шин Алёна (была Дмитриева)».
func (r *reading) formerBehind(x *index, o offer, tail string) bool {
	inside, ok := strings.CutPrefix(strings.TrimLeft(tail, " "), "(")
	if !ok {
		return false
	}
	if inside, _, closed := strings.Cut(inside, ")"); o.spot.field == privacy.FieldName && closed {
		_, _, names := x.nextName(inside, 0)
		return o.value.Valid && names > 0 && slices.ContainsFunc(wordsOf(inside), x.isOld) && (r.aboutName(x) || o.rule == "new")
	}
	label, rest, ok := strings.Cut(inside, ":") // "(old, and out of use)" calls the value itself old
	words, behind := wordsOf(label), wordsOf(rest)
	return ok && len(behind) > 0 && len(words) > 0 && len(words) <= 2 && x.saysOld(words[0]) &&
		!x.former.hasAny(behind[:min(len(behind), 3)], "not-mine", "gone", "use", "negates", "no-more") // «(прежний: не звоните)»
}
