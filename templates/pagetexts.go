package templates

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"medico-intech.kz/otinish/store/privacy"
)

// pageTexts are the words of the console's pages in one language: pages/texts.LANG.toml,
// each under its table and name, such as "queue.title". A list holds the forms a
// number needs: one in Kazakh, two in English, three in Russian.
type pageTexts struct {
	lang  privacy.Language
	words map[string]string
	forms map[string][]string
}

// countForms is how many forms a counted noun has.
var countForms = map[privacy.Language]int{privacy.Kazakh: 1, privacy.Russian: 3, privacy.English: 2}

func parseTexts(lang privacy.Language, sources ...[]byte) (pageTexts, error) {
	t := pageTexts{lang: lang, words: make(map[string]string), forms: make(map[string][]string)}
	for _, source := range sources {
		var tables map[string]map[string]any
		if err := toml.Unmarshal(source, &tables); err != nil {
			return t, err
		}
		for table, entries := range tables {
			for name, value := range entries {
				if err := t.put(table+"."+name, value); err != nil {
					return t, err
				}
			}
		}
	}
	return t, nil
}

func (t pageTexts) put(key string, value any) error {
	if _, twice := t.words[key]; twice || len(t.forms[key]) > 0 {
		return fmt.Errorf("%s: stands in two files: %w", key, privacy.ErrBadInput)
	}
	switch v := value.(type) {
	case string:
		t.words[key] = v
	case []any:
		if len(v) != countForms[t.lang] {
			return fmt.Errorf("%s: %d forms are needed: %w", key, countForms[t.lang], privacy.ErrBadInput)
		}
		for _, form := range v {
			t.forms[key] = append(t.forms[key], fmt.Sprint(form))
		}
	default:
		return fmt.Errorf("%s: neither a text nor a list of forms: %w", key, privacy.ErrBadInput)
	}
	return nil
}

// sameKeys: what one language says, all say.
func (p *Pages) sameKeys() error {
	var errs []error
	for _, a := range privacy.Languages {
		for _, b := range privacy.Languages {
			for key := range p.texts[a].words {
				if _, ok := p.texts[b].words[key]; !ok {
					errs = append(errs, fmt.Errorf("the text %s is there in %q, not in %q: %w", key, a, b, privacy.ErrBadInput))
				}
			}
			for key := range p.texts[a].forms {
				if _, ok := p.texts[b].forms[key]; !ok {
					errs = append(errs, fmt.Errorf("the forms %s are there in %q, not in %q: %w", key, a, b, privacy.ErrBadInput))
				}
			}
		}
	}
	return errors.Join(errs...)
}

// text is {{t "queue.title"}}; with arguments the text is a format.
func (t pageTexts) text(key string, args ...any) (string, error) {
	s, ok := t.words[key]
	if !ok {
		return "", fmt.Errorf("no text %s: %w", key, privacy.ErrNotFound)
	}
	if len(args) == 0 {
		return s, nil
	}
	return fmt.Sprintf(s, args...), nil
}

// counted is {{n "unit.days" 5}}: «5 күн», «5 дней», "5 days".
func (t pageTexts) counted(key string, n int) (string, error) {
	forms, ok := t.forms[key]
	if !ok {
		return "", fmt.Errorf("no forms %s: %w", key, privacy.ErrNotFound)
	}
	return fmt.Sprintf(forms[form(t.lang, n)], n), nil
}

// form is the rule of CLDR for whole numbers.
func form(lang privacy.Language, n int) int {
	n = max(n, -n)
	switch {
	case lang == privacy.English && n != 1:
		return 1
	case lang == privacy.Russian && (n%10 == 0 || n%10 >= 5 || n%100 >= 11 && n%100 <= 14):
		return 2
	case lang == privacy.Russian && n%10 >= 2:
		return 1
	}
	return 0
}

// code is {{code "kind" .Kind}}: the words for a code of the program, or the code
// itself where there are none, since new ones come with new rules.
func (t pageTexts) code(table string, value any) string {
	code := fmt.Sprint(value)
	if name, ok := strings.CutPrefix(code, "letter/"); ok && table == "act" {
		return fmt.Sprintf(t.words["act.letter"], t.code("letter", name))
	}
	if s, ok := t.words[table+"."+code]; ok {
		return s
	}
	return code
}

// shortDay writes a date for a table: 27.11.2026, in English 27 Nov 2026, which
// nobody takes for July.
func (t pageTexts) shortDay(at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	if t.lang == privacy.English {
		return at.Format("2 Jan 2006")
	}
	return at.Format("02.01.2006")
}

// dative is what «дейін» asks of a month.
var dative = [12]string{"қаңтарға", "ақпанға", "наурызға", "сәуірге", "мамырға", "маусымға", "шілдеге", "тамызға", "қыркүйекке", "қазанға", "қарашаға", "желтоқсанға"}

// dayUntil writes a date that "until" is said of: «2026 жылғы 8 желтоқсанға (дейін)».
func (t pageTexts) dayUntil(at time.Time) string {
	if at.IsZero() || t.lang != privacy.Kazakh {
		return t.shortDay(at)
	}
	return fmt.Sprintf("%d жылғы %d %s", at.Year(), at.Day(), dative[at.Month()-1])
}

func (t pageTexts) shortMoment(at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	return t.shortDay(at) + ", " + at.Format("15:04")
}

// Day writes a date in a language as pages show it.
func (p *Pages) Day(lang privacy.Language, at time.Time) string { return p.texts[lang].shortDay(at) }

// Counted writes a number with its noun, such as "unit.days".
func (p *Pages) Counted(lang privacy.Language, key string, n int) string {
	s, err := p.texts[lang].counted(key, n)
	if err != nil {
		return strconv.Itoa(n)
	}
	return s
}
