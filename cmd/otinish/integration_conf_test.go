//go:build integration

package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// siteConfig is what the tests change in the configuration file.
type siteConfig struct {
	IMAPServer, IMAPTLS, IMAPCA, IMAPPassword           string
	SMTPServer, SMTPTLS, SMTPCA, SMTPUser, SMTPPassword string
	Mailboxes                                           []string
	Handled                                             string
	Expunge                                             bool   // letters of the destroyed
	CheckWith                                           string // check signatures with this name server and believe no results; empty: the other way about
	Undo                                                string // default: letters of decisions leave at once
	More                                                string // further sections
}

func (c siteConfig) toml(dir string) string {
	boxes := make([]string, len(c.Mailboxes))
	for i, b := range c.Mailboxes {
		boxes[i] = fmt.Sprintf("%q", b)
	}
	return fmt.Sprintf(`socket = %q
[controller]
name = { kk = "«Үлгі» ЖШС", ru = "ТОО «Улги»", en = "Ulgi LLP" }
bin = "123456789012"
address = %q
policy_url = "https://medico.test/policy"
[imap]
server = %q
tls = %q
ca_file = %q
username = %q
password_file = "imap-password"
mailboxes = [%s]
handled_mailbox = %q
expunge_destroyed = %v
[smtp]
server = %q
tls = %q
ca_file = %q
username = %q
password_file = "smtp-password"
[store]
dir = %q
[sender]
%s
[desk]
undo = %q
`, filepath.Join(dir, "sock"), siteAddress,
		c.IMAPServer, c.IMAPTLS, c.IMAPCA, siteAddress, strings.Join(boxes, ", "), c.Handled, c.Expunge,
		c.SMTPServer, c.SMTPTLS, c.SMTPCA, c.SMTPUser,
		filepath.Join(dir, "store"), c.sender(), firstOf(c.Undo, "0s")) + c.More
}

func (c siteConfig) sender() string {
	if c.CheckWith != "" {
		return fmt.Sprintf("authserv_ids = []\ndkim = true\ndns = %q", c.CheckWith)
	}
	return fmt.Sprintf("authserv_ids = [%q]\ndkim = false", siteServer)
}

// siteClock is the machine's, until a test lets time pass.
type siteClock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *siteClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// pass lets time pass for the whole daemon: a letter that waits for a quarter of an
// hour is due at once.
func (s *site) pass(d time.Duration) {
	s.clock.mu.Lock()
	s.clock.ahead += d
	s.clock.mu.Unlock()
	s.daemon.sender.Wake()
}

// logBook keeps what the daemon logs, at every level, and what must not be in it (P7).
type logBook struct {
	mu      sync.Mutex
	text    bytes.Buffer
	secrets map[string]bool
}

func (l *logBook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logBook) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.text.String() }

// secret notes what must never be logged: whole values and, of sentences, each line.
func (s *site) secret(values ...string) {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	if s.log.secrets == nil {
		s.log.secrets = make(map[string]bool)
	}
	for _, value := range values {
		for line := range strings.Lines(value) {
			if line = strings.ToLower(strings.TrimSpace(line)); len(line) > 4 {
				s.log.secrets[line] = true
			}
		}
	}
}

func (l *logBook) check(t *testing.T) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	text := strings.ToLower(l.text.String())
	if text == "" {
		t.Error("nothing was logged: is the log captured at all?")
	}
	for secret := range l.secrets {
		if strings.Contains(text, secret) {
			t.Errorf("the log contains %q:\n%s", secret, l.text.String())
		}
	}
}
