package main

import (
	"context"
	"fmt"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// notifier talks to systemd; without systemd every call does nothing.
type notifier struct{}

func (notifier) tell(state string) { daemon.SdNotify(false, state) } // no systemd, nobody to tell
func (n notifier) stopping()       { n.tell(daemon.SdNotifyStopping) }

// notifyLoop says READY, feeds the watchdog and shows a status line in systemctl.
//
// The watchdog hangs on the watch itself (P17): it is fed only while every watcher
// has lately finished a scan or has lately failed at one with a reason. A mail
// server that is down is told by `status` and retried; a restart would not mend it.
// A watcher that is stuck is what a restart mends.
func (d *Daemon) notifyLoop(ctx context.Context) error {
	d.notify.tell(daemon.SdNotifyReady)
	interval, err := daemon.SdWatchdogEnabled(false)
	if err != nil || interval == 0 {
		interval = time.Minute
	}
	tick := time.NewTicker(interval / 3)
	defer tick.Stop()
	for {
		if d.turning() {
			d.notify.tell(daemon.SdNotifyWatchdog)
		}
		d.notify.tell("STATUS=" + d.statusLine(ctx))
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// turning reports whether every watcher has come round lately, well or badly.
func (d *Daemon) turning() bool {
	for _, w := range d.watchers {
		h := w.Health()
		if d.seams.Now().Sub(h.LastTurn) > d.scannedLately() {
			return false
		}
	}
	return true
}

func (d *Daemon) statusLine(ctx context.Context) string {
	s, err := d.Status(ctx)
	if err != nil {
		return "the store cannot be read"
	}
	health := "healthy"
	if !s.Healthy {
		health = "NOT HEALTHY"
	}
	return fmt.Sprintf("%s; %d in review, %d overdue; %d letters queued; %d alarms", health, s.Waiting, s.Overdue, s.Letters.Queued, len(s.Alarms))
}
