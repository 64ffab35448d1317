//go:build integration

package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
)

// incoming is a letter that somebody writes to us.
type incoming struct {
	from, name, subject, body string
	envelope                  string   // return path; default from
	header                    []string // further fields, first of all
	cyrillic                  bool     // windows-1251, as old programs write
	bare                      bool     // the body as it is, in ASCII
	html                      bool     // the body is HTML
}

func (m incoming) raw(n int) []byte {
	var b strings.Builder
	charset, encode := "utf-8", func(s string) string { return s }
	if m.cyrillic {
		charset, encode = "windows-1251", func(s string) string {
			encoded, err := charmap.Windows1251.NewEncoder().String(s)
			if err != nil {
				panic(err) // a test's own text
			}
			return encoded
		}
	}
	for _, h := range m.header {
		fmt.Fprintf(&b, "%s\r\n", h)
	}
	fmt.Fprintf(&b, "From: %s <%s>\r\n", mime.BEncoding.Encode(charset, encode(m.name)), m.from)
	fmt.Fprintf(&b, "To: %s\r\nSubject: %s\r\n", siteAddress, mime.BEncoding.Encode(charset, encode(m.subject)))
	fmt.Fprintf(&b, "Date: %s\r\nMessage-ID: <%d.letter@%s>\r\n", time.Now().Format(time.RFC1123Z), n, m.from[strings.IndexByte(m.from, '@')+1:])
	if m.bare {
		fmt.Fprintf(&b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", strings.ReplaceAll(m.body, "\n", "\r\n"))
		return []byte(b.String())
	}
	kind := "text/plain"
	if m.html {
		kind = "text/html"
	}
	fmt.Fprintf(&b, "MIME-Version: 1.0\r\nContent-Type: %s; charset=%s\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", kind, charset)
	w := quotedprintable.NewWriter(&b)
	fmt.Fprint(w, encode(strings.ReplaceAll(m.body, "\n", "\r\n")+"\r\n"))
	w.Close()
	return []byte(b.String())
}

// post hands a letter to Postfix, as another mail server does.
func (s *site) post(m incoming) {
	s.t.Helper()
	s.secret(m.from, m.name, m.subject, m.body)
	client, err := submission.New(submission.Config{Address: s.postfix.Addr(), TLS: submission.TLSNone, HelloName: "mail.test"})
	if err != nil {
		s.t.Fatal(err)
	}
	defer client.Close()
	s.sent++
	ctx, cancel := context.WithTimeout(s.t.Context(), sitePatience)
	defer cancel()
	if err := client.Send(ctx, firstOf(m.envelope, m.from), siteAddress, m.raw(s.sent)); err != nil {
		s.t.Fatal(err)
	}
}

// take posts a letter and waits until it has its disposition.
func (s *site) take(m incoming) store.Disposition {
	s.t.Helper()
	before := s.taken()
	s.post(m)
	s.until("the letter was taken", func() bool { return s.taken() > before })
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.outcomes[before].Disposition
}

// drop lays a letter into a mailbox as Postfix would have, with the results of our
// server above its Received field; results "" are none.
func (s *site) drop(mailbox string, m incoming, results string) {
	s.t.Helper()
	s.secret(m.from, m.name, m.subject, m.body)
	s.sent++
	m.header = append([]string{
		"Authentication-Results: " + siteServer + "; " + firstOf(results, "none"),
		"Received: from mail.test by " + siteServer + "; " + time.Now().Format(time.RFC1123Z),
	}, m.header...)
	s.dovecot.Deliver(mailbox, m.raw(s.sent), time.Now())
}

// mailTo are the letters that have come to a writer.
func (s *site) mailTo(address string) (list []*message.Message) {
	s.t.Helper()
	for _, m := range s.postfix.Arrived() {
		if m.To == address {
			list = append(list, message.Parse(m.Data))
		}
	}
	return list
}

// letter waits for the last letter of a template to an address to come there.
func (s *site) letter(template, to string) (found *message.Message) {
	s.t.Helper()
	s.until("a letter of the kind "+template+" came", func() bool {
		id := s.letterID(template, to)
		all := s.mailTo(to)
		i := slices.IndexFunc(all, func(m *message.Message) bool { return m.MessageID == id })
		if id == "" || i < 0 {
			return false
		}
		found = all[i]
		return true
	})
	s.secret(found.SubjectLine)
	return found
}

func (s *site) letterID(template, to string) (id string) {
	s.t.Helper()
	if err := s.daemon.store.View(func(tx *store.Tx) error {
		return tx.EachLetter(func(l store.Letter) bool {
			if l.Template == template && l.To.Reveal() == to {
				id = l.MessageID
			}
			return true
		})
	}); err != nil {
		s.t.Fatal(err)
	}
	return id
}

// reply is the answer to one of our letters, quoting it as mail programs do.
func reply(to *message.Message, from, name, word string) incoming {
	return incoming{
		from: from, name: name, subject: "Re: " + to.SubjectLine,
		body:   word + "\n\n> " + strings.ReplaceAll(to.Text, "\n", "\n> "),
		header: []string{"In-Reply-To: <" + to.MessageID + ">"},
	}
}

// sentinel is a request whose answer proves that everything before it was handled:
// letters leave in order, so one that is not there by now does not come any more.
func (s *site) sentinel() {
	s.t.Helper()
	s.take(incoming{
		from: "kezek@posta.test", name: "Кезекші Мұрат", subject: "Сұрақ",
		body: fmt.Sprintf("Сәлеметсіз бе! Мен туралы қандай деректеріңіз бар? %d", s.sent),
	})
	s.letter("acknowledgement", "kezek@posta.test")
	s.until("no letter waits", func() bool { return s.status().Letters.Queued == 0 })
}

// person is somebody on record.
type person struct{ name, phone, email, language string }

var (
	aigul = person{"Айгүл Серікқызы Ахметова", "+77015550001", "aigul@posta.test", "kk"}
	olga  = person{"Смирнова Ольга Петровна", "+77025550002", "olga@pochta.test", "ru"}
	mary  = person{"Mary O'Connor-Doyle", "+77475550007", "mary@mail.test", "en"}
)

// csv is the register as a spreadsheet writes it.
func (s *site) csv(people ...person) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Write([]string{"name", "phone", "email", "language", "consent date", "source", "purpose"})
	for _, p := range people {
		s.secret(p.name, p.phone, p.email)
		w.Write([]string{p.name, p.phone, p.email, p.language, "2025-03-14", "site form", "letters"})
	}
	w.Flush()
	return b.String()
}

// register enters people by the command line.
func (s *site) register(people ...person) {
	s.t.Helper()
	s.verb("", "subject", "import", s.write("register.csv", s.csv(people...), 0o600))
}

// record is what lies under an address.
func (s *site) record(address string) adminapi.Subject {
	s.t.Helper()
	return object[adminapi.Subject](s, address+"\n", "subject", "find")
}
