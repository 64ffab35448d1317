package outbox

import (
	"time"

	"medico-intech.kz/otinish/store"
)

const (
	letterFirst, letterLast = time.Minute, 4 * time.Hour
	serverFirst, serverLast = 5 * time.Second, 15 * time.Minute
	storeFirst, storeLast   = 100 * time.Millisecond, 10 * time.Second

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
func letterPause(before int, jitter float64) time.Duration {
	return jittered(doubling(letterFirst, letterLast, before), jitter)
}

// serverPause is how long all letters wait after failures in a row that had
// nothing to do with them.
func serverPause(before int, jitter float64) time.Duration {
	return jittered(doubling(serverFirst, serverLast, before), jitter)
}

func storePause(before int) time.Duration { return doubling(storeFirst, storeLast, before) }

// serverTrouble counts failures of the server as a whole. It is not stored: after
// a restart the server is simply tried again.
type serverTrouble struct {
	failures int
	since    time.Time
}

func (t *serverTrouble) failed(now time.Time, jitter float64) time.Duration {
	if t.failures == 0 {
		t.since = now
	}
	t.failures++
	return serverPause(t.failures-1, jitter)
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
