package intake

import (
	"errors"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// What is answered after something was carried out or closed reaches a person, and so
// does what can be decided while an answer is awaited.

func (o *office) why(n privacy.Number) string {
	o.t.Helper()
	c := o.see(n)
	if c.Request.State != privacy.StateInReview || !c.Item.DecidedAt.IsZero() {
		return string(c.Request.State)
	}
	return c.Item.Why
}

// corrected is an update that was asked about, answered and carried out, with the
// question that was asked.
func corrected(t *testing.T) (o *office, id privacy.SubjectID, r store.Request, question sent) {
	o = newOffice(t)
	id = o.person(aigul, "Айгүл", "+77015550001")
	r = o.near("")
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
	question = o.last(aigul, templates.Question)
	o.now = o.now.Add(time.Hour)
	o.gets(reply(question, aigul, "Телефон +7 701 100 99 34"))
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
	if got := o.subject(id).Phone.Reveal(); got != "+77011009934" {
		t.Fatal(got)
	}
	return o, id, r, question
}

func TestACorrectionOfWhatWasCarriedOutIsProposed(t *testing.T) {
	o, id, r, question := corrected(t)
	o.now = o.now.Add(26 * time.Hour) // the letter has left
	o.gets(reply(question, aigul, "Қате жіберіппін: телефон +7 701 100 77 34"))
	c := o.see(r.Number)
	if o.why(r.Number) != "answered" || !warned(c.Warnings, review.WarnAnswered) || len(c.Request.Changes) != 1 || c.Request.Changes[0].Value.Reveal() != "+77011007734" {
		t.Fatalf("%s, %+v, %+v", o.why(r.Number), c.Warnings, c.Request.Changes)
	}
	if due := c.Due.At; !due.After(o.now) || !c.Request.DueAt.Equal(due.UTC()) || !c.Item.DueAt.Equal(due.UTC()) {
		t.Errorf("due %s, %s: its period counts from the answer", due, c.Request.DueAt)
	}
	for name, act := range map[string]review.Act{
		"approve": {Verb: "approve"}, "by hand": {Verb: "approve", ByHand: true}, "no request": {Verb: "not-a-request"}, "declined as no request": {Verb: "decline", Ground: handlers.GroundNotARequest},
	} {
		if _, err := o.desk.Do(t.Context(), r.Number, aidos, act); !errors.Is(err, privacy.ErrNotAllowed) {
			t.Errorf("%s, unread: %v", name, err)
		}
	}
	letters := len(o.letters(""))
	_, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve", Seen: c.Item.Version, Read: true})
	o.must(err)
	if got := o.subject(id).Phone.Reveal(); got != "+77011007734" || len(o.letters("")) != letters+1 {
		t.Errorf("on record %s, %d letters", got, len(o.letters(""))-letters)
	}
}

// A value that an operator gives to what came back is written, or the decision fails.
func TestAGivenValueIsWritten(t *testing.T) {
	o, id, r, question := corrected(t)
	o.now = o.now.Add(26 * time.Hour)
	o.gets(reply(question, aigul, "Нөмір қате екен, хабарласыңыздар."))
	if n := len(o.see(r.Number).Request.Changes); o.why(r.Number) != "answered" || n != 1 {
		t.Fatalf("%s, %d", o.why(r.Number), n)
	}
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Values: []review.Value{{Field: privacy.FieldPhone, Value: "8 701 100 77 34"}}}))
	if got := o.subject(id).Phone.Reveal(); got != "+77011007734" {
		t.Errorf("on record %s", got)
	}
	o.now = o.now.Add(26 * time.Hour)
	o.gets(reply(question, aigul, "Рахмет, енді дұрыс."))
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true})) // nothing more: closed
	if got := o.subject(id).Phone.Reveal(); got != "+77011007734" || o.why(r.Number) != "closed" {
		t.Errorf("on record %s, %s", got, o.why(r.Number))
	}
}

// Within the time of undoing a correction does not stand in the way, and is proposed.
func TestACorrectionLeavesTheUndo(t *testing.T) {
	o, id, r, question := corrected(t)
	o.now = o.now.Add(5 * time.Minute)
	o.gets(reply(question, aigul, "Қате жіберіппін: телефон +7 701 100 77 34"))
	c := o.see(r.Number)
	if c.UndoUntil.IsZero() {
		t.Fatal("it cannot be undone")
	}
	o.must(o.desk.Undo(t.Context(), r.Number, aidos, c.Item.Version))
	c = o.see(r.Number)
	if o.subject(id).Phone.Reveal() != "+77015550001" || o.why(r.Number) != "answered" || len(c.Request.Changes) != 1 || c.Request.Changes[0].Value.Reveal() != "+77011007734" || !c.Request.ClosedAt.IsZero() {
		t.Errorf("%s, %s, %+v", o.subject(id).Phone.Reveal(), o.why(r.Number), c.Request.Changes)
	}
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
	if got := o.subject(id).Phone.Reveal(); got != "+77011007734" {
		t.Errorf("on record %s", got)
	}
}

// confirmedErasure is a destruction that the person confirmed and an operator granted.
func confirmedErasure(t *testing.T) (o *office, id privacy.SubjectID, r store.Request, question sent) {
	o = newOffice(t)
	id = o.person(aigul, "Айгүл", "")
	r = o.request(o.gets(mail{from: aigul, subject: "Удаление данных", body: "Прошу уничтожить мои персональные данные."}))
	if r.Kind != privacy.KindErase {
		t.Fatal(r.Kind)
	}
	o.must(o.desk.Confirm(t.Context(), r.Number, aidos, 0))
	question = o.last(aigul, templates.ConfirmationQuestion)
	o.now = o.now.Add(time.Hour)
	o.gets(reply(question, aigul, "Да"))
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
	o.now = o.now.Add(15 * time.Minute)
	o.leave()
	return o, id, r, question
}

// Who says that it was not them who answered is heard, and nothing is destroyed before.
func TestAProtestHoldsTheDestructionUp(t *testing.T) {
	for name, words := range map[string]string{
		"words": "It was not me who answered YES. Call me at once.", "no": "Нет", "no and more": "Нет, я этого не просила!",
	} {
		t.Run(name, func(t *testing.T) {
			o, id, r, question := confirmedErasure(t)
			due := o.subject(id).DestructionDueAt
			o.now = o.now.Add(24 * time.Hour)
			o.gets(reply(question, aigul, words))
			c := o.see(r.Number)
			if o.why(r.Number) != handlers.AnsweredLate || !warned(c.Warnings, review.WarnAnswered) || !warned(c.Warnings, review.WarnHoldsUp) || len(c.Answers) != 1 || !strings.Contains(c.Answers[0].Text, words) {
				t.Fatalf("%s, %+v, %d answers", o.why(r.Number), c.Warnings, len(c.Answers))
			}
			o.sweepAt(due.Add(time.Hour))
			if o.destroyed(id) {
				t.Fatal("destroyed before anybody looked")
			}
			if list, err := o.desk.DueDestructions(t.Context(), o.now, 10); err != nil || len(list) != 1 || !strings.Contains(list[0].Held, string(r.Number)) {
				t.Errorf("%+v %v", list, err)
			}
			if _, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve"}); !errors.Is(err, privacy.ErrNotAllowed) {
				t.Fatalf("settled unread: %v", err)
			}
			o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
			o.sweepAt(o.now.Add(time.Hour))
			if !o.destroyed(id) {
				t.Error("it goes on when an operator has looked")
			}
		})
	}
}

// So it does where an operator granted it before the person had said anything: nothing
// proves who asked.
func TestANoAfterAnUnprovenDestruction(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	r := o.request(o.gets(mail{from: aigul, subject: "Удаление данных", body: "Прошу уничтожить мои персональные данные."}))
	o.must(o.desk.Confirm(t.Context(), r.Number, aidos, 0))
	question := o.last(aigul, templates.ConfirmationQuestion)
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
	o.now = o.now.Add(15 * time.Minute)
	o.leave()
	o.gets(reply(question, aigul, "Нет"))
	if got := o.see(r.Number); o.why(r.Number) != handlers.AnsweredLate || got.Request.Proof != privacy.Unproven {
		t.Fatalf("%s, %s", o.why(r.Number), got.Request.Proof)
	}
	o.sweepAt(o.subject(id).DestructionDueAt.Add(time.Hour))
	if o.destroyed(id) {
		t.Error("destroyed before anybody looked")
	}
}

// A reply to a letter without a code holds it up as well, even where nothing proves who
// wrote it; what a stranger writes without having that letter does not.
func TestAReplyToTheLetterHoldsTheDestructionUp(t *testing.T) {
	for name, c := range map[string]struct {
		to   bool
		body string
	}{
		"a reply":                  {true, "Я ничего такого не просила, остановитесь."},
		"a reply that asks":        {true, "Прошу заблокировать мои персональные данные."},
		"a letter of its own asks": {false, "Прошу заблокировать мои персональные данные."},
	} {
		t.Run(name, func(t *testing.T) {
			o, id, _, _ := confirmedErasure(t)
			m := mail{from: aigul, subject: "Вопрос", body: c.body}
			if c.to {
				m.header = []string{"In-Reply-To: <" + o.last(aigul, templates.Destruction).Message.MessageID + ">"}
			}
			d := o.gets(m)
			if d.What != store.DisposedRequest {
				t.Fatalf("%+v", d)
			}
			o.sweepAt(o.subject(id).DestructionDueAt.Add(time.Hour))
			if o.destroyed(id) == c.to {
				t.Errorf("destroyed: %v", !c.to)
			}
		})
	}
}

// Thanks for a letter that asks nothing bring nobody anything to read, and hold nothing up.
func TestThanksWithoutACodeOpenNothing(t *testing.T) {
	for words, thanks := range map[string]bool{"Рақмет!": true, "Thank you.": true, "Спасибо! 🙏": true, "Спасибо, не надо": false, "OK": false} {
		t.Run(words, func(t *testing.T) {
			o, id, r, _ := confirmedErasure(t)
			l := o.last(aigul, templates.Destruction).Message
			letters := len(o.letters(""))
			d := o.gets(mail{from: aigul, subject: "Re: " + l.SubjectLine, body: words, header: []string{"In-Reply-To: <" + l.MessageID + ">"}})
			if (d.What == store.DisposedReply) != thanks || thanks && (len(d.Requests) != 1 || d.Requests[0] != r.ID || len(o.letters("")) != letters || len(o.see(r.Number).Answers) == 0) {
				t.Errorf("%+v", d)
			}
			o.sweepAt(o.subject(id).DestructionDueAt.Add(time.Hour))
			if o.destroyed(id) != thanks {
				t.Errorf("destroyed: %v", !thanks)
			}
		})
	}
}

// What says again what was done needs nobody; what was merged speaks for the request in
// which it goes on; and however many answers did not count, the person is heard.
func TestWhoAgreesIsLeftInPeace(t *testing.T) {
	o, _, r, question := confirmedErasure(t)
	o.gets(reply(question, aigul, "Да!"))
	if o.why(r.Number) != "closed" {
		t.Errorf("a second yes: %s", o.why(r.Number))
	}
	o.gets(reply(question, aigul, "Нет"))
	o.gets(reply(question, aigul, "Да, всё же"))
	if c := o.see(r.Number); o.why(r.Number) != handlers.AnsweredLate || len(c.Answers) != 3 {
		t.Errorf("yes, no, yes: %s, %d answers", o.why(r.Number), len(c.Answers))
	}

	o = newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	one := o.request(o.gets(update(aigul, "")))
	asked := o.last(aigul, templates.ConfirmationQuestion)
	o.gets(reply(asked, aigul, "Нет"))
	o.gets(reply(asked, aigul, "Нет."))
	if o.why(one.Number) != "closed" {
		t.Errorf("a second no: %s", o.why(one.Number))
	}
	o.gets(reply(asked, aigul, "Да"))
	if o.why(one.Number) != handlers.AnsweredLate || o.subject(o.see(one.Number).Subject.ID).Phone.Reveal() != "+77015550001" {
		t.Errorf("yes after no: %s", o.why(one.Number))
	}
}

func TestTheAskedPersonIsHeardHoweverOften(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	r := o.request(o.gets(update(aigul, "")))
	asked := o.last(aigul, templates.ConfirmationQuestion)
	for i := range 14 {
		o.gets(reply(asked, mallory, "Да "+strings.Repeat("!", i)))
	}
	o.must(o.desk.Decline(t.Context(), r.Number, aidos, 0, review.Refusal{Ground: templates.GroundRetention, Article: "206-бап", Text: "Жоқ."}))
	o.gets(reply(asked, aigul, "Неге? Бұл менмін."))
	if why := o.why(r.Number); !strings.HasPrefix(why, "token-worn") {
		t.Errorf("she is not heard: %s", why)
	}
}

func TestWhatIsAnsweredAboutAMergedRequestReachesTheOther(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	one, two := o.near(""), o.near(" қайта")
	o.must(o.desk.Ask(t.Context(), one.Number, aidos, 0, "Қай нөмір?"))
	asked := o.last(aigul, templates.Question)
	o.must(o.desk.Merge(t.Context(), one.Number, aidos, 0, two.Number))
	o.gets(reply(asked, aigul, "Телефон +7 701 100 77 34"))
	c := o.see(two.Number)
	if o.why(one.Number) != "closed" || o.why(two.Number) != "answered" || len(c.Answers) != 1 || c.Request.Changes[0].Value.Reveal() != "+77011007734" {
		t.Errorf("%s, %s, %d, %+v", o.why(one.Number), o.why(two.Number), len(c.Answers), c.Request.Changes)
	}
}

// What the new end says beside an objection of the former one is read with it.
func TestBothEndsAreHeard(t *testing.T) {
	for _, words := range []string{"Бұл не, түсінбедім", "ТОҚТАТУ"} {
		o := newOffice(t)
		o.person(aigul, "Айгүл", "")
		r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Жаңа e-mail: " + newAddress}))
		notice, question := o.last(aigul, templates.AddressNotice), o.last(newAddress, templates.AddressQuestion)
		o.gets(reply(notice, aigul, words))
		before := len(o.see(r.Number).Answers)
		o.gets(reply(question, newAddress, "Жоқ"))
		if c := o.see(r.Number); c.Request.State != privacy.StateInReview || len(c.Answers) != before+1 {
			t.Errorf("%s: %s, %d answers", words, o.why(r.Number), len(c.Answers)-before)
		}
	}
}

// Words beside a no reach a person, whatever ties them to us, and again.
func TestWordsBesideANoAreRead(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	r := o.request(o.gets(update(aigul, "")))
	question := o.last(aigul, templates.ConfirmationQuestion)
	for i, words := range []string{"Жоқ\r\n\r\nМаған қоңырау шалыңыздар.", "Жоқ\r\n\r\nМаған неге қоңырау шалмайсыздар?"} {
		o.gets(mail{from: aigul, subject: "Жоқ", body: words + "\r\n\r\n> " + question.token()})
		if c := o.see(r.Number); o.why(r.Number) != handlers.AnsweredLate || len(c.Answers) != i+1 {
			t.Fatalf("%q: %s, %d answers", words, o.why(r.Number), len(c.Answers))
		}
		o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
	}
}

// However many answers came before, the latest is the one that is read.
func TestTheLatestOfManyAnswersIsThere(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	r := o.near("")
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
	question := o.last(aigul, templates.Question)
	for i := range maxReplies + 3 {
		o.gets(reply(question, aigul, "Жауап "+strings.Repeat("i", i+1)))
	}
	o.gets(reply(question, aigul, "Соңғы сөзім."))
	list := o.see(r.Number).Answers
	if last := list[len(list)-1]; len(list) != maxReplies || !strings.Contains(last.Text, "Соңғы сөзім.") || !strings.Contains(string(last.Raw), "Соңғы сөзім.") {
		t.Errorf("%d answers, the last %q", len(list), last.Text)
	}
}

// Whoever closes a protest is told that the destruction goes on, on which day, unless the
// record was blocked; keeping the request open, or granting the destruction, says nothing.
func TestClosingAProtestTellsThatTheDestructionGoesOn(t *testing.T) {
	for name, c := range map[string]struct {
		blocked bool
		act     review.Act
		want    bool
	}{
		"closed":     {false, review.Act{Verb: "approve", Read: true}, true},
		"answered":   {false, review.Act{Verb: "reply", Text: "Жауап береміз.", Read: true}, true},
		"no request": {false, review.Act{Verb: "not-a-request", Read: true}, true},
		"open":       {false, review.Act{Verb: "reply", Text: "Жауап береміз.", Open: true, Read: true}, false},
		"blocked":    {true, review.Act{Verb: "approve", Read: true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			o, id, r, question := confirmedErasure(t)
			o.now = o.now.Add(24 * time.Hour)
			o.gets(reply(question, aigul, "Это не я ответил «Да»! Не удаляйте ничего"))
			if c.blocked {
				o.must(o.desk.BlockSubject(t.Context(), aidos, id, "Өтінді"))
			}
			done, err := o.desk.Do(t.Context(), r.Number, aidos, c.act)
			o.must(err)
			if got := done.GoesOn; got.Day.IsZero() == c.want || c.want && (got.Subject != id || !got.Day.Equal(o.subject(id).DestructionDueAt)) {
				t.Errorf("told %+v; the record %+v", got, o.subject(id).DestructionDueAt)
			}
		})
	}
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	done, err := o.desk.Do(t.Context(), o.asks("Мои данные", "Прошу удалить все мои персональные данные.").Number, aidos, review.Act{Verb: "approve", Read: true})
	o.must(err)
	if !done.GoesOn.Day.IsZero() {
		t.Error("granting it tells that it goes on")
	}
}

// Thanks bring nothing back that is decided, and hold no destruction up; they are kept with
// the request. Anything more does.
func TestThanksBringNothingBack(t *testing.T) {
	for words, back := range map[string]bool{
		"Рақмет!": false, "Thank you, 👍": false, "Спасибо большое)))": false, "🙏🏻": false, "Сәлеметсіз бе! Көп рақмет.\r\n\r\nҚұрметпен,\r\nAigul": false,
		"Рақмет, бірақ жоймаңыздар": true, "Спасибо, не надо": true, "Thank you?": true, "👎": true, "Спасибо (": true, "Thanks, but no thanks": true, "Рақмет!\r\n\r\nKeep Everything": true,
		"Спасибо, 8 701 100 77 34": true, "": true,
	} {
		t.Run(words, func(t *testing.T) {
			o, id, r, question := confirmedErasure(t)
			o.now = o.now.Add(24 * time.Hour)
			m := reply(question, aigul, words)
			m.from = "Aigul Akhmetova <" + aigul + ">"
			o.gets(m)
			if got := o.why(r.Number) == handlers.AnsweredLate; got != back {
				t.Fatalf("it is %s", o.why(r.Number))
			}
			if c := o.see(r.Number); len(c.Answers) != 1 || !strings.Contains(c.Answers[0].Text, strings.TrimSpace(strings.Split(words, "\r\n")[0])) {
				t.Errorf("kept are %+v", c.Answers)
			}
			o.sweepAt(o.subject(id).DestructionDueAt.Add(time.Hour))
			if o.destroyed(id) == back {
				t.Errorf("destroyed: %v", !back)
			}
		})
	}
}

// What else may be said beside the thanks, by the subject line or while it is not decided,
// comes before a person.
func TestThanksThatSayMore(t *testing.T) {
	o, _, r, question := confirmedErasure(t)
	o.now = o.now.Add(24 * time.Hour)
	m := reply(question, aigul, "Рақмет!")
	m.subject = "ЖОЙМАҢЫЗДАР " + m.subject
	o.gets(m)
	if o.why(r.Number) != handlers.AnsweredLate {
		t.Errorf("another subject line: %s", o.why(r.Number))
	}
	o = newOffice(t)
	o.person(aigul, "Айгүл", "")
	r = o.near("")
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
	o.gets(reply(o.last(aigul, templates.Question), aigul, "Рақмет!"))
	if o.why(r.Number) != "answered" {
		t.Errorf("asked and thanked: %s", o.why(r.Number))
	}
}
