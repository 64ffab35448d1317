package store

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// LedgerName is the name of the erasure ledger in the folder of the store: what was
// destroyed, a line each. It lies apart from the data so that it outlives them: after
// a restore of older data it says who must be destroyed again.
const LedgerName = "otinish.erasures"

// KeyMark names a key exactly.
type KeyMark = seal.KeyMark

// Erasure is a line of the ledger. It holds no personal data: ids are random,
// addresses are keyed digests.
type Erasure struct {
	ID        [16]byte          `cbor:"1,keyasint"` // random; the same line has the same
	At        time.Time         `cbor:"2,keyasint"`
	Subject   privacy.SubjectID `cbor:"3,keyasint,omitempty"` // empty: cases only
	Cases     []CaseFact        `cbor:"4,keyasint,omitempty"`
	Keys      []KeyMark         `cbor:"5,keyasint,omitempty"`
	Addresses [][16]byte        `cbor:"6,keyasint,omitempty"`
	Consents  []ConsentFact     `cbor:"7,keyasint,omitempty"`
	Number    privacy.Number    `cbor:"8,keyasint,omitempty"` // of the request that asked for it
	Ground    string            `cbor:"9,keyasint,omitempty"` // code
	By        privacy.Actor     `cbor:"10,keyasint,omitempty"`
	// Messages are the originals in the mailbox, where they go too.
	Messages []MessageKey `cbor:"11,keyasint,omitempty"`
	// Store is whose line it is; zero in lines of before it was noted.
	Store [16]byte `cbor:"12,keyasint,omitzero"`
	// Farewell is the letter that goes once the subject is gone.
	Farewell privacy.LetterID `cbor:"13,keyasint,omitempty"`
	// Letter is a farewell that is over; nothing else stands in its line.
	Letter FarewellEnd `cbor:"14,keyasint,omitzero"`
}

// ledgerVersion opens each line, a CRC-32 closes it; between lies CBOR in base64, so
// that a ledger can be looked at, joined and mailed as text.
const ledgerVersion = "e1 "

func ledgerLine(c codec, e Erasure) ([]byte, error) {
	content, err := c.encode(e)
	if err != nil {
		return nil, err
	}
	line := ledgerVersion + base64.RawURLEncoding.EncodeToString(content)
	return fmt.Appendf(nil, "%s %08x\n", line, crc32.ChecksumIEEE([]byte(line))), nil
}

func parseLedgerLine(c codec, line string) (e Erasure, err error) {
	body, sum, _ := strings.Cut(strings.TrimPrefix(line, ledgerVersion), " ")
	if !strings.HasPrefix(line, ledgerVersion) || sum != fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(ledgerVersion+body))) {
		return e, privacy.ErrDamaged
	}
	content, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return e, privacy.ErrDamaged
	}
	return e, c.decode(content, &e)
}

// ReadLedger reads a ledger. A last line that was cut short is left out: where a crash
// did it, what it was to announce has not happened. Whole is a line with its checksum,
// also where the newline behind it is missing. Any other line that is not as it was
// written wraps privacy.ErrDamaged.
func ReadLedger(r io.Reader) ([]Erasure, error) {
	found, err := readLedger(r)
	return found.lines, err
}

// ledgerRead is what was found in a ledger.
type ledgerRead struct {
	lines []Erasure
	whole int64 // octets of whole lines
	open  bool  // the last of them lacks its newline
	cut   bool  // behind them lies a part of a line
}

func readLedger(r io.Reader) (found ledgerRead, err error) {
	c, err := newCodec()
	if err != nil {
		return found, err
	}
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return found, fmt.Errorf("read the erasure ledger: %w", err)
		}
		if line == "" {
			return found, nil
		}
		e, bad := parseLedgerLine(c, strings.TrimSuffix(line, "\n"))
		if bad != nil {
			if _, more := in.Peek(1); errors.Is(more, io.EOF) {
				found.cut = true
				return found, nil
			}
			return found, fmt.Errorf("line %d of the erasure ledger is not as it was written: %w", len(found.lines)+1, bad)
		}
		found.lines = append(found.lines, e)
		found.whole += int64(len(line))
		found.open = err != nil
	}
}

// WriteLedger writes lines as ReadLedger reads them.
func WriteLedger(w io.Writer, lines []Erasure) error {
	c, err := newCodec()
	if err != nil {
		return err
	}
	for _, e := range lines {
		line, err := ledgerLine(c, e)
		if err != nil {
			return err
		}
		if _, err := w.Write(line); err != nil {
			return fmt.Errorf("write the erasure ledger: %w", err)
		}
	}
	return nil
}

// MergeLedgers joins two copies of a ledger: each line once, by time.
func MergeLedgers(a, b []Erasure) []Erasure {
	seen := make(map[[16]byte]bool)
	var all []Erasure
	for _, e := range slices.Concat(a, b) {
		if !seen[e.ID] {
			seen[e.ID] = true
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(x, y Erasure) int {
		if c := x.At.Compare(y.At); c != 0 {
			return c
		}
		return bytes.Compare(x.ID[:], y.ID[:])
	})
	return all
}
