package mailbox

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Moved is a message that must go and was moved from where it was taken. Of To what
// is not known is empty.
type Moved struct{ Key, To Key }

// MovedEraser is an Eraser that follows messages to where they were moved.
type MovedEraser interface {
	Eraser

	// Moved tells where messages lie since they were moved (COPYUID, RFC 4315 §3).
	Moved(ctx context.Context, list []Moved) error

	// LookElsewhere tells that these UIDs of ToErase do not lie in their mailbox.
	LookElsewhere(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error

	// MovedToErase returns messages of this mailbox that were moved and must go, at
	// most limit.
	MovedToErase(ctx context.Context, mailbox string, limit int) ([]Moved, error)

	// Proven says which of MovedToErase has these bytes; none: it must stay.
	Proven(ctx context.Context, mailbox string, fingerprint [32]byte) (k Key, found bool, err error)

	// ErasedMoved tells that these are gone, or were nowhere to be found.
	ErasedMoved(ctx context.Context, keys []Key) error
}

// tellMoved hands on what the server said of a MOVE, if it did.
func (w *Watcher) tellMoved(ctx context.Context, l *link, data *imapclient.MoveData) error {
	in, ok := w.in.(MovedEraser)
	if !ok || data == nil || data.UIDValidity == 0 {
		return nil
	}
	from, to := numbers(data.SourceUIDs), numbers(data.DestUIDs)
	if len(from) != len(to) {
		return nil
	}
	list := make([]Moved, len(from))
	for i := range from {
		list[i] = Moved{Key{l.pos.Mailbox, l.pos.UIDValidity, from[i]}, Key{w.c.HandledMailbox, data.UIDValidity, to[i]}}
	}
	if err := in.Moved(ctx, list); err != nil {
		return &Error{Op: "file", Kind: IntakeFailed, Err: err}
	}
	return nil
}

// numbers are the UIDs of a set, ascending; nil where it has no end.
func numbers(set imap.NumSet) (uids []uint32) {
	s, _ := set.(imap.UIDSet)
	all, ok := s.Nums()
	if !ok {
		return nil
	}
	for _, u := range all {
		uids = append(uids, uint32(u))
	}
	return uids
}

// notMoved returns which of uids lie in the mailbox still. What does not is looked
// for where handled requests are moved.
func (w *Watcher) notMoved(ctx context.Context, l *link, uids []uint32) ([]uint32, error) {
	in, ok := w.in.(MovedEraser)
	if !ok || w.c.HandledMailbox == "" {
		return uids, nil // what is not there is gone
	}
	still, err := l.search(ctx, uidSet(uids))
	if err != nil {
		return nil, err
	}
	if elsewhere := without(uids, still); len(elsewhere) > 0 {
		if err := in.LookElsewhere(ctx, l.pos.Mailbox, l.pos.UIDValidity, elsewhere); err != nil {
			return nil, &Error{Op: "erase", Kind: IntakeFailed, Err: err}
		}
	}
	return still, nil
}

// eraseMoved expunges what was moved, over a connection of its own, since another
// mailbox must be selected.
func (w *Watcher) eraseMoved(ctx context.Context) error {
	in, ok := w.in.(MovedEraser)
	for ok {
		list, err := in.MovedToErase(ctx, w.c.Mailbox, fileGroup)
		if err != nil {
			return &Error{Op: "erase", Kind: IntakeFailed, Err: err}
		}
		if len(list) == 0 {
			break
		}
		box := cmp.Or(list[0].To.Mailbox, w.c.HandledMailbox)
		list = slices.DeleteFunc(list, func(m Moved) bool { return cmp.Or(m.To.Mailbox, w.c.HandledMailbox) != box })
		err = w.eraseFrom(ctx, in, box, list)
		if e := (*Error)(nil); errors.As(err, &e) && (e.Kind == Refused || e.Kind == CannotErase || e.Kind == NoMailbox) {
			w.troubled(&Error{Op: "erase", Kind: CannotErase, Code: e.Code})
			return nil
		}
		if err != nil {
			return err
		}
	}
	w.untroubled(CannotErase)
	return nil
}

// eraseFrom finds these messages in a mailbox by number and, where the number is not
// known or not right, among all that lie there; and expunges those whose bytes are
// proven.
func (w *Watcher) eraseFrom(ctx context.Context, in MovedEraser, box string, list []Moved) error {
	var keys []Key
	for _, m := range list {
		keys = append(keys, m.Key)
	}
	if box == "" { // the mailbox for handled requests is none any more
		return w.erasedMoved(ctx, in, keys)
	}
	c := w.c
	c.Mailbox = box
	l, err := connect(ctx, c, false)
	if err != nil {
		return err
	}
	defer l.close()
	f := finder{s: &scan{w: w, l: l}, in: in, mailbox: w.c.Mailbox, found: make(map[Key]uint32)}
	var known []uint32
	for _, m := range list {
		if m.To.UIDValidity == l.pos.UIDValidity && m.To.UID != 0 {
			known = append(known, m.To.UID)
		}
	}
	if err := f.look(ctx, known); err != nil {
		return err
	}
	if f.lacks(keys) {
		all, err := l.search(ctx, between(1, 0))
		if err != nil {
			return err
		}
		for part := range slices.Chunk(all, w.c.SliceUIDs) {
			if err := f.look(ctx, part); err != nil {
				return err
			}
		}
	}
	if missing := len(keys) - len(f.found); missing > 0 {
		w.c.Log.Warn("letters of the destroyed are not where they were moved, nor where they came", "mailbox", box, "letters", missing)
	}
	if uids := f.uids(); len(uids) > 0 {
		gone, err := w.expunge(ctx, l, uids)
		if err != nil {
			return err
		}
		if len(gone) < len(uids) {
			return &Error{Op: "erase", Kind: CannotErase}
		}
	}
	return w.erasedMoved(ctx, in, keys)
}

func (w *Watcher) erasedMoved(ctx context.Context, in MovedEraser, keys []Key) error {
	if err := in.ErasedMoved(ctx, keys); err != nil {
		return &Error{Op: "erase", Kind: IntakeFailed, Err: err}
	}
	return nil
}

// finder looks for messages by their bytes.
type finder struct {
	s       *scan
	in      MovedEraser
	mailbox string // that they were taken from
	found   map[Key]uint32
	more    []uint32 // further copies of the same bytes
}

// look compares messages. Only their first window is fetched, and PEEKed.
func (f *finder) look(ctx context.Context, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	l := f.s.l
	guard := l.guard(ctx)
	cmd := l.client.Fetch(uidSet(uids), windowOf())
	var own error
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		guard.alive()
		got := f.s.read(msg)
		if !got.body || got.uid == 0 || own != nil {
			continue
		}
		guard.pause()
		own = f.compare(ctx, got)
		guard.alive()
	}
	if err := guard.end("fetch", cmd.Close()); err != nil {
		return err
	}
	return own
}

func (f *finder) compare(ctx context.Context, got fetched) error {
	d := f.s.delivery(got)
	d.seal()
	k, ok, err := f.in.Proven(ctx, f.mailbox, d.Fingerprint)
	if err != nil {
		return &Error{Op: "erase", Kind: IntakeFailed, Err: err}
	}
	if have, twice := f.found[k]; ok && twice && have != got.uid {
		f.more = append(f.more, got.uid)
	} else if ok {
		f.found[k] = got.uid
	}
	return nil
}

func (f *finder) lacks(keys []Key) bool {
	return slices.ContainsFunc(keys, func(k Key) bool { return f.found[k] == 0 })
}

func (f *finder) uids() []uint32 {
	uids := slices.Clone(f.more)
	for _, uid := range f.found {
		uids = append(uids, uid)
	}
	slices.Sort(uids)
	return slices.Compact(uids)
}
