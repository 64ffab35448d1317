package console

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// decideSeveral asks for the words that a decision needs, shows what would happen to
// all that are ticked and, once that was looked at, carries the decision out on each by
// itself: one that somebody else has decided does not hold up the others.
func (s *Server) decideSeveral(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := readForm(r); err != nil {
		return err
	}
	f, err := severalFormOf(r)
	if err != nil {
		return err
	}
	items, to := r.PostForm["item"], back(r.PostFormValue("back"), "/")
	missing := ""
	switch {
	case f.Verb == "more":
		missing = "queue.none-chosen"
	case len(items) == 0:
		missing = "queue.none-ticked"
	}
	if missing != "" {
		s.tell(v, notice{Key: missing, Problem: true})
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	d := severalData{Form: f, Back: to, List: listBehind(to, v)}
	sure, look := r.PostFormValue("sure") != "", r.PostFormValue("look") != ""
	if err := f.check(s.Zone); err != nil && (sure || look) {
		status, told := s.failed(v.language, err)
		d.Problem = &told
		return s.several(w, r, v, d, items, status)
	}
	d.Tried = !f.Asks() || sure || look
	if !sure || f.Asks() && r.PostFormValue("looked") != f.sum() {
		return s.several(w, r, v, d, items, http.StatusOK)
	}
	told, err := s.each(r, v, f, items)
	if err != nil {
		return err
	}
	told.List = d.List
	s.tell(v, told)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// each carries the decision out on each, and tells what came of it.
func (s *Server) each(r *http.Request, v *visit, f severalForm, items []string) (told notice, err error) {
	told = notice{Key: "done.several"}
	if f.Verb == "undo" {
		told.Key = "done.several-undone"
	}
	for _, ticked := range s.inOrder(r, f.Verb, items) {
		n, seen, shown, err := tickedItem(ticked)
		var done review.Done
		var c review.Case
		if err == nil {
			c, err = s.Desk.Case(r.Context(), n)
		}
		if err == nil {
			act := s.actOn(f, v, c, seen, shown)
			act.Read = wasRead(r, n, seen)
			done, err = s.Desk.Do(r.Context(), n, v.actor(), act)
		}
		if errors.Is(err, privacy.ErrUnavailable) && len(told.Decided) == 0 {
			return told, err
		}
		if err != nil {
			_, why := s.failed(v.language, err)
			told.Failed = append(told.Failed, failedOne{n, why})
			continue
		}
		told.decided(n, done)
		if c, err := s.Desk.Case(r.Context(), n); err == nil && f.Verb != "undo" && c.UndoUntil.After(s.Now()) {
			told.UndoAll = append(told.UndoAll, fmt.Sprintf("%s:%d", n, c.Item.Version))
		}
	}
	told.Args, told.Problem = []any{len(told.Decided), len(told.Failed)}, len(told.Failed) > 0
	return told, nil
}

func tickedItem(ticked string) (n privacy.Number, seen int, shown string, err error) {
	number, version, _ := strings.Cut(ticked, ":")
	version, shown, _ = strings.Cut(version, ":")
	if n, err = privacy.ParseNumber(number); err == nil {
		seen, err = strconv.Atoi(version)
	}
	if err != nil && n != "" {
		err = privacy.Mistaken("form-seen", fmt.Errorf("the form does not say what was seen; open the queue again: %w", privacy.ErrBadInput))
	}
	return n, seen, shown, err
}

// listBehind is the query of the list that a page to go back to shows; empty where it
// shows another, or all.
func listBehind(to string, v *visit) string {
	u, err := url.Parse(to)
	if err != nil || u.Path != "/" {
		return ""
	}
	return filterOf(u.Query(), v).Here()
}
