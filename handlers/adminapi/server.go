// Package adminapi lets the command line talk to the daemon: HTTP with JSON over a
// unix socket. The operating system's user at the other end is the actor of every
// call; who may connect is decided by the permissions of the socket.
package adminapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// Server answers on the socket.
type Server struct {
	Desk    *review.Desk
	Daemon  Daemon
	Console Console // nil: there is no page
	Log     *slog.Logger
}

const (
	maxBody    = 1 << 20 // a decision or a person, never a file
	readHeader = 5 * time.Second
)

// Serve answers on l until ctx ends, then lets calls under way finish for a moment.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s.routes(), ReadHeaderTimeout: readHeader, ConnContext: withActor,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	server.SetKeepAlivesEnabled(false) // a verb makes a call or two; buffers must not outlive it
	done := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		shut, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		err := server.Shutdown(shut)
		server.Close()
		done <- err
	})
	err := server.Serve(l)
	if stop() {
		return err
	}
	<-done
	return nil
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", s.status)
	mux.HandleFunc("GET /account", s.account)
	mux.HandleFunc("GET /queue", s.queue)
	mux.HandleFunc("POST /queue", s.choose)
	mux.HandleFunc("POST /queue/order", s.order)
	mux.HandleFunc("GET /requests/{number}", s.request)
	mux.HandleFunc("POST /requests/{number}/{verb}", s.decide)
	mux.HandleFunc("POST /requests/{number}/{verb}/preview", s.preview)
	mux.HandleFunc("GET /texts/{language}", s.texts)
	mux.HandleFunc("GET /requests/{number}/deadline", s.deadline)
	mux.HandleFunc("GET /requests/{number}/history", s.history)
	mux.HandleFunc("GET /deadlines/changes", s.differences)
	mux.HandleFunc("POST /subjects", s.addSubject)
	mux.HandleFunc("POST /subjects/find", s.findSubject)
	mux.HandleFunc("GET /subjects/{id}", s.showSubject)
	mux.HandleFunc("POST /subjects/{id}/{verb}", s.changeSubject)
	mux.HandleFunc("POST /subjects/{id}/unblock/preview", s.previewUnblock)
	mux.HandleFunc("POST /import/{step}", s.importSubjects)
	mux.HandleFunc("POST /audit/verify", s.verifyAudit)
	mux.HandleFunc("POST /receipt/verify", s.verifyReceipt)
	mux.HandleFunc("GET /backup/{part}", s.backup)
	mux.HandleFunc("POST /subjects/{id}/destroy", s.destroySubject)
	mux.HandleFunc("GET /destructions", s.dueSubjects)
	mux.HandleFunc("GET /statistics", s.statistics)
	mux.HandleFunc("GET /retention", s.retention)
	mux.HandleFunc("GET /keys", s.keys)
	mux.HandleFunc("POST /keys/rotate", s.rotateKey)
	mux.HandleFunc("POST /keys/reseal", s.reseal)
	mux.HandleFunc("POST /store/check", s.checkStore)
	mux.HandleFunc("POST /store/mend", s.mendStore)
	mux.HandleFunc("GET /audit", s.chain)
	mux.HandleFunc("GET /letters", s.letters)
	mux.HandleFunc("GET /requests/{number}/message", s.message)
	mux.HandleFunc("GET /requests/{number}/answers/{answer}", s.answer)
	mux.HandleFunc("GET /requests/{number}/letters", s.lettersOf)
	mux.HandleFunc("GET /consents", s.consents)
	mux.HandleFunc("POST /requests", s.chooseRequests)
	mux.HandleFunc("GET /consents/ended", s.endedConsents)
	mux.HandleFunc("GET /figures", s.figures)
	mux.HandleFunc("GET /console/sessions", s.consoleSessions)
	mux.HandleFunc("POST /console/login", s.consoleLogin)
	mux.HandleFunc("POST /console/logout", s.consoleLogout)
	return s.inLanguage(mux)
}

func (s *Server) zone() *time.Location { return s.Desk.Office.Zone }

func (s *Server) reply(w http.ResponseWriter, v any, err error) {
	status := http.StatusOK
	if err != nil {
		var p problem
		status, p = describe(err)
		v = p
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v) // the client may be gone: nobody to tell
}

// leftOut is the header of a list from which records that cannot be read are left out.
const leftOut = "Otinish-Left-Out"

// replyPart is reply for a list: what cannot be read is told by the header, beside all
// others.
func (s *Server) replyPart(w http.ResponseWriter, v any, err error) {
	if errors.Is(err, privacy.ErrUnreadable) {
		w.Header().Set(leftOut, "unreadable")
		err = nil
	}
	s.reply(w, v, err)
}

func decode(w http.ResponseWriter, r *http.Request, v any) error {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("read the call: not the expected JSON: %w", privacy.ErrBadInput)
	}
	return nil
}

func (s *Server) status(w http.ResponseWriter, r *http.Request) {
	v, err := s.Daemon.Status(r.Context())
	s.reply(w, v, err)
}

func (s *Server) account(w http.ResponseWriter, r *http.Request) {
	v, err := s.Daemon.Account(r.Context())
	s.reply(w, v, err)
}

func (s *Server) queue(w http.ResponseWriter, r *http.Request) {
	cases, err := s.Desk.Waiting(r.Context())
	views := make([]Request, 0, len(cases))
	for _, c := range cases {
		views = append(views, s.requestView(c))
	}
	s.replyPart(w, views, err)
}

func (s *Server) request(w http.ResponseWriter, r *http.Request) {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	c, err := s.Desk.Case(r.Context(), n)
	v := s.requestView(c)
	v.Draft = s.Desk.AccessDraft(r.Context(), c)
	v.Reader = s.Desk.LanguageOf(actor(r.Context()))
	s.reply(w, v, err)
}
