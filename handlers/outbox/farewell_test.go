package outbox

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// The letter to somebody destroyed is destroyed once it left or cannot leave, whatever
// the server says; nobody is asked to look after it, and the memory is told to forget.
func TestFarewellGoesWithItsEnd(t *testing.T) {
	for name, c := range map[string]struct {
		answer   func(context.Context, int, sent) error
		wait     time.Duration
		attempts int
		act      string
	}{
		"accepted":       {nil, time.Second, 1, "letter sent: destroyed "},
		"refused":        {answers(refused), time.Second, 1, "letter failed: refused "},
		"greylisted":     {answers(greylist, greylist), 5 * time.Hour, 3, "letter sent: destroyed "},
		"lost twice":     {answers(lostDot, lostDot), 5 * time.Hour, 2, "letter failed: unknown "},
		"never accepted": {func(context.Context, int, sent) error { return greylist }, 40 * time.Hour, 0, "letter failed: expired "},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, store.Options{}, func(b *bench) {
				b.post.answer = c.answer
				forgotten := 0
				b.config.Forget = func() { forgotten++ }
				b.start()
				var id privacy.LetterID
				b.update(func(tx *store.Tx) error {
					l := store.Letter{
						ID: tx.NewLetterID(), Template: "destroyed", To: address(t, "gone@mail.test"), State: store.LetterQueued, QueuedAt: tx.Now(), NextAt: tx.Now(),
						Bytes: []byte("Body"), Farewell: &store.Farewell{Number: b.number, Until: tx.Now().Add(24 * time.Hour)},
					}
					id = l.ID
					return tx.PutLetter(l)
				})
				b.sender.Wake()
				time.Sleep(c.wait) // synctest's clock
				synctest.Wait()
				err := b.store.View(func(tx *store.Tx) error { _, err := tx.Letter(id); return err })
				if !errors.Is(err, privacy.ErrNotFound) || b.count(store.LetterSent)+b.count(store.LetterFailed)+b.count(store.LetterQueued) != 0 {
					t.Errorf("it is still there: %v", err)
				}
				if n := len(b.post.all()); c.attempts > 0 && n != c.attempts || n < 1 {
					t.Errorf("%d attempts", n)
				}
				for _, m := range b.post.all() {
					if m.at.Sub(b.post.all()[0].at) >= 24*time.Hour {
						t.Error("tried after its time was over")
					}
				}
				if want := []string{c.act + string(b.number)}; !slices.Equal(b.chain(), want) {
					t.Errorf("chain %q, want %q", b.chain(), want)
				}
				if b.inReview() != "" || forgotten != 1 {
					t.Errorf("in review: %q; told to forget %d times", b.inReview(), forgotten)
				}
				if lines, err := b.store.Erasures(); err != nil || len(lines) != 1 || len(lines[0].Keys) != 1 {
					t.Errorf("ledger: %+v %v", lines, err)
				}
			})
		})
	}
}

// A letter that waits for its destruction does not leave.
func TestHeldFarewellStays(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.start()
		b.update(func(tx *store.Tx) error {
			return tx.PutLetter(store.Letter{ID: tx.NewLetterID(), Template: "destroyed", To: address(t, "gone@mail.test"), State: store.LetterHeld, Bytes: []byte("Body"),
				Farewell: &store.Farewell{Until: tx.Now().Add(time.Hour)}})
		})
		b.sender.Wake()
		time.Sleep(48 * time.Hour)
		if n := len(b.post.all()); n != 0 || b.count(store.LetterHeld) != 1 {
			t.Errorf("%d attempts", n)
		}
	})
}
