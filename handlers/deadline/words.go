package deadline

import (
	"fmt"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Words are the same in every language.
type Words map[privacy.Language]string

// words are how a due date is told to operators: data/words.toml.
type words map[string]Words

func readWords(source []byte) (words, error) {
	var w words
	if err := decode(source, &w); err != nil {
		return nil, err
	}
	for _, key := range []string{
		"received", "stated", "stated-off", "over", "before", "due", "uncertain", "weekend", "moved", "order",
		"no-calendar", "unconfirmed-off", "unconfirmed-work", "rule-later", "end", "receipt", "weekdays",
		"heading", "column-date", "column-day", "clock",
	} {
		if err := inEveryLanguage(w[key]); err != nil {
			return nil, fmt.Errorf("words %q: %w", key, err)
		}
	}
	return w, nil
}

// say puts values in a text.
func (w words) say(lang privacy.Language, key string, values ...string) string {
	var pairs []string
	for i, v := range values {
		pairs = append(pairs, fmt.Sprintf("{%d}", i+1), v)
	}
	return strings.NewReplacer(pairs...).Replace(w[key][lang])
}

// each says a text in every language; values are made for each.
func (w words) each(key string, values func(privacy.Language) []string) Words {
	all := make(Words)
	for _, lang := range privacy.Languages {
		all[lang] = w.say(lang, key, values(lang)...)
	}
	return all
}

// day writes a date: for a sentence with the day of the week, in English in words,
// which nobody takes for another month.
func (w words) day(lang privacy.Language, at time.Time) string {
	if lang == privacy.English {
		return at.Format("Monday 2 January 2006")
	}
	weekdays := strings.Split(w["weekdays"][lang], ", ")
	return at.Format("02.01.2006") + " (" + weekdays[int(at.Weekday())%len(weekdays)] + ")"
}

func (w words) shortDay(lang privacy.Language, at time.Time) string {
	if lang == privacy.English {
		return at.Format("2 January")
	}
	return at.Format("02.01.2006")
}

// date is as in a table.
func (w words) date(lang privacy.Language, at time.Time) string {
	if lang == privacy.English {
		return at.Format(time.DateOnly)
	}
	return at.Format("02.01.2006")
}

// Word is one of the words around the table of steps: "heading" (number, kind, day),
// "column-date", "column-day", "receipt", "end", "clock" (clock, act, paragraph, source).
func (r *Rules) Word(lang privacy.Language, key string, values ...string) string {
	return r.words.say(lang, key, values...)
}

// Date is as in a table: in English 2026-11-27, else 27.11.2026.
func (r *Rules) Date(lang privacy.Language, at time.Time) string { return r.words.date(lang, at) }

// joined is several texts in one line.
func joined(list []Words) Words {
	if len(list) == 0 {
		return nil
	}
	all := make(Words)
	for _, lang := range privacy.Languages {
		var texts []string
		for _, one := range list {
			texts = append(texts, one[lang])
		}
		all[lang] = strings.Join(texts, "; ")
	}
	return all
}
