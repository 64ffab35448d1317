package store_test

import (
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func TestWhatWasSaidIsFoundAgain(t *testing.T) {
	s := storetest.Open(t)
	var ids []privacy.RequestID
	update(t, s, func(tx *store.Tx) error {
		for range 2 {
			r, err := request(tx, privacy.StateReceived)
			if err := first(err, tx.PutRequest(r), tx.PutSaid([32]byte{1}, r.ID)); err != nil {
				return err
			}
			ids = append(ids, r.ID)
		}
		return nil
	})
	view(t, s, func(tx *store.Tx) error {
		if r, ok, err := tx.RequestSaid([32]byte{1}); !ok || err != nil || r.ID != ids[1] {
			t.Error("the later request:", r.ID, ok, err)
		}
		if _, ok, err := tx.RequestSaid([32]byte{2}); ok || err != nil {
			t.Error("other words:", ok, err)
		}
		return nil
	})
}
