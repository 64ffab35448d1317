package lexicon

import (
	"fmt"
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

// lists holds the named word lists, by "name.language".
type lists map[string][]string

func readLists() (lists, error) {
	words, err := Words("words.txt")
	if err != nil {
		return nil, err
	}
	all := lists{}
	for name, byLanguage := range words {
		for language, list := range byLanguage {
			all[name+"."+string(language)] = list
		}
	}
	return all, nil
}

func parseWording(text string, language privacy.Language, lists lists) (Wording, error) {
	w := Wording{Language: language, Reach: Reach}
	for i, field := range strings.Fields(text) {
		switch {
		case i == 0 && field == "=":
			w.Scope = Whole
		case i == 0 && field == "~":
			w.Scope = Line
		case field[0] == '@':
			reach, err := strconv.Atoi(field[1:])
			if err != nil {
				return w, fmt.Errorf("reach: %w", err)
			}
			w.Reach = reach
		case field[0] == '!':
			e, err := parseElement(field[1:], language, lists)
			if err != nil {
				return w, err
			}
			w.Void = append(w.Void, e)
		default:
			e, err := parseElement(field, language, lists)
			if err != nil {
				return w, err
			}
			w.Elements = append(w.Elements, e)
		}
	}
	if len(w.Elements) == 0 {
		return w, fmt.Errorf("nothing to look for: %w", privacy.ErrBadInput)
	}
	return w, nil
}

func parseElement(text string, language privacy.Language, lists lists) (Element, error) {
	var e Element
	for alternative := range strings.SplitSeq(text, "|") {
		terms, err := expand(alternative, language, lists)
		if err != nil {
			return nil, err
		}
		e = append(e, terms...)
	}
	return e, nil
}

// expand turns "не_<send>" into one term for each word of the list.
func expand(alternative string, language privacy.Language, lists lists) ([]Term, error) {
	terms := []Term{nil}
	for word := range strings.SplitSeq(alternative, "_") {
		choices := []string{word}
		if name, ok := strings.CutPrefix(word, "<"); ok {
			name = strings.TrimSuffix(name, ">")
			if !strings.Contains(name, ".") {
				name += "." + string(language)
			}
			if choices = lists[name]; len(choices) == 0 {
				return nil, fmt.Errorf("no word list %q: %w", name, privacy.ErrBadInput)
			}
		}
		var longer []Term
		for _, t := range terms {
			for _, c := range choices {
				if strings.Trim(c, "*") == "" {
					return nil, fmt.Errorf("an empty word: %w", privacy.ErrBadInput)
				}
				longer = append(longer, append(t[:len(t):len(t)], splitWords(c)...))
			}
		}
		terms = longer
	}
	return terms, nil
}

// splitWords parts a term where folding parts words: «аты-жөні» is two.
func splitWords(term string) []string {
	return strings.FieldsFunc(term, func(r rune) bool { return r == '_' || r == '-' })
}
