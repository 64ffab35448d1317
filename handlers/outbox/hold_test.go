package outbox

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"medico-intech.kz/otinish/store"
)

// What waits leaves when it may again, without being woken; an attempt under way is put
// on record all the same.
func TestHeldLettersWait(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		var held atomic.Bool
		held.Store(true)
		b.config.Hold = held.Load
		b.start()
		id := b.queue("aigerim@mail.test")[0]
		b.sender.Wake()
		time.Sleep(time.Hour) // synctest's clock
		synctest.Wait()
		if n := len(b.post.all()); n != 0 {
			t.Fatalf("%d letters left", n)
		}
		held.Store(false)
		time.Sleep(2 * busyLook)
		synctest.Wait()
		b.expect(id, store.LetterSent, "accepted")
	})
}
