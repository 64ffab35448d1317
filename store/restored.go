package store

import (
	"fmt"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	keyRestored = "restored"
	restoredOf  = "backup-of-" // and the time, as the reason of the act
)

// tookBack reports whether an act put a backup back that is older than t: what was
// done at t is lost then.
func tookBack(e audit.Entry, t time.Time) bool {
	stamp, ok := strings.CutPrefix(e.Act.Reason, restoredOf)
	taken, err := time.Parse(backupStamp, stamp)
	return e.Act.Act == audit.ActRestored && ok && err == nil && taken.Before(t) && t.Before(e.At)
}

// Restoration tells that the store was put back from a backup: what was done
// between TakenAt and At is not on record.
type Restoration struct {
	At      time.Time `cbor:"1,keyasint"`
	TakenAt time.Time `cbor:"2,keyasint"`           // when the backup was taken
	Settled bool      `cbor:"3,keyasint,omitempty"` // what was open then lies before a person
}

// MarkRestored notes that this store is a backup put back, on the chain too, and
// makes every mailbox begin its gap when it is opened next (Cursor.Gap).
func (tx *Tx) MarkRestored(takenAt time.Time) error {
	if err := tx.putRecord(tableMeta, []byte(keyRestored), Restoration{At: tx.now, TakenAt: takenAt.UTC()}); err != nil {
		return fmt.Errorf("mark as restored: %w", err)
	}
	var cursors []Cursor
	err := eachRecord(tx, tableCursor, nil, func(c Cursor) bool { cursors = append(cursors, c); return true })
	if err != nil {
		return fmt.Errorf("mark as restored: %w", err)
	}
	for _, c := range cursors {
		c.Restored = true
		if err := tx.PutCursor(c); err != nil {
			return fmt.Errorf("mark as restored: %w", err)
		}
	}
	reason := restoredOf + takenAt.UTC().Format(backupStamp)
	return tx.Append(AuditAct{Actor: privacy.ActorSystem, Act: audit.ActRestored, Reason: reason})
}

// Restored tells of the last restore; false if there never was one.
func (tx *Tx) Restored() (Restoration, bool, error) {
	return load[Restoration](tx, tableMeta, []byte(keyRestored))
}

// SettleRestored notes that what was open when the backup was taken was seen to.
func (tx *Tx) SettleRestored() error {
	r, ok, err := tx.Restored()
	if err != nil || !ok {
		return err
	}
	r.Settled = true
	return tx.putRecord(tableMeta, []byte(keyRestored), r)
}
