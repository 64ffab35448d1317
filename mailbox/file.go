package mailbox

import (
	"context"
	"errors"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// fileGroup is how many messages are filed with one command: 500 scattered UIDs
// make 4 KB, and servers refuse commands beyond about 8 (RFC 9051 §6).
const fileGroup = 500

// file marks, and moves where configured, what the intake says is handled. A
// refusal here is no reason to stop reading: it shows in Health and is tried
// again after the next rest.
func (w *Watcher) file(ctx context.Context, l *link) error {
	for {
		uids, err := w.in.ToFile(ctx, l.pos.Mailbox, l.pos.UIDValidity, fileGroup)
		if err != nil {
			return &Error{Op: "file", Kind: IntakeFailed, Err: err}
		}
		if len(uids) == 0 {
			w.untroubled(CannotMove)
			return nil
		}
		if err := w.mark(ctx, l, uids); err != nil {
			return err
		}
		done, err := w.move(ctx, l, uids)
		if e := (*Error)(nil); errors.As(err, &e) && (e.Kind == Refused || e.Kind == CannotMove) {
			w.troubled(&Error{Op: "move", Kind: CannotMove, Code: e.Code})
			return nil
		}
		if err != nil {
			return err
		}
		w.c.Step("mailbox:before-filed")
		if err := w.in.Filed(ctx, l.pos.Mailbox, l.pos.UIDValidity, done); err != nil {
			return &Error{Op: "file", Kind: IntakeFailed, Err: err}
		}
		if len(done) < len(uids) {
			w.troubled(&Error{Op: "move", Kind: CannotMove})
			return nil
		}
		w.untroubled(CannotMove)
		if len(uids) < fileGroup {
			return nil
		}
	}
}

// mark sets the keyword. Gone messages are no error (RFC 9051 §6.4.9). A server
// that refuses is not asked again on this connection.
func (w *Watcher) mark(ctx context.Context, l *link, uids []uint32) error {
	if !l.canKeyword {
		return nil
	}
	w.c.Step("mailbox:before-store")
	err := l.do(ctx, "store", func() error {
		return l.client.Store(uidSet(uids), &imap.StoreFlags{
			Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{HandledKeyword},
		}, nil).Close()
	})
	if e := (*Error)(nil); errors.As(err, &e) && e.Kind == Refused {
		l.canKeyword = false
		w.c.Log.Info("mailbox keeps no keyword", "mailbox", w.c.Mailbox, "code", e.Code)
		return nil
	}
	w.c.Step("mailbox:after-store")
	return err
}

// move moves uids where configured and returns those that need no more filing.
func (w *Watcher) move(ctx context.Context, l *link, uids []uint32) ([]uint32, error) {
	if w.c.HandledMailbox == "" {
		return uids, nil
	}
	// Without MOVE the library copies, sets \Deleted and expunges; without UIDPLUS
	// that expunges whatever else people have marked \Deleted. Never (P6).
	if !l.canMove && !l.canUIDExpunge {
		return nil, &Error{Op: "move", Kind: CannotMove}
	}
	var data *imapclient.MoveData
	err := l.do(ctx, "move", func() (err error) {
		data, err = l.client.Move(uidSet(uids), w.c.HandledMailbox).Wait()
		return err
	})
	if err != nil {
		return nil, err
	}
	w.c.Step("mailbox:after-move")
	if err := w.tellMoved(ctx, l, data); err != nil {
		return nil, err
	}
	// OK does not mean moved, and COPYUID is optional: what is still here waits.
	still, err := l.search(ctx, uidSet(uids))
	if err != nil {
		return nil, err
	}
	return without(uids, still), nil
}

// without leaves out of uids what is still there; still is ascending.
func without(uids, still []uint32) []uint32 {
	return slices.DeleteFunc(slices.Clone(uids), func(u uint32) bool {
		_, here := slices.BinarySearch(still, u)
		return here
	})
}
