package console

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// severalData is what is shown before several are decided.
type severalData struct {
	Verb, Back string
	Rows       []severalRow
	Some       bool // of them can be decided so
}

type severalRow struct {
	Item     string // number, version and the proposal that was shown, as the form gives them
	Number   privacy.Number
	Kind     privacy.Kind
	Proof    privacy.Proof
	Who      string // masked, as in the queue
	Proposal string
	Warnings []review.Warning
	Letters  []review.Draft // that leave
	Reading  *reading
	failure  // why it will not work; zero: it will
}

// decideSeveral shows what would happen to all that are ticked and, once that was
// looked at, carries the decision out on each by itself: one that somebody else has
// decided does not hold up the others.
func (s *Server) decideSeveral(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := readForm(r); err != nil {
		return err
	}
	act := review.Act{Verb: r.PostFormValue("verb")}
	switch act.Verb {
	case "approve", "not-a-request":
	case "assign":
		act.To = v.operator.Login
	default:
		return privacy.Mistaken("no-decision", fmt.Errorf("no decision for several at once is called that: %w", privacy.ErrBadInput))
	}
	items, to := r.PostForm["item"], back(r.PostFormValue("back"), "/")
	switch {
	case len(items) == 0:
		s.tell(v, notice{Key: "queue.none-ticked", Problem: true})
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	case r.PostFormValue("sure") == "":
		return s.several(w, r, v, act, severalData{Verb: act.Verb, Back: to}, items)
	}
	told := notice{Key: "done.several"}
	for _, ticked := range s.inOrder(r, act.Verb, items) {
		n, seen, shown, err := tickedItem(ticked)
		act.Seen, act.NothingHeld = seen, act.Verb == "approve" && saysNothingHeld(shown)
		act.Read = wasRead(r, n, seen)
		if err == nil {
			_, err = s.Desk.Do(r.Context(), n, v.actor(), act)
		}
		if errors.Is(err, privacy.ErrUnavailable) {
			return err
		}
		if err != nil {
			_, why := s.failed(v.language, err)
			told.Failed = append(told.Failed, failedOne{n, why})
		} else {
			told.Decided = append(told.Decided, n)
		}
	}
	told.Args, told.Problem = []any{len(told.Decided), len(told.Failed)}, len(told.Failed) > 0
	s.tell(v, told)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// several shows what a decision would do to each.
func (s *Server) several(w http.ResponseWriter, r *http.Request, v *visit, act review.Act, d severalData, items []string) error {
	for _, ticked := range items {
		row := severalRow{Item: ticked}
		var c review.Case
		var drafts []review.Draft
		n, seen, _, err := tickedItem(ticked)
		if err == nil {
			c, err = s.Desk.Case(r.Context(), n)
		}
		if row.Number = n; err == nil {
			row.Kind, row.Proposal, act.Seen = c.Request.Kind, proposal(c), seen
			row.Proof, row.Who = c.Request.Proof, c.Request.From.Masked()
			if act.Verb == "approve" {
				row.Warnings, row.Reading = c.Warnings, s.reading(c)
				act.Read = row.Reading != nil && row.Reading.Tick != "" // to be tried, not done
			}
			if row.Proposal == "confirm" { // that is not what several are approved to
				row.Proposal = string(row.Kind)
			}
			row.Item = fmt.Sprintf("%s:%d:%s", n, seen, row.Proposal)
			act.NothingHeld = act.Verb == "approve" && saysNothingHeld(row.Proposal)
			drafts, err = s.Desk.Preview(r.Context(), n, v.actor(), act)
		}
		row.Letters = drafts
		if err != nil {
			_, row.failure = s.failed(v.language, err)
		}
		d.Some = d.Some || err == nil
		d.Rows = append(d.Rows, row)
	}
	return s.show(w, r, v, "several", "queue", d)
}

func tickedItem(ticked string) (n privacy.Number, seen int, shown string, err error) {
	number, version, _ := strings.Cut(ticked, ":")
	version, shown, _ = strings.Cut(version, ":")
	if n, err = privacy.ParseNumber(number); err == nil {
		seen, err = strconv.Atoi(version)
	}
	return n, seen, shown, err
}
