package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// spoil flips a bit in the n-th value of a kind in the case bucket: 'r' requests, 'l'
// letters, 'b' their bytes; kind 0 of the message bucket.
func spoil(t *testing.T, dir string, kind byte, n int) {
	t.Helper()
	inFile(t, dir, func(tx *bbolt.Tx) error {
		name := "case"
		if kind == 0 {
			name = "message"
		}
		b := tx.Bucket([]byte(name))
		for c, k, v := b.Cursor(), []byte(nil), []byte(nil); ; {
			if k == nil {
				k, v = c.First()
			} else {
				k, v = c.Next()
			}
			if kind != 0 && (len(k) <= 16 || k[16] != kind) {
				continue
			}
			if n--; n < 0 {
				bad := bytes.Clone(v)
				bad[len(bad)-1] ^= 1
				return b.Put(bytes.Clone(k), bad)
			}
		}
	})
}

func requestsIn(t *testing.T, s *store.Store) (list []store.Request, err error) {
	t.Helper()
	err = s.View(func(tx *store.Tx) error {
		return tx.EachRequest(func(r store.Request) bool { list = append(list, r); return true })
	})
	return list, err
}

// otherWork is a day's work for everybody else.
func otherWork(t *testing.T, s *store.Store) {
	t.Helper()
	grow(t, s, 77)
	list, _ := requestsIn(t, s)
	for _, r := range list {
		r.Kind = privacy.KindBlock
		update(t, s, func(tx *store.Tx) error { return tx.PutRequest(r) })
	}
	if err := s.Damage(); err != nil {
		t.Fatal(err)
	}
}

// A record that does not open is its owner's misfortune: it is told, nothing is written
// over it, and everybody else is served.
func TestARecordThatDoesNotOpenStopsNobodyElse(t *testing.T) {
	for name, kind := range map[string]byte{"request": 'r', "letter": 'l', "letter bytes": 'b', "message": 0} {
		t.Run(name, func(t *testing.T) {
			dir := lived(t, 4)
			spoil(t, dir, kind, 1)
			s, err := open(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			var ids []privacy.RequestID
			view(t, s, func(tx *store.Tx) error {
				_, err := tx.DueLetters(time.Now().Add(time.Hour), 100)
				return store.PassOver(first(err, store.PassOver(tx.EachRequest(func(r store.Request) bool { ids = append(ids, r.ID); return true }))))
			})
			for _, id := range ids {
				err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutMessageBytes(id, []byte("another")) })
				if (err != nil) != (kind == 0 && errors.Is(err, privacy.ErrUnreadable)) {
					if err != nil {
						t.Error(err)
					}
				}
			}
			list := s.Unreadable()
			if len(list) != 1 || list[0].Request == "" || list[0].Number == "" || s.Damage() != nil {
				t.Fatalf("%+v %v", list, s.Damage())
			}
			otherWork(t, s)
			due := 0
			view(t, s, func(tx *store.Tx) error {
				ids, err := tx.DueLetterIDs(time.Now().Add(time.Hour), 100)
				due = len(ids)
				return err
			})
			if want := map[byte]int{'r': 5, 'l': 4, 'b': 4, 0: 5}[kind]; due != want {
				t.Errorf("%d letters are due, want %d", due, want)
			}
			if err := s.Check(); !errors.Is(err, privacy.ErrUnreadable) && kind != 0 && kind != 'b' {
				t.Error("Check:", err)
			}
			if _, err := s.CheckSealed(nil); !errors.Is(err, privacy.ErrDamaged) {
				t.Error("CheckSealed:", err)
			}
			s.Close()
			if !unclean(t, dir) {
				t.Error("closed as if nothing were wrong")
			}
		})
	}
}

// lose takes n keys out of the midst of the key store.
func lose(t *testing.T, dir string, from, n int) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, store.KeysName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(make([]byte, 64*n), keysBefore+64*int64(from))
	if err := first(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// A key lost in the midst of the key store of a store that was closed in order.
func TestALostKeyIsFoundAtTheStart(t *testing.T) {
	dir := lived(t, 20)
	lose(t, dir, 3, 1) // a person and a request have one each, in turn
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	list := s.Unreadable()
	if len(list) != 1 || (list[0].Number == "") == (list[0].Subject == "") {
		t.Fatalf("%+v", list)
	}
	otherWork(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	lose(t, dir, 4, 30)
	s, err = open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Damage(); err == nil || s.Update(t.Context(), appendAct("received")) == nil {
		t.Error("written to with half of the keys lost:", err)
	}
}

// The first record that does not open has the rest looked through: it may be all that
// shows of a page written over.
func TestTheFirstUnreadableRecordHasTheRestLookedThrough(t *testing.T) {
	dir := lived(t, 4)
	spoil(t, dir, 0, 1) // not looked at when it is opened
	inFile(t, dir, func(tx *bbolt.Tx) error { return nil })
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	update(t, s, func(tx *store.Tx) error { return tx.DropIndex() }) // an index is lost meanwhile
	list, err := requestsIn(t, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		_ = s.View(func(tx *store.Tx) error { _, err := tx.MessageBytes(r.ID); return err })
	}
	for n := 0; s.Damage() == nil && n < 10_000; n++ { // the walk runs beside
		_ = s.Update(context.Background(), func(*store.Tx) error { return nil })
	}
	if err := s.Damage(); !errors.Is(err, privacy.ErrDamaged) {
		t.Error(err)
	}
}

// A sweep destroys nobody of whom it cannot say whether a rule protects them; on an
// operator's word what cannot be read goes too.
func TestWhatCannotBeReadIsDestroyed(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	sub, r := newPerson(1).enter(t, s, 1)
	newPerson(2).enter(t, s, 2)
	s.Close()
	spoil(t, dir, 'r', 0)
	s = storetest.OpenAt(t, dir, nil)
	if len(s.Unreadable()) != 1 {
		t.Fatal(s.Unreadable())
	}
	none := func(*store.Tx, store.Doomed) error { return nil }
	d := store.Destruction{Subject: sub.ID, Number: r.Number, Ground: "withdrawn", By: privacy.ActorSystem}
	if _, err := s.Destroy(t.Context(), d, none); !errors.Is(err, privacy.ErrUnreadable) {
		t.Fatal(err)
	}
	d.By = privacy.Operator("dana")
	if _, err := s.Destroy(t.Context(), d, none); err != nil {
		t.Fatal(err)
	}
	storetest.Verify(t, s)
	if _, err := s.CheckSealed(nil); err != nil {
		t.Error(err)
	}
	view(t, s, func(tx *store.Tx) error {
		_, personErr := tx.Subject(sub.ID)
		_, requestErr := tx.RequestByNumber(r.Number)
		_, rawErr := tx.MessageBytes(r.ID)
		letters, err := tx.LettersOf(r.ID)
		if !errors.Is(personErr, privacy.ErrDestroyed) || !errors.Is(requestErr, privacy.ErrDestroyed) || !errors.Is(rawErr, privacy.ErrNotFound) || len(letters) > 0 {
			t.Error(personErr, requestErr, rawErr, len(letters))
		}
		return err
	})
	if list := s.Unreadable(); len(list) != 0 {
		t.Error(list)
	}
}

// A walk that began before somebody was destroyed, and goes on before the keys are, meets the records
// that do not open: they trouble nobody any more.
func TestAnOlderWalkFindsNothingUnreadableOfTheDestroyed(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	sub, r := newPerson(1).enter(t, s, 1)
	newPerson(2).enter(t, s, 2)
	s.Close()
	spoil(t, dir, 'l', 0)
	began, committed := make(chan bool), make(chan bool)
	walked := make(chan error)
	s = storetest.OpenWith(t, dir, store.Options{Step: func(name string) {
		if name == "store:before-keys" {
			close(committed)
			if err := <-walked; !errors.Is(err, privacy.ErrUnreadable) {
				t.Error("the walk met nothing:", err)
			}
		}
	}})
	go func() {
		walked <- s.View(func(tx *store.Tx) error {
			close(began)
			<-committed
			_, err := tx.LettersOf(r.ID)
			return err
		})
	}()
	<-began
	d := store.Destruction{Subject: sub.ID, Number: r.Number, Ground: "withdrawn", By: privacy.Operator("dana")}
	if _, err := s.Destroy(t.Context(), d, allow); err != nil {
		t.Fatal(err)
	}
	if list := s.Unreadable(); len(list) != 0 {
		t.Error(list)
	}
}
