package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What --preview prints can be saved, changed and sent: the lines above the letter do
// not leave with it, and are not changed in vain.
func TestASavedPreviewIsSent(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	file := filepath.Join(t.TempDir(), "letter.txt")
	save := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	shown, _ := h.otinish(exitDone, "", "approve", "--preview", n)
	if !strings.HasPrefix(shown, "To: aigul@posta.example\nSubject: ") {
		t.Fatalf("another head:\n%s", shown)
	}
	subject := strings.Split(shown, "\n")[1]
	for _, wrong := range []string{
		strings.Replace(shown, "To: aigul@", "To: other@", 1), strings.Replace(shown, subject, "Subject: A", 1), strings.Replace(shown, subject, subject+"\nBcc: other@posta.example", 1),
	} {
		save(wrong)
		_, errOut := h.otinish(exitUsage, "", "approve", n, "--letter-file", file)
		says(t, errOut, "only the words of the letter can be changed")
	}
	save("\ufeffSubject: x [" + n + "]\n\nОрындалды.")
	h.otinish(exitUsage, "", "approve", n, "--letter-file", file)
	save(strings.ReplaceAll(strings.Replace(shown, "\n\n", "\n\nҚұрметті Айгүл!\n\n", 1), "\n", "\r\n"))
	out, _ := h.otinish(exitDone, "", "approve", n, "--letter-file", file, "--preview")
	if got := strings.Count(out, "To: "); got != 1 {
		t.Errorf("the head stands in the letter:\n%s", out)
	}
	h.otinish(exitDone, "", "approve", n, "--letter-file", file)
	out, _ = h.otinish(exitDone, "", "letter", "show", n)
	_, sent, _ := strings.Cut(out, "updated, written")
	says(t, sent, "Құрметті Айгүл!")
	if strings.Count(sent, "To: ") != 1 || strings.Count(sent, "Subject: ") != 1 {
		t.Errorf("the head left with the letter:\n%s", sent)
	}
}
