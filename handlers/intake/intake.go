// Package intake takes messages from the mailbox and makes requests of them: steps
// 3 to 9 of docs/flow.md. Reading runs on every core; recording is one transaction
// a batch, in the order of the mailbox.
package intake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Config is what an Intake needs.
type Config struct {
	Store    *store.Store
	Office   *handlers.Office
	Verifier Verifier
	Rules    *deadline.Rules
	Ladder   Ladder            // zero: what is shipped
	Aliases  []privacy.Address // further addresses of ours that people write to
	Log      *slog.Logger
	Wake     func()        // called after a commit that laid letters into the outbox
	Told     func(Outcome) // optional: called after the commit for each message, for the demo
	Step     func(string)  // optional: called at each step, for crash tests
}

// Outcome tells what became of a message.
type Outcome struct {
	Key         store.MessageKey
	Disposition store.Disposition
}

// Intake implements mailbox.Intake on the store.
type Intake struct {
	Config
	suspects suspects
	inHand   inHand
	filed    filed
}

// New returns an Intake. It looks up what the process before this one was working
// on when it died, if it did; see suspects.
func New(c Config) (*Intake, error) {
	if c.Step == nil {
		c.Step = func(string) {}
	}
	if c.Wake == nil {
		c.Wake = func() {}
	}
	from, last, ok := c.Store.Working()
	in := &Intake{Config: c, suspects: suspects{span: span{from, last}}}
	in.suspects.some.Store(ok)
	return in, nil
}

// Open implements mailbox.Intake: the first run sets the baseline (P14), a changed
// UIDVALIDITY starts again and relies on the digests (P2). If it changed before the
// mail below the baseline was taken, nothing tells that mail from later mail: all
// that lies there now counts as old. After a restore, all that lies there and is not
// on record may have been answered: see lost.
func (in *Intake) Open(ctx context.Context, p mailbox.Position) (after uint32, err error) {
	in.inHand.reopened(p.Mailbox)
	var c store.Cursor
	var known bool
	err = in.Store.View(func(tx *store.Tx) error {
		c, known, err = tx.Cursor(p.Mailbox)
		return err
	})
	if err != nil || known && c.UIDValidity == p.UIDValidity && !c.Restored {
		return c.UID, err
	}
	return in.resumeAt(ctx, p, c, known)
}

// resumeAt sets the cursor where the mailbox cannot simply be read on.
func (in *Intake) resumeAt(ctx context.Context, p mailbox.Position, c store.Cursor, known bool) (after uint32, err error) {
	lost := known && (c.Restored || c.UID < c.Gap)
	if lost && p.UIDNext == 0 {
		return 0, fmt.Errorf("go on after a restore: the server does not tell UIDNEXT: %w", privacy.ErrUnavailable)
	}
	switch {
	case known && c.UIDValidity == p.UIDValidity: // restored
	case known && c.UID >= c.Baseline:
		c = store.Cursor{Mailbox: p.Mailbox, UIDValidity: p.UIDValidity}
	case p.UIDNext > 0:
		c = store.Cursor{Mailbox: p.Mailbox, UIDValidity: p.UIDValidity, Baseline: p.UIDNext - 1}
	default:
		return 0, fmt.Errorf("set the baseline: the server does not tell UIDNEXT: %w", privacy.ErrUnavailable)
	}
	if lost {
		c.Restored, c.Gap = false, p.UIDNext-1
	}
	return c.UID, in.Store.Update(ctx, func(tx *store.Tx) error { return tx.PutCursor(c) })
}

// Prepare implements mailbox.Intake: steps 4 to 7, outside any transaction. What it
// returns does the others.
func (in *Intake) Prepare(ctx context.Context, batch []mailbox.Delivery) mailbox.Record {
	if len(batch) == 0 {
		return func(context.Context) error { return nil }
	}
	hand := spanOf(batch)
	if in.suspects.near(hand) { // they are worked on with nothing beside them
		return func(ctx context.Context) error { return in.processSuspects(ctx, batch) }
	}
	if err := in.inHand.take(in.Store, hand); err != nil {
		return func(context.Context) error { return err }
	}
	in.Step("intake:read")
	readings := in.readAll(ctx, batch)
	return func(ctx context.Context) error {
		in.Step("intake:record")
		if err := in.record(ctx, readings); err != nil {
			return err
		}
		in.Step("intake:recorded")
		return in.inHand.done(in.Store, hand)
	}
}

// Process prepares and records a batch.
func (in *Intake) Process(ctx context.Context, batch []mailbox.Delivery) error {
	return in.Prepare(ctx, batch)(ctx)
}

// readAll reads a batch on every core, keeping its order. All its questions to name
// servers together have batchPatience: silent ones must not hold up other letters.
func (in *Intake) readAll(ctx context.Context, batch []mailbox.Delivery) []*reading {
	ctx, cancel := context.WithTimeout(ctx, batchPatience)
	defer cancel()
	readings := make([]*reading, len(batch))
	if len(batch) == 1 { // waking another core would take longer
		readings[0] = read(ctx, in.Verifier, batch[0])
		return readings
	}
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.NumCPU(), runtime.GOMAXPROCS(0), len(batch)) {
		wg.Go(func() {
			reader := new(classifier.Reader) // for this batch only: it holds words
			for i := range next {
				readings[i] = readBy(ctx, in.Verifier, reader, batch[i])
			}
		})
	}
	for i := range batch {
		next <- i
	}
	close(next)
	wg.Wait()
	return readings
}

// record makes the whole batch durable in one transaction. If that fails, each
// message gets a transaction of its own, so that one that cannot be recorded does
// not hold up the others.
func (in *Intake) record(ctx context.Context, readings []*reading) error {
	var outcomes []Outcome
	letters := 0
	err := in.Store.Update(ctx, func(tx *store.Tx) error {
		outcomes, letters = outcomes[:0], tx.CountLetters(store.LetterQueued)
		for _, r := range readings {
			o, err := in.one(tx, r)
			if err != nil {
				return err
			}
			outcomes = append(outcomes, o)
		}
		letters = tx.CountLetters(store.LetterQueued) - letters
		if err := in.filed.write(tx); err != nil {
			return err
		}
		return in.advance(tx, readings[len(readings)-1])
	})
	if err == nil {
		in.filed.written()
		in.tell(outcomes, letters > 0)
		return nil
	}
	if ctx.Err() != nil || isStoreTrouble(err) {
		in.Wake() // a disk that failed in confirming may have kept the commit, and its letters
		return fmt.Errorf("record messages: %w", err)
	}
	for _, r := range readings {
		if err := in.recordAlone(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// recordAlone records one message; one that cannot be recorded as what it is
// becomes a review item with the raw bytes.
func (in *Intake) recordAlone(ctx context.Context, r *reading) error {
	var outcome Outcome
	do := func(tx *store.Tx) (err error) {
		if outcome, err = in.one(tx, r); err != nil {
			return err
		}
		return in.advance(tx, r)
	}
	err := in.Store.Update(ctx, do)
	if err != nil && ctx.Err() == nil && !isStoreTrouble(err) {
		in.Log.Error("message set aside for a person", "mailbox", r.delivery.Key.Mailbox, "uid", r.delivery.Key.UID, "reason", "recording failed", "error", err)
		r.failed = "recording-failed"
		err = in.Store.Update(ctx, do)
	}
	if err != nil {
		in.Wake() // as in record
		return fmt.Errorf("record message: %w", err)
	}
	in.tell([]Outcome{outcome}, true)
	return nil
}

// isStoreTrouble: the store, not the message, is what failed; mail waits (P15). A
// message about a record that cannot be read is for a person, and holds up no other.
func isStoreTrouble(err error) bool {
	return errors.Is(err, privacy.ErrUnavailable) || errors.Is(store.PassOver(err), privacy.ErrDamaged)
}

func (in *Intake) advance(tx *store.Tx, r *reading) error {
	return in.passed(tx, r.delivery.Key.Mailbox, r.delivery.Key.UIDValidity, r.delivery.Key.UID)
}

func (in *Intake) passed(tx *store.Tx, box string, uidValidity, uid uint32) error {
	c, known, err := tx.Cursor(box)
	if err != nil || !known || c.UIDValidity != uidValidity || uid <= c.UID {
		return err
	}
	c.UID = uid
	return tx.PutCursor(c)
}

// Passed implements mailbox.Intake.
func (in *Intake) Passed(ctx context.Context, box string, uidValidity, uid uint32) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error { return in.passed(tx, box, uidValidity, uid) })
}

func (in *Intake) tell(outcomes []Outcome, letters bool) {
	if letters {
		in.Wake()
	}
	if in.Told == nil {
		return
	}
	for _, o := range outcomes {
		in.Told(o)
	}
}

func storeKey(k mailbox.Key) store.MessageKey {
	return store.MessageKey{Mailbox: k.Mailbox, UIDValidity: k.UIDValidity, UID: k.UID}
}

var _ mailbox.Intake = (*Intake)(nil)

// receivedAt is when our server took the letter; a server that does not say so
// (or says what cannot be) leaves the time we read it.
func receivedAt(d mailbox.Delivery, now time.Time) time.Time {
	if d.InternalDate.IsZero() || d.InternalDate.After(now.Add(24*time.Hour)) {
		return now
	}
	return d.InternalDate
}
