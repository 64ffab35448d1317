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

const (
	// sweptLately: after a longer pause, or a clock that jumped, nothing goes before
	// it was listed again.
	sweptLately = 60 * 24 * time.Hour
	// soonEnds is what status counts as due soon.
	soonEnds = 30 * 24 * time.Hour
	// retireSubjects bounds a sweep: each destruction reads the requests on record.
	retireSubjects = 50
	// retireRequests go in one line of the ledger and one commit.
	retireRequests = 100
)

// RetentionSummary is how the sweep stands.
type RetentionSummary struct {
	SweptAt time.Time // zero: not yet
	Gone    int       // in the last sweep
	More    bool      // there was more to do than one sweep does
	Soon    int       // ends within 30 days
	NextAt  time.Time // the earliest of them
	Held    int       // has ended, and something stands against it
	Cut     Cut       // off the audit chain in the last sweep
}

// noticed is the time before which nothing goes.
func (d *Desk) noticed(tx *store.Tx) (time.Time, error) {
	state, known, err := tx.RetentionState()
	if err != nil {
		return time.Time{}, err
	}
	return d.Retention.Notice.End(d.since(tx.Now(), state, known)), nil
}

// since is when the periods that are in force now were first listed by.
func (d *Desk) since(now time.Time, s store.RetentionState, known bool) time.Time {
	pause := now.Sub(s.SweptAt)
	if !known || s.Periods != d.Retention.String() || pause > sweptLately || pause < -sweptLately {
		return now
	}
	return s.Since
}

// begin notes that a sweep comes round.
func (d *Desk) beginRetention(ctx context.Context) (now time.Time, err error) {
	err = d.update(ctx, func(tx *store.Tx) error {
		state, known, err := tx.RetentionState()
		if err != nil {
			return err
		}
		now = tx.Now()
		return tx.PutRetentionState(store.RetentionState{Periods: d.Retention.String(), Since: d.since(now, state, known), SweptAt: now})
	})
	return now, err
}

// TendRetention ends, destroys and forgets whatever has come to its end and is held
// by nothing (policy 5.7, 8.8, 8.9). What Endings lists as ended and not held is
// what goes.
func (d *Desk) TendRetention(ctx context.Context) (s RetentionSummary, err error) {
	now, err := d.beginRetention(ctx)
	if err != nil {
		return s, fmt.Errorf("retention: %w", err)
	}
	s.SweptAt = now
	r := retiring{d: d, ctx: ctx, s: &s}
	err = d.Endings(ctx, now.Add(soonEnds), func(e Ending) bool {
		switch {
		case e.EndsAt.After(now):
			s.Soon++
			if s.NextAt.IsZero() || e.EndsAt.Before(s.NextAt) {
				s.NextAt = e.EndsAt
			}
			return true
		case e.Held != "":
			s.Held++
			return true
		}
		r.take(e)
		return r.err == nil && ctx.Err() == nil
	})
	r.commit()
	r.flush()
	if r.proofs && r.err == nil {
		r.forgetProofs()
	}
	if r.audit && r.err == nil {
		r.cutAudit()
	}
	if r.destroyed {
		d.Forget()
		d.Wake() // originals may wait to be erased
	}
	if err = errors.Join(err, r.err); err != nil {
		return s, fmt.Errorf("retention: %w", err)
	}
	return s, nil
}

// retiring carries a sweep out.
type retiring struct {
	d         *Desk
	ctx       context.Context
	s         *RetentionSummary
	err       error
	batch     []privacy.RequestID
	changes   []func(*store.Tx) error
	subjects  int
	proofs    bool
	audit     bool
	destroyed bool
}

func (r *retiring) take(e Ending) {
	switch e.What {
	case EndsConsent:
		r.change(func(tx *store.Tx) error { return r.d.endConsent(tx, e) })
	case EndsSubject:
		if r.subjects++; r.subjects > retireSubjects {
			r.s.More = true
			return
		}
		r.destroy(store.Destruction{Subject: e.Subject}, 1)
	case EndsRequest:
		if r.batch = append(r.batch, e.Request); len(r.batch) == retireRequests {
			r.flush()
		}
	case EndsMessage, EndsLetters:
		r.change(func(tx *store.Tx) error { return r.d.removeTexts(tx, e) })
	case EndsProof:
		r.proofs = true
	case EndsAudit:
		r.audit = true
	}
}

// change shares a commit with others.
func (r *retiring) change(fn func(*store.Tx) error) {
	if r.changes = append(r.changes, fn); len(r.changes) == retireRequests {
		r.commit()
	}
}

func (r *retiring) commit() {
	changes := r.changes
	r.changes = nil
	if r.err != nil {
		return
	}
	for _, err := range r.d.Store.UpdateEach(r.ctx, changes) {
		r.settle(1, err)
	}
}

// settle counts what went. What a rule has come to hold meanwhile stays.
func (r *retiring) settle(n int, err error) {
	switch {
	case err == nil:
		r.s.Gone += n
	case errors.Is(err, privacy.ErrNotAllowed), errors.Is(err, privacy.ErrUnreadable):
		r.s.Held += n
	case errors.Is(err, privacy.ErrNotFound): // gone already
	default:
		r.err = errors.Join(r.err, err)
	}
}

// flush destroys a batch of requests; where one is held by now, each by itself.
func (r *retiring) flush() {
	batch := r.batch
	r.batch = nil
	if len(batch) == 0 || r.err != nil {
		return
	}
	if len(batch) > 1 {
		if held := r.try(store.Destruction{Cases: batch}, len(batch)); !held {
			return
		}
	}
	for _, id := range batch {
		r.destroy(store.Destruction{Cases: []privacy.RequestID{id}}, 1)
	}
}

func (r *retiring) destroy(what store.Destruction, n int) {
	r.settle(n, r.d.retire(r.ctx, what))
	r.destroyed = true
}

// try is destroy for several; held tells that one of them stops all.
func (r *retiring) try(what store.Destruction, n int) (held bool) {
	err := r.d.retire(r.ctx, what)
	if errors.Is(err, privacy.ErrNotAllowed) || errors.Is(err, privacy.ErrUnreadable) {
		return true
	}
	r.settle(n, err)
	r.destroyed = true
	return false
}

func (r *retiring) forgetProofs() {
	now := r.s.SweptAt
	n, err := r.d.Store.ForgetProofs(r.ctx, func(at time.Time) bool { return !r.d.Retention.Proofs.End(at).After(now) })
	r.settle(n, err)
}

func (d *Desk) retire(ctx context.Context, what store.Destruction) (err error) {
	what.Ground, what.By, what.Originals = handlers.GroundRetention, privacy.ActorSystem, d.Originals
	if what.Subject != "" {
		if what.Number, err = d.askedBy(what.Subject); err != nil {
			return err
		}
	}
	_, err = d.Store.Destroy(ctx, what, func(tx *store.Tx, doomed store.Doomed) error {
		return d.Office.MayRetire(tx, doomed, d.doomedEnded)
	})
	return err
}

// doomedEnded looks once more, in the transaction that destroys.
func (d *Desk) doomedEnded(tx *store.Tx, doomed store.Doomed) (bool, error) {
	if doomed.Subject != "" {
		one, is := d.subjectEnd(doomed.Record, doomed.Consents)
		return is && doomed.Record.DestructionDueAt.IsZero() && !one.EndsAt.After(tx.Now()), nil
	}
	for _, r := range doomed.Requests {
		if ends := d.requestEnds(r); len(ends) == 0 || ends[0].EndsAt.After(tx.Now()) {
			return false, nil
		}
	}
	return true, nil
}

func (d *Desk) endConsent(tx *store.Tx, e Ending) error {
	s, err := tx.Subject(e.Subject)
	if err != nil {
		return err
	}
	if s.Blocked {
		return fmt.Errorf("the record is blocked: %w", privacy.ErrNotAllowed)
	}
	consents, err := tx.Consents(e.Subject)
	if err != nil {
		return err
	}
	for _, c := range consents {
		if c.ID == e.consent && c.WithdrawnAt.IsZero() {
			return d.Office.EndConsent(tx, c)
		}
	}
	return nil
}

func (d *Desk) removeTexts(tx *store.Tx, e Ending) error {
	r, err := tx.Request(e.Request)
	if err != nil {
		return err
	}
	why, err := d.Office.RequestHeld(tx, r)
	if err != nil {
		return err
	}
	if why != "" {
		return fmt.Errorf("%s: %w", why, privacy.ErrNotAllowed)
	}
	n, err := tx.RemoveTexts(e.Request, e.What == EndsMessage, e.What == EndsLetters)
	if err != nil || n == 0 {
		return err
	}
	return tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: e.What + "-removed", Number: r.Number, Reason: handlers.GroundRetention})
}
