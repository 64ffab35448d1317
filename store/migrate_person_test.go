package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// A store of schema 2 knows no way from a person to their requests. It is made for
// everybody on record, also where somebody was destroyed since and the data of
// before are brought back.
func TestMigrationFindsWhoseRequestsThereAre(t *testing.T) {
	dir := t.TempDir()
	former := func(dir string) *store.Store {
		s, err := store.Open(dir, store.Options{Keyring: storetest.Keyring(t)}.WithSchema2())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := former(dir)
	sub, r := newPerson(1).enter(t, s, 1)
	gone, goneRequest := newPerson(2).enter(t, s, 2)
	waiting := newPerson(2).wait(t, s, 12)
	stranger := newPerson(3).wait(t, s, 3)
	backup := copyDir(t, dir)
	b := former(backup)
	update(t, b, func(tx *store.Tx) error { return tx.DropPersons() })
	b.Close()
	destroy(t, s, gone, goneRequest)
	s.Close()
	content, _ := os.ReadFile(filepath.Join(backup, store.FileName))
	os.WriteFile(filepath.Join(dir, store.FileName), content, 0o600)

	s = storetest.OpenAt(t, dir, nil)
	storetest.Verify(t, s)
	wantGone(t, s, newPerson(2), gone, goneRequest)
	view(t, s, func(tx *store.Tx) error {
		for want, of := range map[privacy.RequestID]struct {
			from    string
			subject privacy.SubjectID
		}{r.ID: {subject: sub.ID}, stranger.ID: {from: newPerson(3).address}} {
			var from privacy.Address
			if of.from != "" {
				from = address(t, of.from)
			}
			found, err := tx.RequestsOf(from, of.subject, 0)
			if err != nil || len(found) != 1 || found[0].ID != want {
				t.Errorf("%d requests of %s %s: %v", len(found), of.from, of.subject, err)
			}
		}
		if found, err := tx.RequestsOf(address(t, newPerson(2).address), gone.ID, 0); len(found) > 0 || err != nil {
			t.Errorf("%d of the destroyed, such as %s: %v", len(found), waiting.Number, err)
		}
		return nil
	})
}
