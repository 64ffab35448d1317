package store_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func TestSubjectComesBackAsItWasPut(t *testing.T) {
	s := storetest.Open(t)
	var put store.Subject
	update(t, s, func(tx *store.Tx) error {
		put = subject(tx, address(t, "a@b.kz"))
		put.Phone, put.Language, put.Source = privacy.NewPersonal("+77015551234"), privacy.Kazakh, "import"
		put.Blocked, put.NoLetters, put.DestructionDueAt = true, true, day
		return tx.PutSubject(put)
	})
	view(t, s, func(tx *store.Tx) error {
		got, err := tx.Subject(put.ID)
		if !reflect.DeepEqual(got, put) {
			t.Errorf("got another record: %v", err)
		}
		return err
	})
}

func TestSubjectIsFoundByItsAddressOnly(t *testing.T) {
	s := storetest.Open(t)
	a, b := address(t, "old@b.kz"), address(t, "new@b.kz")
	var put store.Subject
	update(t, s, func(tx *store.Tx) error {
		put = subject(tx, a)
		return tx.PutSubject(put)
	})
	update(t, s, func(tx *store.Tx) error {
		put.Address = b
		return tx.PutSubject(put)
	})
	view(t, s, func(tx *store.Tx) error {
		if got, err := tx.SubjectByAddress(b); err != nil || got.ID != put.ID {
			t.Error("new address:", err)
		}
		if _, err := tx.SubjectByAddress(a); !errors.Is(err, privacy.ErrNotFound) {
			t.Error("former address:", err)
		}
		if n := tx.CountSubjects(); n != 1 {
			t.Error("subjects:", n)
		}
		return nil
	})
	// The former address is free for somebody else.
	update(t, s, func(tx *store.Tx) error { return tx.PutSubject(subject(tx, a)) })
}

func TestAddressHasOneSubject(t *testing.T) {
	s := storetest.Open(t)
	a := address(t, "a@b.kz")
	update(t, s, func(tx *store.Tx) error { return tx.PutSubject(subject(tx, a)) })
	err := s.Update(context.Background(), func(tx *store.Tx) error { return tx.PutSubject(subject(tx, a)) })
	if !errors.Is(err, privacy.ErrExists) {
		t.Error(err)
	}
	if strings.Contains(err.Error(), "a@b.kz") {
		t.Error("the error names the address")
	}
	view(t, s, func(tx *store.Tx) error {
		if n := tx.CountSubjects(); n != 1 {
			t.Error("subjects:", n)
		}
		return nil
	})
}

func TestUnknownNamesAreNotFound(t *testing.T) {
	s := storetest.Open(t)
	view(t, s, func(tx *store.Tx) error {
		for _, id := range []string{"", "x", "00000000-0000-7000-8000-000000000000", "0000000000000000"} {
			_, subjectErr := tx.Subject(privacy.SubjectID(id))
			_, requestErr := tx.Request(privacy.RequestID(id))
			_, itemErr := tx.ReviewItem(privacy.RequestID(id))
			_, letterErr := tx.Letter(privacy.LetterID(id))
			_, bytesErr := tx.MessageBytes(privacy.RequestID(id))
			_, numberErr := tx.RequestByNumber(privacy.Number(id))
			_, messageErr := tx.LetterByMessageID(id)
			_, tokenErr := tx.Confirmation(id)
			for i, err := range []error{subjectErr, requestErr, itemErr, letterErr, bytesErr, numberErr, messageErr, tokenErr} {
				if !errors.Is(err, privacy.ErrNotFound) {
					t.Errorf("%q, look-up %d: %v", id, i, err)
				}
			}
		}
		if _, err := tx.SubjectByAddress(privacy.Address{}); !errors.Is(err, privacy.ErrNotFound) {
			t.Error(err)
		}
		return nil
	})
}

func TestConsentsOfASubjectOnly(t *testing.T) {
	s := storetest.Open(t)
	var one, other store.Subject
	update(t, s, func(tx *store.Tx) error {
		one, other = subject(tx, address(t, "a@b.kz")), subject(tx, address(t, "c@d.kz"))
		var errs []error
		for _, owner := range []store.Subject{one, other, one} {
			errs = append(errs, tx.PutConsent(store.Consent{ID: tx.NewConsentID(), SubjectID: owner.ID, Purpose: "letters"}))
		}
		return first(append(errs, tx.PutSubject(one), tx.PutSubject(other))...)
	})
	// P8: withdrawing changes the consent in place.
	update(t, s, func(tx *store.Tx) error {
		consents, err := tx.Consents(one.ID)
		if err != nil || len(consents) != 2 {
			t.Fatalf("%d consents, %v", len(consents), err)
		}
		consents[0].WithdrawnAt = tx.Now()
		return tx.PutConsent(consents[0])
	})
	view(t, s, func(tx *store.Tx) error {
		consents, err := tx.Consents(one.ID)
		if len(consents) != 2 || consents[0].Processing() || !consents[1].Processing() {
			t.Error("consents:", len(consents))
		}
		return err
	})
}

func TestSuppressionIsKeptByDigest(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	a := address(t, "nobody.here@suppressed.kz")
	update(t, s, func(tx *store.Tx) error {
		return first(tx.Suppress(a, store.Suppression{Since: day}), tx.Suppress(a, store.Suppression{Since: day.AddDate(1, 0, 0)}))
	})
	view(t, s, func(tx *store.Tx) error {
		if got, ok, err := tx.Suppressed(a); !ok || err != nil || !got.Since.Equal(day) {
			t.Error("the first entry should stay:", got, ok, err)
		}
		if _, ok, _ := tx.Suppressed(address(t, "c@d.kz")); ok {
			t.Error("another address is suppressed")
		}
		return nil
	})
	s.Close()
	if fileHolds(t, dir, "suppressed.kz") {
		t.Error("the file holds the address itself")
	}
}
