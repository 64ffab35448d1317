package mailbox

import (
	"context"
	"errors"
)

// unfile takes the keyword back from what turned out to be no request (P6), or waits
// for a person again. What was moved has another UID: see bringBack.
func (w *Watcher) unfile(ctx context.Context, l *link) error {
	in, ok := w.in.(Unfiler)
	if !ok {
		return nil
	}
	for {
		uids, err := in.ToUnfile(ctx, l.pos.Mailbox, l.pos.UIDValidity, fileGroup)
		if err != nil {
			return &Error{Op: "unfile", Kind: IntakeFailed, Err: err}
		}
		if len(uids) == 0 {
			return nil
		}
		err = l.unmark(ctx, uids)
		if e := (*Error)(nil); err != nil && !(errors.As(err, &e) && e.Kind == Refused) {
			return err
		}
		if err := w.bringBack(ctx, l, uids); err != nil {
			return err
		}
		if err := in.Unfiled(ctx, l.pos.Mailbox, l.pos.UIDValidity, uids); err != nil {
			return &Error{Op: "unfile", Kind: IntakeFailed, Err: err}
		}
	}
}
