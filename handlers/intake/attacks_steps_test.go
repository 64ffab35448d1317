package intake

import (
	"fmt"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// The words of the attacks: a new phone number for whoever From names.
const newPhone = "Телефон: 8 701 555 77 88"

func update(from, results string, header ...string) mail {
	return mail{from: from, results: results, subject: markUpdate, body: newPhone, header: header}
}

// letter comes in; theirs are fields that stand below our server's and above From,
// where a stranger's server may put what it likes.
func letter(m mail, theirs ...string) step {
	return func(s *scene) {
		raw := string(m.raw(s.uid + 1))
		if len(theirs) > 0 {
			raw = strings.Replace(raw, "From: ", strings.Join(theirs, "\r\n")+"\r\nFrom: ", 1)
		}
		s.take([]byte(raw))
	}
}

// mime comes in from somebody proven, with a body of any type; lines end in \n here.
func mime(from, subject, rest string) step {
	return func(s *scene) {
		head, _, _ := strings.Cut(string(mail{from: from, results: proven(from), subject: subject}.raw(s.uid+1)), "Content-Type:")
		s.take([]byte(head + strings.ReplaceAll(rest, "\n", "\r\n")))
	}
}

// mangled is letter with a piece of it replaced by what no mail program writes.
func mangled(m mail, old, by string) step {
	return func(s *scene) { s.take([]byte(strings.Replace(string(m.raw(s.uid+1)), old, by, 1))) }
}

// again lets the same bytes in once more, under another number.
func again(s *scene) { s.take(s.raw) }

// renumbered lets them in after the server has numbered its mailbox anew.
func renumbered(s *scene) {
	s.renumber("INBOX", 2, s.uid+1)
	d := s.delivery(s.raw)
	d.Key.UIDValidity, s.key.UIDValidity = 2, 2
	s.key.UID = d.Key.UID
	s.must(s.in.Process(s.t.Context(), []mailbox.Delivery{d}))
}

// moreBytes lets the last letter in as somebody would pass it on who has a copy.
func moreBytes(results string, altered ...string) step {
	return func(s *scene) {
		_, rest, _ := strings.Cut(string(s.raw), "Received:")
		rest = strings.NewReplacer(altered...).Replace(rest)
		s.take([]byte("Authentication-Results: mx.mysal.example; " + results + "\r\nReceived: from evil by mx.mysal.example; Wed, 25 Nov 2026 09:00:00 +0000\r\nReceived:" + rest))
	}
}

func later(d time.Duration) step { return func(s *scene) { s.now = s.now.Add(d) } }

const day = 24 * time.Hour

// question is the newest letter of a template to somebody, as an attacker holds it.
func (s *scene) question(template, to string) (q sent) {
	s.t.Helper()
	for _, l := range s.letters(to) {
		if l.Template == template {
			q = l
		}
	}
	if q.Message == nil {
		s.t.Fatalf("no letter %s to be answered", template)
	}
	return q
}

// answer answers a letter to somebody, with proof of its own address.
func answer(template, to, from, words string, header ...string) step {
	return func(s *scene) {
		m := reply(s.question(template, to), from, words)
		m.results, m.header = proven(from), append(m.header, header...)
		s.take(m.raw(s.uid + 1))
	}
}

// numbered is a letter of Aigül's that answers nothing and quotes the number of her
// change of address.
func numbered(words string) step {
	return func(s *scene) {
		number, _ := s.numberOf(s.question(notice, aigul))
		s.take(mail{from: aigul, results: proven(aigul), subject: "Вопрос [" + string(number) + "]", body: words}.raw(s.uid + 1))
	}
}

// tried answers our question n times, each time from another address.
func tried(n int) step {
	return func(s *scene) {
		for i := range n {
			answer(question, aigul, fmt.Sprintf("m%d@evil.example", i), "Иә")(s)
		}
	}
}

// changed answers with a token that is another than the one asked for.
func changed(from string, change func(s *scene, token string) string) step {
	return func(s *scene) {
		q := s.question(templates.ConfirmationQuestion, aigul)
		token := q.token()
		m := reply(q, from, "Иә")
		m.results = proven(from)
		s.take([]byte(strings.ReplaceAll(string(m.raw(s.uid+1)), token, change(s, token))))
	}
}

// asked is what has gone before each answer: somebody asked in Aigül's name, and
// the question is with her.
var asked = []step{letter(update(aigul, ""))}

// moving: Aigül asks for another address, and both ends have their letters.
const newAddress = "aigul@novaya.example"

var moving = []step{letter(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Жаңа e-mail: " + newAddress})}

// moved: the new end has confirmed.
var moved = append(moving[:1:1], answer(templates.AddressQuestion, newAddress, newAddress, "ИӘ"))

// realNames has our server under a name that tells an organisation, so that the
// hosts of Received fields count.
func realNames(s *scene) {
	own, err := privacy.ParseAddress(ours)
	s.must(err)
	s.in.Verifier = senderauth.New(senderauth.Config{AuthservIDs: []string{"mx.mysal.kz"}, Own: []privacy.Address{own}})
}

// times repeats a letter that is a little different each time.
func times(n int, one func(i int) mail) step {
	return func(s *scene) {
		for i := range n {
			s.now = s.now.Add(time.Minute)
			s.take(one(i).raw(s.uid + 1))
		}
	}
}

// machine answers each letter it gets from us, n times, and does not say what it is.
func machine(from string, n int) step {
	return func(s *scene) {
		for range n {
			s.now = s.now.Add(time.Minute)
			list := s.letters(from)
			m := reply(list[len(list)-1], from, "Мен демалыстамын.")
			m.subject, m.results = "Re: "+markUpdate, proven(from)
			s.take(m.raw(s.uid + 1))
		}
	}
}

// guesses is a letter full of tokens that somebody made up.
func guesses(n int) string {
	var b strings.Builder
	b.WriteString("Иә\r\n\r\n")
	for i := range n {
		fmt.Fprintf(&b, "> %05d-ABCDE-FGHJK-MNPQR-STVWX\r\n", i)
	}
	return b.String()
}

// keep remembers the last letter, kept lets it in again; restored has it in hand.
func keep(s *scene) { s.kept = s.raw }
func kept(s *scene) { s.take(s.kept) }

func restored(s *scene) { s.raw = s.kept }

// changedResults answers yes in Aigül's name; our server says this of it.
func changedResults(results string) step {
	return func(s *scene) {
		m := reply(s.question(templates.ConfirmationQuestion, aigul), aigul, "Иә")
		m.results = results
		s.take(m.raw(s.uid + 1))
	}
}

// denied answers a letter to Aigül in her name, which our server's results deny.
func denied(template, words string) step {
	return func(s *scene) {
		m := reply(s.question(template, aigul), aigul, words)
		m.results = "dmarc=fail (p=none) header.from=posta.example"
		s.take(m.raw(s.uid + 1))
	}
}

// echo sends our question back as it is, with a yes on top of it.
func echo(s *scene) {
	q := s.question(templates.ConfirmationQuestion, aigul)
	head, body, _ := strings.Cut(string(q.Bytes), "\r\n\r\n")
	s.take([]byte(head + "\r\n\r\nИә\r\n\r\n" + body))
}

// atOnce lets several answers in as one batch, in this order.
func atOnce(words ...string) step {
	return func(s *scene) {
		var batch []mailbox.Delivery
		q := s.question(templates.ConfirmationQuestion, aigul)
		for _, w := range words {
			m := reply(q, aigul, w)
			m.results = proven(aigul)
			d := s.delivery(m.raw(s.uid + 1))
			s.raw, s.key, batch = d.Raw, d.Key, append(batch, d)
		}
		s.must(s.in.Process(s.t.Context(), batch))
	}
}

// lookingAlike writes O for 0 and I for 1, as people copy from a screen; where the
// token has neither, one digit is another.
func lookingAlike(_ *scene, token string) string {
	changed := strings.NewReplacer("0", "O", "1", "I").Replace(token)
	if changed == token {
		return "O" + token[1:]
	}
	return changed
}

// token is the one a letter of ours carries.
func (q sent) token() string { return handlers.Tokens(q.SubjectLine, q.Text)[0] }
