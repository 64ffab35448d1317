package classifier

import (
	"slices"
	"strings"
	"unicode"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// maxEither is how many words stand between two values that one «or» joins.
const maxEither = 4

// either reports whether a letter gives two values for one field and says that one of
// them holds: «… болуы мүмкін, әлде …».
func (r *reading) either(x *index, offers []offer) bool {
	for k := 1; k < len(offers); k++ {
		a, b := offers[k-1], offers[k]
		if a.spot.field != b.spot.field || !a.stands() || !b.stands() || a.value.Text == b.value.Text || max(a.chance, b.chance) < neverAt || b.spot.line-a.spot.line > 1 || b.spot.line < a.spot.line {
			continue
		}
		text := r.lines[a.spot.line].text
		between := text[a.spot.end:]
		switch {
		case a.spot.line == b.spot.line && a.spot.end <= b.spot.start:
			between = text[a.spot.end:b.spot.start]
		case a.spot.line == b.spot.line:
			continue
		default:
			between += " " + r.lines[b.spot.line].text[:b.spot.start]
		}
		words := wordsOf(strings.ToLower(between))
		if len(words) <= maxEither && (x.extent.hasAny(words, "either") || x.extent.hasAny(words, "the-other") && x.extent.hasAny(words, "and")) { // "one is A and the other B"
			return true
		}
		if joined(between) && (r.bothNew(x, b) || len(words) == 1 && r.pairBefore(x, a)) {
			return true
		}
	}
	return false
}

// pairBefore reports whether the words before a value say that there are two: «Менде екі сим-карта бар: A және B».
func (r *reading) pairBefore(x *index, o offer) bool {
	before := wordsOf(afterStop(tailOf(r.lines[o.spot.line].text[:o.spot.start], farBeside))) // «у меня две почты, A и B»
	return x.extent.hasAny(before[max(0, len(before)-maxEither):], "pair")
}

// bothNew reports whether behind a value that stands beside another of its field both are called new: «A и B, оба новые».
func (r *reading) bothNew(x *index, o offer) bool {
	behind := wordsOf(headOf(r.lines[o.spot.line].text[o.spot.end:], 40))
	return len(behind) > 1 && x.extent.has(behind[0], "both") && x.fresh(behind[1])
}

// inOneRow reports whether a value taken and another of its field stand side by side, in a table or a list, and no head of a
// column says anything of them.
func (r *reading) inOneRow(values []Value, offers []offer) bool {
	taken := func(o offer) bool {
		return slices.ContainsFunc(values, func(v Value) bool { return v.Field == o.spot.field && v.Text == o.value.Text })
	}
	headed := func(o offer) bool {
		c, _ := r.heading(o.spot.line, o.spot.start)
		return strings.ContainsFunc(c.head, unicode.IsLetter)
	}
	for k := 1; k < len(offers); k++ {
		a, b := offers[k-1], offers[k]
		if a.spot.field == b.spot.field && a.spot.line == b.spot.line && a.spot.end <= b.spot.start && a.value.Text != b.value.Text &&
			(taken(a) || taken(b) || a.chance+b.chance >= rivalAt) && a.open() && b.open() && a.rule == b.rule && !a.stray && !b.stray && !headed(a) && !headed(b) {
			between := r.lines[a.spot.line].text[a.spot.end:b.spot.start]
			if strings.TrimSpace(between) == "" || strings.ContainsAny(between, "|\t") || strings.ContainsAny(between, ",;/") && joined(between) {
				return true
			}
		}
	}
	return false
}

// shortened reports whether a few digits more stand behind a number: «… 22 33/44» are
// two numbers.
func (r *reading) shortened(s spot) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(r.lines[s.line].text[s.end:], " "), "/")
	digits := strings.IndexFunc(strings.TrimLeft(rest, " "), func(c rune) bool { return !isDigit(c) })
	return ok && s.field == privacy.FieldPhone && (digits > 0 && digits < minNumber || digits < 0 && rest != "")
}

// open: nothing says that it is not a new value.
// stands reports whether it does, or is the address that the letter came from.
func (o offer) stands() bool { return o.open() || o.rule == "sender" && o.value.Valid }

func (o offer) open() bool { return o.value.Valid && (o.rule == "new" || o.rule == "open") }

// rivals are the other values for the fields of which the letter gives one, where it
// is not clear which is meant: an operator must see all of them.
func rivals(values []Value, offers []offer) (list []Value) {
	for _, o := range offers {
		given := slices.ContainsFunc(values, func(v Value) bool { return v.Field == o.value.Field })
		taken := slices.ContainsFunc(values, func(v Value) bool { return v.Field == o.value.Field && v.Text == o.value.Text })
		if o.value.Field != privacy.FieldName && o.open() && given && !taken {
			list = append(list, o.value)
		}
	}
	return unique(list)
}

// NewValues reads an answer to a question about an update, where what is asked is known
// and any value that stands there may be the new one: those that are said to be new,
// else all of which nothing says otherwise. Several of one field are all returned.
func (rd *Reader) NewValues(m *message.Message) []Value {
	if m == nil {
		return nil
	}
	x := lexiconIndex()
	r := rd.room.read(m, x, message.Own)
	defer r.leave()
	r.model = senseModel()
	_, _, hits := r.findKinds(x)
	r.judge(x, r.model, hits)
	offers := r.offers(x, m)
	r.weighOffers(x, m, offers)
	values, _ := r.labelledNames(x)
	if values == nil {
		values, _ = r.choose(x, privacy.FieldName, offers)
	}
	for _, field := range []privacy.Field{privacy.FieldPhone, privacy.FieldEmail} {
		found := ofField(offers, field, func(o offer) bool { return o.value.Valid && o.rule == "new" })
		if found == nil {
			found = ofField(offers, field, offer.open)
		}
		if found == nil { // meant as a value, and none
			found, _ = r.choose(x, field, slices.DeleteFunc(slices.Clone(offers), func(o offer) bool { return o.rule == "sender" }))
		}
		values = append(values, found...)
	}
	return unique(values)
}

func ofField(offers []offer, field privacy.Field, take func(offer) bool) (list []Value) {
	for _, o := range offers {
		if o.spot.field == field && take(o) {
			list = append(list, o.value)
		}
	}
	return list
}

// untold reports whether a value was chosen beside another of its field, without a word
// that says which of the two is new and without being all but sure, or far ahead of it.
func untold(values []Value, offers []offer) bool {
	return slices.ContainsFunc(values, func(v Value) bool {
		told, rival := false, false
		for _, o := range offers {
			switch {
			case o.spot.field != v.Field || !o.value.Valid:
			case o.value.Text == v.Text:
				told = told || o.rule == "new" || o.spot.label || o.counter || o.chance >= firmAt || o.chance >= farAhead*o.rival(offers)
			default:
				rival = rival || !o.former && !o.stray && !slices.Contains([]string{"old", "sender", "closed", "other"}, o.rule)
			}
		}
		return v.Valid && rival && !told
	})
}

// titleAgainst reports whether the subject line gives another value for a field than the text
// does: a slip of the pen in one of them.
func (r *reading) titleAgainst(values []Value, offers []offer) bool {
	inTitle := func(o offer) bool { return r.lines[o.spot.line].number == 0 }
	if !r.prefixes.reply && slices.ContainsFunc(values, func(v Value) bool { return v.Field == privacy.FieldName && v.Valid && r.titleNames(v, offers) }) {
		return true
	}
	return !r.prefixes.reply && slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.field != privacy.FieldName && o.open() && !o.former && !o.stray && slices.ContainsFunc(values, func(v Value) bool {
			if v.Field != o.spot.field || !v.Valid || v.Text == o.value.Text {
				return false
			}
			return inTitle(o) || o.chance > neverAt && !slices.ContainsFunc(offers, func(w offer) bool { return w.value.Text == v.Text && !inTitle(w) })
		})
	})
}

// titleNames reports whether of two names that have all but one word in common one stands in the subject line, and one was taken: «Исправьте отчество:
// … Мейрамовна» over «… то есть … Мейрамбековна».
func (r *reading) titleNames(taken Value, offers []offer) bool {
	mine := strings.Fields(taken.Text)
	inTitle := func(o offer) bool { return r.lines[o.spot.line].number == 0 }
	ofTitle := slices.ContainsFunc(offers, func(o offer) bool { return inTitle(o) && o.value.Text == taken.Text })
	return slices.ContainsFunc(offers, func(o offer) bool {
		theirs := strings.Fields(o.value.Text)
		if o.spot.field != taken.Field || !o.value.Valid || o.barred() || o.rule == "old" || inTitle(o) == ofTitle || len(theirs) != len(mine) || len(mine) < 3 {
			return false
		}
		return len(slices.DeleteFunc(theirs, func(w string) bool { return slices.Contains(mine, w) })) == 1
	})
}

// senderLeft reports whether the address that the letter came from stands in it like the new one, behind a
// label alone, beside another new value: «телефон: …, почта: …».
func (r *reading) senderLeft(x *index, values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		return o.rule == "sender" && o.chance >= firmAt && !o.former && !o.stray && !slices.ContainsFunc(values, func(v Value) bool { return v.Field == o.spot.field })
	}) && !r.isForm(x)
}

// isForm reports whether a web form wrote the letter.
func (r *reading) isForm(x *index) bool {
	return slices.ContainsFunc(r.lines, func(l line) bool { return x.formText(l.text) })
}

// behindLabel reports whether the label of its field stands before a value: «E-mail: …».
func (r *reading) behindLabel(x *index, o offer) bool {
	return slices.ContainsFunc(x.labelled(r.lines[o.spot.line].text), func(c candidate) bool {
		return c.field == o.spot.field && strings.Contains(c.raw, o.value.Raw)
	})
}

// labelledAlone reports whether a name stands behind its label, and no other name that could be meant in the letter.
func (r *reading) labelledAlone(x *index, o offer, offers []offer) bool {
	return o.spot.field == privacy.FieldName && o.value.Valid && o.chance >= onlyAt && r.behindLabel(x, o) && !slices.ContainsFunc(offers, func(other offer) bool {
		return other.spot.field == privacy.FieldName && other.value.Valid && other.value.Text != o.value.Text && !other.barred()
	})
}

// weak reports whether a value was taken that the words call the old one, or that is much less sure than
// one of another field in another sentence, and that no word calls new.
func (r *reading) weak(values []Value, offers []offer) bool {
	best := func(v Value) (at offer, told bool) {
		told = v.Field == privacy.FieldName
		for _, o := range offers {
			if o.value.Text == v.Text && o.spot.field == v.Field {
				if o.chance >= at.chance {
					at = o
				}
				told = told || o.rule == "new" || o.spot.label || o.counter
			}
		}
		return at, told
	}
	return slices.ContainsFunc(values, func(v Value) bool {
		o, told := best(v)
		return v.Valid && !told && o.chance < sureAt && slices.ContainsFunc(values, func(w Value) bool {
			firm, _ := best(w)
			return w.Valid && firm.chance >= firmAt && (o.chance < chosenAt || r.unitOf(o.spot) < 0 || r.unitOf(o.spot) != r.unitOf(firm.spot))
		})
	}) || takenAsOld(values, offers)
}

// takenAsOld reports whether a value was taken that a word calls the old one, and the model is not sure of: "the phone of my old work place: A".
func takenAsOld(values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		return o.rule == "old" && !o.counter && o.chance < firmAt && o.value.Valid && slices.ContainsFunc(values, func(v Value) bool { return v.Field == o.spot.field && v.Text == o.value.Text })
	})
}

// slips reports whether beside a value taken stands another that is like it but for a digit or a letter,
// and that nothing calls the former one: one of the two is a slip of the pen. It may stand below the closing words.
func slips(values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		signed := o.rule == "closed" && o.value.Valid
		return o.spot.field != privacy.FieldName && (o.open() || signed) && !o.former && !o.stray && slices.ContainsFunc(values, func(v Value) bool {
			return v.Field == o.spot.field && v.Valid && v.Text != o.value.Text && alike(v.Text, o.value.Text)
		})
	})
}

// takenFromBelow reports whether a value was taken from below the closing words while the text gives one that differs in a digit or a letter.
func takenFromBelow(values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(a offer) bool {
		taken := slices.ContainsFunc(values, func(v Value) bool { return v.Field == a.spot.field && v.Text == a.value.Text })
		return taken && (a.spot.signed || a.spot.closed) && a.spot.field != privacy.FieldName && slices.ContainsFunc(offers, func(b offer) bool {
			return b.spot.field == a.spot.field && b.value.Valid && !b.former && !b.spot.closed && b.spot.line < a.spot.line && b.value.Text != a.value.Text && alike(a.value.Text, b.value.Text)
		})
	})
}

// twoNew reports whether beside a value that is said to be new another of its field is, in another line: «Жаңа поштам: A … ескісінің орнында B
// тұрсын»; of two that differ in a digit, one need not be said to be.
func (r *reading) twoNew(x *index, values []Value, offers []offer) bool {
	fresh := func(o offer) bool {
		return o.rule == "new" && o.spot.field != privacy.FieldName && o.value.Valid && !o.former && !o.stray && !o.spot.closed
	}
	return slices.ContainsFunc(offers, func(a offer) bool {
		taken := slices.ContainsFunc(values, func(v Value) bool { return v.Field == a.spot.field && v.Text == a.value.Text })
		return taken && slices.ContainsFunc(offers, func(b offer) bool {
			other := fresh(b) && b.spot.field == a.spot.field && b.value.Text != a.value.Text && b.spot.line != a.spot.line
			return other && (fresh(a) && (b.chance >= nothingAt || r.justSaidNew(x, b.spot)) || alike(a.value.Text, b.value.Text) && r.justSaidNew(x, b.spot))
		})
	})
}

// justSaidNew reports whether the word right before a value says that it is new: «жаңасы 8 705 …».
func (r *reading) justSaidNew(x *index, s spot) bool {
	before, _ := r.wordsAround(s)
	return len(before) > 0 && x.fresh(before[len(before)-1])
}

// sameAsOld reports whether a value shall be changed to itself: «замените A на A», «Прежнее значение: A / Новое значение: A».
func (r *reading) sameAsOld(offers []offer) bool {
	for _, a := range offers {
		if a.former && a.value.Valid && !a.unchanged && !slices.ContainsFunc(offers, func(o offer) bool { // another is
			return o.spot.field == a.spot.field && o.value.Valid && o.value.Text != a.value.Text && !o.barred() && o.chance >= sureAt
		}) && slices.ContainsFunc(offers, func(b offer) bool {
			return b.spot.field == a.spot.field && b.value.Text == a.value.Text && b.rule == "new" && !b.former && b.spot.line != a.spot.line
		}) {
			return true
		}
	}
	for k := 1; k < len(offers); k++ {
		a, b := offers[k-1], offers[k]
		if a.spot.field != b.spot.field || a.spot.line != b.spot.line || !a.value.Valid || a.value.Text != b.value.Text || a.spot.end > b.spot.start || b.unchanged {
			continue
		}
		if b.rule == "new" && a.rule != "new" || a.rule == "old" {
			return true
		}
	}
	return false
}

// sameValue compares values; a name is the same in another order.
func sameValue(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// repeated reports whether the same value stands elsewhere too, and is the new one there beyond doubt.
func repeated(o offer, offers []offer) bool {
	return slices.ContainsFunc(offers, func(other offer) bool {
		return other.spot.field == o.spot.field && other.value.Text == o.value.Text && !other.unclear && !other.stray && other.chance >= chosenAt
	})
}

// renamedBeside reports whether the letter says of a name that it is the new one, gives another with the same part, and no name was
// taken: «Tamsin Boyce here … I'm officially Tamsin Okafor now» beside a new address.
func renamedBeside(values []Value, offers []offer) bool {
	if slices.ContainsFunc(values, func(v Value) bool { return v.Field == privacy.FieldName }) {
		return false
	}
	parts := func(o offer) []string { return strings.Fields(strings.ToLower(o.value.Raw)) }
	without := func(a, b []string) bool {
		return slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
	}
	return slices.ContainsFunc(offers, func(o offer) bool {
		if o.spot.field != privacy.FieldName || o.spot.role != roleNew || !o.value.Valid || o.spot.closed || o.spot.other {
			return false
		}
		fresh := parts(o)
		return slices.ContainsFunc(offers, func(other offer) bool {
			if other.spot.field != privacy.FieldName {
				return false
			}
			known := parts(other)
			return without(fresh, known) && without(known, fresh) && slices.ContainsFunc(fresh, func(w string) bool { return slices.Contains(known, w) })
		})
	})
}
