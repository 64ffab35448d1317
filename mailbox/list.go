package mailbox

import "context"

// List names every UID of a mailbox, ascending, in slices, without changing
// anything: it opens read-only. fn is called at least once; its error ends the
// listing. What arrives while it runs may be missing.
func List(ctx context.Context, c Config, fn func(p Position, uids []uint32) error) error {
	if err := c.check(); err != nil {
		return err
	}
	c = c.withDefaults()
	l, err := connect(ctx, c, true)
	if err != nil {
		return err
	}
	defer l.close()
	called := false
	err = l.ranges(ctx, 10*uint32(c.SliceUIDs), func(uids []uint32) error {
		called = true
		return fn(l.pos, uids)
	})
	if err == nil && !called {
		err = fn(l.pos, nil)
	}
	return err
}

// ranges searches everything below UIDNEXT in ranges that grow where they are
// empty.
func (l *link) ranges(ctx context.Context, width uint32, fn func([]uint32) error) error {
	step := width
	for next, last := uint32(1), l.pos.UIDNext; next != 0 && (last == 0 || next < last); {
		to := uint32(0)
		if last != 0 {
			if to = last - 1; to-next >= step {
				to = next + step - 1
			}
		}
		uids, err := l.search(ctx, between(next, to))
		if err != nil {
			return err
		}
		if step = wider(step); len(uids) > 0 {
			step = width
			if err := fn(uids); err != nil {
				return err
			}
		}
		if to == 0 {
			return nil
		}
		next = to + 1
	}
	return nil
}
