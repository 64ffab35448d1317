package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Backups lists the finished backups of a folder, the oldest first.
func (p BackupPlace) Backups() ([]string, error) {
	names, err := stamped(p.Dir, "")
	if err != nil {
		return nil, fmt.Errorf("list backups: %w", err)
	}
	var dirs []string
	for _, name := range names {
		if fileThere(filepath.Join(p.Dir, name, manifestName)) {
			dirs = append(dirs, filepath.Join(p.Dir, name))
		}
	}
	return dirs, nil
}

// KeyCopies lists the copies of the keys, the oldest first.
func (p BackupPlace) KeyCopies() ([]string, error) {
	names, err := stamped(p.keysDir(), keysSuffix)
	if err != nil {
		return nil, fmt.Errorf("list copies of keys: %w", err)
	}
	for i, name := range names {
		names[i] = filepath.Join(p.keysDir(), name)
	}
	return names, nil
}

// stamped lists names of ours with this ending, by time.
func stamped(dir, suffix string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if _, ours := stampOf(e.Name()); ours && strings.HasSuffix(e.Name(), keysSuffix) == (suffix != "") {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

func fileThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Unfinished names the newest folder where it is no backup, because it has no
// manifest: somebody may take it for the last good one. Empty: there is none.
func (p BackupPlace) Unfinished() (string, error) {
	names, err := stamped(p.Dir, "")
	if err != nil || len(names) == 0 {
		return "", err
	}
	newest := filepath.Join(p.Dir, names[len(names)-1])
	if fileThere(filepath.Join(newest, manifestName)) {
		return "", nil
	}
	return newest, nil
}

func (p BackupPlace) partPath() string     { return filepath.Join(p.Dir, ".otinish"+partSuffix) }
func (p BackupPlace) keysPartPath() string { return filepath.Join(p.keysDir(), ".otinish"+partSuffix) }
