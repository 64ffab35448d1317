package store_test

import (
	"fmt"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// wantSaid sees which request of an author is found by its words; "" is none.
func wantSaid(t *testing.T, s *store.Store, when string, words byte, from privacy.Address, want privacy.RequestID) {
	t.Helper()
	view(t, s, func(tx *store.Tx) error {
		if r, ok, err := tx.RequestSaid([32]byte{words}, from); err != nil || ok != (want != "") || r.ID != want {
			t.Errorf("%s: %s %v %v", when, r.ID, ok, err)
		}
		return nil
	})
}

func TestWhatWasSaidIsFoundAgain(t *testing.T) {
	s := storetest.Open(t)
	a := address(t, "nobody@mail.kz")
	var ids []privacy.RequestID
	update(t, s, func(tx *store.Tx) error {
		for range 2 {
			r, err := request(tx, privacy.StateReceived)
			if err := first(err, tx.PutRequest(r), tx.PutSaid([32]byte{1}, r)); err != nil {
				return err
			}
			ids = append(ids, r.ID)
		}
		return nil
	})
	wantSaid(t, s, "the later request", 1, a, ids[1])
	wantSaid(t, s, "other words", 2, a, "")
}

// said puts a request of a person on record and what was said with it.
func said(t *testing.T, s *store.Store, words byte, from privacy.Address, of privacy.SubjectID) (r store.Request) {
	t.Helper()
	update(t, s, func(tx *store.Tx) (err error) {
		if r, err = request(tx, privacy.StateApplied); err != nil {
			return err
		}
		r.From, r.SubjectID = from, of
		return first(tx.PutSaid([32]byte{words}, r), tx.PutRequest(r))
	})
	return r
}

// What was said by somebody on record lies with the record. Whatever becomes of it, the
// same letter is known again for as long as its request is there.
func TestWhatWasSaidOutlivesTheWayToIt(t *testing.T) {
	s := storetest.Open(t)
	before, after, other := address(t, "before@mail.kz"), address(t, "after@mail.kz"), address(t, "other@mail.kz")
	stranger := said(t, s, 1, before, "")
	sub := store.Subject{}
	update(t, s, func(tx *store.Tx) error {
		sub = subject(tx, before)
		return first(tx.PutSubject(sub), tx.PutSubject(subject(tx, other)))
	})
	wantSaid(t, s, "from before the record", 1, before, stranger.ID)
	a, b := said(t, s, 2, before, sub.ID), said(t, s, 3, before, sub.ID)
	wantSaid(t, s, "on record", 2, before, a.ID)
	wantSaid(t, s, "by another", 2, other, "")
	again := said(t, s, 1, before, sub.ID)
	wantSaid(t, s, "said again on record", 1, before, again.ID)

	update(t, s, func(tx *store.Tx) error {
		sub.Address = after
		b.SubjectID = tx.SubjectIDByAddress(other) // it turns out whose it is
		return first(tx.PutRequest(b), tx.PutSubject(sub))
	})
	wantSaid(t, s, "under a former address", 2, before, a.ID)
	wantSaid(t, s, "under a former address, again", 1, before, again.ID)
	wantSaid(t, s, "another's", 3, before, b.ID)
	c := said(t, s, 4, before, sub.ID) // the address leads to it no more
	wantSaid(t, s, "from the former address", 4, before, c.ID)
	storetest.Verify(t, s)

	d, e := said(t, s, 5, after, sub.ID), said(t, s, 6, after, sub.ID)
	gone := store.Destruction{Cases: []privacy.RequestID{again.ID, c.ID, d.ID}, Ground: "retention-ended", By: privacy.ActorSystem}
	if _, err := s.Destroy(t.Context(), gone, allow); err != nil {
		t.Fatal(err)
	}
	wantSaid(t, s, "kept when others of the record went", 6, after, e.ID)
	wantSaid(t, s, "kept under a former address", 2, before, a.ID)
	storetest.Verify(t, s)
	destroy(t, s, sub, a)
	for words, from := range map[byte]privacy.Address{1: before, 2: before, 4: before, 5: after, 6: after} {
		wantSaid(t, s, fmt.Sprint("destroyed ", words), words, from, "")
	}
	wantSaid(t, s, "of somebody else", 3, before, b.ID)
	storetest.Verify(t, s)
}
