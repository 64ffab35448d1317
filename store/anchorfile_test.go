package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/storetest"
)

func TestFallenBack(t *testing.T) {
	dir, end := chainOf(t, 4)
	other := end
	other.Hash[5]++
	for name, c := range map[string]struct {
		noted *audit.Anchor
		fell  bool
	}{
		"nothing noted": {nil, false},
		"the head":      {&end, false},
		"another hash":  {&other, true},
		"behind it":     {&audit.Anchor{Seq: 5, Hash: end.Hash}, true},
	} {
		s := storetest.OpenAt(t, dir, newClock().now)
		os.Remove(filepath.Join(dir, "anchor"))
		if c.noted != nil {
			if err := s.NoteAnchor(*c.noted); err != nil {
				t.Fatal(err)
			}
		}
		if fell, err := s.FallenBack(); fell != c.fell || err != nil {
			t.Errorf("%s: %v %v", name, fell, err)
		}
		if err := os.WriteFile(filepath.Join(dir, "anchor"), []byte("7:torn"), 0o600); err != nil {
			t.Fatal(err)
		}
		if fell, err := s.FallenBack(); fell || err != nil {
			t.Errorf("a torn note: %v %v", fell, err)
		}
		s.Close()
	}
}

// A backup or a restore that was killed in its midst leaves nothing in the way.
func TestWhatAKilledBackupLeft(t *testing.T) {
	s, c, p := kept(t)
	for _, dir := range []string{filepath.Join(p.Dir, ".otinish.part"), filepath.Join(p.Dir, "keys")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []string{filepath.Join(p.Dir, ".otinish.part", store.FileName), filepath.Join(p.Dir, "keys", ".otinish.part")} {
		if err := os.WriteFile(f, []byte("half of it"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if backups, err := p.Backups(); len(backups) != 0 || err != nil {
		t.Errorf("half a backup counts: %v %v", backups, err)
	}
	dir := take(t, p, s)
	if _, err := p.CheckBackup(dir, storetest.Keyring(t), c.now()); err != nil {
		t.Error(err)
	}
	if rest, _ := filepath.Glob(filepath.Join(p.Dir, ".*")); len(rest) != 0 {
		t.Errorf("left: %q", rest)
	}
}
