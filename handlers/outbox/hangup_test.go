package outbox

import (
	"testing"
	"testing/synctest"

	"medico-intech.kz/otinish/store"
)

func TestHangUpClosesWhatIsKeptAndLettersGoOn(t *testing.T) {
	run(t, store.Options{}, func(b *bench) {
		b.start()
		for n := 1; n <= 6; n++ {
			id := b.queue("a@mail.test")[0]
			synctest.Wait()
			b.sender.HangUp()
			synctest.Wait()
			if b.post.open != 0 || b.post.sessions != n {
				t.Errorf("%d connections open, %d made for %d letters", b.post.open, b.post.sessions, n)
			}
			soon()
			b.expect(id, store.LetterSent, "accepted")
		}
	})
}
