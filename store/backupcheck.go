package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"medico-intech.kz/otinish/store/audit"
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
	Opened   *SealedReport // nil: the master key was not at hand
	Unread   []Unreadable  // whose records do not open, as was so when it was taken
}

// errOwnKeys is a backup's own copy of the keys that is not as it was written.
var errOwnKeys = errors.New("its own copy of the keys")

// CheckBackup looks at a backup without changing anything: each file against the
// manifest, the pages, the chain, the counts, and that the copy of the keys has every
// key; with the master key also every sealed value and every mark of the chain. ring may
// be nil. The error wraps privacy.ErrDamaged and says which file is bad.
func (p BackupPlace) CheckBackup(dir string, ring *seal.Keyring, now time.Time) (BackupReport, error) {
	return p.checkBackup(dir, ring, now, false)
}

// checkBackup passes over the backup's own copy of the keys where others says so.
func (p BackupPlace) checkBackup(dir string, ring *seal.Keyring, now time.Time, others bool) (r BackupReport, err error) {
	r.Dir = dir
	if r.Manifest, err = ReadManifest(dir); err == nil {
		err = r.check(p, ring, now, others)
	}
	if err != nil {
		return r, fmt.Errorf("check the backup: %w", err)
	}
	return r, nil
}

func (r *BackupReport) check(p BackupPlace, ring *seal.Keyring, now time.Time, others bool) error {
	if err := r.pickKeys(p, now, others); err != nil {
		return err
	}
	if err := checkBackupParts(r.Dir, r.Manifest); err != nil {
		return err
	}
	if r.Keys != "" {
		if err := keysPart(r.Keys).together(manifestPart(r.Dir, r.Manifest)); err != nil {
			return err
		}
	}
	for _, name := range []string{FileName, LedgerName} {
		if err := r.Manifest.compare(filepath.Join(r.Dir, name), name); err != nil {
			return err
		}
	}
	same, err := r.Manifest.asTaken(CheckCopy(r.Dir, p.progress("checking")))
	if err != nil {
		return err
	}
	if !same {
		return fmt.Errorf("%s holds something else than %s says: %w", FileName, manifestName, privacy.ErrDamaged)
	}
	return r.checkKeys(p, ring, others)
}

// checkKeys: whether a backup without keys of its own can be opened with the newest is
// not sure. Data keys that were renewed since are gone from it.
func (r *BackupReport) checkKeys(p BackupPlace, ring *seal.Keyring, others bool) error {
	switch {
	case r.Keys == "":
		return nil
	case r.OwnKeys:
		if err := r.Manifest.compare(r.Keys, KeysName); err != nil {
			return fmt.Errorf("%w: %w", errOwnKeys, err)
		}
	case !others:
		if err := keysReachData(r.Dir, r.Keys, r.Manifest.Unreadable); err != nil {
			return err
		}
	}
	if ring == nil {
		return nil
	}
	return r.open(ring, p)
}

// keysReachData sees, without any key, that a copy of the key store has what the data of
// a backup were sealed with, or had it until it was destroyed. So many as known may lack.
func keysReachData(dir, keys string, known int) error {
	held, err := seal.HeldIn(keys)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", keys, privacy.ErrDamaged, err)
	}
	s, err := openBare(dir)
	if err != nil {
		return err
	}
	defer s.closeDB()
	missing := 0
	err = s.View(func(tx *Tx) error {
		if schema, err := tx.schema(); err != nil || schema == clearSchema {
			return err
		}
		return tx.eachSlot(func(slot uint32) error {
			if !held(slot) {
				missing++
			}
			return nil
		})
	})
	if err == nil && missing > known {
		err = fmt.Errorf("its own copy of the keys is gone, and %s lacks %d keys it needs: they were renewed since (otinish key rotate --data), or it is older; it can be restored only with a copy of the keys of its time: %w",
			keys, missing, privacy.ErrDamaged)
	}
	return err
}

// pickKeys takes the key copy of the backup, else the newest: a newer one has every
// key that is still meant to be, unless they were renewed.
func (r *BackupReport) pickKeys(p BackupPlace, now time.Time, others bool) error {
	copies, err := p.KeyCopies()
	if err != nil {
		return err
	}
	for _, path := range copies {
		if at, _ := stampOf(filepath.Base(path)); now.Sub(at) > KeyBackupMaxAge {
			r.TooOld = append(r.TooOld, path)
		}
	}
	if own := slices.IndexFunc(copies, r.own); own >= 0 && !others {
		r.Keys, r.OwnKeys = copies[own], true
		return nil
	}
	copies = slices.DeleteFunc(notOfTheFuture(copies, now.Add(StampSlack)), r.own)
	if len(copies) > 0 {
		r.Keys = copies[len(copies)-1]
	}
	return nil
}

func (r *BackupReport) own(keys string) bool {
	return filepath.Base(keys) == filepath.Base(r.Dir)+keysSuffix
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
	sealed, err := s.checkSealed(p.progress("opening"), !r.OwnKeys)
	if errors.Is(err, privacy.ErrUnreadable) && len(s.Unreadable()) <= r.Manifest.Unreadable {
		err = nil
	}
	if err != nil {
		return err
	}
	r.Opened, r.Unread = &sealed, s.Unreadable()
	held, err := s.VerifyAudit(nil)
	if at := r.Manifest.ChainBroken; errors.Is(err, audit.ErrBroken) && at > 0 && held+1 >= at {
		err = nil
	}
	if !r.OwnKeys {
		return err // who was destroyed since is still among the records
	}
	return errors.Join(err, s.checkOthers())
}
