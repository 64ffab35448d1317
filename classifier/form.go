package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// A web form asks who writes before it asks what he wants: «Имя: … Телефон: … Сообщение: …». What stands in its fields changes
// nothing where the message gives a value itself, nor in fields that the message does not speak of.

// form is what a web form, a ticket or a chat says in its message, and where.
type form struct {
	message []bool          // by line: it is of the message; nil: no form
	says    bool            // the message, or a field called new, gives a value
	fields  []privacy.Field // that the message speaks of, and not as what stays
	points  bool            // it says that the value stands in the form
	turns   bool            // it says so of a value that is wrong, the old one or somebody else's
	read    int             // the sentence that was read for that last
}

const (
	programWords = 9 // of a line that the program writes at most
	messageWords = 5 // of a line of the message at least, where no label says where it begins
	fieldWords   = 3 // behind a colon at most: the value of a field
)

// formOf looks for a form: labels of two fields, one of which says who writes, and one for the message below them, or words by
// which the programs that send forms are known.
func (r *reading) formOf(x *index) (f form) {
	var fields []privacy.Field
	message, end, program := 0, len(r.lines), false
	for i, l := range r.lines {
		if l.number == 0 {
			continue
		}
		if len(fields) > 1 && message == 0 && (x.formText(l.text) || r.formHead(x, i)) {
			message = i
		}
		if field, ok := r.inForm(x, i); ok {
			if !slices.Contains(fields, field) {
				fields = append(fields, field)
			}
		} else if x.ofProgram(l.text) || x.formConsent(l.text) || message > 0 && i > message+1 && r.belowConsent(x, i) {
			if program = true; message > 0 && i > message && end == len(r.lines) {
				end = i
			}
		}
	}
	if len(fields) < 2 || !slices.Contains(fields, privacy.FieldName) || message == 0 && !program {
		return form{}
	}
	f.message, f.read = make([]bool, len(r.lines)), -1
	for i, l := range r.lines {
		if message > 0 {
			f.message[i] = i >= message && i < end
			continue
		}
		_, field := r.inForm(x, i)
		f.message[i] = l.number > 0 && len(wordsOf(l.text)) >= messageWords && !field
	}
	for i, w := range r.words {
		if f.message[w.line] {
			r.readMessage(x, i, &f)
		}
	}
	return f
}

// ofProgram reports whether a line is of the program that sends a form: short, or with such a word in the label before a colon.
func (x *index) ofProgram(text string) bool {
	words := wordsOf(text)
	if at := strings.IndexAny(text, ":\t"); at >= 0 && len(words) > programWords {
		words = wordsOf(text[:at])
	}
	return len(words) <= programWords && x.roles.hasAny(words, "form-program")
}

// formConsent reports whether a line is the box that one ticks to send a form: «Согласие на обработку персональных данных: да». It
// allows that the form be read, and is no consent that the letter gives or takes back.
func (x *index) formConsent(text string) bool {
	at := strings.IndexAny(text, ":\t")
	if at < 0 || len(wordsOf(text[at:])) > programWords {
		return false
	}
	head := wordsOf(text[:at])
	return len(head) > 0 && len(head) <= programWords && x.roles.hasAny(head[:min(len(head), formWords)], "form-consent")
}

// belowConsent reports whether a line stands below the label of that box: "Privacy" over "I agree to the processing of my personal data."
func (r *reading) belowConsent(x *index, line int) bool {
	above := wordsOf(r.lines[line-1].text)
	return len(above) > 0 && len(above) <= fieldWords && x.roles.hasAny(above, "form-consent") && len(wordsOf(r.lines[line].text)) <= programWords
}

// inFormField reports whether a word stands in a form, and not in its message.
func (r *reading) inFormField(x *index, word int) bool {
	f, line := r.theForm(x), r.words[word].line
	return f.message != nil && !f.message[line] && r.lines[line].number > 0
}

// theForm looks for the form once.
func (r *reading) theForm(x *index) *form {
	if !r.formed {
		r.form, r.formed = r.formOf(x), true
	}
	return &r.form
}

// formHead reports whether a line is the label of the message without a colon: «Comments», "Your message" over what somebody wrote.
func (r *reading) formHead(x *index, line int) bool {
	text := strings.TrimSpace(r.lines[line].text)
	words := wordsOf(text)
	if n := len(words); n == 0 || n > formWords || strings.ContainsAny(text[len(text)-1:], ".!,;") || !x.labelsMessage(words) || line+1 >= len(r.lines) {
		return false
	}
	below := line + 1
	for below+1 < len(r.lines) && r.lines[below].blank() {
		below++
	}
	return len(wordsOf(r.lines[below].text)) > shortMessage
}

// shortMessage is how many words what somebody wrote in a form has more than.
const shortMessage = 2

// labelsMessage reports whether words are the label of what somebody wrote: «Текст обращения», "Comment or Message".
func (x *index) labelsMessage(words []string) bool {
	n := len(words)
	return x.stray.has(words[n-1], "form") || x.stray.has(words[0], "form") && x.stray.has(words[n-1], "form-of")
}

// inForm reports whether a line is a field of a form, and of which of our fields; a label that is not known is a field too where a bare value
// stands behind it, and says who writes where that is a name: «Посетитель: Нұрсая Бекболат».
func (r *reading) inForm(x *index, line int) (field privacy.Field, yes bool) {
	text := strings.Replace(r.lines[line].text, "\t", ":", 1) // in a table
	if label, ok := x.labelAt(text, len(text)-len(skipBullet(text))); ok && label.field != "" {
		return label.field, true
	}
	value, ok := r.fieldValue(x, line)
	if value = strings.TrimSpace(value); !ok || value == "" {
		return "", false
	}
	if spots := appendSpots(nil, value); len(spots) == 1 && spots[0].start == 0 && spots[0].end == len(value) {
		return spots[0].field, true
	}
	words := wordsOf(value)
	if len(words) > fieldWords {
		return "", false
	}
	if len(words) > 1 && x.onlyNameWords(value) {
		return privacy.FieldName, true
	}
	if spots := appendSpots(nil, value); len(spots) == 1 && len(words) <= 1 {
		return spots[0].field, true
	}
	return "", false
}

// readMessage notes what a word of the message says.
func (r *reading) readMessage(x *index, i int, f *form) {
	if at := int(r.words[i].sentence); at != f.read && x.roles.has(r.lower(i), "in-form") {
		f.points, f.read = true, at
		f.turns = f.turns || r.turnsPointer(x, i)
	}
	if field := r.names(x, i); field != "" && !slices.Contains(f.fields, field) && !r.staysSame(x, i) {
		f.fields = append(f.fields, field)
	}
}

// turnsPointer reports whether the sentence of a word that points to a field of the form calls what stands there wrong, old or somebody
// else's: «в поле выше мой старый номер», and not «телефон выше – мой новый, старый отключила».
func (r *reading) turnsPointer(x *index, i int) bool {
	turned, fresh := len(r.words), len(r.words)
	from, to := r.sentenceOf(i)
	for k := from; k < to; k++ {
		switch w, far := r.lower(k), max(i-k, k-i); {
		case x.roles.has(w, "instead"):
		case x.isOld(w), x.stray.hasAny([]string{w}, "theirs", "of-them") && !(k > from && x.roles.has(r.lower(k-1), "instead")), // «вместо него»
			x.former.hasAny([]string{w}, "negates", "negates-before", "wrong"), k != i-1 && x.former.has(w, "not-mine"): // "the number given above"
			turned = min(turned, far)
		case x.fresh(w):
			fresh = min(fresh, far)
		}
	}
	return turned < len(r.words) && turned < fresh
}

// holds reports whether a line is of the form's message.
func (f form) holds(line int) bool { return f.message != nil && f.message[line] }

// identity reports whether a value in a field of the form only says who writes.
func (f form) identity(line int, field privacy.Field) bool {
	return f.message != nil && !f.message[line] && (f.says || f.turns || len(f.fields) > 0 && !slices.Contains(f.fields, field))
}

// meant reports whether the message says that the value of a field of the form is the new one.
func (f form) meant(line int, field privacy.Field) bool {
	return f.message != nil && !f.message[line] && !f.says && f.points && !f.turns && slices.Contains(f.fields, field)
}

// givesNewName reports whether a field of a form is called the new name: «ФИО теперь», «Жаңа аты-жөніңіз».
func (r *reading) givesNewName(x *index) bool {
	return slices.ContainsFunc(r.candidates(x), func(c candidate) bool {
		return c.field == privacy.FieldName && c.isNew && !c.isOld && c.raw != "" && r.lines[c.line].number > 0 && !r.form.message[c.line]
	})
}

// markForm marks what the fields of a form hold.
func (r *reading) markForm(x *index, offers []offer) {
	f := r.theForm(x)
	if f.message == nil {
		return
	}
	f.says = r.givesNewName(x) || slices.ContainsFunc(offers, func(o offer) bool { // the former one says nothing of where the new one stands
		return r.lines[o.spot.line].number > 0 && (f.message[o.spot.line] && o.spot.field != privacy.FieldName || o.rule == "new" && o.spot.label) && o.value.Valid && !o.former
	})
	f.says = r.markFields(x, f, offers) || f.says
	for k := range offers {
		switch o := &offers[k]; {
		case f.identity(o.spot.line, o.spot.field) && o.rule != "new":
			o.stray, o.counter, o.unclear = true, false, false
		case f.meant(o.spot.line, o.spot.field) && o.value.Valid && !o.former && (!o.stray || o.weakly):
			o.counter, o.stray, o.unclear = true, false, false
		}
	}
}
