package templates

import (
	"html/template"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// pageFuncs are what a page's file can call besides its data.
func pageFuncs(t pageTexts) template.FuncMap {
	return template.FuncMap{
		"t":       t.text,
		"tv":      func(key string, args []any) (string, error) { return t.text(key, args...) },
		"n":       t.counted,
		"code":    t.code,
		"reason":  t.reason,
		"clue":    t.clue,
		"day":     t.shortDay,
		"until":   t.dayUntil,
		"when":    t.shortMoment,
		"short":   t.dayAndMonth,
		"span":    t.span,
		"iso":     func(at time.Time) string { return at.Format(time.RFC3339) },
		"lang":    func() string { return string(t.lang) },
		"ownname": func(l privacy.Language) string { return ownNames[l] },
		"keyname": keyName,
		"list":    func(items ...string) []string { return items },
		"add":     func(a, b int) int { return a + b },
		"mul":     func(a, b int) int { return a * b },
		"even":    func(i int) bool { return i%2 == 0 },
		"max":     func(a, b int) int { return max(a, b) },
	}
}

// ownNames are what languages call themselves.
var ownNames = map[privacy.Language]string{
	privacy.Kazakh: "Қазақша", privacy.Russian: "Русский", privacy.English: "English",
}

func keyName(key string) string {
	switch key {
	case "enter":
		return "Enter"
	case "slash":
		return "/"
	case "question":
		return "?"
	}
	return strings.ToUpper(key)
}

// reason is the words for the reason of an act: of a rule, a letter, a ground, or a
// kind with its certainty.
func (t pageTexts) reason(code string) string {
	for _, table := range []string{"why", "letter", "kind", "act", "do"} {
		if words := t.code(table, code); words != code {
			return words
		}
	}
	if fields, ok := t.fields(code); ok {
		return fields
	}
	if day, ok := t.dateIn(code); ok {
		return day
	}
	if told, ok := t.countedIn(code); ok {
		return told
	}
	if before, after, ok := strings.Cut(code, "/"); ok {
		if from, to, ok := t.change(before, after); ok {
			return from + " → " + to
		}
	}
	if proof, why, ok := strings.Cut(code, "/"); ok && t.words["proof."+proof] != "" {
		return t.code("proof", proof) + ": " + t.code("proofwhy", why)
	}
	if kind, rest, ok := strings.Cut(code, "/"); ok {
		for _, table := range []string{"certainty", "kind", "why"} { // how it was read, or how it came
			if words := t.code(table, rest); words != rest {
				return t.code("kind", kind) + ", " + words
			}
		}
		return t.code("kind", kind) + ", " + rest
	}
	return code
}

// dateIn is a date as the language writes it.
func (t pageTexts) dateIn(code string) (string, bool) {
	at, err := time.Parse(time.DateOnly, code)
	return t.shortDay(at), err == nil
}

// change is what stood before and what stands now: of a day, or of a kind.
func (t pageTexts) change(before, after string) (from, to string, ok bool) {
	if from, ok = t.dateIn(before); ok {
		to, ok = t.dateIn(after)
		return from, to, ok
	}
	from, to = t.words["kind."+before], t.words["kind."+after]
	return from, to, from != "" && to != ""
}

// fields is the words for fields that were changed together: "name+phone".
func (t pageTexts) fields(code string) (string, bool) {
	parts := strings.Split(code, "+")
	for i, part := range parts {
		words, ok := t.words["field."+part]
		if !ok {
			return "", false
		}
		parts[i] = words
	}
	return strings.Join(parts, ", "), true
}

// dayAndMonth is for the small places of a picture.
func (t pageTexts) dayAndMonth(at time.Time) string {
	if t.lang == privacy.English {
		return at.Format("2 Jan")
	}
	return at.Format("02.01")
}

// span writes how long something took, in the largest unit that says something.
func (t pageTexts) span(d time.Duration) (string, error) {
	switch {
	case d >= 48*time.Hour:
		return t.counted("unit.days", int(d.Hours()/24))
	case d >= time.Hour:
		return t.counted("unit.hours", int(d.Hours()))
	}
	return t.counted("unit.minutes", int(d.Minutes()))
}

// Reason is the words for the reason of an act as pages show it, or the code.
func (p *Pages) Reason(lang privacy.Language, code string) string { return p.texts[lang].reason(code) }
