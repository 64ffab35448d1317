package intake

import (
	"encoding/base64"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// answered is a reply as a mail program writes it; NUMBER, TOKEN and QUOTED stand for
// what is in our letter, LINES for the quoted letter without signs of quoting.
var answered = map[string]struct {
	subject, rest string
}{
	"iPhone": {"Re: Подтвердите обращение [NUMBER TOKEN]",
		"Content-Type: text/plain; charset=utf-8\n\nИә\n\niPhone құрылғымнан жіберілді\n\n> 24 қар. 2026 ж., 14:00, «Мысал» ЖШС <info@mysal.example> жазды:\n> \nQUOTED\n"},
	"Gmail on Android": {"Re: Подтвердите обращение [NUMBER TOKEN]",
		"Content-Type: text/plain; charset=utf-8\n\nДа\n\nвт, 24 нояб. 2026 г. в 14:00, ТОО «Мысал» <info@mysal.example>:\n\nQUOTED\n"},
	"Outlook for Android, nothing marked as quoted": {"RE: Подтвердите обращение [NUMBER TOKEN]",
		"Content-Type: text/plain; charset=utf-8\n\nYes\n\nGet Outlook for Android<https://aka.ms/AAb9ysg>\n________________________________\nFrom: Mysal LLP <info@mysal.example>\nSent: Tuesday, November 24, 2026 2:00:00 PM\nTo: aigul@posta.example\nSubject: x\n\nLINES\n"},
	"below the quoted letter": {"Re: Подтвердите обращение [NUMBER TOKEN]",
		"Content-Type: text/plain; charset=utf-8\n\n24.11.2026 14:00, ТОО «Мысал» пишет:\nQUOTED\n\nДа\n"},
	"token in the subject line alone": {"Re: Подтвердите обращение [NUMBER TOKEN]",
		"Content-Type: text/plain; charset=utf-8\n\nДа\n"},
	"token in the quoted header alone": {"Re: сұрақ",
		"Content-Type: text/plain; charset=utf-8\n\nДа\n\n-----Исходное сообщение-----\nОт: ТОО «Мысал» <info@mysal.example>\nОтправлено: вторник, 24 ноября 2026 г. 14:00\nКому: aigul@posta.example\nТема: Подтвердите обращение [NUMBER TOKEN]\n\nLINES\n"},
	"subject line folded within the token": {"Re: Подтвердите обращение [NUMBER\n HEAD-\n TAIL]",
		"Content-Type: text/plain; charset=utf-8\n\nДа\n"},
	"quoted token broken behind a hyphen": {"Re: сұрақ",
		"Content-Type: text/plain; charset=utf-8\n\nДа\n\nвт, 24 нояб. 2026 г. в 14:00, ТОО «Мысал» <info@mysal.example>:\n\n> Код: HEAD-\n> TAIL\n> Сәлеммен\n"},
	"quoted token broken anywhere": {"Re: сұрақ",
		"Content-Type: text/plain; charset=utf-8\n\nДа\n\nвт, 24 нояб. 2026 г. в 14:00, ТОО «Мысал» <info@mysal.example>:\n\n>> Код: HE\n>> AD-TAIL\n>> Сәлеммен\n"},
	"quoted-printable with soft line ends": {"Re: x",
		"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=D0=94=D0=B0\n\n=D0=B2=D1=82, 24 =D0=BD=D0=BE=D1=8F=D0=B1. 2026 =D0=B3. =D0=B2 14:00, info@mysal.example:\n\n> HE=\nAD-=\nTAIL\n"},
	"HTML alone": {"Re: x",
		"Content-Type: text/html; charset=utf-8\n\n<html><body><div dir=\"auto\">Иә</div><br><blockquote type=\"cite\"><div>HEAD-TAIL</div></blockquote></body></html>\n"},
	"HTML alone, token in pieces": {"Re: x",
		"Content-Type: text/html; charset=utf-8\n\n<html><body><p>Да</p><blockquote><p>Код: <span>HE</span>AD-<wbr>TAIL</p></blockquote></body></html>\n"},
	"HTML alone, token broken": {"Re: x",
		"Content-Type: text/html; charset=utf-8\n\n<html><body><p>Да</p><blockquote><p>Код: HEAD-<br>TAIL</p></blockquote></body></html>\n"},
	"both forms": {"Re: x [NUMBER TOKEN]",
		"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nДа\n\n--\nОтправлено из Mail.ru для iOS\n--b\nContent-Type: text/html; charset=utf-8\n\n<HTML><BODY><p>Да</p><div id=\"mail-app-auto-default-signature\"><p>--<br>Отправлено из Mail.ru для iOS</p></div></BODY></HTML>\n--b--\n"},
	"base64": {"Re: x [NUMBER TOKEN]",
		"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("Да\r\n")) + "\n"},
	"windows-1251": {"Re: x [NUMBER TOKEN]",
		"Content-Type: text/plain; charset=windows-1251\n\n\xc4\xe0\n"},
	"lower case": {"re: [NUMBER LOWER]",
		"Content-Type: text/plain; charset=utf-8\n\nда, подтверждаю\n"},
}

// fill puts what is in our letter into a reply.
func (q sent) fill(o *office, s string) string {
	token := q.token()
	var r privacy.Number
	if n, ok := o.numberOf(q); ok {
		r = n
	}
	return strings.NewReplacer(
		"NUMBER", string(r), "TOKEN", token, "LOWER", strings.ToLower(token), "HEAD-", token[:12], "TAIL", token[12:],
		"HE\n>> AD-", token[:8]+"\n>> "+token[8:12], "HE=\nAD-=\n", token[:8]+"=\n"+token[8:12]+"=\n", "<span>HE</span>AD-", "<span>"+token[:8]+"</span>"+token[8:12],
		"QUOTED", "> "+strings.ReplaceAll(q.Text, "\n", "\n> "), "LINES", q.Text,
	).Replace(s)
}

func (o *office) numberOf(q sent) (privacy.Number, bool) {
	for _, word := range strings.FieldsFunc(q.SubjectLine, func(r rune) bool { return r == '[' || r == ' ' || r == ']' }) {
		if n, err := privacy.ParseNumber(word); err == nil {
			return n, true
		}
	}
	return "", false
}

// answers lets a reply in as bytes; header lines stand above the others.
func (o *office) answers(q sent, from, subject, rest string, header ...string) {
	o.t.Helper()
	raw := "Received: from a by mx.mysal.example; Tue, 24 Nov 2026 09:00:00 +0000\n" + strings.Join(append(header, ""), "\n") +
		"From: " + from + "\nTo: " + ours + "\nSubject: " + q.fill(o, subject) + "\nMIME-Version: 1.0\n" + q.fill(o, rest)
	o.getsRaw([]byte(strings.ReplaceAll(raw, "\n", "\r\n")))
}

func TestAnswersOfEveryMailProgramConfirm(t *testing.T) {
	for name, a := range answered {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			d := o.gets(update(aigul, ""))
			o.answers(o.last(aigul, question), aigul, a.subject, a.rest)
			if r := o.request(d); r.State != privacy.StateClosed || r.ProofBy != "confirmation" || o.subject(id).Phone.Reveal() != "+77015557788" {
				t.Errorf("%s, %s by %q, %+v", r.State, r.Proof, r.ProofBy, o.waiting())
			}
		})
	}
}

// The same from another address of the writer's, or of anybody: the token is right,
// but who holds it is not who was asked. A person sees who answered what.
func TestAnswersFromAnAliasGoToAPerson(t *testing.T) {
	for _, from := range []string{"aigul+work@posta.example", "a.igul@posta.example", "aigul@mail.posta.example", mallory} {
		for name, a := range answered {
			if from != mallory && name != "iPhone" {
				continue // one program tells enough of an alias
			}
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			d := o.gets(update(aigul, ""))
			o.answers(o.last(aigul, question), from, a.subject, a.rest)
			r := o.request(d)
			if r.State != privacy.StateInReview || len(o.waiting()) != 1 || o.waiting()[0].Item.Why != "token-from-another-address" ||
				o.subject(id).Phone.Reveal() != "+77015550001" || len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0].Text.Reveal(), from+": ") {
				t.Errorf("%s, %s: %s, %d notes", from, name, r.State, len(r.Notes))
			}
			o.answers(o.last(aigul, question), aigul, a.subject, a.rest+"\n") // she answers herself after all
			if got := o.subject(id).Phone.Reveal(); got != "+77015557788" {
				t.Errorf("%s, %s: her own answer counts no more", from, name)
			}
		}
	}
}

// What our server denies goes to a person, and the owner can answer after all; a yes
// of which it says nothing counts.
func TestAnswersOurServerDeniesLeaveTheTokenUnused(t *testing.T) {
	for results, counts := range map[string]bool{
		"dmarc=fail (p=none) header.from=posta.example": false,
		"dkim=fail header.d=posta.example":              false,
		"spf=softfail smtp.mailfrom=posta.example":      true,
		"dmarc=temperror header.from=posta.example":     true,
		"": true,
	} {
		o := newOffice(t)
		id := o.person(aigul, "Айгүл", "+77015550001")
		o.gets(update(aigul, ""))
		m := reply(o.last(aigul, question), aigul, "Иә")
		m.results = results
		o.gets(m)
		if changed := o.subject(id).Phone.Reveal() == "+77015557788"; changed != counts {
			t.Errorf("%q: changed %v", results, changed)
		}
		m.results = proven(aigul)
		o.gets(m)
		if o.subject(id).Phone.Reveal() != "+77015557788" {
			t.Errorf("%q: her own answer counts no more", results)
		}
	}
}

// A no counts at once; what stands below it is kept for a person, and read.
func TestWordsBelowANoAreRead(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	d := o.gets(update(aigul, ""))
	m := reply(o.last(aigul, question), aigul, "Нет\r\nКто это сделал? "+markWithdraw)
	m.results = proven(aigul)
	if got := o.gets(m); got.What != store.DisposedRequest || len(o.waiting()) != 1 {
		t.Errorf("%+v, %d wait", got, len(o.waiting()))
	}
	if r := o.request(d); r.State != privacy.StateClosed || len(r.Notes) != 1 || o.subject(id).Phone.Reveal() != "+77015550001" {
		t.Errorf("%s, %d notes", r.State, len(r.Notes))
	}
}

// What ties a letter to our question without its token does not answer it.
func TestOnlyTheTokenAnswers(t *testing.T) {
	for name, c := range map[string]struct{ subject, rest string }{
		"In-Reply-To alone": {"Re: x", "Content-Type: text/plain; charset=utf-8\n\nДа\n"},
		"number alone":      {"Re: x [NUMBER]", "Content-Type: text/plain; charset=utf-8\n\nДа\n"},
		"half a token":      {"Re: x [NUMBER HEAD-", "Content-Type: text/plain; charset=utf-8\n\nДа\n"},
		"halves apart":      {"Re: x", "Content-Type: text/plain; charset=utf-8\n\nДа\n\n> HEAD-\n> and a word\n> TAIL\n"},
		"hidden in HTML":    {"Re: x", "Content-Type: text/html; charset=utf-8\n\n<p>Да</p><p style=\"display:none\">HEAD-TAIL</p>\n"},
	} {
		o := newOffice(t)
		id := o.person(aigul, "Айгүл", "+77015550001")
		d := o.gets(update(aigul, ""))
		q := o.last(aigul, question)
		o.answers(q, aigul, c.subject, c.rest, "In-Reply-To: <"+q.Message.MessageID+">")
		if r := o.request(d); r.State != privacy.StateAwaiting || o.subject(id).Phone.Reveal() != "+77015550001" {
			t.Errorf("%s: %s", name, r.State)
		}
		if len(o.waiting()) != 1 {
			t.Errorf("%s: %d wait for a person", name, len(o.waiting()))
		}
	}
}

// Whoever holds a token may send any number of letters; the request does not grow
// with them, and a person is not called again for each.
func TestRepliesKeptWithARequestAreBounded(t *testing.T) {
	s := &scene{office: newOffice(t)}
	s.person(aigul, "Айгүл", "")
	d := s.gets(update(aigul, ""))
	tried(40)(s)
	if r := s.request(d); len(r.Notes) != maxReplies {
		t.Errorf("%d notes", len(r.Notes))
	}
	if w := s.waiting(); len(w) != 1 || w[0].Item.Version > 12 || w[0].Item.Why != "token-worn" {
		t.Errorf("%+v", w[0].Item)
	}
}

// A scanner that opens whatever a letter holds confirms nothing: there is nothing to
// open but the policy, and no field that invites a machine to act.
func TestNothingInALetterConfirmsByBeingOpened(t *testing.T) {
	s := &scene{office: newOffice(t)}
	s.person(aigul, "Айгүл", "")
	s.gets(update(aigul, ""))
	moving[0](s)
	s.now = s.now.Add(4 * day)
	s.must(s.desk.Tend(t.Context()))
	seen := map[string]bool{}
	for _, l := range s.letters("") {
		seen[l.Template] = true
		text := strings.ReplaceAll(l.Text, s.in.Office.Controller.PolicyURL, "")
		for _, opener := range []string{"http:", "https:", "mailto:", "www."} {
			if strings.Contains(strings.ToLower(text), opener) {
				t.Errorf("%s: there is something to open", l.Template)
			}
		}
		for _, field := range []string{"List-Unsubscribe", "List-Unsubscribe-Post", "Disposition-Notification-To", "Reply-To"} {
			if len(l.Fields(field)) > 0 {
				t.Errorf("%s: field %s", l.Template, field)
			}
		}
	}
	for _, template := range []string{question, notice, templates.AddressQuestion, templates.Reminder} {
		if !seen[template] {
			t.Errorf("no %s among the letters", template)
		}
	}
}
