package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
	"medico-intech.kz/otinish/store/storetest"
)

// opened tries every key of a key store on every value of a copy of the data, and
// returns all that any of them opens. What is tried is more than what the store
// would: every value with every key, whatever its head says.
func opened(t *testing.T, dataCopy, keysCopy string) (texts []byte, values, keys int) {
	t.Helper()
	vault, err := seal.OpenVault(keysCopy, storetest.Keyring(t), seal.VaultOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer vault.Close()
	db, err := bbolt.Open(dataCopy, 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	type entry struct{ value, place []byte }
	var entries []entry
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				if len(v) > 5+seal.Overhead && v[0] == 1 {
					entries = append(entries, entry{bytes.Clone(v[5:]), append(append(bytes.Clone(name), 0), k...)})
				}
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for slot := range vault.Slots() {
		aead, err := vault.AEAD(slot)
		if err != nil {
			continue
		}
		keys++
		for _, e := range entries {
			if plain, err := aead.Open(nil, nil, e.value, e.place); err == nil {
				texts = append(append(texts, plain...), '\n')
			}
		}
	}
	return texts, len(entries), keys
}

// The forensic test (P9). People are entered, worked with, and some destroyed. In
// hand: every file of the store with all its old pages, copies of the data from
// before, the key store and the ledger of today, and the master key. Searched for:
// every destroyed value in plain, base64 and UTF-16, in the files as they are and in
// whatever any key opens.
func TestNothingDestroyedIsFound(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "store")
	t.Setenv("TMPDIR", filepath.Join(root, "tmp"))
	for _, d := range []string{dir, filepath.Join(root, "tmp")} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	backUp := func(name string) {
		for folder, file := range map[string]string{name: store.FileName, name + "-keys": store.KeysName} {
			content, err := os.ReadFile(filepath.Join(dir, file))
			folder = filepath.Join(root, folder)
			if err := first(err, os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, file), content, 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}

	const people, gone = 12, 5
	s := storetest.OpenAt(t, dir, nil)
	var subs []store.Subject
	var requests []store.Request
	for n := range people {
		sub, r := newPerson(n).enter(t, s, uint32(n+1))
		newPerson(n).wait(t, s, uint32(100+n))
		subs, requests = append(subs, sub), append(requests, r)
	}
	backUp("backup-1")
	for n := range people { // use: every record is written again, to other pages
		update(t, s, func(tx *store.Tx) error {
			sub, err := tx.Subject(subs[n].ID)
			before := sub
			sub.Name = privacy.NewPersonal(newPerson(n).name + " новая")
			sub.Notes = []store.Note{{At: tx.Now(), By: "operator:dana", Text: privacy.NewPersonal("why " + newPerson(n).note)}}
			r, err2 := tx.Request(requests[n].ID)
			r.Undo = &store.Undo{At: tx.Now(), Verb: "approve", Request: &store.Request{ID: r.ID, Number: r.Number, From: r.From, Notes: r.Notes}, Subject: &before}
			r.Notes = append(r.Notes, store.Note{At: tx.Now(), By: "operator:dana", Text: privacy.NewPersonal(newPerson(n).note + " again")})
			return first(err, err2, tx.PutSubject(sub), tx.PutRequest(r))
		})
	}
	backUp("backup-2")
	var told []string
	for n := range gone {
		if n%2 == 0 { // told that they were: the letter goes when it has left
			id := newPerson(n).destroyTold(t, s, subs[n], requests[n])
			backUp("under-way")
			endFarewell(t, s, id)
			told = append(told, newPerson(n).farewellTexts()...)
			continue
		}
		destroy(t, s, subs[n], requests[n])
	}
	newPerson(people).enter(t, s, people+1)
	s.Close()
	s = storetest.OpenAt(t, dir, nil)
	s.Close()

	var destroyed, kept []string
	for n := range people {
		if n < gone {
			destroyed = append(append(destroyed, newPerson(n).texts()...), newPerson(n).waitingTexts()...)
		} else {
			kept = append(append(kept, newPerson(n).texts()...), newPerson(n).waitingTexts()...)
		}
	}
	if found := findTexts(t, root, append(append(slices.Clone(destroyed), told...), kept...)); len(found) > 0 {
		t.Errorf("%d values lie open in the files, such as %s", len(found), found[0])
	}
	keys := filepath.Join(dir, store.KeysName)
	for _, data := range []string{filepath.Join(dir, store.FileName), filepath.Join(root, "backup-1", store.FileName), filepath.Join(root, "backup-2", store.FileName), filepath.Join(root, "under-way", store.FileName)} {
		texts, values, tried := opened(t, data, keys)
		for _, text := range append(slices.Clone(destroyed), told...) {
			for form, b := range forms(text) {
				if bytes.Contains(texts, b) {
					t.Errorf("%s: %q is read with a key that is left, as %s", data, text, form)
				}
			}
		}
		// The search can find: of everybody else it finds everything.
		missed := 0
		for _, text := range kept {
			if !bytes.Contains(texts, []byte(text)) {
				missed++
			}
		}
		if missed > 0 || values < 9*(people-gone) || tried < 3*(people-gone) {
			t.Errorf("%s: the search itself is bad: %d of the living missed, %d values, %d keys", data, missed, values, tried)
		}
	}
	// With a copy of the key store from before it finds everything: such copies are
	// what KeyBackupMaxAge is about.
	underWay, _, _ := opened(t, filepath.Join(root, "under-way", store.FileName), filepath.Join(root, "under-way-keys", store.KeysName))
	if last := told[len(told)-2]; !bytes.Contains(underWay, []byte(last)) {
		t.Errorf("the search misses %q even with its key", last)
	}
	texts, _, _ := opened(t, filepath.Join(root, "backup-1", store.FileName), filepath.Join(root, "backup-1-keys", store.KeysName))
	for _, text := range destroyed {
		if !bytes.Contains(texts, []byte(text)) {
			t.Errorf("the search misses %q even with its key", text)
		}
	}
}

// Nothing the store prints, and no name of a file, tells who was destroyed (P7).
func TestDestructionTellsNobody(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	p := newPerson(1)
	sub, r := p.enter(t, s, 1)
	tomb := destroy(t, s, sub, r)
	_, again := s.Destroy(t.Context(), destructionOf(sub, r), allow)
	_, asked := s.CheckSealed(nil)
	enter := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutSubject(subject(tx, sub.Address)) })
	lines, err := s.Erasures()
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	said := fmt.Sprintf("%+v %v %v %v %+v", tomb, again, asked, enter, lines)
	view(t, s, func(tx *store.Tx) error {
		return tx.EachEntry(func(e store.AuditEntry) bool { said += fmt.Sprintf("%+v", e); return true })
	})
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		said += e.Name()
	}
	for _, text := range p.texts() {
		if strings.Contains(said, text) {
			t.Errorf("%q was told", text)
		}
	}
}
