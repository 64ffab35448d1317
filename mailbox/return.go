package mailbox

import (
	"context"
	"errors"

	"github.com/emersion/go-imap/v2"
)

// Returner is an Unfiler whose messages come back from HandledMailbox when what was
// decided about them is taken back.
type Returner interface {
	// MessageID is that of a message to be unfiled, without angle brackets; empty where
	// it has none or need not come back.
	MessageID(ctx context.Context, mailbox string, uidValidity, uid uint32) (string, error)

	// Returning tells that the message was found where it was moved to, and comes back
	// under another UID.
	Returning(ctx context.Context, mailbox string, uidValidity, uid uint32) error
}

// bringBack moves what was filed, and is here no more, back from HandledMailbox, over a
// connection of its own. It is done as well as can be: what a person has moved on, what
// has no Message-ID of its own and what the server refuses stays where it is.
func (w *Watcher) bringBack(ctx context.Context, l *link, uids []uint32) error {
	in, ok := w.in.(Returner)
	if !ok || w.c.HandledMailbox == "" || !l.canMove && !l.canUIDExpunge {
		return nil
	}
	here, err := l.search(ctx, uidSet(uids))
	if err != nil {
		return err
	}
	var there *link
	defer func() { there.close() }()
	for _, uid := range without(uids, here) {
		id, err := in.MessageID(ctx, l.pos.Mailbox, l.pos.UIDValidity, uid)
		if err != nil {
			return &Error{Op: "unfile", Kind: IntakeFailed, Err: err}
		}
		if id == "" {
			continue
		}
		if there == nil {
			c := w.c
			c.Mailbox = w.c.HandledMailbox
			if there, err = connect(ctx, c, false); err != nil {
				return w.stays(ctx, err)
			}
		}
		if err := w.fetchBack(ctx, l, there, in, uid, id); err != nil {
			return err
		}
	}
	return nil
}

// fetchBack moves one message. A Message-ID is a stranger's choice: where two have it,
// neither is touched.
func (w *Watcher) fetchBack(ctx context.Context, l, there *link, in Returner, uid uint32, id string) error {
	found, err := there.named(ctx, id)
	if err != nil {
		return w.stays(ctx, err)
	}
	if len(found) != 1 {
		w.c.Log.Info("handled message is not found again", "mailbox", w.c.Mailbox, "uid", uid, "matches", len(found))
		return nil
	}
	if err := in.Returning(ctx, l.pos.Mailbox, l.pos.UIDValidity, uid); err != nil {
		return &Error{Op: "unfile", Kind: IntakeFailed, Err: err}
	}
	if err := there.unmark(ctx, found); err != nil {
		return w.stays(ctx, err)
	}
	err = there.do(ctx, "move", func() error {
		_, err := there.client.Move(uidSet(found), w.c.Mailbox).Wait()
		return err
	})
	if err != nil {
		return w.stays(ctx, err)
	}
	return nil
}

// stays: the other connection is no reason to give up this one.
func (w *Watcher) stays(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	kind, code := Lost, ""
	if e := (*Error)(nil); errors.As(err, &e) {
		kind, code = e.Kind, e.Code
	}
	w.c.Log.Info("handled message stays where it is", "mailbox", w.c.Mailbox, "why", kind, "code", code)
	return nil
}

// unmark takes the keyword off, where the server keeps it.
func (l *link) unmark(ctx context.Context, uids []uint32) error {
	if !l.canKeyword {
		return nil
	}
	return l.do(ctx, "store", func() error {
		return l.client.Store(uidSet(uids), &imap.StoreFlags{
			Op: imap.StoreFlagsDel, Silent: true, Flags: []imap.Flag{HandledKeyword},
		}, nil).Close()
	})
}

// named returns the UIDs of messages with this Message-ID that carry our keyword.
func (l *link) named(ctx context.Context, id string) (uids []uint32, err error) {
	c := &imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: "<" + id + ">"}}}
	if l.canKeyword {
		c.Flag = []imap.Flag{HandledKeyword}
	}
	err = l.do(ctx, "search", func() error {
		data, err := l.client.UIDSearch(c, nil).Wait()
		if err != nil {
			return err
		}
		for _, u := range data.AllUIDs() {
			uids = append(uids, uint32(u))
		}
		return nil
	})
	return uids, err
}
