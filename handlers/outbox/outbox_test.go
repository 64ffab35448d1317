package outbox

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
)

func TestLetterLeavesAtOnce(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.start()
		synctest.Wait()
		began := time.Now()
		id := b.queue("aigerim@mail.test")[0]
		soon()
		l := b.expect(id, store.LetterSent, "accepted")
		mails := b.post.all()
		if len(mails) != 1 || mails[0].from != "" || mails[0].to != "aigerim@mail.test" || mails[0].body != string(l.Bytes) {
			t.Fatalf("submitted %+v", mails)
		}
		if !mails[0].at.Equal(began) || l.SentAt.IsZero() {
			t.Errorf("left after %v, sent at %v", mails[0].at.Sub(began), l.SentAt)
		}
		if want := []string{"letter sent: acknowledgement " + string(b.number)}; !slices.Equal(b.chain(), want) {
			t.Errorf("chain %q, want %q", b.chain(), want)
		}
		h := b.sender.Health()
		if h.Queued != 0 || !h.LastSuccess.Equal(began) || h.Trouble.Kind != "" {
			t.Errorf("health %+v", h)
		}
	})
}

func TestRefusedLetterGoesToAPersonAtOnce(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.post.answer = answers(refused)
		b.start()
		id := b.queue("gone@mail.test")[0]
		time.Sleep(24 * time.Hour) // synctest's clock
		l := b.expect(id, store.LetterFailed, "refused")
		if l.Attempts[0].Code != 550 || l.Attempts[0].Stage != "rcpt" || b.inReview() != WhyRefused {
			t.Errorf("attempt %+v, in review: %q", l.Attempts[0], b.inReview())
		}
		if want := []string{"letter failed: refused " + string(b.number)}; !slices.Equal(b.chain(), want) {
			t.Errorf("chain %q, want %q", b.chain(), want)
		}
	})
}

func TestTemporaryFailureIsTriedWithGrowingPausesForFiveDays(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.post.answer = func(context.Context, int, sent) error { return greylist }
		b.start()
		id := b.queue("busy@mail.test")[0]
		time.Sleep(6 * 24 * time.Hour)
		if l := b.letter(id); l.State != store.LetterFailed || b.inReview() != WhyExpired {
			t.Fatalf("letter %s, in review: %q", l.State, b.inReview())
		}
		mails := b.post.all()
		for i := 1; i < len(mails); i++ {
			full := min(time.Minute<<min(i-1, 10), 4*time.Hour)
			if pause := mails[i].at.Sub(mails[i-1].at); pause > full+time.Second || pause < full*8/10 {
				t.Errorf("pause %d was %v, want %v less up to a fifth", i, pause, full)
			}
		}
		if tried := mails[len(mails)-1].at.Sub(mails[0].at); tried < 5*24*time.Hour || tried > 5*24*time.Hour+4*time.Hour {
			t.Errorf("tried for %v", tried)
		}
	})
}

// RFC 1047: an unknown outcome is tried once more with the same bytes, not twice.
func TestUnknownOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		answers []error
		state   store.LetterState
		want    []string
		review  string
	}{
		"then accepted":           {[]error{lostDot}, store.LetterSent, []string{"unknown", "accepted"}, ""},
		"twice":                   {[]error{lostDot, lostDot}, store.LetterFailed, []string{"unknown", "unknown"}, WhyUnknown},
		"a temporary one between": {[]error{lostDot, greylist, lostDot}, store.LetterFailed, []string{"unknown", "temporary", "unknown"}, WhyUnknown},
		"an error of no kind":     {[]error{errDisk}, store.LetterSent, []string{"unknown", "accepted"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, store.Options{}, func(b *bench) {
				b.post.answer = answers(c.answers...)
				b.start()
				id := b.queue("far@mail.test")[0]
				time.Sleep(24 * time.Hour)
				b.expect(id, c.state, c.want...)
				mails := b.post.all()
				for _, m := range mails {
					if m.body != mails[0].body {
						t.Error("the bytes differ")
					}
				}
				if b.inReview() != c.review {
					t.Errorf("in review: %q, want %q", b.inReview(), c.review)
				}
			})
		})
	}
}

func TestUnknownOutcomeIsRememberedAcrossARestart(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.post.answer = answers(lostDot, lostDot)
		b.start()
		id := b.queue("far@mail.test")[0]
		synctest.Wait()
		b.stop()
		b.start()
		time.Sleep(time.Hour)
		b.expect(id, store.LetterFailed, "unknown", "unknown")
	})
}

func TestNothingIsSentToOurselvesOrToNobody(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.start()
		ids := b.queue("Info@Medico.test", "")
		synctest.Wait()
		for _, id := range ids {
			b.expect(id, store.LetterFailed)
		}
		if n := len(b.post.all()); n != 0 {
			t.Errorf("%d mails were submitted", n)
		}
		if b.inReview() == "" {
			t.Error("nobody was told")
		}
	})
}

// A letter that was taken back while it lay in the sender's hands does not leave.
func TestLetterDecidedOtherwiseMeanwhile(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.config.Workers = 1
		hold := make(chan struct{})
		b.post.answer = func(_ context.Context, n int, _ sent) error {
			if n == 0 {
				<-hold
			}
			return nil
		}
		b.start()
		ids := b.queue("a@mail.test", "b@mail.test")
		synctest.Wait()
		b.update(func(tx *store.Tx) error {
			l, err := tx.Letter(ids[1])
			l.State = store.LetterFailed
			return errorsOr(err, tx.PutLetter(l))
		})
		close(hold)
		soon()
		b.expect(ids[0], store.LetterSent, "accepted")
		b.expect(ids[1], store.LetterFailed)
	})
}

// Nor is it queued again when the attempt that was under way fails.
func TestLetterDecidedOtherwiseDuringItsAttempt(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		hold := make(chan struct{})
		b.post.answer = func(context.Context, int, sent) error { <-hold; return greylist }
		b.start()
		id := b.queue("a@mail.test")[0]
		synctest.Wait()
		b.update(func(tx *store.Tx) error {
			l, err := tx.Letter(id)
			l.State = store.LetterFailed
			return errorsOr(err, tx.PutLetter(l))
		})
		close(hold)
		time.Sleep(time.Hour)
		b.expect(id, store.LetterFailed, "temporary")
	})
}

func TestGiveUpThatFailsStillEndsTheLetter(t *testing.T) {
	for name, hook := range map[string]func(*store.Tx, store.Letter, string) error{
		"error": func(*store.Tx, store.Letter, string) error { return errDisk },
		"panic": func(*store.Tx, store.Letter, string) error { panic("aigerim@mail.test") },
	} {
		t.Run(name, func(t *testing.T) {
			run(t, store.Options{}, func(b *bench) {
				b.config.GiveUp = hook
				b.post.answer = answers(refused)
				b.start()
				id := b.queue("gone@mail.test")[0]
				time.Sleep(time.Hour)
				b.expect(id, store.LetterFailed, "refused")
				if h := b.sender.Health(); h.Trouble.Kind != "review" || h.Trouble.Remedy == "" {
					t.Errorf("health %+v", h)
				}
			})
		})
	}
}

func TestSubmitterPanicIsAnUnknownOutcome(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.post.answer = func(_ context.Context, n int, _ sent) error {
			if n == 0 {
				panic("Body")
			}
			return nil
		}
		b.start()
		id := b.queue("a@mail.test")[0]
		time.Sleep(time.Hour)
		b.expect(id, store.LetterSent, "unknown", "accepted")
	})
}

func TestAttemptsKeptAreBounded(t *testing.T) {
	var attempts []store.Attempt
	first := store.Attempt{Code: 1}
	attempts = append(attempts, first, store.Attempt{Outcome: string(submission.Unknown)})
	for i := range 500 {
		attempts = appendAttempt(attempts, store.Attempt{Outcome: "temporary", Code: i})
	}
	if len(attempts) != maxAttempts || attempts[0] != first || attempts[1].Outcome != "unknown" || attempts[maxAttempts-1].Code != 499 {
		t.Errorf("kept %d: %+v", len(attempts), attempts)
	}
}

func errorsOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
