package review

import (
	"context"
	"errors"
	"io"
	"strconv"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// importBatch is how many subjects a transaction enters. Addresses lie in the order
// of their digests, so that a batch changes pages all over that index: the larger,
// the fewer times each. It bounds the memory of an import to some 150 MiB.
const importBatch = 16_000

// enterImport reads the next batch while the one before is entered.
func (d *Desk) enterImport(ctx context.Context, by privacy.Actor, file io.Reader, again bool, progress func(done int)) (Import, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var result, read Import
	var readErr error
	batches := make(chan []store.Entrance)
	go func() {
		defer close(batches)
		readErr = d.readBatches(ctx, file, &read, batches)
	}()
	var err error
	for batch := range batches {
		if err != nil {
			continue // the reader has to come to its end: the file is the caller's
		}
		if err = d.enterBatch(ctx, by, batch, again, &result); err != nil {
			stop()
			continue
		}
		progress(result.Added + result.Known + result.Destroyed)
	}
	result.Rows, result.Bad = read.Rows, read.Bad
	if err == nil {
		err = readErr
	}
	return result, err
}

func (d *Desk) readBatches(ctx context.Context, file io.Reader, read *Import, to chan<- []store.Entrance) error {
	var batch []store.Entrance
	send := func() error {
		select {
		case to <- batch:
			batch = make([]store.Entrance, 0, importBatch)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := d.eachRow(file, read, func(s store.Subject, consents []store.Consent) error {
		if batch = append(batch, store.Entrance{Subject: s, Consents: consents}); len(batch) < importBatch {
			return nil
		}
		return send()
	})
	if err != nil || len(batch) == 0 {
		return err
	}
	return send()
}

func (d *Desk) enterBatch(ctx context.Context, by privacy.Actor, batch []store.Entrance, again bool, result *Import) error {
	if err := d.CheckClock(); err != nil {
		return err
	}
	err := d.Store.EnterSubjects(ctx, batch, again, func(entered int) store.AuditAct {
		return store.AuditAct{Actor: by, Act: "subjects-imported", Reason: strconv.Itoa(entered)}
	})
	if err != nil {
		return err
	}
	for _, e := range batch {
		switch {
		case e.Err == nil:
			result.Added++
		case errors.Is(e.Err, privacy.ErrDestroyed):
			result.Destroyed++
		default:
			result.Known++
		}
	}
	return nil
}
