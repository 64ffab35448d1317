package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// The fields of a form: what stands behind, beside or below their labels, and what these say of it («Текущий e-mail», «ФИО теперь», "Which e-mail do
// we have for you?").

// fieldValue returns what stands in the field of a line: behind its colon or, in a table, its tab, or below a label of ours.
func (r *reading) fieldValue(x *index, line int) (value string, yes bool) {
	text := r.lines[line].text
	if at := strings.IndexAny(text, ":\t"); at >= 0 {
		return text[at+1:], true
	}
	above := line - 1
	for above > 0 && r.lines[above].blank() {
		above--
	}
	if above <= 0 {
		return "", false
	}
	label, ok := x.labelAt(r.lines[above].text, 0)
	_, asked := x.formQuestion(r.lines[above].text)
	return text, ok && label.field != "" || asked
}

// formQuestion returns the field that a question of a form asks for: "* Which email do we have for you now?", «Q4 New e-mail».
func (x *index) formQuestion(text string) (field privacy.Field, yes bool) {
	const longest = 12 // words
	text = strings.TrimSpace(text)
	words := wordsOf(text)
	numbered := len(words) > 1 && (text[0] == '*' || (text[0] == 'Q' || text[0] == 'q') && len(text) > 1 && isDigit(rune(text[1])))
	if len(words) > longest || !numbered && !strings.HasSuffix(text, "?") {
		return "", false
	}
	for _, w := range words {
		switch one := []string{w}; {
		case x.labels.hasAny(one, "mail"):
			return privacy.FieldEmail, true
		case x.labels.hasAny(one, "phone"):
			return privacy.FieldPhone, true
		case x.labels.hasAny(one, "name", "surname", "given"):
			return privacy.FieldName, true
		}
	}
	return "", false
}

// markFields marks what the labels of the fields say of the values in them: «ФИО теперь», "Which e-mail do we have for you?". What is called the present
// one is the former where another is called new. It reports whether one gives a new value.
func (r *reading) markFields(x *index, f *form, offers []offer) (gives bool) {
	fresh := make([]freshness, len(offers))
	for k := range offers {
		o := &offers[k]
		if f.message[o.spot.line] || r.lines[o.spot.line].number == 0 || !o.value.Valid || o.rule == "sender" || o.stray {
			continue
		}
		label := r.labelOf(x, o.spot.line)
		if x.ofAnother(label) { // «Новый телефон экстренного контакта»
			o.stray, o.counter = true, false
			continue
		}
		old := slices.ContainsFunc(label, x.isOld) || x.former.hasAny(label, "with-you", "recorded", "held") || x.parts.hasAny(label, "held-in")
		switch {
		case x.roles.hasAny(label, "form-present"):
			fresh[k] = calledPresent
		case slices.ContainsFunc(label, x.fresh) && !old:
			fresh[k] = calledNew
		case old:
			o.former, o.counter = true, false
		}
	}
	for k := range offers {
		o := &offers[k]
		switch {
		case fresh[k] == calledPresent && besideNew(offers, fresh, k):
			o.former, o.counter = true, false
		case fresh[k] != notCalled:
			o.rule, o.former, o.counter, gives = "new", false, true, true
		}
	}
	return gives
}

// ofAnother reports whether a label may be of something else than the writer's own phone, e-mail or name: it has a word that no such label has.
func (x *index) ofAnother(label []string) bool {
	fresh := slices.ContainsFunc(label, x.fresh) || x.roles.hasAny(label, "form-present")
	return fresh && len(label) <= formLabel && slices.ContainsFunc(label, func(w string) bool {
		return !x.labels.knows(w) && !x.fresh(w) && !x.isOld(w) && !x.roles.hasAny([]string{w}, "form-present") && !x.parts.hasAny([]string{w}, "self", "name") && !x.former.hasAny([]string{w}, "right-fill") && !x.stray.hasAny([]string{w}, "yours", "else", "form") && countDigits(w) == 0
	})
}

// formLabel is how many words a label has at most that is no question.
const formLabel = 5

// addForm adds that an update may be asked where nothing is asked in words, but a field of a form is called new and has a value: «Жаңа нөмір: 8 701 …».
func (r *reading) addForm(x *index, m *message.Message, found findings) {
	if len(found) > 0 || len(r.lines) > mostOfForm || r.theForm(x).message == nil || m.Automatic.Strong {
		return
	}
	for _, o := range r.offers(x, m) {
		if o.rule == "new" && o.value.Valid && !o.barred() && r.lines[o.spot.line].number > 0 && !r.form.message[o.spot.line] {
			l := r.lines[o.spot.line]
			r.note(found.get(privacy.KindUpdate), l.first, max(l.first, l.end-1), "sense:"+string(privacy.KindUpdate)+maybe)
			return
		}
	}
}

// mostOfForm is how many lines a form has at most.
const mostOfForm = 100

// freshness is what the label of a field says of its value.
type freshness int

const (
	notCalled freshness = iota
	calledPresent
	calledNew
)

// besideNew reports whether another value of the field of offer k is called new.
func besideNew(offers []offer, fresh []freshness, k int) bool {
	for i := range offers {
		if fresh[i] == calledNew && offers[i].spot.field == offers[k].spot.field {
			return true
		}
	}
	return false
}

// labelOf returns the words of the label of the field that a line holds.
func (r *reading) labelOf(x *index, line int) []string {
	text := r.lines[line].text
	if at := strings.IndexAny(text, ":\t"); at >= 0 {
		return wordsOf(text[:at])
	}
	if _, below := r.fieldValue(x, line); !below {
		return nil
	}
	above := line - 1
	for above > 0 && r.lines[above].blank() {
		above--
	}
	return wordsOf(r.lines[above].text)
}
