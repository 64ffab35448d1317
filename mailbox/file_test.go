package mailbox_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
)

func (x *world) flags(uid uint32) []string {
	for _, m := range x.srv.Messages("INBOX") {
		if m.UID == uid {
			return m.Flags
		}
	}
	return nil
}

func TestHandledRequestsGetTheKeywordAndNothingElse(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(6)
	x.srv.Flag("INBOX", 2, `\Seen`, `\Flagged`)
	x.srv.Flag("INBOX", 3, `\Seen`)
	x.run()
	x.in.waitFor(t, 6)
	x.waitCommand("IDLE")
	x.in.file(2, 5)
	x.w.Wake()
	x.in.wait(t, "filing", func() bool { return len(x.in.filed) == 2 })
	for uid, want := range map[uint32][]string{
		1: {}, 2: {mailbox.HandledKeyword, `\Flagged`, `\Seen`}, 3: {`\Seen`}, 4: {}, 5: {mailbox.HandledKeyword}, 6: {},
	} {
		if got := x.flags(uid); !slices.Equal(got, want) {
			t.Errorf("message %d: flags %q, want %q", uid, got, want)
		}
	}
	if n := x.commands("UID STORE"); n != 1 {
		t.Errorf("%d STORE commands for two messages", n)
	}
}

// A message that was handled in a life the store does not remember tells so itself.
func TestTheKeywordIsSeenOnNewMail(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(3)
	x.srv.Flag("INBOX", 2, "$otinishHANDLED")
	x.run()
	x.in.waitFor(t, 3)
	for _, d := range x.in.deliveries() {
		if d.Handled != (d.Key.UID == 2) {
			t.Errorf("message %d: handled %v", d.Key.UID, d.Handled)
		}
	}
}

func TestFilingInGroups(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(1200)
	for i := range 1200 {
		x.in.toFile = append(x.in.toFile, uint32(i+1))
	}
	x.run()
	x.in.wait(t, "filing", func() bool { return len(x.in.filed) == 1200 })
	if n := x.commands("UID STORE"); n != 3 {
		t.Errorf("%d STORE commands", n)
	}
}

func TestServerWithoutKeywords(t *testing.T) {
	x := newWorld(t, demoserver.Options{NoKeywords: true})
	x.deliver(3)
	x.in.file(1)
	x.run()
	x.in.wait(t, "filing", func() bool { return len(x.in.filed) == 1 })
	if x.commands("UID STORE") > 0 {
		t.Error("STORE although the server keeps no keywords")
	}
}

func TestStoreRefused(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(3)
	x.in.file(1)
	x.srv.IMAP().AnswerAt("UID STORE", "NO [NOPERM] not yours", demoserver.Forever)
	x.run()
	x.in.wait(t, "filing", func() bool { return len(x.in.filed) == 1 })
	x.in.waitFor(t, 3)
}

func TestMove(t *testing.T) {
	for _, hide := range [][]string{nil, {"MOVE"}} {
		t.Run(fmt.Sprint(hide), func(t *testing.T) {
			x := newWorld(t, demoserver.Options{Mailboxes: []string{"Handled"}, HideCaps: hide})
			x.c.HandledMailbox = "Handled"
			x.deliver(5)
			x.srv.Flag("INBOX", 3, `\Deleted`) // a person is about to expunge this one
			x.in.file(2, 4, 77)                // 77 is gone
			x.run()
			x.in.wait(t, "filing", func() bool { return len(x.in.filed) == 3 })
			var left []uint32
			for _, m := range x.srv.Messages("INBOX") {
				left = append(left, m.UID)
			}
			if !slices.Equal(left, []uint32{1, 3, 5}) {
				t.Errorf("left in INBOX: %v", left)
			}
			moved := x.srv.Messages("Handled")
			if len(moved) != 2 || !slices.Contains(moved[0].Flags, mailbox.HandledKeyword) {
				t.Errorf("moved: %d", len(moved))
			}
		})
	}
}

// Without MOVE and UIDPLUS an expunge would take what people marked \Deleted.
func TestNoMoveWhereItWouldExpungeOthers(t *testing.T) {
	x := newWorld(t, demoserver.Options{Mailboxes: []string{"Handled"}, HideCaps: []string{"MOVE", "UIDPLUS"}})
	x.c.HandledMailbox = "Handled"
	x.deliver(3)
	x.srv.Flag("INBOX", 3, `\Deleted`)
	x.in.file(2)
	x.run()
	x.trouble(mailbox.CannotMove)
	x.in.waitFor(t, 3)
	if len(x.srv.Messages("INBOX")) != 3 || x.commands("EXPUNGE") > 0 || x.commands("UID COPY") > 0 {
		t.Errorf("commands: %q", x.srv.Commands())
	}
}

// A missing mailbox for handled requests must not stop the reading, and filing is
// made up for once it is there.
func TestHandledMailboxIsMissing(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.c.HandledMailbox = "Handled"
	x.c.IdleSlice = 10 * time.Millisecond
	x.deliver(2)
	x.in.file(1)
	x.run()
	if tr := x.trouble(mailbox.CannotMove); tr.Code != "TRYCREATE" {
		t.Errorf("%+v", tr)
	}
	x.deliver(1)
	x.in.waitFor(t, 3)
	x.srv.Flag("Handled", 0) // creates it
	x.in.wait(t, "filing", func() bool { return len(x.in.filed) == 1 })
	x.srv.ForgetCommands()
	x.waitCommand("IDLE") // a whole round later
	if tr := x.w.Health().Trouble; tr.Kind != "" {
		t.Errorf("trouble stays: %+v", tr)
	}
}
