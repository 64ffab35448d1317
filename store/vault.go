package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// KeysName is the name of the key store in the folder of the store. It lies apart
// from the data so that a key can be destroyed although bbolt's old pages, and
// every copy of the data, still hold what it sealed.
const KeysName = "otinish.keys"

// Both wrap privacy.ErrDamaged: nothing can be read, although nothing may be broken.
var (
	ErrWrongKey    error = unopened("the store was made with another key (key_file): nothing is lost, put the former key file back, or after a rotation the next one")
	ErrKeysMissing error = unopened("the key store is missing: " + KeysName + "; bring it back from the newest copy of the keys (otinish key mend COPY), or move the folder away and put a backup back (otinish restore)")
)

type unopened string

func (e unopened) Error() string { return string(e) }
func (unopened) Unwrap() error   { return privacy.ErrDamaged }

func (s *Store) keysPath() string { return filepath.Join(s.dir, KeysName) }

// openVault opens the key store and sees that it belongs to the data.
func (s *Store) openVault(readOnly bool) error {
	v, err := openVaultFile(s.keysPath(), s.ring, seal.VaultOptions{ReadOnly: readOnly, Unsettled: true, Fault: s.fault})
	if err != nil {
		return err
	}
	s.vault = v
	return nil
}

func openVaultFile(path string, ring *seal.Keyring, o seal.VaultOptions) (*seal.Vault, error) {
	v, err := seal.OpenVault(path, ring, o)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrKeysMissing
	case errors.Is(err, seal.ErrMaster):
		return nil, fmt.Errorf("%w: %w", ErrWrongKey, err)
	case errors.Is(err, seal.ErrVault):
		return nil, fmt.Errorf("%w: %s: %w; move the folder away and put a backup back (otinish restore)", privacy.ErrDamaged, KeysName, err)
	}
	return v, err
}

// makeVault makes a key store beside its place and moves it there whole.
func (s *Store) makeVault(id [16]byte, digestKey []byte) error {
	path := s.keysPath() + ".new"
	if err := removeIfThere(path); err != nil {
		return err
	}
	if err := seal.CreateVault(path, s.ring, id, digestKey); err != nil {
		return err
	}
	if err := os.Rename(path, s.keysPath()); err != nil {
		return err
	}
	return syncDir(s.dir)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// unusedVault reports whether a key store never held a key, or is not there: then
// creating the store was interrupted, and nothing was ever sealed.
func (s *Store) unusedVault() (bool, error) {
	v, err := openVaultFile(s.keysPath(), s.ring, seal.VaultOptions{ReadOnly: true})
	if errors.Is(err, ErrKeysMissing) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer v.Close()
	return v.Slots() == 0, nil
}

// digest is a keyed digest; its key outlives the master key.
func (s *Store) digest(use string, data ...[]byte) [seal.DigestSize]byte {
	return s.vault.Digest(use, data...)
}

// subKey is a key for another use than sealing, which outlives the master key.
func (s *Store) subKey(use string) [seal.KeySize]byte {
	if key, ok := s.subKeys.Load(use); ok {
		return key.([seal.KeySize]byte)
	}
	key := s.vault.SubKey(use)
	s.subKeys.Store(use, key)
	return key
}

// storeID is drawn when a store is made and lies in data and key store.
func (s *Store) storeID() [16]byte { return s.vault.StoreID() }

// copyKeys writes the key store as it is at one moment. A copy belongs to a copy of
// the data taken before it: every key that one needs is in it.
func (s *Store) copyKeys(w io.Writer) (int64, error) { return s.vault.CopyTo(w) }
