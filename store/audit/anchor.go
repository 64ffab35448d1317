package audit

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Anchor is a head of the chain noted outside the store, in the journal or by hand.
// The chain alone cannot show that its end was cut off or that all of it was
// written anew; an anchor can.
type Anchor struct {
	Seq  uint64
	Hash [32]byte
}

// Anchor notes an entry.
func (e Entry) Anchor() Anchor { return Anchor{e.Seq, e.Hash} }

// String is SEQ:HASH, the hash in hexadecimal digits.
func (a Anchor) String() string { return fmt.Sprintf("%d:%x", a.Seq, a.Hash) }

// Check compares an entry of the chain with what was noted. The error wraps
// ErrBroken.
func (a Anchor) Check(e Entry) error {
	if e.Seq == a.Seq && e.Hash != a.Hash {
		return fmt.Errorf("entry %d: %w: it is not the one that was noted outside", a.Seq, ErrBroken)
	}
	return nil
}

// ParseAnchor reads SEQ:HASH. The error wraps privacy.ErrBadInput.
func ParseAnchor(s string) (Anchor, error) {
	seq, hash, ok := strings.Cut(strings.TrimSpace(s), ":")
	if !ok {
		return Anchor{}, errAnchor
	}
	return anchorOf(seq, hash)
}

var errAnchor = fmt.Errorf("an anchor is written SEQ:HASH, such as 1234:9f86…, the hash with 64 hexadecimal digits: %w", privacy.ErrBadInput)

func anchorOf(seq, hash string) (a Anchor, err error) {
	if a.Seq, err = strconv.ParseUint(seq, 10, 64); err != nil || a.Seq == 0 || len(hash) != 2*len(a.Hash) {
		return Anchor{}, errAnchor
	}
	if _, err := hex.Decode(a.Hash[:], []byte(hash)); err != nil {
		return Anchor{}, errAnchor
	}
	return a, nil
}

// anchorLine finds an anchor as the journal shows it, in text or JSON, or SEQ:HASH.
var anchorLine = regexp.MustCompile(`\bseq\\?"?[=:]"?(\d+).{0,8}\bhash\\?"?[=:]\\?"?([0-9a-f]{64})\b|\b(\d+):([0-9a-f]{64})\b`)

// ReadAnchors finds the anchors in lines of a journal; other lines are passed over.
func ReadAnchors(r io.Reader) ([]Anchor, error) {
	var anchors []Anchor
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		m := anchorLine.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		a, err := anchorOf(m[1]+m[3], m[2]+m[4])
		if err != nil {
			return nil, err
		}
		anchors = append(anchors, a)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read anchors: %w", err)
	}
	return anchors, nil
}
