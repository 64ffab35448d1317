package console

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// severalData is what is shown before several are decided.
type severalData struct {
	Form       severalForm
	Back, List string // the page to go back to, and the query of its list
	Tried      bool   // each row tells what would happen
	Some       bool   // of them can be decided so
	Rows       []severalRow
	Languages  []privacy.Language // of those who wrote them
	Choices    choices
	Until      time.Time
	Problem    *failure
}

type severalRow struct {
	Item     string // number, version and the proposal that was shown, as the form gives them
	Number   privacy.Number
	Kind     privacy.Kind
	Language privacy.Language
	Proof    privacy.Proof
	Who      string // masked, as in the queue
	Proposal string
	Warnings []review.Warning
	Letters  []review.Draft // that leave
	Reading  *reading
	failure  // why it will not work; zero: it will
}

// Looked is the sum of the words whose letters are shown.
func (d severalData) Looked() string {
	if !d.Tried {
		return notLooked
	}
	return d.Form.sum()
}

// several shows the page: what is to be typed, and what a decision would do to each.
func (s *Server) several(w http.ResponseWriter, r *http.Request, v *visit, d severalData, items []string, status int) error {
	d.Until, _ = endOfDay(d.Form.Until, s.Zone)
	d.Choices = choices{Kinds: privacy.Kinds, Grounds: grounds, HoldGrounds: review.HoldGrounds(), Logins: s.logins(v)}
	for _, ticked := range items {
		row := s.severalRow(r, v, &d, ticked)
		d.Some = d.Some || row.Text == ""
		d.Rows = append(d.Rows, row)
	}
	slices.SortFunc(d.Choices.Answers, func(a, b review.Text) int { return strings.Compare(a.Name, b.Name) })
	return s.showStatus(w, r, v, status, "several", "queue", d)
}

// severalRow tells of one of them, and gathers for the form in which language, and
// with which prepared texts, its writer can be written to.
func (s *Server) severalRow(r *http.Request, v *visit, d *severalData, ticked string) severalRow {
	row := severalRow{Item: ticked}
	n, seen, _, err := tickedItem(ticked)
	var c review.Case
	if err == nil {
		c, err = s.Desk.Case(r.Context(), n)
	}
	if row.Number = n; err != nil {
		_, row.failure = s.failed(v.language, err)
		return row
	}
	q := c.Request
	row.Kind, row.Language, row.Proof, row.Who, row.Proposal = q.Kind, q.Language, q.Proof, q.From.Masked(), proposal(c)
	if row.Proposal == "confirm" { // that is not what several are approved to
		row.Proposal = string(row.Kind)
	}
	row.Item = fmt.Sprintf("%s:%d:%s", n, seen, row.Proposal)
	if !slices.Contains(d.Languages, q.Language) {
		d.Languages = append(d.Languages, q.Language)
	}
	act := s.actOn(d.Form, v, c, seen, row.Proposal)
	for _, t := range s.Desk.TextsFor(c, act.Verb) {
		if !slices.ContainsFunc(d.Choices.Answers, func(have review.Text) bool { return have.Name == t.Name }) {
			d.Choices.Answers = append(d.Choices.Answers, s.titled(t, v.language))
		}
	}
	if !d.Tried {
		return row
	}
	row.Warnings = warningsOf(d.Form.Verb, c, act)
	if act.Verb == "approve" {
		row.Reading = s.reading(c)
		act.Read = row.Reading != nil && row.Reading.Tick != "" // to be tried, not done
	}
	if row.Letters, err = s.Desk.Preview(r.Context(), n, v.actor(), act); err != nil {
		_, row.failure = s.failed(v.language, err)
	}
	return row
}

// titled is a prepared text with its title in the language of the page.
func (s *Server) titled(t review.Text, l privacy.Language) review.Text {
	for _, own := range s.Desk.Texts(l) {
		if own.Name == t.Name {
			return own
		}
	}
	return t
}

// warningsOf are those that matter to a decision about one of several.
func warningsOf(verb string, c review.Case, act review.Act) (list []review.Warning) {
	switch verb {
	case "approve":
		return c.Warnings
	case "take", "assign", "note", "release", "undo":
		return nil
	case "hold":
		if c.Item.HeldUntil = act.Until; review.HeldLate(c.Item) {
			return []review.Warning{{Code: review.WarnHeldLate}}
		}
		return nil
	}
	told := []string{review.WarnAnswered, review.WarnMore, review.WarnDuplicate, review.WarnRecord, review.WarnUnread}
	for _, w := range c.Warnings {
		if slices.Contains(told, w.Code) {
			list = append(list, w)
		}
	}
	return list
}
