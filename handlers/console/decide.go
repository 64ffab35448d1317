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

// decide carries a decision out and goes on to the next request, or shows the form
// again with what was typed and what is wrong.
func (s *Server) decide(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	f := formOf(r)
	stay, known := stays[f.Verb]
	if !known {
		return privacy.Mistaken("no-decision", fmt.Errorf("no decision is called that: %w", privacy.ErrNotFound))
	}
	if f.Insert {
		return s.formAgain(w, r, v, n, f, nil)
	}
	act, err := s.complete(r, n, f)
	if err == nil && (writes[f.Verb] || f.Verb == notARequest) && f.Looked != f.sum() {
		if f.Look, err = s.mustLook(r, v, n, &f, &act); f.Look {
			return s.formAgain(w, r, v, n, f, nil)
		}
	}
	var done review.Done
	if err == nil {
		done, err = s.Desk.Do(r.Context(), n, v.actor(), act)
	}
	switch {
	case errors.Is(err, privacy.ErrUnavailable):
		return err
	case err != nil:
		return s.formAgain(w, r, v, n, f, err)
	}
	s.told(r, v, n, f, done)
	list, to := listOf(r, v).Here(), "/requests/"+string(n)
	if next, err := privacy.ParseNumber(r.PostFormValue("next")); !stay && !f.Open {
		if to = "/"; err == nil {
			to = "/requests/" + string(next)
		}
	}
	http.Redirect(w, r, to+list, http.StatusSeeOther)
	return nil
}

// complete reads what is more than words.
func (s *Server) complete(r *http.Request, n privacy.Number, f form) (a review.Act, err error) {
	a = f.act()
	a.Read = true // what has to be seen first was shown: see mustLook
	if len(f.Text) > review.MaxText || len(f.Letter) > review.MaxText {
		return a, tooLong()
	}
	if a.Seen, err = strconv.Atoi(r.PostFormValue("seen")); err != nil && f.Verb != "note" {
		return a, privacy.Mistaken("form-seen", fmt.Errorf("the form does not say what was seen; open the request again: %w", privacy.ErrBadInput))
	}
	if a.Seen == 0 {
		a.Seen = review.SeenNone
	}
	if f.Until != "" {
		if a.Until, err = endOfDay(f.Until, s.Zone); err != nil {
			return a, err
		}
	}
	if f.Verb == "merge" {
		if a.Into, err = privacy.ParseNumber(f.Into); err != nil {
			return a, privacy.Mistaken("bad-number", fmt.Errorf("the number of the other request: %w", err))
		}
	}
	return a, nil
}

func (s *Server) told(r *http.Request, v *visit, n privacy.Number, f form, done review.Done) {
	t := notice{Key: "done." + f.Verb, Number: n, List: listOf(r, v).Here(), Split: done.Split, Warnings: done.Warnings, GoesOn: done.GoesOn}
	t.learn(done.Lesson)
	if f.Verb == "hold" && f.Until == "" {
		t.Key = "done.release"
	}
	if f.Verb == "due" && f.Until == "" {
		t.Key = "done.due-none"
	}
	if c, err := s.Desk.Case(r.Context(), n); err == nil && f.Verb != "undo" {
		t.Undo, t.Version = c.UndoUntil.After(s.Now()), c.Item.Version
	}
	s.tell(v, t)
}

// formAgain shows the request with the form as it was typed.
func (s *Server) formAgain(w http.ResponseWriter, r *http.Request, v *visit, n privacy.Number, f form, failed error) error {
	status := http.StatusOK
	f.Text = s.withPrepared(r, n, f)
	d, err := s.itemData(r, v, n, f)
	if err != nil {
		return err
	}
	if failed != nil {
		var told failure
		status, told = s.failed(v.language, failed)
		if told.Text == "error.conflict" && d.Waiting { // assigned or changed, but nobody has decided
			told.Text, told.Detail, told.Said = "error.changed", "", false // it says all that the detail does
		}
		d.Problem = &told
		if wrong := (*review.FieldError)(nil); errors.As(failed, &wrong) {
			d.Wrong = wrong.Field
		}
	}
	return s.showStatus(w, r, v, status, "item", "item", d)
}

// withPrepared puts the prepared text that was chosen below what was typed, unless it
// stands there.
func (s *Server) withPrepared(r *http.Request, n privacy.Number, f form) string {
	c, err := s.Desk.Case(r.Context(), n)
	if err != nil || f.Prepared == "" {
		return f.Text
	}
	for _, t := range s.Desk.TextsFor(c, f.Verb) {
		if words := strings.TrimSpace(s.Desk.Filled(r.Context(), c, t)); t.Name == f.Prepared && !strings.Contains(strings.ReplaceAll(f.Text, "\r\n", "\n"), words) {
			return strings.TrimSpace(f.Text + "\n\n" + words)
		}
	}
	return f.Text
}
