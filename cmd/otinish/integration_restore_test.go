//go:build integration

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// A backup is put back beside real servers: what was answered since is read again
// and answered by nobody; the keyword of Dovecot tells that it was handled.
func TestIntegrationRestore(t *testing.T) {
	s := newSite(t)
	s.up()
	s.register(aigul)
	out := s.verb("", "backup", filepath.Join(s.dir, "backups"))
	_, rest, _ := strings.Cut(out, "Backed up as ")
	backup, _, _ := strings.Cut(rest, "\n")
	s.take(aigulPhone)
	s.letter("updated", aigul.email)
	s.untilFlags("INBOX", map[string]string{"1": handledFlags})
	s.stop()

	dir := s.load().Store.Dir
	if err := os.Rename(dir, dir+".lost"); err != nil {
		t.Fatal(err)
	}
	s.verb("", "restore", backup, "--to", dir, "--config", filepath.Join(s.dir, "otinish.toml"))
	s.up()
	s.until("the letter of the gap is read again", func() bool {
		for _, r := range s.requests() {
			if r.Quiet == "restored" && r.State == privacy.StateInReview {
				return true
			}
		}
		return false
	})
	s.sentinel()
	if got := len(s.mailTo(aigul.email)); got != 1 {
		t.Errorf("%d letters, want the one of before", got)
	}
	if phone := s.record(aigul.email).Phone; phone != aigul.phone {
		t.Errorf("the record changed by itself: %s", phone)
	}
	s.accounted()
}
