package templates

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

//go:embed texts/*.txt
var embeddedTexts embed.FS

// Text is a prepared text for an operator's letter: a beginning to be finished by
// hand, not a letter of its own.
type Text struct {
	Name  string // of its file, without language
	Title string // its first line
	Text  string
}

// Texts are the prepared texts of each language, in alphabetical order of their names.
type Texts map[privacy.Language][]Text

// maxPrepared is how large a prepared text may be, in octets.
const maxPrepared = 64 << 10

// ParseTexts reads the texts that come along and, where own is not nil, the files
// NAME.kk.txt, NAME.ru.txt and NAME.en.txt in it; one of the same name takes the place
// of ours. A file begins with its title and a blank line; otherwise the error wraps
// privacy.ErrBadInput and names the file.
func ParseTexts(own fs.FS) (Texts, error) {
	ours, err := fs.Sub(embeddedTexts, "texts")
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	texts := make(Texts)
	for _, files := range []fs.FS{ours, own} {
		if files == nil {
			continue
		}
		if err := texts.add(files); err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
	}
	return texts, nil
}

func (t Texts) add(files fs.FS) error {
	paths, err := fs.Glob(files, "*.txt")
	if err != nil {
		return err
	}
	for _, file := range paths {
		stem := strings.TrimSuffix(file, ".txt")
		lang := privacy.Language(strings.TrimPrefix(path.Ext(stem), "."))
		if !lang.Valid() {
			return fmt.Errorf("%s: the name must end in .kk.txt, .ru.txt or .en.txt: %w", file, privacy.ErrBadInput)
		}
		content, err := fs.ReadFile(files, file)
		if err != nil {
			return err
		}
		title, text, ok := strings.Cut(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n\n")
		title, text = strings.TrimSpace(title), strings.TrimSpace(text)
		if !ok || title == "" || text == "" || strings.Contains(title, "\n") || len(content) > maxPrepared || !utf8.Valid(content) {
			return fmt.Errorf("%s: a title, a blank line and a text in UTF-8 of at most 64 KiB are needed: %w", file, privacy.ErrBadInput)
		}
		t.put(lang, Text{strings.TrimSuffix(stem, "."+string(lang)), title, text})
	}
	return nil
}

func (t Texts) put(lang privacy.Language, text Text) {
	list := slices.DeleteFunc(t[lang], func(have Text) bool { return have.Name == text.Name })
	list = append(list, text)
	slices.SortFunc(list, func(a, b Text) int { return strings.Compare(a.Name, b.Name) })
	t[lang] = list
}
