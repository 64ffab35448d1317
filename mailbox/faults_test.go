package mailbox_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
)

// What servers do wrong about single messages. The library drops such messages
// without an error; none may be lost.
func TestMessagesTheServerGivesOddly(t *testing.T) {
	for name, c := range map[string]struct {
		fault      demoserver.UIDFault
		uid        uint32
		times      int
		unreadable bool
	}{
		"UID behind the body":            {demoserver.UIDLast, demoserver.AllUIDs, demoserver.Forever, false},
		"no UID at all":                  {demoserver.NoUID, demoserver.AllUIDs, demoserver.Forever, false},
		"unasked flags first":            {demoserver.FlagsFirst, 7, 1, false},
		"left out once":                  {demoserver.Omit, 7, 1, false},
		"left out twice":                 {demoserver.Omit, 7, 2, true},
		"left out always":                {demoserver.Omit, 7, demoserver.Forever, true},
		"NIL for a body":                 {demoserver.NilBody, 7, demoserver.Forever, true},
		"cannot be parsed":               {demoserver.Garble, 7, demoserver.Forever, true},
		"cannot be parsed once":          {demoserver.Garble, 7, 1, false},
		"ends the connection":            {demoserver.CutHere, 7, demoserver.Forever, true},
		"ends the connection once":       {demoserver.CutHere, 7, 1, false},
		"the first cannot be parsed":     {demoserver.Garble, 1, demoserver.Forever, true},
		"the last ends the connection":   {demoserver.CutHere, 20, demoserver.Forever, true},
		"the last cannot be parsed once": {demoserver.Garble, 20, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			x := newWorld(t, demoserver.Options{})
			x.deliver(20)
			x.srv.IMAP().OnUID(c.fault, c.uid, c.times)
			x.run()
			x.in.waitFor(t, 20)
			var except []uint32
			for _, d := range x.in.order {
				if d.Unreadable != "" {
					except = append(except, d.Key.UID)
				}
			}
			// "left out twice" has a third chance by sequence number.
			if wantBad := c.unreadable && name != "left out twice"; wantBad && (len(except) != 1 || except[0] != c.uid) || !wantBad && except != nil {
				t.Errorf("unreadable: %v", except)
			}
			x.checkWhole(except...)
		})
	}
}

func TestTwoBadMessages(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(600)
	x.srv.IMAP().OnUID(demoserver.Garble, 100, demoserver.Forever)
	x.srv.IMAP().OnUID(demoserver.CutHere, 450, demoserver.Forever)
	x.run()
	x.in.waitFor(t, 600)
	x.checkWhole(100, 450)
	if x.in.order[99].Fingerprint == x.in.order[449].Fingerprint {
		t.Error("two messages nobody has read have the same fingerprint")
	}
	if n := len(x.in.opens); n > 12 {
		t.Errorf("%d connections", n)
	}
}

func TestExpungedBetweenSearchAndFetch(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.deliver(10)
	x.srv.IMAP().OnUID(demoserver.Omit, 4, demoserver.Forever)
	x.c.BatchMessages = 1
	x.in.fail = func(batch []mailbox.Delivery) error {
		if batch[0].Key.UID == 1 {
			x.srv.Expunge("INBOX", 4, 9)
		}
		return nil
	}
	x.run()
	x.in.wait(t, "the last message", func() bool { return x.in.cursor[1] == 10 })
	x.checkWhole()
	if d, ok := x.in.got[mailbox.Key{Mailbox: "INBOX", UIDValidity: 1, UID: 4}]; ok {
		t.Errorf("an expunged message became a delivery: %q", d.Unreadable)
	}
}

// A cut connection must never yield a shortened message, wherever it is cut.
func TestConnectionCutAnywhere(t *testing.T) {
	for n := int64(50); n < 6000; n += 397 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			x := newWorld(t, demoserver.Options{})
			x.deliver(6)
			x.srv.IMAP().CutAfter(n, 2)
			x.run()
			x.in.waitFor(t, 6)
			x.checkWhole()
		})
	}
}

// The counting loop: the k-th dial, read or write fails, for every k.
func TestEveryOperationFailsOnce(t *testing.T) {
	for k := 1; ; k++ {
		ops := &demoserver.OpFaults{}
		ops.FailAt(k, demoserver.Once)
		x := newWorld(t, demoserver.Options{Mailboxes: []string{"Handled"}})
		x.c.Dial, x.c.HandledMailbox = ops.Dial, "Handled"
		x.deliver(5)
		x.in.file(2, 4)
		stop := x.run()
		x.in.waitFor(t, 5)
		x.in.wait(t, "filing", func() bool { return len(x.in.toFile) == 0 })
		stop()
		x.checkWhole()
		if n := len(x.srv.Messages("INBOX")); n != 3 {
			t.Errorf("k=%d: %d messages left in INBOX", k, n)
		}
		if n := len(x.srv.Messages("Handled")); n != 2 {
			t.Errorf("k=%d: %d messages moved", k, n)
		}
		if t.Failed() || !ops.Fired() {
			t.Logf("%d points of failure", k-1)
			return
		}
	}
}

func TestSilentServer(t *testing.T) {
	for _, command := range []string{"LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "NOOP", "IDLE", "DONE", "UID STORE"} {
		t.Run(command, func(t *testing.T) {
			x := newWorld(t, demoserver.Options{HideCaps: []string{"AUTH=PLAIN"}})
			x.c.CommandTimeout, x.c.IdleSlice = 200*time.Millisecond, 20*time.Millisecond
			x.deliver(3)
			x.in.file(1)
			x.srv.IMAP().SilentAt(command, 1)
			x.run()
			tr := x.trouble(mailbox.Silent)
			if tr.Kind == mailbox.Silent && tr.Remedy == "" {
				t.Error("no remedy")
			}
			x.in.waitFor(t, 3)
			x.in.wait(t, "filing", func() bool { return len(x.in.filed) == 1 })
			x.checkWhole()
		})
	}
}

func largeMessage(attachment int) []byte {
	var b bytes.Buffer
	b.WriteString("From: a@example.kz\r\nSubject: large\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed;\r\n boundary=\"outer\"\r\n\r\npreamble\r\n" +
		"--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n" +
		"--inner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nДеректерімді жойыңыз\r\n" +
		"--inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Деректерімді жойыңыз</p>\r\n--inner--\r\n" +
		"--outer\r\nContent-Type: application/pdf; name=id.pdf\r\nContent-Disposition: attachment; filename=id.pdf\r\n" +
		"Content-Transfer-Encoding: base64\r\n\r\n")
	line := strings.Repeat("A", 76) + "\r\n"
	for b.Len() < attachment {
		b.WriteString(line)
	}
	b.WriteString("--outer--\r\n")
	return b.Bytes()
}

func TestLargeMessageIsReducedToItsText(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	read := &counter{}
	x.c.Dial = read.Dial
	raw := largeMessage(3 << 20)
	x.srv.Deliver("INBOX", letter(1, 500), at(1))
	x.srv.Deliver("INBOX", raw, at(2))
	x.srv.Deliver("INBOX", letter(3, 500), at(3))
	x.run()
	x.in.waitFor(t, 3)
	x.checkWhole(2)
	d := x.in.order[1]
	want := "From: a@example.kz\r\nSubject: large\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed;\r\n boundary=\"outer\"\r\n\r\n" +
		"--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n" +
		"--inner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nДеректерімді жойыңыз\r\n" +
		"--inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Деректерімді жойыңыз</p>\r\n--inner--\r\n\r\n" +
		"--outer\r\nContent-Type: application/pdf; name=id.pdf\r\nContent-Disposition: attachment; filename=id.pdf\r\n" +
		"Content-Transfer-Encoding: base64\r\n\r\n\r\n--outer--\r\n"
	if !d.Reduced || !sameButOrder(string(d.Raw), want) {
		t.Errorf("reduced %v to\n%s", d.Reduced, d.Raw)
	}
	if d.Size != int64(len(raw)) || d.Fingerprint != printOf(raw) || d.Unreadable != "" {
		t.Errorf("size %d, unreadable %q", d.Size, d.Unreadable)
	}
	// One window and the parts wanted, however large the message is.
	if n := read.n.Load(); n > mailbox.Window+16<<10 {
		t.Errorf("%d octets were read", n)
	}
}

// counter counts the octets a client reads.
type counter struct{ n atomic.Int64 }

func (c *counter) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, addr)
	return countedConn{conn, c}, err
}

type countedConn struct {
	net.Conn
	c *counter
}

func (c countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.c.n.Add(int64(n))
	return n, err
}

// sameButOrder compares line by line without regard to order: the demo server
// writes the fields of a part's header in an order of its own.
func sameButOrder(a, b string) bool {
	count := map[string]int{}
	for _, l := range strings.Split(a, "\r\n") {
		count[l]++
	}
	for _, l := range strings.Split(b, "\r\n") {
		count[l]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestLargeMessageWithoutUsableStructure(t *testing.T) {
	for name, raw := range map[string][]byte{
		"garbled structure": largeMessage(1 << 20),
		"endless header":    []byte("X: " + strings.Repeat("y", 1<<20)),
	} {
		t.Run(name, func(t *testing.T) {
			x := newWorld(t, demoserver.Options{})
			x.srv.Deliver("INBOX", raw, at(1))
			x.srv.Deliver("INBOX", letter(2, 500), at(2))
			x.srv.IMAP().OnUID(demoserver.GarbleStructure, 1, demoserver.Forever)
			x.run()
			x.in.waitFor(t, 2)
			x.checkWhole(1)
			d := x.in.order[0]
			if !d.Reduced || !bytes.Equal(d.Raw, raw[:mailbox.Window]) || d.Fingerprint != printOf(raw) {
				t.Errorf("reduced %v, %d octets", d.Reduced, len(d.Raw))
			}
			if n := x.commands("UID FETCH 1 (UID BODYSTRUCTURE"); n > 1 {
				t.Errorf("asked for the structure %d times", n)
			}
		})
	}
}

func TestLargePlainTextIsCutAtTheLimit(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	head := "Subject: s\r\nContent-Type: text/plain\r\n\r\n"
	raw := []byte(head + strings.Repeat("0123456789\r\n", 300_000))
	x.srv.Deliver("INBOX", raw, at(1))
	pdf := []byte("Subject: s\r\nContent-Type: application/pdf\r\n\r\n" + strings.Repeat("0123456789\r\n", 30_000))
	x.srv.Deliver("INBOX", pdf, at(2))
	x.run()
	x.in.waitFor(t, 2)
	if d := x.in.order[0]; !d.Reduced || !bytes.Equal(d.Raw, raw[:len(head)+1<<20]) {
		t.Errorf("%d octets", len(d.Raw))
	}
	if d := x.in.order[1]; !d.Reduced || string(d.Raw) != "Subject: s\r\nContent-Type: application/pdf\r\n\r\n" {
		t.Errorf("%d octets of a PDF", len(d.Raw))
	}
}

// Many large messages in one slice: what lies between them is held in bounds and
// asked for again, and the order is kept.
func TestManyLargeMessages(t *testing.T) {
	x := newWorld(t, demoserver.Options{})
	x.c.BatchBytes = 20_000
	var large []uint32
	for i := range 120 {
		if i%20 == 3 {
			large = append(large, x.srv.Deliver("INBOX", largeMessage(300<<10), at(i)))
			continue
		}
		x.srv.Deliver("INBOX", letter(i, 1500), at(i))
	}
	x.run()
	x.in.waitFor(t, 120)
	x.checkWhole(large...)
	for _, d := range x.in.order {
		if d.Reduced != (len(d.Raw) < int(d.Size)) || d.Unreadable != "" {
			t.Errorf("message %d: reduced %v", d.Key.UID, d.Reduced)
		}
	}
}
