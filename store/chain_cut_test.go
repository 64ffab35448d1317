package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func nothingHeld(*store.Tx, privacy.Number) (bool, error) { return false, nil }

// fiveYears ends entries of the chain five years old.
func fiveYears(c *clock) func(time.Time) bool {
	return func(at time.Time) bool { return !at.AddDate(5, 0, 0).After(c.now()) }
}

func cut(t *testing.T, s *store.Store, c *clock) (entries int, checkpoints []audit.Entry) {
	t.Helper()
	entries, checkpoints, err := s.CutAudit(t.Context(), fiveYears(c), nothingHeld)
	if err != nil {
		t.Fatal(err)
	}
	return entries, checkpoints
}

// entriesOf are those there are.
func entriesOf(t *testing.T, s *store.Store) (list []audit.Entry) {
	t.Helper()
	view(t, s, func(tx *store.Tx) error {
		return tx.EachEntry(func(e audit.Entry) bool { list = append(list, e); return true })
	})
	return list
}

// cutStore has 5 acts of day, 4 of three years later, a checkpoint (entry 10) of six
// years later that cuts off the first 5, and an act behind it. before are the entries
// as they were.
func cutStore(t *testing.T, dir string, c *clock) (s *store.Store, before []audit.Entry, letter string) {
	t.Helper()
	s = storetest.OpenAt(t, dir, c.now)
	const text = "Hello,\n\nYour consent has been withdrawn.\n"
	update(t, s, func(tx *store.Tx) error {
		receipt, err := tx.Receipt(audit.Act{Actor: privacy.ActorSystem, Act: "letter/withdrawn", Number: "OT-7F3K-92QT"}, text)
		letter = text + receipt
		return err
	})
	for i := 1; i < 9; i++ {
		if i == 5 {
			c.set(day.AddDate(3, 0, 0))
		}
		update(t, s, appendAct(fmt.Sprintf("act-%d", i+1)))
	}
	before = entriesOf(t, s)
	c.set(day.AddDate(6, 0, 0))
	if n, checkpoints := cut(t, s, c); n != 5 || len(checkpoints) != 1 || checkpoints[0].Seq != 10 {
		t.Fatalf("cut %d, %+v", n, checkpoints)
	}
	update(t, s, appendAct("later"))
	return s, before, letter
}

func TestChainIsCutBehindACheckpoint(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	s, before, letter := cutStore(t, dir, c)
	wantActs(t, s, "act-6 act-7 act-8 act-9 audit-cut later")

	v, err := s.VerifyChain([]audit.Anchor{before[1].Anchor(), before[4].Anchor(), before[6].Anchor()}, nil)
	if err != nil || v.Entries != 11 || v.First != 6 || v.Cut.Head != before[4].Anchor() || !v.Cut.At.Equal(day) ||
		v.CutBy.Seq != 10 || !v.CutBy.At.Equal(c.now()) || v.Ended != 2 || v.Lost != 0 {
		t.Errorf("%+v %v", v, err)
	}
	wrong := before[4].Anchor()
	wrong.Hash[0]++
	if _, err := s.VerifyChain([]audit.Anchor{wrong}, nil); !errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), "entry 5:") {
		t.Error("another head was noted:", err)
	}
	f, err := s.VerifyReceipt(letter)
	if err != nil || !f.Genuine || !f.SameText || f.OnChain || !f.Ended || f.Broken != nil {
		t.Errorf("receipt of an entry cut off: %+v %v", f, err)
	}
	if f, _ := s.VerifyReceipt(strings.Replace(letter, "letter/withdrawn", "letter/updated", 1)); f.Genuine || f.Ended {
		t.Errorf("an altered receipt: %+v", f)
	}
	if n, checkpoints := cut(t, s, c); n != 0 || checkpoints != nil {
		t.Errorf("nothing has ended: %d %v", n, checkpoints)
	}
	if _, _, err := s.CutAudit(t.Context(), func(time.Time) bool { return true }, nothingHeld); !errors.Is(err, privacy.ErrBadInput) {
		t.Error("young entries:", err)
	}

	// All has ended: the checkpoint alone stays, whatever it cut off with it.
	if err := s.NoteAnchor(before[8].Anchor()); err != nil {
		t.Fatal(err)
	}
	c.set(day.AddDate(20, 0, 0))
	if n, checkpoints := cut(t, s, c); n != 6 || len(checkpoints) != 1 {
		t.Errorf("%d %v", n, checkpoints)
	}
	wantActs(t, s, "audit-cut")
	if fell, err := s.FallenBack(); fell || err != nil {
		t.Error("taken for an older copy:", fell, err)
	}
	s.Close()
	s = storetest.OpenAt(t, dir, c.now)
	update(t, s, appendAct("again"))
	if list := entriesOf(t, s); len(list) != 2 || list[0].Seq != 12 || list[1].Seq != 13 {
		t.Errorf("%+v", list)
	}
	if list, err := entriesBefore(s, 0, 10); err != nil || len(list) != 2 {
		t.Errorf("%d %v", len(list), err)
	}
}

func entriesBefore(s *store.Store, seq uint64, limit int) (list []audit.Entry, err error) {
	err = s.View(func(tx *store.Tx) (err error) { list, err = tx.EntriesBefore(seq, limit); return err })
	return list, err
}

// Whoever has the file: a cut without checkpoint, a deeper one, a forged checkpoint,
// entries put back are found and named.
func TestCutsThatAreNotRecordedAreFound(t *testing.T) {
	unmarked := func(e audit.Entry) audit.Entry { e.Mark = [16]byte{}; return e }
	recorded := func(e []audit.Entry, i int, head audit.Entry) []audit.Entry {
		e[i].Act = audit.Cut{Head: head.Anchor(), At: head.At}.Act()
		return anew(e, i)
	}
	for name, c := range map[string]struct {
		edit          func(e, before []audit.Entry) []audit.Entry // e: entries 6 to 11, the checkpoint is e[4]
		keys, without string                                      // named with keys, and without; empty: cannot be seen
	}{
		"nothing":        {edit: func(e, _ []audit.Entry) []audit.Entry { return e }},
		"deeper":         {func(e, _ []audit.Entry) []audit.Entry { return e[2:] }, "entry 6: the audit chain is broken: it begins with entry 8, but entry 10 records a cut up to 5 only", "entry 6:"},
		"put back":       {func(e, before []audit.Entry) []audit.Entry { return append(before[2:5:5], e...) }, "entry 3: the audit chain is broken: it lies there, but entry 10 records that all up to 5 were cut off", "entry 3:"},
		"not recorded":   {func(_, before []audit.Entry) []audit.Entry { return before[3:] }, "entry 1: the audit chain is broken: it begins with entry 4, and no checkpoint records a cut", "entry 1:"},
		"checkpoint cut": {func(e, _ []audit.Entry) []audit.Entry { return e[:4] }, "entry 1:", "entry 1:"},
		"another head": {func(e, before []audit.Entry) []audit.Entry { return recorded(e, 4, before[3]) },
			"entry 10: the audit chain is broken: this store did not write it", "entry 5: the audit chain is broken: it begins with entry 6, but entry 10 records a cut up to 4 only"},
		"another hash": {func(e, before []audit.Entry) []audit.Entry {
			head := before[4]
			head.Hash[7]++
			return recorded(e, 4, head)
		}, "entry 10:", "entry 6: the audit chain is broken: entry 10 records "},
		"deeper, and recorded": {func(e, _ []audit.Entry) []audit.Entry { return recorded(e, 4, e[0])[1:] }, "entry 10:", ""},
		"a forged checkpoint behind": {func(e, _ []audit.Entry) []audit.Entry {
			forged := audit.Next(e[5], e[5].At, audit.Cut{Head: e[2].Anchor(), At: e[2].At}.Act())
			return append(e, unmarked(forged))[3:]
		}, "entry 12:", ""},
		"a checkpoint of young entries": {func(e, _ []audit.Entry) []audit.Entry {
			forged := audit.Next(e[5], e[5].At, audit.Cut{Head: e[4].Anchor(), At: e[4].At}.Act())
			return append(e, unmarked(forged))[5:]
		}, "entry 12:", "entry 12: the audit chain is broken: it records a cut of entries younger than 3 years"},
		"one that goes back": {func(e, before []audit.Entry) []audit.Entry {
			return append(e, audit.Next(e[5], e[5].At, audit.Cut{Head: before[2].Anchor(), At: before[2].At}.Act()))
		}, "entry 12:", "entry 12: the audit chain is broken: it records a cut before the one that entry 10 records"},
		"one that says nothing": {func(e, _ []audit.Entry) []audit.Entry { e[4].Act.Reason = "old"; return anew(e, 4) }, "entry 10:", "entry 10: the audit chain is broken: the checkpoint cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, clk := t.TempDir(), newClock()
			s, before, _ := cutStore(t, dir, clk)
			all := entriesOf(t, s)
			s.Close()
			hexEdit(t, dir, func([]audit.Entry) []audit.Entry { return c.edit(slices.Clone(all), before) })
			says := func(how string, err error, broken string) {
				t.Helper()
				if broken == "" && err == nil || broken != "" && errors.Is(err, audit.ErrBroken) && strings.Contains(err.Error(), broken) {
					return
				}
				t.Errorf("%s: %v, want %q", how, err, broken)
			}
			_, err := store.VerifyChainFile(dir, nil, nil)
			says("without keys", err, c.without)
			// The journal has the head of the cut, and that behind the checkpoint.
			_, err = store.VerifyChainFile(dir, []audit.Anchor{before[4].Anchor(), all[3].Anchor(), all[5].Anchor()}, nil)
			if (err == nil) != (name == "nothing" || name == "a forged checkpoint behind") {
				t.Errorf("without keys, with anchors: %v", err)
			}
			s, err = open(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			_, err = s.VerifyAudit(nil)
			says("with keys", err, c.keys)
		})
	}
}

// A hold on one request keeps its entries and all behind them.
func TestWhatIsHeldIsNotCut(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	for i, n := range []privacy.Number{"", "OT-7F3K-92QT", "", "OT-7F3K-92QD", ""} {
		update(t, s, func(tx *store.Tx) error {
			return tx.Append(audit.Act{Actor: privacy.ActorSystem, Act: fmt.Sprint("act-", i+1), Number: n})
		})
	}
	c.set(day.AddDate(5, 0, 0))
	asked := ""
	held := func(_ *store.Tx, n privacy.Number) (bool, error) {
		asked += string(n) + " "
		return n == "OT-7F3K-92QD", nil
	}
	if n, _, err := s.CutAudit(t.Context(), fiveYears(c), held); n != 3 || err != nil {
		t.Error(n, err)
	}
	wantActs(t, s, "act-4 act-5 audit-cut")
	if !strings.HasPrefix(asked, "OT-7F3K-92QT OT-7F3K-92QD ") {
		t.Error(asked)
	}
}

// A cut goes in parts; whatever fails between them, the chain holds and the next
// call goes on.
func TestCutMayStopAnywhere(t *testing.T) {
	dir, c, commits := t.TempDir(), newClock(), 0
	s := storetest.OpenWith(t, dir, store.Options{Now: c.now, Fault: func(op string) error {
		if op == "commit" {
			if commits++; commits == 3 {
				return errMine
			}
		}
		return nil
	}})
	const n = 25_000
	update(t, s, func(tx *store.Tx) error {
		for range n {
			if err := appendAct("act")(tx); err != nil {
				return err
			}
		}
		return nil
	})
	c.set(day.AddDate(5, 0, 0))
	gone, checkpoints, err := s.CutAudit(t.Context(), fiveYears(c), nothingHeld)
	if gone != 10_000 || len(checkpoints) != 1 || !errors.Is(err, privacy.ErrUnavailable) {
		t.Errorf("%d, %d checkpoints, %v", gone, len(checkpoints), err)
	}
	s.Close()
	if v, err := store.VerifyChainFile(dir, nil, nil); err != nil || v.First != 10_001 || v.Entries != n+1 {
		t.Errorf("%+v %v", v, err)
	}
	s = storetest.OpenAt(t, dir, c.now)
	done := make(chan error, 1)
	pages := 0
	_, err = s.VerifyAudit(func(_, _ uint64) {
		if pages++; pages == 1 {
			if s.MayCut() {
				t.Error("a cut could come between two pages")
			}
			go func() {
				more, _, err := s.CutAudit(t.Context(), fiveYears(c), nothingHeld)
				if more != n-gone {
					err = errors.Join(err, fmt.Errorf("cut %d", more))
				}
				done <- err
			}()
		}
	})
	if err := errors.Join(err, <-done); err != nil {
		t.Error(err)
	}
	v, err := s.VerifyChain(nil, nil)
	if err != nil || v.First != n+1 || v.Cut.Head.Seq != n {
		t.Errorf("%+v %v", v, err)
	}
}

// A restore that was cut off with the rest still explains notes of what it took back.
func TestCutRemembersARestore(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	s := storetest.OpenAt(t, dir, c.now)
	update(t, s, appendAct("one"))
	update(t, s, func(tx *store.Tx) error { return tx.MarkRestored(day.Add(-time.Hour)) })
	c.set(day.AddDate(3, 0, 0))
	update(t, s, appendAct("three"))
	c.set(day.AddDate(5, 0, 0))
	cut(t, s, c)
	lost := audit.Anchor{Seq: 3, Hash: [32]byte{9}}
	v, err := s.VerifyChain([]audit.Anchor{lost}, nil)
	if err != nil || v.Lost != 1 || v.Restored != 2 {
		t.Errorf("%+v %v", v, err)
	}
	c.set(day.AddDate(9, 0, 0))
	cut(t, s, c) // with the first checkpoint
	if v, err := s.VerifyChain(nil, nil); err != nil || v.Restored != 2 {
		t.Errorf("%+v %v", v, err)
	}
}

func TestBackupOfACutChain(t *testing.T) {
	c := newClock()
	s, _, letter := cutStore(t, t.TempDir(), c)
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	dir := take(t, p, s)
	if v, err := store.VerifyChainFile(dir, nil, nil); err != nil || v.First != 6 || v.CutBy.Seq != 10 {
		t.Errorf("%+v %v", v, err)
	}
	if _, err := p.CheckBackup(dir, storetest.Keyring(t), c.now()); err != nil {
		t.Error(err)
	}
	to := filepath.Join(t.TempDir(), "again")
	if _, err := store.Restore(store.RestoreOptions{From: dir, To: to, Place: p, Ring: storetest.Keyring(t), Now: c.now}); err != nil {
		t.Fatal(err)
	}
	again := storetest.OpenAt(t, to, c.now)
	wantActs(t, again, "act-6 act-7 act-8 act-9 audit-cut later restored")
	if f, err := again.VerifyReceipt(letter); err != nil || !f.Ended {
		t.Errorf("%+v %v", f, err)
	}
}
