package intake

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// held is what a decision can touch.
type standing struct {
	Request  store.Request
	Item     store.ReviewItem
	Subject  store.Subject
	Consents []store.Consent
	Listed   bool // on the suppression list
	Open     int  // questions that can be answered
	Leaving  int  // letters that will leave
}

func (o *office) standing(n privacy.Number, id privacy.SubjectID) (s standing) {
	o.t.Helper()
	o.view(func(tx *store.Tx) (err error) {
		if s.Request, err = tx.RequestByNumber(n); err != nil {
			return err
		}
		s.Item, err = tx.ReviewItem(s.Request.ID)
		s.Subject, _ = tx.Subject(id)
		s.Consents, _ = tx.Consents(id)
		_, s.Listed, _ = tx.Suppressed(s.Subject.Address)
		questions, _ := tx.ConfirmationsOf(s.Request.ID)
		for _, q := range questions {
			if q.UsedAt.IsZero() {
				s.Open++
			}
		}
		return err
	})
	for _, l := range o.letters("") {
		if l.State == store.LetterQueued && l.NextAt.After(o.now) {
			s.Leaving++
		}
	}
	s.Item.Version, s.Item.Stood, s.Item.StoodAt, s.Request.Undo = 0, 0, 0, nil // the version only rises
	return s
}

// Whatever was decided, taking it back leaves everything as it stood.
func TestUndoLeavesEverythingAsItStood(t *testing.T) {
	acts := map[string]review.Act{
		"update":        {Verb: "approve"},
		"other address": {Verb: "approve", Values: []review.Value{{Field: privacy.FieldEmail, Value: "new@posta.example"}}},
		"decline":       {Verb: "decline", Ground: templates.GroundRetention, Article: "206-бап", Text: "Сақтау міндетті."},
		"not a request": {Verb: "not-a-request"},
		"reclassify":    {Verb: "reclassify", Kind: privacy.KindErase},
		"confirm":       {Verb: "confirm"},
		"ask":           {Verb: "ask", Text: "Қай нөмір?"},
		"reply":         {Verb: "reply", Text: "Қараймыз.", Open: true},
		"assign":        {Verb: "assign", To: "bota"},
		"hold":          {Verb: "hold", Ground: "DISPUTE", Until: time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)},
		"split":         {Verb: "split", Kind: privacy.KindErase},
		"due":           {Verb: "due", Until: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			r := o.near("")
			before := o.standing(r.Number, id)
			_, err := o.desk.Do(t.Context(), r.Number, aidos, act)
			o.must(err)
			if reflect.DeepEqual(o.standing(r.Number, id), before) {
				t.Fatal("the decision did nothing")
			}
			o.now = o.now.Add(9 * time.Minute)
			if o.see(r.Number).UndoUntil.IsZero() {
				t.Fatal("nothing to take back is shown")
			}
			o.must(o.desk.Undo(t.Context(), r.Number, bota, 0))
			if after := o.standing(r.Number, id); !reflect.DeepEqual(after, before) {
				t.Errorf("before %+v\nafter  %+v", before, after)
			}
			if len(o.waiting()) != 1 {
				t.Errorf("%d wait", len(o.waiting()))
			}
			if err := o.desk.Undo(t.Context(), r.Number, bota, 0); !errors.Is(err, privacy.ErrNotAllowed) {
				t.Errorf("twice: %v", err)
			}
		})
	}
}

func TestUndoOfAnErasureAndOfAMerging(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	one, two := o.near(""), o.near(" қайта")
	o.reclassify(one.Number, privacy.KindErase)
	before := o.standing(one.Number, id)
	o.must(o.desk.Approve(t.Context(), one.Number, aidos, 0, review.Approval{Read: true}))
	if s := o.standing(one.Number, id); s.Subject.DestructionDueAt.IsZero() || !s.Listed {
		t.Fatal("not erased")
	}
	o.must(o.desk.Undo(t.Context(), one.Number, aidos, 0))
	if after := o.standing(one.Number, id); !reflect.DeepEqual(after, before) {
		t.Errorf("before %+v\nafter  %+v", before, after)
	}
	o.reclassify(one.Number, privacy.KindUpdate)
	before, beforeTwo := o.standing(one.Number, id), o.standing(two.Number, id)
	o.must(o.desk.Merge(t.Context(), one.Number, aidos, 0, two.Number))
	o.must(o.desk.Undo(t.Context(), one.Number, aidos, 0))
	if !reflect.DeepEqual(o.standing(one.Number, id), before) || !reflect.DeepEqual(o.standing(two.Number, id), beforeTwo) {
		t.Error("a merging is not taken back whole")
	}
}

// A merging changes the other request: what was decided about that comes back after
// the merging, not without it, and what is noted meanwhile stays.
func TestUndoOfAMergingLeavesTheUndoOfTheOther(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	one, two := o.near(""), o.near(" қайта")
	begin := o.standing(two.Number, id)
	until := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	o.must(o.desk.Hold(t.Context(), two.Number, aidos, 0, review.Holding{Ground: "DISPUTE", Until: until}))
	o.must(o.desk.Merge(t.Context(), one.Number, aidos, 0, two.Number))
	if err := o.desk.Undo(t.Context(), two.Number, aidos, 0); !errors.Is(err, privacy.ErrConflict) {
		t.Errorf("what was decided before the merging is taken back without it: %v", err)
	}
	if !o.see(two.Number).UndoUntil.IsZero() {
		t.Error("and offered")
	}
	o.must(o.desk.Note(t.Context(), two.Number, bota, "екеуі бір"))
	o.must(o.desk.Undo(t.Context(), one.Number, aidos, 0))
	if notes := o.see(two.Number).Request.Notes; len(notes) != 1 {
		t.Errorf("%d notes are left", len(notes))
	}
	if o.see(two.Number).UndoUntil.IsZero() {
		t.Fatal("the decision about the other can no longer be taken back")
	}
	o.must(o.desk.Undo(t.Context(), two.Number, aidos, 0))
	after := o.standing(two.Number, id)
	after.Request.Notes = nil
	if !reflect.DeepEqual(after, begin) {
		t.Errorf("before %+v\nafter  %+v", begin, after)
	}
}

// A request that was carried out keeps its undo when a duplicate of it is closed and
// opened again.
func TestUndoOfAMergingIntoADoneRequest(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	one, two := o.near(""), o.near(" қайта")
	begin := o.standing(two.Number, id)
	o.must(o.desk.Approve(t.Context(), two.Number, aidos, 0, review.Approval{}))
	o.must(o.desk.Merge(t.Context(), one.Number, aidos, 0, two.Number))
	o.must(o.desk.Undo(t.Context(), one.Number, aidos, 0))
	o.must(o.desk.Undo(t.Context(), two.Number, aidos, 0))
	if after := o.standing(two.Number, id); !reflect.DeepEqual(after, begin) {
		t.Errorf("before %+v\nafter  %+v", begin, after)
	}
}

// Nothing of it may have left, the time may not be over, and nothing may stand on it.
func TestWhatCannotBeUndone(t *testing.T) {
	start := func(t *testing.T) (*office, privacy.SubjectID, privacy.Number) {
		o := newOffice(t)
		id := o.person(aigul, "Айгүл", "")
		n := o.near("").Number
		o.must(o.desk.Approve(t.Context(), n, aidos, 0, review.Approval{}))
		return o, id, n
	}
	refused := func(t *testing.T, o *office, n privacy.Number, want error) {
		t.Helper()
		if err := o.desk.Undo(t.Context(), n, aidos, 0); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
		if !o.see(n).UndoUntil.IsZero() && want == privacy.ErrNotAllowed {
			t.Error("undoing is offered")
		}
	}
	t.Run("too late", func(t *testing.T) {
		o, _, n := start(t)
		o.now = o.now.Add(10*time.Minute + time.Second)
		refused(t, o, n, privacy.ErrNotAllowed)
	})
	t.Run("tried to send", func(t *testing.T) {
		o, _, n := start(t)
		l := o.last(aigul, templates.Updated)
		l.Letter.Attempts = []store.Attempt{{At: o.now, Outcome: "unknown"}}
		o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { return tx.PutLetter(l.Letter) }))
		refused(t, o, n, privacy.ErrNotAllowed)
	})
	t.Run("letters leave at once", func(t *testing.T) {
		o := newOffice(t)
		o.desk.Office.Periods.Desk = 0
		o.person(aigul, "Айгүл", "")
		n := o.near("").Number
		o.must(o.desk.Approve(t.Context(), n, aidos, 0, review.Approval{}))
		refused(t, o, n, privacy.ErrNotAllowed)
	})
	t.Run("changed since", func(t *testing.T) {
		o, id, n := start(t)
		o.now = o.now.Add(time.Minute)
		name := "Б"
		o.must(o.desk.ChangeSubject(t.Context(), bota, id, review.SubjectChange{Name: &name, Reason: "x"}))
		refused(t, o, n, privacy.ErrConflict)
	})
	t.Run("never decided", func(t *testing.T) {
		o := newOffice(t)
		o.person(aigul, "Айгүл", "")
		refused(t, o, o.near("").Number, privacy.ErrNotAllowed)
	})
}

// Letters of a decision wait, letters of the program do not.
func TestOnlyLettersOfDecisionsWait(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	if l := o.last(aigul, templates.Acknowledgement); l.NextAt.After(o.now) {
		t.Error("the acknowledgement waits")
	}
	o.now = o.now.Add(time.Minute)
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}))
	if l := o.last(aigul, templates.Updated); !l.NextAt.Equal(o.now.Add(10 * time.Minute)) {
		t.Errorf("leaves after %v", l.NextAt.Sub(o.now))
	}
}

// The values that a record no longer has are not kept longer than they serve.
func TestWhatUndoesIsForgotten(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	r := o.near("")
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}))
	o.must(o.desk.Tend(t.Context()))
	if o.see(r.Number).Request.Undo == nil {
		t.Fatal("forgotten too early")
	}
	o.now = o.now.Add(11 * time.Minute)
	o.must(o.desk.Tend(t.Context()))
	if o.see(r.Number).Request.Undo != nil {
		t.Error("still kept")
	}
}

// P6: what turned out to be no request carries no keyword of ours.
func TestTheKeywordIsTakenBack(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	listed := func() (toFile, toUnfile []uint32) {
		toFile, err := o.in.ToFile(t.Context(), "INBOX", 1, 10)
		o.must(err)
		toUnfile, err = o.in.ToUnfile(t.Context(), "INBOX", 1, 10)
		o.must(err)
		return toFile, toUnfile
	}
	r := o.near("")
	o.must(o.desk.NotARequest(t.Context(), r.Number, aidos, 0))
	if file, unfile := listed(); len(file)+len(unfile) != 0 {
		t.Errorf("mail that never was marked is touched: %v %v", file, unfile)
	}
	r = o.near(" қайта")
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}))
	file, _ := listed()
	o.must(o.in.Filed(t.Context(), "INBOX", 1, file))
	o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
	o.must(o.desk.NotARequest(t.Context(), r.Number, aidos, 0))
	file, unfile := listed()
	if len(file) != 0 || len(unfile) != 1 || unfile[0] != r.Message.UID {
		t.Errorf("to file %v, to unfile %v", file, unfile)
	}
	o.must(o.in.Unfiled(t.Context(), "INBOX", 1, unfile))
	if _, unfile := listed(); len(unfile) != 0 {
		t.Errorf("again %v", unfile)
	}
	// Decided the other way once more, it is marked again.
	o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}))
	if file, unfile := listed(); len(file) != 1 || len(unfile) != 0 {
		t.Errorf("to file %v, to unfile %v", file, unfile)
	}
}

// Of two requests in one letter one is real: the letter keeps its keyword.
func TestTheKeywordStaysForTheOtherRequest(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	d := o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: markWithdraw + "\r\nТелефон: 8 701 555 77 88"})
	if len(d.Requests) != 2 {
		t.Fatalf("%d requests", len(d.Requests))
	}
	var numbers []privacy.Number
	for _, c := range o.waiting() {
		numbers = append(numbers, c.Request.Number)
	}
	// The second one had been confirmed or carried out before, so its keyword could be there.
	o.must(o.desk.Confirm(t.Context(), numbers[1], aidos, 0))
	o.gets(reply(o.last(aigul, templates.ConfirmationQuestion), aigul, "білмеймін"))
	o.must(o.desk.Approve(t.Context(), numbers[0], aidos, 0, review.Approval{}))
	o.must(o.desk.NotARequest(t.Context(), numbers[1], aidos, 0))
	unfile, err := o.in.ToUnfile(t.Context(), "INBOX", 1, 10)
	o.must(err)
	if len(unfile) != 0 {
		t.Errorf("the keyword of a real request is taken back: %v", unfile)
	}
	o.must(o.desk.Undo(t.Context(), numbers[1], aidos, 0))
	o.must(o.desk.Undo(t.Context(), numbers[0], aidos, 0))
	o.must(o.desk.NotARequest(t.Context(), numbers[0], aidos, 0))
	o.must(o.desk.NotARequest(t.Context(), numbers[1], aidos, 0))
	if unfile, err = o.in.ToUnfile(t.Context(), "INBOX", 1, 10); err != nil || len(unfile) != 1 {
		t.Errorf("neither is one, and the keyword stays: %v %v", unfile, err)
	}
}

// What somebody answered is not lost by taking back what was decided while the answer was
// awaited: it is laid before a person.
func TestUndoAfterTheAnswerHasCome(t *testing.T) {
	for name, act := range map[string]review.Act{
		"decline":       {Verb: "decline", Ground: templates.GroundRetention, Article: "206-бап", Text: "Сақтау міндетті."},
		"not-a-request": {Verb: "not-a-request"},
		"by hand":       {Verb: "approve", ByHand: true},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.person(aigul, "Айгүл", "+77015550001")
			r := o.near("")
			o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
			question := o.last(aigul, templates.Question)
			o.now = o.now.Add(20 * time.Minute) // what asked can be undone no more
			_, err := o.desk.Do(t.Context(), r.Number, aidos, act)
			o.must(err)
			o.gets(reply(question, aigul, "8 701 555 77 88"))
			o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
			if c := o.see(r.Number); c.Request.State != privacy.StateInReview || !handlers.ByAnswer(c.Item.Why) || !slices.ContainsFunc(o.waiting(), func(w review.Case) bool { return w.Request.ID == r.ID }) {
				t.Errorf("taken back: %s, %+v", c.Request.State, c.Item)
			}
		})
	}
}

// Who says no to what was closed anyway has said it: the closing is taken back no more, for
// a yes from somewhere else would carry it out.
func TestNoUndoAgainstAnAnswer(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	r := o.request(o.gets(update(aigul, "")))
	question := o.last(aigul, templates.ConfirmationQuestion)
	_, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "not-a-request"})
	o.must(err)
	o.gets(reply(question, aigul, "Жоқ"))
	if err := o.desk.Undo(t.Context(), r.Number, aidos, 0); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Errorf("undone: %v, %s", err, o.see(r.Number).Request.State)
	}
}
