package lexicon

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

func TestFilesAreRight(t *testing.T) {
	wordings, err := Wordings()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[Topic]map[privacy.Language]bool{}
	for _, w := range wordings {
		if seen[w.Topic] == nil {
			seen[w.Topic] = map[privacy.Language]bool{}
		}
		seen[w.Topic][w.Language] = true
	}
	for _, kind := range privacy.Kinds {
		for _, lang := range privacy.Languages {
			if !seen[Topic(kind)][lang] {
				t.Errorf("no wording for %s in %s", kind, lang)
			}
		}
	}
	for _, file := range []string{"others.txt", "labels.txt", "letters.txt", "languages.txt"} {
		if lists, err := Words(file); err != nil || len(lists) == 0 {
			t.Errorf("%s: %d lists, %v", file, len(lists), err)
		}
	}
}

// Every line says where it comes from, so that a lawyer can go through them.
func TestEveryLineHasASource(t *testing.T) {
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		err := eachLine(e.Name(), func(l line) error {
			if l.comment == "" {
				t.Errorf("%s line %d has no source", e.Name(), l.number)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// A mistake in a file must not pass as a wording that never matches.
func TestMistakesAreErrors(t *testing.T) {
	lists := lists{"data": {"данные"}}
	for _, text := range []string{"", "<nothing> a", "a <data>", "a||b", "* a", "@x a", "!a"} {
		if text == "a <data>" {
			if w, err := parseWording(text, privacy.Russian, lists); err != nil || len(w.Elements) != 2 {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if w, err := parseWording(text, privacy.Russian, lists); err == nil {
			t.Errorf("%q: read as %+v", text, w)
		}
	}
}

func TestMarksAreThoseOfThePolicy(t *testing.T) {
	marks, err := Marks()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, m := range marks {
		all.WriteString(string(m.Kind) + " " + string(m.Language) + " " + m.Text + "\n")
	}
	for _, want := range []string{
		"update kk Дербес деректерді жаңарту\n",
		"withdraw kk Дербес деректерді өңдеуге келісімді қайтарып алу\n",
		"update ru Актуализация персональных данных\n",
		"withdraw ru Отзыв согласия на обработку персональных данных\n",
		"update en Updating personal data\n",
		"withdraw en Withdrawal of consent to the processing of personal data\n",
		"withdraw en Revocation of consent to the processing of personal data\n",
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no mark %q", want)
		}
	}
}
