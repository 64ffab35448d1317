package demoserver

import (
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
)

// create makes a mailbox, or returns the one there is.
func (s *Server) create(name string) *mailbox {
	s.mu.Lock()
	defer s.mu.Unlock()
	name = folded(name)
	m := s.mailboxes[name]
	if m == nil {
		s.lastValidity++
		m = newMailbox(name, s.lastValidity)
		s.mailboxes[name] = m
	}
	return m
}

func (s *Server) lookup(name string) *mailbox {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mailboxes[folded(name)]
}

// folded: INBOX is the one name without case (RFC 9051 §5.1).
func folded(name string) string {
	if strings.EqualFold(name, "INBOX") {
		return "INBOX"
	}
	return name
}

// Deliver puts a message into a mailbox, which is created where it is missing,
// and returns its UID. raw is kept, not copied, and served as it is.
func (s *Server) Deliver(mailbox string, raw []byte, at time.Time) uint32 {
	return s.create(mailbox).append(raw, at, nil)
}

// Messages returns what lies in a mailbox, in UID order.
func (s *Server) Messages(mailbox string) []Stored {
	m := s.lookup(mailbox)
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([]Stored, len(m.messages))
	for i, msg := range m.messages {
		out[i] = Stored{UID: msg.uid, Flags: msg.flagList(), InternalDate: msg.at, Raw: msg.raw}
	}
	return out
}

// Flag adds flags to a message, as a person at another session does.
func (s *Server) Flag(mailbox string, uid uint32, flags ...string) {
	m := s.create(mailbox)
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, msg := range m.messages {
		if msg.uid == uid {
			m.setFlags(i, imap.StoreFlagsAdd, flags, nil)
		}
	}
}

// Expunge removes messages, as a person at another session does.
func (s *Server) Expunge(mailbox string, uids ...uint32) {
	set := make(map[uint32]bool, len(uids))
	for _, u := range uids {
		set[u] = true
	}
	s.create(mailbox).remove(func(msg *stored) bool { return set[msg.uid] })
}

// SkipUIDs makes the next delivery take a UID higher by n.
func (s *Server) SkipUIDs(mailbox string, n uint32) {
	m := s.create(mailbox)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.uidNext += n
}

// UIDValidity of a mailbox; 0 where there is none.
func (s *Server) UIDValidity(mailbox string) uint32 {
	m := s.lookup(mailbox)
	if m == nil {
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.validity
}

// ChangeUIDValidity numbers all messages anew from 1 under a new UIDVALIDITY and
// cuts every connection, as a rebuilt index does.
func (s *Server) ChangeUIDValidity(mailbox string) {
	m := s.create(mailbox)
	s.mu.Lock()
	s.lastValidity++
	validity := s.lastValidity
	s.mu.Unlock()
	m.mu.Lock()
	m.validity = validity
	for i, msg := range m.messages {
		// A new value: a FETCH under way may still hold the old one.
		m.messages[i] = &stored{uid: uint32(i + 1), raw: msg.raw, at: msg.at, flags: msg.flags}
	}
	m.uidNext = uint32(len(m.messages) + 1)
	m.mu.Unlock()
	s.CloseConnections()
}
