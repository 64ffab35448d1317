package seal

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Vault is the key store: an open file of data keys. It is safe for concurrent use.
//
// Keys are made in batches ahead of need and are on disk before they are given
// out, so that whoever needs one waits for no disk.
type Vault struct {
	file      *os.File
	readOnly  bool
	unsettled bool
	fault     func(string) error
	ring      *Keyring
	*Digester

	// mu guards what a rotation changes: head, root, current and former, and slots
	// while they are written again.
	mu      sync.RWMutex
	head    header
	page    int // where head was read or written
	root    root
	current wrapper
	former  wrapper // no aead: there is none

	rewrapped bool // every slot, since this process began to

	spare spare
}

// VaultOptions: Fault is asked before the vault writes, with "keys", and makes it
// fail by returning an error.
type VaultOptions struct {
	ReadOnly bool
	// Unsettled: nothing is written before Settle is called.
	Unsettled bool
	Fault     func(op string) error
}

// CreateVault makes a vault without keys. digestKey is nil, or of a store that was
// made before there were vaults.
func CreateVault(path string, k *Keyring, storeID [16]byte, digestKey []byte) error {
	r := root{generation: 1}
	rand.Read(r.digest[:])
	rand.Read(r.wrapping[:])
	if digestKey != nil {
		copy(r.digest[:], digestKey)
	}
	h := header{sequence: 1, storeID: storeID}
	h.rewrap(&r, k)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make a key store: %w", err)
	}
	_, err = f.WriteAt(append(h.bytes(), make([]byte, pageSize)...), 0)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("make a key store: %w", err)
	}
	return nil
}

// OpenVault opens a vault. The error wraps ErrMaster for another master key and
// ErrVault for a file that is not as it was written.
//
// A master key that is to take the place of another one does so now: from here on
// the other opens nothing more.
func OpenVault(path string, k *Keyring, o VaultOptions) (*Vault, error) {
	v := &Vault{ring: k, readOnly: o.ReadOnly, unsettled: o.Unsettled, fault: o.Fault}
	if v.fault == nil {
		v.fault = func(string) error { return nil }
	}
	flags := os.O_RDWR
	if o.ReadOnly {
		flags = os.O_RDONLY
	}
	var err error
	if v.file, err = os.OpenFile(path, flags, 0); err != nil {
		return nil, fmt.Errorf("open the key store: %w", err)
	}
	if err := v.load(); err != nil {
		v.file.Close()
		return nil, fmt.Errorf("open the key store: %w", err)
	}
	return v, nil
}

func (v *Vault) load() (err error) {
	if v.head, v.page, err = readHeader(v.file); err != nil {
		return err
	}
	if v.root, err = v.head.unwrap(v.ring); err != nil {
		return err
	}
	v.Digester = NewDigester(v.root.digest[:])
	v.useRoot()
	info, err := v.file.Stat()
	if err != nil {
		return err
	}
	// A batch cut off by a crash was not given out: what is whole of it is skipped.
	slots := max(0, info.Size()-slotsAt+slotSize-1) / slotSize
	v.spare.begin(uint32(slots))
	v.rewrapped = v.head.position >= uint32(slots) // what is made from now on is wrapped by the key in use
	if v.readOnly || v.unsettled {
		return nil
	}
	return v.settleMaster()
}

func (v *Vault) useRoot() {
	v.current = wrapper{v.root.generation, newAEAD(v.root.wrapping[:])}
	v.former = wrapper{}
	if v.root.former != 0 {
		v.former = wrapper{v.root.former, newAEAD(v.root.formerKey[:])}
	}
}

// Settle does what OpenVault left for later (VaultOptions.Unsettled).
func (v *Vault) Settle() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.unsettled = false
	return v.settleMaster()
}

// Sum is the SHA-256 of the whole file, slots that were made ahead too.
func (v *Vault) Sum() (sum [sha256.Size]byte, err error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(v.file, 0, 1<<62)); err != nil {
		return sum, fmt.Errorf("sum the key store: %w", err)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// Rest ends the making of spare keys: from here on the file stays as it is.
func (v *Vault) Rest() { v.spare.end() }

// Close ends the making of spare keys and closes the file.
func (v *Vault) Close() error {
	v.spare.end()
	return v.file.Close()
}

// StoreID is the store the vault belongs to.
func (v *Vault) StoreID() [16]byte { return v.head.storeID }

// Slots is how many slots there are: keys in use, spare and destroyed ones.
func (v *Vault) Slots() uint32 { return v.spare.slots() }

// Reaches reports whether the file goes on beyond a slot, whatever lies in that.
func (v *Vault) Reaches(slot uint32) (bool, error) {
	info, err := v.file.Stat()
	if err != nil {
		return false, fmt.Errorf("look at the key store: %w", err)
	}
	return info.Size() >= slotOffset(slot)+slotSize, nil
}

// writeHeader writes the page that is not in use, so that a crash leaves one.
func (v *Vault) writeHeader(h header) error {
	if err := v.fault("keys"); err != nil {
		return fmt.Errorf("write the key store: %w", err)
	}
	h.sequence = v.head.sequence + 1
	page := 1 - v.page
	if _, err := v.file.WriteAt(h.bytes(), int64(page*pageSize)); err != nil {
		return fmt.Errorf("write the key store: %w", err)
	}
	if err := v.file.Sync(); err != nil {
		return fmt.Errorf("write the key store: %w", err)
	}
	v.head, v.page = h, page
	return nil
}

// AEAD returns the cipher of a data key; callers keep it for a moment only. The
// error wraps ErrDestroyed, ErrNoKey or ErrVault.
func (v *Vault) AEAD(slot uint32) (cipher.AEAD, error) {
	key, err := v.key(slot)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return newAEAD(key), nil
}

// Mark names the key in a slot.
func (v *Vault) Mark(slot uint32) (KeyMark, error) {
	key, err := v.key(slot)
	if err != nil {
		return KeyMark{}, err
	}
	defer clear(key)
	d := v.Digest("key mark", key)
	return KeyMark{slot, [8]byte(d[:])}, nil
}

// CopyTo writes the vault as it is at one moment: no slot and no header half
// written.
func (v *Vault) CopyTo(w io.Writer) (int64, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	size := slotOffset(v.spare.slots())
	n, err := io.Copy(w, io.NewSectionReader(v.file, 0, size))
	if err == nil && n < size {
		err = fmt.Errorf("%w: it was cut short", ErrVault)
	}
	if err != nil {
		return n, fmt.Errorf("copy the key store: %w", err)
	}
	return n, nil
}

// StoreOf says which store the vault in a file belongs to; no key is needed. The
// error wraps ErrVault where the file is no vault.
func StoreOf(path string) (id [16]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return id, fmt.Errorf("read the key store: %w", err)
	}
	defer f.Close()
	h, _, err := readHeader(f)
	return h.storeID, err
}

// HeldIn tells of each slot of the vault in a file whether it holds a key, or held one
// that was destroyed: not whether it was never there, or spent. No key is needed.
func HeldIn(path string) (held func(slot uint32) bool, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the key store: %w", err)
	}
	return func(slot uint32) bool {
		at := slotOffset(slot)
		return at+slotSize <= int64(len(content)) && (content[at] == slotKey || content[at] == slotEnded)
	}, nil
}
