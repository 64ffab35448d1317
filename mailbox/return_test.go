package mailbox_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
)

// undoing is an intake in which decisions are taken back.
type undoing struct {
	*intake
	ids      map[uint32]string // Message-IDs by the UID of before
	toUnfile []uint32
	unfiled  []uint32
	back     []uint32
}

func (u *undoing) ToUnfile(context.Context, string, uint32, int) ([]uint32, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return slices.Clone(u.toUnfile), nil
}

func (u *undoing) Unfiled(_ context.Context, _ string, _ uint32, uids []uint32) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	defer u.change()
	u.unfiled, u.toUnfile = append(u.unfiled, uids...), nil
	return nil
}

func (u *undoing) MessageID(_ context.Context, _ string, _, uid uint32) (string, error) {
	return u.ids[uid], nil
}

func (u *undoing) Returning(_ context.Context, _ string, _, uid uint32) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.back = append(u.back, uid)
	return nil
}

// undone runs a watcher over a mailbox in which these UIDs are to be unfiled.
func undone(t *testing.T, o demoserver.Options, handled []string) (*world, *undoing) {
	t.Helper()
	x := newWorld(t, o)
	x.c.HandledMailbox = "Handled"
	x.srv.SkipUIDs("INBOX", 20)
	for i, id := range handled {
		uid := x.srv.Deliver("Handled", fmt.Appendf(nil, "From: a@b.example\r\nMessage-ID: <%s>\r\n\r\n%d\r\n", id, i), time.Now())
		if id != "unmarked" {
			x.srv.Flag("Handled", uid, mailbox.HandledKeyword)
		}
	}
	u := &undoing{x.in, map[uint32]string{10: "one", 11: "two", 12: "unmarked", 14: "gone"}, []uint32{10, 11, 12, 13, 14}, nil, nil}
	w, err := mailbox.NewWatcher(x.c, u)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return x, u
}

// What was moved comes back without the keyword and is read again. Where two have its
// Message-ID, or a person has taken the keyword off, nothing is touched.
func TestMovedMessagesComeBack(t *testing.T) {
	x, u := undone(t, demoserver.Options{}, []string{"one", "two", "two", "unmarked"})
	x.in.waitFor(t, 1)
	u.wait(t, "unfiling", func() bool { return len(u.unfiled) == 5 })
	if inbox := x.srv.Messages("INBOX"); len(inbox) != 1 || len(inbox[0].Flags) != 0 {
		t.Errorf("in the mailbox: %+v", inbox)
	}
	if left := x.srv.Messages("Handled"); len(left) != 3 {
		t.Errorf("%d stay", len(left))
	}
	if !slices.Equal(u.back, []uint32{10}) {
		t.Errorf("told to come back: %v", u.back)
	}
	if d := x.in.deliveries()[0]; d.Handled {
		t.Error("it is read as handled")
	}
}

// Where there is nothing to come back from, reading goes on.
func TestNothingComesBackFromAMissingMailbox(t *testing.T) {
	x, u := undone(t, demoserver.Options{}, nil)
	u.wait(t, "unfiling", func() bool { return len(u.unfiled) == 5 })
	x.deliver(2)
	x.in.waitFor(t, 2)
	if len(u.back) > 0 {
		t.Errorf("told to come back: %v", u.back)
	}
}
