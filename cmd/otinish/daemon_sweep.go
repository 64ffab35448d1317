package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"medico-intech.kz/otinish/store"
)

// longestPause is longer than any letter waits for its next attempt.
const longestPause = 24 * time.Hour

// startClock comes before anything is read or swept.
func (d *Daemon) startClock() error {
	d.clock = newClockGuard(d.seams.Now, d.seams.Passed)
	seen, err := d.store.LastSeen()
	if err != nil {
		return fmt.Errorf("compare the clock with the store: %w", err)
	}
	d.clock.begin(seen, d.seams.TrustClock)
	return nil
}

// clockRight tells the journal when the clock goes wrong or right, and whether
// sweeps may run. When it has become right, letters that a wrong one put off leave.
func (d *Daemon) clockRight(ctx context.Context) (bool, error) {
	wrong, changed := d.clock.news()
	switch {
	case wrong != "" && changed:
		d.seams.Log.Error("the clock is wrong, mail waits", "what", wrong)
		return false, nil
	case wrong != "":
		return false, nil
	case !changed:
		return true, d.store.MarkSeen()
	}
	d.seams.Log.Info("the clock is right again")
	err := d.store.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.HastenLetters(longestPause)
		return err
	})
	d.sender.Wake()
	d.recount(ctx) // a wrong one at the start kept it from being done
	return true, err
}

// sweep is step 12: reminders, expiry, escalation, what must be destroyed, proofs that are
// still open, and what was put off to be written with something else.
func (d *Daemon) sweep(ctx context.Context) error {
	right, err := d.clockRight(ctx)
	if !right {
		return errors.Join(err, d.intake.Flush(ctx))
	}
	return errors.Join(err, d.desk.Tend(ctx), d.destroyDue(ctx), d.intake.Flush(ctx), d.intake.ProveAgain(ctx))
}

// destroyDue waits, after a restore, until the mail of the gap was read: it may hold
// what stands against a destruction.
func (d *Daemon) destroyDue(ctx context.Context) error {
	waits := false
	err := d.store.View(func(tx *store.Tx) (err error) {
		waits, err = tx.InGap()
		return err
	})
	if err != nil || waits {
		return err
	}
	return d.desk.TendDestruction(ctx)
}
