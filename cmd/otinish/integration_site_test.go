//go:build integration

package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/intake"
	"medico-intech.kz/otinish/mailbox/realserver"
)

const (
	siteAddress  = "info@medico.test"
	siteServer   = "mx.otinish.test"
	sitePassword = "parol-42-synaq"
	sitePatience = 30 * time.Second // for what takes a second on a free machine
)

// site is what an administrator has: Dovecot, Postfix, a configuration file, and
// otinish between them. Incoming letters go to Postfix, which hands them to Dovecot's
// mailbox; what otinish answers goes back through Postfix to the writers.
type site struct {
	t       *testing.T
	dir     string
	conf    siteConfig
	dovecot *realserver.Dovecot
	postfix *realserver.Postfix
	log     *logBook
	clock   *siteClock
	seams   Seams // dialers and steps of a test's own
	sent    int   // incoming letters so far

	mu       sync.Mutex
	outcomes []intake.Outcome

	daemon *Daemon
	cancel context.CancelFunc
	ended  chan error
}

// newSite starts both servers. submission, where given, are the lines of Postfix's
// main.cf that say who may send; else it must have logged in.
// Tests with sites run beside each other: they mostly wait for servers to start and end.
func newSite(t *testing.T, submission ...string) *site {
	t.Helper()
	t.Parallel()
	dir, err := os.MkdirTemp("", "otinish-site-") // short: a socket's path has 108 octets
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, dir: dir, log: &logBook{}, clock: &siteClock{}}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // Postfix reads its tables here
		t.Fatal(err)
	}
	ca := realserver.NewCA(t)
	s.write("ca.pem", string(ca.PEM()), 0o644)
	s.write("other-ca.pem", string(realserver.NewCA(t).PEM()), 0o644)
	s.write("recipients", "", 0o644)
	s.write("senders", senderResults, 0o644)
	s.dovecot = realserver.StartDovecot(t, realserver.DovecotOptions{User: siteAddress, Password: sitePassword, CA: ca})
	s.postfix = realserver.StartPostfix(t, realserver.PostfixOptions{
		CA: ca, Dovecot: s.dovecot, Auth: true, Extra: s.postfixLines(submission),
	})
	key := make([]byte, 32)
	rand.Read(key)
	s.write("store-key", base64.StdEncoding.EncodeToString(key), 0o600)
	s.conf = siteConfig{
		IMAPServer: s.dovecot.TLSAddr(), IMAPTLS: "implicit", IMAPCA: "ca.pem", IMAPPassword: sitePassword,
		SMTPServer: s.postfix.Addr(), SMTPTLS: "starttls", SMTPCA: "ca.pem", SMTPUser: siteAddress, SMTPPassword: sitePassword,
		Mailboxes: []string{"INBOX"},
	}
	s.secret(sitePassword)
	t.Cleanup(func() {
		if s.daemon != nil {
			s.stop()
		}
		s.log.check(t)
	})
	return s
}

// postfixLines make a mail exchanger of it: mail for our mailbox comes from anybody,
// everything else only from who has logged in, over TLS. The table senders writes
// Authentication-Results: smtpd puts what an access table PREPENDs above its own
// Received field, which is where a policy service or a milter leaves its results. The
// table recipients turns letters away on demand.
func (s *site) postfixLines(submission []string) string {
	lines := []string{"smtpd_sender_restrictions = check_sender_access regexp:" + filepath.Join(s.dir, "senders")}
	if submission == nil {
		ours := "check_recipient_access inline:{" + siteAddress + "=OK}, permit_sasl_authenticated, reject"
		submission = []string{
			"smtpd_recipient_restrictions = check_recipient_access texthash:" + filepath.Join(s.dir, "recipients") + ", " + ours,
			"smtpd_relay_restrictions = " + ours,
		}
	}
	return strings.Join(append(lines, submission...), "\n")
}

// clearSubmission lets everybody on this machine send in the clear, so that a test can
// see what is said.
var clearSubmission = []string{"smtpd_recipient_restrictions = permit_mynetworks, reject", "smtpd_relay_restrictions = permit_mynetworks, reject"}

// senderResults: posta.test passes DMARC, pochta.test SPF, forged.test fails under a
// policy of reject, all others have nothing to show. Our own letters have the null
// sender.
const senderResults = `/^<>$/ DUNNO
/@posta\.test$/ PREPEND Authentication-Results: mx.otinish.test; dmarc=pass (p=reject) header.from=posta.test
/@pochta\.test$/ PREPEND Authentication-Results: mx.otinish.test; spf=pass smtp.mailfrom=pochta.test
/@forged\.test$/ PREPEND Authentication-Results: mx.otinish.test; dmarc=fail (p=reject) header.from=forged.test
/./ PREPEND Authentication-Results: mx.otinish.test; spf=none
`

func (s *site) write(name, content string, mode os.FileMode) string {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// load writes the configuration and the passwords as an administrator does, and
// reads them as the program does.
func (s *site) load() *Config {
	s.t.Helper()
	s.write("imap-password", s.conf.IMAPPassword+"\n", 0o600)
	s.write("smtp-password", s.conf.SMTPPassword+"\n", 0o600)
	c, err := LoadConfig(s.write("otinish.toml", s.conf.toml(s.dir), 0o644))
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// start runs the daemon; up waits until it has looked at every mailbox, too.
func (s *site) start() {
	s.t.Helper()
	seams := s.seams
	seams.Log = slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	seams.Now, seams.Told = s.clock.Now, s.told
	d, err := newDaemon(s.load(), seams)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.daemon, s.cancel, s.ended = d, cancel, make(chan error, 1)
	go func() { s.ended <- d.Run(ctx) }()
}

func (s *site) up() {
	s.t.Helper()
	s.start()
	s.until("every mailbox was looked at", s.scanned)
}

func (s *site) scanned() bool {
	for _, m := range s.status().Mailboxes {
		if m.LastScan == nil {
			return false
		}
	}
	return true
}

// stop ends the daemon within the ten seconds that Run promises.
func (s *site) stop() {
	s.t.Helper()
	began := time.Now()
	s.cancel()
	select {
	case err := <-s.ended:
		if took := time.Since(began); took > 10*time.Second || err != nil {
			s.t.Errorf("stopped after %v: %v", took, err)
		}
	case <-time.After(sitePatience):
		s.t.Fatal("the daemon does not stop")
	}
	if err := s.daemon.Close(); err != nil {
		s.t.Errorf("close: %v", err)
	}
	s.daemon = nil
}

func (s *site) told(o intake.Outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outcomes = append(s.outcomes, o)
}

func (s *site) taken() int { s.mu.Lock(); defer s.mu.Unlock(); return len(s.outcomes) }

// until waits for a condition.
func (s *site) until(what string, ok func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(sitePatience); !ok(); {
		if time.Now().After(deadline) {
			s.t.Fatalf("waited %v in vain until %s; status: %+v\nlog:\n%s", sitePatience, what, s.statusIfAny(), s.log.String())
		}
		<-time.After(10 * time.Millisecond)
	}
}
