package store

import (
	"encoding/binary"
	"fmt"
	"io"

	"go.etcd.io/bbolt"

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

// migrations lists the steps: the first leads from schema 1 to 2. A step stays
// here for ever; what it does may not depend on code that changes.
func migrations() []migration { return []migration{} }

// schemaOf is the schema number a program with these steps writes.
func schemaOf(steps []migration) uint32 { return uint32(len(steps)) + 1 }

func (s *Store) migrate(steps []migration) error {
	for {
		var schema uint32
		if err := s.View(func(tx *Tx) (err error) { schema, err = tx.schema(); return err }); err != nil {
			return err
		}
		switch current := schemaOf(steps); {
		case schema > current:
			return fmt.Errorf("%w: schema %d, known is %d; install that version again", privacy.ErrNewerSchema, schema, current)
		case schema == current:
			return nil
		}
		err := s.db.Update(func(b *bbolt.Tx) error {
			tx := s.newTx(b)
			if err := guard(func() error { return steps[schema-1](tx) }); err != nil {
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

// putKeyCheck draws the store's id and keeps its digest: another key would find
// nothing and look like an empty store.
func (tx *Tx) putKeyCheck() error {
	id := make([]byte, idSize)
	if _, err := io.ReadFull(tx.s.random, id); err != nil {
		return fmt.Errorf("draw a store id: %w", err)
	}
	check := tx.s.keys.Digest(useKeyCheck, id)
	if err := tx.put(tableMeta, []byte(keyStoreID), id); err != nil {
		return err
	}
	return tx.put(tableMeta, []byte(keyKeyCheck), check[:])
}

func (s *Store) checkKey() error {
	return s.View(func(tx *Tx) error {
		if _, err := tx.schema(); err != nil {
			return err
		}
		check := s.keys.Digest(useKeyCheck, tx.get(tableMeta, []byte(keyStoreID)))
		if string(tx.get(tableMeta, []byte(keyKeyCheck))) != string(check[:]) {
			return fmt.Errorf("the store was made with another key (key_file), or: %w", privacy.ErrDamaged)
		}
		return nil
	})
}
