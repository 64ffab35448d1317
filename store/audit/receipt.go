package audit

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// Receipt ties the letter in a subject's hands to the chain (P10). It bears no
// sequence number: two of them would tell a stranger how many acts lie between
// two letters, and so whether a record exists (P4).
type Receipt struct {
	Number    privacy.Number
	Act       string
	At        time.Time
	Hash      [32]byte // of the entry
	Text      [16]byte // digest of the letter's words above the receipt, see TextDigest
	Signature [ed25519.SignatureSize]byte
}

const receiptVersion = "otinish receipt v1"

// Sign makes the receipt of an entry about a letter with this text.
func Sign(key ed25519.PrivateKey, e Entry, text string) Receipt {
	r := Receipt{Number: e.Act.Number, Act: e.Act.Act, At: e.At, Hash: e.Hash, Text: TextDigest(text)}
	copy(r.Signature[:], ed25519.Sign(key, r.signed()))
	return r
}

// signed is what the signature covers: every field, with the length before texts.
func (r Receipt) signed() []byte {
	b := appendText(nil, receiptVersion)
	b = appendText(b, string(r.Number))
	b = appendText(b, r.Act)
	b = binary.BigEndian.AppendUint64(b, uint64(r.At.Unix()))
	b = binary.BigEndian.AppendUint32(b, uint32(r.At.Nanosecond()))
	b = append(b, r.Hash[:]...)
	return append(b, r.Text[:]...)
}

// Genuine reports whether the holder of the key signed it.
func (r Receipt) Genuine(key ed25519.PublicKey) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, r.signed(), r.Signature[:])
}

// Matches reports whether an entry of the chain is the one of the receipt.
func (r Receipt) Matches(e Entry) bool {
	return e.Hash == r.Hash && e.Act.Number == r.Number && e.Act.Act == r.Act && e.At.Equal(r.At)
}

var b64 = base64.RawStdEncoding

// String is four lines of at most 72 characters, as they stand in a letter.
func (r Receipt) String() string {
	signature := b64.EncodeToString(r.Signature[:])
	return fmt.Sprintf("%s %s %s\n%s.%s\n%s\n%s", r.Number, r.Act, r.At.UTC().Format(time.RFC3339Nano),
		b64.EncodeToString(r.Hash[:]), b64.EncodeToString(r.Text[:]), signature[:43], signature[43:])
}

// receiptForm is String with anything between its parts that mail programs put
// there: line ends, marks of quoting.
var receiptForm = regexp.MustCompile(`(OT-[0-9A-Z]{4}-[0-9A-Z]{4})[\s>]+(\S{1,160})[\s>]+(\d{4}-\d\d-\d\dT[0-9:.]+Z)[\s>]+` +
	`([A-Za-z0-9+/]{43})\.([A-Za-z0-9+/]{22})[\s>]+([A-Za-z0-9+/]{43})[\s>]*([A-Za-z0-9+/]{43})`)

// FindReceipt finds the first receipt in a letter as a subject brings it, saved,
// copied or quoted, and whether the words above it are those that were sent.
func FindReceipt(letter string) (r Receipt, sameText, found bool) {
	at := receiptForm.FindStringSubmatchIndex(letter)
	if at == nil {
		return r, false, false
	}
	part := func(i int) string { return letter[at[2*i]:at[2*i+1]] }
	r.Number, r.Act = privacy.Number(part(1)), part(2)
	var err error
	if r.At, err = time.Parse(time.RFC3339Nano, part(3)); err != nil {
		return r, false, false
	}
	for _, field := range []struct {
		text string
		to   []byte
	}{{part(4), r.Hash[:]}, {part(5), r.Text[:]}, {part(6) + part(7), r.Signature[:]}} {
		b, err := b64.DecodeString(field.text)
		if err != nil {
			return r, false, false
		}
		copy(field.to, b)
	}
	above := letter[:at[0]]
	return r, sameAbove(above[max(0, len(above)-maxAbove):], r.Text), true
}

// maxAbove is how many octets above a receipt are looked at; a letter has a tenth.
const maxAbove = 32 << 10

// sameAbove tries every line as the first of the letter: mail programs put the
// header, a greeting, other letters before it.
func sameAbove(above string, want [16]byte) bool {
	for {
		if TextDigest(above) == want {
			return true
		}
		_, rest, more := strings.Cut(above, "\n")
		if !more {
			return false
		}
		above = rest
	}
}

// TextDigest is SHA-256, cut to 16 bytes, over the letters and digits of a text:
// the same however lines were broken, quoted or spaced.
func TextDigest(text string) [16]byte {
	h := sha256.New()
	letters := make([]byte, 0, len(text))
	for _, c := range text {
		if isLetterOrNumber(c) {
			letters = utf8.AppendRune(letters, c)
		}
	}
	h.Write(letters)
	return [16]byte(h.Sum(nil)[:16])
}

// isLetterOrNumber knows Cyrillic without searching in the tables.
func isLetterOrNumber(c rune) bool {
	if c >= 0x400 && c <= 0x481 || c >= 0x48a && c <= 0x52f {
		return true
	}
	return unicode.IsLetter(c) || unicode.IsNumber(c)
}

// AroundReceipt is the part of a long text that FindReceipt looks at; false where
// there is no receipt.
func AroundReceipt(text string) (string, bool) {
	at := receiptForm.FindStringIndex(text)
	if at == nil {
		return "", false
	}
	return text[max(0, at[0]-maxAbove):at[1]], true
}
