package store

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
)

// A backup is a folder, named by its time, with the data, the erasure ledger and a
// manifest; the copy of the keys lies apart from it, because it must not be kept as
// long. A folder appears whole, after all of it was written, synced and looked at.
const (
	manifestName  = "manifest.json"
	backupPrefix  = "otinish-"
	backupStamp   = "20060102T150405Z"
	keysSuffix    = ".keys"
	partSuffix    = ".part"
	manifestLimit = 1 << 20
)

// Manifest is what a backup says of itself.
type Manifest struct {
	Copied
	Files map[string]Sum `json:"files"` // by name; the keys as well, though they may be gone
}

// Sum is size and SHA-256 of a file: pages of the data have no checksum of their own.
type Sum struct {
	Octets int64  `json:"octets"`
	SHA256 string `json:"sha256"`
}

// Source gives the parts of a backup in the order in which they must be taken: the
// store itself, or the daemon that has it open.
type Source interface {
	CopyData(begin func(Copied) (io.Writer, error)) error
	CopyKeys(w io.Writer) error
	CopyLedger(w io.Writer) error
}

// BackupPlace is where backups are kept.
type BackupPlace struct {
	Dir      string
	KeysDir  string // of the key copies; in Dir by default
	Progress func(what string, done, total uint64)
}

func (p BackupPlace) keysDir() string {
	if p.KeysDir != "" {
		return p.KeysDir
	}
	return filepath.Join(p.Dir, "keys")
}

func (p BackupPlace) progress(what string) func(done, total uint64) {
	if p.Progress == nil {
		return nil
	}
	return func(done, total uint64) { p.Progress(what, done, total) }
}

// Take makes a backup and returns its folder. Whatever fails leaves no backup, and
// those that are there as they were. The error wraps privacy.ErrLocked while
// another one is being made there, privacy.ErrDamaged where the copy is not as good
// as it should be.
func (p BackupPlace) Take(from Source) (dir string, m Manifest, err error) {
	unlock, err := p.lock()
	if err != nil {
		return "", m, fmt.Errorf("back up: %w", err)
	}
	defer unlock()
	t := taking{p: p, part: p.partPath(), keys: p.keysPartPath()}
	t.m.Files = make(map[string]Sum)
	defer t.clear()
	t.clear() // of one that was interrupted
	dir, err = t.take(from)
	if err != nil {
		return "", m, fmt.Errorf("back up: %w; no backup was made", err)
	}
	return dir, t.m, nil
}

// stampOf is the time in the name of a backup or key copy.
func stampOf(name string) (time.Time, bool) {
	stamp, ok := strings.CutPrefix(strings.TrimSuffix(name, keysSuffix), backupPrefix)
	if !ok {
		return time.Time{}, false
	}
	at, err := time.Parse(backupStamp, stamp)
	return at, err == nil
}
