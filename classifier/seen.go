package classifier

import (
	"fmt"
	"slices"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Seen is a number, an address or a name in a letter, with what was made of it.
type Seen struct {
	Value
	Role  string  // "new", "old", "other" (of something else), "document" (its number), "open" (nothing says)
	Taken bool    // it is among the values of the verdict
	Why   string  // why it is not, a sentence without its full stop
	Score float64 // the chance of being the new value; 0 where no model was asked
}

// seenValues lists what may be a value, in the order of the letter, with the reason
// why each was taken or not.
func (r *reading) seenValues(x *index, m *message.Message, verdicts []Verdict) (list []Seen) {
	var taken []Value
	asked := false
	for _, v := range verdicts {
		if v.Kind == privacy.KindUpdate {
			asked, taken = true, v.Fields
		}
	}
	offers := r.offers(x, m)
	r.weighOffers(x, m, offers)
	for _, o := range offers {
		if !asked && o.spot.field == privacy.FieldName {
			continue // every signature is a name
		}
		list = append(list, o.seen(asked, taken))
	}
	for _, v := range taken { // read behind a label, and found otherwise in part or not at all
		if slices.ContainsFunc(list, func(s Seen) bool { return s.Taken && s.Field == v.Field && s.Valid == v.Valid && s.Text == v.Text }) {
			continue
		}
		list = slices.DeleteFunc(list, func(s Seen) bool { return s.Field == v.Field && !s.Valid && overlap(s.Place, v.Place) })
		list = append(list, Seen{Value: v, Role: "new", Taken: true})
	}
	slices.SortStableFunc(list, func(a, b Seen) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Start - b.Start
	})
	return list
}

func overlap(a, b Place) bool { return a.Part == b.Part && a.Start < b.End && b.Start < a.End }

func (o offer) seen(asked bool, taken []Value) Seen {
	s := Seen{Value: o.value, Role: "open", Score: o.chance}
	switch {
	case o.value.Problem == problemIIN:
		s.Role = "document"
	case o.former:
		s.Role = "old"
	case o.stray:
		s.Role = "other"
	case o.rule == "old", o.rule == "other", o.rule == "new":
		s.Role = o.rule
	}
	s.Taken = slices.ContainsFunc(taken, func(v Value) bool {
		return v.Field == o.value.Field && (overlap(v.Place, o.value.Place) || v.Valid && v.Text == o.value.Text)
	})
	if s.Taken {
		if s.Role == "open" || s.Role == "old" { // what only seemed old by the words around it
			s.Role = "new"
		}
		return s
	}
	s.Why = o.leftOut(asked)
	return s
}

// leftOut says why a value was not taken.
func (o offer) leftOut(asked bool) string {
	switch {
	case o.value.Problem == problemIIN:
		return "it is the number of a document, recognised in order to be starred"
	case !asked:
		return "the letter asks for no change of data"
	case o.rule == "old", o.former:
		return "the words around it say that it is the former one"
	case o.stray:
		return "the letter asks for no change of it: it is a second one, somebody else's, or how to reach the writer"
	case o.rule == "other":
		return "the words before it speak of something else"
	case o.rule == "sender":
		return "it is the address that the letter came from"
	case o.rule == "closed":
		return "it stands below the closing words, where people sign"
	case !o.value.Valid:
		return o.value.Problem
	case o.chance < chosenAt:
		return fmt.Sprintf("too little says that it is the new one: a chance of %.0f\u00a0%%, and %.0f\u00a0%% are needed", 100*o.chance, 100*chosenAt)
	}
	return "another value for the same field was taken"
}
