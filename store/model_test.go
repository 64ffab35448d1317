package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// model is what the store should hold, as plainly as it can be written.
type model struct {
	subjects map[privacy.SubjectID]store.Subject
	items    map[privacy.RequestID]store.ReviewItem
	letters  map[privacy.LetterID]store.Letter
	requests map[privacy.RequestID]store.Request
}

func newModel() *model {
	return &model{
		subjects: map[privacy.SubjectID]store.Subject{}, items: map[privacy.RequestID]store.ReviewItem{},
		letters: map[privacy.LetterID]store.Letter{}, requests: map[privacy.RequestID]store.Request{},
	}
}

// key draws one of the keys there are, or none.
func key[K ~string, V any](t *rapid.T, m map[K]V, name string) (K, bool) {
	if len(m) == 0 {
		return "", false
	}
	return rapid.SampledFrom(slices.Sorted(maps.Keys(m))).Draw(t, name), true
}

func drawAddress(t *rapid.T) privacy.Address {
	a, err := privacy.ParseAddress(fmt.Sprintf("p%d@b.kz", rapid.IntRange(0, 4).Draw(t, "address")))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func drawTime(t *rapid.T, name string) time.Time {
	if rapid.IntRange(0, 5).Draw(t, name+" none") == 0 {
		return time.Time{}
	}
	return day.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, name)) * time.Minute)
}

// change is one thing done to the store; it returns what to do to the model when
// the transaction was committed.
type change func(t *rapid.T, tx *store.Tx, m *model) (func(), error)

func putSubject(t *rapid.T, tx *store.Tx, m *model) (func(), error) {
	s := store.Subject{ID: tx.NewSubjectID(), AddedAt: tx.Now()}
	if id, ok := key(t, m.subjects, "subject"); ok && rapid.Bool().Draw(t, "known") {
		s = m.subjects[id]
	}
	s.Address = drawAddress(t)
	taken := false
	for id, other := range m.subjects {
		taken = taken || id != s.ID && other.Address == s.Address
	}
	err := tx.PutSubject(s)
	if taken != errors.Is(err, privacy.ErrExists) {
		t.Fatalf("address taken %v, and the store says %v", taken, err)
	}
	return func() { m.subjects[s.ID] = s }, err
}

func putItem(t *rapid.T, tx *store.Tx, m *model) (func(), error) {
	r, err := request(tx, privacy.StateReceived)
	item := store.ReviewItem{RequestID: r.ID}
	if id, ok := key(t, m.items, "item"); ok && rapid.Bool().Draw(t, "known") {
		item, r = m.items[id], m.requests[id]
	}
	item.Urgent, item.DueAt = rapid.Bool().Draw(t, "urgent"), drawTime(t, "due")
	item.DecidedAt = time.Time{}
	if rapid.Bool().Draw(t, "decided") && r.State != privacy.StateInReview {
		item.DecidedAt = day
	}
	return func() { m.items[r.ID], m.requests[r.ID] = item, r }, first(err, tx.PutRequest(r), tx.PutReviewItem(item))
}

func putLetter(t *rapid.T, tx *store.Tx, m *model) (func(), error) {
	of, _ := key(t, m.requests, "request")
	l := letter(tx, of, day)
	l.QueuedAt = tx.Now()
	for _, id := range limitIDs {
		if rapid.Bool().Draw(t, "counts by "+id) {
			l.Limits = append(l.Limits, tx.LimitKey("address", id))
		}
	}
	if id, ok := key(t, m.letters, "letter"); ok && rapid.Bool().Draw(t, "known") {
		l = m.letters[id]
	}
	l.NextAt = drawTime(t, "next")
	l.State = rapid.SampledFrom([]store.LetterState{store.LetterQueued, store.LetterSent, store.LetterFailed}).Draw(t, "state")
	return func() { m.letters[l.ID] = l }, tx.PutLetter(l)
}

func putRequest(t *rapid.T, tx *store.Tx, m *model) (func(), error) {
	r, err := request(tx, "")
	if id, ok := key(t, m.requests, "request"); ok && rapid.Bool().Draw(t, "known") {
		r = m.requests[id]
	}
	r.State = rapid.SampledFrom([]privacy.State{privacy.StateReceived, privacy.StateInReview, privacy.StateApplied, privacy.StateClosed}).Draw(t, "state")
	if err = first(err, tx.PutRequest(r)); r.State != privacy.StateInReview {
		return func() { m.requests[r.ID] = r }, err
	}
	item := m.items[r.ID] // what is in review waits in the queue
	item.RequestID, item.DecidedAt = r.ID, time.Time{}
	return func() { m.requests[r.ID], m.items[r.ID] = r, item }, first(err, tx.PutReviewItem(item))
}

var limitIDs = []string{"a", "b"}

// compareIn compares in a writing transaction: limits are counted there only.
func (m *model) compareIn(s *store.Store, t *rapid.T) error {
	return s.Update(context.Background(), func(tx *store.Tx) error { m.compare(t, tx); return nil })
}

// compare reads everything that goes through an index.
func (m *model) compare(t *rapid.T, tx *store.Tx) {
	if n := tx.CountSubjects(); n != len(m.subjects) {
		t.Fatalf("%d subjects, want %d", n, len(m.subjects))
	}
	for i := range 5 {
		a, _ := privacy.ParseAddress(fmt.Sprintf("p%d@b.kz", i))
		var want privacy.SubjectID
		for id, s := range m.subjects {
			if s.Address == a {
				want = id
			}
		}
		got, err := tx.SubjectByAddress(a)
		if got.ID != want || (want == "") != errors.Is(err, privacy.ErrNotFound) {
			t.Fatalf("address %d leads to %q (%v), want %q", i, got.ID, err, want)
		}
	}
	m.compareQueues(t, tx)
	for _, id := range limitIDs {
		want, key := 0, tx.LimitKey("address", id)
		for _, l := range m.letters {
			if slices.Contains(l.Limits, key) && l.QueuedAt.After(tx.Now().Add(-time.Hour)) {
				want++
			}
		}
		if n, err := tx.CountLettersBy(key, tx.Now().Add(-time.Hour)); n != want || err != nil {
			t.Fatalf("%d letters count, want %d (%v)", n, want, err)
		}
	}
}

func (m *model) compareQueues(t *rapid.T, tx *store.Tx) {
	var waiting, wantWaiting []privacy.RequestID
	if err := tx.EachWaiting(func(i store.ReviewItem) bool { waiting = append(waiting, i.RequestID); return true }); err != nil {
		t.Fatal(err)
	}
	for _, i := range slices.SortedFunc(maps.Values(m.items), compareItems) {
		if i.DecidedAt.IsZero() {
			wantWaiting = append(wantWaiting, i.RequestID)
		}
	}
	if !slices.Equal(waiting, wantWaiting) || tx.CountWaiting() != len(waiting) {
		t.Fatalf("waiting %v (%d), want %v", waiting, tx.CountWaiting(), wantWaiting)
	}

	letters, err := tx.DueLetters(day, 1000)
	var due, wantDue []privacy.LetterID
	for _, l := range letters {
		due = append(due, l.ID)
	}
	queued := 0
	for _, l := range slices.SortedFunc(maps.Values(m.letters), compareLetters) {
		if l.State == store.LetterQueued {
			queued++
			if !l.NextAt.After(day) {
				wantDue = append(wantDue, l.ID)
			}
		}
	}
	if err != nil || !slices.Equal(due, wantDue) || tx.CountLetters(store.LetterQueued) != queued {
		t.Fatalf("due %v, want %v (%v)", due, wantDue, err)
	}

	var open, wantOpen []privacy.RequestID
	err = tx.EachOpen(func(r store.Request) bool { open = append(open, r.ID); return true })
	for _, id := range slices.Sorted(maps.Keys(m.requests)) {
		if m.requests[id].State.Open() {
			wantOpen = append(wantOpen, id)
		}
	}
	if err != nil || !slices.Equal(open, wantOpen) {
		t.Fatalf("open %v, want %v (%v)", open, wantOpen, err)
	}
}

func compareItems(a, b store.ReviewItem) int {
	if a.Urgent != b.Urgent {
		if a.Urgent {
			return -1
		}
		return 1
	}
	if a.DueAt.IsZero() != b.DueAt.IsZero() {
		if b.DueAt.IsZero() {
			return -1
		}
		return 1
	}
	if c := a.DueAt.Compare(b.DueAt); c != 0 {
		return c
	}
	return slices.Compare([]byte(a.RequestID), []byte(b.RequestID))
}

func compareLetters(a, b store.Letter) int {
	if c := a.NextAt.Compare(b.NextAt); c != 0 {
		return c
	}
	return slices.Compare([]byte(a.ID), []byte(b.ID))
}

// Whatever is done in whatever order, with transactions that fail and processes
// that start anew, every index says what the records say.
func TestStoreAgreesWithModel(t *testing.T) {
	changes := []change{putSubject, putItem, putLetter, putRequest}
	dir, keys := t.TempDir(), storetest.Keyring(t)
	rapid.Check(t, func(t *rapid.T) {
		m, c := newModel(), newClock()
		open := func() *store.Store {
			s, err := store.Open(dir, store.Options{Keyring: keys, Now: c.now})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := open()
		defer func() {
			s.Close()
			os.Remove(filepath.Join(dir, store.FileName))
			os.Remove(filepath.Join(dir, store.KeysName))
		}()
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			c.set(c.now().Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "minutes")) * time.Minute))
			step := rapid.SampledFrom(changes).Draw(t, "change")
			fails := rapid.IntRange(0, 3).Draw(t, "fails") == 0
			m.step(t, s, step, fails)
			if err := m.compareIn(s, t); err != nil {
				t.Fatal(err)
			}
			if rapid.IntRange(0, 9).Draw(t, "restart") == 0 {
				s.Close()
				s = open()
			}
		}
		if err := first(m.compareIn(s, t), s.Check()); err != nil {
			t.Fatal(err)
		}
	})
}

// step does the drawn change. Draws must be made once, so nothing else shares the
// transaction and the function does not run again unless it failed.
func (m *model) step(t *rapid.T, s *store.Store, step change, fails bool) {
	var apply func()
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		var err error
		apply, err = step(t, tx, m)
		if fails {
			return first(err, errMine)
		}
		return err
	})
	switch {
	case err == nil:
		apply()
	case !errors.Is(err, errMine) && !errors.Is(err, privacy.ErrExists):
		t.Fatal(err)
	}
}
