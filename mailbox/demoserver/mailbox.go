package demoserver

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// mailbox is messages in UID order. The library brings a mailbox of its own
// (imapmemserver); it loses announcements between two IDLEs, holds its lock while
// it writes to a slow client and cannot be looked into.
type mailbox struct {
	name string

	mu       sync.Mutex
	validity uint32
	uidNext  uint32
	messages []*stored
	tracker  *imapserver.MailboxTracker
	watchers map[chan struct{}]struct{}
}

type stored struct {
	uid   uint32
	raw   []byte
	at    time.Time
	flags map[string]struct{}
}

// Stored is a message as it lies in a mailbox.
type Stored struct {
	UID          uint32
	Flags        []string // sorted; keywords and system flags
	InternalDate time.Time
	Raw          []byte // not a copy
}

func newMailbox(name string, validity uint32) *mailbox {
	return &mailbox{
		name: name, validity: validity, uidNext: 1,
		tracker:  imapserver.NewMailboxTracker(0),
		watchers: make(map[chan struct{}]struct{}),
	}
}

func (m *mailbox) append(raw []byte, at time.Time, flags []string) uint32 {
	m.mu.Lock()
	defer m.mu.Unlock()
	msg := &stored{uid: m.uidNext, raw: raw, at: at, flags: make(map[string]struct{})}
	for _, f := range flags {
		msg.flags[f] = struct{}{}
	}
	m.uidNext++
	m.messages = append(m.messages, msg)
	m.tracker.QueueNumMessages(uint32(len(m.messages)))
	m.notify()
	return msg.uid
}

// notify wakes every IDLE. The caller holds mu.
func (m *mailbox) notify() {
	for w := range m.watchers {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

func (m *mailbox) watch() (news chan struct{}, stop func()) {
	news = make(chan struct{}, 1)
	news <- struct{}{} // what came before IDLE is announced too
	m.mu.Lock()
	m.watchers[news] = struct{}{}
	m.mu.Unlock()
	return news, func() {
		m.mu.Lock()
		delete(m.watchers, news)
		m.mu.Unlock()
	}
}

// remove takes messages out, last first, and returns their old sequence numbers.
func (m *mailbox) remove(gone func(*stored) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := len(m.messages) - 1; i >= 0; i-- {
		if gone(m.messages[i]) {
			m.messages = slices.Delete(m.messages, i, i+1)
			m.tracker.QueueExpunge(uint32(i + 1))
		}
	}
	m.notify()
}

// setFlags changes the flags of the message at index i. The caller holds mu.
func (m *mailbox) setFlags(i int, op imap.StoreFlagsOp, flags []string, source *imapserver.SessionTracker) {
	msg := m.messages[i]
	if op == imap.StoreFlagsSet {
		clear(msg.flags)
	}
	for _, f := range flags {
		if op == imap.StoreFlagsDel {
			delete(msg.flags, f)
		} else {
			msg.flags[f] = struct{}{}
		}
	}
	m.tracker.QueueMessageFlags(uint32(i+1), imap.UID(msg.uid), imapFlags(msg.flagList()), source)
	m.notify()
}

func (msg *stored) flagList() []string {
	list := make([]string, 0, len(msg.flags))
	for f := range msg.flags {
		list = append(list, f)
	}
	slices.Sort(list)
	return list
}

func imapFlags(flags []string) []imap.Flag {
	out := make([]imap.Flag, len(flags))
	for i, f := range flags {
		out[i] = imap.Flag(f)
	}
	return out
}

// systemFlag gives a system flag its usual spelling; keywords stay as they are.
func systemFlag(f string) string {
	for _, s := range []imap.Flag{imap.FlagSeen, imap.FlagAnswered, imap.FlagFlagged, imap.FlagDeleted, imap.FlagDraft} {
		if strings.EqualFold(string(s), f) {
			return string(s)
		}
	}
	return f
}
