package mailbox

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// Watcher watches one mailbox. It fetches by UID, peeks, and never sets or clears
// \Seen (promise P6).
type Watcher struct {
	c    Config
	in   Intake
	wake chan struct{}

	renew atomic.Bool

	// Across connections, used by Run's goroutine only.
	blame     blame
	structure structureFailures

	mu     sync.Mutex
	health Health
}

// NewWatcher checks the configuration; it does not connect.
func NewWatcher(c Config, in Intake) (*Watcher, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	return &Watcher{
		c: c.withDefaults(), in: in,
		wake:   make(chan struct{}, 1),
		health: Health{Mailbox: c.Mailbox},
	}, nil
}

// Wake makes the watcher look now: something waits to be filed. It never blocks.
func (w *Watcher) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run watches until ctx ends, and then returns nil. Whatever fails is in Health
// and is tried again, forever, ever more slowly.
func (w *Watcher) Run(ctx context.Context) error {
	failures := 0
	for {
		progress, err := w.watch(ctx)
		w.connected(false)
		if ctx.Err() != nil {
			return nil
		}
		if progress {
			failures = 0
		}
		if errors.Is(err, errRenewed) {
			continue
		}
		w.troubled(err)
		timer := time.NewTimer(w.delay(failures, err))
		failures++
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil
		}
	}
}

// delay is exponential with full jitter above the first step. A refused login
// starts at a minute (by default): providers lock accounts that hammer.
func (w *Watcher) delay(failures int, err error) time.Duration {
	base := w.c.Backoff
	if e := (*Error)(nil); errors.As(err, &e) {
		switch e.Kind {
		case WrongPassword, NoPassword, LoginForbidden:
			base *= 60
		}
	}
	base = min(base, w.c.BackoffMax)
	limit := min(base<<min(failures, 16), w.c.BackoffMax)
	if limit <= base {
		return base
	}
	var b [8]byte
	if _, err := io.ReadFull(w.c.Random, b[:]); err != nil {
		return limit
	}
	return base + time.Duration(binary.BigEndian.Uint64(b[:])%uint64(limit-base+1))
}

// watch is one connection, from dialling to its end. progress tells whether it
// was good for anything.
func (w *Watcher) watch(ctx context.Context) (progress bool, err error) {
	l, err := connect(ctx, w.c, false)
	if err != nil {
		return false, err
	}
	defer l.close()
	w.connected(true)
	after, err := w.in.Open(ctx, l.pos)
	if err != nil {
		return false, &Error{Op: "open", Kind: IntakeFailed, Err: err}
	}
	s := &scan{w: w, l: l, cursor: after}
	w.blame.reset(l.pos.UIDValidity)
	if err = s.catchUp(ctx); err == nil {
		progress = true
		err = w.attend(ctx, s)
	}
	return progress || s.cursor > after, err
}

// attend keeps the connection: file what waits, ask what was missed, rest.
func (w *Watcher) attend(ctx context.Context, s *scan) error {
	for due := false; ; {
		if err := w.unfile(ctx, s.l); err != nil {
			return err
		}
		if err := w.file(ctx, s.l); err != nil {
			return err
		}
		if err := w.erase(ctx, s.l); err != nil {
			return err
		}
		// Announcements are lost between two IDLEs on some servers; NOOP asks for
		// them, and finds a dead connection.
		if err := s.l.noop(ctx); err != nil {
			return err
		}
		why := news
		if !s.l.heard() && !due {
			w.scanned()
			var err error
			if why, err = w.rest(ctx, s.l); err != nil {
				return err
			}
		}
		// A full slice without news ends in a NOOP first, and then in a look all the
		// same: a server may have lost the announcement altogether.
		if w.renew.Swap(false) {
			return errRenewed
		}
		due = why == slept
		if why == news {
			if err := s.newer(ctx); err != nil {
				return err
			}
		}
	}
}

// reason is why a rest ended.
type reason int

const (
	news  reason = iota // the server announced messages
	woken               // something waits to be filed
	slept               // the time is over
)

// rest waits for something to do.
func (w *Watcher) rest(ctx context.Context, l *link) (reason, error) {
	if !l.canIdle {
		return w.sleep(ctx, l, w.c.Poll)
	}
	g := l.guard(ctx)
	idle, err := l.client.Idle()
	if err = g.end("idle", err); err != nil {
		if e := (*Error)(nil); errors.As(err, &e) && e.Kind == Refused {
			l.canIdle = false
			return woken, nil
		}
		return 0, err
	}
	why, err := w.sleep(ctx, l, w.c.IdleSlice)
	if err != nil {
		l.close() // or else Close would wait for the server to take DONE
		idle.Close()
		return 0, err
	}
	g = l.guard(ctx)
	if err := g.end("idle", idle.Close()); err != nil {
		return 0, err
	}
	l.left = idle
	return why, nil
}

// sleep ends with the first of: news, a wake, the time, the connection, ctx.
func (w *Watcher) sleep(ctx context.Context, l *link, d time.Duration) (reason, error) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-l.news:
		return news, nil
	case <-w.wake:
		return woken, nil
	case <-timer.C:
		return slept, nil
	case <-l.client.Closed():
		return 0, l.guard(ctx).end("idle", io.ErrUnexpectedEOF)
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
