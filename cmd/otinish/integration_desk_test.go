//go:build integration

package main

import (
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
)

// A decision taken back leaves no trace in a real mailbox: the keyword goes, nobody
// was written to, and the record is as before. Decided again, the letter leaves when
// its time has come, and not before.
func TestIntegrationADecisionIsTakenBack(t *testing.T) {
	s := newSite(t)
	s.conf.Undo = "10m"
	s.up()
	s.register(aigul)
	d := s.take(incoming{
		from: aigul.email, name: aigul.name, subject: "Дербез деректерди жанарту", body: "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 88",
	})
	r := s.request(d)
	s.letter("acknowledgement", aigul.email)
	s.secret("8 701 555 66 66", "+77015556666")

	s.verb("phone: 8 701 555 66 66\n", "approve", "--values-file", "-", string(r.Number))
	s.untilFlags("INBOX", map[string]string{"1": handledFlags})
	if got := s.record(aigul.email).Phone; got != "+77015556666" {
		t.Fatalf("phone %q", got)
	}
	s.verb("", "undo", string(r.Number))
	s.untilFlags("INBOX", map[string]string{"1": ""})
	if got := s.record(aigul.email).Phone; got == "+77015556666" {
		t.Error("the record keeps what was taken back")
	}

	s.verb("phone: 8 701 555 66 66\n", "approve", "--values-file", "-", string(r.Number))
	s.untilFlags("INBOX", map[string]string{"1": handledFlags})
	before := len(s.mailTo(aigul.email))
	s.pass(11 * time.Minute)
	if l := s.letter("updated", aigul.email); !strings.Contains(l.Text, string(r.Number)) {
		t.Errorf("the answer:\n%s", l.Text)
	}
	if got := len(s.mailTo(aigul.email)); before != 1 || got != 2 {
		t.Errorf("%d letters before its time, %d after", before, got)
	}
	if code, _, _ := s.otinish("", "undo", string(r.Number)); code != exitNotAllowed {
		t.Errorf("taken back after it left: exit %d", code)
	}
	s.accounted()
}

// A real server finds what was moved, and gives it back without the keyword; decided
// again it is moved again.
func TestIntegrationAMovedMessageComesBack(t *testing.T) {
	s := newSite(t)
	s.conf.Undo, s.conf.Handled = "10m", "Handled"
	e := s.eye()
	defer e.conn.Close()
	e.command("CREATE Handled")
	s.up()
	s.register(aigul)
	number := string(s.request(s.take(incoming{
		from: aigul.email, name: aigul.name, subject: "Дербез деректерди жанарту", body: "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 88",
	})).Number)
	shown := func() adminapi.Request { return object[adminapi.Request](s, "", "request", "show", number) }
	for range 2 {
		before := shown().UID
		s.verb("", "approve", number)
		s.untilBoxed("Handled", handledFlags)
		s.untilBoxed("INBOX")
		s.verb("", "undo", number)
		s.untilBoxed("INBOX", "")
		s.untilBoxed("Handled")
		s.until("it is read again", func() bool { return shown().UID > before })
	}
	s.accounted()
}
