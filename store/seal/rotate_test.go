package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"medico-intech.kz/otinish/store/seal"
)

func always() bool { return true }

// rotated begins a rotation to master key 2 and lets it do as many chunks as told.
func rotated(t *testing.T, v *seal.Vault, chunks int) {
	t.Helper()
	if err := v.Rotate(master(t, 2)); err != nil {
		t.Fatal(err)
	}
	if err := v.Rewrap(func() bool { chunks--; return chunks >= 0 }, nil); err != nil {
		t.Fatal(err)
	}
}

const manySlots = 9000 // three chunks

// Until the new master key is in place both open the vault; from then on only the
// new one does. Keys and digests stay. It may stop anywhere.
func TestRotationWhereverItStops(t *testing.T) {
	for chunks := range 5 {
		t.Run(fmt.Sprint(chunks), func(t *testing.T) {
			path := vaultPath(t)
			v := create(t, path)
			sealed := take(t, v, manySlots)
			digest := v.Digest("use")
			rotated(t, v, chunks)
			for slot, text := range take(t, v, 3) {
				sealed[slot] = text
			}
			wantTexts(t, v, sealed)
			v.Close()

			v = openVault(t, path, 1) // the administrator has not yet put it in place
			wantTexts(t, v, sealed)
			v.Close()

			v = openVault(t, path, 2)
			wantTexts(t, v, sealed)
			if err := v.Rewrap(always, nil); err != nil {
				t.Fatal(err)
			}
			wantTexts(t, v, sealed)
			if v.Digest("use") != digest {
				t.Error("the digest changed: no index finds anything any more")
			}
			if r := v.Rotation(); len(r.Masters) != 1 || r.Masters[0] != master(t, 2).Name() || r.Wrapping {
				t.Errorf("%+v", r)
			}
			v.Close()
			if _, err := seal.OpenVault(path, master(t, 1), seal.VaultOptions{}); !errors.Is(err, seal.ErrMaster) {
				t.Error("the former master key opens it:", err)
			}
			wantTexts(t, openVault(t, path, 2), sealed)
		})
	}
}

// What the former master key opened in an old copy says nothing about the keys as
// they are wrapped now: the wrapping key is another one.
func TestOldHeaderDoesNotOpenNewSlots(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	take(t, v, 10)
	old, _ := os.ReadFile(path)
	rotated(t, v, 10)
	v.Close()
	openVault(t, path, 2).Close()
	now, _ := os.ReadFile(path)
	mixed := vaultPath(t)
	os.WriteFile(mixed, append(append([]byte{}, old[:8192]...), now[8192:]...), 0o600)
	if _, err := openVault(t, mixed, 1).AEAD(0); !errors.Is(err, seal.ErrVault) {
		t.Error(err)
	}
}

func TestRotationReportsProgressAndRefusesASecond(t *testing.T) {
	v := create(t, vaultPath(t))
	take(t, v, manySlots)
	if err := v.Rotate(master(t, 1)); !errors.Is(err, seal.ErrKey) {
		t.Error("to the key in use:", err)
	}
	if err := v.Rotate(master(t, 2)); err != nil {
		t.Fatal(err)
	}
	var last uint64
	err := v.Rewrap(always, func(done, total uint64) {
		if done <= last || done > total {
			t.Errorf("%d after %d of %d", done, last, total)
		}
		last = done
	})
	if err != nil || last < manySlots {
		t.Error(last, err)
	}
	if err := v.Rotate(master(t, 2)); err != nil {
		t.Error("the same again:", err)
	}
	if err := v.Rotate(master(t, 3)); !errors.Is(err, seal.ErrRotating) {
		t.Error("another one:", err)
	}
}

// Keys that are made while keys are re-wrapped are not forgotten.
func TestKeysAreTakenDuringRotation(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	sealed := take(t, v, 100)
	done := make(chan error)
	go func() { done <- errors.Join(v.Rotate(master(t, 2)), v.Rewrap(always, nil)) }()
	for slot, text := range take(t, v, manySlots) {
		sealed[slot] = text
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	v.Close()
	v = openVault(t, path, 2)
	if err := v.Rewrap(always, nil); err != nil {
		t.Fatal(err)
	}
	v.Close()
	wantTexts(t, openVault(t, path, 2), sealed)
}

// A disk that stops in the midst of a write leaves sectors old or new, in any mixture, of
// slots as of a header: every key opens, with either master key.
func TestRotationTornInItsWrites(t *testing.T) {
	path := vaultPath(t)
	v := create(t, path)
	sealed := take(t, v, 400)
	images := make([][]byte, 3) // before; the header written; the slots written, and noted
	images[0], _ = os.ReadFile(path)
	rotated(t, v, 0)
	images[1], _ = os.ReadFile(path)
	rotated(t, v, 1)
	images[2], _ = os.ReadFile(path)
	v.Close()
	const sector, head = 512, 8192
	const piece = 16 // a header is trusted to no sector
	random := rand.New(rand.NewPCG(1, 2026))
	mix := func(old, new []byte, from, until, size int) []byte {
		b := bytes.Clone(old)
		for at := from; at < min(until, len(old)); at += size {
			if random.IntN(2) == 1 {
				copy(b[at:at+size], new[at:])
			}
		}
		return b
	}
	for range 40 {
		for name, c := range map[string]struct {
			image   []byte
			masters []byte
		}{
			"header": {mix(images[0], images[1], 0, head, piece), []byte{1}},
			"slots":  {mix(images[1], images[2], head, len(images[1]), sector), []byte{1, 2}},
			"noting": {append(mix(images[1][:head], images[2][:head], 0, head, piece), images[2][head:]...), []byte{1, 2}},
		} {
			for _, n := range c.masters {
				torn := vaultPath(t)
				if err := os.WriteFile(torn, c.image, 0o600); err != nil {
					t.Fatal(err)
				}
				v, err := seal.OpenVault(torn, master(t, n), seal.VaultOptions{})
				if err != nil {
					t.Fatalf("%s, master key %d: %v", name, n, err)
				}
				wantTexts(t, v, sealed)
				v.Close()
			}
		}
		if t.Failed() {
			return
		}
	}
}
