package main

import (
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
)

// While the clock is wrong nothing is decided, laid on the chain or sent, whoever asks;
// a look-up is answered. When it is right all of it can be done.
func TestNothingIsDatedByAWrongClock(t *testing.T) {
	for name, off := range map[string]time.Duration{"ahead": year, "back": -year} {
		t.Run(name, func(t *testing.T) {
			h, c := newHouseWithClock(t)
			h.enter("aigul@posta.example")
			number := h.waitsFor(nearMiss("aigul@posta.example"))
			head := func() (e audit.Entry) {
				h.must(h.daemon.store.View(func(tx *store.Tx) (err error) { e, _, err = tx.Head(); return err }))
				return e
			}
			h.until("what is on its way", func() bool {
				queued := 0
				h.must(h.daemon.store.View(func(tx *store.Tx) error { queued = tx.CountLetters(store.LetterQueued); return nil }))
				return queued == 0
			})
			before, sent := head(), len(h.server.Received())
			c.set(off)
			refused := func(in string, args ...string) {
				t.Helper()
				_, errOut := h.otinish(exitFailed, in, args...)
				says(t, errOut, "clock", "set it right")
			}
			refused("", "approve", number)
			refused("a remark\n", "note", number, "--text-file", "-")
			refused("email: new@posta.example\n", "subject", "add")
			refused("", "key", "rotate", "--data")
			refused("", "backup", t.TempDir())
			out, _ := h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
			says(t, out, "aigul@posta.example")
			out, _ = h.otinish(exitFailed, "", "status")
			says(t, out, "NOT HEALTHY", "the clock was set "+name+" by 36")
			if strings.Contains(out, "overdue by") {
				t.Errorf("a scan is overdue:\n%s", out)
			}
			if now := head(); now.Seq != before.Seq || now.At != before.At {
				t.Errorf("the chain went on from %d to %d", before.Seq, now.Seq)
			}
			if n := len(h.server.Received()); n != sent {
				t.Errorf("%d letters left", n-sent)
			}
			c.set(0)
			h.otinish(exitDone, "", "approve", number)
			h.letters(sent + 1)
		})
	}
}
