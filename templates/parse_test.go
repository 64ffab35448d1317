package templates

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// A broken letter is an error at start.
func TestBrokenLettersFailAtStart(t *testing.T) {
	whole := fstest.MapFS{}
	err := fs.WalkDir(embedded, "letters", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(embedded, path)
		whole[path] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parseFiles(whole); err != nil {
		t.Fatal(err)
	}
	const letter = "letters/answer.kk.txt"
	tests := map[string]struct{ path, content string }{
		"unclosed action":             {letter, "Subject: A\n\n{{.Number"},
		"no such value":               {letter, "Subject: A\n\n{{.Name}}"},
		"no such value in a branch":   {letter, "Subject: A\n\n{{if .HasText}}A{{else}}{{.Name}}{{end}}"},
		"no such condition":           {letter, "Subject: A\n\n{{if .Number}}A{{end}}"},
		"no such part":                {letter, "Subject: A\n\n{{template \"seal\" .}}"},
		"more than letters know":      {letter, "Subject: A\n\n{{range .Fields}}A{{end}}"},
		"a value with an argument":    {letter, "Subject: A\n\n{{printf .Number}}"},
		"a value of a value":          {letter, "Subject: A\n\n{{.Controller.Name}}"},
		"no subject line":             {letter, "Сәлеметсіз бе!\n\nA"},
		"no blank line":               {letter, "Subject: A\nСәлеметсіз бе!"},
		"broken part":                 {"letters/parts/kk.txt", "{{define \"sign\"}}"},
		"a part that takes itself in": {"letters/parts/kk.txt", string(whole["letters/parts/kk.txt"].Data) + "{{define \"loop\"}}{{template \"loop\" .}}{{end}}"},
		"no parts":                    {"letters/parts/ru.txt", ""},
	}
	for what, tt := range tests {
		broken := fstest.MapFS{}
		for path, file := range whole {
			broken[path] = file
		}
		broken[tt.path] = &fstest.MapFile{Data: []byte(tt.content)}
		if what == "a part that takes itself in" {
			broken[letter] = &fstest.MapFile{Data: []byte("Subject: A\n\n{{template \"loop\" .}}")}
		}
		if _, err := parseFiles(broken); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	delete(whole, letter)
	if _, err := parseFiles(whole); err == nil || !strings.Contains(err.Error(), "answer") {
		t.Errorf("a letter lacks a language: error %v", err)
	}
}
