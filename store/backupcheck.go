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
	Former   bool          // its own are there, and need another master key: of before a rotation
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
	return p.checkBackup(dir, now, checking{fit: ring, open: ring})
}

// checking is how a backup is looked at.
type checking struct {
	fit    *seal.Keyring // opens the copy of the keys that is taken, if any does; nil: it may be any
	open   *seal.Keyring // with it every sealed value is opened; nil: none is
	others bool          // the backup's own copy of the keys is passed over
}

func (p BackupPlace) checkBackup(dir string, now time.Time, how checking) (r BackupReport, err error) {
	r.Dir = dir
	if r.Manifest, err = ReadManifest(dir); err == nil {
		err = r.check(p, now, how)
	}
	if err != nil {
		return r, fmt.Errorf("check the backup: %w", err)
	}
	return r, nil
}

func (r *BackupReport) check(p BackupPlace, now time.Time, how checking) error {
	if err := r.pickKeys(p, now, how); err != nil {
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
	return r.checkKeys(p, how)
}

// checkKeys: whether a backup without keys of its own can be opened with the newest is
// not sure. Data keys that were renewed since are gone from it.
func (r *BackupReport) checkKeys(p BackupPlace, how checking) error {
	switch {
	case r.Keys == "":
		return nil
	case r.OwnKeys:
		if err := r.Manifest.compare(r.Keys, KeysName); err != nil {
			return fmt.Errorf("%w: %w", errOwnKeys, err)
		}
	case !how.others:
		if err := r.keysReachData(); err != nil {
			return err
		}
	}
	if how.open == nil {
		return nil
	}
	return r.open(how.open, p)
}

// keysReachData sees, without any key, that a copy of the key store has what the data of
// a backup were sealed with, or had it until it was destroyed. Those that were lost when
// it was taken may lack.
func (r *BackupReport) keysReachData() error {
	held, err := seal.HeldIn(r.Keys)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", r.Keys, privacy.ErrDamaged, err)
	}
	s, err := openBare(r.Dir)
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
	why := "is gone"
	if r.Former {
		why = "needs another master key, that of before a rotation"
	}
	if err == nil && missing > r.Manifest.Unreadable {
		err = fmt.Errorf("its own copy of the keys %s, and %s lacks %d keys it needs: they were renewed since (otinish key rotate --data), or it is older; it can be restored only with a copy of the keys of its time: %w",
			why, r.Keys, missing, privacy.ErrDamaged)
	}
	return err
}

// pickKeys takes the key copy of the backup, else the newest: a newer one has every
// key that is still meant to be, unless they were renewed. One that the master key opens
// goes before any other.
func (r *BackupReport) pickKeys(p BackupPlace, now time.Time, how checking) error {
	copies, err := p.KeyCopies()
	if err != nil {
		return err
	}
	for _, path := range copies {
		if at, _ := stampOf(filepath.Base(path)); now.Sub(at) > KeyBackupMaxAge {
			r.TooOld = append(r.TooOld, path)
		}
	}
	own := slices.IndexFunc(copies, r.own)
	r.OwnKeys = own >= 0 && !how.others
	if r.OwnKeys {
		if r.Keys = copies[own]; how.fits(r.Keys) {
			return nil
		}
	}
	copies = slices.DeleteFunc(notOfTheFuture(copies, now.Add(StampSlack)), r.own)
	slices.Reverse(copies)
	fitting := slices.IndexFunc(copies, how.fits)
	switch {
	case fitting >= 0:
		r.Former = r.OwnKeys
		r.Keys, r.OwnKeys = copies[fitting], false
	case r.Keys == "" && len(copies) > 0:
		r.Keys = copies[0] // why it does not open is told where it is opened
	}
	return nil
}

// fits reports whether a copy of the keys is for the master key at hand.
func (c checking) fits(keys string) bool {
	if c.fit == nil {
		return true
	}
	v, err := seal.OpenVault(keys, c.fit, seal.VaultOptions{ReadOnly: true})
	if err == nil {
		err = v.Close()
	}
	return !errors.Is(err, seal.ErrMaster)
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
