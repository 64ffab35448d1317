package intake

import (
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// P9: a letter that still waits for its proof goes with the person it names. The name
// server comes back, and nobody is answered, nothing is tried again, nothing fails.
func TestDestructionTakesALetterThatWaitsForItsProof(t *testing.T) {
	o, id, due := withdrawn(t)
	o.now = due.Add(-25 * time.Hour)
	dns := o.mute()
	d := o.gets(update(aigul, proven(aigul)))
	if r := o.request(d); r.State != privacy.StateReceived || r.ProofNextAt.IsZero() {
		t.Fatalf("%s waits for nothing", r.State)
	}
	letters := len(o.letters(""))
	o.sweepAt(due.Add(-23 * time.Hour))
	if !o.destroyed(id) {
		t.Fatal("a letter without proof held the destruction up")
	}
	asked := dns.asked.Load()
	dns.back = true
	o.must(o.in.ProveAgain(t.Context()))
	if dns.asked.Load() != asked || len(o.letters("")) > letters || len(o.waiting()) != 0 {
		t.Errorf("asked %d times, %d letters, %d wait", dns.asked.Load()-asked, len(o.letters("")), len(o.waiting()))
	}
	storeHas := func(tx *store.Tx) error { _, err := tx.MessageBytes(d.Requests[0]); return err }
	if err := o.store.View(storeHas); !isNotFound(err) {
		t.Error("its bytes are left:", err)
	}
}

// The destruction comes while the name server is asked: what it says then is about
// nobody.
func TestProofThatComesAfterTheDestruction(t *testing.T) {
	o, id, due := withdrawn(t)
	o.now = due.Add(-25 * time.Hour)
	dns := o.mute()
	req := o.request(o.gets(update(aigul, proven(aigul))))
	o.sweepAt(due.Add(-23 * time.Hour))
	if !o.destroyed(id) {
		t.Fatal("not destroyed")
	}
	dns.back = true
	o.must(o.in.proveAgain(t.Context(), t.Context(), req))
	r := &reading{}
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { return o.in.settle(tx, r, req.ID) }))
	if len(o.waiting()) != 0 {
		t.Error("a person is asked about somebody who is gone")
	}
}
