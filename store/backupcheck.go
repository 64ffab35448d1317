package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// BackupReport is what a backup turned out to be.
type BackupReport struct {
	Dir      string
	Manifest Manifest
	Keys     string        // the key copy it was looked at with; empty: there is none
	OwnKeys  bool          // taken together with it
	TooOld   []string      // key copies that must be gone by now: they keep destructions from being final
	Opened   *SealedReport // nil: the master key was not at hand, or the own key copy is gone
}

// CheckBackup looks at a backup without changing anything: each file against the
// manifest, the pages, the chain, the counts; with the master key also every sealed
// value and every mark of the chain. ring may be nil. The error wraps
// privacy.ErrDamaged and says which file is bad.
func (p BackupPlace) CheckBackup(dir string, ring *seal.Keyring, now time.Time) (r BackupReport, err error) {
	r.Dir = dir
	if r.Manifest, err = ReadManifest(dir); err != nil {
		return r, fmt.Errorf("check the backup: %w", err)
	}
	if err := r.pickKeys(p, now); err != nil {
		return r, fmt.Errorf("check the backup: %w", err)
	}
	if err := checkBackupParts(dir, r.Manifest); err != nil {
		return r, fmt.Errorf("check the backup: %w", err)
	}
	if r.Keys != "" {
		if err := keysPart(r.Keys).together(manifestPart(dir, r.Manifest)); err != nil {
			return r, fmt.Errorf("check the backup: %w", err)
		}
	}
	for _, name := range []string{FileName, LedgerName} {
		if err := r.Manifest.compare(filepath.Join(dir, name), name); err != nil {
			return r, fmt.Errorf("check the backup: %w", err)
		}
	}
	have, err := CheckCopy(dir, p.progress("checking"))
	if err != nil {
		return r, fmt.Errorf("check the backup: %w", err)
	}
	have.TakenAt, have.Unreadable = r.Manifest.TakenAt, r.Manifest.Unreadable
	if have != r.Manifest.Copied {
		return r, fmt.Errorf("check the backup: %s holds something else than %s says: %w", FileName, manifestName, privacy.ErrDamaged)
	}
	if r.OwnKeys {
		if err := r.Manifest.compare(r.Keys, KeysName); err != nil {
			return r, fmt.Errorf("check the backup: %w", err)
		}
		if ring != nil {
			if err := r.open(ring, p); err != nil {
				return r, fmt.Errorf("check the backup: %w", err)
			}
		}
	}
	return r, nil
}

// pickKeys takes the key copy of the backup, else the newest: a newer one has every
// key that is still meant to be.
func (r *BackupReport) pickKeys(p BackupPlace, now time.Time) error {
	copies, err := p.KeyCopies()
	if err != nil {
		return err
	}
	for _, path := range copies {
		if at, _ := stampOf(filepath.Base(path)); now.Sub(at) > KeyBackupMaxAge {
			r.TooOld = append(r.TooOld, path)
		}
		if filepath.Base(path) == filepath.Base(r.Dir)+keysSuffix {
			r.Keys, r.OwnKeys = path, true
		}
	}
	if newest := notOfTheFuture(copies, now.Add(StampSlack)); len(newest) > 0 && !r.OwnKeys {
		r.Keys = newest[len(newest)-1]
	}
	return nil
}

// open looks through the whole backup with its keys, side by side in a folder of
// links.
func (r *BackupReport) open(ring *seal.Keyring, p BackupPlace) error {
	view, err := os.MkdirTemp("", "otinish-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(view)
	for name, path := range map[string]string{FileName: filepath.Join(r.Dir, FileName), LedgerName: filepath.Join(r.Dir, LedgerName), KeysName: r.Keys} {
		if path, err = filepath.Abs(path); err != nil {
			return err
		}
		if err := os.Symlink(path, filepath.Join(view, name)); err != nil {
			return err
		}
	}
	s, err := Inspect(view, Options{Keyring: ring})
	if err != nil {
		return err
	}
	defer s.Close()
	sealed, err := s.CheckSealed(p.progress("opening"))
	if err != nil {
		return err
	}
	r.Opened = &sealed
	_, err = s.VerifyAudit(nil)
	return errors.Join(err, s.Check())
}
