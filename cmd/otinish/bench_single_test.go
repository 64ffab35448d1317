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
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
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
	_, err = d.desk.EnterImport(t.Context(), privacy.Operator("bench"), strings.NewReader(benchRegister(people)), func(int) {})
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

// benchOneByOne: a request is taken, recorded, answered and its answer recorded
// before the next one comes; beside it bbolt's own Update with 1 KiB.
func benchOneByOne(t *testing.T, _ string) []row {
	const rounds, group = 15, 100
	answered, committed := make(chan struct{}, 1), make(chan struct{}, 2)
	commits := 0
	d := benchDaemon(t, rounds*group, mailServer(t), Seams{Step: func(step string) {
		switch step {
		case "submission:answered":
			answered <- struct{}{}
		case "store:after-commit":
			commits++
			select {
			case committed <- struct{}{}:
			default:
			}
		}
	}})
	running(t, d.sender.Run)
	_, err := d.intake.Open(t.Context(), mailbox.Position{Mailbox: "INBOX", UIDValidity: 1, UIDNext: 1})
	must(t, err)
	next := singly(t, d)
	raw := rawUpdates(t)
	drain := func() {
		for len(committed) > 0 {
			<-committed
		}
	}
	commits = 0
	var ours, yards []time.Duration
	for range rounds {
		yards = append(yards, took(group, raw))
		ours = append(ours, took(group, func() {
			drain()
			next()
			<-committed // its record
			<-answered
			<-committed // "sent"
		}))
	}
	our, yard := median(ours), median(yards)
	return []row{
		{what: "requests one by one", figure: perSecond(group, our), yardstick: "bbolt Update " + perSecond(group, yard),
			ratio: 1 / inPairs(ours, yards), unit: " ×", must: 0.35, aim: 0.45, atLeast: true},
		{what: "the same: commits a request", figure: fmt.Sprint(commits), ratio: float64(commits) / (rounds * group), must: 2, aim: 2},
	}
}

func took(n int, do func()) time.Duration {
	began := time.Now()
	for range n {
		do()
	}
	return time.Since(began)
}

// singly returns a function that hands the intake one request more.
func singly(t *testing.T, d *Daemon) func() {
	c := newCorpus(time.Now(), 0)
	return func() {
		raw, at := c.request(c.n)
		delivery := mailbox.Delivery{
			Key:          mailbox.Key{Mailbox: "INBOX", UIDValidity: 1, UID: uint32(c.n)},
			InternalDate: at, Size: int64(len(raw)), Raw: raw, Fingerprint: sha256.Sum256(raw),
		}
		must(t, d.intake.Process(t.Context(), []mailbox.Delivery{delivery}))
	}
}

// rawUpdates is the yardstick: one durable Update with one value of 1 KiB.
func rawUpdates(t *testing.T) func() {
	db, err := bbolt.Open(filepath.Join(t.TempDir(), "raw.db"), 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType})
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
