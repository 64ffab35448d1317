package mailbox

import (
	"errors"
	"time"
)

// Health is how the watcher is doing.
type Health struct {
	Mailbox   string
	Connected bool
	// LastScan is when the watcher last knew that nothing waits. While all is well
	// it is never older than IdleSlice (or Poll) and one CommandTimeout.
	LastScan time.Time
	// LastTurn is when the watcher last came round, with a scan or with a trouble it
	// can name. One that is stuck stops turning.
	LastTurn time.Time
	Trouble  Trouble // zero where all is well
}

// Trouble is what keeps the watcher from its work. It holds no personal data.
type Trouble struct {
	Kind     Kind
	Code     string // the server's response code, or empty
	Remedy   string // a sentence for the administrator
	Since    time.Time
	Attempts int // failures in a row
}

// Health may be called at any time.
func (w *Watcher) Health() Health {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.health
}

func (w *Watcher) connected(on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.health.Connected = on
}

// scanned notes that nothing waits. Trouble with moving or erasing stays:
// the messages do.
func (w *Watcher) scanned() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.health.LastScan = w.c.Now()
	w.health.LastTurn = w.health.LastScan
	if k := w.health.Trouble.Kind; k != CannotMove && k != CannotErase {
		w.health.Trouble = Trouble{}
	}
}

func (w *Watcher) troubled(err error) {
	kind, code := Lost, ""
	if e := (*Error)(nil); errors.As(err, &e) {
		kind, code = e.Kind, e.Code
	}
	w.mu.Lock()
	w.health.LastTurn = w.c.Now()
	t := &w.health.Trouble
	if t.Kind != kind {
		*t = Trouble{Kind: kind, Remedy: remedies[kind], Since: w.c.Now()}
	}
	t.Code = code
	t.Attempts++
	attempts := t.Attempts
	w.mu.Unlock()
	w.c.Log.Warn("mailbox trouble", "mailbox", w.c.Mailbox, "kind", string(kind), "code", code, "attempts", attempts, "err", err)
}

// untroubled ends trouble of one kind.
func (w *Watcher) untroubled(kind Kind) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.health.Trouble.Kind == kind {
		w.health.Trouble = Trouble{}
	}
}
