package mailbox_test

import (
	"context"
	"slices"
	"testing"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
)

// mover is an intake that follows messages to where they were moved, with everything
// that must go kept in memory.
type mover struct {
	*intake
	forget bool                        // what COPYUID says
	to     map[mailbox.Key]mailbox.Key // where they lie
	must   map[mailbox.Key]bool        // moved, and must go
	gone   []uint32
}

func newMover(x *world) *mover {
	m := &mover{intake: x.in, to: map[mailbox.Key]mailbox.Key{}, must: map[mailbox.Key]bool{}}
	x.as = m
	return m
}

func (m *mover) Moved(_ context.Context, list []mailbox.Moved) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, one := range list {
		if !m.forget {
			m.to[one.Key] = one.To
		}
	}
	return nil
}

func (m *mover) LookElsewhere(_ context.Context, box string, uidValidity uint32, uids []uint32) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, uid := range uids {
		m.must[mailbox.Key{Mailbox: box, UIDValidity: uidValidity, UID: uid}] = true
	}
	m.toErase = slices.DeleteFunc(m.toErase, func(u uint32) bool { return slices.Contains(uids, u) })
	return nil
}

func (m *mover) MovedToErase(context.Context, string, int) (list []mailbox.Moved, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k := range m.must {
		list = append(list, mailbox.Moved{Key: k, To: m.to[k]})
	}
	return list, nil
}

func (m *mover) Proven(_ context.Context, _ string, fingerprint [32]byte) (mailbox.Key, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k := range m.must {
		if m.got[k].Fingerprint == fingerprint {
			return k, true, nil
		}
	}
	return mailbox.Key{}, false, nil
}

func (m *mover) ErasedMoved(_ context.Context, keys []mailbox.Key) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	defer m.change()
	for _, k := range keys {
		delete(m.must, k)
		m.gone = append(m.gone, k.UID)
	}
	return nil
}

// boxed are the bodies' lengths of a mailbox: the fixture's letters differ in it.
func (x *world) boxed(name string) (sizes []int) {
	for _, m := range x.srv.Messages(name) {
		sizes = append(sizes, len(m.Raw))
	}
	return sizes
}

// moving is a world in which letters 2, 3 and 5 of five were moved.
func moving(t *testing.T, o demoserver.Options, forget bool) (*world, *mover) {
	o.Mailboxes = []string{"Handled"}
	x := newWorld(t, o)
	m := newMover(x)
	m.forget = forget
	x.c.HandledMailbox, x.c.EraseDestroyed = "Handled", true
	x.srv.Deliver("Handled", []byte("From: x@y.kz\r\nSubject: put there by a person\r\n\r\nkept\r\n"), at(0))
	for i := range 5 {
		x.srv.Deliver("INBOX", letter(40*i, 300+40*i), at(i))
	}
	x.run()
	x.in.waitFor(t, 5)
	x.in.file(2, 3, 5)
	x.w.Wake()
	x.in.wait(t, "filing", func() bool { return len(x.in.filed) == 3 })
	return x, m
}

func (m *mover) erase(x *world, uids ...uint32) {
	m.mu.Lock()
	m.toErase = append(m.toErase, uids...)
	m.mu.Unlock()
	x.w.Wake()
}

// What was moved goes too, found by the number that the server gave, or by its bytes;
// the keyword first, and nothing else that lies there (P6).
func TestEraseWhatWasMoved(t *testing.T) {
	for name, c := range map[string]struct {
		options demoserver.Options
		forget  bool
		change  func(x *world)
		fetched int // bodies compared in the other mailbox at the most
	}{
		"by number":             {fetched: 1},
		"without MOVE":          {options: demoserver.Options{HideCaps: []string{"MOVE"}}, fetched: 1},
		"by its bytes":          {forget: true, fetched: 1},
		"numbered anew":         {change: func(x *world) { x.srv.ChangeUIDValidity("Handled") }, fetched: 1},
		"moved on and put back": {change: func(x *world) { x.srv.Expunge("Handled", 2); x.srv.Deliver("Handled", letter(40, 340), at(9)) }, fetched: 2},
	} {
		t.Run(name, func(t *testing.T) {
			x, m := moving(t, c.options, c.forget)
			if c.change != nil {
				c.change(x)
			}
			x.srv.Flag("Handled", 1, `\Deleted`) // a person is about to expunge this one
			x.srv.ForgetCommands()
			m.erase(x, 1, 2)
			x.in.wait(t, "erasing", func() bool { return len(m.gone) == 1 && len(m.erased) == 1 })
			if m.gone[0] != 2 || m.erased[0] != 1 {
				t.Errorf("gone: %v, %v", m.gone, m.erased)
			}
			left := x.boxed("Handled")
			if len(left) != 3 || slices.Contains(left, len(letter(40, 340))) {
				t.Errorf("left where they were moved: %v", left)
			}
			if n := len(x.srv.Messages("INBOX")); n != 1 {
				t.Errorf("%d left in INBOX", n)
			}
			if x.commands("UID EXPUNGE") != 2 || x.commands("EXPUNGE") > 0 || x.commands("UID FETCH") > c.fetched {
				t.Errorf("commands: %q", x.srv.Commands())
			}
		})
	}
}

// What lies under the number that the server gave is another's: nothing goes.
func TestNothingUnprovenIsErased(t *testing.T) {
	x, m := moving(t, demoserver.Options{}, false)
	m.mu.Lock()
	for k, to := range m.to {
		if k.UID == 2 {
			to.UID = 1 // the one a person put there
			m.to[k] = to
		}
	}
	delete(m.got, mailbox.Key{Mailbox: "INBOX", UIDValidity: x.srv.UIDValidity("INBOX"), UID: 3})
	m.mu.Unlock()
	m.erase(x, 3)
	x.in.wait(t, "looking", func() bool { return len(m.gone) == 1 })
	if left := x.boxed("Handled"); len(left) != 4 {
		t.Errorf("left: %v", left)
	}
	x.log.wait(t, "are not where they were moved")
	m.erase(x, 2)
	x.in.wait(t, "looking", func() bool { return len(m.gone) == 2 })
	if left := x.boxed("Handled"); len(left) != 3 || slices.Contains(left, len(letter(40, 340))) || x.srv.Messages("Handled")[0].UID != 1 {
		t.Errorf("left: %v", left)
	}
}

// The other mailbox cannot be opened, or does not let messages go: it shows, what was
// to go waits, and reading goes on.
func TestErasingWhatWasMovedFails(t *testing.T) {
	for name, answer := range map[string][2]string{
		"not opened":   {"SELECT", "NO [NONEXISTENT] no such mailbox"},
		"not expunged": {"UID EXPUNGE", "NO [NOPERM] not yours"},
	} {
		t.Run(name, func(t *testing.T) {
			x, m := moving(t, demoserver.Options{}, false)
			x.srv.IMAP().AnswerAt(answer[0], answer[1], demoserver.Forever)
			m.erase(x, 2)
			x.trouble(mailbox.CannotErase)
			x.srv.Deliver("INBOX", letter(7, 700), at(7))
			x.in.waitFor(t, 6)
			m.mu.Lock()
			defer m.mu.Unlock()
			if len(m.gone) != 0 || len(m.must) != 1 {
				t.Errorf("told as gone: %v", m.gone)
			}
		})
	}
}
