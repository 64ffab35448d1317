//go:build integration

package main

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store"
)

// boxed are the flags of all messages of a mailbox, without their UIDs.
func (s *site) boxed(name string) (flags []string) {
	for _, f := range s.flags(name) {
		flags = append(flags, f)
	}
	slices.Sort(flags)
	return flags
}

func (s *site) untilBoxed(name string, want ...string) {
	s.t.Helper()
	var got []string
	defer func() {
		if s.t.Failed() {
			s.t.Logf("%s holds %q, want %q", name, got, want)
		}
	}()
	s.until("the mailbox holds what it should", func() bool { got = s.boxed(name); return slices.Equal(got, want) })
}

// Two mailboxes, and a third for what is handled: requests go there with their keyword
// once they are handled, unread as they came; everything else stays where it is (P6).
func TestIntegrationMovesWhatIsHandled(t *testing.T) {
	s := newSite(t)
	s.conf.Mailboxes, s.conf.Handled = []string{"INBOX", "Junk"}, "Handled"
	e := s.eye()
	defer e.conn.Close()
	e.command("CREATE Junk")
	s.up()
	s.register(aigul, olga)

	// The administrator has not created the mailbox yet.
	s.take(aigulPhone)
	s.letter("updated", aigul.email)
	s.untilAlarm("INBOX", "cannot-move")
	s.untilBoxed("INBOX", handledFlags)
	e.command("CREATE Handled")
	s.take(priceList)
	s.untilBoxed("Handled", handledFlags)
	s.untilBoxed("INBOX", "")
	s.until("the alarm is over", func() bool { return len(s.status().Alarms) == 0 })

	// Mail that the server took for junk: spam stays as it is, a mark is seen, in silence.
	s.drop("Junk", incoming{from: "win@spam.test", name: "Lottery", subject: "You have won a prize", body: "Send us your card number."}, "")
	s.until("the spam was taken", func() bool { return s.taken() == 3 })
	s.drop("Junk", incoming{from: olga.email, name: olga.name, subject: "Отзыв согласия на обработку персональных данных", body: "Ольга"}, "spf=pass smtp.mailfrom=pochta.test")
	s.until("the request is in review", func() bool { return len(objects[adminapi.Request](s, "", "queue")) == 1 })
	s.untilBoxed("Junk", "", "")
	queue := objects[adminapi.Request](s, "", "queue")
	if len(queue) != 1 || queue[0].Mailbox != "Junk" {
		t.Fatalf("queue: %+v", queue)
	}
	s.verb("", "queue", "approve", string(queue[0].Number))
	s.untilBoxed("Junk", "")
	s.untilBoxed("Handled", handledFlags, handledFlags)
	s.untilBoxed("INBOX", "")

	accounts := s.accounted()
	if len(accounts) != 2 {
		t.Fatalf("accounts: %+v", accounts)
	}
	for _, a := range accounts {
		if a.Messages != 1 || a.Gone != 1 || a.Dispositions[store.DisposedOrdinary] != 1 {
			t.Errorf("account: %+v", a)
		}
	}
}

// The letters of somebody destroyed leave the mailbox they were moved to, found under
// the numbers Dovecot gave, or by their bytes where a person moved them on meanwhile;
// what others wrote, and what people have marked \Deleted, stays (P6, P9).
func TestIntegrationExpungesWhatWasMoved(t *testing.T) {
	s := newSite(t)
	s.conf.Handled, s.conf.Expunge = "Handled", true
	e := s.eye()
	defer e.conn.Close()
	e.command("CREATE Handled")
	s.up()
	s.register(aigul, olga)
	s.take(aigulPhone)
	again := olgaWithdraws
	again.subject, again.body = "Отписаться от рассылки", "Спасибо."
	s.take(again)
	s.take(olgaWithdraws)
	s.take(priceList)
	s.letter("withdrawn", olga.email)
	s.until("three were moved", func() bool { return len(s.boxed("Handled")) == 3 })
	e.command("SELECT Handled")
	e.command(`UID STORE 1 +FLAGS (\Deleted)`) // a person is about to expunge this one
	e.command("UID MOVE 3 INBOX")              // and looks at Olga's elsewhere,
	e.command("SELECT INBOX")
	e.command("UID MOVE 5 Handled") // then puts it away again, under another number
	e.command("UNSELECT")
	s.until("all is quiet", func() bool { return len(s.boxed("Handled")) == 3 && len(s.boxed("INBOX")) == 1 })
	s.verb("", "subject", "destroy", string(s.record(olga.email).ID), "--ground", "withdrawn", "--yes")
	s.until("her letters are gone", func() bool { return len(s.boxed("Handled")) <= 1 })
	left := s.flags("Handled")
	if len(left) != 1 || left["1"] == "" {
		t.Errorf("left where they were moved: %v", left)
	}
	if len(s.boxed("INBOX")) != 1 {
		t.Errorf("left in INBOX: %v", s.boxed("INBOX"))
	}
	if alarms := s.status().Alarms; len(alarms) != 0 {
		t.Errorf("%+v", alarms)
	}
}
