package console

import (
	"net/http"
	"slices"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// offer fills in what somebody who decides needs.
func (s *Server) offer(r *http.Request, v *visit, d *itemData) {
	d.Choices = choices{
		Kinds: privacy.Kinds, Grounds: grounds, HoldGrounds: review.HoldGrounds(),
		Answers: s.Desk.Titled(s.Desk.TextsFor(d.Case, "reply"), v.language), Questions: s.Desk.Titled(s.Desk.TextsFor(d.Case, "ask"), v.language),
		Logins: s.logins(v),
	}
	if d.Form.Verb == "" && d.Verb == "reply" {
		d.Form = form{Verb: "reply", Text: s.Desk.AccessDraft(r.Context(), d.Case)}
	}
	d.offerValues()
	s.preview(r, v, d)
}

// logins are those whom a request can be given to.
func (s *Server) logins(v *visit) (list []string) {
	for _, o := range s.Desk.Operators {
		if o.Role != review.RoleAuditor {
			list = append(list, o.Login)
		}
	}
	if !slices.Contains(list, v.operator.Login) {
		list = append(list, v.operator.Login)
	}
	return list
}

// offerValues gives an update a row for each field, also for those that the letter
// does not name.
func (d *itemData) offerValues() {
	if d.Request.Kind != privacy.KindUpdate {
		return
	}
	if !d.Request.ClosedAt.IsZero() { // what it asked is done; what was answered since may be a value
		if d.Changes = nil; !review.Answered(d.Case.Item) {
			return
		}
	}
	d.gatherNamed()
	for _, f := range privacy.Fields {
		if !slices.ContainsFunc(d.Changes, func(c change) bool { return c.Field == f }) {
			d.Changes = append(d.Changes, change{Field: f, Now: current(d.Case, f), Line: -1, Valid: true})
		}
	}
	for i := range d.Changes {
		if c := &d.Changes[i]; d.Form.Verb == "approve" {
			c.Typed = d.Form.Value(c.Field, c.Value)
		}
	}
}

// gatherNamed makes one row of several values for one field: none of them is proposed.
func (d *itemData) gatherNamed() {
	var rows []change
	for _, c := range d.Changes {
		at := slices.IndexFunc(rows, func(r change) bool { return r.Field == c.Field })
		if at < 0 {
			rows = append(rows, c)
			continue
		}
		r := &rows[at]
		if len(r.Named) == 0 && r.Value != c.Value {
			r.Named = []string{r.Value}
		}
		if len(r.Named) > 0 && !slices.Contains(r.Named, c.Value) {
			r.Named = append(r.Named, c.Value)
			r.Value, r.Typed, r.Line, r.Valid = "", "", -1, true
		}
	}
	d.Changes = rows
}

// undecided: several values are named for a field, and none was typed.
func (d *itemData) undecided(f form) bool {
	return slices.ContainsFunc(d.Changes, func(c change) bool { return len(c.Named) > 0 && f.Values[c.Field] == "" })
}

// grounds are those of refusals; NOT_A_REQUEST has a button of its own.
var grounds = []string{"LAW_RETENTION", "OPEN_OBLIGATION", "ART9", "PENDING_CLAIM", "OTHER"}

// place finds the neighbours in the list it was opened from, so that a decision leads
// to the next of it.
func (d *itemData) place(s *Server, r *http.Request, v *visit) {
	at, err := s.Desk.Place(r.Context(), listOf(r, v).desk(v), d.Request.Number)
	if err != nil {
		return // the page is of use without
	}
	d.Place, d.Of, d.Previous, d.Next = at.Place, at.Of, at.Previous, at.Next
}
