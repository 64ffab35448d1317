package console

import (
	"errors"
	"net/http"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

type subjectsData struct {
	Count   int
	Typed   review.Person
	Date    string // of the consent, as typed
	Missing bool
	Problem *failure
}

func (s *Server) subjects(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.subjectsAgain(w, r, v, subjectsData{}, nil)
}

func (s *Server) subjectsAgain(w http.ResponseWriter, r *http.Request, v *visit, d subjectsData, failed error) error {
	status := http.StatusOK
	sum, err := s.Desk.Summary(r.Context())
	if err != nil {
		return err
	}
	d.Count = sum.Subjects
	if failed != nil {
		var told failure
		status, told = s.failed(v.language, failed)
		d.Problem = &told
	}
	return s.showStatus(w, r, v, status, "subjects", "subjects", d)
}

// findSubject: to look is an act on the chain.
func (s *Server) findSubject(w http.ResponseWriter, r *http.Request, v *visit) error {
	found, err := s.Desk.FindSubject(r.Context(), v.actor(), r.PostFormValue("email"))
	if errors.Is(err, privacy.ErrNotFound) {
		return s.subjectsAgain(w, r, v, subjectsData{Missing: true}, nil)
	}
	if err != nil {
		return s.subjectsAgain(w, r, v, subjectsData{}, err)
	}
	return s.showSubject(w, r, v, http.StatusOK, found, nil)
}

func (s *Server) subject(w http.ResponseWriter, r *http.Request, v *visit) error {
	found, err := s.Desk.ShowSubject(r.Context(), v.actor(), privacy.SubjectID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return s.showSubject(w, r, v, http.StatusOK, found, nil)
}

func (s *Server) addSubject(w http.ResponseWriter, r *http.Request, v *visit) error {
	p := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	person := review.Person{
		Email: p("email"), Name: p("name"), Phone: p("phone"), Language: privacy.Language(p("language")), Source: p("source"), Purpose: p("purpose"),
	}
	d := subjectsData{Typed: person, Date: p("date")}
	var err error
	if d.Date != "" {
		person.ConsentDate, err = review.ParseConsentDate(d.Date, s.Zone)
	}
	var id privacy.SubjectID
	if err == nil {
		id, err = s.Desk.AddSubject(r.Context(), v.actor(), person)
	}
	if err != nil {
		return s.subjectsAgain(w, r, v, d, err)
	}
	s.tell(v, notice{Key: "done.subject-added"})
	http.Redirect(w, r, "/subjects/"+string(id), http.StatusSeeOther)
	return nil
}

// changeSubject corrects a record by hand, with the reason. The address is never
// changed so (P3).
func (s *Server) changeSubject(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := privacy.SubjectID(r.PathValue("id"))
	var c review.SubjectChange
	c.Reason = strings.TrimSpace(r.PostFormValue("reason"))
	changed := func(name string) (string, bool) {
		now := strings.TrimSpace(r.PostFormValue(name))
		return now, now != strings.TrimSpace(r.PostFormValue("before-"+name))
	}
	if name, ok := changed("name"); ok {
		c.Name = &name
	}
	if phone, ok := changed("phone"); ok {
		c.Phone = &phone
	}
	if language, ok := changed("language"); ok {
		l := privacy.Language(language)
		c.Language = &l
	}
	if letters, ok := changed("letters"); ok {
		yes := letters == "yes"
		c.Letters = &yes
	}
	return s.acted(w, r, v, id, "done.subject-changed", s.Desk.ChangeSubject(r.Context(), v.actor(), id, c))
}

func (s *Server) blockSubject(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := privacy.SubjectID(r.PathValue("id"))
	reason := strings.TrimSpace(r.PostFormValue("reason"))
	if r.PostFormValue("blocked") == "yes" {
		return s.acted(w, r, v, id, "done.subject-blocked", s.Desk.BlockSubject(r.Context(), v.actor(), id, reason))
	}
	left, err := s.Desk.UnblockSubject(r.Context(), v.actor(), id, review.Unblocking{Reason: reason, NoLetter: r.PostFormValue("no-letter") != ""})
	done := "done.subject-unblocked"
	if len(left) > 0 {
		done = "done.subject-unblocked-told"
	}
	return s.acted(w, r, v, id, done, err)
}

// acted goes back to the person with what came of it.
func (s *Server) acted(w http.ResponseWriter, r *http.Request, v *visit, id privacy.SubjectID, done string, err error) error {
	if err == nil {
		s.tell(v, notice{Key: done})
		http.Redirect(w, r, "/subjects/"+string(id), http.StatusSeeOther)
		return nil
	}
	found, findErr := s.Desk.ShowSubject(r.Context(), v.actor(), id)
	if findErr != nil {
		return findErr
	}
	status, told := s.failed(v.language, err)
	return s.showSubject(w, r, v, status, found, &told)
}
