package console

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// How the sender was checked is read in the language of the page, on what happened too. A
// request of before it was kept as codes shows the English sentences that it has.
func TestHowTheSenderWasCheckedIsRead(t *testing.T) {
	d := newDesk(t)
	n := d.near()
	path := "/requests/" + string(n)
	b := d.as("aliya")
	change := func(f func(*store.Request)) {
		d.must(d.store.Update(t.Context(), func(tx *store.Tx) error {
			r, err := tx.RequestByNumber(n)
			d.must(err)
			f(&r)
			return tx.PutRequest(r)
		}))
	}
	d.must(d.store.Update(t.Context(), func(tx *store.Tx) error {
		return tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: "proof-settled", Number: n, Reason: "unproven/dns-temporary"})
	}))
	change(func(r *store.Request) {
		r.ProofClues = append(r.ProofClues, privacy.Clue{Code: "key-short", Args: []privacy.Arg{privacy.Plain("posta.example"), privacy.Plain(1024)}})
	})
	b.post("/language", url.Values{"language": {"kk"}})
	page := b.page(path)
	holds(t, page, "расталған</span>: пошта серверінің дерегінше, хат From домені бойынша DMARC тексеруінен өткен", "(DMARC)",
		"<li>Сервер – mx.mysal.example, домен – posta.example, DMARC тексеруі: өтті (pass)</li>", "<li>Қолтаңба кілті қысқа, 1024 бит; доменнің оны жаңартқаны жөн: posta.example</li>",
		"расталмаған: атаулар серверлері жауап бермегендіктен")
	for _, code := range []string{"dmarc-pass", "key-short", "dns-temporary", "(dmarc)"} {
		if strings.Contains(page, code) {
			t.Errorf("the page shows %s", code)
		}
	}
	change(func(r *store.Request) { r.ProofBy, r.ProofWhy = "confirmation", "no-signature" })
	holds(t, b.page(path), "расталған</span> (жауап хатымен). Хаттың өзі: хатқа қол қойылмаған")
	change(func(r *store.Request) {
		r.ProofClues, r.ProofLines = nil, []string{"mx.mysal.example found dmarc=pass for posta.example"}
	})
	holds(t, b.page(path), `<ul class="mono" lang="en"><li>mx.mysal.example found dmarc=pass for posta.example</li>`)
	change(func(r *store.Request) {
		r.State, r.ProofNextAt = privacy.StateReceived, d.clock().Add(time.Hour)
	})
	holds(t, b.page(path), "Келесі тексеру: 24.11.2026, 15:00; оған дейін хат жіберілмейді.")
}
