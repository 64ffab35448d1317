package console

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// framePolicy holds the HTML of a letter, where the sanitiser should have missed
// something: no script, no form, no way to another page or out of the frame, nothing
// loaded; an origin of its own (CSP Level 3 §6.3.2).
const framePolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// letterHTML is the HTML of a letter, sanitised, for the frame beside its text.
func (s *Server) letterHTML(w http.ResponseWriter, r *http.Request, v *visit) error {
	c, err := s.caseOf(r)
	if err != nil {
		return err
	}
	if len(c.Raw) == 0 {
		return fmt.Errorf("the message lies in the mailbox only: %w", privacy.ErrNotFound)
	}
	l := s.Read(c.Raw)
	if !l.HasHTML {
		return fmt.Errorf("the letter has no HTML: %w", privacy.ErrNotFound)
	}
	data := struct {
		Language privacy.Language
		Body     template.HTML
	}{c.Request.Language, template.HTML(sanitise(l.HTML()))}
	var b strings.Builder
	if err := s.Pages.Page(&b, "frame", v.language, data); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", framePolicy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.Write([]byte(b.String())) // the browser may be gone: nobody to tell
	return nil
}
