package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ErrKey is what is wrong with a key; the text around it says what to do.
var ErrKey = errors.New("not a usable store key")

const howToMake = "make one with: otinish key new FILE (or: head -c 32 /dev/urandom | base64 > FILE)"

// ParseKey reads the content of a key file: 32 raw bytes, or 32 bytes as base64
// (standard or URL alphabet, padded or not) or hex, with blanks or line ends
// around it. The error wraps ErrKey and does not repeat the content.
func ParseKey(fileContent []byte) ([]byte, error) {
	key, err := decodeKey(fileContent)
	if err != nil {
		return nil, fmt.Errorf("read store key: %w", err)
	}
	if err := checkKey(key); err != nil {
		return nil, fmt.Errorf("read store key: %w", err)
	}
	return key, nil
}

func decodeKey(content []byte) ([]byte, error) {
	if len(content) == KeySize {
		return bytes.Clone(content), nil
	}
	text := strings.TrimSpace(string(content))
	if key, err := hex.DecodeString(text); err == nil && len(key) == KeySize {
		return key, nil
	}
	text = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=")
	if key, err := base64.RawStdEncoding.DecodeString(text); err == nil && len(key) == KeySize {
		return key, nil
	}
	return nil, fmt.Errorf("%w: the file must hold 32 random bytes, raw, in base64 or in hex, and holds %d bytes of something else; %s",
		ErrKey, len(content), howToMake)
}

// checkKey refuses what cannot be a random key: a wrong length, or one byte
// repeated, as a file written from /dev/zero or filled by hand has it.
func checkKey(key []byte) error {
	if len(key) != KeySize {
		return fmt.Errorf("%w: it has %d bytes instead of %d; %s", ErrKey, len(key), KeySize, howToMake)
	}
	if bytes.Count(key, key[:1]) == KeySize {
		return fmt.Errorf("%w: it is one byte repeated; %s", ErrKey, howToMake)
	}
	return nil
}
