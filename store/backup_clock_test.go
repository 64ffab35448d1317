package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// A backup taken under a clock that was a year ahead: none is taken beside it, nothing is
// removed for it, it is told, and its keys are nobody's newest.
func TestABackupDatedLaterThanNow(t *testing.T) {
	s, c, p := kept(t)
	good := take(t, p, s)
	year := day.AddDate(1, 0, 0)
	c.set(year)
	ahead := take(t, p, s)
	c.set(day.Add(time.Hour))
	if _, _, err := p.Take(s); !errors.Is(err, privacy.ErrNotAllowed) || !strings.Contains(err.Error(), ahead) {
		t.Fatal("taken beside one of the future:", err)
	}
	future, err := p.FromFuture(c.now())
	if err != nil || len(future) != 2 || future[0] != ahead {
		t.Errorf("%q %v", future, err)
	}
	if done, err := p.Prune(1, c.now()); err != nil || len(done.Backups)+len(done.Keys) > 0 || !done.NewestKeys.Equal(day.Truncate(time.Second)) {
		t.Errorf("%+v %v", done, err)
	}
	if _, err := os.Stat(good); err != nil {
		t.Fatal("the good one is gone:", err)
	}
	// An old backup without keys of its own takes the newest copy that is not of the future.
	c.set(day.Add(48 * time.Hour))
	q := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "others"), KeysDir: p.KeysDir}
	newer := take(t, q, s)
	for _, dir := range []string{q.Dir, p.Dir} {
		keys := keyCopies(t, store.BackupPlace{Dir: dir})
		if dir == q.Dir {
			if err := os.Rename(keys[0], filepath.Join(p.Dir, "keys", filepath.Base(keys[0]))); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.Remove(keys[0]); err != nil {
			t.Fatal(err)
		}
	}
	r, err := p.CheckBackup(good, nil, c.now())
	if err != nil || filepath.Base(r.Keys) != filepath.Base(newer)+".keys" || slices.Contains(future, r.Keys) {
		t.Errorf("%+v %v", r, err)
	}
	rest, err := store.Restore(store.RestoreOptions{From: good, To: filepath.Join(t.TempDir(), "again"), Place: p, Ring: storetest.Keyring(t), Now: c.now})
	if err != nil || rest.Keys != r.Keys {
		t.Errorf("%+v %v", rest, err)
	}
}

// What cannot be read is told with the backup, so that no older one is removed for it.
func TestABackupTellsWhatCannotBeRead(t *testing.T) {
	for name, kind := range map[string]byte{"a request": 'r', "the bytes of a message, which no start looks at": 0} {
		t.Run(name, func(t *testing.T) {
			dir := lived(t, 3)
			spoil(t, dir, kind, 1)
			s, err := open(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
			_, m, err := p.Take(s)
			if err != nil || m.Unreadable != 1 {
				t.Fatalf("%d %v", m.Unreadable, err)
			}
			r, err := p.CheckBackup(filepath.Join(p.Dir, backupNames(t, p)[0]), nil, time.Now())
			if err != nil || r.Manifest.Unreadable != 1 {
				t.Errorf("%+v %v", r, err)
			}
		})
	}
}

func backupNames(t *testing.T, p store.BackupPlace) (names []string) {
	t.Helper()
	dirs, err := p.Backups()
	if err != nil || len(dirs) == 0 {
		t.Fatal(dirs, err)
	}
	for _, dir := range dirs {
		names = append(names, filepath.Base(dir))
	}
	return names
}
