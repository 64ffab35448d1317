package intake

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/mailbox"
)

func movedTo(uid, to uint32) mailbox.Moved {
	return mailbox.Moved{Key: mailbox.Key{Mailbox: "INBOX", UIDValidity: 1, UID: uid}, To: mailbox.Key{Mailbox: "Handled", UIDValidity: 7, UID: to}}
}

// Originals that were moved: what the server said of them goes on record with the
// next batch, and only messages with the bytes of what must go are proven.
func TestMovedOriginalsOfTheDestroyed(t *testing.T) {
	o := newOffice(t)
	o.desk.Originals = true
	id := o.person(aigul, "Айгүл", "")
	o.person("bolat@posta.example", "Болат", "")
	others := mail{from: "bolat@posta.example", results: proven("bolat@posta.example"), subject: markUnsubscribe}.raw(1)
	o.getsRaw(others) // 1
	raw := mail{from: aigul, subject: markWithdraw}.raw(9)
	o.getsRaw(raw)                                  // 2: a question leaves
	o.gets(reply(o.letters(aigul)[0], aigul, "Иә")) // 3
	o.getsRaw(raw)                                  // 4: a copy
	o.leave()
	o.must(o.in.Moved(t.Context(), []mailbox.Moved{movedTo(1, 70), movedTo(2, 71)}))
	o.must(o.in.Flush(t.Context()))
	if list, err := o.in.MovedToErase(t.Context(), "INBOX", 10); err != nil || len(list) != 0 {
		t.Errorf("before the destruction: %v %v", list, err)
	}
	o.sweepAt(o.subject(id).DestructionDueAt)

	if got, err := o.in.ToErase(t.Context(), "INBOX", 1, 10); err != nil || !slices.Equal(got, []uint32{3, 4}) {
		t.Errorf("not moved: %v %v", got, err)
	}
	o.must(o.in.LookElsewhere(t.Context(), "INBOX", 1, []uint32{3}))
	o.must(o.in.Moved(t.Context(), []mailbox.Moved{movedTo(4, 73)})) // not on record yet
	list, err := o.in.MovedToErase(t.Context(), "INBOX", 10)
	unknown := movedTo(3, 0)
	unknown.To = mailbox.Key{}
	if want := []mailbox.Moved{movedTo(2, 71), unknown, movedTo(4, 73)}; err != nil || !slices.Equal(list, want) {
		t.Errorf("moved: %v %v", list, err)
	}
	prove := func(raw []byte, uid uint32) {
		t.Helper()
		k, found, err := o.in.Proven(t.Context(), "INBOX", o.delivery(raw).Fingerprint)
		if err != nil || found != (uid != 0) || k.UID != uid {
			t.Errorf("proven: %v %v %v, want %d", k, found, err, uid)
		}
	}
	prove(others, 0)
	prove(append(slices.Clone(raw), '\n'), 0)
	prove(raw, 2)
	o.must(o.in.ErasedMoved(t.Context(), []mailbox.Key{movedTo(2, 0).Key, movedTo(3, 0).Key}))
	prove(raw, 4) // the copy asked the same
	o.must(o.in.ErasedMoved(t.Context(), []mailbox.Key{movedTo(4, 0).Key}))
	prove(raw, 0)
	if list, err := o.in.MovedToErase(t.Context(), "INBOX", 10); err != nil || len(list) != 0 {
		t.Errorf("afterwards: %v %v", list, err)
	}
}
