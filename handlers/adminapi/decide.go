package adminapi

import (
	"net/http"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// act reads which decision about which request a call is about.
func act(w http.ResponseWriter, r *http.Request) (privacy.Number, review.Act, error) {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	if err != nil {
		return n, review.Act{}, err
	}
	var d Decision
	if err := decode(w, r, &d); err != nil {
		return n, review.Act{}, err
	}
	a := review.Act{
		Verb: r.PathValue("verb"), Seen: d.Version, Read: d.Version != 0, Text: d.Text, Prepared: d.Prepared, Letter: d.Letter, Ground: d.Ground, Article: d.Article,
		ByHand: d.ByHand, NothingHeld: d.NothingHeld, Open: d.Open, Kind: d.Kind, To: d.To, Into: d.Into,
	}
	if d.Until != nil {
		a.Until = *d.Until
	}
	for _, v := range d.Values {
		a.Values = append(a.Values, review.Value{Field: v.Field, Value: v.Value})
	}
	return n, a, nil
}

// decide runs one decision and answers with the request as it stands then.
func (s *Server) decide(w http.ResponseWriter, r *http.Request) {
	n, a, err := act(w, r)
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	done, err := s.Desk.Do(r.Context(), n, actor(r.Context()), a)
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	c, err := s.Desk.Case(r.Context(), n)
	v := Decided{Request: s.requestView(c), Split: done.Split}
	v.Warnings = warnings(done.Warnings) // not of the request as it waits, or waits again
	if on := done.GoesOn; !on.Day.IsZero() {
		v.GoesOn = &GoesOn{on.Subject, on.Day}
	}
	if done.Lesson.Line != "" {
		v.Lesson = &Lesson{done.Lesson.File, done.Lesson.Line}
	}
	s.reply(w, v, err)
}

// preview tells which letters a decision would send.
func (s *Server) preview(w http.ResponseWriter, r *http.Request) {
	n, a, err := act(w, r)
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	a.Read = true // trying it is a way to look at it
	drafts, err := s.Desk.Preview(r.Context(), n, actor(r.Context()), a)
	var recorded []Value
	if err == nil {
		var checked []review.Value
		checked, err = s.Desk.CheckValues(a.Values)
		for _, v := range checked {
			recorded = append(recorded, Value(v))
		}
	}
	s.reply(w, draftViews(drafts, recorded), err)
}

func draftViews(drafts []review.Draft, recorded []Value) []Draft {
	views := []Draft{}
	for _, d := range drafts {
		views = append(views, Draft{d.Template, d.To.Reveal(), d.Language, d.SubjectLine, d.Body, d.Editable, recorded, warnings(d.Warnings)})
	}
	return views
}

// texts lists prepared texts in a language.
func (s *Server) texts(w http.ResponseWriter, r *http.Request) {
	views := []Text{}
	for _, t := range s.Desk.Texts(privacy.Language(r.PathValue("language"))) {
		views = append(views, Text(t))
	}
	s.reply(w, views, nil)
}

func warnings(list []review.Warning) (views []Warning) {
	for _, w := range list {
		views = append(views, Warning(w))
	}
	return views
}
