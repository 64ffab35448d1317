package store_test

import (
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// waitingTexts are what a letter that waits for its proof leaves in the store.
func (p person) waitingTexts() []string {
	return []string{"waiting " + p.subjectLine, "waiting " + p.body[:40], "asked for the key of " + p.address}
}

// wait puts a letter on record that came in the person's name and waits for its proof.
func (p person) wait(t testing.TB, s *store.Store, uid uint32) (r store.Request) {
	t.Helper()
	texts := p.waitingTexts()
	update(t, s, func(tx *store.Tx) (err error) {
		if r, err = request(tx, privacy.StateReceived); err != nil {
			return err
		}
		key := store.MessageKey{Mailbox: "INBOX", UIDValidity: 7, UID: uid}
		r.From, r.Message, r.ReceivedAt, r.Proof = address(t, p.address), key, tx.Now(), privacy.Unproven
		r.SubjectLine = privacy.NewPersonal(texts[0])
		r.ProofNextAt, r.ProofTries, r.ProofClues = tx.Now().Add(time.Minute), 1, []privacy.Clue{{Code: "signature", Args: []privacy.Arg{privacy.Plain(texts[2])}}}
		return first(tx.PutRequest(r), tx.PutMessageBytes(r.ID, []byte(texts[1])), tx.PutSaid(saidBy(uid), r),
			tx.PutDisposition(key, [32]byte{2, byte(uid), byte(uid >> 8)}, store.Disposition{What: store.DisposedRequest, Requests: []privacy.RequestID{r.ID}}))
	})
	return r
}

func saidBy(uid uint32) [32]byte { return [32]byte{3, byte(uid), byte(uid >> 8)} }

// P9: a letter that waits for its proof goes with whom it names as author, and the
// same words are new again.
func TestDestroyTakesALetterThatWaitsForItsProof(t *testing.T) {
	s := storetest.Open(t)
	p, other := newPerson(1), newPerson(2)
	sub, r := p.enter(t, s, 1)
	other.enter(t, s, 2)
	waiting, kept := p.wait(t, s, 11), other.wait(t, s, 12)
	destroy(t, s, sub, r)
	wantGone(t, s, p, sub, r)
	view(t, s, func(tx *store.Tx) error {
		if _, err := tx.CaseTombstone(waiting.Number); err != nil {
			t.Error(err)
		}
		if _, err := tx.MessageBytes(waiting.ID); err == nil {
			t.Error("the letter is left")
		}
		if _, said, err := tx.RequestSaid(saidBy(11), address(t, p.address)); said || err != nil {
			t.Error("it is known what the destroyed said:", said, err)
		}
		if found, said, err := tx.RequestSaid(saidBy(12), address(t, other.address)); !said || found.ID != kept.ID {
			t.Error("what somebody else said is forgotten:", err)
		}
		return tx.EachOpen(func(open store.Request) bool {
			if open.ID == waiting.ID {
				t.Error("the sweep would try it again")
			}
			return true
		})
	})
}
