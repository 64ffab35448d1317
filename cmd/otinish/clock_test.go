package main

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
)

// wrongClock is a clock that somebody sets, and the time that really passes.
type wrongClock struct{ off atomic.Int64 }

func (c *wrongClock) set(off time.Duration) { c.off.Store(int64(off)) }
func (c *wrongClock) now() time.Time        { return time.Now().Add(time.Duration(c.off.Load())) }

const year = 365 * 24 * time.Hour

func newHouseWithClock(t *testing.T) (*house, *wrongClock) {
	t.Helper()
	h, c := newHouse(t), new(wrongClock)
	h.stop()
	h.adjust = func(s *Seams) { s.Now, s.Passed, s.Backoff = c.now, sinceBoot, 5*time.Millisecond }
	h.start()
	h.scanned()
	return h, c
}

// The clock jumps by a year and back: nobody is destroyed, no question lapses, no
// letter leaves with a wrong date, the mail waits; then all goes on by itself.
func TestClockJumpsAYear(t *testing.T) {
	for name, off := range map[string]time.Duration{"ahead": year, "back": -year} {
		t.Run(name, func(t *testing.T) {
			h, c := newHouseWithClock(t)
			h.enter("aigul@posta.example", "olga@pochta.example")
			h.arrives(withdrawOf) // must be destroyed within days
			h.arrives(unproven)   // is asked to confirm
			h.letters(2)
			c.set(off)
			h.server.Deliver("INBOX", updateOf.raw(5, time.Now()), time.Now())
			h.until("the alarm", func() bool { return h.daemon.watchers[0].Health().Trouble.Kind == "intake-failed" })
			if err := h.daemon.sweep(t.Context()); err != nil {
				t.Error(err)
			}
			out, _ := h.otinish(statusCode(h), "", "status")
			if !strings.Contains(out, "the clock was set "+name+" by 36") || !strings.Contains(out, "mail waits in the mailbox") {
				t.Errorf("status does not say it:\n%s", out)
			}
			if strings.Contains(out, "the disk") {
				t.Errorf("status blames the disk too:\n%s", out)
			}
			h.otinish(exitDone, "olga@pochta.example\n", "subject", "find") // still there
			open := h.openRequests()
			if n := len(h.server.Received()); n != 2 {
				t.Errorf("%d letters", n)
			}
			c.set(0)
			h.letters(3)
			if err := h.daemon.sweep(t.Context()); err != nil {
				t.Error(err)
			}
			if now := h.openRequests(); now != open {
				t.Errorf("%d requests wait, before were %d", now, open)
			}
			if out, _ = h.otinish(exitDone, "", "status"); strings.Contains(out, "clock") {
				t.Errorf("the alarm stays:\n%s", out)
			}
		})
	}
}

// statusCode: with the clock ahead the last scan seems long ago.
func statusCode(h *house) int {
	if h.daemon.healthy() {
		return exitDone
	}
	return exitFailed
}

func (h *house) openRequests() (n int) {
	h.t.Helper()
	err := h.daemon.store.View(func(tx *store.Tx) error {
		return tx.EachOpen(func(store.Request) bool { n++; return true })
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// At the start nothing tells how long the daemon was away; the record does.
func TestClockAtTheStart(t *testing.T) {
	for name, c := range map[string]struct {
		off   time.Duration
		trust bool
		wrong bool
	}{
		"two days later":            {off: 48 * time.Hour},
		"a year later":              {off: year, wrong: true},
		"a year later, and trusted": {off: year, trust: true},
		"a year before":             {off: -year, wrong: true},
		"an hour before":            {off: -time.Hour},
	} {
		h, clk := newHouseWithClock(t)
		h.arrives(unproven)
		h.letters(1)
		h.stop()
		clk.set(c.off)
		adjust := h.adjust
		h.adjust = func(s *Seams) { adjust(s); s.TrustClock = c.trust }
		h.start()
		if wrong := h.daemon.clock.check(); (wrong != "") != c.wrong {
			t.Errorf("%s: %q", name, wrong)
		}
		if c.wrong {
			clk.set(0)
			if wrong := h.daemon.clock.check(); wrong != "" {
				t.Errorf("%s, set right: %q", name, wrong)
			}
		}
		h.stop()
	}
}
