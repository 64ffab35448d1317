// Package demoserver is a mail server in memory: IMAP to read from and SMTP to
// send to, on loopback ports of its own. The demo runs on it, and tests, because
// it fails on command: see [IMAPFaults], [SMTPFaults] and [OpFaults].
//
// It is no server for real mail: nothing is kept, and what it takes over SMTP is
// recorded, never delivered anywhere.
package demoserver

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"slices"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-smtp"
)

// Options says how the server behaves from the start. The zero value is a server
// without TLS that takes any user with any password.
type Options struct {
	// Username and Password are what both protocols ask for. An empty Username
	// accepts everybody.
	Username, Password string

	// TLS makes both protocols speak TLS: at once where Implicit is set, by
	// STARTTLS otherwise.
	TLS      *tls.Config
	Implicit bool

	// RequireAuth makes SMTP refuse mail before AUTH.
	RequireAuth bool

	// Mailboxes are created beside INBOX.
	Mailboxes []string

	// HideCaps are not announced over IMAP (IDLE, AUTH=PLAIN, MOVE, …); AddCaps
	// are announced in addition (LOGINDISABLED). Neither reaches behind STARTTLS.
	HideCaps, AddCaps []string

	// NoKeywords makes PERMANENTFLAGS offer system flags only, and STORE of a
	// keyword without effect.
	NoKeywords bool

	// IMAPConns and SMTPConns, where given, count and break reads and writes on
	// the server's side of each connection.
	IMAPConns, SMTPConns *OpFaults
}

// Server is a running server. All methods may be called from any goroutine.
type Server struct {
	options Options

	imapListener, smtpListener net.Listener
	imapServer                 *imapserver.Server
	smtpServer                 *smtp.Server
	imapFaults                 *IMAPFaults
	smtpFaults                 *SMTPFaults
	serving                    sync.WaitGroup

	mu           sync.Mutex
	conns        map[*lineConn]struct{}
	mailboxes    map[string]*mailbox
	lastValidity uint32
	commands     []string
	commanded    chan struct{} // closed and replaced whenever commands grows

	mailMu   sync.Mutex
	received []Mail
	news     chan struct{} // closed and replaced whenever received grows
	mails    chan Mail
}

// Start listens on two free ports of 127.0.0.1 and serves until Close.
func Start(o Options) (*Server, error) {
	s := &Server{
		options:    o,
		imapFaults: newIMAPFaults(),
		smtpFaults: newSMTPFaults(),
		conns:      make(map[*lineConn]struct{}),
		mailboxes:  make(map[string]*mailbox),
		news:       make(chan struct{}),
		commanded:  make(chan struct{}),
		mails:      make(chan Mail, mailsWaiting),
	}
	for _, name := range append([]string{"INBOX"}, o.Mailboxes...) {
		s.create(name)
	}
	if err := s.listen(); err != nil {
		return nil, err
	}
	s.imapServer = imapserver.New(&imapserver.Options{
		NewSession: s.newSession,
		Caps: imap.CapSet{
			imap.CapIMAP4rev1: {}, imap.CapMove: {}, imap.CapUIDPlus: {}, imap.CapNamespace: {},
		},
		Logger:       log.New(io.Discard, "", 0),
		TLSConfig:    s.startTLS(),
		InsecureAuth: true,
	})
	s.smtpServer = s.newSMTPServer()
	s.serving.Go(func() { s.imapServer.Serve(&listener{s.imapListener, s.wrapIMAP}) })
	s.serving.Go(func() { s.smtpServer.Serve(&listener{s.smtpListener, s.wrapSMTP}) })
	return s, nil
}

func (s *Server) listen() (err error) {
	if s.imapListener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return fmt.Errorf("demoserver: listen for IMAP: %w", err)
	}
	if s.smtpListener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		s.imapListener.Close()
		return fmt.Errorf("demoserver: listen for SMTP: %w", err)
	}
	return nil
}

// startTLS is the configuration the protocol libraries may upgrade with; with
// implicit TLS the connections they see are encrypted already.
func (s *Server) startTLS() *tls.Config {
	if s.options.Implicit {
		return nil
	}
	return s.options.TLS
}

// Close ends both servers and every connection.
func (s *Server) Close() error {
	s.imapListener.Close()
	s.smtpListener.Close()
	// The library's Close races with a Serve that has only begun.
	s.serving.Wait()
	s.imapServer.Close()
	s.smtpServer.Close()
	s.CloseConnections()
	return nil
}

// IMAPAddr is host and port of the IMAP server.
func (s *Server) IMAPAddr() string { return s.imapListener.Addr().String() }

// SMTPAddr is host and port of the SMTP server.
func (s *Server) SMTPAddr() string { return s.smtpListener.Addr().String() }

// IMAP gives the faults of the IMAP side.
func (s *Server) IMAP() *IMAPFaults { return s.imapFaults }

// SMTP gives the faults of the SMTP side.
func (s *Server) SMTP() *SMTPFaults { return s.smtpFaults }

// CloseConnections cuts every open connection, as a restart of the server does.
func (s *Server) CloseConnections() {
	s.mu.Lock()
	open := slices.Collect(maps.Keys(s.conns))
	s.mu.Unlock()
	for _, c := range open {
		c.shut() // takes itself out
	}
}

// Connections counts the connections open now, both protocols together.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

// Commands returns the IMAP commands seen so far, oldest first, such as
// "UID FETCH 1:20 (UID …)". Of those that may carry credentials only the verb is
// kept, and nothing is seen behind STARTTLS.
func (s *Server) Commands() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.commands...)
}

// WaitCommands waits until ok is true of what Commands returns, or returns the
// error of ctx.
func (s *Server) WaitCommands(ctx context.Context, ok func(commands []string) bool) error {
	for {
		s.mu.Lock()
		commanded := s.commanded
		s.mu.Unlock()
		if ok(s.Commands()) {
			return nil
		}
		select {
		case <-commanded:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Server) record(command string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = append(s.commands, command)
	close(s.commanded)
	s.commanded = make(chan struct{})
}

// ForgetCommands empties what Commands returns.
func (s *Server) ForgetCommands() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = nil
}

func (s *Server) track(c *lineConn)   { s.mu.Lock(); s.conns[c] = struct{}{}; s.mu.Unlock() }
func (s *Server) untrack(c *lineConn) { s.mu.Lock(); delete(s.conns, c); s.mu.Unlock() }

// listener wraps what it accepts.
type listener struct {
	net.Listener
	wrap func(net.Conn) net.Conn
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return l.wrap(c), nil
}
