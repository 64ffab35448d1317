package mailbox

import (
	"context"
	"errors"

	"github.com/emersion/go-imap/v2"
)

// unfile takes the keyword back from what turned out to be no request (P6). What was
// moved meanwhile has another UID and stays as people find it.
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
		if l.canKeyword {
			err := l.do(ctx, "store", func() error {
				return l.client.Store(uidSet(uids), &imap.StoreFlags{
					Op: imap.StoreFlagsDel, Silent: true, Flags: []imap.Flag{HandledKeyword},
				}, nil).Close()
			})
			if e := (*Error)(nil); err != nil && !(errors.As(err, &e) && e.Kind == Refused) {
				return err
			}
		}
		if err := in.Unfiled(ctx, l.pos.Mailbox, l.pos.UIDValidity, uids); err != nil {
			return &Error{Op: "unfile", Kind: IntakeFailed, Err: err}
		}
	}
}
