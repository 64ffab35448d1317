package outbox

import (
	"context"
	"sync"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	// longestSleep bounds a sleep towards a time on the clock on the wall, which
	// may be set while we sleep.
	longestSleep = time.Minute
	// busyLook is how often the due letters are looked at while attempts run: they
	// hide the time of the next letter behind their own.
	busyLook = time.Second
)

// dispatcher deals due letters out to workers. It belongs to Run's goroutine.
type dispatcher struct {
	s        *Sender
	attempts context.Context

	ready   []privacy.LetterID // due, not yet dealt out
	flying  map[privacy.LetterID]struct{}
	idle    []*worker // the last used on top: few connections stay open, not all
	started int
	results chan result
	together
	workers sync.WaitGroup

	server serverTrouble
	store  int // look-ups that failed in a row
	until  time.Time
}

func newDispatcher(s *Sender, attempts context.Context) *dispatcher {
	return &dispatcher{
		s: s, attempts: attempts,
		flying:   make(map[privacy.LetterID]struct{}),
		results:  make(chan result, s.config.Workers),
		together: together{recorded: make(chan []privacy.LetterID, 1)},
	}
}

// resting reports whether the server, or the store, is left alone now.
func (d *dispatcher) resting() bool { return d.s.config.Now().Before(d.until) }

// deal gives workers what is due until there is no more of one or the other.
func (d *dispatcher) deal() {
	d.hangUp()
	for {
		d.fill()
		if len(d.ready) == 0 {
			break
		}
		if d.launch(); len(d.ready) > 0 {
			break
		}
	}
	d.settle()
}

// fill looks up due letters when all known ones are dealt out.
func (d *dispatcher) fill() {
	if d.s.config.Hold() {
		d.ready = d.ready[:0] // they are looked up again
		return
	}
	if len(d.ready) > 0 || d.resting() {
		return
	}
	// What leaves from a damaged store can be noted nowhere, and may have left before.
	err := d.s.config.Store.Damage()
	if err != nil {
		d.unread(err)
		return
	}
	err = d.s.config.Store.View(func(tx *store.Tx) error {
		due, err := tx.DueLetterIDs(d.s.config.Now(), d.s.config.Chunk+len(d.flying))
		d.ready = d.ready[:0]
		for _, id := range due {
			if _, ok := d.flying[id]; !ok {
				d.ready = append(d.ready, id)
			}
		}
		return err
	})
	if err != nil {
		d.unread(err)
		return
	}
	d.store = 0
	d.s.over(storeTrouble)
}

// unread leaves the store alone for a while.
func (d *dispatcher) unread(err error) {
	d.s.inTrouble(storeTrouble)
	d.s.config.Log.Error("look up due letters", "err", err)
	d.until = d.s.config.Now().Add(d.s.config.storePause(d.store))
	d.store++
}

// launch deals letters out to free workers: to all of them, or after trouble
// with the server to one, to see whether it is over.
func (d *dispatcher) launch() {
	for len(d.ready) > 0 && !d.resting() && d.s.stuck.Load() == 0 && !d.s.config.Hold() {
		if d.server.failures > 0 && len(d.flying) > 0 {
			return
		}
		if d.full() {
			return
		}
		w := d.worker()
		if w == nil {
			return
		}
		id := d.ready[0]
		d.ready = d.ready[1:]
		d.flying[id] = struct{}{}
		w.jobs <- job{id, d.server.long(d.s.config.Now())}
	}
}

// worker returns a free one, or nil.
func (d *dispatcher) worker() *worker {
	if n := len(d.idle); n > 0 {
		w := d.idle[n-1]
		d.idle = d.idle[:n-1]
		return w
	}
	if d.started == d.s.config.Workers {
		return nil
	}
	d.started++
	w := &worker{s: d.s, jobs: make(chan job, 1)}
	d.workers.Go(func() { w.run(d.attempts, d.results) })
	return w
}

// wait sleeps until something may have changed.
func (d *dispatcher) wait(ctx context.Context) {
	timer := time.NewTimer(d.sleep())
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-d.s.wake:
	case r := <-d.results:
		d.landed(r)
	case ids := <-d.recorded:
		d.written(ids)
	case <-d.late:
		d.overdue = true
	case <-timer.C:
	}
}

// sleep is how long nothing can become due.
func (d *dispatcher) sleep() time.Duration {
	now := d.s.config.Now()
	switch {
	case d.resting():
		return min(d.until.Sub(now), longestSleep)
	case len(d.flying) > 0, d.s.config.Hold():
		return busyLook
	}
	var next time.Time
	var queued bool
	if err := d.s.config.Store.View(func(tx *store.Tx) error {
		next, queued = tx.NextLetterAt()
		return nil
	}); err != nil {
		return busyLook
	}
	if !queued {
		return longestSleep // Wake brings new ones; the look is a second line of defence
	}
	return max(0, min(next.Sub(now), longestSleep))
}

// landed takes the result of one letter.
func (d *dispatcher) landed(r result) {
	d.idle = append(d.idle, r.worker)
	if r.accepted {
		d.accepted(r.id)
	} else {
		delete(d.flying, r.id)
	}
	switch {
	case r.unread != nil:
		d.unread(r.unread)
	case r.server != nil:
		d.until = d.s.config.Now().Add(d.server.failed(&d.s.config))
		d.s.inTrouble(troubleOf(r.server))
	case r.spoke:
		d.server = serverTrouble{}
	}
}

// close waits for the attempts that run and closes the connections.
func (d *dispatcher) close() {
	for len(d.flying) > 0 {
		d.settle()
		select {
		case r := <-d.results:
			d.landed(r)
		case ids := <-d.recorded:
			d.written(ids)
		case <-d.late:
			d.overdue = true
		}
	}
	for _, w := range d.idle {
		close(w.jobs)
	}
	d.workers.Wait()
}
