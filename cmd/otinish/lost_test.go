package main

import (
	"bytes"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// lose takes the first value of a kind out of a bucket.
func lose(kind byte) func(b *bbolt.Bucket) error {
	return func(b *bbolt.Bucket) error {
		for k, _ := b.Cursor().First(); k != nil; k, _ = b.Cursor().Seek(append(bytes.Clone(k), 0)) {
			if len(k) > 16 && k[16] == kind {
				return b.Delete(bytes.Clone(k))
			}
		}
		return nil
	}
}

// One request or review item that is gone is left out of the queue, which says so, as
// status does; the others can be worked on.
func TestALostRecordDoesNotBreakTheQueue(t *testing.T) {
	for name, kind := range map[string]byte{"request": 'r', "review item": 'v'} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.waitsFor(nearMiss("a@posta.example"))
			other := h.waitsFor(nearMiss("b@posta.example"))
			h.stop()
			h.behind("case", lose(kind))
			h.start()
			for _, args := range [][]string{{"queue"}, {"queue", "--sort", "newest"}} {
				out, errOut := h.otinish(exitDone, "", args...)
				says(t, out, other)
				says(t, errOut, "left out", "otinish status")
			}
			h.until("the alarm", func() bool { return h.daemon.store.Damage() != nil })
			out, _ := h.otinish(exitFailed, "", "status")
			says(t, out, "the store is damaged")
		})
	}
}

// Where the way to a person is known to be damaged, nobody says that there is no record.
func TestFindInADamagedIndexCannotTell(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example", "olga@posta.example")
	h.stop()
	h.behind("lookup", func(b *bbolt.Bucket) error {
		for k, _ := b.Cursor().Seek([]byte("a")); bytes.HasPrefix(k, []byte("a")); k, _ = b.Cursor().Seek([]byte("a")) {
			if err := b.Delete(bytes.Clone(k)); err != nil {
				return err
			}
		}
		return nil
	})
	h.start()
	_, errOut := h.otinish(exitFailed, "aigul@posta.example\n", "subject", "find")
	says(t, errOut, "damaged", "nobody can tell")
	if strings.Contains(errOut, "not found") {
		t.Error(errOut)
	}
	h.otinish(exitDone, "", "store", "mend")
	h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	h.otinish(exitNotFound, "nobody@posta.example\n", "subject", "find")
}
