package mailbox

import "slices"

// gather puts the answers to one FETCH into UID order. What comes in order passes
// straight through. What comes behind a gap (a message not given yet, or a large
// one that takes further commands) is held, up to a limit; beyond that it is
// dropped and asked for again.
type gather struct {
	want  []uint32 // ascending
	next  int      // want[:next] is done
	held  map[uint32]fetched
	bytes int
	limit int

	dropped map[uint32]bool
	emit    func(Delivery) error
}

func (g *gather) add(f fetched, s *scan) error {
	i, wanted := slices.BinarySearch(g.want, f.uid)
	if !wanted || i < g.next {
		return nil
	}
	if i > g.next || f.large {
		g.hold(f)
		return nil
	}
	if err := g.emit(s.delivery(f)); err != nil {
		return err
	}
	g.next++
	return g.flow(s)
}

func (g *gather) hold(f fetched) {
	if g.bytes+len(f.raw) > g.limit && g.want[g.next] != f.uid {
		if g.dropped == nil {
			g.dropped = make(map[uint32]bool)
		}
		g.dropped[f.uid] = true
		return
	}
	if g.held == nil {
		g.held = make(map[uint32]fetched)
	}
	g.held[f.uid] = f
	g.bytes += len(f.raw)
}

// flow emits what is held and has become next.
func (g *gather) flow(s *scan) error {
	for g.next < len(g.want) {
		f, ok := g.held[g.want[g.next]]
		if !ok || f.large {
			return nil
		}
		if err := g.done(s.delivery(f)); err != nil {
			return err
		}
	}
	return nil
}

// done emits d as the next message.
func (g *gather) done(d Delivery) error {
	g.release()
	if err := g.emit(d); err != nil {
		return err
	}
	g.next++
	return nil
}

// release forgets what is held of the next message.
func (g *gather) release() {
	uid := g.want[g.next]
	g.bytes -= len(g.held[uid].raw)
	delete(g.held, uid)
}

// unreceived are the UIDs the server did not get to, ascending.
func (g *gather) unreceived() []uint32 {
	var left []uint32
	for _, uid := range g.want[g.next:] {
		if _, ok := g.held[uid]; !ok && !g.dropped[uid] {
			left = append(left, uid)
		}
	}
	return left
}
