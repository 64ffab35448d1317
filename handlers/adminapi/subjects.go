package adminapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

func (s *Server) addSubject(w http.ResponseWriter, r *http.Request) {
	var p Person
	err := decode(w, r, &p)
	person := review.Person{Email: p.Email, Name: p.Name, Phone: p.Phone, Language: p.Language, Source: p.Source, Purpose: p.Purpose, Again: p.Again}
	if err == nil && p.ConsentDate != "" {
		person.ConsentDate, err = review.ParseConsentDate(p.ConsentDate, s.Desk.Office.Zone)
	}
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	id, err := s.Desk.AddSubject(r.Context(), actor(r.Context()), person)
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	d, err := s.Desk.ShowSubject(r.Context(), actor(r.Context()), id)
	s.reply(w, s.subjectView(d), err)
}

// findSubject takes the address in the body: an address in a URL would stand in
// process lists and logs (P7).
func (s *Server) findSubject(w http.ResponseWriter, r *http.Request) {
	var p Person
	err := decode(w, r, &p)
	var d review.Dossier
	if err == nil {
		d, err = s.Desk.FindSubject(r.Context(), actor(r.Context()), p.Email)
	}
	s.replySubject(w, d, err)
}

func (s *Server) showSubject(w http.ResponseWriter, r *http.Request) {
	d, err := s.Desk.ShowSubject(r.Context(), actor(r.Context()), privacy.SubjectID(r.PathValue("id")))
	s.replySubject(w, d, err)
}

func (s *Server) replySubject(w http.ResponseWriter, d review.Dossier, err error) {
	if d.Unread {
		w.Header().Set(leftOut, "unreadable")
	}
	s.reply(w, s.subjectView(d), err)
}

// changeSubject changes, blocks or unblocks a record without a request.
func (s *Server) changeSubject(w http.ResponseWriter, r *http.Request) {
	ctx, by, id := r.Context(), actor(r.Context()), privacy.SubjectID(r.PathValue("id"))
	var c SubjectChange
	var leaving []review.Draft
	err := decode(w, r, &c)
	if err == nil {
		switch verb := r.PathValue("verb"); verb {
		case "change":
			err = s.Desk.ChangeSubject(ctx, by, id, review.SubjectChange{Name: c.Name, Phone: c.Phone, Language: c.Language, Letters: c.Letters, Reason: c.Reason})
		case "block":
			err = s.Desk.BlockSubject(ctx, by, id, c.Reason)
		case "unblock":
			leaving, err = s.Desk.UnblockSubject(ctx, by, id, review.Unblocking{Reason: c.Reason, NoLetter: c.NoLetter})
		default:
			err = fmt.Errorf("nothing about a record is called %q: %w", verb, privacy.ErrNotFound)
		}
	}
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	d, err := s.Desk.ShowSubject(ctx, by, id)
	v := Changed{Subject: s.subjectView(d)}
	for _, l := range leaving {
		v.Leaving = append(v.Leaving, l.Template)
	}
	s.reply(w, v, err)
}

// previewUnblock tells which letter the end of a blocking would send.
func (s *Server) previewUnblock(w http.ResponseWriter, r *http.Request) {
	var c SubjectChange
	err := decode(w, r, &c)
	var drafts []review.Draft
	if err == nil {
		u := review.Unblocking{NoLetter: c.NoLetter}
		drafts, err = s.Desk.PreviewUnblock(r.Context(), actor(r.Context()), privacy.SubjectID(r.PathValue("id")), u)
	}
	s.reply(w, draftViews(drafts, nil), err)
}

// importSubjects takes a CSV file as the body, "check" or "enter", and answers with
// a line of progress after each batch and the result as the last line.
func (s *Server) importSubjects(w http.ResponseWriter, r *http.Request) {
	http.NewResponseController(w).EnableFullDuplex() // progress goes out while the file still comes in
	w.Header().Set("Content-Type", "application/x-ndjson")
	out := json.NewEncoder(w)
	result, err := s.takeImport(r, func(done int) {
		out.Encode(Import{Rows: done})
		http.NewResponseController(w).Flush()
	})
	last := Import{Done: true, Rows: result.Rows, Added: result.Added, Known: result.Known, Destroyed: result.Destroyed}
	for _, b := range result.Bad {
		last.Bad = append(last.Bad, BadRow(b))
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		_, p := describe(err)
		last.Error, last.Code = p.Error, p.Code
	}
	out.Encode(last)
}

func (s *Server) takeImport(r *http.Request, progress func(int)) (review.Import, error) {
	switch step := r.PathValue("step"); step {
	case "check":
		return s.Desk.CheckImport(r.Context(), r.Body)
	case "enter-again":
		return s.Desk.EnterImportAgain(r.Context(), actor(r.Context()), r.Body, progress)
	case "enter":
		return s.Desk.EnterImport(r.Context(), actor(r.Context()), r.Body, progress)
	default:
		return review.Import{}, fmt.Errorf("no step of an import is called %q: %w", step, privacy.ErrNotFound)
	}
}
