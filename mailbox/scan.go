package mailbox

import (
	"context"
	"errors"
)

// scan reads one mailbox over one connection, from the cursor upwards.
type scan struct {
	w *Watcher
	l *link

	cursor uint32 // the highest UID whose disposition is durable
	ask    int    // how many messages one FETCH asks for; 0 for a whole slice
	room   []byte // Window octets, for messages that may be larger

	p     *processor
	batch []Delivery
	bytes int
}

// maxWidth bounds a UID range. UIDs are 32 bits and some servers make them from
// the clock, so that ranges must grow where nothing lies.
const maxWidth = 1 << 28

func wider(width uint32) uint32 { return min(width, maxWidth) * 4 }

// catchUp reads what came while nobody watched: everything below UIDNEXT in
// ranges, then what came since SELECT.
func (s *scan) catchUp(ctx context.Context) error {
	return s.run(ctx, func(ctx context.Context) error {
		last := s.l.pos.UIDNext // exclusive; 0 where the server does not say
		next := s.cursor + 1
		width := uint32(s.w.c.SliceUIDs)
		for empty := 1; next != 0 && next < last; {
			to := last - 1
			if to-next >= width {
				to = next + width - 1
			}
			n, err := s.slice(ctx, next, to)
			if err != nil {
				return err
			}
			next = to + 1
			if n > 0 {
				width, empty = uint32(s.w.c.SliceUIDs), 1
				continue
			}
			width = wider(width)
			// Now and then, so that a restart does not search the desert again.
			if empty++; empty%16 == 0 {
				if err := s.passed(ctx, to); err != nil {
					return err
				}
			}
		}
		if last > 1 {
			if err := s.passed(ctx, last-1); err != nil {
				return err
			}
		}
		_, err := s.slice(ctx, max(next, s.cursor+1), 0)
		return err
	})
}

// newer reads what came since the last look: two round trips, SEARCH and FETCH.
func (s *scan) newer(ctx context.Context) error {
	return s.run(ctx, func(ctx context.Context) error {
		_, err := s.slice(ctx, s.cursor+1, 0)
		return err
	})
}

// slice reads the messages with UIDs from lo to hi, 0 for no end, and says how
// many there were.
func (s *scan) slice(ctx context.Context, lo, hi uint32) (int, error) {
	if lo == 0 { // behind the highest UID there can be
		return 0, nil
	}
	uids, err := s.l.search(ctx, between(lo, hi))
	if err != nil {
		return 0, err
	}
	// An open range always holds the last message (RFC 9051 §9, seq-range).
	for len(uids) > 0 && uids[0] < lo {
		uids = uids[1:]
	}
	count := len(uids)
	for len(uids) > 0 {
		n, err := s.some(ctx, uids)
		if err != nil {
			return count, err
		}
		uids = uids[n:]
	}
	if len(s.batch) > 0 && s.p.idle() {
		return count, s.hand(ctx)
	}
	return count, nil
}

// some reads the first of uids, as many as one FETCH should ask for now, and
// returns how many are done.
func (s *scan) some(ctx context.Context, uids []uint32) (int, error) {
	blame := &s.w.blame
	if blame.condemned(uids[0]) {
		d := s.unreadable(uids[0], "the connection broke each time this message was asked for")
		if err := s.emit(ctx, d); err != nil {
			return 0, err
		}
		blame.served(uids[:1])
		return 1, nil
	}
	n := min(len(uids), s.w.c.SliceUIDs)
	for _, limit := range []int{s.ask, blame.ask} {
		if limit > 0 {
			n = min(n, limit)
		}
	}
	want := uids[:n]
	g := &gather{want: want, limit: s.w.c.BatchBytes, emit: func(d Delivery) error { return s.emit(ctx, d) }}
	if err := s.fetch(ctx, g); err != nil {
		if e := (*Error)(nil); errors.As(err, &e) && (e.Kind == Garbled || e.Kind == Lost || e.Kind == Silent || e.Kind == Refused) {
			blame.died(e.Kind, n, g.unreceived())
		}
		return g.next, err
	}
	s.fit(g)
	if g.next == n {
		blame.served(want)
	}
	return g.next, nil
}

// fit makes the next FETCH smaller where messages had to be dropped for want of
// room, and larger again where they had not.
func (s *scan) fit(g *gather) {
	switch {
	case len(g.dropped) > 0:
		s.ask = max(g.next, 8)
	case s.ask*2 >= s.w.c.SliceUIDs:
		s.ask = 0
	default:
		s.ask *= 2
	}
}

// passed moves the durable cursor to uid, behind which nothing lies.
func (s *scan) passed(ctx context.Context, uid uint32) error {
	if err := s.hand(ctx); err != nil {
		return err
	}
	if err := s.p.rest(ctx); err != nil {
		return err
	}
	if uid <= s.p.cursor {
		return nil
	}
	if err := s.w.in.Passed(ctx, s.l.pos.Mailbox, s.l.pos.UIDValidity, uid); err != nil {
		return &Error{Op: "record", Kind: IntakeFailed, Err: err}
	}
	s.p.cursor = uid
	return nil
}

func (s *scan) key(uid uint32) Key {
	return Key{Mailbox: s.l.pos.Mailbox, UIDValidity: s.l.pos.UIDValidity, UID: uid}
}
