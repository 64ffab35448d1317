package main

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox/demoserver"
	"medico-intech.kz/otinish/mailbox/message"
)

// The proof of P1 and P2 is a play with the same end however often the daemon dies
// or its servers and disk fail in between: see proof_ledger_test.go for what is the
// same. A play is letters in scenes; the next scene begins when the one before is
// answered, since some letters answer ours.

// mailing is one message of a play. Its bytes come from one of letter, raw and again.
type mailing struct {
	letter
	raw   []byte
	again string // address whose latest letter comes once more, byte for byte
}

type play []scene

type scene []mailing

// shortPlay is small enough to be played hundreds of times.
func shortPlay() play {
	return play{
		{
			asks("aigul@posta.example", true, "Дербес деректерді жаңарту", "Жаңа телефон нөмірім: 8 701 555 77 88"),
			asks("mary@mail.example", false, "Withdrawal of consent to the processing of personal data", "Please confirm. Mary"),
			{again: "aigul@posta.example"},
			asks("office@kense.example", true, "Шот-фактура № 118", "Шот-фактураны жолдаймыз."),
		}, {
			answers("mary@mail.example", "YES"),
		},
	}
}

func asks(from string, proven bool, subject, body string) mailing {
	l := letter{from: from, name: "N. N.", subject: subject, body: body}
	if proven {
		l.results = pass(from[strings.IndexByte(from, '@')+1:])
	}
	return mailing{letter: l}
}

// answers is the answer to the letter with a token that was sent to this address.
func answers(from, word string) mailing {
	return mailing{letter: letter{from: from, name: "N. N.", answers: word}}
}

// stage makes the bytes of a play's letters as they are needed.
type stage struct {
	server *demoserver.Server
	at     time.Time
	posted int
	bytes  map[string][]byte // the latest of each address
}

func (s *stage) post(sc scene) error {
	for _, m := range sc {
		raw, err := s.compose(m)
		if err != nil {
			return err
		}
		s.posted++
		s.server.Deliver("INBOX", raw, s.at)
	}
	return nil
}

func (s *stage) compose(m mailing) ([]byte, error) {
	switch {
	case m.raw != nil:
		return m.raw, nil
	case m.again != "":
		return s.bytes[m.again], nil
	case m.answers != "":
		question, err := s.question(m.from)
		if err != nil {
			return nil, err
		}
		m.subject, m.body = "Re: "+question.SubjectLine, m.answers+"\n\n> "+strings.ReplaceAll(question.Text, "\n", "\n> ")
		m.header = []string{"In-Reply-To: <" + question.MessageID + ">"}
	}
	raw := bytes.Clone(m.letter.raw(s.posted, s.at))
	s.bytes[m.from] = raw
	return raw, nil
}

// question finds the letter with a token among those that left.
func (s *stage) question(to string) (*message.Message, error) {
	for _, mail := range s.server.Received() {
		if mail.To[0] != to {
			continue
		}
		if m := message.Parse(mail.Data); len(handlers.Tokens(m.SubjectLine, m.Text)) > 0 {
			return m, nil
		}
	}
	return nil, fmt.Errorf("no question was sent to %s", to)
}
