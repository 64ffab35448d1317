package review

import (
	"context"
	"errors"
	"fmt"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// EndsAudit: entries of the audit chain; they are cut off behind a checkpoint.
const EndsAudit = "audit"

// Cut is what a sweep cut off the audit chain.
type Cut struct {
	Entries    int
	Head       store.Anchor // of the last entry that was
	At         time.Time    // of that entry
	Checkpoint store.Anchor // of the entry that records it
}

// audit lists entries of the chain from the first, a month at a time. They go in
// their order: what is held keeps all behind it.
func (e *endings) audit(ctx context.Context) error {
	var month Ending
	held, after := "", uint64(0)
	for more := true; more && !e.stopped; {
		err := e.chunk(ctx, func(tx *store.Tx) error {
			list, err := tx.EntriesAfter(after, endChunk)
			more = len(list) == endChunk
			for _, entry := range list {
				one := ending(EndsAudit, e.d.Retention.AuditSince(entry.At), "month ended", "audit", e.d.Retention.Audit)
				if err != nil || one.EndsAt.After(e.by) {
					more = false
					break
				}
				if held == "" {
					held, err = e.d.entryHeld(tx, entry)
				}
				if month.From == 0 || !month.Since.Equal(one.Since) || month.Held != held {
					e.addMonth(month)
					month, month.From, month.Held = one, entry.Seq, held
				}
				month.To, after = entry.Seq, entry.Seq
			}
			if !more {
				e.addMonth(month)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *endings) addMonth(month Ending) {
	if month.From != 0 {
		e.add(month)
	}
}

// entryHeld says what stands against the end of an entry, or nothing: it is about a
// request that is not done, or a rule holds.
func (d *Desk) entryHeld(tx *store.Tx, e store.AuditEntry) (string, error) {
	if e.Act.Number == "" {
		return "", nil
	}
	why, err := d.numberHeld(tx, e.Act.Number)
	if why != "" {
		why = fmt.Sprintf("request %s: %s", e.Act.Number, why)
	}
	return why, err
}

func (d *Desk) numberHeld(tx *store.Tx, n privacy.Number) (string, error) {
	r, err := tx.RequestByNumber(n)
	if errors.Is(err, privacy.ErrNotFound) {
		return "", nil // destroyed, too
	}
	if errors.Is(err, privacy.ErrUnreadable) {
		return handlers.HeldUnreadable, nil
	}
	if err != nil {
		return "", err
	}
	return d.Office.RequestHeld(tx, r)
}

// cutAudit cuts off what audit lists as ended and not held.
func (r *retiring) cutAudit() {
	now := r.s.SweptAt
	n, checkpoints, err := r.d.Store.CutAudit(r.ctx, func(at time.Time) bool { return !r.d.Retention.AuditEnd(at).After(now) },
		func(tx *store.Tx, number privacy.Number) (bool, error) {
			why, err := r.d.numberHeld(tx, number)
			return why != "", err
		})
	if len(checkpoints) > 0 {
		last := checkpoints[len(checkpoints)-1]
		cut, _, cutErr := store.CutOf(last)
		err = errors.Join(err, cutErr)
		r.s.Cut = Cut{n, cut.Head, cut.At, last.Anchor()}
		r.s.Gone += n
	}
	r.settle(0, err)
}
