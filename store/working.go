package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"
)

// workingName is the side file that tells what was being worked on when the
// process died. It is not synced: it must survive the death of the process, not
// of the machine, and cost nothing.
const workingName = "working"

// working is the mark and its file. Its content is a CRC-32, then UIDVALIDITY,
// first and last UID, and the mailbox; anything else means that nothing was
// worked on.
type working struct {
	mu   sync.Mutex
	file *os.File
	from MessageKey
	last uint32
	set  bool
	size int // of the file; 0: not known. It seldom changes: that would be work for the file system's journal
}

const workingHead = 4 + 4 + 4 + 4

func (w *working) open(dir string) error {
	f, err := os.OpenFile(filepath.Join(dir, workingName), os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return fmt.Errorf("open the working mark: %w", err)
	}
	w.file = f
	content, err := os.ReadFile(f.Name())
	if err != nil {
		return fmt.Errorf("read the working mark: %w", err)
	}
	if len(content) <= workingHead || crc32.ChecksumIEEE(content[4:]) != binary.BigEndian.Uint32(content) {
		return nil
	}
	w.from = MessageKey{
		Mailbox:     string(content[workingHead:]),
		UIDValidity: binary.BigEndian.Uint32(content[4:]),
		UID:         binary.BigEndian.Uint32(content[8:]),
	}
	w.last, w.set = binary.BigEndian.Uint32(content[12:]), true
	return nil
}

func (w *working) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.file != nil {
		w.file.Close()
		w.file = nil
	}
}

func (w *working) write(content []byte) error {
	if w.file == nil {
		return errors.New("the store is closed")
	}
	if _, err := w.file.WriteAt(content, 0); err != nil || w.size == len(content) {
		return err
	}
	w.size = 0 // if it fails, nobody knows
	if err := w.file.Truncate(int64(len(content))); err != nil {
		return err
	}
	w.size = len(content)
	return nil
}

// MarkWorking notes that the messages from key to the UID last are worked on, in
// place of what was noted before. It is cheap and survives the death of the
// process, not of the machine.
func (s *Store) MarkWorking(key MessageKey, last uint32) error {
	content := make([]byte, 4, workingHead+len(key.Mailbox))
	content = binary.BigEndian.AppendUint32(content, key.UIDValidity)
	content = binary.BigEndian.AppendUint32(content, key.UID)
	content = binary.BigEndian.AppendUint32(content, last)
	content = append(content, key.Mailbox...)
	binary.BigEndian.PutUint32(content, crc32.ChecksumIEEE(content[4:]))

	w := &s.working
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.write(content); err != nil {
		return fmt.Errorf("mark as worked on: %w", err)
	}
	w.from, w.last, w.set = key, last, true
	return nil
}

// ClearWorking notes that nothing is worked on.
func (s *Store) ClearWorking() error {
	w := &s.working
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.set {
		return nil
	}
	if err := w.write(make([]byte, max(w.size, 1))); err != nil { // zeros are no mark
		return fmt.Errorf("clear the working mark: %w", err)
	}
	w.from, w.last, w.set = MessageKey{}, 0, false
	return nil
}

// Working returns the mark. What it holds right after Open was being worked on
// when the process before this one died.
func (s *Store) Working() (from MessageKey, last uint32, ok bool) {
	w := &s.working
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.from, w.last, w.set
}
