//go:build integration

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"sync"
)

// meter counts connections, and lets something happen when so many octets have come
// over one.
type meter struct {
	mu    sync.Mutex
	dials int
	stuck int
	at    []int  // of the first connection, the second, …
	then  func() // called at that moment, while the connection waits; nil: it falls silent
}

func (m *meter) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	c, err := new(net.Dialer).DialContext(ctx, network, addr)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dials++
	if err != nil {
		return nil, err
	}
	x := &metered{Conn: c, m: m, left: -1}
	if len(m.at) > 0 {
		x.left, m.at = m.at[0], m.at[1:]
	}
	return x, nil
}

func (m *meter) dialled() int { m.mu.Lock(); defer m.mu.Unlock(); return m.dials }
func (m *meter) silent() bool { m.mu.Lock(); defer m.mu.Unlock(); return m.stuck > 0 }

// fallSilent keeps c until its owner closes it.
func (m *meter) fallSilent(c net.Conn) error {
	m.mu.Lock()
	m.stuck++
	m.mu.Unlock()
	_, err := io.Copy(io.Discard, c)
	return errors.Join(err, io.ErrUnexpectedEOF)
}

type metered struct {
	net.Conn
	m    *meter
	left int // octets until then; negative: never
}

func (c *metered) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if c.left >= 0 {
		if c.left -= n; c.left < 0 && c.m.then == nil {
			return 0, c.m.fallSilent(c.Conn)
		} else if c.left < 0 {
			c.m.then()
		}
	}
	return n, err
}

// breaker breaks SMTP connections in the clear, at a moment of the client's words.
type breaker struct {
	meter
	word string // what the client has just written: "DATA\r\n", "\r\n.\r\n"
	left int    // how often
	hang bool   // fall silent instead
}

func (b *breaker) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	c, err := b.meter.dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return &breakable{Conn: c, b: b}, nil
}

func (b *breaker) arm(word string, times int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.word, b.left = word, times
}

// spend reports whether it breaks now.
func (b *breaker) spend(said []byte) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left == 0 || !bytes.HasSuffix(said, []byte(b.word)) {
		return false
	}
	b.left--
	return true
}

type breakable struct {
	net.Conn
	b      *breaker
	said   []byte // its end
	broken bool
}

func (c *breakable) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.said = append(c.said, p[:n]...)
	c.said = c.said[max(0, len(c.said)-16):]
	c.broken = c.broken || c.b.spend(c.said)
	return n, err
}

// Read of a broken connection waits for the server's answer and loses it: so it is
// certain that the server had everything.
func (c *breakable) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	switch {
	case !c.broken:
		return n, err
	case c.b.hang:
		return 0, c.b.fallSilent(c.Conn)
	}
	c.Conn.Close()
	return 0, io.EOF
}
