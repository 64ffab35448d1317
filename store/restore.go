package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// RestoreOptions say what becomes a store again, and where.
type RestoreOptions struct {
	From    string   // the folder of the backup
	To      string   // a folder that is empty or not there
	Keys    string   // the key copy; empty: that of the backup, else the newest beside it
	Ledgers []string // further erasure ledgers: nobody they name is revived
	Shorter bool     // go on with a ledger that was cut short, or lacks what others name
	Damaged bool     // go on where records cannot be read, or the chain does not hold
	Place   BackupPlace
	Ring    *seal.Keyring
	Now     func() time.Time
}

// RestoreReport is what was done.
type RestoreReport struct {
	Copied
	Keys      string   `json:"keys"`                       // the key copy used
	KeysBad   bool     `json:"own_keys_bad,omitempty"`     // since that of the backup is not as it was written
	Former    bool     `json:"own_keys_former,omitempty"`  // since that of the backup needs another master key
	Ledgers   []string `json:"ledgers"`                    // the ledgers replayed
	Newer     bool     `json:"ledger_given"`               // one that was named has lines
	Erasures  int      `json:"erasures"`                   // lines in them, together
	Shorter   []string `json:"ledgers_shorter,omitempty"`  // ledgers given that lack lines which other ones have
	Rebuilt   int      `json:"erasures_rebuilt,omitempty"` // of those, made of tombstones: no ledger had them
	Destroyed uint64   `json:"keys_destroyed"`             // keys that stay destroyed

	Unread []Unreadable `json:"cannot_be_read,omitempty"`   // whose records are there and do not open
	Broken string       `json:"chain_broken_how,omitempty"` // what is wrong with the chain
}

// Restore makes a store of a backup in an empty folder. It looks at the backup
// first, replays the erasure ledgers, checks the chain and every sealed value, and
// marks the store as put back: MarkRestored. The folder holds a store only when all
// of that was done. What was damaged when the backup was taken is put back as it is,
// where that was asked for, and told.
func Restore(o RestoreOptions) (r RestoreReport, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	// The folder says from the first moment on that it is no store yet: the daemon would
	// make a new one in an empty folder.
	stage, err := o.begin()
	if err != nil {
		return r, fmt.Errorf("restore: %w", err)
	}
	if err := o.choose(&r); err != nil {
		return r, fmt.Errorf("restore: %w", errors.Join(err, os.RemoveAll(stage)))
	}
	if err := o.fill(stage, &r); err != nil {
		os.RemoveAll(stage)
		return r, fmt.Errorf("restore: %w; nothing was put back", err)
	}
	if err := o.settle(stage); err != nil {
		return r, fmt.Errorf("restore: %w; run it again", err)
	}
	return r, nil
}

// begin takes the folder, and makes the one within it in which the parts become a store.
func (o RestoreOptions) begin() (stage string, err error) {
	if _, err := ReadManifest(o.From); err != nil {
		return "", err // a name mistyped leaves no folder
	}
	if err := o.emptyFolder(); err != nil {
		return "", err
	}
	stage = filepath.Join(o.To, stagingName)
	if err := os.Mkdir(stage, 0o700); err != nil {
		return "", err
	}
	return stage, syncDir(o.To)
}

// choose looks at the backup and finds the copy of the keys. Where that of the backup is
// not as it was written, the newest takes its place, as where it is gone.
func (o RestoreOptions) choose(r *RestoreReport) error {
	how := checking{fit: o.Ring, others: o.Keys != ""}
	checked, err := o.Place.checkBackup(o.From, o.Now(), how)
	if errors.Is(err, errOwnKeys) {
		own := err
		how.others = true
		if checked, err = o.Place.checkBackup(o.From, o.Now(), how); err == nil && checked.Keys == "" {
			return fmt.Errorf("%w; nothing was put back, and no other copy of the keys is there: name one with --keys, or try another backup", own)
		}
		r.KeysBad = checked.Dir != "" && err == nil
	}
	if errors.Is(err, privacy.ErrDamaged) && !errors.Is(err, ErrMixed) {
		return fmt.Errorf("%w; nothing was put back: try another backup", err)
	}
	if err == nil {
		err = o.checkParts(checked)
	}
	if errors.Is(err, ErrMixed) {
		return fmt.Errorf("%w; nothing was put back: leave the files of one store together and move the others away", err)
	}
	if err != nil {
		return err
	}
	r.Copied, r.Keys, r.Former = checked.Manifest.Copied, checked.Keys, checked.Former
	if o.Keys != "" {
		r.Keys = o.Keys
	}
	if r.Keys == "" {
		return fmt.Errorf("no copy of the keys is there, and without one the data cannot be read; name one with --keys: %w", privacy.ErrNotFound)
	}
	return nil
}

// emptyFolder: a store is never written over.
func (o RestoreOptions) emptyFolder() error {
	if err := os.MkdirAll(o.To, 0o700); err != nil {
		return err
	}
	if err := clearRestoring(o.To); err != nil {
		return err
	}
	entries, err := os.ReadDir(o.To)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s is not empty; move what lies there away first: %w", o.To, privacy.ErrNotAllowed)
	}
	return err
}

// fill copies the parts and makes a store of them.
func (o RestoreOptions) fill(stage string, r *RestoreReport) error {
	if err := copyFile(filepath.Join(o.From, FileName), filepath.Join(stage, FileName)); err != nil {
		return err
	}
	if err := copyFile(r.Keys, filepath.Join(stage, KeysName)); err != nil {
		return err
	}
	if err := o.mergeLedgers(stage, r); err != nil {
		return err
	}
	s, err := Open(stage, Options{Keyring: o.Ring, Now: o.Now, LockWait: -1, still: true})
	if errors.Is(err, ErrWrongKey) {
		return fmt.Errorf("%w: the copy of the keys needs the master key of its time, before a rotation the former one", err)
	}
	if err != nil {
		return err
	}
	err = o.complete(s, r)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	return removeIfThere(filepath.Join(stage, workingName))
}

// complete checks what Open made of the parts, and marks it.
func (o RestoreOptions) complete(s *Store, r *RestoreReport) error {
	var noted []audit.Anchor
	if r.Head != "" {
		a, err := audit.ParseAnchor(r.Head)
		if err != nil {
			return err
		}
		noted = append(noted, a)
	}
	_, err := s.VerifyChain(noted, o.Place.progress("checking the chain"))
	if errors.Is(err, audit.ErrBroken) && o.Damaged {
		r.Broken, err = err.Error(), nil
	}
	if err != nil {
		return r.orDamaged(err)
	}
	sealed, err := s.CheckSealed(o.Place.progress("opening"))
	if errors.Is(err, privacy.ErrUnreadable) {
		r.Unread = s.Unreadable()
	}
	if len(r.Unread) > 0 && o.Damaged {
		err = nil
	}
	if err != nil && filepath.Base(r.Keys) != filepath.Base(o.From)+keysSuffix {
		return fmt.Errorf("%w; the copy of the keys is not that of the backup: if somebody was destroyed since, name the newer erasure ledger with --ledger", err)
	}
	if err != nil {
		return r.orDamaged(err)
	}
	r.Destroyed = sealed.Destroyed
	if err := s.checkOthers(); err != nil {
		return err
	}
	return s.Update(context.Background(), func(tx *Tx) error { return tx.MarkRestored(r.TakenAt) })
}

// orDamaged tells how to go on with a backup that was taken of a damaged store.
func (r *RestoreReport) orDamaged(err error) error {
	switch {
	case errors.Is(err, audit.ErrBroken):
		err = fmt.Errorf("%w; an older backup may have it whole; --damaged puts this one back as it is", err)
	case len(r.Unread) > 0:
		err = fmt.Errorf("%w: records of %s; an older backup may have them; --damaged puts this one back, with these records as they are and everybody else served", err, namesOf(r.Unread))
	}
	return err
}

// settle moves the parts to their place, the data last: what has no data is no
// store. They belong to whom the folder belongs to.
func (o RestoreOptions) settle(stage string) error {
	info, err := os.Stat(o.To)
	if err != nil {
		return err
	}
	for _, name := range []string{LedgerName, KeysName, FileName} {
		path := filepath.Join(stage, name)
		if owner, ok := info.Sys().(*syscall.Stat_t); ok && os.Geteuid() == 0 {
			if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); err != nil {
				return err
			}
		}
		if err := os.Rename(path, filepath.Join(o.To, name)); err != nil {
			return err
		}
		if err := syncDir(o.To); err != nil {
			return err
		}
	}
	return os.RemoveAll(stage)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := createNew(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
