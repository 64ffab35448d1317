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

func describe(err error) (status int, text string) {
	for _, f := range failures {
		if errors.Is(err, f.err) {
			return f.status, f.text
		}
	}
	return http.StatusInternalServerError, "error.failed"
}

// detail is what the desk said, for people; it repeats no value (P7). It is in
// English, and marked so.
func detail(err error) string {
	text := err.Error()
	for _, f := range failures {
		text = strings.TrimSuffix(text, ": "+f.err.Error())
	}
	return text
}

type failure struct {
	Text   string // key
	Detail string
}

// fail shows an error as a page.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, v *visit, err error) {
	status, text := describe(err)
	if status == http.StatusInternalServerError {
		s.Log.Error("console page failed", "error", err)
	}
	if s.showStatus(w, r, v, status, "failure", "failure", failure{text, detail(err)}) != nil {
		s.failPlain(w, r, status, text)
	}
}

// failPlain tells an error where nothing else can be shown.
func (s *Server) failPlain(w http.ResponseWriter, r *http.Request, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	w.Write([]byte(s.Pages.Text(languageOf(r), text) + "\n"))
}
