package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// An attack is letters a stranger could send, and all that may come of them. No
// attack changes a record: that is checked for every row and stands in none.
//
// One thing is not in the tables, because it does change a record, knowingly: a
// forged unsubscription stops information letters (see UnsubscribeUnproven).
type attack struct {
	name   string
	before []step // what honest people did before
	in     []step // the letters of the attack
	found  string // what is known of the author of the last one: proof, reason
	became string // the disposition of the last one, then state and reason of its request
	left   string // the letters that left: template, recipient; the office's words to nobody are ""
	pauses bool   // optional processing is suspended until the owner answers (P8)
}

// Three people are on record; mallory and the machines are not.
const (
	erlan   = "erlan@posta.example"
	dana    = "dana@firma.com.kz"
	mallory = "mallory@evil.example"
)

// scene is an office under attack.
type scene struct {
	*office
	raw  []byte // the last letter that came in
	key  mailbox.Key
	kept []byte // see keep
}

// step is something that happens: a letter comes in, or time goes by.
type step func(*scene)

func TestAttacks(t *testing.T) {
	for _, a := range slices.Concat(senderAttacks, resultAttacks, answerAttacks, textAttacks, floodAttacks) {
		t.Run(a.name, func(t *testing.T) {
			s := &scene{office: newOffice(t)}
			s.person(aigul, "Айгүл", "+77015550001")
			s.person(erlan, "Ерлан", "+77015550002")
			s.person(dana, "Дана", "+77015550003")
			for _, happens := range a.before {
				happens(s)
			}
			before, letters := s.records(), s.outbox()
			for _, happens := range a.in {
				happens(s)
			}
			s.compare("finding", s.finding(), a.found)
			s.compare("outcome", s.outcome(), a.became)
			s.compare("letters", s.outbox().without(letters), a.left)
			s.unchanged(before, a.pauses)
			if _, err := s.store.VerifyAudit(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func (s *scene) compare(what, got, want string) {
	s.t.Helper()
	if got != want {
		s.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// take lets a message in.
func (s *scene) take(raw []byte) {
	s.t.Helper()
	d := s.delivery(raw)
	s.raw, s.key = raw, d.Key
	s.must(s.in.Process(s.t.Context(), []mailbox.Delivery{d}))
}

// finding is what the verifier says of the last letter; a request of it says the same.
func (s *scene) finding() string {
	f := s.in.Verifier.Verify(s.t.Context(), message.Parse(s.raw), senderauth.Bytes{Raw: s.raw, Received: s.now})
	if d := s.disposition(s.key); d.What == store.DisposedRequest {
		if r := s.request(d); r.Proof != f.Proof || r.ProofWhy != f.Reason {
			s.t.Errorf("the request says %s %s, the verifier %s %s", r.Proof, r.ProofWhy, f.Proof, f.Reason)
		}
	}
	return string(f.Proof) + " " + f.Reason
}

// outcome is what became of the last letter, and of the request it is about.
func (s *scene) outcome() string {
	d := s.disposition(s.key)
	words := []string{d.What}
	if d.Reason != "" {
		words = append(words, d.Reason)
	}
	if len(d.Requests) == 0 {
		return strings.Join(words, " ")
	}
	r := s.request(d)
	why := r.Reason
	s.view(func(tx *store.Tx) error {
		item, err := tx.ReviewItem(r.ID)
		if err == nil && r.State == privacy.StateInReview {
			why = item.Why
		}
		return nil
	})
	return strings.Join(append(words, string(r.State), why), " ")
}

// posted counts letters by template and recipient, in the order they left.
type posted []string

func (s *scene) outbox() (p posted) {
	for _, l := range s.letters("") {
		p = append(p, l.Template+" "+l.Letter.To.Reveal())
		for _, secret := range []string{"5550001", "555 00 01", "Айгүл", "Ерлан", "Дана"} {
			if strings.Contains(l.Text, secret) {
				s.t.Errorf("the letter %s tells what is on record", l.Template)
			}
		}
	}
	return p
}

// without leaves out letters that had left before and joins equal ones: "10 × …".
func (p posted) without(before posted) string {
	var kinds []string
	count := map[string]int{}
	for _, l := range before {
		count[l]--
	}
	for _, l := range p {
		if count[l]++; count[l] > 0 && !slices.Contains(kinds, l) {
			kinds = append(kinds, l)
		}
	}
	if len(kinds) > 10 { // only a flood has so many
		template, _, _ := strings.Cut(kinds[0], " ")
		return fmt.Sprintf("%d × %s, to as many addresses", len(kinds), template)
	}
	for i, l := range kinds {
		if count[l] > 1 {
			kinds[i] = fmt.Sprintf("%d × %s", count[l], l)
		}
	}
	return strings.Join(kinds, ", ")
}

// records are the bytes of every record and of its consents, by address; and
// whether an address is suppressed.
func (s *scene) records() map[string]string {
	all := map[string]string{}
	s.view(func(tx *store.Tx) error {
		var people []store.Subject
		err := tx.EachSubject(func(p store.Subject) bool {
			people = append(people, p)
			return true
		})
		for _, p := range people {
			consents, err := tx.Consents(p.ID)
			s.must(err)
			_, suppressed, err := tx.Suppressed(p.Address)
			s.must(err)
			for i := range consents {
				consents[i].SuspendedAt, consents[i].SuspendedBy = time.Time{}, ""
			}
			b, err := cbor.Marshal([]any{p, consents, suppressed})
			s.must(err)
			all[p.Address.Reveal()] = string(b)
		}
		return err
	})
	return all
}

// unchanged reports records that are not what they were, to the byte. Suspended
// processing is no change of the record, but must be as the row says.
func (s *scene) unchanged(before map[string]string, pauses bool) {
	s.t.Helper()
	after := s.records()
	for address, record := range before {
		if after[address] != record {
			s.t.Errorf("the record of %s is changed or gone", address)
		}
	}
	if len(after) != len(before) {
		s.t.Errorf("%d records, want %d", len(after), len(before))
	}
	paused := false
	s.view(func(tx *store.Tx) error {
		return tx.EachSubject(func(p store.Subject) bool {
			consents, err := tx.Consents(p.ID)
			s.must(err)
			for _, c := range consents {
				paused = paused || c.SuspendedBy != ""
			}
			return true
		})
	})
	if paused != pauses {
		s.t.Errorf("processing suspended: %v, want %v", paused, pauses)
	}
}
