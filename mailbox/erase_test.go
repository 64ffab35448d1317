package mailbox_test

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
)

func (x *world) left() (uids []uint32) {
	for _, m := range x.srv.Messages("INBOX") {
		uids = append(uids, m.UID)
	}
	return uids
}

// What the destroyed wrote goes, and nothing that people have marked \Deleted (P6).
func TestErase(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.c.EraseDestroyed = true
	x.deliver(5)
	x.srv.Flag("INBOX", 3, `\Deleted`) // a person is about to expunge this one
	x.in.toErase = []uint32{2, 4, 77}  // 77 is gone
	x.run()
	x.in.wait(t, "erasing", func() bool { return len(x.in.erased) == 3 })
	if left := x.left(); !slices.Equal(left, []uint32{1, 3, 5}) {
		t.Errorf("left: %v", left)
	}
	x.in.waitFor(t, 5)
}

// Without the setting nothing is ever taken away.
func TestNothingIsErasedUnasked(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(3)
	x.in.toErase = []uint32{2}
	x.run()
	x.in.waitFor(t, 3)
	x.waitCommand("IDLE")
	if len(x.left()) != 3 || x.commands("EXPUNGE") > 0 || x.commands("UID EXPUNGE") > 0 {
		t.Errorf("commands: %q", x.srv.Commands())
	}
}

func TestEraseWhereItCannotBe(t *testing.T) {
	for name, prepare := range map[string]func(x *world){
		"refused":      func(x *world) { x.srv.IMAP().AnswerAt("UID EXPUNGE", "NO [NOPERM] not yours", demoserver.Forever) },
		"not expunged": func(x *world) { x.srv.IMAP().AnswerAt("UID EXPUNGE", "OK done", demoserver.Forever) },
	} {
		t.Run(name, func(t *testing.T) {
			x := newWorld(t, demoserver.Options{})
			x.c.EraseDestroyed = true
			prepare(x)
			x.deliver(3)
			x.in.toErase = []uint32{2}
			x.run()
			x.trouble(mailbox.CannotErase)
			x.in.waitFor(t, 3) // it goes on reading
			if len(x.in.erased) != 0 {
				t.Error("told as gone")
			}
		})
	}
	x := newWorld(t, demoserver.Options{HideCaps: []string{"UIDPLUS"}})
	x.c.EraseDestroyed = true
	x.deliver(3)
	x.srv.Flag("INBOX", 3, `\Deleted`)
	x.in.toErase = []uint32{2}
	x.run()
	x.trouble(mailbox.CannotErase)
	x.in.waitFor(t, 3)
	if len(x.left()) != 3 || x.commands("EXPUNGE") > 0 {
		t.Errorf("commands: %q", x.srv.Commands())
	}
}
