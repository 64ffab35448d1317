package intake

import (
	"errors"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

func (o *office) farewells() (list []store.Letter) {
	o.t.Helper()
	o.view(func(tx *store.Tx) (err error) { list, err = tx.Farewells(); return err })
	return list
}

func (o *office) eraseFarewell(id privacy.LetterID, why string) {
	o.t.Helper()
	o.must(o.store.Update(o.t.Context(), func(tx *store.Tx) error { return tx.EraseFarewell(id, why) }))
}

// Who asked for it is told that it was done, in their language, with number and
// receipt; the letter is the last there is of them, and goes when it has left.
func TestTheDestroyedAreTold(t *testing.T) {
	o, id, due := withdrawn(t)
	before := o.last(aigul, templates.Withdrawn)
	if !strings.Contains(strings.Join(strings.Fields(before.Text), " "), "соңғы хат жібереміз") {
		t.Errorf("not told beforehand:\n%s", before.Text)
	}
	number := before.Text[strings.Index(before.Text, "OT-"):][:12]
	at := due.Add(-handlers.DestroyAhead)
	o.sweepAt(at)
	l := o.last(aigul, templates.Destroyed)
	if l.State != store.LetterQueued || l.RequestID != "" || l.Farewell.Subject != id || string(l.Farewell.Number) != number || !l.Farewell.Until.Equal(due) || !l.NextAt.Equal(at) {
		t.Errorf("%+v", l.Letter)
	}
	for _, want := range []string{"дербес деректеріңіз жойылды", number} {
		if !strings.Contains(l.Text, want) {
			t.Errorf("does not say %q:\n%s", want, l.Text)
		}
	}
	if f, err := o.store.VerifyReceipt(l.Text); err != nil || !f.Genuine || !f.SameText || !f.OnChain {
		t.Errorf("receipt: %+v %v", f, err)
	}
	if !message.Parse(l.Bytes).Automatic.Strong {
		t.Error("a machine could answer it")
	}
	o.eraseFarewell(l.ID, "")
	o.eraseFarewell(l.ID, "") // twice is once
	if list := o.letters(""); len(list) != 0 || len(o.farewells()) != 0 {
		t.Errorf("left: %+v", list)
	}
	if !strings.HasSuffix(o.acts(), " subject-destroyed letter sent ") {
		t.Error(o.acts())
	}
	if _, err := o.store.CheckSealed(nil); err != nil {
		t.Error(err)
	}
	lines, err := o.store.Erasures()
	if err != nil || len(lines) != 2 || lines[0].Farewell != l.ID || lines[1].Letter.ID != l.ID || len(lines[1].Keys) != 1 {
		t.Errorf("%+v %v", lines, err)
	}
}

// Whom nobody asked about, or nobody may write to, gets none.
func TestNoLetterToTheDestroyed(t *testing.T) {
	for name, prepare := range map[string]func(o *office) privacy.SubjectID{
		"a court's order": func(o *office) privacy.SubjectID {
			id := o.person(aigul, "Айгүл", "")
			o.must(o.store.Update(o.t.Context(), func(tx *store.Tx) error {
				list, err := tx.Consents(id)
				for _, c := range list {
					c.WithdrawnAt = tx.Now()
					err = errors.Join(err, tx.PutConsent(c))
				}
				return err
			}))
			return id
		},
		"to be kept quiet about": func(o *office) privacy.SubjectID {
			id := o.person(aigul, "Айгүл", "")
			o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw})
			o.leave()
			o.must(o.store.Update(o.t.Context(), func(tx *store.Tx) error {
				list, err := tx.RequestsOf(privacy.Address{}, id, 0)
				list[0].Quiet = "limit"
				return errors.Join(err, tx.PutRequest(list[0]))
			}))
			return id
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := prepare(o)
			if _, err := o.desk.Destroy(t.Context(), aidos, id, "court-order"); err != nil {
				t.Fatal(err)
			}
			if list := o.letters(""); len(list) != 0 || strings.Contains(o.acts(), "letter/destroyed") {
				t.Errorf("%+v", list)
			}
		})
	}
}

// What cannot leave in time goes all the same; so does a letter whose destruction did
// not come about, and one of which a restore cannot know whether it left.
func TestLettersToTheDestroyedEnd(t *testing.T) {
	o, _, due := withdrawn(t)
	o.sweepAt(due.Add(-time.Minute)) // late: an hour is left
	l := o.last(aigul, templates.Destroyed)
	if until := o.now.Add(time.Hour); !l.Farewell.Until.Equal(until) {
		t.Errorf("%v", l.Farewell.Until)
	}
	o.sweepAt(l.Farewell.Until.Add(9 * time.Minute))
	if len(o.farewells()) != 1 {
		t.Error("an attempt that runs has no time to end")
	}
	o.sweepAt(l.Farewell.Until.Add(11 * time.Minute))
	if len(o.letters("")) != 0 {
		t.Error("it stays")
	}

	o, id, due := withdrawn(t)
	held := func() {
		_, err := o.store.Foresee(t.Context(), store.Destruction{Subject: id, Ground: "withdrawn", By: aidos}, func(tx *store.Tx, d store.Doomed) error {
			_, err := o.desk.Office.Farewell(tx, d)
			return err
		})
		o.must(err)
	}
	held()
	o.now = o.now.Add(time.Minute)
	held() // written anew: the other one goes
	if list := o.farewells(); len(list) != 1 || list[0].State != store.LetterHeld {
		t.Errorf("%+v", list)
	}
	o.sweepAt(o.now.Add(5 * time.Minute))
	if len(o.farewells()) != 1 {
		t.Error("gone while its destruction may be under way")
	}
	o.sweepAt(o.now.Add(6 * time.Minute))
	if len(o.farewells()) != 0 || o.subject(id).ID != id {
		t.Error("it stays")
	}

	o.sweepAt(due.Add(-handlers.DestroyAhead))
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { return tx.MarkRestored(tx.Now()) }))
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { _, err := o.desk.Office.Restored(tx); return err }))
	if len(o.letters(aigul)) != 0 || !strings.HasSuffix(o.acts(), "letter failed ") {
		t.Error("it may leave twice:", o.acts())
	}
}

// The commit that destroys fails behind its line: nothing is reported done; asked
// again, it is, and the letter that was written before leaves, once.
func TestTheDestroyedAreToldAfterAFailedCommit(t *testing.T) {
	o, id, _ := withdrawn(t)
	commits := 0
	o.fault = func(op string) error {
		if op != "commit" {
			return nil
		}
		if commits++; commits == 2 { // behind the one that wrote the letter
			return errors.New("no space left")
		}
		return nil
	}
	if _, err := o.desk.Destroy(t.Context(), aidos, id, "withdrawn"); !errors.Is(err, privacy.ErrUnavailable) {
		t.Fatal(err)
	}
	if list := o.farewells(); len(list) != 1 || list[0].State != store.LetterHeld {
		t.Fatalf("%+v", list)
	}
	tomb, err := o.desk.Destroy(t.Context(), aidos, id, "withdrawn")
	if err != nil || tomb.SubjectID != id || !o.destroyed(id) {
		t.Errorf("%+v %v", tomb, err)
	}
	if list := o.farewells(); len(list) != 1 || list[0].State != store.LetterQueued || strings.Count(o.acts(), "letter/destroyed") != 1 {
		t.Errorf("%+v %s", list, o.acts())
	}
}
