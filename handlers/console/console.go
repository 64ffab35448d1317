// Package console is the operator's web page: the desk in a browser. Every decision
// works without script; nothing is loaded from elsewhere; of a letter its text is shown,
// and its HTML only sanitised, in a frame that may do nothing.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Config is what a console needs.
type Config struct {
	Desk       *review.Desk
	Pages      *templates.Pages
	Controller map[privacy.Language]string // name of the organisation
	URL        string                      // as operators reach it, such as https://desk.example.kz; decides about secure cookies
	Zone       *time.Location
	Now        func() time.Time
	Random     io.Reader // cryptographic
	Log        *slog.Logger

	// Read makes of the bytes of a message what is shown of it.
	Read func(raw []byte) Letter
	// Health and Account tell about the program around the desk.
	Health  func(context.Context) (Health, error)
	Account func(context.Context) ([]Account, error)
	// SendLink lays out the letter with a login link; nil: links are given at the
	// terminal only.
	SendLink func(ctx context.Context, to review.Operator, link string, validUntil time.Time) error
}

// Server is the console.
type Server struct {
	Config
	secure   bool // reached over TLS
	hosts    map[string]bool
	origin   *http.CrossOriginProtection
	sessions *sessions
	links    *links
	tries    *tries
	hub      *hub
	lines    atomic.Int32   // live lines open
	behind   sync.WaitGroup // letters with links under way
	handler  http.Handler
	serving  atomic.Pointer[http.Server] // nil: not yet
}

// New checks the configuration and wires the pages.
func New(c Config) (*Server, error) {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" && u.Path != "/" {
		return nil, errors.New(`console.url must be a URL without a path; write for example: url = "https://desk.example.kz"`)
	}
	s := &Server{Config: c, secure: u.Scheme == "https", hosts: map[string]bool{u.Host: true}, origin: http.NewCrossOriginProtection(), hub: newHub()}
	s.URL = u.Scheme + "://" + u.Host
	// A proxy may hand a request on under another Host; the browser names the origin.
	if err := s.origin.AddTrustedOrigin(s.URL); err != nil {
		return nil, fmt.Errorf("console.url: %w", err)
	}
	s.sessions, s.links, s.tries = newSessions(c.Now, c.Random), newLinks(c.Now, c.Random), newTries(c.Now)
	s.handler = s.guard(s.routes())
	return s, nil
}

// Link makes a one-time login link for whoever sits at the terminal.
func (s *Server) Link(by privacy.Actor) (link string, validUntil time.Time, err error) {
	if !by.IsOperator() {
		return "", time.Time{}, privacy.Mistaken("operator-needed", fmt.Errorf("console login: an operator must be named: %w", privacy.ErrNotAllowed))
	}
	login := strings.TrimPrefix(string(by), string(privacy.Operator("")))
	o := review.Operator{Login: login, Name: login, Role: review.RoleOperator}
	for _, known := range s.Desk.Operators {
		if known.Login == login {
			o = known
		}
	}
	token, until, err := s.links.make(o, terminalLinkLife)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("console login: %w", err)
	}
	return s.URL + "/login/" + token, until, nil
}

// Revoke ends every session of the operator with this login and voids the links
// given out; an empty one means everybody. It says how many sessions ended.
func (s *Server) Revoke(login string) int {
	s.links.void(login)
	return s.sessions.revoke(login)
}

// Sessions lists who has logged in and is still in.
func (s *Server) Sessions() []review.Session { return s.sessions.all() }

// Changed tells the pages that are open that something is new on the desk.
func (s *Server) Changed() { s.hub.changed() }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
