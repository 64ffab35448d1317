package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// maxAttempts bounds the attempts a letter carries: the first and the latest.
const maxAttempts = 40

// OutcomeAccepted is the outcome of a successful store.Attempt; the others are
// the values of submission.Outcome.
const OutcomeAccepted = "accepted"

// verdict is what an attempt means for its letter.
type verdict struct {
	attempt store.Attempt // Outcome empty: none was made
	state   store.LetterState
	why     string        // of a failed one
	pause   time.Duration // of a queued one
}

// judge is the whole policy: failed is nil for an accepted letter.
func (s *Sender) judge(l store.Letter, failed *submission.Error) verdict {
	if failed == nil {
		return verdict{attempt: store.Attempt{Outcome: OutcomeAccepted}, state: store.LetterSent}
	}
	v := verdict{
		attempt: store.Attempt{Outcome: string(failed.Outcome), Code: failed.Code, Stage: failed.Stage},
		state:   store.LetterQueued,
	}
	switch {
	case l.Farewell != nil && !s.config.Now().Before(l.Farewell.Until) && failed.Outcome == submission.Temporary:
		v.state, v.why = store.LetterFailed, WhyExpired
	case failed.Outcome == submission.Refused:
		if failed.Stage == submission.StageMail && failed.Kind == submission.KindAnswer {
			s.inTrouble(senderRefuse)
		}
		v.state, v.why = store.LetterFailed, WhyRefused
	case failed.Outcome == submission.Unknown && hasUnknown(l):
		v.state, v.why = store.LetterFailed, WhyUnknown
	case failed.OfServer():
		// It moves behind the others, so that the next try of the server is made
		// with another letter: one that upsets the server must not hold up all.
		v.pause = s.config.serverPause(len(l.Attempts))
	case len(l.Attempts) > 0 && expired(l, s.config.Now(), s.config.Expire):
		v.state, v.why = store.LetterFailed, WhyExpired
	default:
		v.pause = s.config.letterPause(len(l.Attempts))
	}
	return v
}

func hasUnknown(l store.Letter) bool {
	for _, a := range l.Attempts {
		if a.Outcome == string(submission.Unknown) {
			return true
		}
	}
	return false
}

// record stores a verdict, however long the store takes to be able to (P15): a
// letter whose sending is not on record would be sent again. Until then nothing
// else is sent. The end of ctx ends the waiting; one try is always made.
func (s *Sender) record(ctx context.Context, id privacy.LetterID, v verdict) {
	for n := 0; ; n++ {
		err := s.store(id, v)
		if err == nil {
			s.note(id, v)
			return
		}
		if n == 0 {
			s.stuck.Add(1)
			defer s.stuck.Add(-1)
		}
		s.inTrouble(storeTrouble)
		s.config.Log.Error("record letter", "letter", string(id), "outcome", v.attempt.Outcome, "err", err)
		timer := time.NewTimer(s.config.storePause(n))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

// store writes the verdict in one transaction. A GiveUp that fails for a reason
// of its own must not keep the letter from being marked: it would be sent again.
func (s *Sender) store(id privacy.LetterID, v verdict) error {
	update := func(giveUp func(*store.Tx, store.Letter, string) error) error {
		return s.config.Store.Update(context.Background(), func(tx *store.Tx) error {
			return s.apply(tx, id, v, giveUp)
		})
	}
	err := update(s.config.GiveUp)
	var hook *hookError
	if !errors.As(err, &hook) || errors.Is(err, privacy.ErrUnavailable) {
		return err
	}
	s.config.Log.Error("letter given up, its request is not in review", "letter", string(id), "why", v.why, "err", err)
	s.inTrouble(hookTrouble)
	return update(func(*store.Tx, store.Letter, string) error { return nil })
}

type hookError struct{ error }

func (e *hookError) Unwrap() error { return e.error }

func (s *Sender) apply(tx *store.Tx, id privacy.LetterID, v verdict, giveUp func(*store.Tx, store.Letter, string) error) error {
	l, err := tx.Letter(id)
	if errors.Is(err, privacy.ErrNotFound) {
		return nil // taken away while it was on its way
	}
	if err != nil {
		return fmt.Errorf("record letter: %w", err)
	}
	if v.attempt.Outcome != "" {
		v.attempt.At = tx.Now()
		l.Attempts = appendAttempt(l.Attempts, v.attempt)
	}
	if l.Farewell != nil && v.state != store.LetterQueued {
		s.farewell.Store(true)
		return tx.EraseFarewell(id, v.why) // nobody is left to tell
	}
	before := l.State
	switch {
	case v.state == store.LetterSent:
		l.State, l.SentAt = store.LetterSent, tx.Now()
	case before == store.LetterQueued:
		l.State, l.NextAt = v.state, tx.Now().Add(v.pause)
	}
	if err := tx.PutLetter(l); err != nil {
		return fmt.Errorf("record letter: %w", err)
	}
	if l.State == before {
		return nil
	}
	if err := onChain(tx, l, v.why); err != nil {
		return err
	}
	if l.State == store.LetterFailed {
		return hooked(func() error { return giveUp(tx, l, v.why) })
	}
	return nil
}

// hooked marks an error, or a panic, as the hook's own.
func hooked(hook func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = &hookError{errors.New("give up letter: panic")}
		}
	}()
	if err := hook(); err != nil {
		return &hookError{fmt.Errorf("give up letter: %w", err)}
	}
	return nil
}

// appendAttempt keeps the first attempt, from which the time to give up counts,
// and the latest ones; an unknown outcome is never forgotten.
func appendAttempt(attempts []store.Attempt, a store.Attempt) []store.Attempt {
	attempts = append(attempts, a)
	for i := 1; len(attempts) > maxAttempts && i < len(attempts); i++ {
		if attempts[i].Outcome != string(submission.Unknown) {
			attempts = append(attempts[:i:i], attempts[i+1:]...)
			break
		}
	}
	return attempts
}

// onChain puts what became of the letter on the audit chain (P10).
func onChain(tx *store.Tx, l store.Letter, why string) error {
	act := store.AuditAct{Actor: privacy.ActorSystem, Act: "letter sent", Reason: l.Template}
	if l.State == store.LetterFailed {
		act.Act, act.Reason = "letter failed", why
	}
	if l.RequestID != "" {
		r, err := tx.Request(l.RequestID)
		if err != nil && !errors.Is(err, privacy.ErrNotFound) {
			return fmt.Errorf("record letter: %w", err)
		}
		act.Number = r.Number
	}
	if err := tx.Append(act); err != nil {
		return fmt.Errorf("record letter: %w", err)
	}
	return nil
}

func (s *Sender) note(id privacy.LetterID, v verdict) {
	if v.state != store.LetterQueued && s.farewell.Swap(false) {
		s.config.Forget()
	}
	attrs := []any{"letter", string(id), "outcome", v.attempt.Outcome, "code", v.attempt.Code, "stage", v.attempt.Stage}
	switch v.state {
	case store.LetterSent:
		s.config.Log.Debug("letter sent", attrs...)
	case store.LetterFailed:
		s.config.Log.Warn("letter given up", append(attrs, "why", v.why)...)
	default:
		s.config.Log.Info("letter waits", append(attrs, "pause", v.pause)...)
	}
}
