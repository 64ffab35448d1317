package intake

import (
	"context"
	"slices"
	"sync"
	"time"

	"medico-intech.kz/otinish/classifier"
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
		return tx.EachOpen(func(r store.Request) bool {
			if proofWaits(r) && !r.ProofNextAt.After(tx.Now()) && !letters[r.Message] {
				letters[r.Message] = true
				due = append(due, r)
			}
			return len(due) < sweepMost
		})
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
	if isNotFound(err) {
		r := &reading{message: &message.Message{}}
		return in.Store.Update(ctx, func(tx *store.Tx) error { return in.giveUp(tx, r, req.ID) })
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
	return in.Store.Update(ctx, func(tx *store.Tx) error { return in.giveUp(tx, r, req.ID) })
}

// giveUp lays a request that cannot be gone on with before a person.
func (in *Intake) giveUp(tx *store.Tx, r *reading, id privacy.RequestID) error {
	req, err := tx.Request(id)
	if err != nil || !proofWaits(req) {
		return err
	}
	req.ProofNextAt, req.Quiet = time.Time{}, "recording-failed"
	return in.review(tx, r, &req, Decision{Route: privacy.RouteReview, Words: Silence, Reason: req.Quiet})
}

// settle goes on with all requests of a letter, or notes when to try again.
func (in *Intake) settle(tx *store.Tx, r *reading, first privacy.RequestID) error {
	req, err := tx.Request(first)
	if err != nil || !proofWaits(req) {
		return err
	}
	d, _, err := tx.Disposition(req.Message)
	if err != nil {
		return err
	}
	before, said, err := saidBefore(tx, r)
	if err != nil {
		return err
	}
	said = said && !slices.Contains(d.Requests, before.ID)
	for i, id := range d.Requests {
		req, err := tx.Request(id)
		if err != nil {
			return err
		}
		if !proofWaits(req) {
			continue
		}
		if r.finding.Temporary && tx.Now().Before(req.RecordedAt.Add(proofPatience)) {
			err = in.tryLater(tx, r, &req)
		} else {
			err = in.goOn(tx, r, &req, circumstances{several: len(d.Requests) > 1, spoken: i == 0, said: said})
		}
		if err != nil {
			return err
		}
	}
	return in.fileHandled(tx, req.Message, d)
}

func (in *Intake) tryLater(tx *store.Tx, r *reading, req *store.Request) error {
	req.ProofTries++
	req.ProofNextAt = tx.Now().Add(pause(req.ProofTries))
	if end := req.RecordedAt.Add(proofPatience); req.ProofNextAt.After(end) {
		req.ProofNextAt = end
	}
	req.ProofLines = r.finding.Lines
	return tx.PutRequest(*req)
}

// goOn decides anew, with what is known of the author now.
func (in *Intake) goOn(tx *store.Tx, r *reading, req *store.Request, c circumstances) (err error) {
	if r.finding.Proof != "" { // reading may have failed, which it did not before
		req.Proof, req.ProofBy, req.ProofWhy, req.ProofLines = r.finding.Proof, r.finding.Method, r.finding.Reason, r.finding.Lines
	}
	req.ProofNextAt, req.Quiet = time.Time{}, ""
	if c.subject, c.onRecord, err = in.lookUp(tx, req.From); err != nil {
		return err
	}
	suspended := req.SubjectID != ""
	req.SubjectID = c.subject.ID
	d := Decide(in.situation(r, req, verdictOf(req), c))
	if !c.said {
		if err := remember(tx, r, *req, d); err != nil {
			return err
		}
	}
	if err := in.hush(tx, r, req, &d, c.spoken); err != nil {
		return err
	}
	req.Route, req.Reason = d.Route, d.Reason
	if err := tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: "proof-settled", Number: req.Number, Reason: string(req.Proof) + "/" + req.ProofWhy}); err != nil {
		return err
	}
	if err := tx.DeleteMessageBytes(req.ID); err != nil { // review keeps them again
		return err
	}
	if d.Suspend && !suspended {
		if err := in.Office.Suspend(tx, req, c.subject); err != nil {
			return err
		}
	}
	if err := in.carryOut(tx, r, req, c.subject, d); err != nil {
		return err
	}
	if req.Proof == privacy.Contradicted {
		return in.Office.Resume(tx, req)
	}
	return nil
}

// verdictOf is what was understood when the letter came.
func verdictOf(req *store.Request) classifier.Verdict {
	v := classifier.Verdict{Kind: req.Kind, Certainty: req.Certainty, Language: req.Language}
	for _, c := range req.Changes {
		v.Fields = append(v.Fields, classifier.Value{Field: c.Field, Text: c.Value.Reveal(), Where: c.Where, Valid: c.Valid})
	}
	for _, e := range req.Evidence {
		v.Evidence = append(v.Evidence, classifier.Evidence{Rule: e.Rule, Text: e.Text.Reveal(), Where: e.Where})
	}
	return v
}
