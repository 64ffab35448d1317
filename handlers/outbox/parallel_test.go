package outbox

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"medico-intech.kz/otinish/store"
)

func TestManyLettersLeaveOnceOverFourConnections(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.config.Chunk = 16
		b.post.answer = func(context.Context, int, sent) error { time.Sleep(time.Second); return nil }
		b.queue(crowd(200)...)
		b.start()
		time.Sleep(51 * time.Second)
		seen := make(map[string]int)
		for _, m := range b.post.all() {
			seen[m.to]++
		}
		if n := b.count(store.LetterSent); n != 200 || len(seen) != 200 || len(b.post.all()) != 200 {
			t.Errorf("%d sent, %d people, %d mails in 50 s of four at a time", n, len(seen), len(b.post.all()))
		}
		if b.post.sessions != 4 {
			t.Errorf("%d connections, want 4", b.post.sessions)
		}
	})
}

func TestLettersOneByOneShareOneConnection(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.start()
		for range 10 {
			b.queue("a@mail.test")
			synctest.Wait()
		}
		if b.post.sessions != 1 {
			t.Errorf("%d connections for letters one by one, want 1", b.post.sessions)
		}
	})
}

// A slow letter keeps neither a new one waiting nor one that falls due meanwhile.
func TestSlowLetterHoldsUpNoOther(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.post.answer = func(_ context.Context, _ int, m sent) error {
			if m.to == "slow@mail.test" {
				time.Sleep(10 * time.Minute)
			}
			return nil
		}
		b.start()
		b.queue("slow@mail.test")
		synctest.Wait()
		fresh := b.queue("new@mail.test")[0]
		time.Sleep(groupWait)
		soon()
		b.expect(fresh, store.LetterSent, "accepted")
		later := b.queue("later@mail.test")[0]
		_ = later
		b.update(func(tx *store.Tx) error {
			l, err := tx.Letter(fresh)
			l.ID, l.MessageID, l.State, l.Attempts = tx.NewLetterID(), "", store.LetterQueued, nil
			l.NextAt, l.To = tx.Now().Add(30*time.Second), address(t, "due@mail.test")
			return errorsOr(err, tx.PutLetter(l))
		})
		began := time.Now()
		time.Sleep(time.Minute)
		mails := b.post.all()
		if last := mails[len(mails)-1]; last.to != "due@mail.test" || last.at.Sub(began) > 32*time.Second {
			t.Errorf("the letter due in 30 s: %s after %v", last.to, last.at.Sub(began))
		}
	})
}

func TestLettersDueBeforeTheStart(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		id := b.queue("a@mail.test")[0]
		b.start()
		soon()
		b.expect(id, store.LetterSent, "accepted")
	})
}
