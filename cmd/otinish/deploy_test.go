package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The timer's command line is one this program takes.
func TestTheBackupUnitRuns(t *testing.T) {
	unit, err := os.ReadFile(filepath.Join("..", "..", "deploy", "otinish-backup.service"))
	if err != nil {
		t.Fatal(err)
	}
	_, line, ok := strings.Cut(string(unit), "\nExecStart=/usr/local/bin/otinish ")
	line, _, _ = strings.Cut(line, "\n")
	if !ok || !strings.Contains(line, "/var/lib/otinish-backup") || !strings.Contains(string(unit), "\nStateDirectory=otinish-backup\n") {
		t.Fatalf("ExecStart: %q", line)
	}
	h := newHouse(t)
	dir := filepath.Join(t.TempDir(), "backups")
	out, _ := h.otinish(exitDone, "", strings.Fields(strings.ReplaceAll(line, "/var/lib/otinish-backup", dir))...)
	if !strings.Contains(out, "Backed up as "+dir) {
		t.Error(out)
	}
	h.otinish(exitDone, "", "backup", "check", dir)
}
