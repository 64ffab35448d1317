//go:build integration

package main

import (
	"strings"
	"testing"
	"time"
)

// Both protocols in both modes of TLS: with an authority that did not sign the
// servers' certificates nothing is said to them, status names it with a remedy, it is
// tried again, and after the right ca_file all is well.
func TestIntegrationTLSAndItsAuthorities(t *testing.T) {
	s := newSite(t)
	for _, mode := range []struct{ imap, imapAddr, smtp, smtpAddr string }{
		{"implicit", s.dovecot.TLSAddr(), "starttls", s.postfix.Addr()},
		{"starttls", s.dovecot.Addr(), "implicit", s.postfix.TLSAddr()},
	} {
		s.conf.IMAPServer, s.conf.IMAPTLS, s.conf.SMTPServer, s.conf.SMTPTLS = mode.imapAddr, mode.imap, mode.smtpAddr, mode.smtp
		imap, smtp := &meter{}, &meter{}
		s.seams.IMAPDial, s.seams.SMTPDial = imap.dial, smtp.dial

		s.conf.IMAPCA = "other-ca.pem"
		s.start()
		s.untilAlarm("INBOX", "tls-refused")
		s.until("it is tried again", func() bool { return imap.dialled() >= 2 })
		if code, out, _ := s.otinish("", "status"); code != exitFailed || !strings.Contains(out, "NOT HEALTHY") {
			t.Errorf("imap %s: status exits %d: %s", mode.imap, code, out)
		}
		s.stop()

		s.conf.IMAPCA, s.conf.SMTPCA = "ca.pem", "other-ca.pem"
		s.up()
		before := len(s.mailTo(aigul.email))
		s.take(incoming{from: aigul.email, name: aigul.name, subject: "Сұрақ", body: "Мен туралы қандай деректеріңіз бар? " + mode.smtp})
		s.untilAlarm("smtp", "tls")
		tried := smtp.dialled()
		s.pass(time.Minute)
		s.until("it is tried again", func() bool { return smtp.dialled() > tried })
		if got := len(s.mailTo(aigul.email)); got != before {
			t.Errorf("smtp %s: a letter left to a server that is not trusted", mode.smtp)
		}
		s.stop()

		s.conf.SMTPCA = "ca.pem"
		s.up()
		s.pass(2 * time.Minute)
		s.letter("acknowledgement", aigul.email)
		s.until("no alarm is left", func() bool { return len(s.status().Alarms) == 0 })
		if got := len(s.mailTo(aigul.email)); got != before+1 {
			t.Errorf("smtp %s: %d letters, want 1", mode.smtp, got-before)
		}
		s.verb("", "status")
		s.accounted()
		s.stop()
	}
}

// A wrong password is named, not hammered with: providers lock accounts.
func TestIntegrationWrongPasswords(t *testing.T) {
	s := newSite(t)
	imap, smtp := &meter{}, &meter{}
	s.seams.IMAPDial, s.seams.SMTPDial = imap.dial, smtp.dial
	s.conf.IMAPPassword = "qate-imap-parol"
	s.secret("qate-imap-parol", "qate-smtp-parol")
	s.start()
	s.untilAlarm("INBOX", "wrong-password")
	s.postfix.Restart() // takes longer than an impatient retry would
	if got := imap.dialled(); got != 1 {
		t.Errorf("%d logins with a wrong password in a few seconds", got)
	}
	if log := s.log.String(); !strings.Contains(log, "kind=wrong-password") {
		t.Errorf("not in the log:\n%s", log)
	}
	s.stop()

	s.conf.IMAPPassword, s.conf.SMTPPassword = sitePassword, "qate-smtp-parol"
	s.up()
	s.register(aigul)
	s.take(aigulPhone)
	s.untilAlarm("smtp", "auth")
	s.dovecot.Restart()
	if got := smtp.dialled(); got != 1 {
		t.Errorf("%d SMTP logins with a wrong password in a few seconds", got)
	}
	s.write("smtp-password", sitePassword, 0o600) // read at each login: no restart is needed
	s.pass(time.Hour)
	s.letter("updated", aigul.email)
	s.until("no alarm is left", func() bool { return len(s.status().Alarms) == 0 })
	if got := len(s.mailTo(aigul.email)); got != 1 {
		t.Errorf("%d letters, want 1", got)
	}
	s.accounted()
}

// Where no server answers, status says so, it is tried again, and when the server is
// there work goes on by itself (P15).
func TestIntegrationServerIsMissing(t *testing.T) {
	s := newSite(t)
	m := &meter{}
	s.seams.IMAPDial = m.dial
	s.dovecot.Stop()
	s.start()
	s.untilAlarm("INBOX", "unreachable")
	s.until("it is tried again", func() bool { return m.dialled() >= 2 })
	if code, _, errOut := s.otinish("", "account"); code == exitDone || !strings.Contains(errOut, "not opened yet") {
		t.Errorf("account before the first connection: exit %d, %q", code, errOut)
	}
	s.dovecot.Start()
	s.until("the mailbox was looked at", s.scanned)
	s.register(aigul)
	s.take(aigulPhone)
	s.letter("updated", aigul.email)
	s.verb("", "status")
	s.accounted()
	s.dovecot.Stop()
	if code, out, errOut := s.otinish("", "account"); code != exitFailed || out != "" || !strings.Contains(errOut, "unreachable") {
		t.Errorf("account without a server: exit %d, %q, %q", code, out, errOut)
	}
}
