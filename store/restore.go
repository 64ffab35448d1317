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
