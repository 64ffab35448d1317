package store_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// The blocks behind the last page are there before pages are laid in them, whatever
// the store has grown by, and hold nothing.
func TestBlocksAreWrittenAheadOfThePages(t *testing.T) {
	const least = 64 << 10
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	path := filepath.Join(dir, store.FileName)
	for round := range 30 {
		for range 3 {
			update(t, s, func(tx *store.Tx) error {
				number, err := tx.NewNumber()
				r := store.Request{ID: tx.NewRequestID(), Number: number, Kind: privacy.KindUpdate, State: privacy.StateReceived}
				return first(err, tx.PutRequest(r), tx.PutMessageBytes(r.ID, make([]byte, 40<<10)))
			})
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		var used int64
		view(t, s, func(tx *store.Tx) error { used = tx.Size(); return nil })
		if there := info.Sys().(*syscall.Stat_t).Blocks * 512; there < used+least {
			t.Fatalf("round %d: %d octets have blocks, %d hold pages", round, there, used)
		}
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, b := range file[used:] {
			if b != 0 {
				t.Fatalf("round %d: octet %d behind the pages is %#x", round, i, b)
			}
		}
	}
}
