package demoserver

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

func selfSigned(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

// line is an IMAP client that knows lines only.
type line struct {
	*testing.T
	net.Conn
	r *bufio.Reader
	n int
}

func dialIMAP(t *testing.T, s *Server) *line {
	t.Helper()
	c, err := net.Dial("tcp", s.IMAPAddr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(10 * time.Second))
	l := &line{T: t, Conn: c, r: bufio.NewReader(c)}
	l.r.ReadString('\n')
	return l
}

func (l *line) send(s string) { fmt.Fprintf(l, "%s\r\n", s) }

// do sends a command and returns everything up to its tagged answer.
func (l *line) do(command string) string {
	l.n++
	tag := fmt.Sprintf("t%d", l.n)
	l.send(tag + " " + command)
	return l.until(tag + " ")
}

func (l *line) until(prefix string) string {
	var all strings.Builder
	for {
		s, err := l.r.ReadString('\n')
		all.WriteString(s)
		if err != nil {
			return all.String() + "<" + err.Error() + ">"
		}
		if strings.HasPrefix(s, prefix) {
			return all.String()
		}
	}
}

func (l *line) selected() *line {
	l.Helper()
	if s := l.do("LOGIN a b") + l.do("SELECT INBOX"); !strings.Contains(s, "READ-WRITE") {
		l.Fatal(s)
	}
	return l
}

func TestIdleAnnouncesWhatCameBefore(t *testing.T) {
	s := start(t, Options{})
	l := dialIMAP(t, s).selected()
	for i := range 50 {
		s.Deliver("INBOX", []byte("a: b\r\n\r\n"), time.Now())
		l.send(fmt.Sprintf("i%d IDLE", i))
		l.until(fmt.Sprintf("* %d EXISTS", i+1))
		l.send("DONE")
		l.until(fmt.Sprintf("i%d OK", i))
	}
	s.IMAP().LoseAnnouncements(true)
	s.Deliver("INBOX", []byte("a: b\r\n\r\n"), time.Now())
	l.send("x IDLE")
	l.until("+ ")
	l.send("DONE")
	if got := l.until("x OK"); strings.Contains(got, "EXISTS") {
		t.Errorf("announced: %q", got)
	}
	if got := l.do("NOOP"); !strings.Contains(got, "51 EXISTS") {
		t.Errorf("NOOP: %q", got)
	}
}

func TestMessagesAreServedAsTheyAre(t *testing.T) {
	s := start(t, Options{})
	raw := "no header at all \xff\r\n.\r\nDATA\r\n"
	uid := s.Deliver("INBOX", []byte(raw), time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	l := dialIMAP(t, s).selected()
	if got := l.do("UID FETCH 1:* (BODY.PEEK[])"); !strings.Contains(got, raw) {
		t.Errorf("%q", got)
	}
	if got := l.do("UID FETCH 1 (BODY.PEEK[]<3.6>)"); !strings.Contains(got, "{6}\r\nheader)") {
		t.Errorf("%q", got)
	}
	if f := s.Messages("INBOX")[0].Flags; len(f) > 0 {
		t.Errorf("PEEK set %q", f)
	}
	l.do("FETCH 1 (BODY[])")
	l.do(`UID STORE 1 +FLAGS.SILENT ($Keyword \flagged)`)
	if f := s.Messages("INBOX")[0].Flags; !slices.Equal(f, []string{"$Keyword", `\Flagged`, `\Seen`}) {
		t.Errorf("flags %q", f)
	}
	s.Expunge("INBOX", uid)
	if got := l.do("NOOP"); !strings.Contains(got, "* 1 EXPUNGE") {
		t.Errorf("%q", got)
	}
	if got := l.do("UID SEARCH UID 1:*"); strings.Contains(got, "SEARCH 1") {
		t.Errorf("%q", got)
	}
}

func TestIMAPFaults(t *testing.T) {
	s := start(t, Options{HideCaps: []string{"IDLE"}, AddCaps: []string{"X-ADDED"}})
	s.Deliver("INBOX", []byte("a: b\r\n\r\n"), time.Now())
	fetch := "UID FETCH 1 (RFC822.SIZE BODY.PEEK[]<0.100>)"
	for fault, want := range map[UIDFault]string{
		Omit: "t3 OK", Garble: "X-GARBLED", NilBody: "BODY[]<0> NIL", FlagsFirst: "FLAGS ()",
		UIDLast: "\r\n UID 1)", NoUID: "FETCH (RFC822.SIZE",
	} {
		l := dialIMAP(t, s).selected()
		s.IMAP().OnUID(fault, 1, 1)
		if got := l.do(fetch); !strings.Contains(got, want) {
			t.Errorf("fault %d: %q", fault, got)
		}
		if got := l.do(fetch); !strings.Contains(got, "UID 1 RFC822.SIZE 8 BODY[]<0> {8}\r\na: b\r\n\r\n)") {
			t.Errorf("after fault %d: %q", fault, got)
		}
	}
	l := dialIMAP(t, s).selected()
	if got := l.do("CAPABILITY"); strings.Contains(got, "IDLE") || !strings.Contains(got, "X-ADDED") {
		t.Errorf("%q", got)
	}
	s.IMAP().AnswerAt("NOOP", "NO [UNAVAILABLE] later", 1)
	if got := l.do("NOOP") + l.do("NOOP"); !strings.Contains(got, "NO [UNAVAILABLE] later") || !strings.Contains(got, "OK NOOP") {
		t.Errorf("%q", got)
	}
	s.IMAP().CutAt("UID FETCH", 1)
	if got := l.do(fetch); got != "<EOF>" {
		t.Errorf("%q", got)
	}
	s.IMAP().CutAfter(300, 1)
	c, err := net.Dial("tcp", s.IMAPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "a NOOP\r\nb LOGIN a b\r\nc SELECT INBOX\r\nd NOOP\r\n")
	if b, _ := io.ReadAll(c); len(b) != 300 {
		t.Errorf("%d octets before the cut", len(b))
	}
	l = dialIMAP(t, s)
	s.IMAP().SilentAt("LOGIN", 1)
	l.SetDeadline(time.Now().Add(50 * time.Millisecond))
	if got := l.do("LOGIN a b"); !strings.Contains(got, "timeout") {
		t.Errorf("%q", got)
	}
	s.IMAP().RefuseLogin(1)
	if got := dialIMAP(t, s).do("LOGIN a b"); !strings.Contains(got, "NO [AUTHENTICATIONFAILED]") {
		t.Errorf("%q", got)
	}
}

func TestUIDValidity(t *testing.T) {
	s := start(t, Options{})
	s.Deliver("INBOX", []byte("a: b\r\n\r\n"), time.Now())
	s.SkipUIDs("INBOX", 10)
	if uid := s.Deliver("INBOX", []byte("c: d\r\n\r\n"), time.Now()); uid != 12 {
		t.Errorf("UID %d after a gap", uid)
	}
	before := s.UIDValidity("INBOX")
	l := dialIMAP(t, s).selected()
	s.ChangeUIDValidity("INBOX")
	if got := l.do("NOOP"); !strings.Contains(got, "<") {
		t.Errorf("the connection stayed: %q", got)
	}
	if s.UIDValidity("INBOX") == before || s.Messages("INBOX")[1].UID != 2 {
		t.Errorf("validity %d", s.UIDValidity("INBOX"))
	}
}

func TestOpFaults(t *testing.T) {
	s := start(t, Options{})
	f := &OpFaults{}
	talk := func() error {
		c, err := f.Dial(t.Context(), "tcp", s.IMAPAddr())
		if err != nil {
			return err
		}
		defer c.Close()
		if _, err := c.Read(make([]byte, 1)); err != nil {
			return err
		}
		_, err = c.Write([]byte("a NOOP\r\n"))
		return err
	}
	for k := 1; k <= 4; k++ {
		f.FailAt(k, Once)
		err := talk()
		if (err != nil) != (k <= 3) || f.Fired() != (k <= 3) {
			t.Errorf("k=%d: %v, fired %v", k, err, f.Fired())
		}
		f.FailAt(k, Onwards)
		first, second := talk(), talk()
		if k <= 3 && (first == nil || second == nil) {
			t.Errorf("k=%d onwards: %v, then %v", k, first, second)
		}
	}
}
