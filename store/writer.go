package store

import (
	"errors"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"medico-intech.kz/otinish/store/privacy"
)

// write is the one goroutine that writes. It takes whatever waits into one
// commit; while that one syncs, the next group gathers. When nothing else waits, a
// call is served at once.
//
// The work is done in a goroutine of its own, and in another one if that ended: a
// function that ends its goroutine (testing's FailNow does) must not end the writer.
func (s *Store) write() {
	defer close(s.written)
	g := &group{s: s}
	for !g.closed {
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			debug.SetPanicOnFault(true) // a file cut short under us is an error, not the end
			g.serve()
		}()
		<-ended
		if g.running {
			g.abandon()
		}
	}
}

// serve settles what waits, group after group, until the queue is closed.
func (g *group) serve() {
	for {
		g.settle()
		if g.jobs = g.s.queue.next(); len(g.jobs) == 0 {
			g.closed = true
			return
		}
	}
}

// group is a set of jobs being settled, in order.
type group struct {
	s       *Store
	jobs    []job // without outcome
	running bool  // jobs[at] is being run
	at      int
	tx      *Tx  // open
	closed  bool // there will be no more
}

// abandon is for a function that ended its goroutine.
func (g *group) abandon() {
	g.running = false
	g.rollback()
	culprit := g.jobs[g.at]
	g.jobs = append(g.jobs[:g.at:g.at], g.jobs[g.at+1:]...)
	culprit.settle(errors.New("the function ended its goroutine"))
}

// settle runs all jobs in one transaction. Where one fails, those before it are
// committed without it, then it begins a transaction: failing there too is final.
// In effect each runs alone and in order; the cost of a failure is one commit.
func (g *group) settle() {
	limit := len(g.jobs)
	for len(g.jobs) > 0 {
		limit = min(limit, len(g.jobs))
		failed, err := g.try(limit)
		switch {
		case failed < 0: // committed, or the commit failed
			for _, j := range g.jobs[:limit] {
				j.settle(err)
			}
			g.jobs = g.jobs[limit:]
			limit = len(g.jobs)
		case failed == 0:
			g.jobs[0].settle(err)
			g.jobs = g.jobs[1:]
			limit = len(g.jobs)
		default:
			limit = failed
		}
	}
}

// try runs the first n jobs and commits. failed is the job that returned err, or
// -1 where err is the outcome of all.
func (g *group) try(n int) (failed int, err error) {
	if g.tx, err = g.s.begin(); err != nil {
		return -1, err
	}
	for i, j := range g.jobs[:n] {
		if err := g.s.Damage(); err != nil && !j.call.mends {
			g.rollback()
			return i, fmt.Errorf("begin writing: %w", err)
		}
		g.at, g.running = i, true
		err := j.run(g.tx)
		g.running = false
		if err != nil {
			g.s.noteDamage(err)
			g.rollback()
			return i, err
		}
	}
	err = g.s.commit(g.tx)
	g.s.noteDamage(err)
	g.tx = nil
	return -1, err
}

func (g *group) rollback() {
	if g.tx != nil {
		g.s.rollback(g.tx.bolt)
		g.tx = nil
	}
}

func (s *Store) begin() (*Tx, error) {
	if s.db == nil { // only the writer and Close, after the writer's end, change it
		if err := s.reopen(); err != nil {
			return nil, err
		}
	}
	var b *bbolt.Tx
	err := guard(func() (err error) { b, err = s.db.Begin(true); return err })
	if err != nil {
		return nil, fmt.Errorf("begin writing: %w (%w)", privacy.ErrUnavailable, err)
	}
	s.ahead.prepare(s.path(), b)
	tx := s.newTx(b)
	if len(s.pending) == 0 {
		return tx, nil
	}
	if err := guard(tx.erasePending); err != nil {
		s.rollback(b)
		return nil, fmt.Errorf("begin writing: finish a destruction: %w (%w)", privacy.ErrUnavailable, err)
	}
	return tx, nil
}

// commit makes a transaction durable. After a failure of the disk nothing in
// memory is trusted any more: a second sync may succeed without having written
// what the first one lost, so the file is opened and checked anew.
func (s *Store) commit(tx *Tx) error {
	err := guard(tx.flush)
	if err == nil {
		s.step("store:before-commit")
		err = s.fault("commit")
	}
	if err != nil {
		s.rollback(tx.bolt)
		return fmt.Errorf("commit: %w (%w)", privacy.ErrUnavailable, err)
	}
	err = guard(tx.bolt.Commit)
	if err == nil {
		err = s.fault("sync")
	}
	if err == nil {
		for _, l := range tx.queued {
			s.recent.committed(l)
		}
		s.step("store:after-commit")
		s.destroyKeys(tx.erased)
		return nil
	}
	s.rollback(tx.bolt)
	err = fmt.Errorf("commit: %w (%w)", privacy.ErrUnavailable, err)
	if errors.Is(err, bolterrors.ErrMaxSizeReached) {
		return err
	}
	if again := s.reopen(); again != nil {
		return fmt.Errorf("%w; %w", err, again)
	}
	return err
}

// rollback also ends a transaction whose commit failed half way. What it returns
// says only that the transaction has ended already.
func (s *Store) rollback(b *bbolt.Tx) {
	_ = guard(func() error { return b.Rollback() })
}
