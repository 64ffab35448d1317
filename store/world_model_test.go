package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// affair is a request with its message and its letter.
type affair struct {
	r       store.Request
	letter  store.Letter
	message string // "": removed
}

// soul is a person on record.
type soul struct {
	sub     store.Subject
	consent store.Consent
	affairs map[privacy.RequestID]affair
}

// facts is what the store should hold, as plainly as it can be written.
type facts struct {
	souls map[int]soul
}

func (f facts) clone() facts {
	c := facts{make(map[int]soul)}
	for n, s := range f.souls {
		s.affairs = maps.Clone(s.affairs)
		c.souls[n] = s
	}
	return c
}

// gone is what was destroyed: no restore brings it back.
type gone struct {
	souls   map[int]store.Subject
	affairs map[privacy.RequestID]privacy.Number
}

func (f facts) without(g gone) facts {
	for n, s := range f.souls {
		if _, destroyed := g.souls[n]; destroyed {
			delete(f.souls, n)
			continue
		}
		maps.DeleteFunc(s.affairs, func(id privacy.RequestID, _ affair) bool { return g.affairs[id] != "" })
	}
	return f
}

func soulAddress(n, change int) string { return fmt.Sprintf("soul%d.%d@mail.kz", n, change) }

// compareFacts reads everything back, by every way that leads there.
func compareFacts(t testing.TB, s *store.Store, f facts, g gone) {
	t.Helper()
	view(t, s, func(tx *store.Tx) error {
		if n := tx.CountSubjects(); n != len(f.souls) {
			t.Fatalf("%d subjects, want %d", n, len(f.souls))
		}
		var open, queued, requests int
		for n, want := range f.souls {
			compareSoul(t, tx, n, want)
			for _, a := range want.affairs {
				requests++
				compareAffair(t, tx, a)
				if a.r.State.Open() {
					open++
				}
				if a.letter.State == store.LetterQueued {
					queued++
				}
			}
		}
		found := 0
		err := tx.EachOpen(func(store.Request) bool { found++; return true })
		if found != open || tx.CountWaiting() != open || tx.CountLetters(store.LetterQueued) != queued {
			t.Fatalf("%d open, %d waiting, %d queued; want %d, %d", found, tx.CountWaiting(), tx.CountLetters(store.LetterQueued), open, queued)
		}
		states, countErr := tx.CountRequests()
		for _, n := range states {
			requests -= n
		}
		if requests != 0 {
			t.Fatalf("the counters of requests are wrong by %d", requests)
		}
		compareGone(t, tx, g)
		return first(err, countErr)
	})
}

func compareSoul(t testing.TB, tx *store.Tx, n int, want soul) {
	t.Helper()
	sub, err := tx.SubjectByAddress(want.sub.Address)
	if err != nil || sub.ID != want.sub.ID || sub.Phone != want.sub.Phone || sub.Blocked != want.sub.Blocked {
		t.Fatalf("person %d: %+v %v, want %+v", n, sub, err, want.sub)
	}
	consents, err := tx.Consents(sub.ID)
	if err != nil || len(consents) != 1 || consents[0].Processing() != want.consent.Processing() {
		t.Fatalf("consents of %d: %+v %v", n, consents, err)
	}
}

func compareAffair(t testing.TB, tx *store.Tx, want affair) {
	t.Helper()
	r, err := tx.RequestByNumber(want.r.Number)
	if err != nil || r.ID != want.r.ID || r.State != want.r.State || r.SubjectID != want.r.SubjectID {
		t.Fatalf("request: %+v %v, want %+v", r, err, want.r)
	}
	raw, err := tx.MessageBytes(r.ID)
	if string(raw) != want.message || (want.message == "") != errors.Is(err, privacy.ErrNotFound) {
		t.Fatalf("message: %q %v, want %q", raw, err, want.message)
	}
	answers, err := tx.AnswerBytes(r.ID)
	if string(answers[1]) != want.message || err != nil {
		t.Fatalf("answer: %q %v, want %q", answers[1], err, want.message)
	}
	letters, err := tx.LettersOf(r.ID)
	if err != nil || len(letters) != 1 || letters[0].State != want.letter.State || !slices.Equal(letters[0].Bytes, want.letter.Bytes) {
		t.Fatalf("letters: %+v %v, want %+v", letters, err, want.letter)
	}
}

func compareGone(t testing.TB, tx *store.Tx, g gone) {
	t.Helper()
	for n, sub := range g.souls {
		_, err := tx.Subject(sub.ID)
		_, stone := tx.TombstoneByAddress(sub.Address)
		if !errors.Is(err, privacy.ErrDestroyed) || stone != nil {
			t.Fatalf("destroyed person %d: %v, %v", n, err, stone)
		}
	}
	for id, number := range g.affairs {
		_, err := tx.Request(id)
		tomb, stone := tx.CaseTombstone(number)
		if !errors.Is(err, privacy.ErrDestroyed) || stone != nil || tomb.Fact.ID != id {
			t.Fatalf("destroyed request: %v, %v", err, stone)
		}
	}
}
