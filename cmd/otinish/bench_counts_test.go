//go:build bench

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

// count runs the daemon inside the test, over the same mailbox, and counts what no
// noise can move. Servers are other processes, so what is allocated is the daemon's.
func (l *lab) count() []row {
	l.t.Helper()
	l.forgetKeywords()
	_, path := l.fresh()
	config, err := LoadConfig(path)
	must(l.t, err)
	var commands, sessions atomic.Int64
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	d, err := newDaemon(config, Seams{
		// Commands end in CRLF; nothing else that is written here does.
		IMAPDial: tapped(nil, func(p []byte) { commands.Add(int64(bytes.Count(p, []byte("\r\n")))) }),
		SMTPDial: tapped(nil, nil),
		Step: func(step string) {
			if step == "submission:connected" {
				sessions.Add(1)
			}
		},
	})
	must(l.t, err)
	ctx, cancel := context.WithCancel(l.t.Context())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	await(l.t, func() bool {
		s, err := d.Status(ctx)
		<-time.After(20 * time.Millisecond)
		return err == nil && s.Letters.Queued == 0 && s.Mailboxes[0].LastScan != nil
	})
	l.t.Logf("inside the test: %v", time.Since(began))
	cancel()
	must(l.t, errors.Join(<-done, d.Close()))
	runtime.ReadMemStats(&after)
	trips := commands.Load()
	allocated := float64(after.TotalAlloc-before.TotalAlloc) / benchMessages
	objects := float64(after.Mallocs-before.Mallocs) / benchMessages
	return []row{
		{what: "the same: IMAP commands a message", figure: fmt.Sprint(trips), ratio: float64(trips) / benchMessages, must: 0.02, aim: 0.02},
		{what: "the same: SMTP sessions", figure: fmt.Sprint(sessions.Load()), ratio: float64(sessions.Load())},
		{what: "the same: allocated a message", figure: fmt.Sprintf("%.1f KiB", allocated/1024), yardstick: "13 KiB on the wire", ratio: objects, unit: " objects"},
	}
}
