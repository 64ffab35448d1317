package adminapi

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// Console is the operators' page, as far as the terminal has to do with it.
type Console interface {
	// Link makes a one-time login link for the operator at the terminal.
	Link(by privacy.Actor) (link string, validUntil time.Time, err error)
	// Revoke ends the sessions of an operator, or of all where login is empty.
	Revoke(login string) int
	// Sessions lists those that are not over.
	Sessions() []review.Session
}

// Session is a browser in which an operator has logged in.
type Session struct {
	Login string    `json:"login"`
	Role  string    `json:"role"`
	Began time.Time `json:"began"`
	Seen  time.Time `json:"seen"` // the last click
	Ends  time.Time `json:"ends"` // without another one
}

// Login is a link that logs in once.
type Login struct {
	Link       string    `json:"link"`
	ValidUntil time.Time `json:"valid_until"`
}

// Logout says whose sessions are to end, and how many did.
type Logout struct {
	Login string `json:"login,omitempty"` // empty: everybody's
	Ended int    `json:"ended"`
}

func (s *Server) consoleThere() error {
	if s.Console == nil {
		return fmt.Errorf(`there is no page; set console.listen, for example: listen = "127.0.0.1:8470": %w`, privacy.ErrUnavailable)
	}
	return nil
}

func (s *Server) consoleLogin(w http.ResponseWriter, r *http.Request) {
	var v Login
	err := s.consoleThere()
	if err == nil {
		v.Link, v.ValidUntil, err = s.Console.Link(actor(r.Context()))
	}
	v.ValidUntil = v.ValidUntil.In(s.zone())
	s.reply(w, v, err)
}

func (s *Server) consoleLogout(w http.ResponseWriter, r *http.Request) {
	var v Logout
	err := decode(w, r, &v)
	if err == nil {
		err = s.consoleThere()
	}
	if err == nil {
		v.Ended = s.Console.Revoke(v.Login)
		s.Log.Info("console sessions ended", "actor", actor(r.Context()), "sessions", v.Ended)
	}
	s.reply(w, v, err)
}

func (s *Server) consoleSessions(w http.ResponseWriter, _ *http.Request) {
	views := []Session{}
	err := s.consoleThere()
	if err == nil {
		for _, one := range s.Console.Sessions() {
			views = append(views, Session{one.Login, one.Role, one.Began.In(s.zone()), one.Seen.In(s.zone()), one.Ends.In(s.zone())})
		}
	}
	s.reply(w, views, err)
}

// ConsoleSessions lists who has logged in to the page.
func (c *Client) ConsoleSessions(ctx context.Context) (v []Session, err error) {
	err = c.call(ctx, http.MethodGet, "/console/sessions", nil, &v)
	return v, err
}

// ConsoleLogin asks for a login link.
func (c *Client) ConsoleLogin(ctx context.Context) (v Login, err error) {
	err = c.call(ctx, http.MethodPost, "/console/login", nil, &v)
	return v, err
}

// ConsoleLogout ends sessions.
func (c *Client) ConsoleLogout(ctx context.Context, login string) (v Logout, err error) {
	err = c.call(ctx, http.MethodPost, "/console/logout", Logout{Login: login}, &v)
	return v, err
}
