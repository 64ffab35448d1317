package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"medico-intech.kz/otinish/mailbox/demoserver"
	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/storetest"
)

// faults are the ways in which what a daemon stands on can fail.
type faults struct {
	imap, smtp demoserver.OpFaults
	disk       diskFaults
}

// counter is one of them: the k-th operation fails.
type counter interface {
	FailAt(k int, mode demoserver.Mode)
	Fired() bool
}

var errDisk = errors.New("the disk fails on purpose")

// diskFaults lets the k-th of the store's commits, syncs and openings fail.
type diskFaults struct {
	mu    sync.Mutex
	count int
	at    int
	mode  demoserver.Mode
	fired bool
}

func (f *diskFaults) FailAt(k int, mode demoserver.Mode) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count, f.at, f.mode, f.fired = 0, k, mode, false
}

func (f *diskFaults) Fired() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fired
}

func (f *diskFaults) op(string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	if f.at == 0 || f.count < f.at || f.count > f.at && f.mode == demoserver.Once {
		return nil
	}
	f.fired = true
	return errDisk
}

// inside is a daemon in this process.
type inside struct {
	*world
	faults faults
	daemon *Daemon
	stop   func() error
}

// begin starts the daemon with arm called when everything is wired and nothing runs.
func (w *world) begin(step func(string), arm func(*faults)) *inside {
	w.t.Helper()
	in := &inside{world: w}
	dial := func(f *demoserver.OpFaults) func(context.Context, string, string) (net.Conn, error) { return f.Dial }
	d, err := newDaemon(w.config, Seams{
		IMAPDial: dial(&in.faults.imap), SMTPDial: dial(&in.faults.smtp), Fault: in.faults.disk.op,
		Step: step, Backoff: time.Millisecond,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	in.daemon = d
	arm(&in.faults)
	ctx, cancel := context.WithCancel(w.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	in.stop = sync.OnceValue(func() error {
		cancel()
		return errors.Join(<-ended, d.Close())
	})
	w.t.Cleanup(func() { in.stop() })
	return in
}

// settled reports whether every message has a disposition, every letter has left
// and every handled message is filed.
func (in *inside) settled() bool {
	ctx := in.t.Context()
	done := true
	validity := in.server.UIDValidity("INBOX")
	err := in.daemon.store.View(func(tx *store.Tx) error {
		for _, m := range in.server.Messages("INBOX") {
			_, known, err := tx.Disposition(store.MessageKey{Mailbox: "INBOX", UIDValidity: validity, UID: m.UID})
			if err != nil || !known {
				done = false
				return err
			}
		}
		done = tx.CountLetters(store.LetterQueued) == 0
		return nil
	})
	if err != nil || !done {
		return false
	}
	waiting, err := in.daemon.intake.ToFile(ctx, "INBOX", validity, 1)
	return err == nil && len(waiting) == 0
}

// known reports whether the baseline is set: what comes now is new (P14).
func (in *inside) known() (known bool) {
	in.daemon.store.View(func(tx *store.Tx) (err error) { // unavailable: not known
		_, known, err = tx.Cursor("INBOX")
		return err
	})
	return known
}

// troubled reports whether `otinish status` tells of trouble, or cannot tell anything.
func (in *inside) troubled() bool {
	s, err := in.daemon.Status(in.t.Context())
	return err != nil || len(s.Alarms) > 0
}

func (in *inside) state() string {
	s, err := in.daemon.Status(in.t.Context())
	return fmt.Sprintf("status %+v, %v", s, err)
}

// finish stops the daemon and returns its ledger, after what must hold of it by
// itself.
func (in *inside) finish() *ledger {
	in.t.Helper()
	accounts, err := in.daemon.Account(in.t.Context())
	if err != nil || len(accounts) != 1 || len(accounts[0].Exceptions) > 0 || accounts[0].Waiting > 0 {
		in.t.Errorf("account %+v, %v", accounts, err)
	}
	if err := in.stop(); err != nil {
		in.t.Errorf("stop: %v", err)
	}
	s := storetest.OpenAt(in.t, in.config.Store.Dir, nil)
	defer s.Close()
	storetest.Verify(in.t, s)
	in.eachLetterOnce(s, unknownAttempts)
	return readLedger(in.t, s)
}

// unknownAttempts: the answer to the final dot was lost, so the letter went again
// (RFC 1047), unless it had not been taken.
func unknownAttempts(l store.Letter) (least, most int) {
	for _, a := range l.Attempts {
		if a.Outcome == string(submission.Unknown) {
			most++
		}
	}
	return 0, most
}
