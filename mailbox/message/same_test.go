package message

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"

	gomessage "github.com/emersion/go-message"
)

// Comparing letter by letter says what comparing copies of the letters says.
func TestSameLetters(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	bits := []string{"a", "A", "Ж", "ж", " ", "\n", "і", "İ", "7", ".", "\u00ad", "\xd0", "\x96", "é", "ß", "Ѐ", "\u200b", "ab", "qw", "中"}
	same := 0
	for range 200_000 {
		var a, b strings.Builder
		for range r.IntN(6) {
			p := bits[r.IntN(len(bits))]
			a.WriteString(p)
			if r.IntN(5) > 0 {
				b.WriteString(p)
			}
			if r.IntN(4) == 0 {
				b.WriteString(bits[r.IntN(len(bits))])
			}
		}
		want := onlyLetters(a.String()) == onlyLetters(b.String())
		if got := sameLetters(a.String(), b.String()); got != want {
			t.Fatalf("%q and %q: %v, want %v", a.String(), b.String(), got, want)
		}
		if want {
			same++
		}
	}
	if same < 1000 || same > 190_000 {
		t.Errorf("%d pairs are the same: they try little", same)
	}
}

// What is decoded in one go is what a reader of transfer encodings gives.
func TestStrictBase64(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	strict := 0
	for range 20_000 {
		plain := make([]byte, r.IntN(40))
		for i := range plain {
			plain[i] = byte(r.Uint32())
		}
		body := []byte(base64.StdEncoding.EncodeToString(plain))
		for range r.IntN(4) {
			at := r.IntN(len(body) + 1)
			body = append(body[:at:at], append([]byte([]string{"\r\n", "\n", " ", "=", "-", "A", "\r\n\r\n"}[r.IntN(7)]), body[at:]...)...)
		}
		limit := r.IntN(50)
		got, ok := strictBase64(body, limit)
		if !ok {
			continue
		}
		strict++
		var h gomessage.Header
		h.Set("Content-Transfer-Encoding", "base64")
		entity, err := gomessage.New(h, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		want, err := readAll(entity.Body, min(limit, len(body)))
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%q, at most %d: %q, want %q, %v", body, limit, got, want, err)
		}
	}
	if strict < 5000 {
		t.Errorf("%d bodies were decoded in one go: they try little", strict)
	}
}
