package submission

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// peer is one scripted connection, seen from the server.
type peer struct {
	net.Conn
	r *bufio.Reader
}

func (p *peer) say(lines ...string) {
	io.WriteString(p.Conn, strings.Join(lines, "\r\n")+"\r\n")
}

// hear reads a line, "" at the end of the connection.
func (p *peer) hear() string {
	line, _ := p.r.ReadString('\n')
	return strings.TrimRight(line, "\r\n")
}

// answer hears one command that must begin with want and says lines.
func (p *peer) answer(want string, lines ...string) bool {
	line := p.hear()
	if !strings.HasPrefix(line, want) {
		p.say("500 want " + want)
		return false
	}
	p.say(lines...)
	return true
}

// body reads up to the final dot.
func (p *peer) body() string {
	var b strings.Builder
	for {
		line, err := p.r.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return b.String()
		}
		b.WriteString(line)
	}
}

func (p *peer) secure(c *tls.Config) {
	p.Conn = tls.Server(p.Conn, c)
	p.r = bufio.NewReader(p.Conn)
}

// greet says who it is and what it offers.
func (p *peer) greet(offers ...string) {
	p.say("220 mx.test")
	p.hello(offers...)
}

func (p *peer) hello(offers ...string) {
	lines := []string{"250 ENHANCEDSTATUSCODES"}
	for _, o := range offers {
		lines = append([]string{"250-" + o}, lines...)
	}
	p.answer("EHLO", append([]string{"250-mx.test"}, lines...)...)
}

// take runs one whole transaction that ends well.
func (p *peer) take() string {
	p.answer("MAIL", "250 2.1.0 ok")
	p.answer("RCPT", "250 2.1.5 ok")
	p.answer("DATA", "354 go on")
	b := p.body()
	p.say("250 2.0.0 taken")
	return b
}

// world dials each connection to the next script, over net.Pipe, or over loopback
// where TLS is spoken: both ends of a failing handshake write at once, which a
// pipe without a buffer never ends.
type world struct {
	pair    func() (ours, theirs net.Conn)
	mu      sync.Mutex
	scripts []func(*peer)
	dialled int
	done    sync.WaitGroup
}

func (w *world) dial(context.Context, string, string) (net.Conn, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dialled >= len(w.scripts) {
		return nil, errors.New("connection refused")
	}
	script := w.scripts[w.dialled]
	w.dialled++
	ours, theirs := w.pair()
	w.done.Go(func() {
		defer theirs.Close()
		script(&peer{theirs, bufio.NewReader(theirs)})
	})
	return ours, nil
}

// start returns a client whose connections meet the scripts one after another.
func start(t *testing.T, change func(*Config), scripts ...func(*peer)) (*Client, *world) {
	t.Helper()
	w := &world{scripts: scripts, pair: net.Pipe}
	c := Config{Address: "127.0.0.1:25", TLS: TLSNone, HelloName: "otinish.test", Dial: w.dial}
	if change != nil {
		change(&c)
	}
	if c.TLS != TLSNone {
		w.pair = func() (net.Conn, net.Conn) { return loopbackPair(t) }
	}
	client, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); w.done.Wait() })
	return client, w
}

func loopbackPair(t *testing.T) (ours, theirs net.Conn) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if ours, err = net.Dial("tcp", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if theirs, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	return ours, theirs
}

const (
	from = "info@medico.test"
	to   = "aigerim@mail.test"
)

var letter = []byte("Subject: x\r\n\r\nfirst\r\n.dot\r\n")

// want checks the error of an attempt and that it repeats nothing of the server's.
func want(t *testing.T, err error, outcome Outcome, stage Stage, kind Kind) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *Error", err)
	}
	if e.Outcome != outcome || e.Stage != stage || e.Kind != kind {
		t.Fatalf("got %s %s %s (%v), want %s %s %s", e.Outcome, e.Stage, e.Kind, err, outcome, stage, kind)
	}
	if strings.Contains(err.Error(), "@") || strings.Contains(err.Error(), "secret") {
		t.Fatalf("the error repeats what the server wrote: %v", err)
	}
	return e
}

// certificate makes a certificate for name and the pool that trusts it.
func certificate(t *testing.T, name string, until time.Time) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: until.Add(-48 * time.Hour), NotAfter: until,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
