package intake

import (
	"context"
	"slices"
	"sync"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// filed holds what the watcher has filed but the store still lists as waiting. It
// is written with the next batch instead of in a transaction of its own, so that
// a request costs two: its record and its letter's "sent". What a crash forgets is
// filed again, harmlessly.
type filed struct {
	mu      sync.Mutex
	waiting map[store.MessageKey]bool // false: taken into a transaction that may not commit
	writing []store.MessageKey

	moved       []mailbox.Moved // where they lie since
	movedWrites int             // so many of them are being written
}

func (f *filed) move(list []mailbox.Moved) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.moved = append(f.moved, list...)
}

func (f *filed) add(keys []store.MessageKey) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.waiting == nil {
		f.waiting = make(map[store.MessageKey]bool)
	}
	for _, k := range keys {
		f.waiting[k] = true
	}
}

func (f *filed) has(k store.MessageKey) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.waiting[k]
}

// write deletes what was filed from the store's list. It may run again for the
// same transaction; written tells that it committed.
func (f *filed) write(tx *store.Tx) error {
	f.mu.Lock()
	f.writing = f.writing[:0]
	for k := range f.waiting {
		f.writing = append(f.writing, k)
	}
	keys, moved := f.writing, f.moved
	f.movedWrites = len(moved)
	f.mu.Unlock()
	for _, m := range moved {
		if err := tx.PutMoved(store.MessageKey(m.Key), store.MessageKey(m.To)); err != nil {
			return err
		}
	}
	for _, k := range keys {
		if err := tx.DeleteToFile(k.Mailbox, k.UIDValidity, []uint32{k.UID}); err != nil {
			return err
		}
	}
	return nil
}

func (f *filed) written() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, k := range f.writing {
		delete(f.waiting, k)
	}
	f.writing = f.writing[:0]
	f.moved = slices.Clone(f.moved[f.movedWrites:])
	f.movedWrites = 0
}

// ToFile implements mailbox.Intake.
func (in *Intake) ToFile(_ context.Context, box string, uidValidity uint32, limit int) ([]uint32, error) {
	if in.Store.Damage() != nil {
		return nil, nil // what is done to the mailbox could be noted nowhere
	}
	var uids []uint32
	err := in.Store.View(func(tx *store.Tx) error {
		all, err := tx.ToFile(box, uidValidity, limit+in.filed.len())
		for _, uid := range all {
			if !in.filed.has(store.MessageKey{Mailbox: box, UIDValidity: uidValidity, UID: uid}) && len(uids) < limit {
				uids = append(uids, uid)
			}
		}
		return err
	})
	return uids, err
}

func (f *filed) len() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return max(len(f.waiting), len(f.moved))
}

// Filed implements mailbox.Intake.
func (in *Intake) Filed(ctx context.Context, box string, uidValidity uint32, uids []uint32) error {
	keys := make([]store.MessageKey, len(uids))
	for i, uid := range uids {
		keys[i] = store.MessageKey{Mailbox: box, UIDValidity: uidValidity, UID: uid}
	}
	in.filed.add(keys)
	if in.filed.len() > maxFiled {
		return in.Flush(ctx)
	}
	return nil
}

// maxFiled bounds the list in memory (P18).
const maxFiled = 4096

// Flush writes what was filed. The daemon calls it when it is idle and when it stops.
func (in *Intake) Flush(ctx context.Context) error {
	if in.filed.len() == 0 {
		return nil
	}
	if err := in.Store.Update(ctx, in.filed.write); err != nil {
		return err
	}
	in.filed.written()
	return nil
}

// ToUnfile implements mailbox.Unfiler.
func (in *Intake) ToUnfile(_ context.Context, box string, uidValidity uint32, limit int) (uids []uint32, err error) {
	if in.Store.Damage() != nil {
		return nil, nil // what is done to the mailbox could be noted nowhere
	}
	err = in.Store.View(func(tx *store.Tx) error {
		uids, err = tx.ToUnfile(box, uidValidity, limit)
		return err
	})
	return uids, err
}

// Unfiled implements mailbox.Unfiler. It is rare, so it has a transaction of its own.
func (in *Intake) Unfiled(ctx context.Context, box string, uidValidity uint32, uids []uint32) error {
	for _, uid := range uids {
		in.filed.forget(store.MessageKey{Mailbox: box, UIDValidity: uidValidity, UID: uid})
	}
	return in.Store.Update(ctx, func(tx *store.Tx) error { return tx.DeleteToUnfile(box, uidValidity, uids) })
}

// MessageID implements mailbox.Returner: what waits for a person again comes back.
func (in *Intake) MessageID(_ context.Context, box string, uidValidity, uid uint32) (id string, err error) {
	err = in.Store.View(func(tx *store.Tx) error {
		return in.waitingOf(tx, store.MessageKey{Mailbox: box, UIDValidity: uidValidity, UID: uid}, func(r store.Request) error {
			raw, err := tx.MessageBytes(r.ID)
			if err == nil {
				id = message.Parse(raw).MessageID
			}
			if isNotFound(err) {
				err = nil
			}
			return err
		})
	})
	return id, err
}

// Returning implements mailbox.Returner. Until the message is read again it lies
// nowhere: duplicate finds it then.
func (in *Intake) Returning(ctx context.Context, box string, uidValidity, uid uint32) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error {
		return in.waitingOf(tx, store.MessageKey{Mailbox: box, UIDValidity: uidValidity, UID: uid}, func(r store.Request) error {
			r.Message.UID = 0
			return tx.PutRequest(r)
		})
	})
}

// waitingOf calls fn for the requests of a message that wait for a person.
func (in *Intake) waitingOf(tx *store.Tx, key store.MessageKey, fn func(store.Request) error) error {
	d, known, err := tx.Disposition(key)
	if err != nil || !known {
		return err
	}
	for _, id := range d.Requests {
		r, err := tx.Request(id)
		if isNotFound(err) {
			continue
		}
		if err == nil && r.Message == key && r.State == privacy.StateInReview {
			err = fn(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// forget: the message carries no keyword any more, and may be filed again.
func (f *filed) forget(k store.MessageKey) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.waiting, k)
}
