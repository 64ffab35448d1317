//go:build integration || bench

package realserver

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const dkimSelector = "s2026"

// OpenDKIMOptions say what differs from the signer that Debian's package sets up.
type OpenDKIMOptions struct {
	// PartSigned are recipients whose letters get a body length (l=, RFC 6376 §3.5).
	PartSigned []string
	Extra      string // further lines of opendkim.conf
}

// OpenDKIM is a running opendkim that signs what Postfix takes from this machine: in
// the name of the domain of From, whichever it is, with one key. It asks no name
// server.
type OpenDKIM struct {
	key     *rsa.PrivateKey
	port    int
	process *process
}

// StartOpenDKIM starts a signer that ends with the test.
func StartOpenDKIM(t testing.TB, o OpenDKIMOptions) *OpenDKIM {
	t.Helper()
	binary := program(t, "opendkim")
	dir := folder(t, "opendkim", "output.log")
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	d := &OpenDKIM{key: key, port: freePort(t)}
	conf := filepath.Join(dir, "opendkim.conf")
	write(t, conf, d.config(dir)+o.Extra+"\n", 0o644)
	write(t, filepath.Join(dir, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})), 0o600)
	write(t, filepath.Join(dir, "keys"), "key %:"+dkimSelector+":"+dir+"/key.pem\n", 0o644)
	write(t, filepath.Join(dir, "signing"), "* key\n", 0o644)
	write(t, filepath.Join(dir, "part"), strings.Join(o.PartSigned, "\n")+"\n", 0o644)
	if err := mailOwner(t).take(dir); err != nil {
		t.Fatal(err)
	}
	d.process = &process{t: t, argv: []string{binary, "-f", "-x", conf}, log: filepath.Join(dir, "output.log"), ports: []int{d.port}}
	t.Cleanup(d.Stop)
	if err := d.process.start(); err != nil {
		t.Fatalf("start opendkim: %v", err)
	}
	if err := d.process.await(func() error { return accepts(local(d.port)) }); err != nil {
		t.Fatalf("start opendkim: %v", err)
	}
	return d
}

// Stop ends the signer. libmilter looks whether it should end when somebody connects,
// else every five seconds.
func (d *OpenDKIM) Stop() {
	if d.process.cmd == nil {
		return
	}
	d.process.leash.Close()
	for ended := false; !ended; {
		select {
		case <-d.process.ended:
			ended = true
		case <-time.After(poll):
			_ = accepts(local(d.port)) // refused when it has ended
		}
	}
	d.process.stop()
}

// config is opendkim.conf. Debian's own has the same Canonicalization and
// OversignHeaders. RequireSafeKeys would find /tmp, which all may write to.
func (d *OpenDKIM) config(dir string) string {
	lines := []string{
		"Mode s", "Background no", "Syslog no", "RequireSafeKeys no",
		fmt.Sprintf("Socket inet:%d@127.0.0.1", d.port),
		"Canonicalization relaxed/simple", "OversignHeaders From",
		"TemporaryDirectory " + dir,
		"KeyTable file:" + dir + "/keys",
		"SigningTable refile:" + dir + "/signing",
		"BodyLengthDB file:" + dir + "/part",
	}
	if os.Getuid() == 0 {
		lines = append(lines, "UserID mail")
	}
	return strings.Join(lines, "\n") + "\n"
}

// PostfixLines have a Postfix sign with it; see [PostfixOptions.Extra]. Without the
// signer no mail is taken.
func (d *OpenDKIM) PostfixLines() string {
	return "smtpd_milters = inet:" + local(d.port) + "\nmilter_default_action = tempfail"
}

// KeyName is where the key of a domain is looked up.
func (d *OpenDKIM) KeyName(domain string) string { return dkimSelector + "._domainkey." + domain }

// KeyRecord is the key as it is published, in the words of opendkim-genkey.
func (d *OpenDKIM) KeyRecord() string {
	der, err := x509.MarshalPKIXPublicKey(d.key.Public())
	if err != nil {
		panic(err) // of a key made here
	}
	return "v=DKIM1; h=sha256; k=rsa; p=" + base64.StdEncoding.EncodeToString(der)
}

// accepts reports whether a server that waits for its client to speak listens.
func accepts(addr string) error {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return err
	}
	return c.Close()
}
