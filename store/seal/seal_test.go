package seal_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"testing"

	"medico-intech.kz/otinish/store/seal"
)

func key() []byte {
	k := make([]byte, seal.KeySize)
	for i := range k {
		k[i] = byte(i + 200)
	}
	return k
}

func ring(t *testing.T, master []byte) *seal.Keyring {
	t.Helper()
	k, err := seal.NewKeyring(master)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// The digest is the format of every index: this value must never change.
func TestDigestStaysWhatItWas(t *testing.T) {
	got := seal.NewDigester(ring(t, key()).FormerDigestKey()).Digest("subject address", []byte("a@b.kz"))
	if want := "9c7fa9acea5aa0c7db2b62e18c92374d"; hex.EncodeToString(got[:]) != want {
		t.Errorf("digest %x, want %s: stores made before could not be read", got, want)
	}
}

func TestDigestSeparatesUsesPiecesAndKeys(t *testing.T) {
	k := seal.NewDigester(key())
	other := key()
	other[31]++
	digests := map[[seal.DigestSize]byte]string{}
	for name, d := range map[string][seal.DigestSize]byte{
		"plain":          k.Digest("use", []byte("ab"), []byte("c")),
		"other cut":      k.Digest("use", []byte("a"), []byte("bc")),
		"one piece":      k.Digest("use", []byte("abc")),
		"label and data": k.Digest("usea", []byte("b"), []byte("c")),
		"no data":        k.Digest("use"),
		"empty data":     k.Digest("use", nil),
		"other key":      seal.NewDigester(other).Digest("use", []byte("ab"), []byte("c")),
	} {
		if same, ok := digests[d]; ok {
			t.Errorf("%s and %s have the same digest", name, same)
		}
		digests[d] = name
	}
	if k.SubKey("a") == k.SubKey("b") || k.SubKey("a") != seal.NewDigester(key()).SubKey("a") {
		t.Error("sub-keys do not depend on key and use alone")
	}
}

func TestDigestFromManyGoroutines(t *testing.T) {
	k := seal.NewDigester(key())
	want := k.Digest("use", []byte("x"))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				k.Digest("use", []byte("y"))
				if k.Digest("use", []byte("x")) != want {
					t.Error("the digest depends on who else asks")
				}
			}
		})
	}
	wg.Wait()
}

func TestParseKeyReadsEveryForm(t *testing.T) {
	std, raw := base64.StdEncoding.EncodeToString(key()), base64.RawURLEncoding.EncodeToString(key())
	for name, content := range map[string]string{
		"raw":         string(key()),
		"base64":      std + "\n",
		"no padding":  raw,
		"CRLF":        std + "\r\n",
		"hex":         hex.EncodeToString(key()) + "\n",
		"capital hex": strings.ToUpper(hex.EncodeToString(key())),
	} {
		got, err := seal.ParseKey([]byte(content))
		if err != nil || !bytes.Equal(got, key()) {
			t.Errorf("%s: %x, %v", name, got, err)
		}
	}
}

func TestParseKeyRefusesAndTellsHowToMakeOne(t *testing.T) {
	for name, content := range map[string]string{
		"empty":      "",
		"a password": "correct horse battery staple",
		"short":      base64.StdEncoding.EncodeToString(key()[:16]),
		"long":       hex.EncodeToString(append(key(), 1)),
		"zeros":      string(make([]byte, 32)),
		"zero hex":   strings.Repeat("0", 64),
	} {
		_, err := seal.ParseKey([]byte(content))
		if !errors.Is(err, seal.ErrKey) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.Contains(err.Error(), "/dev/urandom") {
			t.Errorf("%s: the error gives no remedy: %v", name, err)
		}
		if content != "" && strings.Contains(err.Error(), content) {
			t.Errorf("%s: the error repeats the content of the key file", name)
		}
	}
	if _, err := seal.NewKeyring(key()[:31]); !errors.Is(err, seal.ErrKey) {
		t.Errorf("short master key: %v", err)
	}
}
