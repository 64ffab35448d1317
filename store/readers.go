package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// readers knows who reads: a key may go only when nobody looks at a moment of the store
// that needs it. Destroying a person waits for nobody.
type readers struct {
	mu   sync.Mutex
	next uint64
	open map[uint64]bool
}

func (r *readers) begin() (end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open == nil {
		r.open = make(map[uint64]bool)
	}
	n := r.next
	r.next++
	r.open[n] = true
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.open, n)
	}
}

// before reports whether a reader with a lower number reads.
func (r *readers) before(n uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for open := range r.open {
		if open < n {
			return true
		}
	}
	return false
}

const readersLook = 20 * time.Millisecond

// wait returns when all who read now have ended. Later ones may read.
func (r *readers) wait(ctx context.Context, closing *atomic.Bool) error {
	r.mu.Lock()
	until := r.next
	r.mu.Unlock()
	tick := time.NewTicker(readersLook)
	defer tick.Stop()
	for r.before(until) {
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for readers: %w", ctx.Err())
		case <-tick.C:
		}
		if closing.Load() {
			return fmt.Errorf("wait for readers: the store is being closed: %w", privacy.ErrUnavailable)
		}
	}
	return nil
}
