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

// The own copy of the keys is gone, as it must be in time. With the newest one the backup
// can be restored if nobody was renewed since; check says what restore will say.
func TestCheckOfABackupWithoutItsOwnKeys(t *testing.T) {
	for name, renewed := range map[string]bool{"somebody destroyed since": false, "data keys renewed since": true} {
		t.Run(name, func(t *testing.T) {
			clk := newClock()
			s := storetest.OpenAt(t, t.TempDir(), clk.now)
			sub, r := newPerson(1).enter(t, s, 1)
			newPerson(2).enter(t, s, 2)
			p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
			old := take(t, p, s)
			own := keyCopies(t, p)[0]
			if renewed {
				if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); err != nil {
					t.Fatal(err)
				}
			} else {
				destroy(t, s, sub, r)
			}
			clk.set(day.Add(time.Hour))
			take(t, p, s)
			if err := os.Remove(own); err != nil {
				t.Fatal(err)
			}
			_, bare := p.CheckBackup(old, nil, clk.now())
			report, opened := p.CheckBackup(old, storetest.Keyring(t), clk.now())
			_, restored := store.Restore(store.RestoreOptions{From: old, To: filepath.Join(t.TempDir(), "again"), Place: p, Ring: storetest.Keyring(t), Now: clk.now})
			if renewed {
				for _, err := range []error{bare, opened, restored} {
					if !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), "renewed since") {
						t.Error(err)
					}
				}
				return
			}
			if bare != nil || opened != nil || restored != nil {
				t.Fatal(bare, opened, restored)
			}
			if report.Opened == nil || report.Opened.Ended == 0 || report.Opened.Values <= report.Opened.Ended {
				t.Errorf("%+v", report.Opened)
			}
		})
	}
}

// A damaged copy of the keys is like one that is gone: the newest takes its place.
func TestRestoreWithADamagedCopyOfTheKeys(t *testing.T) {
	s, c, p := kept(t)
	old := take(t, p, s)
	own := keyCopies(t, p)[0]
	content, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 4
	if err := os.WriteFile(own, content, 0o600); err != nil {
		t.Fatal(err)
	}
	o := store.RestoreOptions{From: old, To: filepath.Join(t.TempDir(), "again"), Place: p, Ring: storetest.Keyring(t), Now: c.now}
	if _, err := store.Restore(o); !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), "--keys") {
		t.Error("with none beside it:", err)
	}
	c.set(day.Add(time.Hour))
	take(t, p, s)
	newest := keyCopies(t, p)[1]
	if _, err := p.CheckBackup(old, nil, c.now()); !errors.Is(err, privacy.ErrDamaged) {
		t.Error("check:", err)
	}
	r, err := store.Restore(o)
	if err != nil || !r.KeysBad || r.Keys != newest {
		t.Errorf("%+v %v", r, err)
	}
	o.To, o.Keys = filepath.Join(t.TempDir(), "again"), newest
	if r, err := store.Restore(o); err != nil || r.KeysBad {
		t.Errorf("named by hand: %+v %v", r, err)
	}
}

// From its first moment on a restore keeps a new, empty store from beginning there.
func TestARestoreThatIsCheckingIsNoEmptyFolder(t *testing.T) {
	s, c, p := kept(t)
	from, to := take(t, p, s), filepath.Join(t.TempDir(), "again")
	seen := 0
	p.Progress = func(what string, _, _ uint64) {
		if what != "checking" {
			return
		}
		seen++
		if _, err := open(t, to); !errors.Is(err, privacy.ErrNotAllowed) {
			t.Error("the daemon started:", err)
		}
	}
	if _, err := store.Restore(store.RestoreOptions{From: from, To: to, Place: p, Ring: storetest.Keyring(t), Now: c.now}); err != nil || seen == 0 {
		t.Error(err, seen)
	}
}

func TestABackupThatWasCutShortIsTold(t *testing.T) {
	s, _, p := kept(t)
	take(t, p, s)
	parts := []string{filepath.Join(p.Dir, ".otinish.part"), filepath.Join(p.Dir, "keys", ".otinish.part")}
	for _, path := range parts {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := p.CutShort(); err != nil || len(left) != 2 || left[1] != parts[1] {
		t.Errorf("%q %v", left, err)
	}
	if _, _, err := p.Take(during{s, func() {
		if left, err := p.CutShort(); err != nil || len(left) != 0 {
			t.Errorf("of one under way: %q %v", left, err)
		}
	}}); err == nil {
		t.Log("another second")
	}
	if left, err := p.CutShort(); err != nil || len(left) != 0 {
		t.Errorf("%q %v", left, err)
	}
}

// The own copy of the keys is of before a rotation: with the master key of now the newest
// copy takes its place, in check as in restore.
func TestABackupOfBeforeARotation(t *testing.T) {
	clk, dir := newClock(), t.TempDir()
	s := storetest.OpenAt(t, dir, clk.now)
	newPerson(1).enter(t, s, 1)
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	old := take(t, p, s)
	if err := s.RotateKey(t.Context(), privacy.Operator("dana"), nextKeyring(t), nil); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = storetest.OpenWith(t, dir, store.Options{Keyring: nextKeyring(t), Now: clk.now})
	o := store.RestoreOptions{From: old, To: filepath.Join(t.TempDir(), "again"), Place: p, Ring: nextKeyring(t), Now: clk.now}
	if _, err := store.Restore(o); !errors.Is(err, store.ErrWrongKey) {
		t.Error("without a newer copy:", err)
	}
	clk.set(day.Add(time.Hour))
	newPerson(2).enter(t, s, 2)
	take(t, p, s)
	newest := keyCopies(t, p)[1]
	if r, err := p.CheckBackup(old, nextKeyring(t), clk.now()); err != nil || !r.Former || r.Keys != newest || r.Opened == nil {
		t.Errorf("%+v %v", r, err)
	}
	if r, err := store.Restore(o); err != nil || !r.Former || r.Keys != newest {
		t.Errorf("%+v %v", r, err)
	}
	o.To, o.Ring = filepath.Join(t.TempDir(), "again"), storetest.Keyring(t)
	if r, err := store.Restore(o); err != nil || r.Former {
		t.Errorf("with the former key: %+v %v", r, err)
	}
}
