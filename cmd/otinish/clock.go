package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"medico-intech.kz/otinish/handlers/intake"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	// clockTolerance is how far the clock may be set while the daemon runs, and how
	// far it may lie before what is on record.
	clockTolerance = 24 * time.Hour
	// clockAbsence is how long a daemon may have been away before the clock is asked
	// about: what was due meanwhile is destroyed for good.
	clockAbsence = 30 * 24 * time.Hour
)

// clockGuard compares the clock with the time that has passed. A clock a year ahead
// would end every question and destroy everybody whose turn comes this year; one
// that is behind gives wrong periods. While it is wrong mail waits in the mailbox and
// nothing is swept (P15).
type clockGuard struct {
	now     func() time.Time
	passed  func() time.Duration // since some moment, whatever the clock says
	mu      sync.Mutex
	wall    time.Time
	at      time.Duration
	told    string    // by news
	atStart time.Time // what is on record, while the clock was wrong at the start
}

// sinceBoot counts while the machine sleeps, and is never set.
func sinceBoot() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

func newClockGuard(now func() time.Time, passed func() time.Duration) *clockGuard {
	return &clockGuard{now: now, passed: passed, wall: now().Round(0), at: passed()}
}

// begin compares with what is on record. A clock that is ahead shows only by a long
// absence: whoever knows it to be right says so.
func (g *clockGuard) begin(seen time.Time, trusted bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if away := g.now().Sub(seen); !seen.IsZero() && !trusted && (away < -clockTolerance || away > clockAbsence) {
		g.atStart = seen
	}
}

// check says what is wrong with the clock, or nothing.
func (g *clockGuard) check() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	now, passed := g.now().Round(0), g.passed()
	off := now.Sub(g.wall.Add(passed - g.at))
	if away := now.Sub(g.atStart); !g.atStart.IsZero() {
		if away < -clockTolerance || away > clockAbsence {
			return fmt.Sprintf("the clock says %s, the last act on record is of %s", now.Format("2006-01-02"), g.atStart.Format("2006-01-02"))
		}
		g.atStart, off = time.Time{}, 0 // it was set right since
	}
	if off.Abs() > clockTolerance {
		way := "ahead"
		if off < 0 {
			way = "back"
		}
		return fmt.Sprintf("the clock was set %s by %d days while otinish ran", way, int(off.Abs().Hours()/24))
	}
	g.wall, g.at = now, passed
	return ""
}

// news is check, and whether it says something else than last time.
func (g *clockGuard) news() (wrong string, changed bool) {
	wrong = g.check()
	g.mu.Lock()
	defer g.mu.Unlock()
	changed = wrong != g.told
	g.told = wrong
	return wrong, changed
}

const clockRemedy = "Set it right; mail waits in the mailbox, and no period ends, until then. If it is right now: otinish run --trust-clock."

// gated takes no mail while the clock is wrong: periods would be counted from it.
type gated struct {
	*intake.Intake
	clock *clockGuard
}

// Prepare implements mailbox.Intake.
func (g gated) Prepare(ctx context.Context, batch []mailbox.Delivery) mailbox.Record {
	if wrong := g.clock.check(); wrong != "" {
		return func(context.Context) error { return fmt.Errorf("%s: %w", wrong, privacy.ErrUnavailable) }
	}
	return g.Intake.Prepare(ctx, batch)
}
