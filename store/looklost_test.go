package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// livedWith is lived with a person who has a consent and a request in review.
func livedWith(t *testing.T) (dir string) {
	t.Helper()
	dir = lived(t, 2)
	s := storetest.OpenAt(t, dir, nil)
	update(t, s, func(tx *store.Tx) error {
		sub := subject(tx, address(t, "in@review.kz"))
		r, err := request(tx, privacy.StateInReview)
		r.SubjectID = sub.ID
		return first(err, tx.PutSubject(sub), tx.PutConsent(store.Consent{ID: tx.NewConsentID(), SubjectID: sub.ID, Purpose: "letters"}),
			tx.PutRequest(r), tx.PutMessageBytes(r.ID, []byte("Subject: mine")), tx.PutReviewItem(store.ReviewItem{RequestID: r.ID}),
			tx.PutSaid([32]byte{9}, r), tx.PutDisposition(inbox(3), [32]byte{3}, store.Disposition{What: store.DisposedRequest}),
			tx.Suppress(address(t, "stop@letters.kz"), store.Suppression{Since: day}),
			tx.PutCursor(store.Cursor{Mailbox: "INBOX", UIDValidity: 1, UID: 3}))
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// ofKind deletes the last entries of a kind, at most n, from a bucket whose keys begin
// with an id.
func ofKind(tx *bbolt.Tx, bucket string, kind byte, n int) error {
	b := tx.Bucket([]byte(bucket))
	c := b.Cursor()
	var keys [][]byte
	for k, _ := c.Last(); k != nil && len(keys) < n; k, _ = c.Prev() {
		if len(k) > 16 && k[16] == kind {
			keys = append(keys, bytes.Clone(k))
		}
	}
	if len(keys) == 0 {
		return errors.New("no such entry")
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// A record that is gone is not made again by taking out what led to it: that the store
// is mended would be a lie, and its person's request lies in no queue.
func TestALostRecordIsNotMended(t *testing.T) {
	kind := func(bucket string, kind byte) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return ofKind(tx, bucket, kind, 1) }
	}
	remove := func(bucket, prefix string, n int) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error {
			b, k, _ := entry(tx, bucket, prefix, n)
			return b.Delete(k)
		}
	}
	all := func(changes ...func(*bbolt.Tx) error) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error {
			for _, change := range changes {
				if err := change(tx); err != nil {
					return err
				}
			}
			return nil
		}
	}
	counter := func(name string, n uint64) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("state")).Put([]byte("n"+name), binary.BigEndian.AppendUint64(nil, n))
		}
	}
	type lost struct {
		change func(*bbolt.Tx) error
		says   string
	}
	cases := map[string]lost{
		"a person":                     {kind("subject", 's'), "keys of subjects without subject: 1"},
		"a person, and the key":        {all(kind("subject", 's'), kind("subject", 'k')), "consent without subject: 1"},
		"a person, key and consent":    {all(kind("subject", 's'), kind("subject", 'k'), kind("subject", 'c')), "requests of subjects without subject: 1"},
		"a request":                    {kind("case", 'r'), "keys of cases without request: 1"},
		"a request, key and item":      {all(kind("case", 'r'), kind("case", 'k'), kind("case", 'v')), "message without request: 1"},
		"a letter":                     {kind("case", 'l'), "letter bytes without letter: 1"},
		"a review item":                {kind("case", 'v'), "requests in review that are in no queue: 1"},
		"a review item, and its place": {all(kind("case", 'v'), remove("state", "w", 0), counter("waiting", 0)), "requests in review that are in no queue: 1"},
		"the list of open requests":    {remove("state", "o", 1), "open requests that are in no list: 1"},
		"a disposition": {func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("disposition"))
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}, "fingerprints without disposition: 1"},
		"a counter that knows more people": {counter("subject", 7), "fewer than counter subject says"},
		"an entry of the suppression list": {remove("lookup", "s", 0), "fewer than counter suppression says"},
		"a way to nobody": {func(tx *bbolt.Tx) error {
			b, k, v := entry(tx, "lookup", "a", 0)
			v[5] ^= 1
			k[9] ^= 1
			return b.Put(k, v)
		}, "index subject addresses leads to no record: 1"},
	}
	flip := func(bucket, prefix, text string) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error {
			b, k, v := entry(tx, bucket, prefix, 0)
			at := bytes.Index(v, []byte(text))
			if at < 0 {
				return errors.New("no such text")
			}
			v[at+1] ^= 1
			return b.Put(k, v)
		}
	}
	cases["a flip in a disposition"] = lost{flip("disposition", "", "request"), "disposition: the store is damaged"}
	cases["a flip in the scan position"] = lost{flip("state", "c", "INBOX"), "cursor: the store is damaged"}
	for _, bucket := range []string{"subject", "case", "message", "state", "lookup", "disposition", "audit"} {
		cases["the bucket "+bucket] = lost{func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte(bucket)) }, "bucket is missing"}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := livedWith(t)
			inFile(t, dir, c.change)
			before, _ := os.ReadFile(filepath.Join(dir, store.FileName))
			for range 2 { // what was refused is refused again after a restart
				s, err := open(t, dir)
				if err != nil {
					t.Fatal(err)
				}
				err = s.Damage()
				if !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), c.says) ||
					strings.Contains(err.Error(), "store mend") || !strings.Contains(err.Error(), "otinish restore") || store.Mendable(err) {
					t.Fatal(err)
				}
				if err := s.Look(); !errors.Is(err, privacy.ErrDamaged) || store.Mendable(err) {
					t.Error("looked over:", err)
				}
				m, err := s.Mend(t.Context(), privacy.Operator("dana"))
				if !errors.Is(err, privacy.ErrNotAllowed) || !strings.Contains(err.Error(), "otinish restore") {
					t.Error("mended:", m, err)
				}
				s.Close()
			}
			if after, _ := os.ReadFile(filepath.Join(dir, store.FileName)); !bytes.Equal(before, after) {
				t.Error("written to")
			}
		})
	}
}

// A store from before there was a counter of the suppression list has none until the list
// changes; then all that stands there counts.
func TestSuppressionsOfBeforeAreCounted(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	suppress := func(n int) {
		update(t, s, func(tx *store.Tx) error {
			return tx.Suppress(address(t, fmt.Sprintf("stop%d@letters.kz", n)), store.Suppression{Since: day})
		})
	}
	again := func(change func(*bbolt.Tx) error) {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		inFile(t, dir, change)
		s = storetest.OpenAt(t, dir, nil)
	}
	suppress(1)
	suppress(2)
	again(func(tx *bbolt.Tx) error { return tx.Bucket([]byte("state")).Delete([]byte("nsuppression")) })
	if err := s.Look(); err != nil {
		t.Fatal("without a counter:", err)
	}
	suppress(3)
	update(t, s, func(tx *store.Tx) error {
		return first(tx.Unsuppress(address(t, "stop3@letters.kz")), tx.Unsuppress(address(t, "stop3@letters.kz")))
	})
	if err := s.Look(); err != nil {
		t.Fatal(err)
	}
	again(func(tx *bbolt.Tx) error {
		b, k, _ := entry(tx, "lookup", "s", 0) // one of the first two
		return b.Delete(k)
	})
	if err := s.Look(); err == nil || !strings.Contains(err.Error(), "fewer than counter suppression says") {
		t.Error(err)
	}
	s.Close() // it could not be verified
}
