package store_test

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func TestRequestsOfAPerson(t *testing.T) {
	s := storetest.Open(t)
	aigul, work := address(t, "aigul@b.kz"), address(t, "aigul@work.kz")
	var id privacy.SubjectID
	var numbers []privacy.Number
	update(t, s, func(tx *store.Tx) error {
		s := subject(tx, aigul)
		if id = s.ID; tx.PutSubject(s) != nil {
			t.Error("put subject")
		}
		for _, c := range []struct {
			from privacy.Address
			of   privacy.SubjectID
		}{{aigul, ""}, {address(t, "other@b.kz"), ""}, {work, id}, {aigul, id}} {
			r, err := request(tx, privacy.StateReceived)
			r.From, r.SubjectID = c.from, c.of
			numbers = append(numbers, r.Number)
			if err := first(err, tx.PutRequest(r)); err != nil {
				return err
			}
		}
		return nil
	})
	of := func(a privacy.Address, id privacy.SubjectID) (got []privacy.Number) {
		view(t, s, func(tx *store.Tx) error {
			list, err := tx.RequestsOf(a, id, 0)
			for _, r := range list {
				got = append(got, r.Number)
			}
			return err
		})
		return got
	}
	for name, c := range map[string]struct {
		from privacy.Address
		of   privacy.SubjectID
		want []privacy.Number
	}{
		"address": {aigul, "", []privacy.Number{numbers[0]}},
		"record":  {privacy.Address{}, id, []privacy.Number{numbers[3], numbers[2]}},
		"both":    {aigul, id, []privacy.Number{numbers[3], numbers[2], numbers[0]}},
		"nobody":  {address(t, "no@b.kz"), "", nil},
		"nothing": {privacy.Address{}, "", nil},
	} {
		if got := of(c.from, c.of); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	view(t, s, func(tx *store.Tx) error {
		list, err := tx.RequestsOf(aigul, id, 1)
		if len(list) != 1 || list[0].Number != numbers[3] {
			t.Errorf("the newest one: %d", len(list))
		}
		return err
	})
	update(t, s, func(tx *store.Tx) error { // it turned out whose it is
		r, err := tx.RequestByNumber(numbers[1])
		r.SubjectID = id
		return first(err, tx.PutRequest(r))
	})
	if got := of(privacy.Address{}, id); !slices.Equal(got, []privacy.Number{numbers[3], numbers[2], numbers[1]}) {
		t.Errorf("after it was found: %v", got)
	}
}

func TestUndoIsListedWhileItIsKept(t *testing.T) {
	s := storetest.Open(t)
	var r store.Request
	listed := func() (n int) {
		view(t, s, func(tx *store.Tx) error { return tx.EachUndo(func(store.Request) bool { n++; return true }) })
		return n
	}
	update(t, s, func(tx *store.Tx) (err error) {
		r, err = request(tx, privacy.StateInReview)
		before := r
		r.Undo = &store.Undo{At: day, Request: &before}
		return first(err, tx.PutRequest(r), tx.PutReviewItem(store.ReviewItem{RequestID: r.ID}))
	})
	if listed() != 1 {
		t.Error("not listed")
	}
	update(t, s, func(tx *store.Tx) error { r.Undo = nil; return tx.PutRequest(r) })
	if listed() != 0 {
		t.Error("still listed")
	}
}

func TestMarkAndSuppressionCanBeTakenBack(t *testing.T) {
	s := storetest.Open(t)
	a := address(t, "a@b.kz")
	update(t, s, func(tx *store.Tx) error {
		return first(tx.PutMark("digest", "2026-11-28"), tx.Suppress(a, store.Suppression{Since: day}), tx.Unsuppress(a), tx.Unsuppress(a))
	})
	view(t, s, func(tx *store.Tx) error {
		_, listed, err := tx.Suppressed(a)
		if listed || tx.Mark("digest") != "2026-11-28" || tx.Mark("other") != "" {
			t.Error("wrong")
		}
		return err
	})
}

func TestAMessageMayAskMore(t *testing.T) {
	s := storetest.Open(t)
	key := inbox(5)
	update(t, s, func(tx *store.Tx) error {
		one, two := tx.NewRequestID(), tx.NewRequestID()
		err := first(tx.PutDisposition(key, [32]byte{1}, store.Disposition{What: store.DisposedRequest, Requests: []privacy.RequestID{one}}), tx.AddDisposed(key, two))
		d, _, err2 := tx.Disposition(key)
		if !slices.Equal(d.Requests, []privacy.RequestID{one, two}) {
			t.Error(d.Requests)
		}
		if tx.AddDisposed(inbox(6), two) == nil {
			t.Error("a message without disposition was taken")
		}
		return first(err, err2)
	})
}
