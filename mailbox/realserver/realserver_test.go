//go:build integration || bench

package realserver

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox/submission"
)

// imap is as much of a client as these tests need.
type imap struct {
	t testing.TB
	net.Conn
	r *bufio.Reader
	n int
}

func dial(t testing.TB, addr string) *imap {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &imap{t: t, Conn: c, r: bufio.NewReader(c)}
}

func (c *imap) secure(ca *CA) {
	conf := ca.ClientConfig()
	conf.ServerName = "localhost"
	c.Conn = tls.Client(c.Conn, conf)
	c.r = bufio.NewReader(c.Conn)
}

// command runs one command to its tagged OK and returns everything said.
func (c *imap) command(format string, args ...any) string {
	c.t.Helper()
	c.n++
	tag := fmt.Sprintf("a%d ", c.n)
	if _, err := fmt.Fprintf(c.Conn, tag+format+"\r\n", args...); err != nil {
		c.t.Fatal(err)
	}
	var said strings.Builder
	for {
		line, err := c.r.ReadString('\n')
		said.WriteString(line)
		if err != nil {
			c.t.Fatalf("%s: %v after %q", format, err, said.String())
		}
		if rest, ok := strings.CutPrefix(line, tag); ok {
			if !strings.HasPrefix(rest, "OK") {
				c.t.Fatalf("%s: %s", format, rest)
			}
			return said.String()
		}
	}
}

func (c *imap) login(d *Dovecot) { c.t.Helper(); c.command("LOGIN %s %s", d.User, d.Password) }

func validity(c *imap) (v uint32) {
	c.t.Helper()
	said := c.command("SELECT INBOX")
	_, rest, _ := strings.Cut(said, "[UIDVALIDITY ")
	if _, err := fmt.Sscanf(rest, "%d", &v); err != nil {
		c.t.Fatalf("no UIDVALIDITY in %q", said)
	}
	return v
}

func TestDovecotOverEachTLSMode(t *testing.T) {
	d := StartDovecot(t, DovecotOptions{})
	d.Deliver("INBOX", []byte("Subject: dropped\r\n\r\nhi\r\n"), time.Unix(1_700_000_000, 0))
	for mode, open := range map[string]func() *imap{
		"none": func() *imap { return dial(t, d.Addr()) },
		"starttls": func() *imap {
			c := dial(t, d.Addr())
			c.command("STARTTLS")
			c.secure(d.CA)
			return c
		},
		"implicit": func() *imap { c := dial(t, d.TLSAddr()); c.secure(d.CA); return c },
	} {
		c := open()
		c.login(d)
		c.command("SELECT INBOX")
		said := c.command("FETCH 1 (INTERNALDATE BODY.PEEK[])")
		if !strings.Contains(said, "Subject: dropped") || !strings.Contains(said, "14-Nov-2023") {
			t.Errorf("%s: %q", mode, said)
		}
	}
}

func TestDovecotKeepsMailAndUIDsAcrossARestart(t *testing.T) {
	d := StartDovecot(t, DovecotOptions{})
	c := dial(t, d.Addr())
	c.login(d)
	c.command("APPEND INBOX {16+}\r\nSubject: kept\r\n\r\n")
	before := validity(c)
	d.Restart()
	if _, err := io.ReadAll(c.r); err != nil && !strings.Contains(err.Error(), "reset") {
		t.Errorf("the session did not end: %v", err)
	}
	c = dial(t, d.Addr())
	c.login(d)
	if after := validity(c); after != before {
		t.Errorf("UIDVALIDITY %d, before the restart %d", after, before)
	}
	if said := c.command("FETCH 1 BODY.PEEK[]"); !strings.Contains(said, "Subject: kept") {
		t.Errorf("fetched %q", said)
	}
}

func TestResetUIDValidity(t *testing.T) {
	d := StartDovecot(t, DovecotOptions{})
	for i := range 3 {
		d.Deliver("INBOX", fmt.Appendf(nil, "Subject: %d\n\nx\n", i), time.Now())
	}
	c := dial(t, d.Addr())
	c.login(d)
	before := validity(c)
	c.command("CLOSE")
	d.ResetUIDValidity("INBOX")
	c = dial(t, d.Addr())
	c.login(d)
	if after := validity(c); after == before {
		t.Error("UIDVALIDITY did not change")
	}
	if said := c.command("UID SEARCH ALL"); !strings.Contains(said, "SEARCH 1 2 3") {
		t.Errorf("the mail is not there under new UIDs: %q", said)
	}
}

func send(t *testing.T, c submission.Config, from, to string) error {
	t.Helper()
	client, err := submission.New(c)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	return client.Send(t.Context(), from, to, []byte("Subject: through "+c.TLS+"\r\n\r\n.dot\r\n"))
}

func TestPostfixOverEachTLSMode(t *testing.T) {
	p := StartPostfix(t, PostfixOptions{})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for n, c := range []submission.Config{
		{Address: p.Addr(), TLS: submission.TLSNone},
		{Address: p.Addr(), TLS: submission.TLSStartTLS, TLSConfig: p.CA.ClientConfig()},
		{Address: p.TLSAddr(), TLS: submission.TLSImplicit, TLSConfig: p.CA.ClientConfig()},
	} {
		if err := send(t, c, "", "a"+c.TLS+"@mail.test"); err != nil {
			t.Fatal(err)
		}
		mails := p.WaitArrived(ctx, n+1)
		found := false
		for _, m := range mails {
			found = found || m.From == "" && m.To == "a"+c.TLS+"@mail.test" && strings.Contains(string(m.Data), "through "+c.TLS+"\n") && strings.HasSuffix(string(m.Data), "\n\n.dot\n")
		}
		if !found {
			t.Errorf("%s: not among %d mails", c.TLS, len(mails))
		}
	}
	p.Restart()
	if err := send(t, submission.Config{Address: p.Addr(), TLS: submission.TLSNone}, "x@medico.test", "b@mail.test"); err != nil {
		t.Fatal(err)
	}
	p.WaitArrived(ctx, 4)
}

func TestForeignCertificateIsRefused(t *testing.T) {
	p := StartPostfix(t, PostfixOptions{})
	for _, c := range []submission.Config{
		{Address: p.Addr(), TLS: submission.TLSStartTLS, TLSConfig: NewCA(t).ClientConfig()},
		{Address: p.TLSAddr(), TLS: submission.TLSImplicit, TLSConfig: NewCA(t).ClientConfig()},
	} {
		if err := send(t, c, "", "a@mail.test"); err == nil || !strings.Contains(err.Error(), "unknown authority") {
			t.Errorf("%s: %v", c.TLS, err)
		}
	}
}

// The whole way in and out: log in, send, and find it in the mailbox over IMAP.
func TestPostfixWithDovecot(t *testing.T) {
	d := StartDovecot(t, DovecotOptions{})
	p := StartPostfix(t, PostfixOptions{Dovecot: d, Auth: true})
	c := submission.Config{
		Address: p.TLSAddr(), TLS: submission.TLSImplicit, TLSConfig: p.CA.ClientConfig(),
		Username: d.User, Password: func() (string, error) { return d.Password, nil },
	}
	if err := send(t, c, "aigerim@mail.test", d.User); err != nil {
		t.Fatal(err)
	}
	mail := dial(t, d.Addr())
	mail.login(d)
	deadline := time.Now().Add(20 * time.Second)
	for !strings.Contains(mail.command("EXAMINE INBOX"), "* 1 EXISTS") {
		if time.Now().After(deadline) {
			t.Fatal("the mail did not come to the mailbox")
		}
		<-time.After(poll)
	}
	if said := mail.command("FETCH 1 BODY.PEEK[]"); !strings.Contains(said, "through implicit") {
		t.Errorf("fetched %q", said)
	}
	c.Password = func() (string, error) { return "wrong", nil }
	if err := send(t, c, "", d.User); err == nil || !strings.Contains(err.Error(), "535") {
		t.Errorf("a wrong password: %v", err)
	}
	c.Username = ""
	if err := send(t, c, "", d.User); err == nil {
		t.Error("sent without logging in")
	}
}

func TestToolsMeasure(t *testing.T) {
	sink := StartSMTPSink(t)
	if cost := SMTPSource(t.Context(), t, sink.Addr(), 100, 1, 2000); cost.Wall <= 0 || cost.MaxRSS <= 0 {
		t.Errorf("smtp-source: %+v", cost)
	}
	d := StartDovecot(t, DovecotOptions{})
	for i := range 20 {
		d.Deliver("INBOX", fmt.Appendf(nil, "Subject: %d\n\nx\n", i), time.Now())
	}
	dir := t.TempDir()
	Mbsync(t.Context(), t, d, "INBOX", dir)
	files, err := os.ReadDir(filepath.Join(dir, "mail/INBOX/new"))
	if err != nil || len(files) != 20 {
		t.Errorf("mbsync brought %d of 20: %v", len(files), err)
	}
}

// Nothing may be left running when a server is stopped.
func TestStopLeavesNoProcess(t *testing.T) {
	d := StartDovecot(t, DovecotOptions{})
	p := StartPostfix(t, PostfixOptions{})
	d.Stop()
	p.Stop()
	for _, dir := range []string{d.dir, p.dir} {
		commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range commands {
			if b, err := os.ReadFile(f); err == nil && strings.Contains(string(b), dir) {
				t.Errorf("still running: %q", b)
			}
		}
	}
	for _, addr := range []string{d.Addr(), d.TLSAddr(), p.Addr(), p.TLSAddr()} {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			t.Errorf("%s still answers", addr)
		}
	}
}
