package main

import (
	"encoding/hex"
	"sync"
	"time"

	"medico-intech.kz/otinish/store"
)

const (
	anchorEvery   = time.Hour // as long as something was added
	anchorEntries = 1000      // at the latest after so many entries, seen once a minute
)

// noted is the head of the chain that the journal has.
type noted struct {
	mu  sync.Mutex
	seq uint64
	at  time.Time
}

// noteHead writes the head of the chain to the journal (P10): outside the store it
// shows later that the end was not cut off and the chain not written anew. now
// notes whatever was added since the last note.
func (d *Daemon) noteHead(now bool) {
	d.noted.mu.Lock()
	defer d.noted.mu.Unlock()
	var head store.AuditEntry
	err := d.store.View(func(tx *store.Tx) (err error) {
		head, _, err = tx.Head()
		return err
	})
	at := d.seams.Now()
	switch {
	case err != nil:
		d.seams.Log.Error("the head of the chain cannot be noted", "error", err)
		return
	case head.Seq == d.noted.seq:
		return
	case !now && head.Seq < d.noted.seq+anchorEntries && at.Sub(d.noted.at).Abs() < anchorEvery:
		return
	}
	d.seams.Log.Info("audit anchor", "seq", head.Seq, "hash", hex.EncodeToString(head.Hash[:]))
	if err := d.store.NoteAnchor(head.Anchor()); err != nil {
		d.seams.Log.Error("the head of the chain is noted in the journal only", "error", err)
	}
	d.noted.seq, d.noted.at = head.Seq, at
}

// verifyEvery is how often the whole chain is checked while the daemon works.
const verifyEvery = 24 * time.Hour

// verifyChain looks at the chain once a day, and soon after the start: an entry that was
// changed where it lies shows in nothing else.
func (d *Daemon) verifyChain() {
	if now := d.seams.Now(); now.Sub(d.verified).Abs() >= verifyEvery {
		d.verified = now
		if err := d.store.LookAtChain(); err != nil {
			d.seams.Log.Error("the audit chain was checked and does not hold", "error", err)
		}
	}
}
