package main

import (
	"context"
	"encoding/hex"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store"
)

const (
	retainFirst = time.Minute // after the start: mail comes first
	retainEvery = 24 * time.Hour
	retainMore  = 5 * time.Minute // where a sweep left something, or failed
)

// retainLoop sweeps once a day what has come to its end.
func (d *Daemon) retainLoop(ctx context.Context) error {
	timer := time.NewTimer(retainFirst)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		}
		timer.Reset(d.retain(ctx))
	}
}

// retain sweeps and says when the next sweep is due.
func (d *Daemon) retain(ctx context.Context) time.Duration {
	waits, err := d.retentionWaits()
	if err != nil {
		d.seams.Log.Error("retention sweep failed, will be tried again", "error", err)
	}
	if err != nil || waits {
		return retainMore
	}
	s, err := d.desk.TendRetention(ctx)
	if ctx.Err() != nil {
		return retainEvery
	}
	if err != nil {
		d.seams.Log.Error("retention sweep failed, will be tried again", "error", err)
		return retainMore
	}
	d.retained.Store(&s)
	if s.Gone > 0 {
		d.seams.Log.Info("retention", "gone", s.Gone, "held", s.Held, "soon", s.Soon)
	}
	if s.Cut.Entries > 0 {
		d.seams.Log.Info("audit cut", "seq", s.Cut.Head.Seq, "hash", hex.EncodeToString(s.Cut.Head.Hash[:]), "entries", s.Cut.Entries, "checkpoint", s.Cut.Checkpoint.Seq)
		d.noteHead(true)
	}
	if s.More {
		return retainMore
	}
	return retainEvery
}

// retentionWaits: no period ends by a clock that is wrong, and after a restore none
// before the mail of the gap was read.
func (d *Daemon) retentionWaits() (waits bool, err error) {
	if d.clock.check() != "" {
		return true, nil
	}
	err = d.store.View(func(tx *store.Tx) (err error) {
		waits, err = tx.InGap()
		return err
	})
	return waits, err
}

func (d *Daemon) retentionStatus() (v adminapi.RetentionStatus) {
	s := d.retained.Load()
	if s == nil {
		return v
	}
	v = adminapi.RetentionStatus{Gone: s.Gone, Soon: s.Soon, Held: s.Held}
	at := s.SweptAt.In(d.office.Zone)
	v.SweptAt = &at
	if !s.NextAt.IsZero() {
		next := s.NextAt.In(d.office.Zone)
		v.NextAt = &next
	}
	return v
}
