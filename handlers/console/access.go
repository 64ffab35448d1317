package console

import (
	"net/http"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// accessDraft words the answer to an access request, for the operator to check. Only
// for a proven writer on record: what is held goes to nobody else.
func (s *Server) accessDraft(r *http.Request, c review.Case) string {
	if c.Request.Kind != privacy.KindAccess || c.Request.Proof != privacy.Proven || c.Subject.ID == "" || c.Subject.Address != c.Request.From {
		return ""
	}
	found, err := s.Desk.Held(r.Context(), c.Subject.ID)
	if err != nil {
		return "" // the operator writes it then
	}
	return s.accessText(found, c.Request.Language)
}

// accessText says all that is held, in the order of Law 94-V Art. 24.
func (s *Server) accessText(found review.Dossier, l privacy.Language) string {
	var b strings.Builder
	line := func(key string, value string) {
		if value != "" {
			b.WriteString("– " + s.Pages.Text(l, key) + ": " + value + "\n")
		}
	}
	q := found.Subject
	b.WriteString(s.Pages.Text(l, "held.intro") + "\n\n")
	line("field.name", q.Name.Reveal())
	line("field.email", q.Address.Reveal())
	line("field.phone", q.Phone.Reveal())
	if q.Language.Valid() {
		line("field.language", s.Pages.Text(l, "language."+string(q.Language)))
	}
	line("held.source", s.code(l, "source", q.Source))
	line("held.since", s.Pages.Day(l, s.local(q.AddedAt)))
	if q.Blocked {
		b.WriteString("– " + s.Pages.Text(l, "held.blocked") + "\n")
	}
	if len(found.Consents) > 0 {
		b.WriteString("\n" + s.Pages.Text(l, "held.consents") + "\n\n")
	}
	for _, c := range found.Consents {
		state := s.Pages.Text(l, "held.valid")
		switch {
		case !c.WithdrawnAt.IsZero():
			state = s.Pages.Text(l, "held.withdrawn", s.Pages.Day(l, s.local(c.WithdrawnAt)))
		case !c.Processing():
			state = s.Pages.Text(l, "held.suspended", s.Pages.Day(l, s.local(c.SuspendedAt)))
		}
		b.WriteString("– " + s.code(l, "purpose", c.Purpose) + ": " + s.Pages.Text(l, "held.given", s.Pages.Day(l, s.local(c.GivenAt))) + "; " + state + "\n")
	}
	if n := len(found.Requests); n > 0 {
		b.WriteString("\n" + s.Pages.Counted(l, "unit.requests-of-yours", n) + "\n")
	}
	b.WriteString("\n" + s.Pages.Text(l, "held.rest"))
	return b.String()
}

// code is the words for a value that may be one of ours.
func (s *Server) code(l privacy.Language, table, value string) string {
	key := table + "." + value
	if words := s.Pages.Text(l, key); words != key {
		return words
	}
	return value
}
