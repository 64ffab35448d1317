package demoserver

import (
	"context"
	"errors"
	"net"
	"sync"
)

// ErrInjected is what a broken operation returns.
var ErrInjected = errors.New("demoserver: injected fault")

// Mode says how long a fault of [OpFaults] lasts.
type Mode int

const (
	Once    Mode = iota // the k-th operation fails, and with it its connection
	Onwards             // every operation from the k-th on fails
)

// OpFaults counts dials, reads and writes over all connections it wraps and lets
// the k-th fail. It is the counting loop: run a scenario with k = 1, 2, 3, …
// until a run ends with Fired still false; every point of failure has then been
// visited. A nil OpFaults wraps nothing.
type OpFaults struct {
	mu    sync.Mutex
	count int
	at    int
	mode  Mode
	fired bool
}

// FailAt arms the k-th operation, counted from 1, and starts counting anew;
// 0 disarms.
func (f *OpFaults) FailAt(k int, mode Mode) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count, f.at, f.mode, f.fired = 0, k, mode, false
}

// Count is the number of operations since FailAt.
func (f *OpFaults) Count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count
}

// Fired reports whether the armed operation was reached.
func (f *OpFaults) Fired() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fired
}

func (f *OpFaults) fails() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	hit := f.at > 0 && (f.count == f.at || f.mode == Onwards && f.count > f.at)
	f.fired = f.fired || hit
	return hit
}

// Dial connects like net.Dialer and wraps the connection; the dial counts as an
// operation. It fits where a client takes its dialer.
func (f *OpFaults) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if f.fails() {
		return nil, ErrInjected
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return f.Wrap(c), nil
}

// Wrap counts the reads and writes of c.
func (f *OpFaults) Wrap(c net.Conn) net.Conn {
	if f == nil {
		return c
	}
	return &opConn{c, f}
}

type opConn struct {
	net.Conn
	faults *OpFaults
}

func (c *opConn) Read(p []byte) (int, error) {
	if c.faults.fails() {
		c.Close()
		return 0, ErrInjected
	}
	return c.Conn.Read(p)
}

// Write loses the second half of what fails: the worst place to stop in.
func (c *opConn) Write(p []byte) (int, error) {
	if c.faults.fails() {
		n, _ := c.Conn.Write(p[:len(p)/2])
		c.Close()
		return n, ErrInjected
	}
	return c.Conn.Write(p)
}
