package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// needles are the forms in which a text may lie somewhere: plain, UTF-16, base64.
func needles(text string) [][]byte {
	var wide []byte
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	list := [][]byte{[]byte(text), wide}
	for shift := range 3 {
		b := base64.StdEncoding.EncodeToString(append(make([]byte, shift), text...))
		list = append(list, []byte(b[4:len(b)-4]))
	}
	return list
}

// filesHold finds a text in the files of a folder.
func filesHold(t *testing.T, dir, text string) string {
	t.Helper()
	where := ""
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, n := range needles(text) {
			if bytes.Contains(content, n) {
				where = path
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return where
}

// A person takes the consent back by mail, is answered, and is destroyed; then
// nothing of them is in the store, the log or what the program prints (P7, P9).
func TestWithdrawnAndDestroyed(t *testing.T) {
	h := newHouse(t)
	const email, name, phone, words = "aigul@posta.example", "Айгүл Серікова", "+77015550001", "Хабарласпаңыздар енді"
	h.otinish(exitDone, "email: "+email+"\nname: "+name+"\nphone: "+phone+"\nconsent date: 2026-01-02\n", "subject", "add")
	h.arrives(letter{from: email, name: name, results: pass("posta.example"), subject: "Дербес деректерді өңдеуге келісімді қайтарып алу", body: words})
	h.letters(1)
	h.until("the record of the answer", func() bool {
		out, _ := h.otinish(exitDone, "", "status", "--json")
		return strings.Contains(out, `"queued":0`)
	})
	var due struct {
		ID   privacy.SubjectID
		Held string
	}
	out, _ := h.otinish(exitDone, "", "subject", "due", "--json")
	if err := json.Unmarshal([]byte(out), &due); err != nil || due.ID == "" || due.Held != "" {
		t.Fatalf("%v\n%s", err, out)
	}
	out, _ = h.otinish(exitDone, "", "request", "list", "--json")
	var r struct{ Number string }
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	printed := ""
	do := func(code int, in string, args ...string) string {
		out, errOut := h.otinish(code, in, args...)
		printed += out + errOut
		return out + errOut
	}
	do(exitUsage, "", "subject", "destroy", string(due.ID), "--ground", "withdrawn") // nobody asked twice
	do(exitUsage, "", "subject", "destroy", string(due.ID), "--ground", "because of @", "--yes")
	if out := do(exitDone, "", "subject", "destroy", string(due.ID), "--ground", "withdrawn", "--yes"); !strings.Contains(out, "with 1 request") || !strings.Contains(out, "Final on") {
		t.Error(out)
	}
	h.letters(2)
	last := message.Parse(h.server.Received()[1].Data)
	if to := h.server.Received()[1].To; len(to) != 1 || to[0] != email || !strings.Contains(last.SubjectLine, "Дербес деректеріңіз жойылды") || !strings.Contains(last.Text, r.Number) {
		t.Errorf("the last letter: %v %s\n%s", to, last.SubjectLine, last.Text)
	}
	h.until("the end of the letter", func() bool {
		lines, err := h.daemon.store.Erasures()
		return err == nil && len(lines) == 2
	})
	if out := do(exitDone, "", "letter", "list", "--json"); strings.TrimSpace(out) != "" {
		t.Errorf("letters on record: %s", out)
	}
	if out := do(exitNotAllowed, "", "subject", "destroy", string(due.ID), "--ground", "withdrawn", "--yes"); !strings.Contains(out, "destroyed") {
		t.Error(out)
	}
	if out := do(exitNotAllowed, "", "request", "show", r.Number); !strings.Contains(out, "(withdraw, received 20") || !strings.Contains(out, "ground withdrawn, final on") {
		t.Error(out)
	}
	do(exitNotFound, email+"\n", "subject", "find")
	if out := do(exitDone, "", "status"); !strings.Contains(out, "destroyed    1 people; final on") {
		t.Error(out)
	}
	if out := do(exitDone, "", "request", "stats"); !strings.Contains(out, "withdraw") {
		t.Error(out)
	}
	csv := filepath.Join(t.TempDir(), "old.csv")
	if err := os.WriteFile(csv, []byte("email\n"+email+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := do(exitDone, "", "subject", "import", csv); !strings.Contains(out, "0 entered") || !strings.Contains(out, "1 people were destroyed before") {
		t.Error(out)
	}
	if out := do(exitNotAllowed, "email: "+email+"\n", "subject", "add"); !strings.Contains(out, "--again") {
		t.Error(out)
	}
	if out := do(exitDone, "", "audit", "verify"); !strings.Contains(out, "intact") {
		t.Error(out)
	}
	for _, text := range []string{email, name, phone, words} {
		if where := filesHold(t, h.config.Store.Dir, text); where != "" {
			t.Errorf("%q lies in %s", text, where)
		}
		if strings.Contains(h.log.String(), text) || strings.Contains(printed, text) {
			t.Errorf("%q was told", text)
		}
	}
	if out, _ := h.otinish(exitDone, "email: "+email+"\n", "subject", "add", "--again"); !strings.Contains(out, "Entered as") {
		t.Error(out)
	}
}
