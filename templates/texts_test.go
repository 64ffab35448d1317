package templates

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"medico-intech.kz/otinish/store/privacy"
)

// An operator answers in the writer's language: what is prepared in one is prepared
// in all.
func TestPreparedTextsAreThereInEveryLanguage(t *testing.T) {
	texts, err := ParseTexts(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := newSet(t)
	for _, lang := range privacy.Languages {
		if len(texts[lang]) == 0 || len(texts[lang]) != len(texts[privacy.Kazakh]) {
			t.Errorf("%s: %d texts", lang, len(texts[lang]))
		}
		for i, text := range texts[lang] {
			if text.Name != texts[privacy.Kazakh][i].Name {
				t.Errorf("%s: %s has no match in kk", lang, text.Name)
			}
			d := Sample(Answer, lang)
			d.Text = text.Text
			if _, body, err := s.Letter(Answer, lang, d); err != nil || strings.Contains(body, text.Title) {
				t.Errorf("%s in %s: %v, or its title is in the letter", text.Name, lang, err)
			}
			if lang != privacy.English && strings.ContainsFunc(text.Title+text.Text, func(c rune) bool { return c >= 'A' && c <= 'z' }) {
				t.Errorf("%s in %s: a Latin letter", text.Name, lang)
			}
		}
	}
}

func TestOwnTextsTakeTheirPlace(t *testing.T) {
	texts, err := ParseTexts(fstest.MapFS{
		"which-value.ru.txt": {Data: []byte("Свой заголовок\r\n\r\nСвой текст.\r\n")},
		"zz.en.txt":          {Data: []byte("Last\n\nOne.\n\nTwo.\n")},
		"readme":             {Data: []byte("x")},
	})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, text := range texts[privacy.Russian] {
		if text.Name == "which-value" {
			count++
			if text != (Text{"which-value", "Свой заголовок", "Свой текст."}) {
				t.Errorf("%+v", text)
			}
		}
	}
	english := texts[privacy.English]
	if last := english[len(english)-1]; count != 1 || last != (Text{"zz", "Last", "One.\n\nTwo."}) {
		t.Errorf("%d of the name; %+v", count, last)
	}
	for name, content := range map[string]string{"x.de.txt": "A\n\nB", "x.txt": "A\n\nB", "x.kk.txt": "A\nB\n\nC", "y.kk.txt": "A", "z.kk.txt": "A\n\n\xff"} {
		if _, err := ParseTexts(fstest.MapFS{name: {Data: []byte(content)}}); !errors.Is(err, privacy.ErrBadInput) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
