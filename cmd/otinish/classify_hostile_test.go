package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// otinishClassify runs the verb over files, with standard input.
func otinishClassify(t *testing.T, in string, args ...string) (code int, out, notes string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), append([]string{"classify"}, args...), strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

// What is no message is named, with what to do, and the exit code says which sort of
// mistake it was.
func TestClassifyOfWhatIsNoMessage(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good.eml", "Subject: x\r\n\r\nSeen: nothing\r\n")
	for _, c := range []struct {
		file, says string
		code       int
	}{
		{filepath.Join(dir, "none.eml"), "there is no file", exitNotFound},
		{dir, "is a folder; name the message files in it", exitUsage},
		{file("a.msg", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "file of Outlook", exitUsage},
		{file("a.pdf", "%PDF-1.7\n%\xe2\xe3"), "but a PDF; save the letter as a message file", exitUsage},
		{file("a.png", "\x89PNG\r\n\x1a\n"), "a picture", exitUsage},
		{file("a.gz", "\x1f\x8b\x08\x00"), "a compressed file", exitUsage},
		{file("a.bin", strings.Repeat("\x00\x01\x02\xff", 5000)), "binary data", exitUsage},
		{file("empty.eml", " \r\n"), "an empty file", exitUsage},
		{file("16.eml", "\xff\xfeS\x00u\x00"), "UTF-16", exitUsage},
	} {
		for _, list := range [][]string{{c.file}, {c.file, good}, {good, c.file}} {
			code, out, notes := otinishClassify(t, "", list...)
			if code != c.code || !strings.Contains(notes, c.says) || strings.Count(notes, "\n") != 1 {
				t.Errorf("%q: exit %d, %q", c.file, code, notes)
			}
			if len(list) > 1 && !strings.Contains(out, good+": none") {
				t.Errorf("%q kept another file from being read: %q", c.file, out)
			}
		}
	}
	if code, _, _ := otinishClassify(t, ""); code != exitUsage {
		t.Errorf("no file at all: exit %d", code)
	}
	if code, out, notes := otinishClassify(t, "Отзыв согласия на обработку персональных данных\n", "-"); code != exitDone || !strings.Contains(notes, "has no header") || !strings.HasPrefix(out, "-: ") {
		t.Errorf("text without a header: exit %d, %q, %q", code, notes, out)
	}
}

// An mbox file gives one verdict for each letter; a letter that only looks like one
// stays whole.
func TestClassifyMbox(t *testing.T) {
	letters := []string{
		"Subject: Отзыв согласия на обработку персональных данных\n\nЗдравствуйте!\n",
		"Subject: счёт\n\nСчёт за октябрь.\n\n>From now on we write\n>>From here\n\nFrom time to time we meet at ten: 10:00 Mon Jan\n",
		"Subject: Дербес деректерді жаңарту\n\nТелефон: 8 701 555 12 34\n",
	}
	for _, eol := range []string{"\n", "\r\n"} {
		var b strings.Builder
		for _, l := range letters {
			b.WriteString("From aigul@posta.example Mon Jun  1 10:00:00 2026\n" + l + "\n")
		}
		raw := strings.ReplaceAll(b.String(), "\n", eol)
		code, out, notes := otinishClassify(t, raw, "-", "--json")
		var kinds []string
		for line := range strings.Lines(out) {
			var c Classification
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
			kinds = append(kinds, fmt.Sprintf("%d %s", c.Letter, c.Kind))
		}
		if got := strings.Join(kinds, ", "); code != exitDone || notes != "" || got != "1 withdraw, 2 none, 3 update" {
			t.Errorf("exit %d, %q, %s", code, notes, got)
		}
		if _, out, _ := otinishClassify(t, raw, "-", "-v"); !strings.Contains(out, "-, letter 3: update") || !strings.Contains(out, "│ From now on we write\n") || !strings.Contains(out, "│ >From here\n") {
			t.Errorf("%s", out)
		}
	}
	one := "From aigul@posta.example Mon Jun  1 10:00:00 2026\n" + letters[0]
	if _, out, _ := otinishClassify(t, one, "-"); !strings.HasPrefix(out, "-: withdraw") {
		t.Errorf("one letter with a separator line: %q", out)
	}
}

// Whatever a stranger writes, and whatever a file is called, nothing of it moves the
// terminal, and no line of the working is wider than one.
func TestClassifyIsSafeToLookAt(t *testing.T) {
	name := "\x1b[2J\u202evil.eml"
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	raw := "From: x@posta.example\r\nSubject: \x1b]0;title\x07 номер \u202e" + hostile + "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
		"<p>Обновите мой номер\x1b[31m\u202e: +7 701 555 77 88, ИИН 900101 300123, уд. N 012345678</p><p style='display:none'>\x1b[5mhidden " + hostile + "</p><p>" + strings.Repeat("слово ", 60) + strings.Repeat("ж", 300) + "</p>\r\n" +
		"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''%1B%5B31m900101300123%E2%80%AE.pdf\r\n\r\nx\r\n--b--\r\n"
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{path}, {path, "-v"}, {path, "-v", "--json"}, {path + "x"}, {dir + "/\x1b[31m"}} {
		_, out, notes := otinishClassify(t, "", args...)
		checkTerminal(t, "output", out)
		checkTerminal(t, "notes", notes)
		if strings.Contains(out, "300123") || strings.Contains(out, "012345678") {
			t.Errorf("%q: the number of a document in\n%s", args, out)
		}
		if len(args) == 2 && args[1] == "-v" {
			for line := range strings.Lines(out) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > columns && !strings.Contains(line, dir) {
					t.Errorf("a line of %d characters: %s", n, line)
				}
			}
			if !strings.Contains(out, "left out     part 1, hidden text: “[5mhidden") || !strings.Contains(out, "attached     part 2: [31m************.pdf") {
				t.Errorf("%s", out)
			}
		}
	}
}

// A long letter, many parts and no text cost little and say what they are.
func TestClassifyOfUnusualLetters(t *testing.T) {
	var many strings.Builder
	many.WriteString("Subject: many\nContent-Type: multipart/mixed; boundary=b\n\n")
	for i := range 300 {
		fmt.Fprintf(&many, "--b\nContent-Type: text/plain; charset=utf-8\n\nбөлік %d\n", i)
	}
	many.WriteString("--b--\n")
	for name, c := range map[string]struct{ raw, says string }{
		"many parts": {many.String(), "damaged: too many parts"},
		"no text":    {"Subject: files\nContent-Type: application/pdf; name=a.pdf\n\nx\n", "attached     part 1: a.pdf, application/pdf"},
		"quotes":     {"Subject: q\nContent-Type: text/plain; charset=utf-8\n\n" + strings.Repeat("> q\nown\n", 100000), "quoted"},
		"5 MB":       {"Subject: long\nContent-Type: text/plain; charset=utf-8\n\n" + strings.Repeat("Мой номер 8 701 555 12 34, ИИН 900101300123.\n", 5<<20/60), "damaged: too long"},
	} {
		code, out, notes := otinishClassify(t, c.raw, "-", "-v")
		if code != exitDone || notes != "" || !strings.Contains(out, c.says) || strings.Contains(out, "900101") {
			t.Errorf("%s: exit %d, %q, %.2000s", name, code, notes, out)
		}
	}
}

// LF and CRLF are read alike.
func TestClassifyLineEnds(t *testing.T) {
	raw, err := os.ReadFile("testdata/classify/parts.eml")
	if err != nil {
		t.Fatal(err)
	}
	_, lf, _ := otinishClassify(t, string(raw), "-", "-v", "--json")
	_, crlf, _ := otinishClassify(t, strings.ReplaceAll(string(raw), "\n", "\r\n"), "-", "-v", "--json")
	if lf != crlf || lf == "" {
		t.Errorf("LF\n%s\nCRLF\n%s", lf, crlf)
	}
}
