package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"medico-intech.kz/otinish/store/privacy"
)

// taking is a backup under way.
type taking struct {
	p          BackupPlace
	part, keys string // under these names it is written
	m          Manifest
}

// clear leaves nothing of what was not finished; keys are overwritten first.
func (t *taking) clear() {
	os.RemoveAll(t.part)
	shredFile(t.keys)
}

func (t *taking) take(from Source) (string, error) {
	if err := os.Mkdir(t.part, 0o700); err != nil {
		return "", err
	}
	if err := t.data(from); err != nil {
		return "", err
	}
	if err := t.file(t.keys, KeysName, from.CopyKeys); err != nil {
		return "", err
	}
	if err := t.file(filepath.Join(t.part, LedgerName), LedgerName, from.CopyLedger); err != nil {
		return "", err
	}
	if err := t.verify(); err != nil {
		return "", err
	}
	return t.finish()
}

func (t *taking) data(from Source) error {
	path := filepath.Join(t.part, FileName)
	f, err := createNew(path)
	if err != nil {
		return err
	}
	defer f.Close()
	out := newSummed(f)
	err = from.CopyData(func(c Copied) (io.Writer, error) {
		t.m.Copied = c
		if err := t.p.checkNeighbours(manifestPart("the store", t.m)); err != nil {
			return nil, fmt.Errorf("%w; name another folder for the backups of this store", err)
		}
		if err := t.p.checkClock(c.TakenAt); err != nil {
			return nil, err
		}
		out.total, out.progress = uint64(c.Octets), t.p.progress("copying")
		return out, nil
	})
	if err == nil && out.n != t.m.Octets {
		err = fmt.Errorf("%d octets came of %d: %w", out.n, t.m.Octets, io.ErrUnexpectedEOF)
	}
	if err = errors.Join(err, f.Sync()); err != nil {
		return err
	}
	t.m.Files[FileName] = out.sum()
	return nil
}

func (t *taking) file(path, name string, copyTo func(io.Writer) error) error {
	f, err := createNew(path)
	if err != nil {
		return err
	}
	defer f.Close()
	out := newSummed(f)
	if err := errors.Join(copyTo(out), f.Sync()); err != nil {
		return err
	}
	t.m.Files[name] = out.sum()
	return nil
}

// verify reads back what lies on the disk and compares.
func (t *taking) verify() error {
	same, err := t.m.asTaken(CheckCopy(t.part, t.p.progress("checking")))
	if err != nil {
		return err
	}
	if !same {
		return fmt.Errorf("the copy holds something else than the store: %w", privacy.ErrDamaged)
	}
	for _, name := range []string{FileName, LedgerName} {
		if err := t.m.compare(filepath.Join(t.part, name), name); err != nil {
			return err
		}
	}
	return t.m.compare(t.keys, KeysName)
}

// finish gives the parts their names: the keys first, since data without keys is
// none, and keys without data are harmless.
func (t *taking) finish() (string, error) {
	name := backupPrefix + t.m.TakenAt.UTC().Format(backupStamp)
	dir := filepath.Join(t.p.Dir, name)
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s is there already: %w", dir, privacy.ErrExists)
	}
	text, err := json.MarshalIndent(t.m, "", "  ")
	if err != nil {
		return "", err
	}
	if err := t.file(filepath.Join(t.part, manifestName), "", func(w io.Writer) error { _, err := w.Write(append(text, '\n')); return err }); err != nil {
		return "", err
	}
	delete(t.m.Files, "")
	if err := syncDir(t.part); err != nil {
		return "", err
	}
	if err := os.Rename(t.keys, filepath.Join(t.p.keysDir(), name+keysSuffix)); err != nil {
		return "", err
	}
	if err := syncDir(t.p.keysDir()); err != nil {
		return "", err
	}
	if err := os.Rename(t.part, dir); err != nil {
		return "", err
	}
	return dir, syncDir(t.p.Dir)
}
