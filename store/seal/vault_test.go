package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"medico-intech.kz/otinish/store/seal"
)

var storeID = [16]byte{1, 2, 3}

func master(t *testing.T, n byte) *seal.Keyring {
	t.Helper()
	k := key()
	k[0] = n
	return ring(t, k)
}

func vaultPath(t *testing.T) string { return filepath.Join(t.TempDir(), "keys") }

func create(t *testing.T, path string) *seal.Vault {
	t.Helper()
	if err := seal.CreateVault(path, master(t, 1), storeID, nil); err != nil {
		t.Fatal(err)
	}
	return openVault(t, path, 1)
}

func openVault(t *testing.T, path string, n byte) *seal.Vault {
	t.Helper()
	v, err := seal.OpenVault(path, master(t, n), seal.VaultOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// take draws n keys and seals a text with each.
func take(t *testing.T, v *seal.Vault, n int) map[uint32][]byte {
	t.Helper()
	sealed := make(map[uint32][]byte)
	for range n {
		slot, err := v.Take()
		if err != nil {
			t.Fatal(err)
		}
		if sealed[slot] != nil {
			t.Fatalf("slot %d was given out twice", slot)
		}
		aead, err := v.AEAD(slot)
		if err != nil {
			t.Fatal(err)
		}
		sealed[slot] = aead.Seal(nil, nil, fmt.Append(nil, "text ", slot), []byte("place"))
	}
	return sealed
}

// wantTexts opens every text; those of ended slots must not open.
func wantTexts(t *testing.T, v *seal.Vault, sealed map[uint32][]byte, ended ...uint32) {
	t.Helper()
	for slot, text := range sealed {
		gone := false
		for _, e := range ended {
			gone = gone || e == slot
		}
		aead, err := v.AEAD(slot)
		if gone {
			if !errors.Is(err, seal.ErrDestroyed) {
				t.Errorf("slot %d: %v, want destroyed", slot, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("slot %d: %v", slot, err)
			continue
		}
		if plain, err := aead.Open(nil, nil, text, []byte("place")); err != nil || string(plain) != fmt.Sprint("text ", slot) {
			t.Errorf("slot %d: %q %v", slot, plain, err)
		}
	}
}

func TestKeysSurviveTheProcess(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	sealed := take(t, v, 1000)
	v.Close()
	v = openVault(t, path, 1)
	wantTexts(t, v, sealed)
	for slot := range take(t, v, 300) {
		if sealed[slot] != nil {
			t.Errorf("slot %d was given out again", slot)
		}
	}
	if v.StoreID() != storeID {
		t.Error("the vault forgot whose it is")
	}
}

// A spare key is on disk before it is given out: a copy of the file taken at any
// moment after that opens what it sealed.
func TestKeyIsOnDiskBeforeItIsGivenOut(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	for range 200 {
		sealed := take(t, v, 1)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		copied := vaultPath(t)
		if err := os.WriteFile(copied, content, 0o600); err != nil {
			t.Fatal(err)
		}
		wantTexts(t, openVault(t, copied, 1), sealed)
	}
}

func TestVaultIsRefused(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	take(t, v, 1)
	v.Close()
	if _, err := seal.OpenVault(path, master(t, 2), seal.VaultOptions{}); !errors.Is(err, seal.ErrMaster) {
		t.Error("another master key:", err)
	}
	content, _ := os.ReadFile(path)
	for name, damage := range map[string]func([]byte) []byte{
		"empty":       func([]byte) []byte { return nil },
		"text":        func(b []byte) []byte { return bytes.Repeat([]byte("text "), len(b)/5) },
		"both pages":  func(b []byte) []byte { b[70] ^= 1; b[4096+70] ^= 1; return b },
		"root forged": func(b []byte) []byte { return append(b[:0], b[:100]...) },
	} {
		bad := vaultPath(t)
		os.WriteFile(bad, damage(bytes.Clone(content)), 0o600)
		if _, err := seal.OpenVault(bad, master(t, 1), seal.VaultOptions{}); !errors.Is(err, seal.ErrVault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A slot says which key it holds only in its own place.
func TestSlotsCannotBeMoved(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	take(t, v, 2)
	v.Close()
	content, _ := os.ReadFile(path)
	copy(content[8192:8256], content[8256:8320])
	os.WriteFile(path, content, 0o600)
	if _, err := openVault(t, path, 1).AEAD(0); !errors.Is(err, seal.ErrVault) {
		t.Error(err)
	}
}

func TestDestroyEndsTheKeyAndNoOther(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	sealed := take(t, v, 5)
	mark, err := v.Mark(2)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	other := seal.KeyMark{Slot: 3, Mark: mark.Mark} // as after a restore: the slot holds another key
	if n, err := v.Destroy([]seal.KeyMark{mark, other, {Slot: 1 << 20, Mark: mark.Mark}}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	wantTexts(t, v, sealed, 2)
	if n, err := v.Destroy([]seal.KeyMark{mark}); n != 0 || err != nil {
		t.Error("again:", n, err)
	}
	after, _ := os.ReadFile(path)
	if bytes.Contains(after, before[8192+2*64+4:8192+3*64]) {
		t.Error("the wrapped key still lies in the file")
	}
	v.Close()
	v = openVault(t, path, 1)
	wantTexts(t, v, sealed, 2)
	if _, destroyed, err := v.Count(); destroyed != 1 || err != nil {
		t.Error(destroyed, err)
	}
}

func TestCopyIsAVault(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	sealed := take(t, v, 10)
	var b bytes.Buffer
	if _, err := v.CopyTo(&b); err != nil {
		t.Fatal(err)
	}
	copied := vaultPath(t)
	os.WriteFile(copied, b.Bytes(), 0o600)
	wantTexts(t, openVault(t, copied, 1), sealed)
}

func TestReadOnlyVaultGivesNoKeysAndStaysAsItIs(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	sealed := take(t, v, 3)
	v.Close()
	before, _ := os.ReadFile(path)
	v, err := seal.OpenVault(path, master(t, 1), seal.VaultOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	wantTexts(t, v, sealed)
	if _, err := v.Take(); err == nil {
		t.Error("a key was given out")
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file changed")
	}
}

func TestFullDiskIsToldByTakeAndPasses(t *testing.T) {
	path := vaultPath(t)
	if err := seal.CreateVault(path, master(t, 1), storeID, nil); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	full := errors.New("no space left")
	set := func(err error) { mu.Lock(); defer mu.Unlock(); full = err }
	v, err := seal.OpenVault(path, master(t, 1), seal.VaultOptions{Fault: func(string) error { mu.Lock(); defer mu.Unlock(); return full }})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if _, err := v.Take(); !errors.Is(err, full) {
		t.Fatal(err)
	}
	set(nil)
	take(t, v, 500)
}
