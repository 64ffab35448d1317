package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
)

// A file of the store that others may read is told at the start, and no other.
func TestAnOpenModeIsTold(t *testing.T) {
	h := newHouse(t)
	if strings.Contains(h.log.String(), "chmod 600") {
		t.Errorf("a new store has open modes:\n%s", h.log)
	}
	h.stop()
	h.must(os.Chmod(filepath.Join(h.config.Store.Dir, store.FileName), 0o644))
	h.start()
	says(t, h.log.String(), "chmod 600", store.FileName, "mode=0644")
	if strings.Contains(h.log.String(), "file="+filepath.Join(h.config.Store.Dir, store.KeysName)) {
		t.Errorf("told of the keys:\n%s", h.log)
	}
}

func TestALimitOfNothingIsRefused(t *testing.T) {
	h := newHouse(t)
	_, errOut := h.otinish(exitUsage, "", "audit", "show", "--limit", "0")
	says(t, errOut, "--limit")
}
