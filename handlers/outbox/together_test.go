package outbox

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"medico-intech.kz/otinish/store"
)

// A catch-up must not cost a commit a letter.
func TestAcceptedLettersShareCommits(t *testing.T) {
	var commits atomic.Int32
	options := store.Options{Step: func(step string) {
		if step == "store:after-commit" {
			commits.Add(1)
		}
	}}
	run(t, options, func(b *bench) {
		b.post.answer = func(context.Context, int, sent) error { time.Sleep(time.Millisecond); return nil }
		b.queue(crowd(320)...)
		commits.Store(0)
		b.start()
		time.Sleep(time.Second)
		if n, c := b.count(store.LetterSent), commits.Load(); n != 320 || c > 20 {
			t.Errorf("%d letters on record as sent with %d commits, want 320 with 20 at most", n, c)
		}
	})
}

// A letter that comes alone is on record at once, but for a moment in which the
// next request may share its commit.
func TestLetterAloneHardlyWaitsForCompany(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.start()
		id := b.queue("a@mail.test")[0]
		soon()
		b.expect(id, store.LetterSent, "accepted")
	})
}

// Requests one after another: "sent" goes on record with the next request, not in a
// commit of its own.
func TestSentGoesOnRecordWithTheNextRequest(t *testing.T) {
	var commits atomic.Int32
	options := store.Options{Step: func(step string) {
		if step == "store:after-commit" {
			commits.Add(1)
		}
	}}
	run(t, options, func(b *bench) {
		b.start()
		synctest.Wait()
		commits.Store(0)
		for range 20 {
			b.queue("a@mail.test")
			time.Sleep(recordWait / 2)
			synctest.Wait()
		}
		soon()
		if n, c := b.count(store.LetterSent), commits.Load(); n != 20 || c > 21 {
			t.Errorf("%d letters sent with %d commits, want 20 with 21", n, c)
		}
	})
}

// A backlog: "sent" of some letters goes on record with the commit of the next batch,
// which takes longer to come than a single request.
func TestSentOfSeveralGoesOnRecordWithTheNextBatch(t *testing.T) {
	var commits atomic.Int32
	options := store.Options{Step: func(step string) {
		if step == "store:after-commit" {
			commits.Add(1)
		}
	}}
	run(t, options, func(b *bench) {
		b.start()
		synctest.Wait()
		commits.Store(0)
		for range 20 {
			b.queue(crowd(10)...)
			time.Sleep(8 * recordWait)
			synctest.Wait()
		}
		time.Sleep(backlogWait)
		synctest.Wait()
		if n, c := b.count(store.LetterSent), commits.Load(); n != 200 || c > 21 {
			t.Errorf("%d letters sent with %d commits, want 200 with 21", n, c)
		}
	})
}

// A backlog in which nothing else commits is not held up by waiting for company.
func TestFullGroupsDoNotWait(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.queue(crowd(640)...)
		began := time.Now()
		b.start()
		for b.count(store.LetterSent) < 640 && time.Since(began) < time.Minute {
			time.Sleep(time.Millisecond)
			synctest.Wait()
		}
		if took := time.Since(began); took > 2*backlogWait {
			t.Errorf("20 groups took %v", took)
		}
	})
}

// P2: what a crash could repeat is bounded, however long the store takes, and when
// it works again each letter has left once.
func TestFewLettersAreAcceptedAndNotOnRecord(t *testing.T) {
	var broken atomic.Bool
	options := store.Options{Fault: func(op string) error {
		if broken.Load() && op == "commit" {
			return errDisk
		}
		return nil
	}}
	run(t, options, func(b *bench) {
		b.config.Group, b.config.Workers = 5, 3
		b.post.answer = func(context.Context, int, sent) error { time.Sleep(time.Millisecond); return nil }
		b.queue(crowd(200)...)
		broken.Store(true)
		b.start()
		time.Sleep(time.Hour)
		if n := len(b.post.all()); n > 2*5+3 {
			t.Errorf("%d letters left while nothing could be recorded, want 13 at most", n)
		}
		broken.Store(false)
		time.Sleep(time.Minute)
		if n, m := b.count(store.LetterSent), len(b.post.all()); n != 200 || m != 200 {
			t.Errorf("%d of 200 letters on record as sent, %d mails", n, m)
		}
	})
}

// The end of a backlog: nothing is being read any more, so the last letters wait for no
// other commit.
func TestTheLastOfABacklogHardlyWait(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.config.Coming = func() bool { return false }
		b.start()
		b.queue(crowd(10)...)
		soon()
		if n := b.count(store.LetterSent); n != 10 {
			t.Errorf("%d of 10 letters on record as sent", n)
		}
	})
}
