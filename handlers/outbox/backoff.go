package outbox

import (
	"time"

	"medico-intech.kz/otinish/store"
)

const (
	serverFirst, serverLast = 5 * time.Second, 15 * time.Minute
	letterLast              = 4 * time.Hour
	storeLast               = 10 * time.Second

	// Of the first pause after trouble with the server, Config.Backoff, the others
	// are: that of a letter, a minute, and that of the store, a tenth of a second.
	letterTimes, storePart = 12, 50

	// longTrouble is how long a server must have been out of reach before letters
	// past their time are given up untried: after a week switched off, the first
	// failed connection must not cost them all.
	longTrouble = time.Hour
)

// doubling is first, doubled n times, at most last.
func doubling(first, last time.Duration, n int) time.Duration {
	for ; n > 0 && first < last; n-- {
		first *= 2
	}
	return min(first, last)
}

// jittered takes up to a fifth off, so that letters that failed together do not
// come together again.
func jittered(d time.Duration, jitter float64) time.Duration {
	return d - time.Duration(float64(d/5)*jitter)
}

// letterPause is how long a letter waits that was tried before times before.
func (c *Config) letterPause(before int) time.Duration {
	return jittered(doubling(letterTimes*c.Backoff, letterLast, before), c.Jitter())
}

// serverPause is how long all letters wait after failures in a row that had
// nothing to do with them.
func (c *Config) serverPause(before int) time.Duration {
	return jittered(doubling(c.Backoff, serverLast, before), c.Jitter())
}

func (c *Config) storePause(before int) time.Duration {
	return doubling(c.Backoff/storePart, storeLast, before)
}

// serverTrouble counts failures of the server as a whole. It is not stored: after
// a restart the server is simply tried again.
type serverTrouble struct {
	failures int
	since    time.Time
}

func (t *serverTrouble) failed(c *Config) time.Duration {
	if t.failures == 0 {
		t.since = c.Now()
	}
	t.failures++
	return c.serverPause(t.failures - 1)
}

// long reports whether the trouble has lasted long enough to give letters up.
func (t *serverTrouble) long(now time.Time) bool {
	return t.failures > 0 && now.Sub(t.since) >= longTrouble
}

// expired reports whether a letter has been tried long enough. The time counts
// from the first attempt: what lay in the store while otinish was off was not tried.
func expired(l store.Letter, now time.Time, after time.Duration) bool {
	from := l.QueuedAt
	if len(l.Attempts) > 0 {
		from = l.Attempts[0].At
	}
	return now.Sub(from) >= after
}
