package intake

import (
	"context"
	"errors"
	"slices"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// settle goes on with all requests of a letter, or notes when to try again.
func (in *Intake) settle(tx *store.Tx, r *reading, first privacy.RequestID) error {
	req, err := tx.Request(first)
	if errors.Is(err, privacy.ErrDestroyed) {
		return nil // meanwhile
	}
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
		if errors.Is(err, privacy.ErrDestroyed) {
			continue
		}
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
	req.ProofLines, req.ProofClues = nil, r.finding.Clues
	return tx.PutRequest(*req)
}

// goOn decides anew, with what is known of the author now.
func (in *Intake) goOn(tx *store.Tx, r *reading, req *store.Request, c circumstances) (err error) {
	if r.finding.Proof != "" { // reading may have failed, which it did not before
		req.Proof, req.ProofBy, req.ProofWhy, req.ProofLines, req.ProofClues = r.finding.Proof, r.finding.Method, r.finding.Reason, nil, r.finding.Clues
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

// giveUp lays a request that cannot be gone on with before a person, who is told why.
func (in *Intake) giveUp(ctx context.Context, r *reading, id privacy.RequestID, why string) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error {
		req, err := tx.Request(id)
		if errors.Is(err, privacy.ErrDestroyed) {
			return nil
		}
		if err != nil || !proofWaits(req) {
			return err
		}
		req.ProofNextAt, req.Quiet = time.Time{}, why
		return in.review(tx, r, &req, Decision{Route: privacy.RouteReview, Words: Silence, Reason: why})
	})
}
