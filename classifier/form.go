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
		} else if len(wordsOf(l.text)) <= programWords && x.roles.hasAny(wordsOf(l.text), "form-program") {
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

// formHead reports whether a line is the label of the message without a colon: «Comments» over what somebody wrote.
func (r *reading) formHead(x *index, line int) bool {
	words := wordsOf(r.lines[line].text)
	return len(words) == 1 && x.stray.has(words[0], "form") && line+1 < len(r.lines) && len(wordsOf(r.lines[line+1].text)) > blockLine
}

// inForm reports whether a line is a field of a form, and of which of our fields; a label that is not known is a field too where a bare value
// stands behind it, and says who writes where that is a name: «Посетитель: Нұрсая Бекболат».
func (r *reading) inForm(x *index, line int) (field privacy.Field, yes bool) {
	text := r.lines[line].text
	if label, ok := x.labelAt(text, len(text)-len(skipBullet(text))); ok && label.field != "" {
		return label.field, true
	}
	_, value, colon := strings.Cut(text, ":")
	words := wordsOf(value)
	if !colon || len(words) > fieldWords {
		return "", false
	}
	if len(words) > 1 && x.onlyNameWords(strings.TrimSpace(value)) {
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
		from, to := r.sentenceOf(i)
		for k := from; k < to; k++ {
			w := r.lower(k)
			f.turns = f.turns || x.isOld(w) || x.stray.hasAny([]string{w}, "theirs", "of-them") || x.former.hasAny([]string{w}, "negates", "negates-before", "wrong", "not-mine")
		}
	}
	if field := r.names(x, i); field != "" && !slices.Contains(f.fields, field) && !r.staysSame(x, i) {
		f.fields = append(f.fields, field)
	}
}

// identity reports whether a value in a field of the form only says who writes.
func (f form) identity(line int, field privacy.Field) bool {
	return f.message != nil && !f.message[line] && (f.says || f.turns || len(f.fields) > 0 && !slices.Contains(f.fields, field))
}

// meant reports whether the message says that the value of a field of the form is the new one.
func (f form) meant(line int, field privacy.Field) bool {
	return f.message != nil && !f.message[line] && !f.says && f.points && !f.turns && slices.Contains(f.fields, field)
}

// markForm marks what the fields of a form hold.
func (r *reading) markForm(x *index, offers []offer) {
	if !r.formed {
		r.form, r.formed = r.formOf(x), true
	}
	f := &r.form
	if f.message == nil {
		return
	}
	f.says = slices.ContainsFunc(offers, func(o offer) bool { // the former one says nothing of where the new one stands
		return (f.message[o.spot.line] && o.spot.field != privacy.FieldName || o.rule == "new" && o.spot.label) && o.value.Valid && !o.former
	})
	for k := range offers {
		switch o := &offers[k]; {
		case f.identity(o.spot.line, o.spot.field) && o.rule != "new":
			o.stray, o.counter = true, false
		case f.meant(o.spot.line, o.spot.field) && o.value.Valid && !o.former && (!o.stray || o.weakly):
			o.counter, o.stray, o.unclear = true, false, false
		}
	}
}
