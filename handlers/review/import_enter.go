package review

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strconv"
	"sync"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// importBatch is how many subjects a transaction enters. Addresses lie in the order
// of their digests, so that a batch changes pages all over that index: the larger,
// the fewer times each. It bounds the memory of an import to some 150 MiB.
const importBatch = 16_000

// importers is how many batches are in hand: one is sealed while one is written, and
// the next is read meanwhile.
const importers = 2

// enterImport reads, seals and writes at the same time.
func (d *Desk) enterImport(ctx context.Context, by privacy.Actor, file io.Reader, again bool, progress func(done int)) (Import, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var read Import
	var readErr error
	batches := make(chan []store.Entrance)
	go func() {
		defer close(batches)
		readErr = d.readBatches(ctx, file, &read, batches)
	}()
	var mu sync.Mutex // guards result, err and progress
	var result Import
	var err error
	var wg sync.WaitGroup
	for range importers {
		wg.Go(func() {
			for batch := range batches { // to its end even after trouble: the file is the caller's
				if ctx.Err() != nil {
					continue
				}
				enterErr := d.enterBatch(ctx, by, batch, again)
				mu.Lock()
				if enterErr != nil {
					err = cmp.Or(err, enterErr)
					stop()
				} else {
					result.take(batch)
					progress(result.Added + result.Known + result.Destroyed)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	result.Rows, result.Bad = read.Rows, read.Bad
	return result, cmp.Or(err, readErr, ctx.Err())
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

func (d *Desk) enterBatch(ctx context.Context, by privacy.Actor, batch []store.Entrance, again bool) error {
	return d.Store.EnterSubjects(ctx, batch, again, func(entered int) store.AuditAct {
		return store.AuditAct{Actor: by, Act: "subjects-imported", Reason: strconv.Itoa(entered)}
	})
}

// take counts what became of a batch.
func (i *Import) take(batch []store.Entrance) {
	for _, e := range batch {
		switch {
		case e.Err == nil:
			i.Added++
		case errors.Is(e.Err, privacy.ErrDestroyed):
			i.Destroyed++
		default:
			i.Known++
		}
	}
}
