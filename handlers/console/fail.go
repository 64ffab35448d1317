package console

import (
	"errors"
	"net/http"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// failures is the one table between errors, HTTP statuses and what a person reads.
var failures = []struct {
	err    error
	status int
	text   string
}{
	{privacy.ErrDestroyed, http.StatusGone, "error.destroyed"},
	{privacy.ErrNotFound, http.StatusNotFound, "error.not-found"},
	{privacy.ErrBadNumber, http.StatusNotFound, "error.not-found"},
	{privacy.ErrBadAddress, http.StatusUnprocessableEntity, "error.bad-input"},
	{privacy.ErrBadInput, http.StatusUnprocessableEntity, "error.bad-input"},
	{privacy.ErrExists, http.StatusConflict, "error.exists"},
	{privacy.ErrConflict, http.StatusConflict, "error.conflict"},
	{privacy.ErrTransition, http.StatusConflict, "error.conflict"},
	{privacy.ErrNotAllowed, http.StatusForbidden, "error.not-allowed"},
	{privacy.ErrUnavailable, http.StatusServiceUnavailable, "error.unavailable"},
}

// headed are the texts that say more than what is wrong: that nothing was recorded.
var headed = map[string]bool{"error.conflict": true, "error.changed": true, "error.unavailable": true, "error.failed": true}

func describe(err error) (status int, text string) {
	for _, f := range failures {
		if errors.Is(err, f.err) {
			return f.status, f.text
		}
	}
	return http.StatusInternalServerError, "error.failed"
}

// failure is what is told of an error: what sort it is, and what the desk says of it.
type failure struct {
	Text   string // key
	Detail string
	Lang   string // of Detail: English where there are no words for the error
	Said   bool   // Detail says it all: Text, of a whole sort of errors, would only blur it
}

// failed is what a page tells of an error, in its language. It repeats no value (P7).
func (s *Server) failed(l privacy.Language, err error) (status int, f failure) {
	status, text := describe(err)
	if said, ok := s.Pages.Say(l, err); ok {
		return status, failure{text, said, string(l), !headed[text]}
	}
	detail := err.Error()
	for _, f := range failures {
		detail = strings.TrimSuffix(detail, ": "+f.err.Error())
		if detail == f.err.Error() { // nothing more is said than the text above
			detail = ""
		}
	}
	return status, failure{Text: text, Detail: detail, Lang: string(privacy.English)}
}

// fail shows an error as a page.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, v *visit, err error) {
	status, told := s.failed(v.language, err)
	if status == http.StatusInternalServerError {
		s.Log.Error("console page failed", "error", err)
	}
	if s.showStatus(w, r, v, status, "failure", "failure", told) != nil {
		s.failPlain(w, r, status, told.Text)
	}
}

// failPlain tells an error where nothing else can be shown.
func (s *Server) failPlain(w http.ResponseWriter, r *http.Request, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	w.Write([]byte(s.Pages.Text(languageOf(r), text) + "\n"))
}
