package store

import (
	"sync"
	"sync/atomic"
	"time"
)

// maxGroup is how many functions share a commit. More would save nothing and make
// the first of them wait.
const maxGroup = 1000

// call is one UpdateEach that waits for the writer.
type call struct {
	fns   []func(*Tx) error
	by    time.Time // until when it waits for company; zero: it does not
	errs  []error
	left  int  // functions without an outcome
	mends bool // may write to a damaged store
	taken atomic.Uint32
	done  chan struct{}
}

const (
	callWaiting uint32 = iota
	callTaken
	callWithdrawn
)

func newCall(fns []func(*Tx) error, by time.Time) *call {
	return &call{fns: fns, by: by, errs: make([]error, len(fns)), left: len(fns), done: make(chan struct{})}
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
		jobs, patience, closed := q.drain()
		if len(jobs) > 0 || closed {
			return jobs
		}
		q.rest(patience)
	}
}

// rest waits for a call, or until the patience of those that wait for company ends.
func (q *queue) rest(patience time.Duration) {
	if patience == 0 {
		<-q.wake
		return
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-q.wake:
	case <-timer.C:
	}
}

// patience is how long all calls that wait go on waiting for company: not at all
// when one of them does not, or when there is none.
func (q *queue) patience() time.Duration {
	if q.closed || len(q.calls) == 0 {
		return 0
	}
	first := q.calls[0].by
	for _, c := range q.calls {
		if c.by.Before(first) {
			first = c.by
		}
	}
	return max(0, time.Until(first))
}

func (q *queue) drain() (jobs []job, patience time.Duration, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if patience = q.patience(); patience > 0 {
		return nil, patience, false
	}
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
	return jobs, 0, q.closed && len(q.calls) == 0
}
