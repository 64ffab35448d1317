package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

var day = time.Date(2026, 3, 2, 8, 0, 0, 5, time.UTC)

// clock is a clock that stands until it is set.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: day} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func address(t testing.TB, s string) privacy.Address {
	t.Helper()
	a, err := privacy.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func update(t testing.TB, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.View(fn); err != nil {
		t.Fatal(err)
	}
}

// first returns the first error.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// subject is a minimal record of a person; it says in which test it was made.
func subject(tx *store.Tx, a privacy.Address) store.Subject {
	return store.Subject{ID: tx.NewSubjectID(), Address: a, Name: privacy.NewPersonal("Айгүл"), AddedAt: tx.Now(), ChangedAt: tx.Now()}
}

func request(tx *store.Tx, state privacy.State) (store.Request, error) {
	n, err := tx.NewNumber()
	return store.Request{ID: tx.NewRequestID(), Number: n, Kind: privacy.KindWithdraw, State: state, RecordedAt: tx.Now()}, err
}

func letter(tx *store.Tx, of privacy.RequestID, next time.Time) store.Letter {
	id := tx.NewLetterID()
	return store.Letter{ID: id, RequestID: of, Template: "acknowledgement", State: store.LetterQueued,
		MessageID: fmt.Sprintf("%s@medico-intech.kz", id), Bytes: []byte("the letter"), NextAt: next}
}
