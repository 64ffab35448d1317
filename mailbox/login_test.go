package mailbox_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
)

// certificate is a self-signed one for 127.0.0.1 and a pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "demo"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}

func TestTLS(t *testing.T) {
	server, pool := certificate(t)
	for name, c := range map[string]struct {
		server  demoserver.Options
		mode    mailbox.TLSMode
		trusted bool
		trouble mailbox.Kind
	}{
		"implicit":             {demoserver.Options{TLS: server, Implicit: true}, mailbox.TLSImplicit, true, ""},
		"starttls":             {demoserver.Options{TLS: server}, mailbox.TLSStart, true, ""},
		"implicit, unknown CA": {demoserver.Options{TLS: server, Implicit: true}, mailbox.TLSImplicit, false, mailbox.TLSRefused},
		"starttls, unknown CA": {demoserver.Options{TLS: server}, mailbox.TLSStart, false, mailbox.TLSRefused},
		"starttls not offered": {demoserver.Options{}, mailbox.TLSStart, true, mailbox.TLSRefused},
		"implicit, plain port": {demoserver.Options{}, mailbox.TLSImplicit, true, mailbox.TLSRefused},
	} {
		t.Run(name, func(t *testing.T) {
			x := newWorld(t, c.server)
			x.deliver(2)
			x.c.TLS = c.mode
			x.c.TLSConfig = &tls.Config{}
			if c.trusted {
				x.c.TLSConfig.RootCAs = pool
			}
			asked := make(chan struct{}, 100)
			x.c.Password = func() (string, error) { asked <- struct{}{}; return "geheim", nil }
			x.run()
			if c.trouble == "" {
				x.in.waitFor(t, 2)
				x.checkWhole()
				return
			}
			x.trouble(c.trouble)
			if len(asked) > 0 {
				t.Error("went on to the password")
			}
		})
	}
}

func TestLogin(t *testing.T) {
	good := demoserver.Options{Username: "info@example.kz", Password: "geheim"}
	for name, c := range map[string]struct {
		hide, add []string
		password  string
		fail      error
		verb      string
		trouble   mailbox.Kind
	}{
		"PLAIN":              {password: "geheim", verb: "AUTHENTICATE"},
		"LOGIN":              {hide: []string{"AUTH=PLAIN"}, password: "geheim", verb: "LOGIN"},
		"wrong password":     {password: "falsch", verb: "AUTHENTICATE", trouble: mailbox.WrongPassword},
		"no secret":          {fail: errors.New("no file"), trouble: mailbox.NoPassword},
		"login disabled":     {hide: []string{"AUTH=PLAIN"}, add: []string{"LOGINDISABLED"}, password: "geheim", trouble: mailbox.LoginForbidden},
		"PLAIN all the same": {add: []string{"LOGINDISABLED"}, password: "geheim", verb: "AUTHENTICATE"},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			o.HideCaps, o.AddCaps = c.hide, c.add
			x := newWorld(t, o)
			x.deliver(1)
			x.c.Password = func() (string, error) { return c.password, c.fail }
			x.run()
			if c.trouble == "" {
				x.in.waitFor(t, 1)
			} else {
				x.trouble(c.trouble)
			}
			sent := x.commands("AUTHENTICATE") + x.commands("LOGIN")
			if c.verb != "" && x.commands(c.verb) == 0 || c.verb == "" && sent > 0 {
				t.Errorf("commands: %q", x.srv.Commands())
			}
			if strings.Contains(x.log.String(), "geheim") || strings.Contains(x.log.String(), "info@") {
				t.Errorf("log: %s", x.log)
			}
		})
	}
}

// A changed password is picked up without a restart, and the health clears.
func TestPasswordIsAskedForEachLogin(t *testing.T) {
	x := newWorld(t, demoserver.Options{Username: "info@example.kz", Password: "neu"})
	x.deliver(1)
	n := 0
	x.c.Password = func() (string, error) {
		if n++; n < 3 {
			return "alt", nil
		}
		return "neu", nil
	}
	x.run()
	x.in.waitFor(t, 1)
	x.waitCommand("IDLE")
	if h := x.w.Health(); h.Trouble != (mailbox.Trouble{}) || !h.Connected || h.LastScan.IsZero() || h.Mailbox != "INBOX" {
		t.Errorf("health %+v", h)
	}
}

func TestNoSuchMailboxAndServerWordsStayOut(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.c.Mailbox = "Anfragen"
	x.srv.IMAP().AnswerAt("SELECT", "NO [NONEXISTENT] a.person@example.kz has no such mailbox", demoserver.Forever)
	x.run()
	tr := x.trouble(mailbox.NoMailbox)
	if tr.Code != "NONEXISTENT" || tr.Remedy == "" {
		t.Errorf("%+v", tr)
	}
	if strings.Contains(x.log.String(), "a.person") {
		t.Errorf("log: %s", x.log)
	}
}

func TestUnreachable(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.srv.Close()
	x.run()
	if tr := x.trouble(mailbox.Unreachable); tr.Kind != mailbox.Unreachable || x.w.Health().Connected {
		t.Errorf("%+v", tr)
	}
}

func TestConfigIsChecked(t *testing.T) {
	good := mailbox.Config{Address: "127.0.0.1:143", TLS: mailbox.TLSNone, Mailbox: "INBOX", Password: func() (string, error) { return "", nil }}
	for name, c := range map[string]struct {
		change func(*mailbox.Config)
		ok     bool
	}{
		"as it is":              {func(*mailbox.Config) {}, true},
		"localhost":             {func(c *mailbox.Config) { c.Address = "localhost:143" }, true},
		"IPv6 loopback":         {func(c *mailbox.Config) { c.Address = "[::1]:143" }, true},
		"plain to another host": {func(c *mailbox.Config) { c.Address = "imap.example.kz:143" }, false},
		"plain to a look-alike": {func(c *mailbox.Config) { c.Address = "127.0.0.1.example.kz:143" }, false},
		"TLS to another host":   {func(c *mailbox.Config) { c.Address, c.TLS = "imap.example.kz:993", mailbox.TLSImplicit }, true},
		"no port":               {func(c *mailbox.Config) { c.Address = "localhost" }, false},
		"no mode":               {func(c *mailbox.Config) { c.TLS = "" }, false},
		"no mailbox":            {func(c *mailbox.Config) { c.Mailbox = "" }, false},
		"moved into itself":     {func(c *mailbox.Config) { c.HandledMailbox = "inbox" }, false},
		"IDLE for an hour":      {func(c *mailbox.Config) { c.IdleSlice = time.Hour }, false},
	} {
		config := good
		c.change(&config)
		if _, err := mailbox.NewWatcher(config, newIntake()); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
