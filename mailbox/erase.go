package mailbox

import (
	"context"
	"errors"

	"github.com/emersion/go-imap/v2"
)

// Eraser is an Intake that also knows of messages whose people were destroyed.
type Eraser interface {
	// ToErase returns UIDs of messages that must go, ascending, at most limit.
	ToErase(ctx context.Context, mailbox string, uidValidity uint32, limit int) ([]uint32, error)

	// Erased tells that these UIDs are gone.
	Erased(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error
}

// erase expunges the originals of the destroyed, where the configuration says so:
// the one thing the watcher takes away from a mailbox. Only with UID EXPUNGE
// (RFC 4315 §2.1): a plain one would take whatever else people have marked (P6). A
// refusal is no reason to stop reading; it is tried again after the next rest.
func (w *Watcher) erase(ctx context.Context, l *link) error {
	in, ok := w.in.(Eraser)
	if !ok || !w.c.EraseDestroyed {
		return nil
	}
	for {
		uids, err := in.ToErase(ctx, l.pos.Mailbox, l.pos.UIDValidity, fileGroup)
		if err != nil {
			return &Error{Op: "erase", Kind: IntakeFailed, Err: err}
		}
		if len(uids) == 0 {
			return w.eraseMoved(ctx)
		}
		if uids, err = w.notMoved(ctx, l, uids); err != nil {
			return err
		}
		if len(uids) == 0 {
			continue
		}
		gone, err := w.expunge(ctx, l, uids)
		if e := (*Error)(nil); errors.As(err, &e) && (e.Kind == Refused || e.Kind == CannotErase) {
			w.troubled(&Error{Op: "erase", Kind: CannotErase, Code: e.Code})
			return nil
		}
		if err != nil {
			return err
		}
		if err := in.Erased(ctx, l.pos.Mailbox, l.pos.UIDValidity, gone); err != nil {
			return &Error{Op: "erase", Kind: IntakeFailed, Err: err}
		}
		if len(gone) < len(uids) {
			w.troubled(&Error{Op: "erase", Kind: CannotErase})
			return nil
		}
	}
}

// expunge sets the keyword first, so that a person who looks meanwhile sees whose
// doing it is, and returns the UIDs that are gone.
func (w *Watcher) expunge(ctx context.Context, l *link, uids []uint32) ([]uint32, error) {
	if !l.canUIDExpunge {
		return nil, &Error{Op: "erase", Kind: CannotErase}
	}
	if err := w.mark(ctx, l, uids); err != nil {
		return nil, err
	}
	set := uidSet(uids)
	err := l.do(ctx, "store", func() error {
		return l.client.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close()
	})
	if err != nil {
		return nil, err
	}
	w.c.Step("mailbox:before-expunge")
	if err := l.do(ctx, "expunge", func() error { return l.client.UIDExpunge(set).Close() }); err != nil {
		return nil, err
	}
	w.c.Step("mailbox:after-expunge")
	still, err := l.search(ctx, set)
	if err != nil {
		return nil, err
	}
	return without(uids, still), nil
}
