//go:build integration || bench

package realserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// daemons is where Debian keeps Postfix's parts.
const daemons = "/usr/lib/postfix/sbin"

// PostfixOptions say what differs from a server that takes everything from
// everybody and keeps it.
type PostfixOptions struct {
	CA *CA // default one of its own
	// Dovecot gets the mail for its user, dropped into the INBOX.
	Dovecot *Dovecot
	// Auth: only who logs in with Dovecot's user and password may send, and only
	// over TLS.
	Auth  bool
	Extra string // further lines of main.cf, in place of ours of the same name
}

// Postfix is a running mail server: clear, STARTTLS and TLS.
type Postfix struct {
	CA *CA

	t         testing.TB
	dir       string
	smtp, tls int
	process   *process
}

// Mail is a message as it arrived, with its envelope.
type Mail struct {
	From, To string
	Data     []byte // with the Return-Path, X-Original-To and Received fields of delivery
}

// StartPostfix starts a server that ends with the test. It needs root.
func StartPostfix(t testing.TB, o PostfixOptions) *Postfix {
	t.Helper()
	program(t, "postfix")
	if os.Getuid() != 0 {
		t.Fatal("postfix starts only as root: run make integration as root")
	}
	dir := folder(t, "postfix", "postfix.log", "output.log")
	p := &Postfix{CA: o.CA, t: t, dir: dir, smtp: freePort(t), tls: freePort(t)}
	if p.CA == nil {
		p.CA = NewCA(t)
	}
	write(t, filepath.Join(dir, "etc/main.cf"), p.main(t, o), 0o644)
	write(t, filepath.Join(dir, "etc/master.cf"), p.master(), 0o644)
	p.makeQueue()
	p.process = &process{t: t, argv: []string{daemons + "/master", "-c", dir + "/etc", "-d"}, log: filepath.Join(dir, "output.log"), ports: []int{p.smtp, p.tls}}
	t.Cleanup(p.Stop)
	p.Start()
	return p
}

// makeQueue makes the folders and owners that "postfix check" would; it takes
// seconds for it, and master is all that is needed of the rest.
func (p *Postfix) makeQueue() {
	p.t.Helper()
	self := identity(p.t)
	for _, f := range []struct {
		name  string
		owner owner
		mode  os.FileMode
	}{
		{"mail", mailOwner(p.t), 0o755}, {"data", self, 0o755},
		{"queue", owner{}, 0o755}, {"queue/pid", owner{}, 0o755},
		{"queue/maildrop", self, 0o1730}, {"queue/public", self, 0o2710}, {"queue/private", self, 0o700},
		{"queue/active", self, 0o700}, {"queue/bounce", self, 0o700}, {"queue/corrupt", self, 0o700},
		{"queue/defer", self, 0o700}, {"queue/deferred", self, 0o700}, {"queue/flush", self, 0o700},
		{"queue/hold", self, 0o700}, {"queue/incoming", self, 0o700}, {"queue/saved", self, 0o700},
		{"queue/trace", self, 0o700},
	} {
		path := filepath.Join(p.dir, f.name)
		if err := errors.Join(os.MkdirAll(path, 0o755), os.Chown(path, f.owner.uid, f.owner.gid), syscall.Chmod(path, uint32(f.mode))); err != nil {
			p.t.Fatal(err)
		}
	}
}

// identity is who Postfix runs as, with the group of its queue.
func identity(t testing.TB) owner {
	t.Helper()
	who, err := user.Lookup("postfix")
	if err != nil {
		t.Fatalf("postfix is not installed: run make deps: %v", err)
	}
	group, err := user.LookupGroup("postdrop")
	if err != nil {
		t.Fatalf("postfix is not installed: run make deps: %v", err)
	}
	uid, err := strconv.Atoi(who.Uid)
	gid, err2 := strconv.Atoi(group.Gid)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	return owner{uid, gid}
}

// main is main.cf. virtual(8) delivers every address into one Maildir; it notes
// the envelope in header fields.
func (p *Postfix) main(t testing.TB, o PostfixOptions) string {
	cert, key := p.CA.issue(t, filepath.Join(p.dir, "tls"))
	owner, inbox := mailOwner(t), ""
	if o.Dovecot != nil {
		inbox = fmt.Sprintf("inline:{ {%s = %s/} }, ", o.Dovecot.User, o.Dovecot.Maildir("INBOX"))
	}
	lines := []string{
		"compatibility_level = 3.6",
		"queue_directory = " + p.dir + "/queue",
		"data_directory = " + p.dir + "/data",
		"maillog_file = " + p.dir + "/postfix.log", "maillog_file_prefixes = " + p.dir,
		"inet_interfaces = 127.0.0.1", "inet_protocols = ipv4",
		"myhostname = mx.otinish.test", "mydestination =", "alias_maps =", "alias_database =",
		"mynetworks = 127.0.0.0/8", "smtputf8_enable = yes",
		"virtual_mailbox_domains = static:all", "virtual_mailbox_base = /", "virtual_minimum_uid = 1",
		"virtual_mailbox_maps = " + inbox + "static:" + p.dir + "/mail/arrived/",
		fmt.Sprintf("virtual_uid_maps = static:%d", owner.uid), fmt.Sprintf("virtual_gid_maps = static:%d", owner.gid),
		"virtual_destination_recipient_limit = 1",
		"smtpd_tls_cert_file = " + cert, "smtpd_tls_key_file = " + key,
		"smtpd_relay_restrictions = permit_mynetworks, reject",
		"smtpd_client_connection_count_limit = 0",
	}
	if o.Auth {
		if o.Dovecot == nil {
			t.Fatal("Auth needs a Dovecot that knows the passwords")
		}
		lines = append(lines, "smtpd_sasl_auth_enable = yes", "smtpd_sasl_type = dovecot",
			"smtpd_sasl_path = "+o.Dovecot.AuthSocket(), "smtpd_tls_auth_only = yes",
			"smtpd_relay_restrictions = permit_sasl_authenticated, reject",
			"smtpd_recipient_restrictions = permit_sasl_authenticated, reject")
	}
	for line := range strings.Lines(o.Extra) { // set twice, each part of Postfix would warn of it
		name, _, _ := strings.Cut(line, " =")
		lines = slices.DeleteFunc(lines, func(ours string) bool { return strings.HasPrefix(ours, name+" =") })
	}
	return strings.Join(append(lines, o.Extra), "\n") + "\n"
}

// master is master.cf: nothing runs in a chroot, so that nothing must be copied.
func (p *Postfix) master() string {
	lines := []string{
		fmt.Sprintf("%s inet n - n - - smtpd\n  -o smtpd_tls_security_level=may", local(p.smtp)),
		fmt.Sprintf("%s inet n - n - - smtpd\n  -o smtpd_tls_wrappermode=yes", local(p.tls)),
		"pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
		"tlsmgr unix - - n 1000? 1 tlsmgr", "rewrite unix - - n - - trivial-rewrite",
		"bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce",
		"verify unix - - n - 1 verify", "flush unix n - n 1000? 0 flush", "proxymap unix - - n - - proxymap",
		"smtp unix - - n - - smtp", "relay unix - - n - - smtp", "error unix - - n - - error",
		"retry unix - - n - - error", "discard unix - - n - - discard", "local unix - n n - - local",
		"virtual unix - n n - - virtual", "lmtp unix - - n - - lmtp", "anvil unix - - n - 1 anvil",
		"scache unix - - n - 1 scache", "postlog unix-dgram n - n - 1 postlogd",
	}
	return strings.Join(lines, "\n") + "\n"
}

// Addr is where SMTP is spoken in the clear, with STARTTLS on offer.
func (p *Postfix) Addr() string { return local(p.smtp) }

// TLSAddr is where TLS begins with the first octet.
func (p *Postfix) TLSAddr() string { return local(p.tls) }

// Start starts a stopped server on the same ports and queue.
func (p *Postfix) Start() {
	p.t.Helper()
	if err := p.process.start(); err != nil {
		p.t.Fatalf("start postfix: %v", err)
	}
	if err := p.process.await(func() error { return greets(p.Addr(), "220 ") }); err != nil {
		p.t.Fatalf("start postfix: %v", err)
	}
}

// Stop ends the server; what it took stays.
func (p *Postfix) Stop() { p.process.stop() }

// Restart is Stop and Start.
func (p *Postfix) Restart() {
	p.t.Helper()
	p.Stop()
	p.Start()
}

// Arrived returns the mail delivered so far, in no certain order.
func (p *Postfix) Arrived() []Mail {
	p.t.Helper()
	dir := filepath.Join(p.dir, "mail/arrived/new")
	files, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		p.t.Fatal(err)
	}
	mails := make([]Mail, 0, len(files))
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			p.t.Fatal(err)
		}
		mails = append(mails, Mail{From: noted(data, "Return-Path:"), To: noted(data, "X-Original-To:"), Data: data})
	}
	return mails
}

// noted reads a field that virtual(8) put on top.
func noted(data []byte, field string) string {
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, field); ok {
			return strings.Trim(strings.TrimSpace(rest), "<>")
		}
		if line == "\n" {
			break
		}
	}
	return ""
}

// WaitArrived returns when n mails are there.
func (p *Postfix) WaitArrived(ctx context.Context, n int) []Mail {
	p.t.Helper()
	for {
		if mails := p.Arrived(); len(mails) >= n {
			return mails
		}
		select {
		case <-ctx.Done():
			p.t.Fatalf("%d mails arrived, want %d", len(p.Arrived()), n)
		case <-time.After(poll):
		}
	}
}
