package intake

import (
	"errors"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

var bota = privacy.Operator("bota")

func (o *office) see(n privacy.Number) review.Case {
	o.t.Helper()
	c, err := o.desk.Case(o.t.Context(), n)
	o.must(err)
	return c
}

// Two operators open the same item; the second is told, whatever the first did.
func TestTheSecondOperatorIsTold(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	seen := o.see(r.Number).Item.Version
	o.must(o.desk.Assign(t.Context(), r.Number, bota, seen, "bota"))
	for _, verb := range review.Verbs() {
		if verb == "note" || verb == "undo" {
			continue // a remark overwrites nothing, and undoing looks for itself
		}
		_, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{
			Verb: verb, Seen: seen, Text: "x", Ground: "OTHER", Article: "y", Kind: privacy.KindErase, Until: o.now.Add(time.Hour), Into: r.Number,
		})
		if !errors.Is(err, privacy.ErrConflict) {
			t.Errorf("%s: %v", verb, err)
		}
	}
	if c := o.see(r.Number); c.Item.Assigned != bota || c.Request.State != privacy.StateInReview {
		t.Errorf("overwritten: %+v", c.Item)
	}
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, o.see(r.Number).Item.Version, review.Approval{}))
}

func TestApproveWithOtherValues(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	r := o.near("")
	bad := review.Approval{Values: []review.Value{{Field: privacy.FieldPhone, Value: "(31) 41"}}}
	if err := o.desk.Approve(t.Context(), r.Number, aidos, 0, bad); !errors.Is(err, privacy.ErrBadInput) || strings.Contains(err.Error(), "(31)") {
		t.Errorf("a number that is none: %v", err)
	}
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Values: []review.Value{
		{Field: privacy.FieldPhone, Value: ""}, {Field: privacy.FieldName, Value: "  Айгүл   Серікқызы "},
	}}))
	if s := o.subject(id); s.Phone.Reveal() != "+77015550001" || s.Name.Reveal() != "Айгүл Серікқызы" {
		t.Errorf("%q %q", s.Name.Reveal(), s.Phone.Reveal())
	}
}

// What the record says already is not told as changed, and moves nothing; two values for
// one field, and our own address, are no values.
func TestAValueThatTheRecordHas(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	r, code := o.near(""), new(*privacy.Mistake)
	for want, values := range map[string][]review.Value{
		"values-twice": {{Field: privacy.FieldPhone, Value: "8 701 555 99 00"}, {Field: privacy.FieldPhone, Value: "8 701 555 99 01"}},
		"own-address":  {{Field: privacy.FieldEmail, Value: strings.ToUpper(o.desk.Office.From.Reveal())}},
	} {
		if err := o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Values: values}); !errors.As(err, code) || (*code).Code != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Values: []review.Value{
		{Field: privacy.FieldPhone, Value: "8 701 555 00 01"}, {Field: privacy.FieldEmail, Value: aigul},
	}}))
	l := o.last(aigul, templates.Updated)
	if strings.Contains(l.Text, "Өзгертілген") || !strings.Contains(l.Text, "бұрыннан тіркелген деректер: телефон нөмірі, электрондық\nмекенжай\n") {
		t.Errorf("told:\n%s", l.Text)
	}
	if s := o.subject(id); !s.ChangedAt.IsZero() || o.see(r.Number).Request.State != privacy.StateClosed {
		t.Errorf("the record counts as changed: %v", s.ChangedAt)
	}

	// Of two values one is new.
	r = o.near("\r\nРақмет!")
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Values: []review.Value{
		{Field: privacy.FieldPhone, Value: "8 701 555 00 01"}, {Field: privacy.FieldName, Value: "Айгүл Серікқызы"},
	}}))
	l = o.last(aigul, templates.Updated)
	if !strings.Contains(l.Text, "Өзгертілген деректер: аты-жөні\n") || !strings.Contains(l.Text, "тіркелген деректер: телефон нөмірі\n") {
		t.Errorf("told:\n%s", l.Text)
	}
}

func TestAValueIsEnteredByHand(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Нөмірім өзгерді."}))
	if len(r.Changes) != 0 || r.State != privacy.StateInReview {
		t.Fatalf("state %s, %d values", r.State, len(r.Changes))
	}
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Values: []review.Value{{Field: privacy.FieldPhone, Value: "8 701 555 99 00"}}}))
	if got := o.subject(id).Phone.Reveal(); got != "+77015559900" {
		t.Errorf("phone %q", got)
	}
	if c := o.see(r.Number).Request.Changes; len(c) != 1 || c[0].Where != "operator" {
		t.Errorf("where the value came from is not kept: %+v", c)
	}
}

func TestPreviewShowsWhatWouldLeaveAndWritesNothing(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	r := o.near("")
	before := o.see(r.Number)
	act := review.Act{Verb: "approve", Seen: before.Item.Version}
	drafts, err := o.desk.Preview(t.Context(), r.Number, aidos, act)
	o.must(err)
	if len(drafts) != 1 || drafts[0].Template != templates.Updated || !drafts[0].Editable || !strings.Contains(drafts[0].Body, string(r.Number)) {
		t.Fatalf("%+v", drafts)
	}
	after := o.see(r.Number)
	if len(after.Letters) != len(before.Letters) || after.Item.Version != before.Item.Version || o.subject(id).Phone.Reveal() != "+77015550001" {
		t.Error("trying it changed something")
	}
	act.Letter = strings.Replace(drafts[0].Body, "Сәлеметсіз бе", "Құрметті Айгүл", 1)
	if act.Letter == drafts[0].Body {
		t.Fatal("the letter has another greeting")
	}
	_, err = o.desk.Do(t.Context(), r.Number, aidos, act)
	o.must(err)
	if l := o.last(aigul, templates.Updated); !strings.Contains(l.Text, "Құрметті Айгүл") {
		t.Errorf("the operator's words did not leave:\n%s", l.Text)
	}
}

func TestWordsThatCannotLeaveAreRefused(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	for name, a := range map[string]review.Approval{
		"number gone": {Letter: "Орындалды."},
		"no letter":   {Letter: "x " + string(r.Number), ByHand: true},
		"codes":       {Letter: "x " + string(r.Number), Values: []review.Value{{Field: privacy.FieldPhone}, {Field: privacy.FieldEmail, Value: "new@posta.example"}}},
	} {
		if err := o.desk.Approve(t.Context(), r.Number, aidos, 0, a); !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if o.see(r.Number).Request.State != privacy.StateInReview {
		t.Error("decided all the same")
	}
}

func TestAskAndTheAnswerComesBack(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмірді жазайық?"))
	question := o.last(aigul, templates.Question)
	if !strings.Contains(question.Text, "Қай нөмірді жазайық?") || len(o.waiting()) != 0 {
		t.Fatalf("%d waiting; asked:\n%s", len(o.waiting()), question.Text)
	}
	d := o.gets(reply(question, aigul, "8 701 555 12 12 жазыңыздар"))
	if d.What != store.DisposedReply {
		t.Errorf("disposed as %s", d.What)
	}
	c := o.see(r.Number)
	if c.Item.Why != "answered" || len(o.waiting()) != 1 {
		t.Errorf("why %q, %d waiting", c.Item.Why, len(o.waiting()))
	}
	if notes := c.Request.Notes; len(notes) != 1 || !strings.Contains(notes[0].Text.Reveal(), "555 12 12") {
		t.Errorf("the answer is not with the request: %d notes", len(notes))
	}
}

// An answer that plainly asks for something else is that, and an answer too.
func TestAnAnswerMayAskForMore(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	r := o.near("")
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
	m := reply(o.last(aigul, templates.Question), aigul, markWithdraw)
	m.results = proven(aigul)
	if d := o.gets(m); d.What != store.DisposedRequest {
		t.Errorf("disposed as %s", d.What)
	}
	if o.processing(id) {
		t.Error("a withdrawal in an answer was passed over")
	}
	if o.see(r.Number).Item.Why != "answered" {
		t.Error("the question still waits")
	}
}

func TestAQuestionNobodyAnswersComesBackInTime(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	o.reclassify(r.Number, privacy.KindWithdraw)
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Рас па?"))
	due := o.see(r.Number).Request.DueAt
	for len(o.waiting()) == 0 {
		if o.now = o.now.Add(time.Hour); o.now.After(due) {
			t.Fatal("the period is over and nobody looks")
		}
		o.must(o.desk.Tend(t.Context()))
	}
	if c := o.see(r.Number); c.Item.Why != "unanswered" || due.Sub(o.now) < 20*time.Hour {
		t.Errorf("why %q, %v left", c.Item.Why, due.Sub(o.now))
	}
	for _, l := range o.letters(aigul) {
		if l.Template == templates.Reminder {
			t.Error("reminded with the words of a confirmation")
		}
	}
}

func TestConfirmAsksTheAddressOnFile(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	r := o.near("")
	o.must(o.desk.Confirm(t.Context(), r.Number, aidos, 0))
	o.gets(reply(o.last(aigul, templates.ConfirmationQuestion), aigul, "Иә"))
	if got := o.subject(id).Phone.Reveal(); got != "+77015557788" {
		t.Errorf("phone %q", got)
	}
}

// The address on file is another by now: its owner is asked, and nobody else's word
// counts for that record (P3).
func TestConfirmAsksTheAddressThatIsOnFileNow(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	r := o.near("")
	const now = "aigul@kenzhe.example"
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error {
		s, err := tx.Subject(id)
		s.Address = o.address(now)
		return firstOf(err, tx.PutSubject(s))
	}))
	o.must(o.desk.Confirm(t.Context(), r.Number, aidos, 0))
	question := o.last(now, templates.ConfirmationQuestion)
	o.gets(reply(question, aigul, "Иә"))
	if got := o.subject(id).Phone.Reveal(); got != "+77015550001" {
		t.Fatal("the former address confirmed it")
	}
	o.must(o.desk.Confirm(t.Context(), r.Number, aidos, 0))
	o.gets(reply(o.last(now, templates.ConfirmationQuestion), now, "Иә"))
	if got := o.subject(id).Phone.Reveal(); got != "+77015557788" {
		t.Errorf("phone %q", got)
	}
}

func TestReplyAnswersAndKeepsOpenOnDemand(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	if err := o.desk.Reply(t.Context(), r.Number, aidos, 0, review.Answer{Text: "Рақмет."}); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Errorf("an update closed by words: %v", err)
	}
	o.must(o.desk.Reply(t.Context(), r.Number, aidos, 0, review.Answer{Text: "Қараймыз.", Open: true}))
	if l := o.last(aigul, templates.Answer); !strings.Contains(l.Text, "Қараймыз.") || len(o.waiting()) != 1 {
		t.Error("the words, or the request, are gone")
	}
	o.now = o.now.Add(time.Minute)
	o.reclassify(r.Number, privacy.KindQuestion)
	o.must(o.desk.Reply(t.Context(), r.Number, aidos, 0, review.Answer{Text: "Міне, жауабы."}))
	if o.last(aigul, templates.Answer); len(o.waiting()) != 0 {
		t.Error("not closed")
	}
}

func TestHoldRestsAndShowsThePeriod(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	for name, h := range map[string]review.Holding{
		"no ground": {Until: o.now.Add(time.Hour)},
		"the past":  {Ground: "DISPUTE", Until: o.now.Add(-time.Hour)},
		"for ever":  {Ground: "DISPUTE", Until: o.now.AddDate(1, 0, 0)},
	} {
		if err := o.desk.Hold(t.Context(), r.Number, aidos, 0, h); !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	due := r.DueAt
	o.must(o.desk.Hold(t.Context(), r.Number, aidos, 0, review.Holding{Ground: "dispute", Until: o.now.AddDate(0, 0, 1), Text: "заңгер қарайды"}))
	c := o.see(r.Number)
	if !review.Held(c.Item, o.now) || !c.Request.DueAt.Equal(due) || len(c.Request.Notes) != 1 || len(c.Warnings) != 1 || c.Warnings[0].Code != review.WarnHeld {
		t.Errorf("%+v", c.Item)
	}
	o.must(o.desk.Hold(t.Context(), r.Number, aidos, 0, review.Holding{}))
	if review.Held(o.see(r.Number).Item, o.now) {
		t.Error("still held")
	}
}

func TestMergeDuplicatesOfOnePerson(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	first := o.near("")
	second := o.near(" тағы бірде")
	other := o.request(o.gets(mail{from: "olga@pochta.example", subject: "Дербез деректерди жанарту", body: "Егер ескі болса. Телефон: 8 701 555 77 99"}))
	if w := o.see(second.Number).Warnings; len(w) != 1 || w[0] != (review.Warning{Code: review.WarnDuplicate, Number: first.Number}) {
		t.Errorf("no warning of a duplicate: %+v", w)
	}
	if err := o.desk.Merge(t.Context(), second.Number, aidos, 0, other.Number); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Errorf("two people were made one: %v", err)
	}
	letters := len(o.letters(""))
	o.must(o.desk.Merge(t.Context(), second.Number, aidos, 0, first.Number))
	c := o.see(second.Number)
	if c.Request.State != privacy.StateClosed || c.Request.MergedInto != first.Number || len(o.letters("")) != letters {
		t.Errorf("%s into %q, %d letters", c.Request.State, c.Request.MergedInto, len(o.letters(""))-letters)
	}
	o.must(o.desk.Approve(t.Context(), first.Number, aidos, 0, review.Approval{}))
	if o.subject(id).Phone.Reveal() != "+77015557788" {
		t.Error("the other one cannot be approved any more")
	}
}

// P8: the stop that an unproven withdrawal caused outlives its merging.
func TestMergingKeepsTheStop(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	one := o.request(o.gets(mail{from: aigul, subject: markWithdraw}))
	two := o.request(o.gets(mail{from: aigul, subject: markWithdraw, body: "Өтінемін."}))
	o.now = o.now.Add(6*24*time.Hour + 23*time.Hour)
	o.must(o.desk.Tend(t.Context())) // both are laid before a person
	if len(o.waiting()) != 2 || o.processing(id) {
		t.Fatalf("%d waiting", len(o.waiting()))
	}
	o.must(o.desk.Merge(t.Context(), one.Number, aidos, 0, two.Number))
	if o.processing(id) {
		t.Fatal("merging let the processing go on")
	}
	o.must(o.desk.NotARequest(t.Context(), two.Number, aidos, 0))
	if !o.processing(id) {
		t.Error("nobody lifts the stop any more")
	}
}

func TestSplitGivesTheSecondMatterItsOwnNumberAndPeriod(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	n, err := o.desk.Split(t.Context(), r.Number, aidos, 0, privacy.KindErase)
	o.must(err)
	second := o.see(n)
	if second.Request.Kind != privacy.KindErase || second.Request.Clock != "C" || len(second.Raw) == 0 || len(o.waiting()) != 2 {
		t.Errorf("%+v", second.Request)
	}
	if l := o.last(aigul, templates.Acknowledgement); !strings.Contains(l.Text, string(n)) {
		t.Error("the writer does not hear of the number")
	}
	if len(second.Others) != 1 || second.Others[0].Number != r.Number {
		t.Errorf("%+v", second.Others)
	}
}

// Two requests of one person decided against each other: the operator is warned.
func TestDecisionsAgainstEachOtherAreWarnedOf(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	first, second := o.near(""), o.near(" қайта")
	refusal := review.Refusal{Ground: templates.GroundRetention, Article: "206-бап", Text: "Сақтау міндетті."}
	o.must(o.desk.Decline(t.Context(), first.Number, aidos, 0, refusal))
	want := review.Warning{Code: review.WarnAgainst, Number: first.Number}
	if w := o.see(second.Number).Warnings; len(w) != 1 || w[0] != want {
		t.Errorf("before deciding: %+v", w)
	}
	done, err := o.desk.Do(t.Context(), second.Number, bota, review.Act{Verb: "approve"})
	o.must(err)
	if len(done.Warnings) != 1 || done.Warnings[0] != want {
		t.Errorf("after deciding: %+v", done.Warnings)
	}
}

func TestAnAuditorDecidesNothing(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	r := o.near("")
	auditor := review.Operator{Login: "bota", Role: review.RoleAuditor}
	o.desk.Operators = []review.Operator{auditor}
	for _, verb := range review.Verbs() {
		_, err := o.desk.Do(t.Context(), r.Number, auditor.Actor(), review.Act{Verb: verb, Text: "x", Ground: "OTHER", Article: "y", Kind: privacy.KindErase})
		if !errors.Is(err, privacy.ErrNotAllowed) {
			t.Errorf("%s: %v", verb, err)
		}
	}
	name := "Б"
	if err := o.desk.ChangeSubject(t.Context(), auditor.Actor(), id, review.SubjectChange{Name: &name, Reason: "x"}); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Errorf("change: %v", err)
	}
}

func TestARecordIsChangedForAReason(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	name := "Айгүл Серікқызы"
	if err := o.desk.ChangeSubject(t.Context(), aidos, id, review.SubjectChange{Name: &name}); !errors.Is(err, privacy.ErrBadInput) {
		t.Errorf("without a reason: %v", err)
	}
	o.must(o.desk.ChangeSubject(t.Context(), aidos, id, review.SubjectChange{Name: &name, Reason: "паспорт бойынша"}))
	s := o.subject(id)
	if s.Name.Reveal() != name || len(s.Notes) != 1 || s.Notes[0].Text.Reveal() != "паспорт бойынша" || s.Notes[0].By != aidos {
		t.Errorf("%q, %d notes", s.Name.Reveal(), len(s.Notes))
	}
	o.must(o.desk.BlockSubject(t.Context(), aidos, id, "дау"))
	if err := o.desk.ChangeSubject(t.Context(), aidos, id, review.SubjectChange{Name: &name, Reason: "x"}); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Errorf("a blocked record was changed: %v", err) // P13
	}
	if left, err := o.desk.UnblockSubject(t.Context(), aidos, id, review.Unblocking{Reason: "дау шешілді"}); err != nil || len(left) > 0 {
		t.Errorf("%v: %d letters to who knows of no blocking", err, len(left))
	}
	if o.subject(id).Blocked {
		t.Error("still blocked")
	}
}

// An authority's own date wins where it is earlier, and a changed calendar keeps it.
func TestTheDayALetterStates(t *testing.T) {
	o := newOffice(t)
	r := o.request(o.gets(mail{from: "dep@gov.example", subject: "Запрос уполномоченного органа", body: "Просим представить сведения о персональных данных граждан до 30 ноября."}))
	day := func(s string) time.Time {
		at, err := time.ParseInLocation(time.DateOnly, s, o.desk.Office.Zone)
		o.must(err)
		return at
	}
	if err := o.desk.Due(t.Context(), r.Number, aidos, 0, day("2026-12-20")); !errors.Is(err, privacy.ErrBadInput) {
		t.Errorf("a later day: %v", err)
	}
	for _, past := range []string{"1999-01-01", "2026-11-23"} {
		if err := o.desk.Due(t.Context(), r.Number, aidos, 0, day(past)); !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("%s: %v", past, err)
		}
	}
	o.must(o.desk.Due(t.Context(), r.Number, aidos, 0, r.DueAt)) // the day of the law itself
	o.must(o.desk.Due(t.Context(), r.Number, aidos, 0, day("2026-11-30")))
	if moved, err := o.desk.Recount(t.Context()); err != nil || len(moved) != 0 {
		t.Errorf("recounted: %v %v", moved, err)
	}
	c := o.see(r.Number)
	if got := c.Request.DueAt.In(o.desk.Office.Zone).Format(time.DateOnly); got != "2026-11-30" || !c.Item.DueAt.Equal(c.Request.DueAt) || !c.Due.Stated {
		t.Errorf("due %s, in the queue %v", got, c.Item.DueAt)
	}
	if !strings.Contains(o.desk.Rules.Sentence(privacy.English, c.Due, c.Request.ReceivedAt), "states an earlier day") {
		t.Error(o.desk.Rules.Sentence(privacy.English, c.Due, c.Request.ReceivedAt))
	}
	o.must(o.desk.Due(t.Context(), r.Number, aidos, 0, time.Time{}))
	if c := o.see(r.Number); !c.Request.DueAt.Equal(r.DueAt) {
		t.Errorf("due %v", c.Request.DueAt)
	}
}

// Something speaks against the answer's From line: it is shown, and counts for nothing.
func TestAContradictedAnswerIsShownAsSuch(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
	forged := reply(o.last(aigul, templates.Question), aigul, "8 701 555 66 66")
	forged.results = "dmarc=fail (p=reject) header.from=posta.example"
	o.gets(forged)
	if c := o.see(r.Number); c.Item.Why != "answer-contradicted" || len(c.Request.Notes) != 1 {
		t.Errorf("why %q, %d notes", c.Item.Why, len(c.Request.Notes))
	}
	o.gets(reply(o.last(aigul, templates.Question), aigul, "8 701 555 77 77"))
	if c := o.see(r.Number); c.Item.Why != "answered" || len(c.Request.Notes) != 2 {
		t.Errorf("why %q, %d notes", c.Item.Why, len(c.Request.Notes))
	}
}

// Arranging the queue is no decision to write: what must stay silent stays so.
func TestArrangingLiftsNoSilence(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.request(o.gets(mail{from: aigul, results: "dmarc=fail (p=reject) header.from=posta.example", subject: markUpdate, body: "Телефон: 8 701 555 77 88"}))
	if r.Quiet == "" {
		t.Fatal("not silent")
	}
	o.reclassify(r.Number, privacy.KindErase)
	o.must(o.desk.Hold(t.Context(), r.Number, aidos, 0, review.Holding{Ground: "DISPUTE", Until: o.now.AddDate(0, 0, 1), Text: "x"}))
	if got := o.see(r.Number).Request.Quiet; got != r.Quiet {
		t.Errorf("quiet %q", got)
	}
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
	o.last(aigul, templates.Destruction)
	o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
	if got := o.see(r.Number).Request.Quiet; got != r.Quiet {
		t.Errorf("after undoing: quiet %q", got)
	}
}
