package store

import (
	"errors"
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// CaseFact is what stays of a destroyed request as proof: no personal data.
type CaseFact struct {
	ID         privacy.RequestID `cbor:"1,keyasint"`
	Number     privacy.Number    `cbor:"2,keyasint,omitempty"`
	Kind       privacy.Kind      `cbor:"3,keyasint,omitempty"`
	State      privacy.State     `cbor:"4,keyasint,omitempty"` // when it was destroyed
	ReceivedAt time.Time         `cbor:"5,keyasint,omitempty"`
	ClosedAt   time.Time         `cbor:"6,keyasint,omitempty"`
	Merged     bool              `cbor:"7,keyasint,omitempty"` // it repeated another one, which counts for both
}

// ConsentFact is what stays of a consent: that it was given, for what, and withdrawn.
type ConsentFact struct {
	Purpose     string         `cbor:"1,keyasint"`
	GivenAt     time.Time      `cbor:"2,keyasint,omitempty"`
	WithdrawnAt time.Time      `cbor:"3,keyasint,omitempty"`
	WithdrawnBy privacy.Number `cbor:"4,keyasint,omitempty"`
}

// Tombstone stands where a destroyed subject was.
type Tombstone struct {
	SubjectID   privacy.SubjectID `cbor:"1,keyasint"`
	DestroyedAt time.Time         `cbor:"2,keyasint"`
	// FinalAt is when no copy of the key store may exist any more that still has the
	// keys (KeyBackupMaxAge).
	FinalAt  time.Time      `cbor:"3,keyasint"`
	Number   privacy.Number `cbor:"4,keyasint,omitempty"` // of the request that asked for it
	Ground   string         `cbor:"5,keyasint,omitempty"`
	By       privacy.Actor  `cbor:"6,keyasint,omitempty"`
	Consents []ConsentFact  `cbor:"7,keyasint,omitempty"`
	Cases    []CaseFact     `cbor:"8,keyasint,omitempty"`
	// LiftedAt is when an operator entered the address again, on purpose.
	LiftedAt time.Time `cbor:"9,keyasint,omitempty"`
}

// CaseTombstone stands where a destroyed request was; its number still leads here.
type CaseTombstone struct {
	Fact        CaseFact      `cbor:"1,keyasint"`
	DestroyedAt time.Time     `cbor:"2,keyasint"`
	FinalAt     time.Time     `cbor:"3,keyasint"`
	Ground      string        `cbor:"4,keyasint,omitempty"`
	By          privacy.Actor `cbor:"5,keyasint,omitempty"`
	// Originals: the message goes from the mailbox too, under whatever number.
	Originals bool `cbor:"6,keyasint,omitempty"`
}

// Tombstone returns what stands in the place of a destroyed subject.
func (tx *Tx) Tombstone(id privacy.SubjectID) (Tombstone, error) {
	key, err := lookupKey("tombstone", id)
	if err != nil {
		return Tombstone{}, err
	}
	return mustLoad[Tombstone](tx, tableTombstone, key)
}

// TombstoneByAddress finds a destroyed subject by an address it had, by digest.
func (tx *Tx) TombstoneByAddress(a privacy.Address) (Tombstone, error) {
	id := tx.get(tableTombstoneOf, tx.addressKey(useSubjectAddress, a))
	if id == nil {
		return Tombstone{}, fmt.Errorf("tombstone by address: %w", privacy.ErrNotFound)
	}
	return follow[Tombstone](tx, tableTombstone, id)
}

// CaseTombstone returns what stands in the place of a destroyed request.
func (tx *Tx) CaseTombstone(n privacy.Number) (CaseTombstone, error) {
	id := tx.get(tableNumber, numberKey(n))
	if id == nil {
		return CaseTombstone{}, fmt.Errorf("destroyed request by number: %w", privacy.ErrNotFound)
	}
	return mustLoad[CaseTombstone](tx, tableCaseTomb, id)
}

const (
	countTombstones = "tombstone"
	keyDestroyedAt  = "destroyed at"
)

// Destroyed says how many subjects were destroyed, and when the last one was; zero:
// never.
func (tx *Tx) Destroyed() (subjects int, last time.Time) {
	if value := tx.get(tableMeta, []byte(keyDestroyedAt)); len(value) == 8 {
		last = keyTime(value)
	}
	return tx.counted(countTombstones), last
}

// CaseTombstoneByID is CaseTombstone for an id.
func (tx *Tx) CaseTombstoneByID(id privacy.RequestID) (CaseTombstone, error) {
	key, err := lookupKey("destroyed request", id)
	if err != nil {
		return CaseTombstone{}, err
	}
	return mustLoad[CaseTombstone](tx, tableCaseTomb, key)
}

// EachTombstone calls fn for every destroyed subject until it returns false.
func (tx *Tx) EachTombstone(fn func(Tombstone) bool) error {
	return eachRecord(tx, tableTombstone, nil, fn)
}

// LiftTombstone lets an address be entered again that belonged to a destroyed
// subject: the person came back, and an operator says so. The proof stays.
func (tx *Tx) LiftTombstone(a privacy.Address) error {
	t, err := tx.TombstoneByAddress(a)
	if err != nil {
		return fmt.Errorf("lift tombstone: %w", err)
	}
	id, err := idKey(t.SubjectID)
	if err != nil {
		return fmt.Errorf("lift tombstone: %w", err)
	}
	if t.LiftedAt.IsZero() {
		t.LiftedAt = tx.now
	}
	if err := tx.putRecord(tableTombstone, id, t); err != nil {
		return fmt.Errorf("lift tombstone: %w", err)
	}
	return nil
}

// mayEnter refuses a new subject under the address of a destroyed one: an old list
// that is imported again must not bring anybody back.
func (tx *Tx) mayEnter(a privacy.Address) error {
	t, err := tx.TombstoneByAddress(a)
	if errors.Is(err, privacy.ErrNotFound) || err == nil && !t.LiftedAt.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("the person under this address was destroyed on %s: %w", t.DestroyedAt.Format(time.DateOnly), privacy.ErrDestroyed)
}

// destroyed tells where a record is missing because it was destroyed.
func (tx *Tx) destroyed(t table, key []byte, err error) error {
	if errors.Is(err, privacy.ErrNotFound) && tx.has(t, key) {
		return fmt.Errorf("%w: %w", privacy.ErrDestroyed, err)
	}
	return err
}

func (e Erasure) finalAt() time.Time { return e.At.Add(KeyBackupMaxAge) }

func (e Erasure) tombstone() Tombstone {
	return Tombstone{
		SubjectID: e.Subject, DestroyedAt: e.At, FinalAt: e.finalAt(), Number: e.Number, Ground: e.Ground, By: e.By,
		Consents: e.Consents, Cases: e.Cases,
	}
}
