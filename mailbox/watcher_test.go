package mailbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
)

func TestCatchUpTakesEverythingOnceInFewRoundTrips(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(2000)
	x.srv.Expunge("INBOX", 1, 2, 700, 701, 1999)
	x.run()
	x.in.waitFor(t, 1995)
	x.checkWhole()
	if n := x.commands("UID "); float64(n) > 0.02*1995 {
		t.Errorf("%d round trips for 1995 messages", n)
	}
	if n := x.commands("UID STORE") + x.commands("STORE"); n > 0 {
		t.Errorf("%d STORE commands without anything to file", n)
	}
	for _, c := range x.srv.Commands() {
		if strings.Contains(c, "BODY[") {
			t.Errorf(`%q would set \Seen`, c)
		}
	}
}

func TestRestartTakesNothingAgain(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(20)
	stop := x.run()
	x.in.waitFor(t, 20)
	stop()
	x.srv.Deliver("INBOX", letter(99, 500), at(99))
	x.srv.ForgetCommands()
	x.run()
	x.in.waitFor(t, 21)
	x.checkWhole()
	if x.commands("UID FETCH 21 ") != 1 {
		t.Errorf("commands: %q", x.srv.Commands())
	}
}

func TestNewMessageCostsTwoRoundTrips(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(3)
	x.run()
	for n := 4; n <= 6; n++ {
		x.in.waitFor(t, n-1)
		x.waitCommand("IDLE")
		x.srv.ForgetCommands()
		x.srv.Deliver("INBOX", letter(n, 800), at(n))
		x.in.waitFor(t, n)
		var got []string
		for _, c := range x.srv.Commands() {
			got = append(got, strings.Join(strings.Fields(c)[:min(2, len(strings.Fields(c)))], " "))
		}
		// What follows the FETCH may or may not be there yet.
		if len(got) < 3 || !slices.Equal(got[:3], []string{"DONE", "UID SEARCH", "UID FETCH"}) {
			t.Errorf("message %d: %q", n, got)
		}
	}
	x.checkWhole()
}

// waitCommand waits until the newest command is this one.
func (x *world) waitCommand(command string) {
	x.Helper()
	x.waitCommands(command, func(c []string) bool { return len(c) > 0 && c[len(c)-1] == command })
}

func (x *world) waitCommands(what string, ok func([]string) bool) {
	x.Helper()
	ctx, cancel := context.WithTimeout(x.Context(), patience)
	defer cancel()
	if x.srv.WaitCommands(ctx, ok) != nil {
		x.Fatalf("waited in vain for %s; commands: %q", what, x.srv.Commands())
	}
}

func TestLostAnnouncements(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.srv.IMAP().LoseAnnouncements(true)
	x.c.IdleSlice = 20 * time.Millisecond
	x.run()
	x.waitCommand("IDLE")
	x.deliver(3)
	x.in.waitFor(t, 3)
	x.checkWhole()
}

// A server may lose an announcement for good: after each slice the mailbox is
// looked at all the same.
func TestLooksWithoutAnnouncement(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.c.IdleSlice = 5 * time.Millisecond
	x.run()
	x.waitCommandCount("UID SEARCH", 4)
	if idle, noop := x.commands("IDLE"), x.commands("NOOP"); idle < 3 || noop < idle {
		t.Errorf("%d IDLE, %d NOOP", idle, noop)
	}
}

func TestPollingWithoutIdle(t *testing.T) {
	x := newWorld(t, demoserver.Options{HideCaps: []string{"IDLE"}})
	x.c.Poll = 10 * time.Millisecond
	x.run()
	x.in.wait(t, "the first SELECT", func() bool { return len(x.in.opens) > 0 })
	x.deliver(3)
	x.in.waitFor(t, 3)
	x.checkWhole()
	if x.commands("IDLE") > 0 {
		t.Error("IDLE was sent although it is not offered")
	}
}

func TestIdleRefusedFallsBackToPolling(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.srv.IMAP().AnswerAt("IDLE", "NO not today", demoserver.Forever)
	x.c.Poll = 10 * time.Millisecond
	x.run()
	x.waitCommandCount("IDLE", 1)
	x.deliver(2)
	x.in.waitFor(t, 2)
	if x.commands("IDLE") != 1 {
		t.Errorf("%d IDLE commands", x.commands("IDLE"))
	}
}

func TestServerRestartsDuringIdle(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(2)
	x.run()
	x.in.waitFor(t, 2)
	x.waitCommand("IDLE")
	x.srv.IMAP().Down(true)
	x.srv.CloseConnections()
	x.log.wait(t, "mailbox trouble")
	x.deliver(2)
	x.srv.IMAP().Down(false)
	x.in.waitFor(t, 4)
	x.checkWhole()
}

func TestUIDValidityChanges(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(5)
	x.srv.Expunge("INBOX", 2)
	x.run()
	x.in.waitFor(t, 4)
	x.srv.ChangeUIDValidity("INBOX")
	x.in.waitFor(t, 8)
	x.checkWhole()
	prints := map[[32]byte]int{}
	for _, d := range x.in.got {
		prints[d.Fingerprint]++
	}
	if len(prints) != 4 {
		t.Errorf("%d fingerprints for 4 messages seen under two UIDVALIDITYs", len(prints))
	}
}

func TestSparseUIDs(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(2)
	x.srv.SkipUIDs("INBOX", 3_000_000_000)
	x.deliver(2)
	x.srv.SkipUIDs("INBOX", 1_000_000)
	gone := x.srv.Deliver("INBOX", letter(1, 10), at(1))
	x.srv.Expunge("INBOX", gone)
	stop := x.run()
	x.in.waitFor(t, 4)
	x.in.wait(t, "the cursor to pass the desert", func() bool { return x.in.cursor[1] == gone })
	x.waitCommand("IDLE")
	x.checkWhole()
	if n := x.commands("UID SEARCH"); n > 60 {
		t.Errorf("%d searches", n)
	}
	stop()
	x.srv.ForgetCommands()
	x.run()
	x.waitCommand("IDLE")
	if n := x.commands("UID SEARCH"); n > 1 {
		t.Errorf("%d searches at a restart with nothing new: %q", n, x.srv.Commands())
	}
}

func TestIntakeFailureLosesNothing(t *testing.T) {
	for _, how := range []string{"error", "panic"} {
		t.Run(how, func(t *testing.T) {
			x := newWorld(t, demoserver.Options{})
			x.c.BatchMessages = 10
			x.deliver(100)
			failures := 0
			x.in.fail = func(batch []mailbox.Delivery) error {
				if failures++; failures > 2 && failures < 6 {
					if how == "panic" {
						panic("a.person@example.kz")
					}
					return errors.New("disk full")
				}
				return nil
			}
			x.run()
			x.in.waitFor(t, 100)
			x.checkWhole()
			if !strings.Contains(x.log.String(), "kind="+string(mailbox.IntakeFailed)) {
				t.Errorf("log: %s", x.log)
			}
			if strings.Contains(x.log.String(), "a.person") {
				t.Error("the panic's value was logged")
			}
		})
	}
}

// At most one batch is recorded, one prepared and one fetched: a slow intake must not
// make the watcher hold the mailbox in memory.
func TestSlowIntakeHoldsFetchingBack(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.c.BatchMessages, x.c.SliceUIDs = 10, 10
	x.deliver(200)
	release := make(chan struct{})
	first := true
	x.in.fail = func([]mailbox.Delivery) error {
		if first {
			first = false
			<-release
		}
		return nil
	}
	x.run()
	x.waitCommandCount("UID FETCH", 2)
	if n := x.commands("UID FETCH"); n > 3 {
		t.Errorf("%d slices fetched while the first is in work", n)
	}
	close(release)
	x.in.waitFor(t, 200)
	x.checkWhole()
}

// While a batch is recorded the next one is prepared: reading a letter and waiting
// for the disk cost about the same.
func TestNextBatchIsPreparedWhileOneIsRecorded(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.c.BatchMessages = 10
	x.deliver(30)
	prepared := make(chan uint32, 10)
	x.in.prepared = func(batch []mailbox.Delivery) { prepared <- batch[0].Key.UID }
	recording := make(chan uint32, 10)
	x.in.fail = func(batch []mailbox.Delivery) error {
		recording <- batch[0].Key.UID
		if batch[0].Key.UID == 1 {
			for uid := range prepared { // fails the test by its time limit where nothing is prepared
				if uid == 11 {
					break
				}
			}
		}
		return nil
	}
	x.run()
	x.in.waitFor(t, 30)
	x.checkWhole()
	for _, want := range []uint32{1, 11, 21} {
		if got := <-recording; got != want {
			t.Errorf("recorded the batch from %d, want from %d", got, want)
		}
	}
}

// What was prepared behind a batch that could not be recorded is dropped and comes
// again: mail is recorded in its order or not at all.
func TestBatchesBehindAFailureComeAgain(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.c.BatchMessages = 10
	x.deliver(30)
	failed := false
	x.in.fail = func(batch []mailbox.Delivery) error {
		if !failed {
			failed = true
			return errors.New("disk full")
		}
		return nil
	}
	x.run()
	x.in.waitFor(t, 30)
	x.checkWhole()
	if first := x.in.order[0].Key.UID; first != 1 || x.in.doubles != 0 {
		t.Errorf("recording began with %d, %d were recorded out of order", first, x.in.doubles)
	}
}

func (x *world) waitCommandCount(prefix string, n int) {
	x.Helper()
	x.waitCommands(fmt.Sprintf("%d %s", n, prefix), func([]string) bool { return x.commands(prefix) >= n })
}

func TestList(t *testing.T) {
	x := newWorld(t, demoserver.Options{Mailboxes: []string{"Empty"}})
	x.deliver(120)
	x.srv.Expunge("INBOX", 3, 50, 120)
	x.c.SliceUIDs = 2
	var all []uint32
	err := mailbox.List(t.Context(), x.c, func(p mailbox.Position, uids []uint32) error {
		if p.UIDValidity != x.srv.UIDValidity("INBOX") || p.UIDNext != 121 {
			t.Errorf("position %+v", p)
		}
		all = append(all, uids...)
		return nil
	})
	if err != nil || len(all) != 117 || !slices.IsSorted(all) || slices.Contains(all, 50) {
		t.Errorf("%d UIDs, %v", len(all), err)
	}
	if x.commands("EXAMINE") != 1 || x.commands("SELECT") != 0 {
		t.Errorf("commands %q", x.srv.Commands())
	}
	x.c.Mailbox = "Empty"
	calls := 0
	if err := mailbox.List(t.Context(), x.c, func(mailbox.Position, []uint32) error { calls++; return nil }); err != nil || calls != 1 {
		t.Errorf("empty mailbox: %d calls, %v", calls, err)
	}
	stop := fmt.Errorf("enough")
	x.c.Mailbox = "INBOX"
	if err := mailbox.List(t.Context(), x.c, func(mailbox.Position, []uint32) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error of fn: %v", err)
	}
}
