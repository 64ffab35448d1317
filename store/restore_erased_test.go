package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// P9: a restore revives nobody, by whichever ledger says so: that of the lost store,
// that of a newer backup beside the one put back, or the newer copy of the keys.
func TestRestoreRevivesNobody(t *testing.T) {
	type world struct {
		from, lost string
		place      store.BackupPlace
	}
	for name, c := range map[string]struct {
		with    func(w world, o *store.RestoreOptions)
		revived bool
	}{
		"the ledger of the lost store": {with: func(w world, o *store.RestoreOptions) {
			o.Ledgers = []string{filepath.Join(w.lost, store.LedgerName)}
			o.Place.Dir = filepath.Dir(w.from)
		}},
		"a newer backup beside it": {with: func(w world, o *store.RestoreOptions) {}},
		"nothing of all that": {with: func(w world, o *store.RestoreOptions) {
			alone := t.TempDir() // the backup was kept elsewhere, alone
			to := filepath.Join(alone, filepath.Base(w.from))
			if err := os.CopyFS(to, os.DirFS(w.from)); err != nil {
				t.Fatal(err)
			}
			keys, _ := w.place.KeyCopies()
			o.From, o.Keys, o.Place = to, keys[0], store.BackupPlace{Dir: alone}
		}, revived: true},
	} {
		t.Run(name, func(t *testing.T) {
			clk := newClock()
			lost := t.TempDir()
			s := storetest.OpenAt(t, lost, clk.now)
			gone, stays := newPerson(1), newPerson(2)
			sub, r := gone.enter(t, s, 1)
			other, _ := stays.enter(t, s, 2)
			p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
			w := world{from: take(t, p, s), lost: lost, place: p}
			clk.set(day.Add(24 * time.Hour))
			destroy(t, s, sub, r)
			if name == "a newer backup beside it" {
				take(t, p, s)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			o := store.RestoreOptions{From: w.from, To: filepath.Join(t.TempDir(), "again"), Place: p, Ring: storetest.Keyring(t), Now: clk.now}
			c.with(w, &o)
			report, err := store.Restore(o)
			if err != nil {
				t.Fatal(err)
			}
			again := storetest.OpenAt(t, o.To, clk.now)
			if c.revived { // without a word of it nothing can know; the report says which ledgers were used
				if report.Erasures != 0 || len(report.Ledgers) != 1 {
					t.Errorf("%+v", report)
				}
				view(t, again, func(tx *store.Tx) error { _, err := tx.Subject(sub.ID); return err })
				return
			}
			if report.Erasures != 1 || report.Destroyed == 0 {
				t.Errorf("%+v", report)
			}
			wantGone(t, again, gone, sub, r)
			view(t, again, func(tx *store.Tx) error { _, err := tx.Subject(other.ID); return err })
			if found := findTexts(t, o.To, gone.texts()); len(found) > 0 {
				t.Errorf("%d values in clear", len(found))
			}
		})
	}
}

// A copy of the keys from after the destruction with a ledger from before: what the
// keys no longer open is a damaged store, never a revived person.
func TestNewerKeysWithoutTheirLedger(t *testing.T) {
	clk := newClock()
	s := storetest.OpenAt(t, t.TempDir(), clk.now)
	sub, r := newPerson(1).enter(t, s, 1)
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	from := take(t, p, s)
	clk.set(day.Add(24 * time.Hour))
	destroy(t, s, sub, r)
	newer := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	take(t, newer, s)
	o := store.RestoreOptions{From: from, To: filepath.Join(t.TempDir(), "again"), Keys: keyCopies(t, newer)[0], Place: p, Ring: storetest.Keyring(t), Now: clk.now}
	if _, err := store.Restore(o); !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), "--ledger") {
		t.Error(err)
	}
}

// P9: a ledger that was emptied, given to a restore of an old backup, is made up for
// by the tombstones of the newest backup, and the report says so.
func TestRestoreWithAShortLedgerTakesTheTombstonesOfTheNewestBackup(t *testing.T) {
	clk, dir := newClock(), t.TempDir()
	s := storetest.OpenAt(t, dir, clk.now)
	gone := newPerson(1)
	sub, r := gone.enter(t, s, 1)
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	from := take(t, p, s)
	clk.set(day.Add(time.Hour))
	destroy(t, s, sub, r)
	ledger := filepath.Join(dir, store.LedgerName)
	if err := os.Truncate(ledger, 0); err != nil {
		t.Fatal(err)
	}
	take(t, p, s)
	s.Close()
	o := store.RestoreOptions{From: from, To: filepath.Join(t.TempDir(), "again"), Ledgers: []string{ledger}, Place: p, Ring: storetest.Keyring(t), Now: clk.now}
	if _, err := store.Restore(o); !errors.Is(err, privacy.ErrNotAllowed) || !strings.Contains(err.Error(), "--ledger-short") {
		t.Fatal("without a word:", err)
	}
	o.Shorter = true
	report, err := store.Restore(o)
	if err != nil || report.Rebuilt != 1 || len(report.Shorter) != 1 || report.Destroyed == 0 {
		t.Fatalf("%+v %v", report, err)
	}
	again := storetest.OpenAt(t, o.To, clk.now)
	wantGone(t, again, gone, sub, r)
}

// P9: whoever copies the ledger of the lost store by hand may lose its end, or all of it.
// Each is refused; on the administrator's word a line that lacks only its newline counts,
// and an empty ledger is told as none.
func TestRestoreWithALedgerThatWasCutShort(t *testing.T) {
	clk, dir := newClock(), t.TempDir()
	s := storetest.OpenAt(t, dir, clk.now)
	gone := newPerson(1)
	sub, r := gone.enter(t, s, 1)
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	from := take(t, p, s)
	clk.set(day.Add(time.Hour))
	destroy(t, s, sub, r)
	s.Close()
	content, err := os.ReadFile(filepath.Join(dir, store.LedgerName))
	if err != nil {
		t.Fatal(err)
	}
	for cut, says := range map[int]string{0: "", 1: "lacks the end", 2: "within a line", len(content) - 300: "within a line", len(content): "is empty"} {
		ledger := filepath.Join(t.TempDir(), "l")
		if err := os.WriteFile(ledger, content[:len(content)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
		o := store.RestoreOptions{From: from, To: filepath.Join(t.TempDir(), "again"), Ledgers: []string{ledger}, Place: p, Ring: storetest.Keyring(t), Now: clk.now}
		if says != "" {
			if _, err := store.Restore(o); !errors.Is(err, privacy.ErrNotAllowed) || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "--ledger-short") {
				t.Errorf("cut by %d: %v", cut, err)
			}
			o.Shorter = true
		}
		report, err := store.Restore(o)
		left := map[bool]int{true: 0, false: 1}[cut <= 1] // on record
		if whole := cut <= 1; err != nil || (report.Erasures == 1) != whole || report.Newer != whole || report.Subjects != left || report.Requests != left {
			t.Fatalf("cut by %d: %+v %v", cut, report, err)
		}
		if cut <= 1 {
			wantGone(t, storetest.OpenAt(t, o.To, clk.now), gone, sub, r)
		}
	}
}

// The same at the start: older data and keys beside a ledger that lacks its newline, or more.
func TestALedgerCutShortBesideOlderData(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	gone := newPerson(1)
	sub, r := gone.enter(t, s, 1)
	s.Close()
	before := copyDir(t, dir)
	s = storetest.OpenAt(t, dir, nil)
	destroy(t, s, sub, r)
	s.Close()
	content, err := os.ReadFile(filepath.Join(dir, store.LedgerName))
	if err != nil {
		t.Fatal(err)
	}
	cut := copyDir(t, before)
	os.WriteFile(filepath.Join(before, store.LedgerName), content[:len(content)-1], 0o600)
	os.WriteFile(filepath.Join(cut, store.LedgerName), content[:len(content)-2], 0o600)
	s = storetest.OpenAt(t, before, nil)
	wantGone(t, s, gone, sub, r)
	other, o := newPerson(2).enter(t, s, 2)
	destroy(t, s, other, o) // the next line begins on one of its own
	if lines, err := s.Erasures(); err != nil || len(lines) != 2 || s.LedgerCut() {
		t.Error(len(lines), err, s.LedgerCut())
	}
	if s = storetest.OpenAt(t, cut, nil); !s.LedgerCut() {
		t.Error("nothing is told of a ledger that ended within a line")
	}
}
