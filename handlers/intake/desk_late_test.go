package intake

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// A letter promises no day that has passed, and the operator is told why.
func TestNoLetterPromisesAPastDay(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	r := o.near("")
	o.reclassify(r.Number, privacy.KindErase)
	o.now = time.Date(2027, 1, 20, 18, 30, 0, 0, time.UTC) // 23:30 in Almaty: the day is nearly over
	late := func(w review.Warning) bool { return w.Code == review.WarnLate }
	if c := o.see(r.Number); !slices.ContainsFunc(c.Warnings, late) {
		t.Errorf("not warned before: %v", c.Warnings)
	}
	done, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve", Read: true})
	o.must(err)
	if !slices.ContainsFunc(done.Warnings, late) {
		t.Errorf("not warned after: %v", done.Warnings)
	}
	if l := o.last(aigul, templates.Destruction); !strings.Contains(l.Text, "2027 жылғы 21 қаңтар") {
		t.Error(l.Text)
	}
	if due := o.subject(id).DestructionDueAt; due.Before(o.now) {
		t.Errorf("due %v", due)
	}
	o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
	n, err := o.desk.Split(t.Context(), r.Number, aidos, 0, privacy.KindAccess)
	o.must(err)
	l := o.last(aigul, templates.Acknowledgement)
	if !strings.Contains(l.Text, string(n)) || !strings.Contains(l.Text, "мерзімі өтіп кетті") || strings.Contains(l.Text, "Жауап беру мерзімі:") {
		t.Error(l.Text)
	}
}

// Words that no letter would say are not dropped in silence.
func TestATextThatNoLetterSaysIsRefused(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	for _, kind := range []privacy.Kind{privacy.KindUpdate, privacy.KindWithdraw, privacy.KindErase, privacy.KindUnsubscribe} {
		if o.see(r.Number).Request.Kind != kind {
			o.reclassify(r.Number, kind)
		}
		if err := o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Text: "Орындалды."}); !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// What was done after a letter was written keeps nobody from stopping it: acts are
// taken back one by one, the last one first.
func TestActsAreTakenBackOneByOne(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	r := o.near("")
	var stood []standing
	for _, a := range []review.Act{
		{Verb: "reply", Text: "Қараймыз.", Open: true}, {Verb: "assign", To: "bota"}, {Verb: "reply", Text: "Әлі қарап жатырмыз.", Open: true},
		{Verb: "split", Kind: privacy.KindErase},
	} {
		stood = append(stood, o.standing(r.Number, id))
		_, err := o.desk.Do(t.Context(), r.Number, aidos, a)
		o.must(err)
		o.now = o.now.Add(time.Minute)
	}
	o.must(o.desk.Note(t.Context(), r.Number, aidos, "Қоңырау шалды."))
	for i, before := range slices.Backward(stood) {
		seen := o.see(r.Number).Item.Version
		o.must(o.desk.Undo(t.Context(), r.Number, bota, seen))
		if now := o.standing(r.Number, id); now.Leaving != before.Leaving || now.Item.Assigned != before.Item.Assigned || len(now.Request.Notes) != 1 {
			t.Errorf("%d: %+v", i, now)
		}
		if err := o.desk.Undo(t.Context(), r.Number, bota, seen); i > 0 && !errors.Is(err, privacy.ErrConflict) {
			t.Errorf("a second press takes back one more: %v", err)
		}
	}
	if o.see(r.Number).Request.Undo != nil {
		t.Error("more to take back than was done")
	}
}

// What can no longer be taken back is not kept below what can.
func TestWhatIsOverIsNotKeptBelowWhatIsNot(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	for _, to := range []string{"bota", "", "bota"} {
		o.must(o.desk.Assign(t.Context(), r.Number, aidos, 0, to))
		o.now = o.now.Add(6 * time.Minute)
	}
	u := o.see(r.Number).Request.Undo
	if u == nil || u.Request.Undo == nil || u.Request.Undo.Request.Undo != nil {
		t.Errorf("%+v", u)
	}
}

// Who asks for a blocking hears that it was done, in the prepared words.
func TestABlockingIsToldOf(t *testing.T) {
	o, id, _ := blockedOffice(t)
	if l := o.last(aigul, templates.Answer); !strings.Contains(l.Text, "бұғатталды") || !o.subject(id).Blocked {
		t.Error(l.Text)
	}
}

// The end of a blocking is told, in the language of the letter; who was never blocked is
// told that, and no record is changed.
func TestTheEndOfABlockingIsToldOf(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	for _, c := range []struct{ body, letter, words string }{
		{"Снимите, пожалуйста, блокировку с моих персональных данных.", templates.NotBlocked, "не заблокированы"},
		{"", "", ""},
		{"Please unblock my personal data.", templates.Unblocked, "the blocking of your personal data has ended"},
		{"Бұғаттауды алып тастаңыз.", templates.NotBlocked, "бұғатталмаған"},
	} {
		if c.body == "" {
			o.must(o.desk.BlockSubject(t.Context(), aidos, id, "тексеру"))
			continue
		}
		r, changed := o.asks("Мои данные", c.body), o.subject(id).ChangedAt
		if r.Kind != privacy.KindUnblock {
			t.Fatalf("%q: %s", c.body, r.Kind)
		}
		_, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve", Read: true})
		o.must(err)
		if l := o.last(aigul, c.letter); !strings.Contains(strings.Join(strings.Fields(l.Text), " "), c.words) || !strings.Contains(l.Text, string(r.Number)) {
			t.Errorf("%q in\n%s", c.words, l.Text)
		}
		if s := o.subject(id); s.Blocked || c.letter == templates.NotBlocked && !s.ChangedAt.Equal(changed) {
			t.Errorf("%s: blocked %v, changed %v", c.letter, s.Blocked, s.ChangedAt)
		}
	}
}

// Who was told of a blocking is told of its end also where no request asks for it; who
// knows of none, or of its end, is not written to.
func TestTheEndOfABlockingByHandIsToldOf(t *testing.T) {
	o, id, number := blockedOffice(t)
	told := o.last(aigul, templates.Answer)

	before := len(o.letters(aigul))
	shown, err := o.desk.PreviewUnblock(t.Context(), aidos, id, review.Unblocking{})
	if err != nil || len(shown) != 1 || !o.subject(id).Blocked || len(o.letters(aigul)) != before {
		t.Fatalf("shown: %v, %d letters", err, len(shown))
	}
	if shown, err = o.desk.PreviewUnblock(t.Context(), aidos, id, review.Unblocking{NoLetter: true}); err != nil || len(shown) != 0 {
		t.Errorf("without a letter: %v, %d", err, len(shown))
	}
	if _, err := o.desk.UnblockSubject(t.Context(), aidos, id, review.Unblocking{}); !errors.Is(err, privacy.ErrBadInput) {
		t.Errorf("without a reason: %v", err)
	}
	left, err := o.desk.UnblockSubject(t.Context(), aidos, id, review.Unblocking{Reason: "дау шешілді"})
	if err != nil || len(left) != 1 || o.subject(id).Blocked {
		t.Fatalf("%v: %d letters", err, len(left))
	}
	l := o.last(aigul, templates.Unblocked)
	if text := l.Text; !strings.Contains(text, "Дербес деректеріңізді бұғаттау алып тасталды") || strings.Contains(text, "Өтінішіңіз орындалды") ||
		strings.Contains(text, "дау шешілді") || !strings.Contains(text, string(number)) {
		t.Error(text)
	}
	if l.NextAt.Before(told.NextAt) {
		t.Errorf("it leaves at %v, the letter about the blocking at %v", l.NextAt, told.NextAt)
	}

	o.must(o.desk.BlockSubject(t.Context(), aidos, id, "тексеру"))
	before = len(o.letters(aigul))
	if left, err = o.desk.UnblockSubject(t.Context(), aidos, id, review.Unblocking{Reason: "бітті"}); err != nil || len(left) != 0 || len(o.letters(aigul)) != before {
		t.Errorf("of a blocking nobody was told of: %v, %d letters", err, len(left))
	}
}

// An operator may end a blocking and write to nobody.
func TestABlockingEndsWithoutALetter(t *testing.T) {
	o, id, _ := blockedOffice(t)
	before := len(o.letters(aigul))
	left, err := o.desk.UnblockSubject(t.Context(), aidos, id, review.Unblocking{Reason: "телефонмен айтылды", NoLetter: true})
	if err != nil || len(left) != 0 || len(o.letters(aigul)) != before || o.subject(id).Blocked {
		t.Errorf("%v: %d letters", err, len(left))
	}
}

// A blocking that a request ended is over: one by hand that follows was told to nobody.
func TestABlockingThatARequestEndedIsOver(t *testing.T) {
	o, id, _ := blockedOffice(t)
	end := o.asks("My data", "Please unblock my personal data.")
	_, err := o.desk.Do(t.Context(), end.Number, aidos, review.Act{Verb: "approve", Read: true})
	o.must(err)
	o.last(aigul, templates.Unblocked)
	o.must(o.desk.BlockSubject(t.Context(), aidos, id, "тексеру"))
	if left, err := o.desk.UnblockSubject(t.Context(), aidos, id, review.Unblocking{Reason: "бітті"}); err != nil || len(left) != 0 {
		t.Errorf("%v: %d letters", err, len(left))
	}
}

// blockedOffice has a person whose data were blocked at their request.
func blockedOffice(t *testing.T) (*office, privacy.SubjectID, privacy.Number) {
	o := newOffice(t)
	var err error
	o.desk.Library, err = templates.ParseTexts(nil)
	o.must(err)
	id := o.person(aigul, "Айгүл", "")
	r := o.near("")
	o.reclassify(r.Number, privacy.KindBlock)
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
	return o, id, r.Number
}
