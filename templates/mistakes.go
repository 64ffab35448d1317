package templates

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"medico-intech.kz/otinish/store/privacy"
)

//go:embed mistakes/*.toml
var mistakeFiles embed.FS

// Mistakes are the words for what the desk says of a mistake (privacy.Mistake), in
// every language. They are safe for concurrent use.
type Mistakes struct {
	words map[privacy.Language]map[string]string
	texts map[privacy.Language]pageTexts // words for the codes among the values
}

// ParseMistakes reads the embedded words. It fails where a language lacks what
// another has.
func ParseMistakes() (*Mistakes, error) {
	texts, err := parsePageTexts()
	if err != nil {
		return nil, fmt.Errorf("parse mistakes: %w", err)
	}
	return parseMistakes(texts)
}

func parseMistakes(texts map[privacy.Language]pageTexts) (*Mistakes, error) {
	m := &Mistakes{make(map[privacy.Language]map[string]string), texts}
	for _, lang := range privacy.Languages {
		source, err := mistakeFiles.ReadFile("mistakes/mistakes." + string(lang) + ".toml")
		if err != nil {
			return nil, fmt.Errorf("parse mistakes: %w", err)
		}
		var tables map[string]map[string]string
		if err := toml.Unmarshal(source, &tables); err != nil {
			return nil, fmt.Errorf("parse mistakes in %q: %w", lang, err)
		}
		m.words[lang] = make(map[string]string)
		for _, table := range tables {
			for code, words := range table {
				m.words[lang][code] = words
			}
		}
	}
	return m, m.same()
}

// same: what one language says, all say, with as many values.
func (m *Mistakes) same() error {
	var errs []error
	for _, a := range privacy.Languages {
		for _, b := range privacy.Languages {
			for code, words := range m.words[a] {
				other, ok := m.words[b][code]
				if !ok || valuesIn(words) != valuesIn(other) {
					errs = append(errs, fmt.Errorf("the mistake %s is told in %q otherwise than in %q: %w", code, b, a, privacy.ErrBadInput))
				}
			}
		}
	}
	return errors.Join(errs...)
}

// valuesIn is how many values the words hold a place for.
func valuesIn(words string) (n int) {
	for strings.Contains(words, place(n)) {
		n++
	}
	return n
}

func place(i int) string { return fmt.Sprintf("{%d}", i+1) }

// Say returns the words for a mistake; false where the error is none, or none with
// words.
func (m *Mistakes) Say(lang privacy.Language, err error) (string, bool) {
	var mistake *privacy.Mistake
	if !errors.As(err, &mistake) {
		return "", false
	}
	words, ok := m.words[lang][mistake.Code]
	if !ok {
		return "", false
	}
	return m.texts[lang].fill(words, mistake.Args), true
}

// fill puts the values into their places.
func (t pageTexts) fill(words string, args []privacy.Arg) string {
	var pairs []string
	for i, a := range args {
		pairs = append(pairs, place(i), t.value(a))
	}
	return strings.NewReplacer(pairs...).Replace(words)
}

func (t pageTexts) value(a privacy.Arg) string {
	switch a.Table {
	case "":
		return a.Value
	case "day":
		if at, err := time.Parse(time.DateOnly, a.Value); err == nil {
			return t.shortDay(at)
		}
		return a.Value
	}
	return t.code(a.Table, a.Value)
}

// Codes lists the mistakes there are words for, each with how many values it takes.
func (m *Mistakes) Codes() map[string]int {
	codes := make(map[string]int)
	for code, words := range m.words[privacy.English] {
		codes[code] = valuesIn(words)
	}
	return codes
}
