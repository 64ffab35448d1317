package demoserver

import (
	"bytes"
	"io"
	"net"
	"strings"
	"sync"
)

// action is what happens to a line before the server sees it.
type action struct {
	do    int
	reply string // for answer: sent to the client in the server's place
}

const (
	pass   = iota
	cut    // the connection is closed
	silent // the line goes on, but nothing is written any more
	stall  // nothing is read any more
	answer // the line is swallowed and answered here
)

// lineConn hands the server one line of the client at a time and asks first.
type lineConn struct {
	net.Conn
	s      *Server
	onLine func(line string) action
	rewrap func(b []byte) []byte // of what the server writes; may be nil

	buf []byte // read and not yet handed over
	raw bool   // hand over everything from now on (TLS follows)

	mu      sync.Mutex
	mute    bool
	budget  int64 // octets that may still be written; -1 for no limit
	closing chan struct{}
	once    sync.Once
}

func newLineConn(s *Server, c net.Conn, budget int64) *lineConn {
	lc := &lineConn{Conn: c, s: s, budget: budget, closing: make(chan struct{})}
	s.track(lc)
	return lc
}

// Close is what the protocol libraries call. A silenced connection stays open, as
// that of a hanging server does, until the client or [Server.CloseConnections]
// ends it.
func (c *lineConn) Close() error {
	c.mu.Lock()
	mute := c.mute
	c.mu.Unlock()
	if mute {
		return nil
	}
	return c.shut()
}

func (c *lineConn) shut() error {
	c.once.Do(func() { close(c.closing) })
	c.s.untrack(c)
	return c.Conn.Close()
}

func (c *lineConn) Read(p []byte) (int, error) {
	for {
		if c.raw && len(c.buf) == 0 {
			return c.Conn.Read(p)
		}
		if i := bytes.IndexByte(c.buf, '\n'); i >= 0 && !c.raw {
			line := c.buf[:i+1]
			switch a := c.onLine(strings.TrimRight(string(line), "\r\n")); a.do {
			case cut:
				c.Close()
				return 0, io.EOF
			case silent:
				c.silence()
			case stall:
				<-c.closing
				return 0, net.ErrClosed
			case answer:
				c.buf = c.buf[i+1:]
				if _, err := c.Write([]byte(a.reply)); err != nil {
					return 0, err
				}
				continue
			}
			return c.take(p, i+1), nil
		}
		// A line longer than 64 KiB is handed over in pieces.
		if len(c.buf) > 64<<10 || c.raw && len(c.buf) > 0 {
			return c.take(p, len(c.buf)), nil
		}
		if err := c.fill(); err != nil {
			if len(c.buf) > 0 && err == io.EOF {
				return c.take(p, len(c.buf)), nil
			}
			return 0, err
		}
	}
}

func (c *lineConn) fill() error {
	var chunk [8 << 10]byte
	n, err := c.Conn.Read(chunk[:])
	c.buf = append(c.buf, chunk[:n]...)
	if n > 0 {
		return nil
	}
	return err
}

// take hands over at most n octets. What does not fit in p of a line stays and is
// taken for a line again; the readers here have buffers of 4 KiB, longer than any
// command a fault can name.
func (c *lineConn) take(p []byte, n int) int {
	n = copy(p, c.buf[:n])
	c.buf = c.buf[n:]
	return n
}

func (c *lineConn) silence() { c.mu.Lock(); c.mute = true; c.mu.Unlock() }

func (c *lineConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.mute {
		return len(p), nil
	}
	out := p
	if c.rewrap != nil && !c.raw {
		out = c.rewrap(p)
	}
	if c.budget >= 0 && int64(len(out)) > c.budget {
		c.Conn.Write(out[:c.budget])
		c.budget = 0
		c.Conn.Close()
		return 0, net.ErrClosed
	}
	if c.budget >= 0 {
		c.budget -= int64(len(out))
	}
	if _, err := c.Conn.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}
