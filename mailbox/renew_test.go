package mailbox_test

import (
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox/demoserver"
)

// A renewed connection is no trouble and loses nothing; the next one comes at once.
func TestRenew(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.c.Backoff = time.Hour
	x.deliver(3)
	x.run()
	x.in.waitFor(t, 3)
	x.waitCommand("IDLE")
	x.w.Renew()
	x.waitCommandCount("SELECT", 2)
	x.deliver(1)
	x.in.waitFor(t, 4)
	x.checkWhole()
	if tr := x.w.Health().Trouble; tr.Kind != "" || x.in.doubles != 0 {
		t.Errorf("%+v, %d doubles", tr, x.in.doubles)
	}
}
