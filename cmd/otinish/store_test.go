package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// behind changes a bucket of the data file while no daemon has it open.
func (h *house) behind(bucket string, change func(b *bbolt.Bucket) error) {
	h.t.Helper()
	db, err := bbolt.Open(filepath.Join(h.config.Store.Dir, store.FileName), 0o600, nil)
	if err == nil {
		err = db.Update(func(tx *bbolt.Tx) error { return change(tx.Bucket([]byte(bucket))) })
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// spoil flips a bit in the n-th value of a kind in a bucket whose keys begin with an id:
// 's' people, 'c' consents; 'r' requests, 'l' letters, 'b' their bytes; kind 0: any.
func (h *house) spoil(bucket string, kind byte, n int) {
	h.t.Helper()
	h.behind(bucket, func(b *bbolt.Bucket) error {
		for k, v := b.Cursor().First(); k != nil; k, v = b.Cursor().Seek(append(bytes.Clone(k), 0)) {
			if kind != 0 && (len(k) <= 16 || k[16] != kind) {
				continue
			}
			if n--; n < 0 {
				bad := bytes.Clone(v)
				bad[len(bad)-1] ^= 1
				return b.Put(bytes.Clone(k), bad)
			}
		}
		return fmt.Errorf("no such value")
	})
}

// P15: an index entry that is missing is found before anything is written; the mail
// waits, and is taken once the index was made again.
func TestAMissingIndexEntryAtTheStart(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example")
	h.stop()
	h.behind("lookup", func(b *bbolt.Bucket) error {
		k, _ := b.Cursor().Seek([]byte("a"))
		return b.Delete(bytes.Clone(k))
	})
	h.server.Deliver("INBOX", updateOf.raw(7, time.Now()), time.Now())
	h.start()
	h.until("the alarm", func() bool { return h.daemon.watchers[0].Health().Trouble.Kind == "intake-failed" })
	if out, _ := h.otinish(exitFailed, "", "status"); !strings.Contains(out, "otinish store mend") {
		t.Error(out)
	}
	if out, e := h.otinish(exitFailed, "", "store", "check"); !strings.Contains(out, "subject addresses misses 1 records") || !strings.Contains(e, "otinish store mend") {
		t.Error(out, e)
	}
	h.otinish(exitDone, "", "queue")
	if !strings.Contains(h.log.String(), "looked over") {
		t.Error("the journal does not say that the store was looked over")
	}
	if out, _ := h.otinish(exitDone, "", "store", "mend"); !strings.Contains(out, "added: 1") {
		t.Error(out)
	}
	for _, verb := range [][]string{{"status"}, {"store", "check"}} { // and what is still to be done
		out, e := h.otinish(exitFailed, "", verb...)
		says(t, strings.ToLower(out+e), "mended", "restart otinish")
		if strings.Contains(out+e, "DAMAGED") || strings.Contains(out+e, "is damaged") || strings.Contains(out+e, "store mend") {
			t.Errorf("%v: %s%s", verb, out, e)
		}
	}
	if n := len(h.server.Received()); n != 0 {
		t.Errorf("%d letters left", n)
	}
	h.stop()
	h.start()
	h.letters(1)
	h.otinish(exitDone, "", "store", "check")
	if out, _ := h.otinish(exitDone, "", "audit", "show"); !strings.Contains(out, "indexes-mended") {
		t.Error(out)
	}
	h.scanned() // the letter may leave before the scan that brought it is over
	h.otinish(exitDone, "", "status")
}

// A key that is lost is one person's trouble: status and the console name it, and the
// others are served.
func TestALostKeyIsToldAndOthersAreServed(t *testing.T) {
	h := newHouse(t)
	h.enter("olga@posta.example")
	h.enter("aigul@posta.example")
	h.stop()
	f, err := os.OpenFile(filepath.Join(h.config.Store.Dir, store.KeysName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 64), 8192); err != nil {
		t.Fatal(err)
	}
	f.Close()
	h.start()
	out, _ := h.otinish(exitFailed, "", "status", "--json")
	if !strings.Contains(out, "records cannot be read: subject ") || !strings.Contains(out, "Others are served") {
		t.Error(out)
	}
	page, err := h.daemon.consoleHealth(t.Context())
	if err != nil || len(page.Alarms) == 0 || page.Alarms[0].Where != "store" {
		t.Errorf("%+v %v", page.Alarms, err)
	}
	if out, _ := h.otinish(exitFailed, "", "store", "check"); !strings.Contains(out, "CANNOT BE READ: subject") {
		t.Error(out)
	}
	h.server.Deliver("INBOX", updateOf.raw(7, time.Now()), time.Now())
	h.letters(1)
	if out, _ := h.otinish(exitDone, "aigul@posta.example\n", "subject", "find"); !strings.Contains(out, "+7701") {
		t.Error(out)
	}
	if _, e := h.otinish(exitFailed, "", "backup", t.TempDir()); !strings.Contains(e, "keep all backups") {
		t.Error(e)
	}
	if strings.Contains(h.log.String(), "olga@") {
		t.Error("the journal names somebody")
	}
}

func TestDataKeysAreRenewed(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example")
	h.otinish(exitUsage, "", "key", "rotate")
	h.otinish(exitUsage, "", "key", "rotate", "--data", "file")
	if out, _ := h.otinish(exitDone, "", "key", "rotate", "--data"); !strings.Contains(out, "take a new backup now") {
		t.Error(out)
	}
	h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	h.arrives(updateOf)
	h.letters(1)
	if out, _ := h.otinish(exitDone, "", "audit", "show"); !strings.Contains(out, "data-keys-renewed") {
		t.Error(out)
	}
}

// A key file changed by mistake: the words say which key it is, which one is wanted, and
// that nothing is lost.
func TestAMasterKeyChangedByMistake(t *testing.T) {
	h := newHouse(t)
	h.stop()
	path := filepath.Join(h.config.dir, "store-key")
	fresh := filepath.Join(t.TempDir(), "key")
	h.otinish(exitDone, "", "key", "new", fresh)
	b, err := os.ReadFile(fresh)
	if err == nil {
		err = os.WriteFile(path, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = newDaemon(h.config, Seams{})
	if err == nil || !strings.Contains(err.Error(), "put the former key file back") || !strings.Contains(err.Error(), "wanted is") {
		t.Error(err)
	}
}

// A disk that is full while keys are renewed: it is said, the work goes on when there is
// room, and nobody has become unreadable.
func TestFullDiskWhileKeysAreRenewed(t *testing.T) {
	h := newHouse(t)
	for i := range 30 {
		h.enter(fmt.Sprintf("p%d@posta.example", i))
	}
	disk := smallDisk(t, "3m")
	h.moveStore(filepath.Join(disk, "store"))
	h.start()
	ballast := filepath.Join(disk, "ballast")
	for _, room := range []int64{0, 8 << 10, 40 << 10} {
		fill(t, disk, ballast, room)
		var out, e bytes.Buffer
		code := run(t.Context(), []string{"--socket", h.config.Socket, "key", "rotate", "--data"}, strings.NewReader(""), &out, &e)
		if said := strings.Contains(e.String(), "no space left") && strings.Contains(e.String(), "goes on"); code != exitDone && !said || code == exitDone && room == 0 {
			t.Errorf("%d octets of room: exit %d: %s", room, code, e.String())
		}
		h.otinish(exitDone, "p7@posta.example\n", "subject", "find")
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	}
	h.otinish(exitDone, "", "key", "rotate", "--data")
	h.otinish(exitDone, "p29@posta.example\n", "subject", "find")
	h.otinish(exitDone, "", "store", "check")
	h.otinish(exitDone, "", "audit", "verify")
}

// A letter of the very person whose record cannot be read is for a person, and holds up
// nobody's behind it.
func TestALetterAboutAnUnreadableRecordHoldsUpNobody(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example")
	h.enter("dana@posta.example")
	h.stop()
	f, err := os.OpenFile(filepath.Join(h.config.Store.Dir, store.KeysName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 64), 8192); err != nil {
		t.Fatal(err)
	}
	f.Close()
	h.start()
	raw := updateOf.raw(7, time.Now())
	h.server.Deliver("INBOX", raw, time.Now())
	h.server.Deliver("INBOX", doubtful.raw(8, time.Now()), time.Now())
	h.until("both are on record", func() bool {
		out, _ := h.otinish(exitDone, "", "queue", "--json")
		return strings.Count(out, "\n") == 2
	})
	var waiting struct{ Number, Why string }
	out, _ := h.otinish(exitDone, "", "queue", "--json")
	for line := range strings.Lines(out) {
		if err := json.Unmarshal([]byte(line), &waiting); err != nil {
			t.Fatal(err)
		}
		h.otinish(exitDone, "", "queue", "show", waiting.Number)
	}
	h.server.Deliver("INBOX", raw, time.Now()) // the same bytes again
	h.server.Deliver("INBOX", nearMiss("olga@posta.example").raw(9, time.Now()), time.Now())
	h.until("the one behind is on record", func() bool {
		out, _ := h.otinish(exitDone, "", "queue", "--json")
		return strings.Count(out, "\n") == 3
	})
	h.otinish(exitDone, "", "account")
}

// One letter of the last day that does not open: who writes next is served as before,
// although all letters of that day are counted for the limits.
func TestALetterOfOursThatDoesNotOpenHoldsUpNobody(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example", "olga@pochta.example")
	h.arrives(updateOf)
	h.letters(1)
	h.stop()
	h.spoil("case", 'l', 0)
	h.start()
	for i, l := range []letter{withdrawOf, nearMiss("carl@posta.example")} {
		if o := h.arrives(l); o.Disposition.What != store.DisposedRequest {
			t.Errorf("letter %d: %+v", i, o.Disposition)
		}
	}
	h.letters(3)
	h.until("nothing waits", func() bool { return h.daemon.watchers[0].Health().Trouble.Kind == "" })
	if strings.Contains(h.log.String(), "set aside") {
		t.Error(h.log.String())
	}
}

// Of one request, one consent and one letter that do not open nobody knows whether
// they have ended; what has ended of all others goes, and is listed before.
func TestRetentionGoesOnBesideWhatDoesNotOpen(t *testing.T) {
	h := newHouse(t)
	var ahead atomic.Int64
	h.adjust = func(s *Seams) { s.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) } }
	var numbers []string
	for i, email := range []string{"a@posta.example", "b@posta.example", "c@posta.example", "d@posta.example"} {
		h.enter(email)
		h.arrives(letter{from: email, results: pass("posta.example"), subject: "Unsubscribe me from the newsletter", body: "Thank you."})
		h.letters(i + 1)
	}
	h.until("the record of the answers", func() bool {
		out, _ := h.otinish(exitDone, "", "status", "--json")
		return strings.Contains(out, `"queued":0`)
	})
	out, _ := h.otinish(exitDone, "", "request", "list", "--json")
	for line := range strings.Lines(out) {
		var r struct{ Number string }
		h.must(json.Unmarshal([]byte(line), &r))
		numbers = append(numbers, r.Number)
	}
	h.stop()
	h.spoil("case", 'r', 0)
	h.spoil("case", 'l', 1)
	h.spoil("subject", 'c', 2)
	h.start()
	ahead.Store(int64(3*366*24*time.Hour - 8*24*time.Hour))
	for range 2 {
		_, err := h.daemon.desk.TendRetention(t.Context())
		h.must(err)
		h.otinish(exitDone, "", "retention", "preview", "--days", "900")
		ahead.Add(int64(8 * 24 * time.Hour))
	}
	gone := 0
	for _, n := range numbers {
		if n, err := privacy.ParseNumber(n); err == nil {
			h.must(h.daemon.store.View(func(tx *store.Tx) error {
				if _, err := tx.CaseTombstone(n); err == nil {
					gone++
				}
				return nil
			}))
		}
	}
	if len(numbers) != 4 || gone != 2 {
		t.Errorf("%d of %d requests are gone, want two", gone, len(numbers))
	}
}

// A renewal of the data keys that was interrupted leaves the former ones: it shows until it
// has ended.
func TestAnInterruptedRenewalShows(t *testing.T) {
	h := newHouse(t)
	h.enter("olga@pochta.example")
	ctx, cancel := context.WithCancel(t.Context())
	if err := h.daemon.store.Reseal(ctx, privacy.Operator("dana"), func(uint64, uint64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if out, _ := h.otinish(exitDone, "", "status"); !strings.Contains(out, "the renewal of the data keys was interrupted") {
		t.Error(out)
	}
	if out, _ := h.otinish(exitDone, "", "key", "list"); !strings.Contains(out, "renewal      of the data keys waits") {
		t.Error(out)
	}
	h.otinish(exitDone, "", "key", "rotate", "--data")
	for _, verb := range [][]string{{"status"}, {"key", "list"}} {
		if out, _ := h.otinish(exitDone, "", verb...); strings.Contains(out, "renewal") {
			t.Error(out)
		}
	}
}
