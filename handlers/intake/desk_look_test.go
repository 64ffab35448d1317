package intake

import (
	"errors"
	"slices"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// asks is a request of aigul's, proven.
func (o *office) asks(subject, body string) store.Request {
	o.t.Helper()
	return o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: subject, body: body}))
}

// What the reading found to speak for somebody else, for less, for the contrary or
// under a condition is carried out only by whoever has had the letter before them.
func TestWhatMayMeanSomethingElseIsLookedAt(t *testing.T) {
	for name, body := range map[string]string{
		"mother":    "Please delete the personal data of my mother Anna Smith. She died in October.",
		"son":       "Прошу удалить персональные данные моего сына Петра Петрова.",
		"part en":   "Please delete only my phone number.",
		"part ru":   "Прошу удалить только мой номер телефона, остальное оставьте.",
		"part kk":   "Тек телефон нөмірімді өшіріңіздерші.",
		"the rest":  "Удалите мой адрес, остальное пусть остаётся.",
		"contrary":  "I changed my mind about the deletion, please do not delete my data, keep everything.",
		"condition": "Прошу удалить мои данные, если договор закрыт.",
		"block":     "Please block my data, but only the e-mail address.",
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			r := o.asks("Мои данные", body)
			c := o.see(r.Number)
			if !warned(c.Warnings, review.WarnDoubts) {
				t.Fatalf("%s %v: nobody is told", r.Kind, r.Doubts)
			}
			if _, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve"}); !errors.Is(err, privacy.ErrNotAllowed) {
				t.Fatalf("carried out unseen: %v", err)
			}
			if o.subject(id).Blocked || !o.subject(id).DestructionDueAt.IsZero() {
				t.Fatal("something was done")
			}
			done, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve", Read: true})
			o.must(err)
			if !warned(done.Warnings, review.WarnDoubts) {
				t.Error("it is not told what was carried out")
			}
		})
	}
}

// What asks plainly needs no look, and a yes of the person lifts no doubt of what they asked.
func TestAPlainRequestNeedsNoLook(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	for _, body := range []string{"Please delete all my personal data.", "Прошу удалить все мои персональные данные.", "Барлық дербес деректерімді өшіріңіздерші."} {
		if c := o.see(o.asks("Дерек", body).Number); c.Request.Kind != privacy.KindErase || warned(c.Warnings, review.WarnDoubts) {
			t.Errorf("%q: %s, %v, %v", body, c.Request.Kind, c.Request.Doubts, c.Warnings)
		}
	}
}

// An older letter that is decided after a newer one would put the older value back.
func TestAnOlderLetterIsLookedAtAfterANewerOne(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	older := o.near("")
	o.now = o.now.Add(time.Minute)
	newer := o.asks("Дербез деректерди жанарту", "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 99")
	if warned(o.see(older.Number).Warnings, review.WarnOlder) {
		t.Error("warned of what is not decided")
	}
	_, err := o.desk.Do(t.Context(), newer.Number, aidos, review.Act{Verb: "approve"})
	o.must(err)
	if !warned(o.see(older.Number).Warnings, review.WarnOlder) {
		t.Error("nobody is told")
	}
	if _, err := o.desk.Do(t.Context(), older.Number, aidos, review.Act{Verb: "approve"}); !errors.Is(err, privacy.ErrNotAllowed) || o.subject(id).Phone.Reveal() != "+77015557799" {
		t.Errorf("%v; on record is %s", err, o.subject(id).Phone.Reveal())
	}
	_, err = o.desk.Do(t.Context(), older.Number, aidos, review.Act{Verb: "approve", Read: true})
	o.must(err)
}

// A destruction that waits for another request of the person is not promised for a day in
// silence; what a stranger asks in their name holds up nothing.
func TestADayThatAnotherRequestHoldsIsWarnedOf(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.asks("Мои данные", "Прошу удалить все мои персональные данные.")
	o.gets(mail{from: aigul, subject: "Сұрақ", body: "Мен туралы қандай деректеріңіз бар?"})
	if warned(o.see(r.Number).Warnings, review.WarnHolds) {
		t.Error("an unproven question holds it up")
	}
	held := o.asks("Сұрақ", "Мен туралы қандай деректеріңіз бар?")
	want := review.Warning{Code: review.WarnHolds, Number: held.Number}
	if !slices.Contains(o.see(r.Number).Warnings, want) {
		t.Errorf("nobody is told: %v", o.see(r.Number).Warnings)
	}
	done, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve", Read: true})
	o.must(err)
	if !slices.Contains(done.Warnings, want) {
		t.Errorf("it is not told after it was carried out: %v", done.Warnings)
	}
}

// Several values for one field stand in the order of the letter: "the second is right".
func TestValuesStandAsInTheLetter(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	for _, pair := range [][2]string{{"8 705 111 22 33", "8 705 111 22 34"}, {"8 705 111 22 34", "8 705 111 22 33"}} {
		r := o.asks("Нөмірімді жаңарту", "Телефон нөмірімді өзгертіңізші. "+pair[0]+" болуы мүмкін, әлде "+pair[1]+".")
		if len(r.Changes) != 2 || r.Changes[0].Value.Reveal()[11:] != pair[0][14:] || r.Changes[1].Value.Reveal()[11:] != pair[1][14:] {
			t.Errorf("%v: %v", pair, r.Changes)
		}
	}
}

// What an operator changed by hand later than a letter came is undone by that letter only
// where somebody has looked at both; a value that is on record already undoes nothing.
func TestWhatWasChangedByHandSinceIsLookedAt(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	older := o.near("")
	o.now = o.now.Add(time.Minute)
	phone := "+7 701 555 77 99"
	o.must(o.desk.ChangeSubject(t.Context(), aidos, id, review.SubjectChange{Phone: &phone, Reason: "Қоңырау шалды"}))
	if !warned(o.see(older.Number).Warnings, review.WarnByHand) {
		t.Error("nobody is told")
	}
	if _, err := o.desk.Do(t.Context(), older.Number, aidos, review.Act{Verb: "approve"}); !errors.Is(err, privacy.ErrNotAllowed) || o.subject(id).Phone.Reveal() != "+77015557799" {
		t.Errorf("%v; on record is %s", err, o.subject(id).Phone.Reveal())
	}
	o.now = o.now.Add(time.Minute)
	if newer := o.near(""); warned(o.see(newer.Number).Warnings, review.WarnByHand) {
		t.Error("warned about a letter that came later")
	}
	phone = older.Changes[0].Value.Reveal()
	o.must(o.desk.ChangeSubject(t.Context(), aidos, id, review.SubjectChange{Phone: &phone, Reason: "Қоңырау шалды"}))
	if warned(o.see(older.Number).Warnings, review.WarnByHand) {
		t.Error("warned of what changes nothing")
	}
}

// Nor does an older wish to unblock end a blocking by hand unseen.
func TestABlockingByHandSinceIsLookedAt(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	o.must(o.desk.BlockSubject(t.Context(), aidos, id, "Сотқа дейін"))
	r := o.asks("Мои данные", "Прошу разблокировать мои персональные данные.")
	if warned(o.see(r.Number).Warnings, review.WarnByHand) {
		t.Error("warned of what was before the letter")
	}
	o.now = o.now.Add(time.Minute)
	_, err := o.desk.UnblockSubject(t.Context(), aidos, id, review.Unblocking{Reason: "Сот бітті"})
	o.must(err)
	o.must(o.desk.BlockSubject(t.Context(), aidos, id, "Прокурор"))
	if !warned(o.see(r.Number).Warnings, review.WarnByHand) {
		t.Errorf("%s: nobody is told", r.Kind)
	}
	if _, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve"}); !errors.Is(err, privacy.ErrNotAllowed) || !o.subject(id).Blocked {
		t.Errorf("unblocked unseen: %v", err)
	}
}

// Of several answers each says how it was proven, and what a less proven one names stands
// beside what a better proven one named: which is meant a person says. A proven one counts.
func TestALessProvenAnswerDisplacesNothing(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	r := o.near("")
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
	question := o.last(aigul, templates.Question)
	says := func(words, results string) review.Case {
		m := reply(question, aigul, words)
		m.results = results
		o.now = o.now.Add(time.Minute)
		o.gets(m)
		return o.see(r.Number)
	}
	values := func(c review.Case) (list []string) {
		for _, ch := range c.Request.Changes {
			list = append(list, ch.Value.Reveal())
		}
		return list
	}
	says("Телефон: +7 701 100 77 34", proven(aigul))
	c := says("Телефон: +7 705 000 00 01", "")
	if got := values(c); !slices.Equal(got, []string{"+77011007734", "+77050000001"}) || !warned(c.Warnings, review.WarnValues) {
		t.Errorf("proposed are %v, %v", got, c.Warnings)
	}
	if len(c.Answers) != 2 || c.Answers[0].Proof != privacy.Proven || c.Answers[0].By != "dmarc" || c.Answers[1].Proof != privacy.Unproven || c.Answers[1].Why == "" {
		t.Errorf("told is %+v", c.Answers)
	}
	if _, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve", Read: true}); err == nil || o.subject(id).Phone.Reveal() != "+77015550001" {
		t.Error("one of two was carried out")
	}
	says("Телефон: +7 701 100 77 34", "") // said again, it is as proven as before
	if got := values(says("Телефон: +7 705 000 00 02", "")); !slices.Equal(got, []string{"+77011007734", "+77050000002"}) {
		t.Errorf("after a second one proposed are %v", got)
	}
	if got := values(says("Телефон: +7 701 100 77 35", proven(aigul))); !slices.Equal(got, []string{"+77011007735"}) {
		t.Errorf("after a proven one proposed are %v", got)
	}
}
