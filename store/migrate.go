package store

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	keySchema   = "schema"
	keyStoreID  = "store id"
	keyKeyCheck = "key check"

	useKeyCheck = "key check"
)

// migration takes a store from one schema number to the next. It runs in one
// transaction together with the new number: a crash repeats it from the start.
type migration func(*Tx) error

// migrations lists the steps: the first leads from schema 2 to 3; sealFormer leads
// to 2. A step stays here for ever; what it does may not depend on code that changes.
func migrations() []migration {
	return []migration{indexPersons, indexEntries, placeNumbers, answersKept, cluesKept, daysNamed, handsNoted}
}

// cluesKept raises the schema number: a program of before cannot read Request.ProofClues.
func cluesKept(*Tx) error { return nil }

// handsNoted raises it: a program of before cannot read what a Note says beside its words.
func handsNoted(*Tx) error { return nil }

// schemaOf is the schema number a program with these steps writes.
func schemaOf(steps []migration) uint32 { return uint32(len(steps)) + sealedSchema }

func newerSchema(schema, current uint32) error {
	return fmt.Errorf("%w: schema %d, known is %d; install that version again", privacy.ErrNewerSchema, schema, current)
}

func (s *Store) schemaOnDisk() (schema uint32, err error) {
	err = s.View(func(tx *Tx) (err error) { schema, err = tx.schema(); return err })
	return schema, err
}

func (s *Store) migrate(steps []migration) error {
	for {
		schema, err := s.schemaOnDisk()
		if err != nil {
			return err
		}
		switch current := schemaOf(steps); {
		case schema > current:
			return newerSchema(schema, current)
		case schema == current:
			return nil
		}
		err = s.db.Update(func(b *bbolt.Tx) error {
			tx := s.newTx(b)
			if err := guard(func() error { return steps[schema-sealedSchema](tx) }); err != nil {
				return err
			}
			// It is on the chain too, and marks its head: stores of schema 2 had no marks.
			if err := tx.Append(audit.Act{Actor: privacy.ActorSystem, Act: "migrated", Reason: fmt.Sprintf("schema-%d", schema+1)}); err != nil {
				return err
			}
			if err := tx.flush(); err != nil {
				return err
			}
			return tx.putSchema(schema + 1)
		})
		if err != nil {
			return fmt.Errorf("migrate from schema %d: %w", schema, err)
		}
	}
}

func (tx *Tx) schema() (uint32, error) {
	value := tx.get(tableMeta, []byte(keySchema))
	if len(value) != 4 || binary.BigEndian.Uint32(value) == 0 {
		return 0, fmt.Errorf("the file is no store of otinish: %w", privacy.ErrDamaged)
	}
	return binary.BigEndian.Uint32(value), nil
}

func (tx *Tx) putSchema(schema uint32) error {
	return tx.put(tableMeta, []byte(keySchema), binary.BigEndian.AppendUint32(nil, schema))
}

// putKeyCheck keeps the store's id and its digest: with another digest key nothing
// would be found, and the store would look empty.
func (tx *Tx) putKeyCheck() error {
	id := tx.s.storeID()
	check := tx.s.digest(useKeyCheck, id[:])
	if err := tx.put(tableMeta, []byte(keyStoreID), id[:]); err != nil {
		return err
	}
	return tx.put(tableMeta, []byte(keyKeyCheck), check[:])
}

func (s *Store) checkKey() error {
	return s.View(func(tx *Tx) error {
		if _, err := tx.schema(); err != nil {
			return err
		}
		id := s.storeID()
		if err := (part{KeysName, id[:]}).together(tx.dataPart()); err != nil {
			return err
		}
		check := s.digest(useKeyCheck, id[:])
		if string(tx.get(tableMeta, []byte(keyStoreID))) != string(id[:]) || string(tx.get(tableMeta, []byte(keyKeyCheck))) != string(check[:]) {
			return fmt.Errorf("%s is of another store: %w", KeysName, privacy.ErrDamaged)
		}
		return nil
	})
}
