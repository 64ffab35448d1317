package adminapi

import (
	"context"
	"fmt"
	"net/http"

	"medico-intech.kz/otinish/store/privacy"
)

// StoreCheck is what a look at the whole store found.
type StoreCheck struct {
	Damage     string       `json:"damage,omitempty"` // why nothing more is written, or may not be
	Mendable   bool         `json:"mendable"`         // the indexes alone are wrong
	Mended     bool         `json:"mended,omitempty"` // they were, and agree again: a restart is due
	Unreadable []Unreadable `json:"unreadable,omitempty"`
}

// Unreadable is whose records do not open; one of Number and Subject, or neither where
// nobody knows.
type Unreadable struct {
	Number  privacy.Number    `json:"number,omitempty"`
	Subject privacy.SubjectID `json:"subject,omitempty"`
	What    string            `json:"what"` // table
	KeyLost bool              `json:"key_lost,omitempty"`
}

// StoreMended is what was made again.
type StoreMended struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
	Counted int `json:"counted"`
}

func (s *Server) checkStore(w http.ResponseWriter, r *http.Request) {
	v, err := s.Daemon.CheckStore(r.Context())
	s.reply(w, v, err)
}

func (s *Server) mendStore(w http.ResponseWriter, r *http.Request) {
	if !isAdministrator(actor(r.Context())) {
		s.reply(w, nil, fmt.Errorf("mend the store: only root, or the user of the service, may: %w", privacy.ErrNotAllowed))
		return
	}
	v, err := s.Daemon.MendStore(r.Context(), actor(r.Context()))
	s.reply(w, v, err)
}

// CheckStore has the store looked over, which reads all of it.
func (c *Client) CheckStore(ctx context.Context) (v StoreCheck, err error) {
	err = c.call(ctx, http.MethodPost, "/store/check", struct{}{}, &v)
	return v, err
}

// MendStore has the indexes made again of the records.
func (c *Client) MendStore(ctx context.Context) (v StoreMended, err error) {
	err = c.call(ctx, http.MethodPost, "/store/mend", struct{}{}, &v)
	return v, err
}
