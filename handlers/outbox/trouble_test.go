package outbox

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

func crowd(n int) (to []string) {
	for i := range n {
		to = append(to, fmt.Sprintf("p%d@mail.test", i))
	}
	return to
}

// A server out of reach is tried with one letter at a time and growing pauses,
// however many wait; when it is back all leave.
func TestServerOutOfReach(t *testing.T) {
	for kind, failure := range map[submission.Kind]error{submission.KindNetwork: noServer, submission.KindAuth: badSecret} {
		t.Run(string(kind), func(t *testing.T) {
			run(t, store.Options{}, func(b *bench) {
				var down atomic.Bool
				down.Store(true)
				b.post.answer = func(context.Context, int, sent) error {
					if down.Load() {
						return failure
					}
					return nil
				}
				b.start()
				b.queue(crowd(300)...)
				time.Sleep(3 * time.Hour)
				if n := len(b.post.all()); n > 30 {
					t.Errorf("%d attempts in three hours for 300 letters", n)
				}
				h := b.sender.Health()
				if h.Queued != 300 || h.Trouble.Kind != string(kind) || h.Trouble.Remedy == "" || time.Since(h.Trouble.Since) < 2*time.Hour {
					t.Errorf("health %+v", h)
				}
				down.Store(false)
				time.Sleep(serverLast + time.Minute)
				if n := b.count(store.LetterSent); n != 300 {
					t.Errorf("%d letters sent a quarter of an hour after the trouble, want 300", n)
				}
				if h := b.sender.Health(); h.Trouble.Kind != "" || h.LastSuccess.IsZero() {
					t.Errorf("health %+v", h)
				}
			})
		})
	}
}

func TestShortOutageCostsSeconds(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.post.answer = answers(noServer)
		b.start()
		id := b.queue("a@mail.test")[0]
		time.Sleep(serverFirst + time.Second)
		b.expect(id, store.LetterSent, "temporary", "accepted")
	})
}

func TestOutageOfDaysGivesLettersUpInTime(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.post.answer = func(context.Context, int, sent) error { return noServer }
		b.start()
		b.queue(crowd(50)...)
		time.Sleep(5*24*time.Hour - time.Hour)
		if n := b.count(store.LetterFailed); n != 0 {
			t.Errorf("%d letters given up before five days", n)
		}
		time.Sleep(24 * time.Hour)
		if n := b.count(store.LetterFailed); n != 50 || b.inReview() != WhyExpired {
			t.Errorf("%d letters given up, want 50; in review: %q", n, b.inReview())
		}
	})
}

// What lay in the store while otinish was switched off was not tried: one failure
// must not end it.
func TestLettersSurviveAWeekSwitchedOff(t *testing.T) {
	for name, failure := range map[string]error{"greylisted": greylist, "server down": noServer} {
		t.Run(name, func(t *testing.T) {
			run(t, store.Options{}, func(b *bench) {
				b.post.answer = answers(failure)
				id := b.queue("a@mail.test")[0]
				time.Sleep(8 * 24 * time.Hour)
				b.start()
				time.Sleep(time.Hour)
				b.expect(id, store.LetterSent, "temporary", "accepted")
			})
		})
	}
}

func TestNoSubmitterNoLoss(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		dial := b.config.NewSubmitter
		var broken atomic.Bool
		broken.Store(true)
		b.config.NewSubmitter = func() (Submitter, error) {
			if broken.Load() {
				return nil, errDisk
			}
			return dial()
		}
		b.start()
		id := b.queue("a@mail.test")[0]
		time.Sleep(time.Hour)
		if h := b.sender.Health(); h.Trouble.Kind != "setup" || h.Queued != 1 {
			t.Errorf("health %+v", h)
		}
		broken.Store(false)
		time.Sleep(time.Hour)
		b.expect(id, store.LetterSent, "accepted")
	})
}

// P15: a letter whose sending cannot be stored is kept in hand, nothing else is
// sent meanwhile, and it is not sent again when the disk has space.
func TestFullDisk(t *testing.T) {
	var full atomic.Bool
	options := store.Options{Fault: func(op string) error {
		if full.Load() && op == "commit" {
			return errDisk
		}
		return nil
	}}
	run(t, options, func(b *bench) {
		b.post.answer = func(context.Context, int, sent) error { full.Store(true); return nil }
		ids := b.queue("a@mail.test", "b@mail.test", "c@mail.test")
		b.update(func(tx *store.Tx) error {
			for _, id := range ids[1:] { // fall due while nothing can be stored
				l, err := tx.Letter(id)
				l.NextAt = tx.Now().Add(10 * time.Minute)
				if err := errorsOr(err, tx.PutLetter(l)); err != nil {
					return err
				}
			}
			return nil
		})
		b.start()
		time.Sleep(time.Hour)
		if n := len(b.post.all()); n != 1 {
			t.Errorf("%d mails while nothing could be stored, want 1", n)
		}
		if h := b.sender.Health(); h.Trouble.Kind != "store" || h.Queued != 3 {
			t.Errorf("health %+v", h)
		}
		b.post.answer = nil
		full.Store(false)
		time.Sleep(time.Minute)
		for _, id := range ids {
			b.expect(id, store.LetterSent, "accepted")
		}
		if n := len(b.post.all()); n != 3 {
			t.Errorf("%d mails for 3 letters", n)
		}
		if h := b.sender.Health(); h.Trouble.Kind != "" {
			t.Errorf("health %+v", h)
		}
	})
}

// P2, P15: from a damaged store nothing leaves: it could be noted nowhere, and leave again
// at each start.
func TestNothingLeavesFromADamagedStore(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.queue("a@mail.test")
		_ = b.store.Update(context.Background(), func(*store.Tx) error { return privacy.ErrDamaged })
		b.start()
		time.Sleep(24 * time.Hour)
		if n := len(b.post.all()); n != 0 {
			t.Errorf("%d mails left", n)
		}
		if h := b.sender.Health(); h.Trouble.Kind != "store" {
			t.Errorf("health %+v", h)
		}
	})
}

// hang waits for the end of the attempt's context, as a silent server would.
func hang(outcome submission.Outcome, stage string) func(context.Context, int, sent) error {
	return func(ctx context.Context, _ int, _ sent) error {
		<-ctx.Done()
		return &submission.Error{Outcome: outcome, Stage: stage, Kind: submission.KindCancelled}
	}
}

func TestStopAbortsWithinFiveSeconds(t *testing.T) {
	for name, c := range map[string]struct {
		outcome submission.Outcome
		stage   string
		want    []string
	}{
		"before the dot": {submission.Temporary, submission.StageData, nil},
		"after the dot":  {submission.Unknown, submission.StageDot, []string{"unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, store.Options{}, func(b *bench) {
				b.post.answer = hang(c.outcome, c.stage)
				b.start()
				id := b.queue("a@mail.test")[0]
				synctest.Wait()
				began := time.Now()
				b.stop()
				if took := time.Since(began); took > 5*time.Second {
					t.Errorf("stopping took %v", took)
				}
				b.expect(id, store.LetterQueued, c.want...)
			})
		})
	}
}

func TestStopLetsAnAttemptEnd(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.post.answer = func(context.Context, int, sent) error { time.Sleep(2 * time.Second); return nil }
		b.start()
		id := b.queue("a@mail.test")[0]
		synctest.Wait()
		b.stop()
		b.expect(id, store.LetterSent, "accepted")
	})
}
