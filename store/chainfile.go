package store

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store/audit"
)

// VerifyChainFile checks the chain of a store that no daemon has open, or of a
// copy, without its keys: hashes, links, count and what was noted outside, but no
// marks. path is the file or its folder; nothing is written. The error wraps
// audit.ErrBroken and names the first entry that does not hold.
func VerifyChainFile(path string, noted []audit.Anchor, progress func(done, total uint64)) (Verified, error) {
	s, err := openBare(path)
	if err != nil {
		return Verified{}, err
	}
	defer s.closeDB()
	v := audit.Verifier{Anchors: noted}
	n, err := s.verifyWith(&v, nil, progress)
	return verified(n, &v), err
}

// openBare opens the file alone, for reading what is not sealed.
func openBare(path string) (*Store, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, FileName)
	}
	codec, err := newCodec()
	if err != nil {
		return nil, err
	}
	if _, err := checkFile(path); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	s := &Store{dir: filepath.Dir(path), now: time.Now, codec: codec, step: func(string) {}, progress: func(string, uint64, uint64) {}}
	if s.db, err = openBolt(path, 0, bbolt.Options{ReadOnly: true}); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	if err = checkEnds(path); err == nil {
		_, err = s.schemaOnDisk()
	}
	if err != nil {
		s.closeDB()
		return nil, fmt.Errorf("open the store: %w", err)
	}
	return s, nil
}
