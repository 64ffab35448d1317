package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// decide writes what a typical decision writes: a withdrawal by a proven subject,
// with the response in the outbox.
func decide(subject privacy.Address, uid uint32, letter, raw []byte) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		s, err := tx.SubjectByAddress(subject)
		if err != nil {
			return err
		}
		key := store.MessageKey{Mailbox: "INBOX", UIDValidity: 7, UID: uid}
		fp := sha256.Sum256(binary.BigEndian.AppendUint32(nil, uid))
		if _, seen, err := tx.DispositionByFingerprint(fp); seen || err != nil {
			return fmt.Errorf("seen %v %w", seen, err)
		}
		number, err := tx.NumberOf(fp)
		if err != nil {
			return err
		}
		id := tx.NewRequestID()
		steps := []error{
			tx.PutConsent(store.Consent{ID: tx.NewConsentID(), SubjectID: s.ID, Purpose: "letters", GivenAt: tx.Now(), WithdrawnAt: tx.Now(), WithdrawnBy: id}),
			tx.PutRequest(store.Request{
				ID: id, Number: number, Kind: privacy.KindWithdraw, Certainty: privacy.Certain, Language: privacy.Kazakh,
				State: privacy.StateApplied, Proof: privacy.Proven, ProofBy: "dkim", Route: privacy.RouteApply, Reason: "proven-on-record",
				From: subject, SubjectID: s.ID, ReceivedAt: tx.Now(), RecordedAt: tx.Now(), DueAt: tx.Now(), Clock: "withdraw-15wd", Message: key,
				Evidence: []store.Observation{{Rule: "mark:withdraw:kk:exact", Text: privacy.NewPersonal("келісімді кері қайтарып алу"), Where: "subject line"}},
			}),
			tx.PutMessageBytes(id, raw),
			tx.PutLetter(store.Letter{ID: tx.NewLetterID(), RequestID: id, Template: "withdraw-done", Language: privacy.Kazakh, To: subject,
				Limits: []store.LimitKey{tx.LimitKey("address", subject.Reveal())}, Bytes: letter, State: store.LetterQueued, QueuedAt: tx.Now(), NextAt: tx.Now()}),
			tx.PutDisposition(key, fp, store.Disposition{What: store.DisposedRequest, Requests: []privacy.RequestID{id}}),
			tx.PutToFile(key),
			tx.PutCursor(store.Cursor{Mailbox: "INBOX", UIDValidity: 7, UID: uid}),
			tx.Append(audit.Act{Actor: privacy.ActorSubject, Act: "request.applied", Number: number, Reason: "proven-on-record"}),
		}
		for _, err := range steps {
			if err != nil {
				return err
			}
		}
		return nil
	}
}

const benchSubjects = 1000

func benchStore(b *testing.B) (*store.Store, []privacy.Address) {
	s := storetest.Open(b)
	addresses := make([]privacy.Address, benchSubjects)
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		for i := range addresses {
			a, err := privacy.ParseAddress(fmt.Sprintf("person%d@example.kz", i))
			if err != nil {
				return err
			}
			addresses[i] = a
			if err := tx.PutSubject(store.Subject{ID: tx.NewSubjectID(), Address: a, AddedAt: tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return s, addresses
}

var (
	benchLetter = make([]byte, 2<<10)
	benchRaw    = make([]byte, 3<<10)
)

// BenchmarkDecisionsInGroups is catch-up: 250 decisions a commit.
func BenchmarkDecisionsInGroups(b *testing.B) {
	s, addresses := benchStore(b)
	const group = 250
	uid := uint32(0)
	b.ResetTimer()
	b.ReportAllocs()
	for n := 0; n < b.N; n += group {
		var fns []func(*store.Tx) error
		for range min(group, b.N-n) {
			uid++
			fns = append(fns, decide(addresses[uid%benchSubjects], uid, benchLetter, benchRaw))
		}
		for _, err := range s.UpdateEach(context.Background(), fns) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkOrdinaryInGroups is catch-up over mail that asks nothing.
func BenchmarkOrdinaryInGroups(b *testing.B) {
	s, _ := benchStore(b)
	const group = 250
	uid := uint32(0)
	b.ResetTimer()
	b.ReportAllocs()
	for n := 0; n < b.N; n += group {
		var fns []func(*store.Tx) error
		for range min(group, b.N-n) {
			uid++
			uid := uid
			fns = append(fns, func(tx *store.Tx) error {
				fp := sha256.Sum256(binary.BigEndian.AppendUint32(nil, uid))
				return tx.PutDisposition(store.MessageKey{Mailbox: "INBOX", UIDValidity: 7, UID: uid}, fp, store.Disposition{What: store.DisposedOrdinary})
			})
		}
		for _, err := range s.UpdateEach(context.Background(), fns) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkDecisionsOneByOne is one commit a decision, nobody else waiting.
func BenchmarkDecisionsOneByOne(b *testing.B) {
	s, addresses := benchStore(b)
	b.ResetTimer()
	b.ReportAllocs()
	for n := range b.N {
		uid := uint32(n + 1)
		if err := s.Update(context.Background(), decide(addresses[uid%benchSubjects], uid, benchLetter, benchRaw)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecisionsWaiting is 64 callers at a time, one decision each.
func BenchmarkDecisionsWaiting(b *testing.B) {
	s, addresses := benchStore(b)
	b.SetParallelism(32)
	uids := make(chan uint32)
	go func() {
		for uid := range uint32(b.N) {
			uids <- uid + 1
		}
		close(uids)
	}()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			uid := <-uids
			if err := s.Update(context.Background(), decide(addresses[uid%benchSubjects], uid, benchLetter, benchRaw)); err != nil {
				b.Error(err)
			}
		}
	})
}

func rawBolt(b *testing.B) *bbolt.DB {
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "raw.db"), 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

// BenchmarkRawBoltOneByOne is the yardstick for one decision a commit: one Update
// with one value of 1 KiB.
func BenchmarkRawBoltOneByOne(b *testing.B) {
	db := rawBolt(b)
	value := make([]byte, 1<<10)
	b.ResetTimer()
	for n := range b.N {
		err := db.Update(func(tx *bbolt.Tx) error {
			h, err := tx.CreateBucketIfNotExists([]byte("raw"))
			if err != nil {
				return err
			}
			return h.Put(binary.BigEndian.AppendUint64(nil, uint64(n)), value)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRawBoltInGroups writes what a decision writes, 250 a commit, as bare
// puts of like size into like tables: the least the store can cost.
func BenchmarkRawBoltInGroups(b *testing.B) {
	db := rawBolt(b)
	sizes := []int{150, 600, 16, 3 << 10, 250, 2 << 10, 0, 0, 16, 24, 60, 10, 0, 60, 220}
	const group = 250
	b.ResetTimer()
	for n := 0; n < b.N; n += group {
		err := db.Update(func(tx *bbolt.Tx) error {
			for i, size := range sizes {
				h, err := tx.CreateBucketIfNotExists([]byte{byte(i)})
				if err != nil {
					return err
				}
				for m := range min(group, b.N-n) {
					key := binary.BigEndian.AppendUint64(make([]byte, 0, 16), uint64(n+m))
					if err := h.Put(append(key, key...), make([]byte, size)); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
