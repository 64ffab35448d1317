package outbox

import (
	"context"
	"errors"
	"slices"

	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// kindSetup: the submitter cannot be made at all.
const kindSetup submission.Kind = "setup"

// job is one letter to try. down: the server has been out of reach for long.
type job struct {
	id   privacy.LetterID
	down bool
}

// result is what the dispatcher needs to know of a job.
type result struct {
	worker *worker
	id     privacy.LetterID
	server *submission.Error // trouble with the server as a whole, or nil
	spoke  bool              // the server spoke of this very letter, so it is well

	unread   error // the store cannot give the letter
	accepted bool  // and took it, which is not on record yet
}

// worker carries letters over one connection, one at a time.
type worker struct {
	s         *Sender
	jobs      chan job
	submitter Submitter
}

func (w *worker) run(ctx context.Context, results chan<- result) {
	for j := range w.jobs {
		r := w.work(ctx, j)
		r.worker, r.id = w, j.id
		results <- r
	}
	w.hangUp()
}

func (w *worker) hangUp() {
	if w.submitter != nil {
		w.submitter.Close()
		w.submitter = nil
	}
}

// abandon closes a submitter that panicked, which may panic again.
func (w *worker) abandon() {
	defer func() {
		if recover() != nil {
			w.submitter = nil
		}
	}()
	w.hangUp()
}

// work tries one letter and records what came of it, unless it was accepted: see
// together.
func (w *worker) work(ctx context.Context, j job) result {
	l, err := w.letter(j.id)
	if errors.Is(err, errNotDue) || errors.Is(err, privacy.ErrNotFound) {
		return result{} // gone, or decided otherwise, since it was looked up
	}
	if errors.Is(err, privacy.ErrUnreadable) {
		return result{} // the store tells of it, and lists it as due no more
	}
	if err != nil {
		return result{unread: err}
	}
	if why := w.s.forbidden(l); why != "" {
		w.s.record(ctx, l.ID, verdict{state: store.LetterFailed, why: why})
		return result{}
	}
	if l.Farewell != nil && !w.s.config.Now().Before(l.Farewell.Until) {
		w.s.record(ctx, l.ID, verdict{state: store.LetterFailed, why: WhyExpired})
		return result{}
	}
	if j.down && expired(l, w.s.config.Now(), w.s.config.Expire) {
		w.s.record(ctx, l.ID, verdict{state: store.LetterFailed, why: WhyExpired})
		return result{}
	}
	failed := w.send(ctx, l)
	if failed != nil && failed.Kind == submission.KindCancelled && failed.Outcome == submission.Temporary {
		return result{} // we stop; the letter was not taken and stays due
	}
	if failed == nil {
		w.s.succeeded()
		return result{spoke: true, accepted: true}
	}
	if failed.Kind != kindSetup {
		w.s.record(ctx, l.ID, w.s.judge(l, failed))
	}
	if failed.Kind == kindSetup || failed.OfServer() {
		return result{server: failed}
	}
	return result{spoke: true}
}

var errNotDue = errors.New("letter is not due")

// letter reads the letter as it is now: a minute may have passed in the queue.
func (w *worker) letter(id privacy.LetterID) (l store.Letter, err error) {
	err = w.s.config.Store.View(func(tx *store.Tx) error {
		if l, err = tx.Letter(id); err != nil {
			return err
		}
		if l.State != store.LetterQueued || l.NextAt.After(w.s.config.Now()) {
			return errNotDue
		}
		return nil
	})
	return l, err
}

func (s *Sender) forbidden(l store.Letter) string {
	switch {
	case l.To.IsZero():
		return WhyNoAddress
	case slices.Contains(s.config.Own, l.To):
		return WhyOwnAddress
	}
	return ""
}

// send makes one attempt; nil means accepted.
func (w *worker) send(ctx context.Context, l store.Letter) (failed *submission.Error) {
	if w.submitter == nil {
		submitter, err := w.s.config.NewSubmitter()
		if err != nil {
			w.s.config.Log.Error("prepare sending", "err", err)
			return &submission.Error{Outcome: submission.Temporary, Stage: submission.StageConnect, Kind: kindSetup}
		}
		w.submitter = submitter
	}
	defer func() {
		if r := recover(); r != nil {
			w.s.config.Log.Error("sending panicked", "letter", string(l.ID))
			w.abandon()
			failed = unexplained()
		}
	}()
	err := w.submitter.Send(ctx, w.s.config.EnvelopeFrom, l.To.Reveal(), l.Bytes)
	if err == nil || errors.As(err, &failed) {
		return failed
	}
	return unexplained()
}

// unexplained is an attempt of which nothing is known: perhaps the letter left.
func unexplained() *submission.Error {
	return &submission.Error{Outcome: submission.Unknown, Stage: submission.StageDot, Kind: submission.KindNetwork}
}
