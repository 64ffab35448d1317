package store

import (
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

const keyRestored = "restored"

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
	reason := "backup-of-" + takenAt.UTC().Format("20060102T150405Z")
	return tx.Append(AuditAct{Actor: privacy.ActorSystem, Act: "restored", Reason: reason})
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
