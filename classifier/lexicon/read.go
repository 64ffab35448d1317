package lexicon

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// line is a line of a file that says something.
type line struct {
	number   int
	language privacy.Language
	text     string // without its comment
	comment  string
}

// eachLine calls do for every line of a file that is neither blank, comment nor
// the head of a section.
func eachLine(file string, do func(line) error) error {
	content, err := files.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read lexicon: %w", err)
	}
	var language privacy.Language
	number := 0
	for text := range strings.Lines(string(content)) {
		number++
		text, comment, _ := strings.Cut(text, "#")
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		if head, ok := strings.CutPrefix(text, "["); ok {
			language = privacy.Language(strings.TrimSuffix(head, "]"))
			if !language.Valid() {
				return fmt.Errorf("read lexicon %s line %d: no such language: %w", file, number, privacy.ErrBadInput)
			}
			continue
		}
		if err := do(line{number, language, text, strings.TrimSpace(comment)}); err != nil {
			return fmt.Errorf("read lexicon %s line %d: %w", file, number, err)
		}
	}
	return nil
}

// lists holds the words of the named lists, by "name" and by "name.language".
type lists map[string][]string

func readLists() (lists, error) {
	words, err := words("words.txt", func(word string) ([]string, error) { return []string{word}, nil }) // they are unfolded where they stand in a wording
	if err != nil {
		return nil, err
	}
	all := lists{}
	for name, byLanguage := range words {
		for _, language := range privacy.Languages {
			all[name] = append(all[name], byLanguage[language]...)
			all[name+"."+string(language)] = byLanguage[language]
		}
	}
	return all, nil
}

// letterReach is the reach of a wording over several sentences, in words.
const letterReach = 60

func parseWording(text string, language privacy.Language, lists lists) (Wording, error) {
	w := Wording{Language: language, Reach: Reach}
	for i, field := range strings.Fields(text) {
		switch {
		case field == "+" && len(w.Elements) == 0:
			w.Clear = true
		case field == "=" && len(w.Elements) == 0:
			w.Scope = Whole
		case field == "~" && len(w.Elements) == 0:
			w.Scope = Line
		case field == "&" && len(w.Elements) == 0:
			w.Scope, w.Reach = Letter, letterReach
		case field[0] == '@' && i < 3:
			reach, err := strconv.Atoi(field[1:])
			if err != nil {
				return w, fmt.Errorf("reach: %w", err)
			}
			w.Reach = reach
		case field[0] == '!':
			e, err := parseElement(field[1:], lists)
			if err != nil {
				return w, err
			}
			w.Void = append(w.Void, e)
		default:
			bare, after := strings.CutPrefix(field, ">")
			e, err := parseElement(bare, lists)
			if err != nil {
				return w, err
			}
			w.Elements, w.After = append(w.Elements, e), append(w.After, after)
		}
	}
	if len(w.Elements) == 0 {
		return w, fmt.Errorf("nothing to look for: %w", privacy.ErrBadInput)
	}
	return w, nil
}

func parseElement(text string, lists lists) (Element, error) {
	var e Element
	for alternative := range splitOutside(text) {
		spellings, err := unfold(alternative, lists)
		if err != nil {
			return nil, err
		}
		for _, s := range spellings {
			t, err := parseTerm(s, lists)
			if err != nil {
				return nil, err
			}
			e = append(e, t)
		}
	}
	return e, nil
}

// splitOutside parts alternatives at the bars that stand outside braces.
func splitOutside(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		depth, from := 0, 0
		for i := range len(text) {
			switch text[i] {
			case '{':
				depth++
			case '}':
				depth--
			case '|':
				if depth > 0 {
					continue
				}
				if !yield(text[from:i]) {
					return
				}
				from = i + 1
			}
		}
		yield(text[from:])
	}
}

// unfold turns "{дерек|мәлімет}{<ends>}*" into its spellings: a stem table times a
// table of endings.
func unfold(text string, lists lists) ([]string, error) {
	head, rest, ok := strings.Cut(text, "{")
	if !ok {
		return []string{text}, nil
	}
	inner, tail, ok := strings.Cut(rest, "}")
	if !ok {
		return nil, fmt.Errorf("a brace is not closed: %w", privacy.ErrBadInput)
	}
	tails, err := unfold(tail, lists)
	if err != nil {
		return nil, err
	}
	var all []string
	for choice := range strings.SplitSeq(inner, "|") {
		choices := []string{choice}
		if name, ok := strings.CutPrefix(choice, "<"); ok {
			name = strings.TrimSuffix(name, ">")
			if choices = lists[name]; len(choices) == 0 {
				return nil, fmt.Errorf("no word list %q: %w", name, privacy.ErrBadInput)
			}
		}
		for _, c := range choices {
			for _, t := range tails {
				all = append(all, head+c+t)
			}
		}
	}
	return all, nil
}

// parseTerm parts "не_<send>" into its words. Folding parts words too: «аты-жөні»
// is two.
func parseTerm(text string, lists lists) (Term, error) {
	var t Term
	for word := range strings.SplitSeq(text, "_") {
		if strings.Trim(word, "*") == "" {
			return nil, fmt.Errorf("an empty word: %w", privacy.ErrBadInput)
		}
		name, ok := strings.CutPrefix(word, "<")
		if !ok {
			t = append(t, strings.Split(word, "-")...)
			continue
		}
		if name = strings.TrimSuffix(name, ">"); len(lists[name]) == 0 {
			return nil, fmt.Errorf("no word list %q: %w", name, privacy.ErrBadInput)
		}
		t = append(t, "<"+name+">")
	}
	return t, nil
}
