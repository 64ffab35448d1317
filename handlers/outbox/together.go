package outbox

import (
	"context"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Letters that were accepted while others are under way are put on record
// together: a commit for each would make the disk the limit of a catch-up. A crash
// can repeat what is accepted and not yet on record, under the same Message-ID
// (P2): the letter itself when letters come one by one, twice Config.Group and one
// a connection at the very most.
//
// groupWait bounds how long an accepted letter waits for company; when nothing else
// is under way it does not wait at all.
const groupWait = 200 * time.Millisecond

// recordWait is how long an accepted letter waits for another commit to go on record
// with, most often that of the next request: a commit of its own would double the
// work of the disk when requests come one after another. A quarter of a group comes
// from a backlog, where the next commit is that of a whole batch: while one is being
// read it waits for backlogWait. A full group is worth a commit, and others wait
// behind it.
const (
	recordWait  = 5 * time.Millisecond
	backlogWait = 50 * time.Millisecond
)

// patience is how long n letters wait for another commit.
func (c *Config) patience(n int) time.Duration {
	switch {
	case n >= c.Group:
		return 0
	case n >= max(2, c.Group/4) && (c.Coming == nil || c.Coming()):
		return backlogWait
	}
	return recordWait
}

// together gathers accepted letters. It belongs to Run's goroutine.
type together struct {
	sent     []privacy.LetterID // accepted, not yet being recorded
	writing  int                // letters being recorded
	late     <-chan time.Time   // fires when the first of sent has waited long enough
	overdue  bool
	recorded chan []privacy.LetterID
}

func (d *dispatcher) accepted(id privacy.LetterID) {
	if d.sent = append(d.sent, id); len(d.sent) == 1 {
		d.late = time.After(groupWait)
	}
}

// full reports whether no letter may leave before some are on record.
func (d *dispatcher) full() bool {
	if len(d.sent) >= d.s.config.Group {
		d.hand()
	}
	return len(d.sent) >= d.s.config.Group
}

// settle hands over what has waited long enough, or has nothing to wait for.
func (d *dispatcher) settle() {
	if d.overdue || len(d.flying) == len(d.sent)+d.writing {
		d.hand()
	}
}

// hand gives the gathered letters to a goroutine that records them; one at a time.
func (d *dispatcher) hand() {
	if d.writing > 0 || len(d.sent) == 0 {
		return
	}
	ids := d.sent
	d.sent, d.writing, d.late, d.overdue = nil, len(ids), nil, false
	go func() {
		d.s.recordAccepted(d.attempts, ids)
		d.recorded <- ids
	}()
}

// written takes back letters that are on record, or given up with the end of Run.
func (d *dispatcher) written(ids []privacy.LetterID) {
	for _, id := range ids {
		delete(d.flying, id)
	}
	d.writing = 0
}

// recordAccepted records accepted letters in one commit; what that cannot take is
// recorded singly, however long it takes.
func (s *Sender) recordAccepted(ctx context.Context, ids []privacy.LetterID) {
	v := s.judge(store.Letter{}, nil)
	fns := make([]func(*store.Tx) error, len(ids))
	for i, id := range ids {
		fns[i] = func(tx *store.Tx) error { return s.apply(tx, id, v, nil) }
	}
	for i, err := range s.config.Store.UpdateSoon(context.Background(), s.config.patience(len(ids)), fns) {
		if err != nil {
			s.record(ctx, ids[i], v)
			continue
		}
		s.note(ids[i], v)
	}
}
