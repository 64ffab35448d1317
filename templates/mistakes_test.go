package templates

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

func TestMistakesAreSaidInEveryLanguage(t *testing.T) {
	m, err := ParseMistakes()
	if err != nil {
		t.Fatal(err)
	}
	refused := fmt.Errorf("merge: %w", privacy.Mistaken("merge-kinds", privacy.ErrNotAllowed, privacy.Coded("kind", privacy.KindUpdate), privacy.Coded("kind", privacy.KindErase)))
	for lang, want := range map[privacy.Language]string{
		privacy.Russian: "В них просят о разном: Актуализация данных и Уничтожение данных. Сначала измените вид.",
		privacy.English: "The two ask for different things: Update of data and Destruction of data. Change the kind first.",
	} {
		if got, ok := m.Say(lang, refused); !ok || got != want {
			t.Errorf("%s: %q, %v", lang, got, ok)
		}
	}
	late := privacy.Mistaken("due-later", privacy.ErrBadInput, privacy.Arg{Table: "day", Value: "2026-11-27"})
	if got, _ := m.Say(privacy.Kazakh, late); !strings.Contains(got, "27.11.2026") {
		t.Errorf("%q", got)
	}
	if _, ok := m.Say(privacy.Kazakh, privacy.Mistaken("invented", privacy.ErrBadInput)); ok {
		t.Error("words for a code that has none")
	}
	if _, ok := m.Say(privacy.Kazakh, privacy.ErrBadInput); ok {
		t.Error("words for an error without a code")
	}
}

// No letter of another alphabet hides in a word, and a place for a value is one.
func TestMistakesAreWellWritten(t *testing.T) {
	m, err := ParseMistakes()
	if err != nil {
		t.Fatal(err)
	}
	for lang, all := range m.words {
		for code, words := range all {
			for _, word := range strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) }) {
				latin := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
				if latin && strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
					t.Errorf("%s %s: letters of two alphabets in %q", lang, code, word)
				}
			}
			if strings.Count(words, "{") < valuesIn(words) || strings.Count(words, "{") != strings.Count(words, "}") {
				t.Errorf("%s %s: %q", lang, code, words)
			}
			if !strings.HasSuffix(words, ".") {
				t.Errorf("%s %s is no sentence: %q", lang, code, words)
			}
		}
	}
}
