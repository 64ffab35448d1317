package adminapi

import (
	"errors"
	"fmt"
	"net/http"

	"medico-intech.kz/otinish/store/privacy"
)

// kinds is the one table between errors, HTTP statuses and the code that brings
// the error back on the other side.
var kinds = []struct {
	err    error
	status int
	code   string
}{
	{privacy.ErrDestroyed, http.StatusGone, "destroyed"},
	{privacy.ErrNotFound, http.StatusNotFound, "not-found"},
	{privacy.ErrBadAddress, http.StatusBadRequest, "bad-address"},
	{privacy.ErrBadNumber, http.StatusBadRequest, "bad-number"},
	{privacy.ErrBadInput, http.StatusBadRequest, "bad-input"},
	{privacy.ErrExists, http.StatusConflict, "exists"},
	{privacy.ErrConflict, http.StatusConflict, "conflict"},
	{privacy.ErrTransition, http.StatusConflict, "no-such-step"},
	{privacy.ErrNotAllowed, http.StatusForbidden, "not-allowed"},
	{privacy.ErrUnavailable, http.StatusServiceUnavailable, "unavailable"},
	{privacy.ErrDamaged, http.StatusInternalServerError, "damaged"},
}

// problem is the body of an answer that tells an error.
type problem struct {
	Error string `json:"error"`
	Code  string `json:"code,omitempty"`

	Mistake string        `json:"mistake,omitempty"` // code of privacy.Mistake
	Values  []privacy.Arg `json:"values,omitempty"`
}

func describe(err error) (int, problem) {
	p := problem{Error: err.Error()}
	var mistake *privacy.Mistake
	if errors.As(err, &mistake) {
		p.Mistake, p.Values = mistake.Code, mistake.Args
	}
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			p.Code = k.code
			return k.status, p
		}
	}
	return http.StatusInternalServerError, p
}

// remoteError carries the daemon's words and unwraps to its sentinel.
type remoteError struct {
	text     string
	sentinel error
	language privacy.Language
}

func (e *remoteError) Error() string { return e.text }
func (e *remoteError) Unwrap() error { return e.sentinel }

// toError brings the error back, with what its words in other languages need.
func (p problem) toError(resp *http.Response) error {
	var language privacy.Language
	status := 0
	if resp != nil {
		status, language = resp.StatusCode, privacy.Language(resp.Header.Get("Content-Language"))
	}
	for _, k := range kinds {
		if k.code != p.Code {
			continue
		}
		var err error = &remoteError{p.Error, k.err, language}
		if p.Mistake != "" {
			err = privacy.Mistaken(p.Mistake, err, p.Values...)
		}
		return err
	}
	if p.Error == "" {
		return fmt.Errorf("the daemon answered with status %d", status)
	}
	return errors.New(p.Error)
}
