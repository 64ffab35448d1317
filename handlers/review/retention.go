package review

import (
	"cmp"
	"context"
	"slices"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// What ends, and what becomes of it.
const (
	EndsConsent = "consent" // ends, so that the person's own period begins
	EndsSubject = "subject" // destroyed, with requests and letters
	EndsRequest = "request" // destroyed; number, dates, kind and outcome stay
	EndsMessage = "message" // the raw text goes, the request stays
	EndsLetters = "letters" // likewise
	EndsProof   = "proof"   // forgotten; counters by month stay
)

// Ending is something whose period ends, and why.
type Ending struct {
	What    string
	Subject privacy.SubjectID // of consents, subjects and proofs of them
	Request privacy.RequestID // of requests and texts
	Number  privacy.Number    // of requests, texts and proofs
	From    uint64            // of the audit chain: the first entry
	To      uint64            // and the last
	Since   time.Time         // when the period began
	Event   string            // by what: "closed", "consent given", "consent ended", "changed", "destroyed", "month ended"
	EndsAt  time.Time
	Rule    string // key and period of the configuration
	Source  string // where the period comes from
	Held    string // what stands against it; empty: it goes
	consent privacy.ConsentID
}

func ending(what string, since time.Time, event, key string, p handlers.Period) Ending {
	return Ending{What: what, Since: since, Event: event, EndsAt: p.End(since), Rule: key + " = " + p.String(), Source: handlers.SourceOf(key)}
}

// endChunk is how many records a reading transaction of a sweep looks at: pages
// freed meanwhile cannot be used again.
const endChunk = 256

// Endings calls fn for everything whose period ends by then, outside of any
// transaction, until it returns false. It changes nothing.
func (d *Desk) Endings(ctx context.Context, by time.Time, fn func(Ending) bool) error {
	e := endings{d: d, by: by, fn: fn}
	for _, walk := range []func(context.Context) error{e.subjects, e.requests, e.proofs, e.audit} {
		if err := walk(ctx); err != nil || e.stopped {
			return err
		}
	}
	return nil
}

// endings is a walk over all that can end.
type endings struct {
	d       *Desk
	by      time.Time
	notice  time.Time // nothing goes before
	fn      func(Ending) bool
	found   []Ending
	stopped bool
}

// chunk looks at records in one transaction and tells outside of it.
func (e *endings) chunk(ctx context.Context, look func(*store.Tx) error) error {
	e.found = e.found[:0]
	err := e.d.Store.View(func(tx *store.Tx) (err error) {
		if e.notice, err = e.d.noticed(tx); err != nil {
			return err
		}
		return look(tx)
	})
	for _, one := range e.found {
		if err != nil || e.stopped {
			break
		}
		e.stopped = !e.fn(one)
	}
	return cmp.Or(err, ctx.Err())
}

// add takes what ends in time.
func (e *endings) add(one Ending) {
	if one.EndsAt.Before(e.notice) {
		one.EndsAt = e.notice
	}
	if !one.EndsAt.After(e.by) {
		e.found = append(e.found, one)
	}
}

func (e *endings) subjects(ctx context.Context) error {
	for after, more := privacy.SubjectID(""), true; more && !e.stopped; {
		err := e.chunk(ctx, func(tx *store.Tx) error {
			list, err := tx.SubjectsAfter(after, endChunk)
			if more = len(list) == endChunk; len(list) > 0 {
				after = list[len(list)-1].ID
			}
			for _, s := range list {
				if err == nil {
					err = store.PassOver(e.subject(tx, s)) // status lists whom it cannot tell of
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// subject: first the terms of consents end, then the person's own period. Whoever
// has a date of destruction already is the other sweep's.
func (e *endings) subject(tx *store.Tx, s store.Subject) error {
	if !s.DestructionDueAt.IsZero() {
		return nil
	}
	consents, err := tx.Consents(s.ID)
	if err != nil {
		return err
	}
	held := ""
	if s.Blocked {
		held = "the record is blocked"
	}
	for _, c := range consents {
		end, has := e.d.Retention.ConsentEnd(c.Purpose, c.GivenAt)
		if !c.WithdrawnAt.IsZero() || !has {
			continue
		}
		e.add(Ending{
			What: EndsConsent, Subject: s.ID, Since: c.GivenAt, Event: "consent given", EndsAt: end, consent: c.ID,
			Rule: "purposes." + c.Purpose + " = " + e.d.Retention.Purposes[c.Purpose].String(), Source: handlers.SourceOf("purposes"), Held: held,
		})
	}
	one, is := e.d.subjectEnd(s, consents)
	if is && !one.EndsAt.After(e.by) {
		if one.Held, err = e.d.subjectHeld(tx, s, consents); err != nil {
			return err
		}
		e.add(one)
	}
	return nil
}

// subjectEnd says when a person's period ends; false while a consent is in force or
// in question, and where the period has no end.
func (d *Desk) subjectEnd(s store.Subject, consents []store.Consent) (Ending, bool) {
	key, period, event, since := "subjects", d.Retention.Subjects, "consent ended", time.Time{}
	for _, c := range consents {
		if c.WithdrawnAt.IsZero() {
			return Ending{}, false
		}
		if c.WithdrawnAt.After(since) {
			since = c.WithdrawnAt
		}
	}
	if len(consents) == 0 {
		key, period, event, since = "subjects_without_consent", d.Retention.WithoutConsent, "changed", s.ChangedAt
		if s.AddedAt.After(since) {
			since = s.AddedAt
		}
	}
	if period.Endless() {
		return Ending{}, false
	}
	one := ending(EndsSubject, since, event, key, period)
	one.Subject = s.ID
	return one, true
}

func (d *Desk) subjectHeld(tx *store.Tx, s store.Subject, consents []store.Consent) (string, error) {
	var open []store.Request
	err := tx.EachOpen(func(r store.Request) bool { open = append(open, r); return true })
	return d.Office.Held(s, consents, open), store.PassOver(err) // one of theirs stops Destroy itself
}

func (e *endings) requests(ctx context.Context) error {
	for after, more := privacy.RequestID(""), true; more && !e.stopped; {
		err := e.chunk(ctx, func(tx *store.Tx) error {
			list, err := tx.RequestsAfter(after, endChunk)
			if more = len(list) == endChunk; len(list) > 0 {
				after = list[len(list)-1].ID
			}
			for _, r := range list {
				if err == nil {
					err = store.PassOver(e.request(tx, r))
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// request: the request itself, or the texts about it that are still there.
func (e *endings) request(tx *store.Tx, r store.Request) error {
	ended := slices.DeleteFunc(e.d.requestEnds(r), func(one Ending) bool { return one.EndsAt.After(e.by) })
	if len(ended) == 0 {
		return nil
	}
	if ended[0].What == EndsRequest {
		ended = ended[:1] // the texts go with it
	} else {
		message, letters, err := tx.Texts(r.ID)
		if err != nil {
			return err
		}
		ended = slices.DeleteFunc(ended, func(one Ending) bool {
			return one.What == EndsMessage && !message || one.What == EndsLetters && len(letters) == 0
		})
	}
	if len(ended) == 0 {
		return nil
	}
	held, err := e.d.Office.RequestHeld(tx, r)
	for _, one := range ended {
		one.Held = held
		e.add(one)
	}
	return err
}

// requestEnds says when a request ends, its message and its letters, in this order;
// nothing while it is open.
func (d *Desk) requestEnds(r store.Request) []Ending {
	since := r.ClosedAt
	if since.IsZero() {
		since = r.RecordedAt
	}
	if r.State.Open() || since.IsZero() {
		return nil
	}
	list := []Ending{
		ending(EndsRequest, since, "closed", "requests", d.Retention.Requests),
		ending(EndsMessage, since, "closed", "messages", d.Retention.Messages),
		ending(EndsLetters, since, "closed", "letters", d.Retention.Letters),
	}
	for i := range list {
		list[i].Request, list[i].Number = r.ID, r.Number
	}
	return list
}

func (e *endings) proofs(ctx context.Context) error {
	return e.chunk(ctx, func(tx *store.Tx) error {
		return tx.EachProof(func(p store.Proof) bool {
			one := ending(EndsProof, p.DestroyedAt, "destroyed", "proofs", e.d.Retention.Proofs)
			one.Subject, one.Number = p.Subject, p.Number
			e.add(one)
			return true
		})
	})
}

// EndingWithin is Endings for what ends within so many days from now.
func (d *Desk) EndingWithin(ctx context.Context, days int, fn func(Ending) bool) error {
	var now time.Time
	if err := d.Store.View(func(tx *store.Tx) error { now = tx.Now(); return nil }); err != nil {
		return err
	}
	return d.Endings(ctx, now.AddDate(0, 0, days), fn)
}
