//go:build bench

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// A register of a million people and 200,000 requests, or a tenth of it so that the
// run ends soon.
const (
	fullPeople, fullRequests = 1_000_000, 200_000
	fullSize                 = "OTINISH_BENCH_FULL" // set to 1 for all of it
	fewPeople                = 1000
)

func benchSize() (people, requests int) {
	if os.Getenv(fullSize) == "1" {
		return fullPeople, fullRequests
	}
	return fullPeople / 10, fullRequests / 10
}

// benchGrowth measures import, look-up, decision, opening and memory with many on
// record, side by side with bbolt alone or with few on record.
func benchGrowth(t *testing.T, binary string) []row {
	people, requests := benchSize()
	many, few := newGrown(t, people), newGrown(t, fewPeople)
	rows := []row{many.imports(t)}
	few.imports(t)
	many.fill(t, requests)
	many.walk(t)
	rows = append(rows, lookUps(t, many, few), decisions(t, many, few))
	must(t, errors.Join(many.d.Close(), few.d.Close()))
	return append(append(rows, many.opening(t)), many.idle(t, binary))
}

// grown is a daemon with a register, imported over the socket as an operator does.
type grown struct {
	*singles
	people int
}

func newGrown(t *testing.T, people int) *grown {
	t.Helper()
	return &grown{singles: newSingles(t, 0), people: people}
}

// importPart enters people from one number to another.
func (g *grown) importPart(t *testing.T, from, to int) (wall time.Duration, commits int) {
	t.Helper()
	csv := filepath.Join(t.TempDir(), "register.csv")
	must(t, os.WriteFile(csv, []byte(benchRegister(from, to)), 0o600))
	before := g.singles.commits.Load()
	out := &strings.Builder{}
	code := exitFailed
	wall = took(1, func() {
		code = run(t.Context(), []string{"--socket", g.d.config.Socket, "subject", "import", csv}, strings.NewReader(""), out, io.Discard)
	})
	if code != exitDone || !strings.Contains(out.String(), fmt.Sprintf("%d entered", to-from)) {
		t.Fatalf("import: %d %s", code, out)
	}
	return wall, int(g.singles.commits.Load() - before)
}

// importParts is how many pairs the import is measured in.
const importParts = 5

// imports puts each part of the import beside what bbolt alone takes for the same keys
// and values, in the order in which they come, sorted within each of as many commits;
// both stores grow.
func (g *grown) imports(t *testing.T) row {
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	api := &adminapi.Server{Desk: g.d.desk, Daemon: g.d, Log: g.d.seams.Log}
	go func() { served <- api.Serve(ctx, g.d.listener) }()
	defer func() { stop(); must(t, <-served) }()
	bare, err := bbolt.Open(filepath.Join(t.TempDir(), "bare.db"), 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType})
	must(t, err)
	defer bare.Close()
	var runs, yards []time.Duration
	var last []byte
	for n := range importParts {
		wall, commits := g.importPart(t, n*g.people/importParts, (n+1)*g.people/importParts)
		var part []entry
		part, last = g.arrived(t, last, commits)
		runs = append(runs, wall)
		yards = append(yards, took(1, func() { load(t, bare, part, commits) }))
		t.Logf("%d people: %v; bbolt, %d entries in %d commits: %v", g.people/importParts, wall, len(part), commits, yards[n])
	}
	return row{what: fmt.Sprintf("subject import of %d", g.people), figure: perSecond(g.people/importParts, median(runs)),
		yardstick: "bbolt, the same entries: " + perSecond(g.people/importParts, median(yards)), ratio: inPairs(runs, yards), unit: " ×", must: 3, aim: 2}
}

type entry struct {
	bucket     string
	key, value []byte
}

// arrived reads what lies behind a subject of a part before, in the order in which it
// came: of each commit the records, then the addresses.
func (g *grown) arrived(t *testing.T, after []byte, commits int) (list []entry, last []byte) {
	const idSize = 16
	path := filepath.Join(t.TempDir(), "copy.db")
	must(t, g.d.store.View(func(*store.Tx) error { // nobody writes
		return copyFile(filepath.Join(g.d.config.Store.Dir, store.FileName), path)
	}))
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	must(t, err)
	defer os.Remove(path)
	defer db.Close()
	addresses := make(map[string][]byte)
	must(t, db.View(func(tx *bbolt.Tx) error {
		must(t, tx.Bucket([]byte("lookup")).ForEach(func(k, v []byte) error {
			if string(v) > string(after) {
				addresses[string(v)] = bytes.Clone(k)
			}
			return nil
		}))
		group := len(addresses)/commits + 1
		var found []entry
		flush := func() {
			slices.SortFunc(found, func(a, b entry) int { return bytes.Compare(a.key, b.key) })
			list, found = append(list, found...), nil
		}
		c := tx.Bucket([]byte("subject")).Cursor()
		k, v := c.First()
		if after != nil {
			k, v = c.Seek(append(bytes.Clone(after), 0xff))
		}
		for ; k != nil; k, v = c.Next() {
			if id := k[:idSize]; !bytes.Equal(id, last) {
				last = bytes.Clone(id)
				if len(found) == group {
					flush()
				}
				found = append(found, entry{"lookup", addresses[string(id)], last})
			}
			list = append(list, entry{"subject", bytes.Clone(k), bytes.Clone(v)})
		}
		flush()
		return nil
	}))
	return list, last
}

func load(t *testing.T, to *bbolt.DB, list []entry, commits int) {
	t.Helper()
	for group := range slices.Chunk(list, len(list)/commits+1) {
		must(t, to.Update(func(tx *bbolt.Tx) error {
			for _, e := range group {
				b, err := tx.CreateBucketIfNotExists([]byte(e.bucket))
				if err != nil {
					return err
				}
				if err := b.Put(e.key, e.value); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// fill lays closed requests with message and answer on record.
func (g *grown) fill(t *testing.T, requests int) {
	const group = 500
	raw, answer := make([]byte, 3<<10), make([]byte, 2<<10)
	for n := 0; n < requests; n += group {
		must(t, g.d.store.Update(t.Context(), func(tx *store.Tx) error {
			for i := range group {
				if err := putPast(tx, uint32(n+i+1), raw, answer); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

// walk lets the pages of the register be mapped, as they are when a daemon has worked
// for a day: the first use of a page costs more than a look-up.
func (g *grown) walk(t *testing.T) {
	n := 0
	must(t, g.d.store.View(func(tx *store.Tx) error { return tx.EachSubject(func(store.Subject) bool { n++; return true }) }))
	if n != g.people {
		t.Fatalf("%d on record", n)
	}
	for n := 0; n < g.people; n += 16 {
		email, _ := benchPerson(n)
		a, err := privacy.ParseAddress(email)
		must(t, err)
		must(t, g.d.store.View(func(tx *store.Tx) error { _, err := tx.SubjectByAddress(a); return err }))
	}
}

func putPast(tx *store.Tx, uid uint32, raw, answer []byte) error {
	email, _ := benchPerson(int(uid))
	from, err := privacy.ParseAddress(email)
	if err != nil {
		return err
	}
	fp := sha256.Sum256(binary.BigEndian.AppendUint32(nil, uid))
	number, err := tx.NumberOf(fp)
	if err != nil {
		return err
	}
	at, id, key := tx.Now(), tx.NewRequestID(), store.MessageKey{Mailbox: "Past", UIDValidity: 1, UID: uid}
	return errors.Join(
		tx.PutRequest(store.Request{ID: id, Number: number, Kind: privacy.KindUpdate, State: privacy.StateApplied, Proof: privacy.Proven,
			From: from, ReceivedAt: at, RecordedAt: at, ClosedAt: at, Message: key}),
		tx.PutMessageBytes(id, raw),
		tx.PutLetter(store.Letter{ID: tx.NewLetterID(), RequestID: id, Template: "updated", To: from, Bytes: answer, State: store.LetterSent, QueuedAt: at, SentAt: at}),
		tx.PutDisposition(key, fp, store.Disposition{What: store.DisposedRequest, Requests: []privacy.RequestID{id}}))
}

// lookUps find people by address as the daemon does, once for each letter it reads: in
// a loop of nothing else the few would lie in the caches of the processor.
func lookUps(t *testing.T, many, few *grown) row {
	const group, rounds = 1000, 9
	c := newCorpus(time.Now(), 0)
	find := func(g *grown) time.Duration {
		n := rand.IntN(g.people)
		raw, _ := c.request(n)
		email, _ := benchPerson(n)
		a, err := privacy.ParseAddress(email)
		must(t, err)
		classifier.Classify(message.Parse(raw))
		return took(1, func() {
			must(t, g.d.store.View(func(tx *store.Tx) error { _, err := tx.SubjectByAddress(a); return err }))
		})
	}
	var runs, yards []time.Duration
	for range rounds {
		var run, yard time.Duration
		for range group {
			yard += find(few)
			run += find(many)
		}
		runs, yards = append(runs, run), append(yards, yard)
	}
	return row{what: fmt.Sprintf("look-up by address among %d", many.people), figure: perSecond(group, median(runs)),
		yardstick: fmt.Sprintf("among %d: %s", few.people, perSecond(group, median(yards))), ratio: inPairs(runs, yards), unit: " ×", must: 1.5, aim: 1.2}
}

// decisions are requests one after another, each with its commit and its answer.
func decisions(t *testing.T, many, few *grown) row {
	const group, rounds = 60, 9
	var runs, yards []time.Duration
	for range rounds {
		for g, into := range map[*grown]*[]time.Duration{few: &yards, many: &runs} {
			*into = append(*into, took(group, func() { g.stream(t, 1); g.answers(1) }))
			g.settle(t)
		}
	}
	return row{what: fmt.Sprintf("one decision with %d on record", many.people), figure: perSecond(group, median(runs)),
		yardstick: fmt.Sprintf("with %d: %s", few.people, perSecond(group, median(yards))), ratio: inPairs(runs, yards), unit: " ×", must: 1.5, aim: 1.2}
}

func (g *grown) opening(t *testing.T) row {
	ring, err := seal.NewKeyring(benchKey)
	must(t, err)
	var runs []time.Duration
	for range 3 {
		runs = append(runs, took(1, func() {
			s, err := store.Open(g.d.config.Store.Dir, store.Options{Keyring: ring})
			must(t, err)
			must(t, s.View(func(tx *store.Tx) error {
				if tx.CountSubjects() != g.people {
					t.Errorf("%d subjects", tx.CountSubjects())
				}
				return nil
			}))
			must(t, s.Close())
		}))
	}
	open := median(runs)
	return row{what: "opening and closing it", figure: open.Round(10 * time.Microsecond).String(), ratio: open.Seconds(), unit: " s", must: 1, aim: 0.1}
}

// idle is the memory of the built program when it has scanned and rests.
func (g *grown) idle(t *testing.T, binary string) row {
	server := mailServer(t)
	l := &lab{t: t, dir: filepath.Dir(g.d.config.Store.Dir), imap: server.IMAPAddr(), smtp: server.SMTPAddr()}
	config := l.files(l.dir)
	cmd := exec.Command(binary, "run", "--config", config)
	must(t, cmd.Start())
	defer func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() }()
	client := adminapi.NewClient(filepath.Join(l.dir, "sock"))
	await(t, func() bool {
		s, err := client.Status(t.Context())
		return err == nil && s.Healthy && s.Mailboxes[0].LastScan != nil
	})
	anon := anonymous(cmd.Process.Pid)
	return row{what: "resident memory of the idle daemon beyond mapped files", figure: fmt.Sprintf("%d KiB", anon>>10), ratio: float64(anon) / (1 << 20), unit: " MiB", must: 64, aim: 32}
}
