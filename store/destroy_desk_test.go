package store_test

import (
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// P9: how things stood before an operator's decision goes with the person, and so does
// every way that leads to their requests.
func TestDestroyTakesWhatADecisionKeeps(t *testing.T) {
	s := storetest.Open(t)
	p, other := newPerson(1), newPerson(2)
	sub, r := p.enter(t, s, 1)
	_, kept := other.enter(t, s, 2)
	waiting := p.wait(t, s, 11) // of the address, with no record
	update(t, s, func(tx *store.Tx) error {
		var errs []error
		for _, id := range []privacy.RequestID{r.ID, kept.ID} {
			r, err := tx.Request(id)
			before, record := r, sub
			r.Undo = &store.Undo{At: tx.Now(), Until: tx.Now(), Verb: "approve", Request: &before, Subject: &record}
			errs = append(errs, err, tx.PutRequest(r))
		}
		return first(errs...)
	})
	view(t, s, func(tx *store.Tx) error {
		if found, err := tx.RequestsOf(sub.Address, sub.ID, 0); err != nil || len(found) != 2 {
			t.Errorf("%d requests before, %v", len(found), err)
		}
		return nil
	})
	destroy(t, s, sub, r)
	wantGone(t, s, p, sub, r)
	view(t, s, func(tx *store.Tx) error {
		if found, err := tx.RequestsOf(sub.Address, sub.ID, 0); err != nil || len(found) != 0 {
			t.Errorf("%d requests lead to the destroyed, such as %s, %v", len(found), waiting.Number, err)
		}
		return tx.EachUndo(func(r store.Request) bool {
			if r.ID != kept.ID {
				t.Error("what the destroyed wrote can be taken back")
			}
			return true
		})
	})
}
