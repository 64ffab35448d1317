package store

import (
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"
	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// sealing is one migration under way.
type sealing struct {
	s           *Store
	from, to    *Tx
	db          *bbolt.DB
	batch       int
	done, total uint64
}

// begin counts what there is and opens the first transaction.
func (m *sealing) begin() error {
	for _, b := range bucketLayout {
		h := m.from.bolt.Bucket([]byte(b.name))
		if h == nil {
			return fmt.Errorf("%s: its bucket is missing: %w", b.name, privacy.ErrDamaged)
		}
		m.total += uint64(h.Stats().KeyN)
	}
	return m.next()
}

// end puts the migration on the chain, and the new schema beside it.
func (m *sealing) end() error {
	err := m.to.Append(audit.Act{Actor: privacy.ActorSystem, Act: "migrated", Reason: "schema-2"})
	if err == nil {
		err = m.to.flush()
	}
	if err == nil {
		err = m.to.putSchema(sealedSchema)
	}
	if err == nil {
		err = m.to.bolt.Commit()
	}
	return err
}

func (m *sealing) next() error {
	m.batch = 0
	if m.to != nil {
		b := m.to.bolt
		m.to = nil
		if err := b.Commit(); err != nil {
			return err
		}
		m.s.progress("seal", m.done, m.total)
	}
	b, err := m.db.Begin(true)
	if err != nil {
		return err
	}
	m.to = m.s.newTx(b)
	return nil
}

func (m *sealing) bucket(b bucket) error {
	name := []byte(bucketLayout[b].name)
	old := m.from.bolt.Bucket(name)
	h, err := m.to.bolt.CreateBucket(name)
	if err != nil {
		return err
	}
	if err := h.SetSequence(old.Sequence()); err != nil {
		return err
	}
	c := old.Cursor()
	for key, value := c.First(); key != nil; key, value = c.Next() {
		if err := m.entry(b, key, value); err != nil {
			return err
		}
		m.done++
		if m.batch += len(key) + len(value); m.batch > sealBatch {
			if err := m.next(); err != nil {
				return err
			}
		}
	}
	return nil
}

// entry copies one entry, sealed where its table is.
func (m *sealing) entry(b bucket, key, value []byte) error {
	for t := range tables {
		if tableLayout[t].bucket != b || !sealedTables[t] {
			continue
		}
		if own, ok := t.own(key); ok {
			of, err := m.ownerOf(t, own, value)
			if err != nil {
				return err
			}
			if err := m.index(t, own, value); err != nil {
				return err
			}
			return m.to.putSealedBytes(t, own, of, value)
		}
	}
	return m.to.handle(b).Put(key, value)
}

// index makes the index that schema 1 did not have.
func (m *sealing) index(t table, key, value []byte) error {
	if t != tableSubject {
		return nil
	}
	var s struct {
		DestructionDueAt time.Time `cbor:"11,keyasint"`
	}
	if err := cbor.Unmarshal(value, &s); err != nil {
		return fmt.Errorf("read a subject: %w", privacy.ErrDamaged)
	}
	return m.to.indexDue(key, Subject{}, Subject{DestructionDueAt: s.DestructionDueAt})
}

// ownerOf reads whose a value of schema 1 is.
func (m *sealing) ownerOf(t table, key, value []byte) (owner, error) {
	switch t {
	case tableSubject, tableConsent:
		return ofSubject(key[:idSize]), nil
	case tableLetterBytes:
		value = m.from.get(tableLetter, key)
	case tableConfirmation:
		var c struct {
			RequestID privacy.RequestID `cbor:"1,keyasint"`
		}
		if err := cbor.Unmarshal(value, &c); err != nil {
			return owner{}, fmt.Errorf("read a question: %w", privacy.ErrDamaged)
		}
		request, err := idKey(c.RequestID)
		return ofCase(request), err
	case tableRequest, tableMessage:
		return ofCase(key), nil
	}
	var l struct {
		RequestID privacy.RequestID `cbor:"2,keyasint"`
	}
	if err := cbor.Unmarshal(value, &l); err != nil {
		return owner{}, fmt.Errorf("read a letter: %w", privacy.ErrDamaged)
	}
	return caseOf(key, Letter{RequestID: l.RequestID})
}
