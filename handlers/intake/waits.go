package intake

import (
	"context"
	"errors"
	"sync"
	"time"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Where a name server does not answer, a letter is unproven for now. Its request then
// stays in the state received, with the bytes and the time of the next try, and no
// letter leaves: a question would bother a person for want of a packet. See
// docs/decisions/0007-proof-again.md.
const (
	letterPatience = 3 * time.Second  // for all questions about one letter as it comes
	batchPatience  = 10 * time.Second // for those about a batch: others wait behind it
	sweepPatience  = 30 * time.Second // for those of one sweep
	proofPatience  = 4 * time.Hour    // from receipt; then the letter is taken as unproven
	firstPause     = time.Minute      // doubled with each try
	longestPause   = time.Hour
	sweepWidth     = 8   // letters proven side by side: they wait for the network
	sweepMost      = 200 // letters of one sweep
)

// pause is how long to wait after so many tries.
func pause(tries int) time.Duration { return min(firstPause<<min(tries, 10), longestPause) }

// waits reports whether a request must wait for its proof. What is silent anyway, and
// what is not whole and so never proven by its signature, does not.
func waits(r *reading, req *store.Request) bool {
	hushed := req.Quiet != "" && req.Quiet != quietSeveral
	return r.finding.Temporary && !hushed && len(r.delivery.Raw) > 0 && len(r.delivery.Raw) <= maxRaw
}

// ProveAgain tries once more to prove the authors of the letters for which it is time,
// and goes on with those that are settled. It does each thing once, in one transaction
// a letter, and may be called as often as one likes.
func (in *Intake) ProveAgain(ctx context.Context) error {
	due, err := in.dueProofs()
	if err != nil || len(due) == 0 {
		return err
	}
	defer in.Wake()
	patient, cancel := context.WithTimeout(ctx, sweepPatience)
	defer cancel()
	var wg sync.WaitGroup
	var mu sync.Mutex
	next := make(chan store.Request)
	for range min(sweepWidth, len(due)) {
		wg.Go(func() {
			for req := range next {
				if failed := in.proveAgain(ctx, patient, req); failed != nil {
					mu.Lock()
					err = failed
					mu.Unlock()
				}
			}
		})
	}
	for _, req := range due {
		next <- req
	}
	close(next)
	wg.Wait()
	return err
}

// dueProofs are the first requests of letters whose proof is to be tried again,
// without holding up a writer.
func (in *Intake) dueProofs() (due []store.Request, err error) {
	letters := make(map[store.MessageKey]bool)
	err = in.Store.View(func(tx *store.Tx) error {
		return store.PassOver(tx.EachOpen(func(r store.Request) bool {
			if proofWaits(r) && !r.ProofNextAt.After(tx.Now()) && !letters[r.Message] {
				letters[r.Message] = true
				due = append(due, r)
			}
			return len(due) < sweepMost
		}))
	})
	return due, err
}

func proofWaits(r store.Request) bool {
	return r.State == privacy.StateReceived && !r.ProofNextAt.IsZero()
}

func (in *Intake) proveAgain(ctx, patient context.Context, req store.Request) error {
	var raw []byte
	err := in.Store.View(func(tx *store.Tx) (err error) {
		raw, err = tx.MessageBytes(req.ID)
		return err
	})
	switch {
	case isNotFound(err): // lost, or destroyed meanwhile
		return in.giveUp(ctx, &reading{message: &message.Message{}}, req.ID, "recording-failed")
	case errors.Is(err, privacy.ErrUnreadable): // trying again opens no seal
		in.Log.Error("request set aside for a person", "mailbox", req.Message.Mailbox, "uid", req.Message.UID, "reason", "kept message cannot be read", "error", err)
		return in.giveUp(ctx, &reading{message: &message.Message{}}, req.ID, "unreadable")
	}
	if err != nil {
		return err
	}
	key := mailbox.Key{Mailbox: req.Message.Mailbox, UIDValidity: req.Message.UIDValidity, UID: req.Message.UID}
	r := read(patient, in.Verifier, mailbox.Delivery{Key: key, Raw: raw, Size: int64(len(raw)), InternalDate: req.ReceivedAt})
	if ctx.Err() != nil {
		return ctx.Err() // we are stopping: that proves nothing
	}
	if r.message == nil {
		r.message = &message.Message{}
	}
	err = in.Store.Update(ctx, func(tx *store.Tx) error { return in.settle(tx, r, req.ID) })
	if err == nil || ctx.Err() != nil || isStoreTrouble(err) {
		return err
	}
	in.Log.Error("request set aside for a person", "mailbox", key.Mailbox, "uid", key.UID, "reason", "recording failed", "error", err)
	return in.giveUp(ctx, r, req.ID, "recording-failed")
}
