package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// FileName is the name of the store in its folder.
const FileName = "otinish.db"

const defaultLockWait = time.Second

// Options are what a store needs besides its folder. Only Keyring is required.
type Options struct {
	Keyring *seal.Keyring
	// Now is the clock, time.Now by default; asked once a transaction.
	Now func() time.Time
	// Random is where ids and numbers come from, crypto/rand by default.
	Random io.Reader
	// LockWait is how long Open waits for another process to let the store go,
	// one second by default; less than zero: not at all.
	LockWait time.Duration

	// Progress is told how far long tasks of Open have come: "seal", "replay"; "unclean",
	// "pages" and "compare" where the store was not closed in order; and "rewrap" and
	// "reseal" later, from another goroutine.
	Progress func(task string, done, total uint64)

	// Step is called around each commit with "store:before-commit" and
	// "store:after-commit"; crash tests end the process there.
	Step func(string)
	// Fault is asked before an operation and makes it fail by returning an error:
	// "commit" fails with nothing written, "sync" after everything was written, as
	// a disk does that loses its answer; "open" makes opening again fail,
	// "keys" and "ledger" writing those files.
	Fault func(op string) error

	still   bool        // nothing goes on in the background once it is open
	maxSize int         // octets of the file, a full disk for tests; 0: no limit
	steps   []migration // instead of those of this program, for tests
}

// Store is the open store. It is safe for concurrent use.
type Store struct {
	dir     string
	ring    *seal.Keyring
	vault   *seal.Vault // nil until Open has found it
	subKeys sync.Map    // derived from it, by use
	ledger  *ledger
	closing atomic.Bool
	work    sync.WaitGroup // in the background
	now     func() time.Time
	random  io.Reader
	step    func(string)
	fault   func(string) error
	maxSize int
	codec   codec

	progress func(task string, done, total uint64)
	ids      identities
	lock     *os.File

	queue   queue
	written chan struct{} // closed when the writer has ended

	// mu guards db, trouble and closed: readers hold it shared for as long as they
	// read, whoever replaces or closes db holds it alone.
	mu      sync.RWMutex
	db      *bbolt.DB
	trouble error // why db is nil
	closed  bool

	// Of the writer:
	ahead    ahead
	recent   recent
	pending  []Erasure // on the ledger, and not committed
	keysLeft []KeyMark // of what was committed, and not destroyed

	cutting sync.RWMutex // of the chain; held shared by whoever verifies it

	readers  readers
	resealer sync.Mutex
	renewing atomic.Bool // a renewal of the data keys goes on

	keysSpent atomic.Bool // since data were copied last
	working   working
	created   bool
	troubles  troubles
	revived   atomic.Int64
	rebuilt   int // lines of the ledger, when it was opened

	writes  bool        // since beginWriting
	inOrder bool        // it is being closed, and nothing is wrong
	unclean bool        // it was not closed in order
	stale   atomic.Bool // a meta page was bad, and not the current one
	again   bool        // it must be looked over once more
}

func (o Options) migrations() []migration {
	if o.steps != nil {
		return o.steps
	}
	return migrations()
}

func newStore(dir string, o Options) (*Store, error) {
	if o.Keyring == nil {
		return nil, fmt.Errorf("no keyring: %w", privacy.ErrBadInput)
	}
	codec, err := newCodec()
	if err != nil {
		return nil, err
	}
	s := &Store{
		dir: dir, ring: o.Keyring, now: o.Now, progress: o.Progress, random: o.Random,
		step: o.Step, fault: o.Fault, maxSize: o.maxSize, codec: codec,
		queue:   queue{wake: make(chan struct{}, 1)},
		written: make(chan struct{}),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.random == nil {
		s.random = rand.Reader
	}
	if s.step == nil {
		s.step = func(string) {}
	}
	if s.fault == nil {
		s.fault = func(string) error { return nil }
	}
	if s.progress == nil {
		s.progress = func(string, uint64, uint64) {}
	}
	s.ids.random = s.random
	return s, nil
}

func (s *Store) path() string { return filepath.Join(s.dir, FileName) }

// Close takes no more calls, waits for those that wait and for readers, and lets
// the folder go. Closing twice does nothing.
func (s *Store) Close() error {
	s.closing.Store(true)
	s.lookLater(false)
	s.queue.close()
	<-s.written
	s.work.Wait()

	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed, s.inOrder = true, s.trouble == nil
	if err := s.release(); err != nil {
		return fmt.Errorf("close the store: %w", err)
	}
	return nil
}

// release lets go of whatever was opened.
func (s *Store) release() error {
	err := s.closeDB()
	if s.vault != nil {
		s.vault.Rest()
		if err == nil && s.inOrder {
			_ = s.noteClosed() // without it the next start only takes longer
		}
		err = errors.Join(err, s.vault.Close())
	}
	s.working.close()
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}

// Created reports whether Open found no store and made a new one.
func (s *Store) Created() bool { return s.created }

// Closed reports whether the store was closed.
func (s *Store) Closed() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.closed
}

// View runs fn with a reading transaction: what was committed when it began, not
// disturbed by what is written meanwhile. Keep it short, since pages freed
// meanwhile cannot be used again; do not call View or Close inside. A panic of fn
// becomes an error.
func (s *Store) View(fn func(*Tx) error) error {
	if open, err := s.view(fn); open {
		return err
	}
	// After trouble with the disk only the writer opens the file again (P15).
	if err := s.Update(context.Background(), func(*Tx) error { return nil }); err != nil {
		return err
	}
	_, err := s.view(fn)
	return err
}

// view reports false where the file is not open although the store is not closed.
func (s *Store) view(fn func(*Tx) error) (open bool, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.db == nil {
		return s.closed, s.unavailable()
	}
	defer s.readers.begin()()
	return true, guard(func() error {
		b, err := s.db.Begin(false)
		if err != nil {
			return fmt.Errorf("begin reading: %w (%w)", privacy.ErrUnavailable, err)
		}
		defer b.Rollback()
		return fn(s.newTx(b))
	})
}

func (s *Store) unavailable() error {
	if s.closed {
		return fmt.Errorf("the store is closed: %w", privacy.ErrUnavailable)
	}
	return fmt.Errorf("the store could not be opened again: %w (%w)", privacy.ErrUnavailable, s.trouble)
}

// Update runs fn in a writing transaction and returns when it is durable, or what
// fn returned. Calls that wait at the same time share one commit, each still all
// or nothing. fn may run more than once.
//
// A context that ends before fn ran is returned as its error; later it changes
// nothing. A commit that failed wraps privacy.ErrUnavailable: nothing of it is
// seen, unless the disk failed while confirming what it had written.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	return s.UpdateEach(ctx, []func(*Tx) error{fn})[0]
}

// UpdateEach is Update for several functions, in order, in one commit. If one
// fails, everything is rolled back, and it is run again by itself behind those
// before it: it alone gets its error, the others take effect.
func (s *Store) UpdateEach(ctx context.Context, fns []func(*Tx) error) []error {
	return s.update(ctx, newCall(fns, time.Time{}))
}

// UpdateSoon is UpdateEach for what need not be durable at once: it waits for a
// call to share the commit of, at most patience.
func (s *Store) UpdateSoon(ctx context.Context, patience time.Duration, fns []func(*Tx) error) []error {
	return s.update(ctx, newCall(fns, time.Now().Add(patience)))
}

func (s *Store) update(ctx context.Context, c *call) []error {
	if len(c.fns) == 0 {
		return c.errs
	}
	if err := ctx.Err(); err != nil {
		return c.failed(err)
	}
	if !s.queue.push(c) {
		return c.failed(fmt.Errorf("the store is closed: %w", privacy.ErrUnavailable))
	}
	select {
	case <-c.done:
		return c.errs
	case <-ctx.Done():
	}
	if c.withdraw() {
		return c.failed(ctx.Err())
	}
	<-c.done
	return c.errs
}
