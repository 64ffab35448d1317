package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"time"
)

// forgetPauses: what is let go now becomes garbage a moment later, and a pool is
// emptied by the second collection after that. On a busy machine it may take many
// seconds until the last connection is renewed: between the sixth second and the
// minute lies a collection too.
var forgetPauses = [...]time.Duration{0, time.Second, 5 * time.Second, 15 * time.Second, 45 * time.Second}

// forgetLoop follows destructions: connections whose buffers may still hold the
// words of the destroyed are renewed, and the garbage is collected at once. With
// GODEBUG=clobberfree=1, as the unit has it, the collector writes over what it frees,
// so that a core or a swapped page holds nothing of them either.
func (d *Daemon) forgetLoop(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-d.forget:
		}
		for d.forgetNow(ctx) {
		}
	}
}

// forgetNow reports whether there is more to forget before it was done: the letter to
// somebody destroyed leaves, and is destroyed, a moment after them.
func (d *Daemon) forgetNow(ctx context.Context) (again bool) {
	for _, pause := range forgetPauses {
		d.renewConnections() // each time: one may have been in use, and kept a word
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-d.forget:
			timer.Stop()
			return true
		case <-timer.C:
		}
		for range 3 {
			runtime.GC()
		}
		// Short strings are made on stacks, which the collector does not write over:
		// those of goroutines that ended go back to the system.
		debug.FreeOSMemory()
	}
	return false
}

func (d *Daemon) renewConnections() {
	d.sender.HangUp()
	for _, w := range d.watchers {
		w.Renew()
	}
	if page := d.page.server.Load(); page != nil {
		page.Forget()
	}
}

// forgetSoon never blocks.
func (d *Daemon) forgetSoon() {
	select {
	case d.forget <- struct{}{}:
	default:
	}
}
