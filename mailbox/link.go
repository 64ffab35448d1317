package mailbox

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// link is one IMAP connection, owned by one goroutine. The library knows neither
// contexts nor time limits, so every command runs under a guard that hangs up;
// after that only a new connection helps.
type link struct {
	conn    *wire
	client  *imapclient.Client
	timeout time.Duration
	news    chan struct{} // holds a token when the server announced messages
	pos     Position

	canIdle, canMove, canUIDExpunge, canKeyword bool

	// left is an IDLE that was ended and whose answer nobody has awaited yet: the
	// next command follows it at once and saves a round trip.
	left *imapclient.IdleCommand
}

func (l *link) close() {
	if l != nil {
		l.conn.Close()
	}
}

// guard watches over one command.
type guard struct {
	l     *link
	ctx   context.Context
	stop  func() bool
	timer *time.Timer
	late  atomic.Bool
}

func (l *link) guard(ctx context.Context) *guard {
	g := &guard{l: l, ctx: ctx}
	hangUp := func() { l.conn.Close() }
	g.stop = context.AfterFunc(ctx, hangUp)
	g.timer = time.AfterFunc(l.timeout, func() { g.late.Store(true); hangUp() })
	return g
}

// alive starts the time limit anew: something came.
func (g *guard) alive() { g.timer.Reset(g.l.timeout) }

// pause suspends the time limit: the delay is ours.
func (g *guard) pause() { g.timer.Stop() }

// end lets go and says what err means.
func (g *guard) end(op string, err error) error {
	g.timer.Stop()
	g.stop()
	if err == nil {
		return nil
	}
	var refused *imap.Error
	switch {
	case errors.As(err, &refused):
		return &Error{Op: op, Kind: Refused, Code: cleanCode(string(refused.Code)), Err: err}
	case g.ctx.Err() != nil:
		return context.Cause(g.ctx)
	case g.late.Load() || g.l.conn.timedOut():
		return &Error{Op: op, Kind: Silent}
	case g.l.conn.failed():
		return &Error{Op: op, Kind: Lost}
	}
	// The library ended the connection, not the network: it met what it cannot
	// parse. Its text quotes the server and is not kept.
	return &Error{Op: op, Kind: Garbled}
}

// do runs one command. fn sends and waits.
func (l *link) do(ctx context.Context, op string, fn func() error) error {
	g := l.guard(ctx)
	err := fn()
	if err == nil {
		err = l.settleIdle()
	}
	return g.end(op, err)
}

// settleIdle takes the answer to an ended IDLE. The answer to a later command is
// there already, so it does not wait.
func (l *link) settleIdle() error {
	if l.left == nil {
		return nil
	}
	err := l.left.Wait()
	l.left = nil
	if refused := (*imap.Error)(nil); errors.As(err, &refused) {
		return nil
	}
	return err
}

func (l *link) noop(ctx context.Context) error {
	return l.do(ctx, "noop", func() error { return l.client.Noop().Wait() })
}

// heard reports, once, whether the server announced messages.
func (l *link) heard() bool {
	select {
	case <-l.news:
		return true
	default:
		return false
	}
}

// search returns the UIDs of set that exist, ascending.
func (l *link) search(ctx context.Context, set imap.UIDSet) (uids []uint32, err error) {
	err = l.do(ctx, "search", func() error {
		data, err := l.client.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{set}}, nil).Wait()
		if err != nil {
			return err
		}
		for _, u := range data.AllUIDs() {
			uids = append(uids, uint32(u))
		}
		return nil
	})
	return uids, err
}

// between is the set from lo to hi; hi 0 means "*".
func between(lo, hi uint32) imap.UIDSet {
	return imap.UIDSet{{Start: imap.UID(lo), Stop: imap.UID(hi)}}
}

func uidSet(uids []uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, u := range uids {
		set.AddNum(imap.UID(u))
	}
	return set
}

// wire remembers how a connection failed, which the library's errors do not tell.
type wire struct {
	net.Conn
	raw net.Conn // what Close closes: the TLS layer would wait to say goodbye
	mu  sync.Mutex
	err error
}

func (c *wire) Close() error { return c.raw.Close() }

func (c *wire) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.note(err)
	return n, err
}

func (c *wire) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.note(err)
	return n, err
}

func (c *wire) note(err error) {
	if err == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	// After the library has closed the connection its reads fail too; that is
	// the consequence, not the cause.
	if c.err == nil && !errors.Is(err, net.ErrClosed) {
		c.err = err
	}
}

// end closes the connection for this reason, unless it has failed before.
func (c *wire) end(err error) {
	c.note(err)
	c.Close()
}

func (c *wire) failed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err != nil
}

func (c *wire) timedOut() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Is(c.err, os.ErrDeadlineExceeded)
}
