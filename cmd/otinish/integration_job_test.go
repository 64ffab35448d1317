//go:build integration

package main

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

var (
	aigulPhone = incoming{
		from: aigul.email, name: aigul.name, subject: "«Дербес деректерді жаңарту»",
		body: "Сәлеметсіз бе!\n\nЖаңа телефон нөмірім: 8 701 555 77 88\n\nҚұрметпен, Айгүл",
	}
	olgaWithdraws = incoming{
		from: olga.email, name: olga.name, cyrillic: true,
		subject: "Отзыв согласия на обработку персональных данных", body: "Прошу подтвердить прекращение.\n\nСмирнова О. П.",
	}
	maryPhone = incoming{
		from: mary.email, name: mary.name, subject: "Updating personal data",
		body: "Hello,\n\nNew phone: +7 747 555 90 90\n\nRegards, Mary",
	}
	priceList = incoming{
		from: "sales@snab.test", name: "Отдел продаж Снаб",
		subject: "Коммерческое предложение на картриджи", body: "Добрый день!\n\nНаправляем прайс-лист на бумагу.",
	}
)

// The main job, from the writers' SMTP to the writers' mailboxes, and what people see
// in the mailbox: requests carry the keyword, nothing is read, ordinary mail is as it
// was (P6), and nobody is written to about mail from before the first run (P14).
func TestIntegrationAnswersInThreeLanguages(t *testing.T) {
	s := newSite(t)
	s.drop("INBOX", priceList, "")
	old := incoming{from: "arman@posta.test", name: "Арман Ескі", subject: maryPhone.subject, body: "Phone: +7 701 555 11 11"}
	s.drop("INBOX", old, "dmarc=pass header.from=posta.test")
	e := s.eye()
	e.command("SELECT INBOX")
	e.command(`UID STORE 1 FLAGS (\Seen \Flagged $Label1)`)
	e.conn.Close()
	s.up()
	s.register(aigul, olga, mary, person{"Арман Ескі", "+77015550011", old.from, "kk"})

	updated := s.take(aigulPhone)
	withdrawn := s.take(olgaWithdraws)
	asked := s.take(maryPhone)
	ordinary := s.take(incoming{from: "office@kense.test", name: "Кеңсе", subject: "Шот-фактура № 118", body: "Құрметті әріптестер!"})
	if ordinary.What != store.DisposedOrdinary {
		t.Errorf("ordinary mail is %+v", ordinary)
	}

	for _, c := range []struct {
		d              store.Disposition
		template, to   string
		by, word, lang string
		state          privacy.State
	}{
		{updated, "updated", aigul.email, "dmarc", "Сәлеметсіз бе", "kk", privacy.StateClosed},
		{withdrawn, "withdrawn", olga.email, "spf", "Здравствуйте", "ru", privacy.StateClosed},
		{asked, "confirmation-question", mary.email, "", "Hello", "en", privacy.StateAwaiting},
	} {
		l, r := s.letter(c.template, c.to), s.request(c.d)
		if r.ProofBy != c.by || r.State != c.state || string(r.Language) != c.lang {
			t.Errorf("%s: proven by %q, state %s, in %s", c.template, r.ProofBy, r.State, r.Language)
		}
		if !strings.Contains(l.Text, c.word) || !strings.Contains(l.SubjectLine, string(r.Number)) {
			t.Errorf("%s: letter without %q or its number:\n%s\n%s", c.template, c.word, l.SubjectLine, l.Text)
		}
		if len(l.InReplyTo) != 1 || !strings.Contains(l.InReplyTo[0], ".letter@") || l.From[0].Address != siteAddress || l.Automatic.Sign == "" {
			t.Errorf("%s: not in the writer's thread, not ours, or not marked as automatic: %+v", c.template, l.Header)
		}
	}
	if got := s.record(aigul.email).Phone; got != "+77015557788" {
		t.Errorf("phone on record %q", got)
	}
	if got := s.record(olga.email); got.Consents[0].WithdrawnAt == nil || got.DestroyBy == nil || !got.NoLetters {
		t.Errorf("after the withdrawal: %+v", got)
	}
	if got := s.record(mary.email).Phone; got != mary.phone {
		t.Errorf("an unproven letter changed the phone to %q", got)
	}
	s.untilFlags("INBOX", map[string]string{
		"1": `$Label1 \Flagged \Seen`, "2": "", "3": handledFlags, "4": handledFlags, "5": handledFlags, "6": "",
	})
	s.sentinel()
	if mails := s.mailTo(old.from); len(mails) != 0 {
		t.Errorf("%d letters about mail from before the first run", len(mails))
	}
	a := s.accounted()
	if a[0].Messages != 7 || a[0].Dispositions[store.DisposedRequest] != 5 || a[0].Dispositions[store.DisposedOrdinary] != 2 {
		t.Errorf("account: %+v", a)
	}
}

// What proves nothing at first is asked back; the answer applies it.
func TestIntegrationAsksBackAndAppliesTheAnswer(t *testing.T) {
	s := newSite(t)
	s.up()
	s.register(aigul, mary)
	d := s.take(maryPhone)
	question := s.letter("confirmation-question", mary.email)
	if got := s.record(mary.email).Phone; got != mary.phone {
		t.Fatalf("phone before the answer: %q", got)
	}
	if a := s.take(reply(question, mary.email, mary.name, "YES")); a.What != store.DisposedReply || a.Reason != "confirmed" {
		t.Fatalf("the answer is %+v", a)
	}
	s.letter("updated", mary.email)
	if r := s.request(d); r.State != privacy.StateClosed || r.ProofBy != "confirmation" {
		t.Errorf("%s, proven by %q", r.State, r.ProofBy)
	}
	if got := s.record(mary.email).Phone; got != "+77475559090" {
		t.Errorf("phone on record %q", got)
	}
	// The same answer again, with another Message-ID, has no second effect.
	if a := s.take(reply(question, mary.email, mary.name, "YES")); a.Reason != "token-used" {
		t.Errorf("the second answer is %+v", a)
	}
	// Somebody forges our server's field. It comes to lie below Received, where
	// nothing of ours stands; the same for a letter whose real results speak of
	// another domain than its From line.
	for _, forged := range []incoming{
		{envelope: "kim@jau.test", header: []string{"Authentication-Results: " + siteServer + "; dmarc=pass header.from=posta.test"}},
		{envelope: "kim@pochta.test"},
	} {
		forged.from, forged.name, forged.subject, forged.body = aigul.email, aigul.name, aigulPhone.subject, aigulPhone.body+forged.envelope
		if r := s.request(s.take(forged)); r.Proof != privacy.Unproven || r.State != privacy.StateAwaiting {
			t.Errorf("forged by %s: %s, %s", forged.envelope, r.Proof, r.State)
		}
	}
	// And where the domain's own policy says that it is none of theirs, nobody is asked.
	contradicted := incoming{from: "dana@forged.test", name: "Дана Әлиева", subject: aigulPhone.subject, body: aigulPhone.body}
	if r := s.request(s.take(contradicted)); r.Proof != privacy.Contradicted || r.State != privacy.StateInReview {
		t.Errorf("contradicted: %s, %s", r.Proof, r.State)
	}
	if got := s.record(aigul.email).Phone; got != aigul.phone {
		t.Errorf("a forged letter changed the phone to %q", got)
	}
	s.sentinel()
	if got := len(s.mailTo(contradicted.from)) + len(s.mailTo("kim@jau.test")); got != 0 {
		t.Errorf("%d letters to forgers", got)
	}
	s.accounted()
}

// A new address is asked for at both ends, and the former owner can undo it.
func TestIntegrationAddressChangeAndUndo(t *testing.T) {
	s := newSite(t)
	s.up()
	s.register(olga)
	const fresh = "smagulova@novaya.test"
	d := s.take(incoming{
		from: olga.email, name: olga.name, subject: "Актуализация персональных данных", body: "Новый E-mail: " + fresh,
	})
	s.secret(fresh)
	question, notice := s.letter("address-question", fresh), s.letter("address-notice", olga.email)
	if strings.Contains(notice.Text, fresh) || strings.Contains(question.Text, olga.email) {
		t.Error("a letter tells one end the other's address")
	}
	s.take(reply(question, fresh, olga.name, "Да"))
	s.letter("address-changed", fresh)
	if got := s.record(fresh); got.Name != olga.name {
		t.Errorf("under the new address: %+v", got)
	}
	s.take(reply(notice, olga.email, olga.name, "СТОП"))
	s.letter("undone", olga.email)
	if got := s.record(olga.email); got.Name != olga.name {
		t.Errorf("after the undo: %+v", got)
	}
	if code, _, _ := s.otinish(fresh+"\n", "subject", "find"); code != exitNotFound {
		t.Errorf("the stopped address is still on record: exit %d", code)
	}
	if r := s.request(d); r.State != privacy.StateInReview || r.Waiting.Why != "address-undone" {
		t.Errorf("after the undo: %s, %+v", r.State, r.Waiting)
	}
	s.accounted()
}

// An operator at the command line: a bad register, the queue, an answer.
func TestIntegrationOperatorAtTheCommandLine(t *testing.T) {
	s := newSite(t)
	s.up()
	bad := olga
	bad.phone = "870255500"
	file := s.write("bad.csv", s.csv(aigul, bad), 0o600)
	code, out, errOut := s.otinish("", "subject", "import", file)
	const want = "line 3: phone: not a complete phone number; write it like +7 701 123 45 67\n"
	if code != exitUsage || !strings.Contains(errOut, want) || !strings.Contains(errOut, "nothing was entered: 1 of 2 rows are bad") || strings.Contains(errOut, bad.phone) {
		t.Errorf("bad.csv: exit %d, %q, %q; want %q and what to do", code, out, errOut, want)
	}
	if code, _, _ := s.otinish(aigul.email+"\n", "subject", "find"); code != exitNotFound {
		t.Errorf("all or nothing: exit %d for the good row", code)
	}
	s.register(aigul, olga)

	d := s.take(incoming{
		from: aigul.email, name: aigul.name, subject: "Сұрақ", body: "Сәлеметсіз бе! Мен туралы қандай деректеріңіз бар?",
	})
	r := s.request(d)
	acknowledged := s.letter("acknowledgement", aigul.email)
	if !strings.Contains(acknowledged.Text, string(r.Number)) {
		t.Errorf("no number in the acknowledgement:\n%s", acknowledged.Text)
	}
	if list := s.verb("", "queue"); !strings.Contains(list, string(r.Number)) {
		t.Errorf("not in the queue:\n%s", list)
	}
	if got := s.flags("INBOX")["1"]; got != "" {
		t.Errorf("flags %q while a person decides", got)
	}
	const words = "Біз сіздің атыңызды, телефоныңызды және мекенжайыңызды сақтаймыз."
	s.secret(words)
	s.verb("", "queue", "approve", string(r.Number), "--text-file", s.write("answer.txt", words, 0o600))
	if l := s.letter("answer", aigul.email); !strings.Contains(unwrapped(l), words) {
		t.Errorf("the answer:\n%s", l.Text)
	}
	s.untilFlags("INBOX", map[string]string{"1": handledFlags})
	if code, _, errOut := s.otinish("", "queue", "approve", string(r.Number)); code != exitNotAllowed {
		t.Errorf("approved twice: exit %d, %s", code, errOut)
	}
	if code, _, _ := s.otinish("", "queue", "show", "OT-0000-0000"); code != exitUsage && code != exitNotFound {
		t.Errorf("an unknown number: exit %d", code)
	}
	s.accounted()
}

// unwrapped is the text of a letter with its lines joined.
func unwrapped(m *message.Message) string { return strings.Join(strings.Fields(m.Text), " ") }
