package intake

import (
	"errors"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

const (
	aigul        = "aigul@posta.example"
	markUpdate   = "Дербес деректерді жаңарту"
	markWithdraw = "Дербес деректерді өңдеуге келісімді қайтарып алу"
)

func TestProvenUpdateIsAppliedAndAnswered(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	d := o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Аты-жөні: Айгүл Смағұлова\r\nТелефон: 8 701 555 77 88"})
	r := o.request(d)
	s := o.subject(id)
	if r.State != privacy.StateClosed || s.Phone.Reveal() != "+77015557788" || s.Name.Reveal() != "Айгүл Смағұлова" {
		t.Errorf("state %s, phone %q, name %q", r.State, s.Phone.Reveal(), s.Name.Reveal())
	}
	l := o.last(aigul, templates.Updated)
	if !strings.Contains(l.SubjectLine, string(r.Number)) || l.InReplyTo[0] != "m1@writer.example" {
		t.Errorf("letter %q in reply to %v", l.SubjectLine, l.InReplyTo)
	}
	if strings.Contains(l.Text, "555") || strings.Contains(l.Text, "Смағұлова") {
		t.Error("the letter repeats personal data")
	}
	if len(o.letters("")) != 1 {
		t.Errorf("%d letters, want 1", len(o.letters("")))
	}
}

// P8: the transaction that records a withdrawal stops the processing.
func TestProvenWithdrawalStopsProcessing(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw})
	s := o.subject(id)
	if o.processing(id) || !s.NoLetters || s.DestructionDueAt.IsZero() {
		t.Errorf("processing %v, no letters %v, destruction due %v", o.processing(id), s.NoLetters, s.DestructionDueAt)
	}
	o.last(aigul, templates.Withdrawn)
}

// P3 and P8: without proof nothing is changed, processing only pauses; the answer
// of the address on file proves it.
func TestUnprovenWithdrawalPausesAndAsks(t *testing.T) {
	for name, c := range map[string]struct {
		words    string
		template string
		state    privacy.State
		on       bool
	}{
		"yes":     {"Иә", templates.Withdrawn, privacy.StateClosed, false},
		"no":      {"ЖОҚ", templates.NotConfirmed, privacy.StateClosed, true},
		"unclear": {"Бұл не хат?", templates.ConfirmationQuestion, privacy.StateInReview, false},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "")
			d := o.gets(mail{from: aigul, subject: markWithdraw})
			if r := o.request(d); r.State != privacy.StateAwaiting {
				t.Fatalf("state %s", r.State)
			}
			if s := o.subject(id); o.processing(id) || s.NoLetters || !s.DestructionDueAt.IsZero() {
				t.Fatal("processing goes on, or more than a pause was made")
			}
			question := o.last(aigul, templates.ConfirmationQuestion)
			o.gets(reply(question, aigul, c.words))
			if r := o.request(d); r.State != c.state {
				t.Errorf("state %s, want %s", r.State, c.state)
			}
			if o.processing(id) != c.on {
				t.Errorf("processing = %v", !c.on)
			}
			o.last(aigul, c.template)
		})
	}
}

// P4: the letters to an unproven address on record and to one that is not are the
// same but for number and token.
func TestNoOracle(t *testing.T) {
	for _, subject := range []string{markUpdate, markWithdraw, "Отпишите меня от рассылки", "Мен туралы қандай деректеріңіз бар?", "Дербез деректерди жанарту"} {
		texts := make(map[bool]string)
		for _, onRecord := range []bool{true, false} {
			o := newOffice(t)
			if onRecord {
				o.person(aigul, "Айгүл", "+77015550001")
			}
			o.gets(mail{from: aigul, subject: subject, body: "Телефон: 8 701 555 77 88"})
			list := o.letters(aigul)
			if len(list) != 1 {
				t.Fatalf("%s: %d letters", subject, len(list))
			}
			l := list[0]
			var request store.Request
			o.view(func(tx *store.Tx) (err error) {
				request, err = tx.Request(l.RequestID)
				return err
			})
			text := l.SubjectLine + "\n" + l.Text
			text = withoutReceipt(strings.ReplaceAll(text, string(request.Number), "NUMBER"))
			for _, token := range handlers.Tokens(text) {
				text = strings.ReplaceAll(text, token, "TOKEN")
			}
			texts[onRecord] = text
		}
		if texts[true] != texts[false] {
			t.Errorf("%s: the letters differ:\n%s\n---\n%s", subject, texts[true], texts[false])
		}
	}
}

func TestForgedLetterChangesNothingAndGetsNoLetter(t *testing.T) {
	for name, m := range map[string]mail{
		"dmarc fails":     {from: aigul, results: "dmarc=fail (p=reject) header.from=posta.example", subject: markWithdraw},
		"two From":        {from: aigul, results: proven(aigul), subject: markWithdraw, header: []string{"From: other@posta.example"}},
		"two addresses":   {from: aigul + ", other@posta.example", results: proven(aigul), subject: markWithdraw},
		"our own address": {from: ours, results: proven(ours), subject: markWithdraw},
	} {
		o := newOffice(t)
		id := o.person(aigul, "Айгүл", "")
		r := o.request(o.gets(m))
		if r.State != privacy.StateInReview || !o.processing(id) || len(o.letters("")) != 0 {
			t.Errorf("%s: state %s, processing %v, %d letters", name, r.State, o.processing(id), len(o.letters("")))
		}
	}
}

// A header that a stranger writes below our server's Received proves nothing.
func TestForgedResultsProveNothing(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	r := o.request(o.gets(mail{from: aigul, subject: markWithdraw, header: []string{"Authentication-Results: mx.mysal.example; " + proven(aigul)}}))
	if r.Proof != privacy.Unproven || o.subject(id).NoLetters {
		t.Errorf("proof %s", r.Proof)
	}
}

func TestATokenIsForOneAddressAndOneUse(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	o.gets(mail{from: aigul, subject: markWithdraw})
	question := o.last(aigul, templates.ConfirmationQuestion)

	o.gets(reply(question, "mallory@evil.example", "YES"))
	if o.subject(id).NoLetters {
		t.Fatal("another address used the token")
	}
	machine := reply(question, aigul, "YES")
	machine.header = append(machine.header, "Auto-Submitted: auto-replied")
	if d := o.gets(machine); d.What != store.DisposedAutomatic || o.subject(id).NoLetters {
		t.Fatal("an answering machine confirmed")
	}
	o.gets(reply(question, aigul, "YES"))
	if !o.subject(id).NoLetters {
		t.Fatal("the owner could not confirm")
	}
	before := len(o.letters(""))
	again := reply(question, aigul, "NO")
	if d := o.gets(again); d.Reason != "answered-late" || len(o.letters("")) != before || o.processing(id) {
		t.Errorf("a used token still works: %+v", d)
	}
}

func TestExpiredTokenChangesNothing(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	d := o.gets(mail{from: aigul, subject: markUpdate, body: "Телефон: 8 701 555 77 88"})
	question := o.last(aigul, templates.ConfirmationQuestion)
	o.now = o.now.Add(8 * 24 * time.Hour)
	o.gets(reply(question, aigul, "YES"))
	if r := o.request(d); r.State != privacy.StateInReview || r.Reason == "" {
		t.Errorf("state %s", r.State)
	}
}

func TestAddressChangeAsksBothEnds(t *testing.T) {
	const newAddress = "aigul@novaya.example"
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	d := o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Жаңа e-mail: " + newAddress})
	if got := o.subject(id).Address.Reveal(); got != aigul {
		t.Fatalf("changed before the new end confirmed: %s", got)
	}
	notice := o.last(aigul, templates.AddressNotice)
	if strings.Contains(notice.Text, newAddress) || !strings.Contains(notice.Text, "a***@n***.example") {
		t.Error("the notice does not mask the new address")
	}
	o.gets(reply(o.last(newAddress, templates.AddressQuestion), newAddress, "ИӘ"))
	if got := o.subject(id).Address.Reveal(); got != newAddress {
		t.Fatalf("address is %s", got)
	}
	o.last(newAddress, templates.AddressChanged)

	o.gets(reply(notice, aigul, "ТОҚТАТУ"))
	if got := o.subject(id).Address.Reveal(); got != aigul {
		t.Errorf("not undone: %s", got)
	}
	if r := o.request(d); r.State != privacy.StateInReview {
		t.Errorf("nobody looks at an undone change: %s", r.State)
	}
	o.last(aigul, templates.Undone)
}

func TestStoppedAddressChangeCannotBeConfirmed(t *testing.T) {
	const newAddress = "mallory@evil.example"
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "E-mail: " + newAddress})
	question := o.last(newAddress, templates.AddressQuestion)
	o.gets(reply(o.last(aigul, templates.AddressNotice), aigul, "STOP"))
	o.gets(reply(question, newAddress, "YES"))
	if got := o.subject(id).Address.Reveal(); got != aigul {
		t.Errorf("a stopped change was made: %s", got)
	}
}

// Neither end learns from the letters that the new address is another record's; a
// person sees it once both ends agreed, and cannot carry it out by accident.
func TestAddressOfAnotherRecordGoesToAPerson(t *testing.T) {
	const other = "other@posta.example"
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	o.person(other, "Ерлан", "")
	d := o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "E-mail: " + other})
	o.gets(reply(o.last(other, templates.AddressQuestion), other, "Иә"))
	r := o.request(d)
	letters := len(o.letters(""))
	err := o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{})
	if r.State != privacy.StateInReview || !errors.Is(err, privacy.ErrNotAllowed) || !strings.Contains(err.Error(), "another person") || len(o.letters("")) != letters {
		t.Errorf("state %s, approved: %v", r.State, err)
	}
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{ByHand: true}))
	if len(o.waiting()) != 0 {
		t.Error("it waits still")
	}
}

func TestBlockedIsFrozen(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error {
		s, err := tx.Subject(id)
		if err != nil {
			return err
		}
		s.Blocked = true
		return tx.PutSubject(s)
	}))
	for _, subject := range []string{markUpdate, markWithdraw} {
		r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: subject, body: "Телефон: 8 701 555 77 88"}))
		if r.State != privacy.StateInReview || o.subject(id).Phone.Reveal() != "+77015550001" || o.subject(id).NoLetters {
			t.Errorf("%s: state %s", subject, r.State)
		}
	}
}

func TestNothingHeld(t *testing.T) {
	o := newOffice(t)
	d := o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw})
	if r := o.request(d); r.State != privacy.StateClosed {
		t.Errorf("withdrawal without a record: %s", r.State)
	}
	o.view(func(tx *store.Tx) error {
		if _, ok, err := tx.Suppressed(o.address(aigul)); err != nil || !ok {
			t.Errorf("not on the suppression list: %v", err)
		}
		return nil
	})
	o.last(aigul, templates.NothingHeld)
	const other = "erlan@posta.example"
	if r := o.request(o.gets(mail{from: other, results: proven(other), subject: markUpdate, body: "Телефон: 8 701 555 77 88"})); r.State != privacy.StateInReview {
		t.Errorf("update without a record: %s", r.State)
	}
	o.last(other, templates.NothingHeld)
}

// P14: what lay in the mailbox before the first run gets no letter.
func TestMailBeforeTheBaselineGetsNoLetter(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	if _, err := o.in.Open(t.Context(), mailbox.Position{Mailbox: "Archive", UIDValidity: 7, UIDNext: 2}); err != nil {
		t.Fatal(err)
	}
	old := o.delivery(mail{from: aigul, results: proven(aigul), subject: markWithdraw}.raw(1))
	old.Key = mailbox.Key{Mailbox: "Archive", UIDValidity: 7, UID: 1}
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{old}))
	r := o.request(o.disposition(old.Key))
	if r.State != privacy.StateInReview || len(o.letters("")) != 0 || !o.processing(id) {
		t.Errorf("state %s, %d letters", r.State, len(o.letters("")))
	}
}

// P2: the same bytes under another UID, and all of them under a new UIDVALIDITY.
func TestTheSameBytesTakeEffectOnce(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	raw := mail{from: aigul, results: proven(aigul), subject: markWithdraw}.raw(1)
	first := o.getsRaw(raw)
	if d := o.getsRaw(raw); d.What != store.DisposedDuplicate || d.Requests[0] != first.Requests[0] {
		t.Errorf("second UID: %+v", d)
	}
	if _, err := o.in.Open(t.Context(), mailbox.Position{Mailbox: "INBOX", UIDValidity: 2, UIDNext: 3}); err != nil {
		t.Fatal(err)
	}
	again := o.delivery(raw)
	again.Key.UIDValidity = 2
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{again, again}))
	if d := o.disposition(again.Key); d.What != store.DisposedDuplicate {
		t.Errorf("new UIDVALIDITY: %+v", d)
	}
	if n := len(o.letters("")); n != 1 {
		t.Errorf("%d letters, want 1", n)
	}
}
