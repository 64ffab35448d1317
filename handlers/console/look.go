package console

import (
	"net/http"
	"slices"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// mustLook reports whether somebody has to see the letters of a decision before it
// counts: no letter leaves that was not shown as it is. Values are put as they would
// be recorded, so that what is shown is what will be.
func (s *Server) mustLook(r *http.Request, v *visit, n privacy.Number, f *form, act *review.Act) (bool, error) {
	checked, err := s.Desk.CheckValues(act.Values)
	if err != nil {
		return false, err
	}
	for _, value := range checked {
		f.Values[value.Field] = value.Value
	}
	act.Values = checked
	drafts, err := s.Desk.Preview(r.Context(), n, v.actor(), *act)
	if err != nil || len(drafts) > 0 || len(checked) > 0 || act.Verb != "approve" && act.Verb != notARequest || act.ByHand {
		return err == nil && (len(drafts) > 0 || len(checked) > 0), err
	}
	c, err := s.Desk.Case(r.Context(), n)
	if act.Verb == notARequest { // it closes, and carries nothing out
		return err == nil && slices.ContainsFunc(c.Warnings, func(w review.Warning) bool { return w.Code == review.WarnAnswered || w.Code == review.WarnAwaited }), err
	}
	return err == nil && seeFirst(c), err
}

const notARequest = "not-a-request"

// preview fills in the letters that the decision of the first form would send, as
// far as it is known by now.
func (s *Server) preview(r *http.Request, v *visit, d *itemData) {
	typed := form{Verb: d.Verb, Values: d.proposedValues()}
	if saysNothingHeld(d.Proposal) {
		typed.Values, typed.NothingHeld = nil, true
	}
	if d.Form.Verb == d.Verb && !d.Form.ByHand {
		typed = d.Form
	} else if d.Verb != "approve" {
		return // nothing was typed
	}
	if d.Verb != "approve" && typed.Looked == "" && !typed.Look {
		return // typed, and nobody asked for the letter
	}
	d.Looked = notLooked
	if d.Verb == "approve" && d.undecided(typed) {
		return
	}
	if d.Verb == "approve" && d.empty(typed) {
		d.Empty = true
		return
	}
	d.Words = typed.Letter
	act := typed.act()
	act.Seen, act.Read = d.Version, true
	drafts, err := s.Desk.Preview(r.Context(), d.Request.Number, v.actor(), act)
	if err == nil {
		if d.Drafts, d.Silent = drafts, len(drafts) == 0; !d.SeeFirst || d.Look {
			d.Looked = typed.sum()
		}
		return
	}
	if d.Problem == nil {
		_, told := s.failed(v.language, err)
		d.Problem = &told
	}
	if act.Letter != "" { // what was typed must not be lost because of what is wrong with it
		act.Letter = ""
		d.Drafts, _ = s.Desk.Preview(r.Context(), d.Request.Number, v.actor(), act)
	}
}

// proposedValues are those of the first form before anybody typed.
func (d *itemData) proposedValues() map[privacy.Field]string {
	values := make(map[privacy.Field]string)
	for _, c := range d.Changes {
		values[c.Field] = c.Value
	}
	return values
}

// empty: an update without a value, which nothing can be tried with.
func (d *itemData) empty(f form) bool {
	if d.Request.Kind != privacy.KindUpdate || f.NothingHeld || !d.Request.ClosedAt.IsZero() {
		return false
	}
	for _, v := range f.Values {
		if v != "" {
			return false
		}
	}
	return true
}

// written is one of the forms whose decision writes letters.
type written struct {
	Page  itemData
	Verb  string
	Key   string // of the keyboard; empty: none
	Typed form   // empty where another form was typed into
}

// For gives a form its words: {{template "words" (.For "ask" "Q")}}.
func (d itemData) For(verb, key string) written {
	w := written{Page: d, Verb: verb, Key: key}
	if d.Form.Verb == verb {
		w.Typed = d.Form
	}
	return w
}
