//go:build integration

package main

import (
	"fmt"
	"syscall"
	"testing"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/storetest"
)

// driver plays a play through as many lives as its plan takes.
type driver struct {
	*world
	binary    string
	play      play
	want      ending
	plan      func() end // of the next life
	meanwhile func()     // where the mailbox changes while the daemon is dead

	life  *life
	kills int
	taken map[string]int // copies of each letter that the server had at the last death
	owed  map[string]int // deaths between the taking of a letter and the record of it
}

func newDriver(t *testing.T, c *crashes, handled string, plan func() end) *driver {
	d := &driver{
		world: newWorld(t, c.ground, handled), binary: c.binary, play: fullPlay(), want: c.plain, plan: plan,
		taken: make(map[string]int), owed: make(map[string]int),
	}
	if handled != "" {
		d.want = c.filing
	}
	return d
}

// perform plays to the end; between is called after each scene but the last.
func (d *driver) perform(between func(scene int)) {
	d.t.Helper()
	d.post(d.play[0])
	d.life = d.live(d.binary, d.plan())
	defer func() { d.life.kill(); <-d.life.over }()
	for i, sc := range d.play {
		if i > 0 {
			d.post(sc)
		}
		d.await(d.t.Context(), fmt.Sprintf("scene %d", i+1), func() bool { d.rise(); return d.settled(i) }, d.state)
		if i < len(d.play)-1 {
			between(i)
		}
	}
	d.curtain()
}

// rise begins a new life where the last one has ended.
func (d *driver) rise() {
	if !d.life.dead() {
		return
	}
	d.autopsy()
	if d.meanwhile != nil {
		d.meanwhile()
	}
	d.life = d.live(d.binary, d.plan())
}

// autopsy looks into the store as the death left it: it must be whole, and no letter
// may have left whose act is not in it.
func (d *driver) autopsy() {
	d.t.Helper()
	if !d.life.dead() || !d.life.killed() {
		d.t.Fatalf("the daemon ended by itself: %v\n%s", d.life.err, d.log())
	}
	d.kills++
	d.await(d.t.Context(), "the servers' end of the connections", func() bool { return d.server.Connections() == 0 }, d.state)
	s := storetest.OpenAt(d.t, d.config.Store.Dir, nil)
	defer s.Close()
	storetest.Verify(d.t, s)
	left := d.copies()
	err := s.View(func(tx *store.Tx) error {
		for id, n := range left {
			l, err := tx.LetterByMessageID(id)
			if err != nil {
				return fmt.Errorf("a letter left without its act: %w", err)
			}
			if n > d.taken[id] && l.State == store.LetterQueued {
				d.owed[id]++
			}
		}
		return nil
	})
	if err != nil {
		d.t.Error(err)
	}
	d.taken = left
}

// settled asks the daemon as an administrator would, the cheapest question first.
func (d *driver) settled(scene int) bool {
	if d.handled() < d.want.handled[scene] {
		return false
	}
	s, err := d.client.Status(d.t.Context())
	if err != nil || s.Letters.Queued > 0 {
		return false
	}
	accounts, err := d.client.Account(d.t.Context())
	if err != nil || len(accounts) != 1 {
		return false
	}
	a := accounts[0]
	if len(a.Exceptions) > 0 {
		d.t.Fatalf("messages without a disposition: %v\n%s", a.Exceptions, d.state())
	}
	for _, n := range a.Dispositions {
		a.Messages -= n
	}
	return a.Messages == 0
}

func (d *driver) state() string {
	s, statusErr := d.client.Status(d.t.Context())
	a, accountErr := d.client.Account(d.t.Context())
	return fmt.Sprintf("status %+v, %v\naccount %+v, %v\n%d of %v handled, %d kills\n%s",
		s, statusErr, a, accountErr, d.handled(), d.want.handled, d.kills, d.log())
}

// curtain stops the last life as systemd would and compares.
func (d *driver) curtain() {
	d.t.Helper()
	// The step that was to end this life may only come now, with a commit of the clock,
	// and between any two calls. The next life then has to settle too: where the server
	// has numbered its messages anew it must read them all again.
	var accounts []adminapi.Account
	var err error
	d.await(d.t.Context(), "the account", func() bool {
		d.rise()
		if !d.settled(len(d.play) - 1) {
			return false
		}
		accounts, err = d.client.Account(d.t.Context())
		return err == nil
	}, d.state)
	if len(accounts[0].Exceptions) > 0 || accounts[0].Waiting > 0 {
		d.t.Errorf("account %+v, %v", accounts, err)
	}
	if d.life.timer != nil {
		d.life.timer.Stop()
	}
	d.life.cmd.Process.Signal(syscall.SIGTERM)
	<-d.life.over
	if d.life.killed() { // its end met its stop
		d.autopsy()
	} else if d.life.err != nil {
		d.t.Errorf("stopped badly: %v\n%s", d.life.err, d.log())
	}
	s := storetest.OpenAt(d.t, d.config.Store.Dir, nil)
	defer s.Close()
	storetest.Verify(d.t, s)
	d.eachLetterOnce(s, func(l store.Letter) (least, most int) { n := d.owed[l.MessageID]; return n, n })
	got := readLedger(d.t, s)
	same(d.t, d.want.effects, got.effects)
	if d.meanwhile == nil { // messages with new numbers are duplicates of themselves
		same(d.t, d.want.dispositions, got.dispositions)
	}
	d.namesNobody()
	if d.t.Failed() {
		d.t.Logf("%s", d.log())
	}
}
