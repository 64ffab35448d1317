package main

import (
	"os"
	"path/filepath"
	"testing"
)

// No backup is laid into the store's own folder, or one within it, and nothing is made
// there.
func TestNoBackupInTheStoresFolder(t *testing.T) {
	h := newHouse(t)
	dir := h.config.Store.Dir
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{dir}, {filepath.Join(dir, "a", "b")}, {filepath.Join(link, "a")}, {t.TempDir(), "--keys-dir", filepath.Join(dir, "keys")}} {
		_, errOut := h.otinish(exitUsage, "", append([]string{"backup"}, args...)...)
		says(t, errOut, "is the folder of a store", "name another folder")
	}
	after, err := os.ReadDir(dir)
	if err != nil || len(after) != len(before) {
		t.Errorf("%d entries, before %d: %v", len(after), len(before), err)
	}
	h.takeBackup(filepath.Join(t.TempDir(), "apart"))
}
