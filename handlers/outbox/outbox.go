// Package outbox sends the letters that wait in the store, over a few kept
// connections. What the server takes is put on record at once, where many letters
// leave in small groups, so that a crash can repeat no more than those few (P2).
// Everything that must outlive a crash is in the store; memory holds only which
// letters are being worked on and how long the server is left alone.
package outbox

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Submitter hands one mail to the mail server. Its errors are
// [submission.Error]; any other counts as an unknown outcome. One Submitter is
// used by one goroutine at a time.
type Submitter interface {
	Send(ctx context.Context, from, to string, body []byte) error
	Close()
}

// Why a letter was given up: what GiveUp is told and the audit log keeps.
const (
	WhyRefused    = "refused"     // the server refused it for good (5xx)
	WhyExpired    = "expired"     // tried for Config.Expire without success
	WhyUnknown    = "unknown"     // the answer to the final dot was lost twice: presumably delivered
	WhyOwnAddress = "own-address" // it would have gone to ourselves
	WhyNoAddress  = "no-address"
)

// Config says what to send with and what to do with what cannot be sent.
type Config struct {
	Store        *store.Store
	NewSubmitter func() (Submitter, error)

	// EnvelopeFrom is the envelope sender; empty is the null sender (RFC 3834 §3.3).
	EnvelopeFrom string
	// Own are the controller's own addresses. A letter to one of them is never
	// sent, whoever wrote it into the outbox: it would come back as a request.
	Own []privacy.Address
	// GiveUp puts a letter that will not be sent before a person, in the
	// transaction that marks it failed. It may run more than once.
	GiveUp func(tx *store.Tx, l store.Letter, why string) error
	// Forget is called when the letter to somebody destroyed is destroyed itself: what
	// the memory holds of it has to go.
	Forget func()

	// Hold reports whether nothing may leave now, optional: while the clock is wrong each
	// letter would be dated by it. What the server took already is still put on record.
	Hold func() bool

	// Coming reports whether messages are being read whose commit is to come, optional.
	Coming func() bool

	Workers int           // connections at most; default 4
	Backoff time.Duration // before the server is tried again; default 5 s. A letter itself waits twelve times that
	Chunk   int           // letters looked up at a time; default 256
	Group   int           // accepted letters put on record together at most; default 32
	Expire  time.Duration // how long a letter is tried; default 5 days, RFC 5321 §4.5.4.1
	Grace   time.Duration // how long attempts may go on after the end of Run's context; default 4 s

	Now    func() time.Time
	Jitter func() float64 // in [0,1); spreads attempts
	Log    *slog.Logger
}

// Sender sends due letters while Run runs.
type Sender struct {
	config Config
	wake   chan struct{}
	stuck  atomic.Int32 // results that cannot be stored now
	hangUp atomic.Bool

	farewell atomic.Bool // one was destroyed and Forget not called yet

	mu      sync.Mutex
	trouble Trouble
	success time.Time
}

// New checks c and fills in defaults.
func New(c Config) (*Sender, error) {
	if c.Store == nil || c.NewSubmitter == nil {
		return nil, errors.New("outbox: a store and a submitter are needed")
	}
	if c.Workers <= 0 {
		c.Workers = 4
	}
	if c.Backoff <= 0 {
		c.Backoff = serverFirst
	}
	if c.Chunk <= 0 {
		c.Chunk = 256
	}
	if c.Group <= 0 {
		c.Group = 32
	}
	if c.Expire <= 0 {
		c.Expire = 5 * 24 * time.Hour
	}
	if c.Grace <= 0 {
		c.Grace = 4 * time.Second
	}
	if c.GiveUp == nil {
		c.GiveUp = func(*store.Tx, store.Letter, string) error { return nil }
	}
	if c.Hold == nil {
		c.Hold = func() bool { return false }
	}
	if c.Forget == nil {
		c.Forget = func() {}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Jitter == nil {
		c.Jitter = rand.Float64
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Sender{config: c, wake: make(chan struct{}, 1)}, nil
}

// Wake tells that letters were committed: look now. It never blocks.
func (s *Sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run sends until ctx ends, then lets attempts end within Grace, records what
// is known of them and returns nil. It is called once.
func (s *Sender) Run(ctx context.Context) error {
	attempts, abort := context.WithCancel(context.WithoutCancel(ctx))
	defer abort()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(s.config.Grace, abort) })
	defer stop()
	d := newDispatcher(s, attempts)
	defer d.close()
	for ctx.Err() == nil {
		d.deal()
		d.wait(ctx)
	}
	return nil
}

var _ Submitter = (*submission.Client)(nil)
