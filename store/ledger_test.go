package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func ledgerOf(t *testing.T, n int) (dir string, content []byte) {
	t.Helper()
	dir = t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	for i := range n {
		sub, r := newPerson(i).enter(t, s, uint32(i+1))
		destroy(t, s, sub, r)
	}
	s.Close()
	content, err := os.ReadFile(filepath.Join(dir, store.LedgerName))
	if err != nil {
		t.Fatal(err)
	}
	return dir, content
}

func TestLedgerIsReadAsItWasWritten(t *testing.T) {
	_, content := ledgerOf(t, 3)
	lines, err := store.ReadLedger(bytes.NewReader(content))
	if err != nil || len(lines) != 3 || len(lines[0].Keys) != 2 || len(lines[0].Addresses) != 2 {
		t.Fatalf("%+v %v", lines, err)
	}
	var again bytes.Buffer
	if err := store.WriteLedger(&again, lines); err != nil || !bytes.Equal(again.Bytes(), content) {
		t.Error("written again it is another:", err)
	}
}

// Cut anywhere it loses its last line at most, and none with its newline alone; damage
// before that is told.
func TestLedgerCutOrDamaged(t *testing.T) {
	dir, content := ledgerOf(t, 2)
	firstLine := bytes.IndexByte(content, '\n') + 1
	for n := range content {
		lines, err := store.ReadLedger(bytes.NewReader(content[:n]))
		want := 0
		if n >= firstLine-1 {
			want = 1
		}
		if n == len(content)-1 {
			want = 2
		}
		if err != nil || len(lines) != want {
			t.Fatalf("cut to %d octets: %d lines, %v", n, len(lines), err)
		}
	}
	for _, at := range []int{0, 10, firstLine - 3} {
		bad := bytes.Clone(content)
		bad[at] ^= 1
		if _, err := store.ReadLedger(bytes.NewReader(bad)); !errors.Is(err, privacy.ErrDamaged) {
			t.Errorf("octet %d: %v", at, err)
		}
		os.WriteFile(filepath.Join(dir, store.LedgerName), bad, 0o600)
		if _, err := open(t, dir); !errors.Is(err, privacy.ErrDamaged) {
			t.Errorf("octet %d: opened: %v", at, err)
		}
	}
}

func TestLedgersAreMerged(t *testing.T) {
	line := func(n byte, hours int) store.Erasure {
		return store.Erasure{ID: [16]byte{n}, At: day.Add(time.Duration(hours) * time.Hour)}
	}
	merged := store.MergeLedgers([]store.Erasure{line(1, 1), line(3, 3)}, []store.Erasure{line(2, 2), line(1, 1), line(4, 1)})
	var ids []byte
	for _, e := range merged {
		ids = append(ids, e.ID[0])
	}
	if !slices.Equal(ids, []byte{1, 4, 2, 3}) {
		t.Error(ids)
	}
}
