package mailbox

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
)

func TestDelay(t *testing.T) {
	for name, c := range map[string]struct {
		random   byte
		failures int
		kind     Kind
		want     time.Duration
	}{
		"first":               {0xff, 0, Lost, time.Second},
		"low":                 {0x00, 5, Lost, time.Second},
		"capped":              {0x00, 60, Silent, time.Second},
		"password first":      {0xff, 0, WrongPassword, time.Minute},
		"password low":        {0x00, 9, WrongPassword, time.Minute},
		"no secret":           {0x00, 0, NoPassword, time.Minute},
		"login forbidden":     {0x00, 0, LoginForbidden, time.Minute},
		"refused, not a word": {0x00, 0, Refused, time.Second},
	} {
		w := &Watcher{c: Config{Random: bytes.NewReader(bytes.Repeat([]byte{c.random}, 8))}.withDefaults()}
		if got := w.delay(c.failures, &Error{Kind: c.kind}); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	w := &Watcher{c: Config{}.withDefaults()}
	spread := map[time.Duration]bool{}
	for range 100 {
		d := w.delay(3, &Error{Kind: Lost})
		if d < time.Second || d > 8*time.Second {
			t.Fatalf("fourth delay %v", d)
		}
		spread[d] = true
		if d := w.delay(40, &Error{Kind: Lost}); d > 5*time.Minute {
			t.Fatalf("late delay %v", d)
		}
	}
	if len(spread) < 90 {
		t.Errorf("only %d different delays of 100", len(spread))
	}
}

// deaths plays a server that ends the connection at culprit. It answers in the
// order given by first, and says how many connections it took to read the rest.
func deaths(uids []uint32, culprit uint32, culpritFirst bool) (connections int, found uint32) {
	var b blame
	b.reset(1)
	for len(uids) > 0 && connections < 100 {
		if b.condemned(uids[0]) {
			found = uids[0]
			b.served(uids[:1])
			uids = uids[1:]
			continue
		}
		n := len(uids)
		if b.ask > 0 {
			n = min(n, b.ask)
		}
		bad := -1
		for i, u := range uids[:n] {
			if u == culprit {
				bad = i
			}
		}
		switch {
		case bad < 0:
			b.served(uids[:n])
			uids = uids[n:]
		case culpritFirst: // nothing is received before it dies
			connections++
			b.died(Garbled, n, uids[:n])
		default:
			connections++
			b.died(Garbled, n, uids[bad:n])
			uids = uids[bad:]
		}
	}
	return connections, found
}

func TestBlameFindsTheMessage(t *testing.T) {
	var uids []uint32
	for u := uint32(1); u <= 500; u++ {
		uids = append(uids, u)
	}
	for _, culprit := range []uint32{1, 2, 250, 251, 499, 500} {
		if n, found := deaths(uids, culprit, false); found != culprit || n > 3 {
			t.Errorf("in order, %d: found %d after %d connections", culprit, found, n)
		}
		if n, found := deaths(uids, culprit, true); found != culprit || n > 14 {
			t.Errorf("out of order, %d: found %d after %d connections", culprit, found, n)
		}
	}
}

func TestLostConnectionsAreNotBlamedSoon(t *testing.T) {
	var b blame
	b.reset(1)
	for i := range aloneLost {
		if b.condemned(9) {
			t.Fatalf("condemned after %d lost connections", i)
		}
		b.died(Lost, 1, []uint32{9})
	}
	if !b.condemned(9) {
		t.Errorf("not condemned after %d", aloneLost)
	}
	b.reset(2)
	if b.condemned(9) {
		t.Error("condemned under another UIDVALIDITY")
	}
}

func TestGatherKeepsOrder(t *testing.T) {
	s := &scan{w: &Watcher{}, l: &link{}}
	var got []uint32
	g := &gather{want: []uint32{3, 5, 7, 9}, limit: 10, emit: func(d Delivery) error { got = append(got, d.Key.UID); return nil }}
	for _, uid := range []uint32{7, 4, 3, 9, 3} {
		if err := g.add(fetched{uid: uid, raw: make([]byte, 6), body: true}, s); err != nil {
			t.Fatal(err)
		}
	}
	if len(got) != 1 || got[0] != 3 || !g.dropped[9] || len(g.unreceived()) != 1 {
		t.Fatalf("emitted %v, dropped %v, unreceived %v", got, g.dropped, g.unreceived())
	}
	if err := g.add(fetched{uid: 5, raw: make([]byte, 6), body: true}, s); err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || g.bytes != 0 || g.next != 3 {
		t.Errorf("emitted %v, %d octets held", got, g.bytes)
	}
}

func TestErrorsHoldNoWordOfTheServer(t *testing.T) {
	refused := &imap.Error{Type: imap.StatusResponseTypeNo, Code: "NOPERM", Text: "a.person@example.kz may not"}
	g := (&link{timeout: time.Minute, conn: &wire{}}).guard(t.Context())
	err := g.end("store", refused)
	if err.Error() != "mailbox: store: server-refused (NOPERM)" || !errors.Is(err, error(refused)) {
		t.Errorf("%v", err)
	}
	for _, code := range []string{"a.person@example.kz", "X Y", strings.Repeat("A", 40)} {
		if c := cleanCode(code); c != "" {
			t.Errorf("code %q", c)
		}
	}
}
