package mailbox

import (
	"context"
	"errors"
	"slices"

	"github.com/emersion/go-imap/v2"
)

// complete deals, in UID order, with what the FETCH left open: messages not given
// and messages too large. It stops before the first dropped one.
func (s *scan) complete(ctx context.Context, g *gather) error {
	exist := []uint32(nil)
	if missing := g.unreceived(); len(missing) > 0 {
		var err error
		if exist, err = s.l.search(ctx, uidSet(missing)); err != nil {
			return err
		}
	}
	for g.next < len(g.want) {
		uid := g.want[g.next]
		f, held := g.held[uid]
		var err error
		switch {
		case held && f.large:
			err = s.large(ctx, g, f)
		case held:
			err = g.done(s.delivery(f))
		case g.dropped[uid]:
			return nil
		case !slices.Contains(exist, uid): // expunged meanwhile
			g.next++
		default:
			err = s.single(ctx, g, uid)
		}
		if err != nil {
			return err
		}
		if g.next < len(g.want) && g.dropped[g.want[g.next]] {
			return nil
		}
	}
	return nil
}

// single asks for one message that exists and was not given: by UID, by sequence
// number (servers that send the UID behind the body: the library discards those),
// and then whether it still exists.
func (s *scan) single(ctx context.Context, g *gather, uid uint32) error {
	f, err := s.one(ctx, uidSet([]uint32{uid}), uid)
	if err != nil {
		return err
	}
	if !f.body {
		seq, err := s.sequence(ctx, uid)
		if err != nil {
			return err
		}
		if seq == 0 {
			g.next++
			return nil
		}
		if f, err = s.one(ctx, imap.SeqSetNum(seq), uid); err != nil {
			return err
		}
	}
	if f.body {
		if f.large {
			g.hold(f) // the next round takes it on
			return nil
		}
		return g.done(s.delivery(f))
	}
	if seq, err := s.sequence(ctx, uid); err != nil {
		return err
	} else if seq == 0 {
		g.next++
		return nil
	}
	d := s.unreadable(uid, "the server names this message and does not give it")
	d.Size = f.size
	if !f.date.IsZero() {
		d.InternalDate = f.date
	}
	return g.done(d)
}

// one fetches a single message. NO is no error here: the message stays away. An
// answer with another UID is not taken, one without any is.
func (s *scan) one(ctx context.Context, set imap.NumSet, uid uint32) (f fetched, err error) {
	err = s.l.do(ctx, "fetch", func() error {
		cmd := s.l.client.Fetch(set, windowOf())
		for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
			if got := s.read(msg); !f.body && (got.uid == uid || got.uid == 0) {
				f = got
				f.uid = uid
			}
		}
		return cmd.Close()
	})
	if e := (*Error)(nil); errors.As(err, &e) && e.Kind == Refused {
		return fetched{uid: uid}, nil
	}
	return f, err
}

// sequence is the sequence number of uid now, 0 where it is gone.
func (s *scan) sequence(ctx context.Context, uid uint32) (seq uint32, err error) {
	err = s.l.do(ctx, "search", func() error {
		data, err := s.l.client.Search(&imap.SearchCriteria{UID: []imap.UIDSet{uidSet([]uint32{uid})}}, nil).Wait()
		if err != nil {
			return err
		}
		if all := data.AllSeqNums(); len(all) > 0 {
			seq = all[0]
		}
		return nil
	})
	return seq, err
}
