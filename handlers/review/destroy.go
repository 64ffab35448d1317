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

// destroyBatch bounds a sweep: each destruction writes over keys on disk, and reads all
// dispositions where originals go too.
const destroyBatch = 50

// DueDestruction is a subject that must be destroyed, and what stands against it.
type DueDestruction struct {
	Subject privacy.SubjectID
	DueAt   time.Time
	Held    string // empty: the sweep will do it

	Number  privacy.Number // of the request that holds it up, where it is one
	Against error          // Held, for people; nil also where a record cannot be read
}

// HeldUnreadable stands against a destruction of whom a record cannot be read: whether a
// rule protects them, nobody knows.
const HeldUnreadable = "unreadable"

// DueDestructions lists subjects that must be destroyed by then, the most urgent
// first, at most limit.
func (d *Desk) DueDestructions(_ context.Context, by time.Time, limit int) (list []DueDestruction, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		ids, err := tx.DueDestructions(by, limit)
		if err != nil || len(ids) == 0 {
			return err
		}
		var open []store.Request
		err = tx.EachOpen(func(r store.Request) bool { open = append(open, r); return true })
		if store.PassOver(err) != nil {
			return err
		}
		for _, id := range ids {
			s, err := tx.Subject(id)
			var consents []store.Consent
			if err == nil {
				consents, err = tx.Consents(id)
			}
			if errors.Is(err, privacy.ErrUnreadable) { // whether a rule protects them, nobody knows
				list = append(list, DueDestruction{Subject: id, Held: HeldUnreadable})
				continue
			}
			if err != nil {
				return err
			}
			due := DueDestruction{Subject: id, DueAt: s.DestructionDueAt, Held: d.Office.Held(s, consents, open)}
			due.Number, due.Against = d.Office.Against(s, consents, open)
			list = append(list, due)
		}
		return nil
	})
	return list, err
}

// LateDestructions lists whom the sweep should have destroyed, as Summary counts them.
func (d *Desk) LateDestructions(ctx context.Context, limit int) ([]DueDestruction, error) {
	return d.DueDestructions(ctx, d.Now().Add(handlers.DestroyAhead-lateBy), limit)
}

// TendDestruction destroys whose period has ended and whom no rule protects. What a
// rule stands against waits for a person; status says so.
func (d *Desk) TendDestruction(ctx context.Context) error {
	var now time.Time
	if err := d.Store.View(func(tx *store.Tx) error { now = tx.Now(); return nil }); err != nil {
		return err
	}
	if err := d.tendFarewells(ctx); err != nil {
		return err
	}
	due, err := d.DueDestructions(ctx, now.Add(handlers.DestroyAhead), maxDue)
	if err != nil {
		return err
	}
	done := 0
	defer func() {
		if done > 0 {
			d.Forget()
		}
	}()
	for _, one := range due {
		if one.Held != "" {
			continue
		}
		if done++; done > destroyBatch || ctx.Err() != nil {
			break
		}
		_, err := d.destroy(ctx, one.Subject, handlers.GroundWithdrawn, privacy.ActorSystem)
		if err = store.PassOver(err); err != nil && !errors.Is(err, privacy.ErrNotAllowed) && !errors.Is(err, privacy.ErrNotFound) {
			return err
		}
	}
	return nil
}

// tendFarewells ends letters to the destroyed that could not leave in time, and those
// whose destruction did not come about.
func (d *Desk) tendFarewells(ctx context.Context) error {
	var over bool
	err := d.Store.View(func(tx *store.Tx) (err error) {
		over, err = d.Office.FarewellsOver(tx)
		return err
	})
	if err != nil || !over {
		return err
	}
	defer d.Forget()
	return d.update(ctx, d.Office.EndFarewells)
}

// maxDue is how many due destructions a sweep looks at.
const maxDue = 10_000

// Destroy destroys a subject at once, on the word of a named operator (P12). ground
// is a code of the operator's, such as "court-order".
func (d *Desk) Destroy(ctx context.Context, by privacy.Actor, id privacy.SubjectID, ground string) (store.Tombstone, error) {
	if !by.IsOperator() {
		return store.Tombstone{}, privacy.Mistaken("operator-needed", fmt.Errorf("destroy: an operator must be named: %w", privacy.ErrNotAllowed))
	}
	defer d.Forget()
	return d.destroy(ctx, id, ground, by)
}

func (d *Desk) destroy(ctx context.Context, id privacy.SubjectID, ground string, by privacy.Actor) (store.Tombstone, error) {
	if err := d.CheckClock(); err != nil {
		return store.Tombstone{}, fmt.Errorf("destroy: %w", err)
	}
	number, err := d.askedBy(id)
	if err != nil {
		return store.Tombstone{}, fmt.Errorf("destroy: %w", err)
	}
	what := store.Destruction{Subject: id, Number: number, Ground: ground, By: by, Originals: d.Originals}
	farewell, done, err := d.farewell(ctx, what)
	if err == nil && done {
		var t store.Tombstone
		err = d.Store.View(func(tx *store.Tx) (err error) { t, err = tx.Tombstone(id); return err })
		d.Wake()
		return t, err
	}
	if what.Farewell = farewell; err != nil {
		return store.Tombstone{}, fmt.Errorf("destroy: %w", err)
	}
	defer d.Wake() // originals may wait to be erased, and a letter to leave
	t, err := d.Store.Destroy(ctx, what, d.Office.MayDestroy)
	if what.Farewell != "" && (errors.Is(err, privacy.ErrNotAllowed) || errors.Is(err, privacy.ErrNotFound)) {
		dropped := d.update(ctx, func(tx *store.Tx) error { return tx.EraseFarewell(what.Farewell, "not-destroyed") })
		err = errors.Join(err, dropped)
	}
	return t, err
}

// farewell writes the letter that tells the person, in a commit before the one that
// destroys: between the line of the ledger and that commit nothing could be written
// any more. Empty: there is none to write.
func (d *Desk) farewell(ctx context.Context, what store.Destruction) (id privacy.LetterID, done bool, err error) {
	done, err = d.Store.Foresee(ctx, what, func(tx *store.Tx, doomed store.Doomed) error {
		if err := d.Office.MayDestroy(tx, doomed); err != nil {
			return err
		}
		id, err = d.Office.Farewell(tx, doomed)
		return err
	})
	return id, done, err
}

// askedBy is the number of the request that took the consents back.
func (d *Desk) askedBy(id privacy.SubjectID) (number privacy.Number, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		if _, err := tx.Subject(id); err != nil {
			return err
		}
		consents, err := tx.Consents(id)
		if err != nil {
			return err
		}
		for _, c := range consents {
			if r, err := tx.Request(c.WithdrawnBy); err == nil {
				number = r.Number
			}
		}
		return nil
	})
	return number, err
}

// Statistics counts requests by month, kind and outcome, destroyed ones as well.
func (d *Desk) Statistics(context.Context) (list []store.Statistic, err error) {
	err = d.Store.View(func(tx *store.Tx) (err error) { list, err = tx.Statistics(); return err })
	return list, err
}
