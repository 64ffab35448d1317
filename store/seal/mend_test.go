package seal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// What was destroyed stays so, although the copy has it; what is lost comes back.
func TestMendRevivesNothing(t *testing.T) {
	k, err := NewKeyring([]byte("0123456789abcdefghijklmnopqrstuv"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "keys")
	if err := CreateVault(path, k, [16]byte{1}, nil); err != nil {
		t.Fatal(err)
	}
	v, err := OpenVault(path, k, VaultOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for range 3 {
		if _, err := v.Take(); err != nil {
			t.Fatal(err)
		}
	}
	v.Rest()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := path + ".copy"
	if err := os.WriteFile(copied, before, 0o600); err != nil {
		t.Fatal(err)
	}
	mark, err := v.Mark(0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Destroy([]KeyMark{mark}); err != nil {
		t.Fatal(err)
	}
	want, _ := v.key(1)
	if _, err := v.file.WriteAt(make([]byte, slotSize), slotOffset(1)); err != nil {
		t.Fatal(err)
	}
	from, err := OpenVault(copied, k, VaultOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	lost, mended, err := v.Mend(from, []uint32{0, 1, 2, 9999})
	if err != nil || mended != 1 || len(lost) != 1 || lost[0] != 9999 {
		t.Errorf("%v %d %v", lost, mended, err)
	}
	if have, err := v.key(1); err != nil || !bytes.Equal(have, want) {
		t.Error("slot 1:", err)
	}
	if _, err := v.key(0); !errors.Is(err, ErrDestroyed) {
		t.Error("slot 0:", err)
	}
}
