package store

import (
	"sync"
	"sync/atomic"
)

// maxGroup is how many functions share a commit. More would save nothing and make
// the first of them wait.
const maxGroup = 1000

// call is one UpdateEach that waits for the writer.
type call struct {
	fns   []func(*Tx) error
	errs  []error
	left  int // functions without an outcome
	taken atomic.Uint32
	done  chan struct{}
}

const (
	callWaiting uint32 = iota
	callTaken
	callWithdrawn
)

func newCall(fns []func(*Tx) error) *call {
	return &call{fns: fns, errs: make([]error, len(fns)), left: len(fns), done: make(chan struct{})}
}

// failed gives all functions the same error.
func (c *call) failed(err error) []error {
	for i := range c.errs {
		c.errs[i] = err
	}
	return c.errs
}

// take and withdraw are tried by the writer and by who waits; one of them wins.
func (c *call) take() bool     { return c.taken.CompareAndSwap(callWaiting, callTaken) }
func (c *call) withdraw() bool { return c.taken.CompareAndSwap(callWaiting, callWithdrawn) }

// job is one function of a call.
type job struct {
	call *call
	i    int
}

func (j job) run(tx *Tx) error { return guard(func() error { return j.call.fns[j.i](tx) }) }

// settle notes the outcome; the last one lets the caller go.
func (j job) settle(err error) {
	j.call.errs[j.i] = err
	j.call.left--
	if j.call.left == 0 {
		close(j.call.done)
	}
}

// queue holds the calls that wait. It is as long as there are goroutines waiting.
type queue struct {
	mu     sync.Mutex
	calls  []*call
	closed bool
	wake   chan struct{}
}

// push reports whether the call will be answered.
func (q *queue) push(c *call) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.calls = append(q.calls, c)
	q.signal()
	return true
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.signal()
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// next waits for calls and takes up to maxGroup functions, whole calls in order;
// none when the queue was closed and is empty.
func (q *queue) next() []job {
	for {
		jobs, closed := q.drain()
		if len(jobs) > 0 || closed {
			return jobs
		}
		<-q.wake
	}
}

func (q *queue) drain() (jobs []job, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := 0
	for n < len(q.calls) && (len(jobs) == 0 || len(jobs)+len(q.calls[n].fns) <= maxGroup) {
		c := q.calls[n]
		q.calls[n] = nil
		n++
		if !c.take() {
			continue
		}
		for i := range c.fns {
			jobs = append(jobs, job{c, i})
		}
	}
	q.calls = q.calls[n:]
	if len(q.calls) == 0 {
		q.calls = nil
	}
	return jobs, q.closed && len(q.calls) == 0
}
