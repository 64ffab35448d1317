package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
	"medico-intech.kz/otinish/store/storetest"
)

// schema1 lays a store of the first schema into a folder: four people with a
// request, a letter, a message, a question and a consent each, written by the last
// otinish that kept values in clear.
func schema1(t *testing.T) (dir string, content []byte) {
	t.Helper()
	content, err := os.ReadFile("testdata/schema-1.db")
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	overwrite(t, dir, content)
	return dir, content
}

// laterClock stands behind everything in that store.
func laterClock() *clock { return &clock{at: day.Add(5 * time.Hour)} }

var schema1Texts = []string{"aigul0@mail.kz", "aigul3@mail.kz", "+77015551232", "Айгүл", "Келісімді қайтару", "called back", "qaitaramyn", "The answer", "second@mail.kz"}

// wantSchema1 finds everything that the file was made with.
func wantSchema1(t *testing.T, s *store.Store) {
	t.Helper()
	storetest.Verify(t, s)
	update(t, s, func(tx *store.Tx) error {
		for i := range 4 {
			a := address(t, fmt.Sprintf("aigul%d@mail.kz", i))
			sub, err := tx.SubjectByAddress(a)
			if err != nil {
				return err
			}
			consents, err := tx.Consents(sub.ID)
			if err != nil || len(consents) != 1 || consents[0].Source != "site form" || sub.Phone.Reveal() != fmt.Sprintf("+7701555123%d", i) || sub.Blocked != (i == 3) {
				t.Errorf("person %d: %+v %+v %v", i, sub, consents, err)
			}
			d, seen, err := tx.DispositionByFingerprint([32]byte{byte(i + 1)})
			if err != nil || !seen || len(d.Requests) != 1 {
				return fmt.Errorf("fingerprint: %v %w", seen, err)
			}
			r, err := tx.Request(d.Requests[0])
			if err != nil || r.From != a || r.SubjectID != sub.ID || r.Notes[0].Text.Reveal() != "called back" || len(r.References) != 2 {
				t.Errorf("request %d: %+v %v", i, r, err)
			}
			if of, err := tx.RequestsOf(privacy.Address{}, sub.ID, 0); err != nil || len(of) != 1 || of[0].ID != r.ID {
				t.Errorf("requests of person %d: %+v %v", i, of, err)
			}
			raw, err := tx.MessageBytes(r.ID)
			letters, err2 := tx.LettersOf(r.ID)
			if err := first(err, err2); err != nil {
				return err
			}
			if !bytes.Contains(raw, []byte("qaitaramyn")) || len(letters) != 1 || !bytes.Contains(letters[0].Bytes, []byte("The answer")) {
				t.Errorf("request %d: message %q, letters %+v", i, raw, letters)
			}
			c, err := tx.Confirmation(fmt.Sprintf("TOKEN%d", i))
			_, suppressed, err2 := tx.Suppressed(address(t, fmt.Sprintf("gone%d@mail.kz", i)))
			if err := first(err, err2); err != nil || c.Address != a || !suppressed {
				t.Errorf("question %d: %v %v", i, suppressed, err)
			}
			if n, err := tx.CountLettersBy(tx.LimitKey("address", a.Reveal()), day.Add(-time.Hour)); n != 1 || err != nil {
				t.Errorf("letters to %d: %d %v", i, n, err)
			}
		}
		// The number of a mailbox seen now must be a new one.
		return first(tx.PutToFile(store.MessageKey{Mailbox: "Junk", UIDValidity: 1, UID: 1}), tx.DeleteToFile("Junk", 1, []uint32{1}))
	})
}

func TestMigrationSealsTheFormerStore(t *testing.T) {
	dir, _ := schema1(t)
	var told []string
	s := storetest.OpenWith(t, dir, store.Options{Now: laterClock().now, Progress: func(task string, done, total uint64) { told = append(told, fmt.Sprint(task, done, "/", total)) }})
	wantSchema1(t, s)
	if found := findTexts(t, dir, schema1Texts); len(found) > 0 {
		t.Error("in clear:", found)
	}
	if _, err := s.CheckSealed(nil); err != nil {
		t.Error(err)
	}
	if len(told) == 0 {
		t.Error("nobody was told how far it had come")
	}
	s.Close()
	wantSchema1(t, storetest.OpenAt(t, dir, laterClock().now))
}

func TestMigrationNeedsTheSameKey(t *testing.T) {
	dir, content := schema1(t)
	other := storetest.Key()
	other[5]++
	k, err := seal.NewKeyring(other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(dir, store.Options{Keyring: k}); !errors.Is(err, store.ErrWrongKey) {
		t.Error(err)
	}
	if now, _ := os.ReadFile(filepath.Join(dir, store.FileName)); !bytes.Equal(now, content) {
		t.Error("the file was changed")
	}
	storetest.OpenAt(t, dir, laterClock().now)
}

// A migration that stops anywhere leaves the old file as it was, or is over but for
// the writing over, which the next start does.
func TestMigrationMayStopAnywhere(t *testing.T) {
	dir, content := schema1(t)
	full := errors.New("no space left")
	if _, err := store.Open(dir, store.Options{Keyring: storetest.Keyring(t), Fault: func(op string) error {
		if op == "keys" {
			return full
		}
		return nil
	}}); !errors.Is(err, full) {
		t.Fatal(err)
	}
	if now, _ := os.ReadFile(filepath.Join(dir, store.FileName)); !bytes.Equal(now, content) {
		t.Fatal("the file was changed")
	}
	os.WriteFile(filepath.Join(dir, store.FileName+".new"), content[:9000], 0o600) // killed while writing
	s := storetest.OpenAt(t, dir, laterClock().now)
	wantSchema1(t, s)
	s.Close()

	os.WriteFile(filepath.Join(dir, store.FileName+".v1"), content, 0o600) // killed before the old file was written over
	wantSchema1(t, storetest.OpenAt(t, dir, laterClock().now))
	if found := findTexts(t, dir, schema1Texts); len(found) > 0 {
		t.Error("in clear:", found)
	}
}

func TestFormerStoreBesideForeignKeysIsRefused(t *testing.T) {
	dir, content := schema1(t)
	otherDir, _ := filled(t, 1)
	keys, _ := os.ReadFile(filepath.Join(otherDir, store.KeysName))
	os.WriteFile(filepath.Join(dir, store.KeysName), keys, 0o600)
	if _, err := open(t, dir); !errors.Is(err, privacy.ErrDamaged) {
		t.Error(err)
	}
	if now, _ := os.ReadFile(filepath.Join(dir, store.FileName)); !bytes.Equal(now, content) {
		t.Error("the file was changed")
	}
}
