//go:build integration || bench

package realserver

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
)

// DovecotOptions say what differs from a plain server with one user.
type DovecotOptions struct {
	User     string // default "info@medico.test"
	Password string // default "parol"
	CA       *CA    // default one of its own
	// MailDir is where the mail lies, default inside the server's folder; give one
	// on tmpfs to measure without the disk. It is not removed.
	MailDir string
	Extra   string // further lines of dovecot.conf
}

// Dovecot is a running IMAP server with a Maildir, clear, STARTTLS and TLS.
type Dovecot struct {
	User, Password string
	CA             *CA

	t         testing.TB
	dir, home string
	imap, tls int
	owner     owner
	process   *process
	dropped   int
}

// owner is who the mail belongs to: Dovecot gives no mail to root.
type owner struct{ uid, gid int }

func mailOwner(t testing.TB) owner {
	t.Helper()
	if os.Getuid() != 0 {
		return owner{os.Getuid(), os.Getgid()}
	}
	return owner{8, 8} // "mail" on every Debian, base-passwd
}

// take makes everything below path the owner's.
func (o owner) take(path string) error {
	if os.Getuid() != 0 {
		return nil
	}
	return filepath.WalkDir(path, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, o.uid, o.gid)
	})
}

// StartDovecot starts a server that ends with the test.
func StartDovecot(t testing.TB, o DovecotOptions) *Dovecot {
	t.Helper()
	binary := program(t, "dovecot")
	dir := folder(t, "dovecot", "dovecot.log", "output.log")
	d := &Dovecot{
		User: or(o.User, "info@medico.test"), Password: or(o.Password, "parol"), CA: o.CA,
		t: t, dir: dir, home: or(o.MailDir, filepath.Join(dir, "mail")),
		imap: freePort(t), tls: freePort(t), owner: mailOwner(t),
	}
	if d.CA == nil {
		d.CA = NewCA(t)
	}
	conf := filepath.Join(dir, "dovecot.conf")
	write(t, conf, d.config(t)+o.Extra+"\n", 0o644)
	write(t, filepath.Join(dir, "users"), d.User+":{PLAIN}"+d.Password+"\n", 0o644)
	d.makeMaildir("INBOX")
	d.process = &process{t: t, argv: []string{binary, "-F", "-c", conf}, log: filepath.Join(dir, "output.log"), ports: []int{d.imap, d.tls}}
	t.Cleanup(d.Stop)
	d.Start()
	return d
}

func (d *Dovecot) config(t testing.TB) string {
	cert, key := d.CA.issue(t, d.dir)
	lines := []string{
		"base_dir = " + d.dir + "/run",
		"state_dir = " + d.dir + "/state",
		"log_path = " + d.dir + "/dovecot.log",
		"protocols = imap",
		"listen = 127.0.0.1",
		"ssl = yes", "ssl_cert = <" + cert, "ssl_key = <" + key,
		"disable_plaintext_auth = no", "auth_failure_delay = 0",
		"mail_location = maildir:" + d.home,
		"mail_max_userip_connections = 100",
		"first_valid_uid = 1", "first_valid_gid = 1",
		fmt.Sprintf("passdb {\n driver = passwd-file\n args = %s/users\n}", d.dir),
		fmt.Sprintf("userdb {\n driver = static\n args = uid=%d gid=%d home=%s\n}", d.owner.uid, d.owner.gid, d.home),
		fmt.Sprintf("service imap-login {\n process_min_avail = 1\n service_count = 0\n inet_listener imap {\n  port = %d\n }\n inet_listener imaps {\n  port = %d\n  ssl = yes\n }\n}", d.imap, d.tls),
		fmt.Sprintf("service auth {\n unix_listener %s {\n  mode = 0666\n }\n}", d.AuthSocket()),
	}
	return strings.Join(append(lines, unprivileged(t)...), "\n") + "\n"
}

// unprivileged are the settings without which Dovecot wants root.
func unprivileged(t testing.TB) []string {
	if os.Getuid() == 0 {
		return nil
	}
	self, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	group, err := user.LookupGroupId(self.Gid)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{
		"default_internal_user = " + self.Username, "default_login_user = " + self.Username,
		"default_internal_group = " + group.Name,
	}
	for _, service := range []string{"anvil", "imap-login", "imap-urlauth-login", "stats", "director", "ipc", "old-stats"} {
		lines = append(lines, fmt.Sprintf("service %s {\n chroot =\n}", service))
	}
	return lines
}

// Addr is where IMAP is spoken in the clear, with STARTTLS on offer.
func (d *Dovecot) Addr() string { return local(d.imap) }

// TLSAddr is where TLS begins with the first octet.
func (d *Dovecot) TLSAddr() string { return local(d.tls) }

// AuthSocket checks passwords for Postfix.
func (d *Dovecot) AuthSocket() string { return d.dir + "/auth" }

// Start starts a stopped server on the same ports and mail.
func (d *Dovecot) Start() {
	d.t.Helper()
	if err := d.process.start(); err != nil {
		d.t.Fatalf("start dovecot: %v", err)
	}
	if err := d.process.await(func() error { return greets(d.Addr(), "* OK") }); err != nil {
		d.t.Fatalf("start dovecot: %v", err)
	}
}

// Stop ends the server and its sessions; the mail stays.
func (d *Dovecot) Stop() { d.process.stop() }

// Restart is Stop and Start.
func (d *Dovecot) Restart() {
	d.t.Helper()
	d.Stop()
	d.Start()
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
