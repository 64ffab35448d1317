package intake

import (
	"testing"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// renumber is a server that numbers its messages anew.
func (o *office) renumber(box string, validity, next uint32) {
	o.t.Helper()
	_, err := o.in.Open(o.t.Context(), mailbox.Position{Mailbox: box, UIDValidity: validity, UIDNext: next})
	o.must(err)
}

// P14: UIDVALIDITY changes before the mail of before the first run was taken.
func TestOldMailStaysOldUnderNewNumbers(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	o.renumber("Archive", 7, 2)
	o.renumber("Archive", 8, 2)
	old := o.delivery(mail{from: aigul, results: proven(aigul), subject: markWithdraw}.raw(1))
	old.Key = mailbox.Key{Mailbox: "Archive", UIDValidity: 8, UID: 1}
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{old}))
	if r := o.request(o.disposition(old.Key)); r.Quiet != "old" || len(o.letters("")) != 0 || !o.processing(id) {
		t.Errorf("state %s, quiet %q, %d letters", r.State, r.Quiet, len(o.letters("")))
	}
	o.renumber("Archive", 9, 2)
	late := o.delivery(mail{from: aigul, results: proven(aigul), subject: markWithdraw, body: "Рақмет."}.raw(2))
	late.Key = mailbox.Key{Mailbox: "Archive", UIDValidity: 9, UID: 2}
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{late}))
	if r := o.request(o.disposition(late.Key)); r.Quiet != "" || r.State != privacy.StateClosed {
		t.Errorf("later mail: state %s, quiet %q", r.State, r.Quiet)
	}
}

// P6: UIDVALIDITY changes before a handled request got its keyword; one that waits
// for a person still gets none.
func TestHandledRequestIsFiledUnderItsNewNumber(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	handled := mail{from: aigul, results: proven(aigul), subject: markWithdraw}.raw(1)
	doubtful := mail{from: aigul, results: proven(aigul), subject: "Дербез деректерди жанарту"}.raw(2)
	o.getsRaw(handled)
	o.getsRaw(doubtful)
	o.renumber("INBOX", 2, 3)
	for i, raw := range [][]byte{handled, doubtful} {
		d := o.delivery(raw)
		d.Key.UIDValidity, d.Key.UID = 2, uint32(i+1)
		o.must(o.in.Process(t.Context(), []mailbox.Delivery{d}))
	}
	o.view(func(tx *store.Tx) error {
		uids, err := tx.ToFile("INBOX", 2, 10)
		if len(uids) != 1 || uids[0] != 1 {
			t.Errorf("to file: %v, want the handled one", uids)
		}
		return err
	})
}
