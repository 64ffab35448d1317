package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// ledger is all that a store says, in words that do not depend on random numbers,
// times and the order of the letters' leaving. Two runs of a play that end in the
// same ledger had the same effects, each as often (P2).
type ledger struct {
	effects      []string
	dispositions []string // of UIDVALIDITY 1, under which every play begins

	names map[privacy.RequestID]string // Message-ID and kind
	calls map[privacy.Number]string
}

func (l *ledger) line(format string, args ...any) {
	l.effects = append(l.effects, fmt.Sprintf(format, args...))
}

// readLedger writes the ledger of a store.
func readLedger(t *testing.T, s *store.Store) *ledger {
	t.Helper()
	l := &ledger{names: make(map[privacy.RequestID]string), calls: make(map[privacy.Number]string)}
	err := s.View(func(tx *store.Tx) error {
		var errs []error
		note := func(err error) { errs = append(errs, err) }
		var requests []store.Request
		note(tx.EachRequest(func(r store.Request) bool { requests = append(requests, r); return true }))
		for _, r := range requests {
			l.names[r.ID] = fmt.Sprintf("%s %s", r.MessageID.Reveal(), r.Kind)
			l.calls[r.Number] = l.names[r.ID]
		}
		note(l.subjects(tx))
		for _, r := range requests {
			note(l.request(tx, r))
		}
		note(tx.EachEntry(func(e audit.Entry) bool {
			l.line("act %s: %s %s by %s", l.calls[e.Act.Number], e.Act.Act, e.Act.Reason, e.Act.Actor)
			return true
		}))
		note(tx.EachDisposition("INBOX", 1, func(uid uint32, d store.Disposition) bool {
			l.dispositions = append(l.dispositions, fmt.Sprintf("message %d is %s %s, %d requests", uid, d.What, d.Reason, len(d.Requests)))
			return true
		}))
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(l.effects)
	slices.Sort(l.dispositions)
	return l
}

func (l *ledger) subjects(tx *store.Tx) error {
	var people []store.Subject
	if err := tx.EachSubject(func(s store.Subject) bool { people = append(people, s); return true }); err != nil {
		return err
	}
	for _, s := range people {
		l.line("subject %s: %s, %s, %s, changed %v, blocked %v, no letters %v, destruction %v", s.ID, s.Address.Reveal(), s.Name.Reveal(),
			s.Phone.Reveal(), s.ChangedAt.After(s.AddedAt), s.Blocked, s.NoLetters, !s.DestructionDueAt.IsZero())
		consents, err := tx.Consents(s.ID)
		if err != nil {
			return err
		}
		for _, c := range consents {
			l.line("consent %s: %s, withdrawn %v by %s, suspended %v by %s", s.ID, c.Purpose, set(c.WithdrawnAt), l.names[c.WithdrawnBy], set(c.SuspendedAt), l.names[c.SuspendedBy])
		}
	}
	return nil
}

func set(t time.Time) bool { return !t.IsZero() }

func (l *ledger) request(tx *store.Tx, r store.Request) error {
	name := l.names[r.ID]
	l.line("%s: from %s of %s, %s %s %s/%s, %s because %s, quiet %q, doubts %v, words %s, closed %v, former %s, undo %v", name,
		r.From.Reveal(), r.SubjectID, r.State, r.Certainty, r.Proof, r.ProofBy, r.Route, r.Reason, r.Quiet, r.Doubts, r.Words,
		set(r.ClosedAt), r.FormerAddress.Reveal(), set(r.UndoUntil))
	for _, c := range r.Changes {
		l.line("%s: change of %s to %s, valid %v", name, c.Field, c.Value.Reveal(), c.Valid)
	}
	item, err := tx.ReviewItem(r.ID)
	if err == nil {
		l.line("%s: review because %s, urgent %v, version %d, %s", name, item.Why, item.Urgent, item.Version, item.Decision)
	} else if !errors.Is(err, privacy.ErrNotFound) {
		return err
	}
	if raw, err := tx.MessageBytes(r.ID); err == nil {
		l.line("%s: %d octets kept", name, len(raw))
	}
	if s, suppressed, err := tx.Suppressed(r.From); err != nil {
		return err
	} else if suppressed {
		l.line("%s: the address is suppressed by %s", name, l.names[s.RequestID])
	}
	questions, err := tx.ConfirmationsOf(r.ID)
	if err != nil {
		return err
	}
	for _, c := range questions {
		l.line("%s: question %s to %s, used %v, reminded %v", name, c.Act, c.Address.Reveal(), set(c.UsedAt), set(c.RemindedAt))
	}
	letters, err := tx.LettersOf(r.ID)
	for _, letter := range letters {
		l.line("%s: letter %s in %s to %s, %s", name, letter.Template, letter.Language, letter.To.Reveal(), letter.State)
	}
	return err
}

// same tells what one run has and the other has not.
func same(t *testing.T, want, got []string) {
	t.Helper()
	var b strings.Builder
	for len(want) > 0 || len(got) > 0 {
		switch {
		case len(got) == 0 || len(want) > 0 && want[0] < got[0]:
			fmt.Fprintf(&b, "- %s\n", want[0])
			want = want[1:]
		case len(want) == 0 || got[0] < want[0]:
			fmt.Fprintf(&b, "+ %s\n", got[0])
			got = got[1:]
		default:
			want, got = want[1:], got[1:]
		}
	}
	if b.Len() > 0 {
		t.Errorf("not the end that the undisturbed run had (- missing, + too much):\n%s", b.String())
	}
}

// copies counts the mails that the server took, by Message-ID, and checks that two
// with one Message-ID are the same.
func (w *world) copies() map[string]int {
	counts := make(map[string]int)
	first := make(map[string]string)
	for _, mail := range w.server.Received() {
		id := message.Parse(mail.Data).MessageID
		counts[id]++
		whole := strings.Join(mail.To, " ") + "\n" + string(mail.Data)
		if first[id] == "" {
			first[id] = whole
		}
		if first[id] != whole {
			w.t.Errorf("two different mails carry the Message-ID %s", id)
		}
	}
	return counts
}

// eachLetterOnce compares the letters in the store with the mails that left: every
// one was sent, once, and again as often as owed allows.
func (w *world) eachLetterOnce(s *store.Store, owed func(store.Letter) (least, most int)) {
	w.t.Helper()
	left := w.copies()
	twins := make(map[string]string)
	err := s.View(func(tx *store.Tx) error {
		return tx.EachLetter(func(l store.Letter) bool {
			if l.State != store.LetterSent {
				w.t.Errorf("letter %s is %s", l.Template, l.State)
			}
			least, most := owed(l)
			if n := left[l.MessageID]; n < 1+least || n > 1+most {
				w.t.Errorf("letter %s left %d times, want 1 and %d to %d more", l.Template, n, least, most)
			}
			delete(left, l.MessageID)
			purpose := fmt.Sprint(l.RequestID, l.Template, l.To.Reveal())
			if twins[purpose] != "" {
				w.t.Errorf("two letters %s about one request", l.Template)
			}
			twins[purpose] = l.MessageID
			return true
		})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for id := range left {
		w.t.Errorf("a mail left that is not on record: %s", id)
	}
}
