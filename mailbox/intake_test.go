package mailbox_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
)

// patience bounds waiting for a condition; no test waits that long when it passes.
const patience = 20 * time.Second

// intake is an Intake in memory that keeps the contract: a cursor and one record
// for each key.
type intake struct {
	mu       sync.Mutex
	cursor   map[uint32]uint32 // by UIDVALIDITY
	got      map[mailbox.Key]mailbox.Delivery
	order    []mailbox.Delivery
	doubles  int
	passed   []uint32
	toFile   []uint32
	filed    []uint32
	toErase  []uint32
	erased   []uint32
	opens    []mailbox.Position
	fail     func(batch []mailbox.Delivery) error
	prepared func(batch []mailbox.Delivery)
	changed  chan struct{}
}

func newIntake() *intake {
	return &intake{cursor: map[uint32]uint32{}, got: map[mailbox.Key]mailbox.Delivery{}, changed: make(chan struct{})}
}

func (in *intake) deliveries() []mailbox.Delivery {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.order)
}

func (in *intake) change() { close(in.changed); in.changed = make(chan struct{}) }

func (in *intake) Open(_ context.Context, p mailbox.Position) (uint32, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	defer in.change()
	in.opens = append(in.opens, p)
	return in.cursor[p.UIDValidity], nil
}

func (in *intake) Prepare(_ context.Context, batch []mailbox.Delivery) mailbox.Record {
	if in.prepared != nil {
		in.prepared(batch)
	}
	return func(context.Context) error { return in.record(batch) }
}

func (in *intake) record(batch []mailbox.Delivery) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	defer in.change()
	if in.fail != nil {
		if err := in.fail(batch); err != nil {
			return err
		}
	}
	for _, d := range batch {
		if d.Key.UID <= in.cursor[d.Key.UIDValidity] {
			in.doubles++
		}
		in.cursor[d.Key.UIDValidity] = d.Key.UID
		in.got[d.Key] = d
		in.order = append(in.order, d)
	}
	return nil
}

func (in *intake) Passed(_ context.Context, _ string, validity, uid uint32) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	defer in.change()
	if uid < in.cursor[validity] {
		return errors.New("cursor moved back")
	}
	in.cursor[validity] = uid
	in.passed = append(in.passed, uid)
	return nil
}

func (in *intake) ToFile(_ context.Context, _ string, _ uint32, limit int) ([]uint32, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.toFile[:min(limit, len(in.toFile))]), nil
}

func (in *intake) Filed(_ context.Context, _ string, _ uint32, uids []uint32) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	defer in.change()
	in.filed = append(in.filed, uids...)
	in.toFile = slices.DeleteFunc(in.toFile, func(u uint32) bool { return slices.Contains(uids, u) })
	return nil
}

func (in *intake) ToErase(_ context.Context, _ string, _ uint32, limit int) ([]uint32, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.toErase[:min(limit, len(in.toErase))]), nil
}

func (in *intake) Erased(_ context.Context, _ string, _ uint32, uids []uint32) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	defer in.change()
	in.erased = append(in.erased, uids...)
	in.toErase = slices.DeleteFunc(in.toErase, func(u uint32) bool { return slices.Contains(uids, u) })
	return nil
}

func (in *intake) file(uids ...uint32) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.toFile = append(in.toFile, uids...)
}

// wait waits until cond, called with the lock held, is true.
func (in *intake) wait(t *testing.T, what string, cond func() bool) {
	t.Helper()
	deadline := time.After(patience)
	for {
		in.mu.Lock()
		ok, changed := cond(), in.changed
		in.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			in.mu.Lock()
			defer in.mu.Unlock()
			t.Fatalf("waited in vain for %s; have %d messages, %d filed, %d opens", what, len(in.order), len(in.filed), len(in.opens))
		}
	}
}

func (in *intake) waitFor(t *testing.T, n int) {
	t.Helper()
	in.wait(t, fmt.Sprintf("%d messages", n), func() bool { return len(in.got) >= n })
}

// world is a server, a watcher and its intake.
type world struct {
	*testing.T
	srv *demoserver.Server
	in  *intake
	as  mailbox.Intake // in with more to it; nil: in itself
	c   mailbox.Config
	w   *mailbox.Watcher
	log *logs
}

func newWorld(t *testing.T, o demoserver.Options) *world {
	t.Helper()
	srv, err := demoserver.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Close() })
	x := &world{T: t, srv: srv, in: newIntake(), log: newLogs()}
	x.c = mailbox.Config{
		Address: srv.IMAPAddr(), TLS: mailbox.TLSNone, Mailbox: "INBOX",
		Username: "info@example.kz", Password: func() (string, error) { return "geheim", nil },
		Backoff: time.Millisecond, BackoffMax: 20 * time.Millisecond,
		Log: slog.New(x.log),
	}
	return x
}

// run starts the watcher; the returned function stops it.
func (x *world) run() (stop func()) {
	x.Helper()
	if x.as == nil {
		x.as = x.in
	}
	w, err := mailbox.NewWatcher(x.c, x.as)
	if err != nil {
		x.Fatal(err)
	}
	x.w = w
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			x.Errorf("Run: %v", err)
		}
	})
	x.Cleanup(stop)
	return stop
}

func (x *world) deliver(n int) {
	for i := range n {
		x.srv.Deliver("INBOX", letter(i, 300+i%700), at(i))
	}
}

func at(i int) time.Time { return time.Date(2026, 11, 2, 9, 0, i, 0, time.UTC) }

func letter(i, size int) []byte {
	return fmt.Appendf(nil, "From: a%d@example.kz\r\nSubject: n %d\r\n\r\n%s\r\n", i, i, strings.Repeat("мәтін ", size/11))
}

// checkWhole asserts that every message of the server arrived once, in order, as
// it is, and that nothing in the mailbox was touched.
func (x *world) checkWhole(except ...uint32) {
	x.Helper()
	x.in.mu.Lock()
	defer x.in.mu.Unlock()
	validity := x.srv.UIDValidity("INBOX")
	for _, m := range x.srv.Messages("INBOX") {
		d, ok := x.in.got[mailbox.Key{Mailbox: "INBOX", UIDValidity: validity, UID: m.UID}]
		switch {
		case !ok:
			x.Errorf("message %d lost", m.UID)
		case slices.Contains(except, m.UID):
		case string(d.Raw) != string(m.Raw) || d.Unreadable != "" || d.Reduced:
			x.Errorf("message %d came as %d octets of %d (%q)", m.UID, len(d.Raw), len(m.Raw), d.Unreadable)
		case d.Size != int64(len(m.Raw)) || !d.InternalDate.Equal(m.InternalDate):
			x.Errorf("message %d: size %d, date %v", m.UID, d.Size, d.InternalDate)
		case d.Fingerprint != printOf(m.Raw):
			x.Errorf("message %d: fingerprint", m.UID)
		}
		if slices.Contains(m.Flags, `\Seen`) {
			x.Errorf(`message %d: \Seen was set`, m.UID)
		}
	}
	for i := 1; i < len(x.in.order); i++ {
		a, b := x.in.order[i-1].Key, x.in.order[i].Key
		if a.UIDValidity == b.UIDValidity && a.UID >= b.UID {
			x.Errorf("message %d after %d", b.UID, a.UID)
		}
	}
	if x.in.doubles > 0 {
		x.Errorf("%d messages came again although they were taken", x.in.doubles)
	}
}

// printOf is the fingerprint as Delivery documents it.
func printOf(raw []byte) [32]byte {
	h := sha256.New()
	h.Write(raw[:min(len(raw), mailbox.Window)])
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(raw))))
	return [32]byte(h.Sum(nil))
}

// trouble waits until the watcher reports trouble of this kind.
func (x *world) trouble(kind mailbox.Kind) mailbox.Trouble {
	x.Helper()
	x.log.wait(x.T, "kind="+string(kind))
	return x.w.Health().Trouble
}

// commands counts the IMAP commands with this prefix.
func (x *world) commands(prefix string) (n int) {
	for _, c := range x.srv.Commands() {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return n
}

// logs keeps what is logged, as text.
type logs struct {
	slog.Handler
	mu      sync.Mutex
	text    strings.Builder
	changed chan struct{}
}

func newLogs() *logs {
	l := &logs{changed: make(chan struct{})}
	l.Handler = slog.NewTextHandler(l, nil)
	return l
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.changed)
	l.changed = make(chan struct{})
	return l.text.Write(p)
}

func (l *logs) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.text.String() }

func (l *logs) wait(t *testing.T, part string) {
	t.Helper()
	deadline := time.After(patience)
	for {
		l.mu.Lock()
		ok, changed := strings.Contains(l.text.String(), part), l.changed
		l.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("waited in vain for %q in the log:\n%s", part, l)
		}
	}
}
