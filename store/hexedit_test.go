package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// hexEdit changes the entries of the chain in the file itself, behind the back of
// the store, and sets the counter to what is left.
func hexEdit(t *testing.T, dir string, edit func([]audit.Entry) []audit.Entry) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, store.FileName), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	enc, err := cbor.EncOptions{Sort: cbor.SortCoreDeterministic, Time: cbor.TimeRFC3339NanoUTC}.EncMode()
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte("audit"))
		var entries []audit.Entry
		var keys [][]byte
		err := b.ForEach(func(k, v []byte) error {
			var e audit.Entry
			entries, keys = append(entries, e), append(keys, bytes.Clone(k))
			return cbor.Unmarshal(v, &entries[len(entries)-1])
		})
		for _, k := range keys {
			err = errors.Join(err, b.Delete(k))
		}
		entries = edit(entries)
		n := uint64(0)
		if len(entries) > 0 {
			n = entries[0].Seq - 1 // what was cut off
		}
		for _, e := range entries {
			n++
			value, encErr := enc.Marshal(e)
			err = errors.Join(err, encErr, b.Put(binary.BigEndian.AppendUint64(nil, n), value))
		}
		count := binary.BigEndian.AppendUint64(nil, n)
		return errors.Join(err, tx.Bucket([]byte("state")).Put([]byte("naudit"), count))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// anew computes every link from entry i on, as a careful forger does.
func anew(entries []audit.Entry, i int) []audit.Entry {
	prev := audit.Entry{}
	if i > 0 {
		prev = entries[i-1]
	}
	for ; i < len(entries); i++ {
		mark := entries[i].Mark
		entries[i] = audit.Next(prev, entries[i].At, entries[i].Act)
		entries[i].Mark, prev = mark, entries[i]
	}
	return entries
}

// chainOf makes a closed store with a chain of n acts and returns its anchor.
func chainOf(t *testing.T, n int) (dir string, end audit.Anchor) {
	t.Helper()
	dir = t.TempDir()
	s := storetest.OpenAt(t, dir, newClock().now)
	for i := range n {
		update(t, s, appendAct(fmt.Sprintf("act-%d", i+1)))
	}
	view(t, s, func(tx *store.Tx) error {
		e, _, err := tx.Head()
		end = e.Anchor()
		return err
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, end
}

// P10: with a hex editor's freedom over the file, hashes computed anew and the
// counter put right, every change is found, and the first broken entry is named:
// by the marks where the keys are at hand, by the anchor where they are not.
func TestHexEditorIsCaught(t *testing.T) {
	for name, c := range map[string]struct {
		edit    func([]audit.Entry) []audit.Entry
		broken  string // named by a store with its keys
		without string // named without keys or anchors; empty: cannot be seen
		noted   string // named without keys, with the anchor of the end
	}{
		"nothing": {edit: func(e []audit.Entry) []audit.Entry { return e }},
		"edited": {func(e []audit.Entry) []audit.Entry { e[3].Act.Reason = "other"; return e },
			"entry 4:", "entry 4:", "entry 4:"},
		"edited, computed anew": {func(e []audit.Entry) []audit.Entry { e[3].Act.Reason = "other"; return anew(e, 3) },
			"entry 4:", "", "entry 9:"},
		"edited, the mark left out": {func(e []audit.Entry) []audit.Entry {
			e[3].Act.Reason = "other"
			e[3].Mark = [16]byte{}
			return anew(e, 3)
		}, "entry 4:", "", "entry 9:"},
		"dropped": {func(e []audit.Entry) []audit.Entry { return slices.Delete(e, 4, 5) },
			"entry 5:", "entry 5:", "entry 5:"},
		"dropped, computed anew": {func(e []audit.Entry) []audit.Entry { return anew(slices.Delete(e, 4, 5), 4) },
			"entry 5:", "", "entry 9:"},
		"swapped": {func(e []audit.Entry) []audit.Entry { e[1], e[2] = e[2], e[1]; return e },
			"entry 2:", "entry 2:", "entry 2:"},
		"swapped, computed anew": {func(e []audit.Entry) []audit.Entry { e[1], e[2] = e[2], e[1]; return anew(e, 1) },
			"entry 2:", "", "entry 9:"},
		"inserted": {func(e []audit.Entry) []audit.Entry {
			return anew(slices.Insert(e, 6, audit.Entry{At: e[6].At, Act: audit.Act{Actor: privacy.ActorSystem, Act: "invented"}}), 6)
		}, "entry 7:", "", "entry 9:"},
		"an old mark used again": {func(e []audit.Entry) []audit.Entry { e[5].Mark = e[4].Mark; return e },
			"entry 6:", "", ""},
		"cut": {func(e []audit.Entry) []audit.Entry { return e[:7] },
			"", "", "entry 8:"},
		"all of it": {func(e []audit.Entry) []audit.Entry { return nil },
			"", "", "entry 1:"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, end := chainOf(t, 9)
			hexEdit(t, dir, c.edit)
			says := func(how string, err error, broken string) {
				t.Helper()
				if broken == "" && err == nil || broken != "" && errors.Is(err, audit.ErrBroken) && strings.Contains(err.Error(), broken) {
					return
				}
				t.Errorf("%s: %v, want %q", how, err, broken)
			}
			_, err := store.VerifyChainFile(dir, nil, nil)
			says("without keys", err, c.without)
			_, err = store.VerifyChainFile(dir, []audit.Anchor{end}, nil)
			says("without keys, with the anchor", err, c.noted)

			s, err := open(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			_, err = s.VerifyAudit(nil)
			says("with keys", err, c.broken)
			if _, err = s.VerifyChain([]audit.Anchor{end}, nil); (err == nil) != (c.noted == "" && c.broken == "") {
				t.Errorf("with keys and the anchor: %v", err)
			}
		})
	}
}

// Whoever computes all of it anew in the file is caught by the receipt in a
// subject's hands: it is genuine, and the chain does not hold its entry.
func TestReceiptAgainstAChainWrittenAnew(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	const text = "Hello,\n\nYour consent has been withdrawn.\n"
	var receipt string
	update(t, s, func(tx *store.Tx) (err error) {
		receipt, err = tx.Receipt(audit.Act{Actor: privacy.ActorSystem, Act: "letter/withdrawn", Number: "OT-7F3K-92QT"}, text)
		return err
	})
	update(t, s, appendAct("later"))
	check := func(letter string) store.ReceiptFinding {
		t.Helper()
		f, err := s.VerifyReceipt(letter)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if f := check(text + receipt); !f.Genuine || !f.SameText || !f.OnChain || f.Seq != 1 || f.Entries != 2 || f.Broken != nil {
		t.Errorf("as sent: %+v", f)
	}
	if f := check("Hello,\n\nNothing.\n" + receipt); !f.Genuine || f.SameText || !f.OnChain {
		t.Errorf("other words: %+v", f)
	}
	if _, err := s.VerifyReceipt(text); !errors.Is(err, privacy.ErrNotFound) {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	hexEdit(t, dir, func([]audit.Entry) []audit.Entry { return nil })
	s = storetest.OpenAt(t, dir, nil)
	update(t, s, appendAct("a new beginning"))
	if f := check(text + receipt); !f.Genuine || f.OnChain || f.Broken != nil || f.Entries != 1 {
		t.Errorf("written anew: %+v", f)
	}
}

func TestChainFileRefusesWhatIsNoStore(t *testing.T) {
	dir, _ := chainOf(t, 1)
	s := storetest.OpenAt(t, dir, nil)
	if _, err := store.VerifyChainFile(dir, nil, nil); !errors.Is(err, privacy.ErrLocked) {
		t.Error("a store in use:", err)
	}
	s.Close()
	if v, err := store.VerifyChainFile(filepath.Join(dir, store.FileName), nil, nil); v.Entries != 1 || err != nil {
		t.Error("named as a file:", v, err)
	}
	overwrite(t, dir, []byte("something"))
	if _, err := store.VerifyChainFile(dir, nil, nil); !errors.Is(err, privacy.ErrDamaged) {
		t.Error(err)
	}
}
