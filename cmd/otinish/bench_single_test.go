//go:build bench

package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// benchDaemon is a daemon inside the test, with people on record, on a mail server
// inside the test.
func benchDaemon(t *testing.T, people int, server *demoserver.Server, seams Seams) *Daemon {
	t.Helper()
	l := &lab{t: t, dir: t.TempDir(), imap: server.IMAPAddr(), smtp: server.SMTPAddr()}
	config, err := LoadConfig(l.files(l.dir))
	must(t, err)
	d, err := newDaemon(config, seams)
	must(t, err)
	t.Cleanup(func() { d.Close() })
	_, err = d.desk.EnterImport(t.Context(), privacy.Operator("bench"), strings.NewReader(benchRegister(0, people)), func(int) {})
	must(t, err)
	return d
}

func mailServer(t *testing.T) *demoserver.Server {
	t.Helper()
	server, err := demoserver.Start(demoserver.Options{})
	must(t, err)
	t.Cleanup(func() { server.Close() })
	return server
}

// running runs part until the test ends.
func running(t *testing.T, part func(context.Context) error) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- part(ctx) }()
	t.Cleanup(func() { cancel(); must(t, <-done) })
}

// benchOneByOne: each request is recorded in a commit of its own, as when they come
// one after another; the next one is read meanwhile, its letter leaves meanwhile.
// Beside it bbolt's own Update with 1 KiB. Then the same without anything at the same
// time: the next one comes when the answer to the one before was accepted.
func benchOneByOne(t *testing.T, _ string) []row {
	const rounds, group = 9, 200
	s := newSingles(t, 2*rounds*group)
	raw := rawUpdates(t)
	var stream, alone, yards []time.Duration
	commits := 0
	for range rounds {
		yards = append(yards, took(group, raw))
		before := s.commits.Load()
		stream = append(stream, took(1, func() { s.stream(t, group); s.settle(t) }))
		commits += int(s.commits.Load() - before)
		alone = append(alone, took(group, func() { s.stream(t, 1); s.answers(1) }))
		s.settle(t)
	}
	yard := "bbolt Update " + perSecond(group, median(yards))
	return []row{
		{what: "requests one by one", figure: perSecond(group, median(stream)), yardstick: yard,
			ratio: 1 / inPairs(stream, yards), unit: " ×", must: 0.35, aim: 0.45, atLeast: true},
		{what: "the same: commits a request", figure: fmt.Sprint(commits), ratio: float64(commits) / (rounds * group), must: 2, aim: 2},
		{what: "the same, each after the answer to the one before", figure: perSecond(group, median(alone)), yardstick: yard, ratio: 1 / inPairs(alone, yards), unit: " ×"},
	}
}

// singles hands the intake of a daemon batches of one request.
type singles struct {
	d        *Daemon
	next     func() mailbox.Delivery
	commits  atomic.Int64
	answered chan struct{}
}

func newSingles(t *testing.T, people int) *singles {
	s := &singles{next: oneRequest(), answered: make(chan struct{}, max(people, 10_000))}
	s.d = benchDaemon(t, people, mailServer(t), Seams{Step: func(step string) {
		switch step {
		case "store:after-commit":
			s.commits.Add(1)
		case "submission:answered":
			s.answered <- struct{}{}
		}
	}})
	running(t, s.d.sender.Run)
	_, err := s.d.intake.Open(t.Context(), mailbox.Position{Mailbox: "INBOX", UIDValidity: 1, UIDNext: 1})
	must(t, err)
	return s
}

// stream takes n requests as the watcher does, preparing one while the one before
// is recorded, and files before it rests.
func (s *singles) stream(t *testing.T, n int) {
	ready := make(chan mailbox.Record)
	go func() {
		defer close(ready)
		for range n {
			ready <- s.d.intake.Prepare(t.Context(), []mailbox.Delivery{s.next()})
		}
	}()
	for record := range ready {
		must(t, record(t.Context()))
	}
	uids, err := s.d.intake.ToFile(t.Context(), "INBOX", 1, n)
	must(t, errors.Join(err, s.d.intake.Filed(t.Context(), "INBOX", 1, uids)))
}

// answers waits for n letters to have been accepted.
func (s *singles) answers(n int) {
	for range n {
		<-s.answered
	}
}

// settle waits until all answers are on record.
func (s *singles) settle(t *testing.T) {
	await(t, func() (done bool) {
		must(t, s.d.store.View(func(tx *store.Tx) error { done = tx.CountLetters(store.LetterQueued) == 0; return nil }))
		return done
	})
	for len(s.answered) > 0 {
		<-s.answered
	}
}

func took(n int, do func()) time.Duration {
	began := time.Now()
	for range n {
		do()
	}
	return time.Since(began)
}

// oneRequest returns a function that makes one delivery more.
func oneRequest() func() mailbox.Delivery {
	c := newCorpus(time.Now(), 0)
	return func() mailbox.Delivery {
		raw, at := c.request(c.n)
		return mailbox.Delivery{
			Key:          mailbox.Key{Mailbox: "INBOX", UIDValidity: 1, UID: uint32(c.n)},
			InternalDate: at, Size: int64(len(raw)), Raw: raw, Fingerprint: sha256.Sum256(raw),
		}
	}
}

// rawUpdates is the yardstick: one durable Update with one value of 1 KiB.
func rawUpdates(t *testing.T) func() {
	db, err := bbolt.Open(filepath.Join(t.TempDir(), "raw.db"), 0o600, nil)
	must(t, err)
	t.Cleanup(func() { db.Close() })
	value, n := make([]byte, 1<<10), uint64(0)
	return func() {
		n++
		must(t, db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists([]byte("raw"))
			return errors.Join(err, b.Put(binary.BigEndian.AppendUint64(nil, n), value))
		}))
	}
}

// benchLatency: from the read that brings EXISTS to the answer to the final dot.
func benchLatency(t *testing.T, _ string) []row {
	const letters = 500
	server := mailServer(t)
	exists, answered := make(chan time.Time, letters), make(chan time.Time, letters)
	d := benchDaemon(t, letters, server, Seams{
		IMAPDial: tapped(func(p []byte) {
			if strings.Contains(string(p), " EXISTS") {
				exists <- time.Now()
			}
		}, nil),
		Step: func(step string) {
			if step == "submission:answered" {
				answered <- time.Now()
			}
		},
	})
	running(t, d.Run)
	scanned := func() time.Time { return d.watchers[0].Health().LastScan }
	await(t, func() bool { return !scanned().IsZero() })
	c := newCorpus(time.Now(), 0)
	var shares []time.Duration
	for n := range letters {
		raw, at := c.request(n)
		rested := scanned()
		for len(exists) > 0 {
			<-exists
		}
		server.Deliver("INBOX", raw, at)
		from := <-exists
		shares = append(shares, (<-answered).Sub(from))
		await(t, func() bool { return scanned().After(rested) })
	}
	slices.Sort(shares)
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 }
	return []row{
		{what: "own share of latency, median", figure: fmt.Sprint(letters), ratio: ms(shares[letters/2]), unit: " ms", must: 30, aim: 15},
		{what: "own share of latency, p99", figure: fmt.Sprint(letters), ratio: ms(shares[letters*99/100]), unit: " ms", must: 100, aim: 50},
	}
}
