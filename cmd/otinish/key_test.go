package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeyNewWritesAPrivateFileOnce(t *testing.T) {
	h := newHouse(t)
	file := filepath.Join(t.TempDir(), "key")
	out, _ := h.otinish(exitDone, "", "key", "new", file)
	first, err := os.ReadFile(file)
	if err != nil || len(strings.TrimSpace(string(first))) != 44 || strings.Contains(out, string(first[:40])) {
		t.Errorf("%v\n%s", err, out)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	if _, e := h.otinish(exitFailed, "", "key", "new", file); !strings.Contains(e, "there already") {
		t.Error(e)
	}
	if again, _ := os.ReadFile(file); string(again) != string(first) {
		t.Error("the key was written over")
	}
}

// The administrator's way: a new key, rotate while working, put it in place, restart.
func TestKeyRotation(t *testing.T) {
	h := newHouse(t)
	h.otinish(exitDone, "email: aigul@posta.example\n", "subject", "add")
	next := filepath.Join(h.config.dir, "next-key")
	h.otinish(exitDone, "", "key", "new", next)
	h.otinish(exitUsage, "", "key", "rotate", filepath.Join(h.config.dir, "otinish.toml"))
	if out, _ := h.otinish(exitDone, "", "key", "rotate", next); !strings.Contains(out, "Now put it in place") {
		t.Error(out)
	}
	h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	var keys struct {
		InUse string `json:"in_use"`
		Next  string
	}
	out, _ := h.otinish(exitDone, "", "key", "list", "--json")
	if err := json.Unmarshal([]byte(out), &keys); err != nil || keys.Next == "" || keys.InUse == keys.Next {
		t.Errorf("%v\n%s", err, out)
	}
	if out, _ := h.otinish(exitDone, "", "key", "list"); !strings.Contains(out, keys.Next+", takes over") {
		t.Error(out)
	}
	former := filepath.Join(h.config.dir, "store-key")
	old, err := os.ReadFile(former)
	if err != nil {
		t.Fatal(err)
	}
	content, _ := os.ReadFile(next)
	h.stop()
	if err := os.WriteFile(former, content, 0o600); err != nil {
		t.Fatal(err)
	}
	h.start()
	h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	out, _ = h.otinish(exitDone, "", "key", "list", "--json")
	if !strings.Contains(out, `"in_use":"`+keys.Next+`"`) || strings.Contains(out, `"next"`) {
		t.Error(out)
	}
	h.stop()
	if err := os.WriteFile(former, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newDaemon(h.config, Seams{}); err == nil || !strings.Contains(err.Error(), "another key (key_file)") {
		t.Errorf("with the former key: %v", err)
	}
	for _, text := range []string{strings.TrimSpace(string(old)), strings.TrimSpace(string(content))} {
		if strings.Contains(h.log.String(), text) {
			t.Error("a key is in the log")
		}
	}
}
