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
}

func describe(err error) (int, problem) {
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return k.status, problem{err.Error(), k.code}
		}
	}
	return http.StatusInternalServerError, problem{Error: err.Error()}
}

// remoteError carries the daemon's words and unwraps to its sentinel.
type remoteError struct {
	text     string
	sentinel error
}

func (e *remoteError) Error() string { return e.text }
func (e *remoteError) Unwrap() error { return e.sentinel }

func (p problem) toError(status int) error {
	for _, k := range kinds {
		if k.code == p.Code {
			return &remoteError{p.Error, k.err}
		}
	}
	if p.Error == "" {
		return fmt.Errorf("the daemon answered with status %d", status)
	}
	return errors.New(p.Error)
}
