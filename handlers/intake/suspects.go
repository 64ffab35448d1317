package intake

import (
	"context"
	"sync/atomic"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
)

// maxAttempts: a message during whose work the process died this often is set
// aside unread.
const maxAttempts = 3

// suspects are the messages that the process before this one was working on when it
// died. One of them may have killed it in a way that no recover catches (memory,
// stack), so each is taken alone, and the attempt is on record before it is made.
type suspects struct {
	span
	some atomic.Bool // whether there are any left
}

func (s *suspects) has(k store.MessageKey) bool {
	return k.Mailbox == s.from.Mailbox && k.UIDValidity == s.from.UIDValidity && s.from.UID <= k.UID && k.UID <= s.last
}

// near reports whether suspects may be among a batch.
func (s *suspects) near(batch span) bool { return s.some.Load() && batch.in(s.from.Mailbox) }

// passed reports whether all suspects were taken with this batch, or are gone.
func (s *suspects) passed(batch span) bool {
	return batch.from.UIDValidity != s.from.UIDValidity || batch.last >= s.last
}

func (in *Intake) processSuspects(ctx context.Context, batch []mailbox.Delivery) error {
	for _, d := range batch {
		if err := in.processAlone(ctx, d); err != nil {
			return err
		}
	}
	if in.suspects.passed(spanOf(batch)) {
		in.suspects.some.Store(false)
	}
	return in.Store.ClearWorking()
}

func (in *Intake) processAlone(ctx context.Context, d mailbox.Delivery) error {
	key := storeKey(d.Key)
	attempts := 0
	if in.suspects.has(key) {
		err := in.Store.Update(ctx, func(tx *store.Tx) error {
			attempts = tx.Attempts(key)
			return tx.CountAttempt(key)
		})
		if err != nil {
			return err
		}
	}
	if err := in.Store.MarkWorking(key, key.UID); err != nil {
		return err
	}
	r := &reading{delivery: d, failed: "kills-the-reader"}
	if attempts < maxAttempts {
		r = read(ctx, in.Verifier, d)
	} else {
		in.Log.Error("message set aside for a person", "mailbox", key.Mailbox, "uid", key.UID, "reason", r.failed)
	}
	if err := in.recordAlone(ctx, r); err != nil {
		return err
	}
	if !in.suspects.has(key) {
		return nil
	}
	return in.Store.Update(ctx, func(tx *store.Tx) error { return tx.ClearAttempts(key) })
}
