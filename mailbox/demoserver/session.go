package demoserver

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// session is one IMAP connection.
type session struct {
	s    *Server
	conn *imapserver.Conn

	// mu is for the library's IDLE goroutine, which may outlive the connection;
	// everything else runs in the connection's own goroutine.
	mu      sync.Mutex
	box     *mailbox // nil before SELECT
	tracker *imapserver.SessionTracker
	idled   atomic.Bool // the command under way is IDLE
}

var (
	_ imapserver.SessionNamespace = (*session)(nil)
	_ imapserver.SessionMove      = (*session)(nil)
)

func (s *Server) newSession(c *imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
	return &session{s: s, conn: c}, nil, nil
}

func no(code imap.ResponseCode, text string) error {
	return &imap.Error{Type: imap.StatusResponseTypeNo, Code: code, Text: text}
}

func (x *session) Close() error {
	if x.box != nil {
		return x.Unselect()
	}
	return nil
}

func (x *session) Login(user, password string) error {
	if x.s.imapFaults.loginRefused() || !x.s.accepts(user, password) {
		return imapserver.ErrAuthFailed
	}
	return nil
}

func (x *session) Select(name string, _ *imap.SelectOptions) (*imap.SelectData, error) {
	m := x.s.lookup(name)
	if m == nil {
		return nil, no(imap.ResponseCodeNonExistent, "no such mailbox")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	x.mu.Lock()
	x.box, x.tracker = m, m.tracker.NewSession()
	x.mu.Unlock()
	flags := []imap.Flag{imap.FlagSeen, imap.FlagAnswered, imap.FlagFlagged, imap.FlagDeleted, imap.FlagDraft}
	permanent := slices.Clone(flags)
	if !x.s.options.NoKeywords {
		permanent = append(permanent, imap.FlagWildcard)
	}
	return &imap.SelectData{
		Flags: flags, PermanentFlags: permanent,
		NumMessages: uint32(len(m.messages)), UIDNext: imap.UID(m.uidNext), UIDValidity: m.validity,
	}, nil
}

func (x *session) Unselect() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.tracker.Close()
	x.box, x.tracker = nil, nil
	return nil
}

func (x *session) Poll(w *imapserver.UpdateWriter, allowExpunge bool) error {
	if x.tracker == nil {
		return nil
	}
	if x.idled.Swap(false) && !x.s.imapFaults.announces() {
		return nil // the poll that ends IDLE
	}
	return x.tracker.Poll(w, allowExpunge)
}

// Idle announces until stop. It begins with what came before, so nothing is lost
// unless IMAPFaults.LoseAnnouncements asks for it.
func (x *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	x.mu.Lock()
	box, tracker := x.box, x.tracker
	x.mu.Unlock()
	if box == nil {
		<-stop
		return nil
	}
	x.idled.Store(true)
	news, done := box.watch()
	defer done()
	for {
		select {
		case <-stop:
			return nil
		case <-news:
			if !x.s.imapFaults.announces() {
				continue
			}
			if err := tracker.Poll(w, true); err != nil {
				return err
			}
		}
	}
}

func (x *session) Create(name string, _ *imap.CreateOptions) error {
	if x.s.lookup(name) != nil {
		return no(imap.ResponseCodeAlreadyExists, "exists")
	}
	x.s.create(name)
	return nil
}

func (x *session) List(w *imapserver.ListWriter, ref string, patterns []string, o *imap.ListOptions) error {
	x.s.mu.Lock()
	var names []string
	for name := range x.s.mailboxes {
		names = append(names, name)
	}
	x.s.mu.Unlock()
	slices.Sort(names)
	for _, name := range names {
		if slices.ContainsFunc(patterns, func(p string) bool { return imapserver.MatchList(name, '/', ref, p) }) {
			if err := w.WriteList(&imap.ListData{Mailbox: name, Delim: '/'}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *session) Status(name string, o *imap.StatusOptions) (*imap.StatusData, error) {
	m := x.s.lookup(name)
	if m == nil {
		return nil, no(imap.ResponseCodeNonExistent, "no such mailbox")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	num := uint32(len(m.messages))
	return &imap.StatusData{Mailbox: name, NumMessages: &num, UIDNext: imap.UID(m.uidNext), UIDValidity: m.validity}, nil
}

func (x *session) Namespace() (*imap.NamespaceData, error) {
	return &imap.NamespaceData{Personal: []imap.NamespaceDescriptor{{Delim: '/'}}}, nil
}

// What the demo has no use for.

func (x *session) Delete(string) error { return no(imap.ResponseCodeCannot, "not here") }
func (x *session) Rename(string, string, *imap.RenameOptions) error {
	return no(imap.ResponseCodeCannot, "not here")
}
func (x *session) Subscribe(string) error   { return nil }
func (x *session) Unsubscribe(string) error { return nil }
