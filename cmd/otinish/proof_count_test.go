package main

import (
	"fmt"
	"testing"

	"medico-intech.kz/otinish/mailbox/demoserver"
)

// TestEveryFaultIsSurvived is the counting loop: the same short play with the k-th
// operation failing, k = 1, 2, 3, … until a run meets no fault any more, for the
// store, the client's side of IMAP and that of SMTP; failing once, and failing from
// then on until the trouble shows, is mended, and all must end well without a
// restart (P1, P2, P15).
func TestEveryFaultIsSurvived(t *testing.T) {
	g := newGround(t)
	want := undisturbed(t, g, shortPlay(), "", func(string) {})
	kinds := map[string]func(*faults) counter{
		"store": func(f *faults) counter { return &f.disk },
		"imap":  func(f *faults) counter { return &f.imap },
		"smtp":  func(f *faults) counter { return &f.smtp },
	}
	for name, kind := range kinds {
		for mode, how := range map[demoserver.Mode]string{demoserver.Once: "once", demoserver.Onwards: "onwards"} {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				runs := 0
				for k, more := 1, true; more; k++ {
					ok := t.Run(fmt.Sprint(k), func(t *testing.T) { more = faultAt(t, g, want, kind, k, mode) })
					if !ok {
						return
					}
					runs++
				}
				t.Logf("%d runs", runs)
			})
		}
	}
}

// faultAt plays with one fault and reports whether it was met.
func faultAt(t *testing.T, g ground, want ending, kind func(*faults) counter, k int, mode demoserver.Mode) bool {
	w := newWorld(t, g, "")
	var fault counter
	in := w.begin(nil, func(f *faults) {
		fault = kind(f)
		fault.FailAt(k, mode)
	})
	met := false
	mend := func() {
		if mode == demoserver.Onwards && !met && fault.Fired() && in.troubled() {
			met = true
			fault.FailAt(0, mode)
		}
	}
	baseline := func() bool { mend(); return in.known() }
	in.await(t.Context(), "the baseline", baseline, in.state)
	for i, sc := range shortPlay() {
		in.post(sc)
		in.await(t.Context(), fmt.Sprintf("scene %d", i+1), func() bool { mend(); return in.settled() }, in.state)
	}
	met = met || fault.Fired()
	fault.FailAt(0, mode)
	got := in.finish()
	same(t, want.effects, got.effects)
	same(t, want.dispositions, got.dispositions)
	return met
}

// ending is how a play ends where nothing goes wrong.
type ending struct {
	*ledger
	handled []int // messages with the keyword, by scene
}

// undisturbed plays in this process with every step told.
func undisturbed(t *testing.T, g ground, p play, handled string, step func(string)) ending {
	t.Helper()
	w := newWorld(t, g, handled)
	old := len(p) > 2
	if old {
		w.post(p[0])
	}
	in := w.begin(step, func(*faults) {})
	in.await(t.Context(), "the baseline", in.known, in.state)
	var e ending
	for i, sc := range p {
		if i > 0 || !old {
			in.post(sc)
		}
		in.await(t.Context(), fmt.Sprintf("scene %d", i+1), in.settled, in.state)
		e.handled = append(e.handled, in.handled())
	}
	e.ledger = in.finish()
	return e
}
