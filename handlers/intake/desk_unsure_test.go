package intake

import (
	"errors"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// refusesUnseen checks that a request is carried out by nobody who has not looked, and is
// by whoever has; done tells whether it was.
func (o *office) refusesUnseen(r store.Request, code string, done func() bool) {
	o.t.Helper()
	if !warned(o.see(r.Number).Warnings, code) {
		o.t.Errorf("%s %s %v: nobody is told", r.Kind, r.Certainty, r.Doubts)
	}
	_, err := o.desk.Do(o.t.Context(), r.Number, aidos, review.Act{Verb: "approve"})
	if !errors.Is(err, privacy.ErrNotAllowed) || done() {
		o.t.Fatalf("%s %s %v: carried out unseen: %v", r.Kind, r.Certainty, r.Doubts, err)
	}
	_, err = o.desk.Do(o.t.Context(), r.Number, aidos, review.Act{Verb: "approve", Read: true})
	if o.must(err); !done() {
		o.t.Error("what was seen is not carried out")
	}
}

// A destruction that asks the contrary, for a part, later, on a condition or only asks is
// carried out by nobody who has not had the letter before them, however it was read.
func TestNoDestructionUnseen(t *testing.T) {
	for _, body := range []string{
		"Ничего не удаляйте!", "Don't wipe anything about me, I still need everything there.",
		"You wrote that you would remove me. Please don't.", "Прошу удалить все мои персональные данные.",
		"Прошу удалить мои персональные данные только из рассылки.", "Please delete my personal data from the loyalty programme.",
		"Прошу удалить мои персональные данные из рекламной базы. Договор со мной действует, данные по договору храните.",
		"Please delete my personal data that you got from Kaspi.", "Прошу удалить мои персональные данные о здоровье.",
		"Менің дербес деректерімді жойыңыздар, бірақ келісімшартымды қалдырыңыздар.",
		"Please delete my personal data, but only if you have sold my address to anybody.",
		"Менің дербес деректерімді өшіріңіздер. Тек қайта хабарласқаннан кейін.",
		"Прошу удалить все мои персональные данные после 1 января.",
		"Прошу удалить мои персональные данные, но не раньше, чем придёт мой заказ.",
		"Можно ли удалить мои персональные данные? Или лучше просто заблокировать?",
		"Деректерімді жойсаңыздар, келісімшарт не болады?",
	} {
		t.Run(body, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			r := o.asks("Мои данные", body)
			if r.Kind != privacy.KindErase { // then it is proposed as no destruction at all, which is as well
				o.reclassify(r.Number, privacy.KindErase)
				r.Kind = privacy.KindErase
			}
			o.refusesUnseen(r, review.WarnDestroys, func() bool { return !o.subject(id).DestructionDueAt.IsZero() })
		})
	}
}

// Nor is what the reading is not certain of, where the contrary would harm.
func TestNothingDoubtfulUnseen(t *testing.T) {
	for _, c := range []struct {
		kind privacy.Kind
		body string
	}{
		{privacy.KindUnblock, "Please do not unblock my personal data yet."},
		{privacy.KindUnsubscribe, "Stop the newsletter? No, keep sending it."},
		{privacy.KindUnsubscribe, "Мен әлі хабарласқан жоқпын ғой, неге?"},
		{privacy.KindBlock, "Could you perhaps block my data?"},
		{privacy.KindWithdraw, "Can I take my consent back?"},
	} {
		t.Run(c.body, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			if c.kind == privacy.KindUnblock {
				o.must(o.desk.BlockSubject(t.Context(), aidos, id, "дау"))
			}
			r := o.asks("My data", c.body)
			if r.Kind != c.kind {
				o.reclassify(r.Number, c.kind)
				r = o.see(r.Number).Request
			}
			if r.Certainty == privacy.Certain && len(r.Doubts) == 0 {
				t.Fatal("the letter is certain")
			}
			var library error
			o.desk.Library, library = templates.ParseTexts(nil)
			o.must(library)
			o.refusesUnseen(r, review.WarnDoubts, func() bool { return o.see(r.Number).Request.State != privacy.StateInReview })
		})
	}
}

// A yes to the question who asks lifts no doubt of what is asked.
func TestAYesLiftsNoDoubt(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	o.must(o.desk.BlockSubject(t.Context(), aidos, id, "дау"))
	r := o.request(o.gets(mail{from: aigul, subject: "My data", body: "Please do not unblock my personal data yet."}))
	if r.Kind != privacy.KindUnblock {
		o.reclassify(r.Number, privacy.KindUnblock)
	}
	o.must(o.desk.Confirm(t.Context(), r.Number, aidos, 0))
	o.gets(reply(o.last(aigul, templates.ConfirmationQuestion), aigul, "Yes"))
	if r = o.see(r.Number).Request; r.Proof != privacy.Proven || !o.subject(id).Blocked {
		t.Fatal(r.Proof)
	}
	o.refusesUnseen(r, review.WarnDoubts, func() bool { return !o.subject(id).Blocked })
}

// A destruction or the end of a blocking that a stranger may have asked for is looked at.
func TestWhoAsksIsLookedAt(t *testing.T) {
	for name, results := range map[string]string{review.WarnUnproven: "", review.WarnContradicted: "dmarc=fail (p=reject) header.from=posta.example"} {
		for _, kind := range []privacy.Kind{privacy.KindErase, privacy.KindUnblock} {
			t.Run(name+" "+string(kind), func(t *testing.T) {
				o := newOffice(t)
				id := o.person(aigul, "Айгүл", "")
				body := "Please delete all my personal data."
				if kind == privacy.KindUnblock {
					body = "Please unblock my personal data."
					o.must(o.desk.BlockSubject(t.Context(), aidos, id, "дау"))
				}
				r := o.request(o.gets(mail{from: aigul, results: results, subject: "My data", body: body}))
				if r.Kind != kind {
					t.Fatal(r.Kind)
				}
				_, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve"})
				if m := (*privacy.Mistake)(nil); !errors.As(err, &m) || m.Code != name+"-unread" {
					t.Errorf("the refusal says %v", err)
				}
				o.refusesUnseen(r, name, func() bool {
					s := o.subject(id)
					return !s.Blocked && (kind == privacy.KindUnblock || !s.DestructionDueAt.IsZero())
				})
			})
		}
	}
}

// So is a withdrawal, which a destruction follows, and whatever is asked in a name that
// something speaks against.
func TestForgedLettersAreLookedAt(t *testing.T) {
	const forged = "dmarc=fail (p=reject) header.from=posta.example"
	for _, c := range []struct {
		name, results, warning, subject, body string
		done                                  func(s store.Subject) bool
	}{
		{"a withdrawal", forged, review.WarnContradicted, "Отзыв согласия на обработку персональных данных", "Прошу прекратить.", func(s store.Subject) bool { return !s.DestructionDueAt.IsZero() }},
		{"a withdrawal that nothing proves", "", review.WarnUnproven, "Отзыв согласия на обработку персональных данных", "Прошу прекратить.", func(s store.Subject) bool { return !s.DestructionDueAt.IsZero() }},
		{"an update", forged, review.WarnContradicted, "Актуализация персональных данных", "Новый телефон: 8 701 555 77 88", func(s store.Subject) bool { return s.Phone.Reveal() == "+77015557788" }},
		{"a blocking", forged, review.WarnContradicted, "Мои данные", "Прошу заблокировать мои персональные данные.", func(s store.Subject) bool { return s.Blocked }},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			r := o.request(o.gets(mail{from: aigul, results: c.results, subject: c.subject, body: c.body}))
			o.refusesUnseen(r, c.warning, func() bool { return c.done(o.subject(id)) })
		})
	}
}

// What is certain and proven stays one key, and so do the answers that nothing is held or
// nothing is blocked.
func TestWhatIsPlainIsOneKey(t *testing.T) {
	for _, c := range []struct {
		body             string
		kind             privacy.Kind
		certain, blocked bool
	}{
		{"Please block my personal data until the dispute is settled.", privacy.KindBlock, true, false},
		{"Прошу снять блокирование моих персональных данных.", privacy.KindUnblock, true, true},
		{"Please unblock my personal data.", privacy.KindUnblock, true, false}, // nothing is blocked
	} {
		t.Run(c.body, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "")
			var err error
			o.desk.Library, err = templates.ParseTexts(nil)
			o.must(err)
			if c.blocked {
				o.must(o.desk.BlockSubject(t.Context(), aidos, id, "дау"))
			}
			r := o.asks("Мои данные", c.body)
			if r.Kind != c.kind || (r.Certainty == privacy.Certain) != c.certain {
				t.Fatalf("%s %s %v", r.Kind, r.Certainty, r.Doubts)
			}
			if got := o.see(r.Number).Warnings; warned(got, review.WarnDoubts) {
				t.Errorf("it is to be looked at: %v", got)
			}
			_, err = o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve"})
			o.must(err)
		})
	}
	o := newOffice(t)
	r := o.asks("Мои данные", "Прошу удалить все мои персональные данные.")
	if c := o.see(r.Number); warned(c.Warnings, review.WarnDestroys) || warned(c.Warnings, review.WarnDoubts) {
		t.Errorf("nothing is held, and it is to be looked at: %v", c.Warnings)
	}
	_, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve", NothingHeld: true})
	o.must(err)
}
