package store

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// Tx is a transaction: all of it happens, or none. It is used by one goroutine
// and only inside the function it was given to.
//
// Methods that read one record return an error wrapping privacy.ErrNotFound where
// there is none; a record that cannot be read wraps privacy.ErrDamaged; an id that
// is none of ours wraps privacy.ErrBadInput when written.
type Tx struct {
	s       *Store
	bolt    *bbolt.Tx
	now     time.Time
	handles [buckets]*bbolt.Bucket
	cursors [buckets]*bbolt.Cursor // to read with: bbolt's Get makes one each time
	scratch []byte                 // for keys
	counts  map[string]int64       // changes to counters, written at the end
	head    *audit.Entry           // last link of the chain, once it was looked up
	boxes   map[string]boxNumber
	queued  map[privacy.LetterID]recentLetter // new letters that limits count
	ciphers map[uint32]cipher.AEAD            // of data keys, by slot
	indexed map[string]Request                // what indexes hang on, of requests put before
	slots   uint32                            // it needs the key store to have; 0: gave none out
	erased  []Erasure                         // what it destroys when it commits
}

func (s *Store) newTx(b *bbolt.Tx) *Tx {
	return &Tx{s: s, bolt: b, now: s.now().UTC().Round(0)}
}

// Now is the time of the transaction, in UTC; the same for all of a group.
func (tx *Tx) Now() time.Time { return tx.now }

func (tx *Tx) handle(b bucket) *bbolt.Bucket {
	if tx.handles[b] == nil {
		h := tx.bolt.Bucket([]byte(bucketLayout[b].name))
		if h != nil && bucketLayout[b].fill > 0 {
			h.FillPercent = bucketLayout[b].fill
		}
		tx.handles[b] = h
	}
	return tx.handles[b]
}

// place finds the bucket of a table and the key in it. The key is valid until the
// next call: bbolt keeps copies. A missing bucket is damage.
func (tx *Tx) place(t table, key []byte) (*bbolt.Bucket, []byte, error) {
	h := tx.handle(tableLayout[t].bucket)
	if h == nil {
		return nil, nil, fmt.Errorf("%s: its bucket is missing: %w", tableLayout[t].name, privacy.ErrDamaged)
	}
	k := t.appendKey(tx.scratch[:0], key)
	if k != nil {
		tx.scratch = k
	}
	return h, k, nil
}

// get returns the bytes as they lie in the file: valid in the transaction only,
// not to be changed.
func (tx *Tx) get(t table, key []byte) []byte {
	h, k, err := tx.place(t, key)
	if err != nil || k == nil {
		return nil
	}
	c := &tx.cursors[tableLayout[t].bucket]
	if *c == nil {
		*c = h.Cursor()
	}
	found, value := (*c).Seek(k) // from the root, so what was written meanwhile does not matter
	if !bytes.Equal(found, k) {
		return nil
	}
	return value
}

// has reports whether the key is there; index entries have empty values.
func (tx *Tx) has(t table, key []byte) bool { return tx.get(t, key) != nil }

// put stores value, which must not change before the transaction ends.
func (tx *Tx) put(t table, key, value []byte) error {
	h, k, err := tx.place(t, key)
	if err != nil {
		return err
	}
	if value == nil {
		value = []byte{} // bbolt would give nil back before the commit: "not there"
	}
	if err := h.Put(k, value); err != nil {
		return fmt.Errorf("put %s: %w", tableLayout[t].name, err)
	}
	return nil
}

func (tx *Tx) delete(t table, key []byte) error {
	h, k, err := tx.place(t, key)
	if err != nil || k == nil {
		return err
	}
	if err := h.Delete(k); err != nil {
		return fmt.Errorf("delete %s: %w", tableLayout[t].name, err)
	}
	return nil
}

// putRecord encodes and stores a record without personal data.
func (tx *Tx) putRecord(t table, key []byte, record any) error {
	if sealedTables[t] {
		return errors.New("a record in clear for a sealed table") // a mistake of the program
	}
	value, err := tx.s.codec.encode(record)
	if err != nil {
		return err
	}
	return tx.put(t, key, value)
}

// load reads one record; found is false where there is none.
func load[R any](tx *Tx, t table, key []byte) (record R, found bool, err error) {
	value := tx.get(t, key)
	if value == nil {
		return record, false, nil
	}
	return record, true, tx.decode(t, key, value, &record)
}

// mustLoad reads one record that has to be there.
func mustLoad[R any](tx *Tx, t table, key []byte) (R, error) {
	record, found, err := load[R](tx, t, key)
	if err == nil && !found {
		err = fmt.Errorf("%s: %w", tableLayout[t].name, privacy.ErrNotFound)
	}
	return record, err
}

// follow reads the record an index points to. A missing one is damage, unless it was
// destroyed: then the error wraps privacy.ErrDestroyed and privacy.ErrNotFound.
func follow[R any](tx *Tx, t table, key []byte) (R, error) {
	record, found, err := load[R](tx, t, key)
	if err == nil && !found && (t == tableRequest && tx.has(tableCaseTomb, key) || t == tableSubject && tx.has(tableTombstone, key)) {
		return record, fmt.Errorf("%s: %w: %w", tableLayout[t].name, privacy.ErrDestroyed, privacy.ErrNotFound)
	}
	if err == nil && !found {
		err = fmt.Errorf("an index points to no %s: %w", tableLayout[t].name, privacy.ErrDamaged)
	}
	return record, err
}

// count changes a counter by delta.
func (tx *Tx) count(name string, delta int64) {
	if tx.counts == nil {
		tx.counts = make(map[string]int64)
	}
	tx.counts[name] += delta
}

// counted reads a counter, with the changes of this transaction.
func (tx *Tx) counted(name string) int {
	return int(tx.storedCount(name) + tx.counts[name])
}

func (tx *Tx) storedCount(name string) int64 {
	if v := tx.get(tableCount, []byte(name)); len(v) == 8 {
		return int64(binary.BigEndian.Uint64(v))
	}
	return 0
}

// flush writes the counters: once a group, however often they changed.
func (tx *Tx) flush() error {
	for name, delta := range tx.counts {
		if delta == 0 {
			continue
		}
		value := binary.BigEndian.AppendUint64(nil, uint64(tx.storedCount(name)+delta))
		if err := tx.put(tableCount, []byte(name), value); err != nil {
			return err
		}
	}
	tx.counts = nil
	return tx.flushSlots()
}
