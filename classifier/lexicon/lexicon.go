// Package lexicon holds the wordings by which people ask, as data: one wording a
// line with a comment that says where it comes from. It reads the files and
// knows nothing of letters; how wordings are found is the classifier's business.
//
// A file is read like this:
//
//	# a comment line
//	[ru]                          the language of what follows
//	отзыва*|отозвать согласи*     # an example (source)
//
// Blanks part the elements of a wording. All of them must stand close together in
// one sentence, in any order. In an element, | parts alternatives, _ joins words
// that must follow each other, * ends a stem, <name> stands for a word list of
// words.txt in the same language (<name.ru>: of another). The first element
// should be the rarest: the search starts from it. In front may stand:
//
//	=    the wording is the whole line (a subject line, or a line of a short text)
//	~    the same, with one or two words more
//	@3   at most three words away from the first element, instead of [Reach]
//	!a   an element that voids the wording when the sentence holds it
package lexicon

import (
	"embed"
	"fmt"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

//go:embed *.txt
var files embed.FS

// Reach is how many words an element may stand away from the first one.
const Reach = 7

// Scope says how much of a line a wording must fill.
type Scope int

const (
	Anywhere Scope = iota
	Line           // all but two words of a line
	Whole          // all of a line
)

// Topic is what a wording speaks of: a kind of request, or one of the two below.
type Topic string

const (
	Negation    Topic = "negation"     // turns the sense of a request round
	ThirdPerson Topic = "third-person" // somebody else's data
)

// Term is one alternative of an element: words that follow each other. A word
// that ends in * is a stem.
type Term []string

// Element is a set of alternatives.
type Element []Term

// Wording is one way to ask for something.
type Wording struct {
	Topic    Topic
	Language privacy.Language
	Scope    Scope
	Reach    int
	Elements []Element // all must be there; never empty
	Void     []Element // none may be there
	Line     int       // where it stands in its file
}

// Rule names the wording for the evidence: "wording:erase:ru:12".
func (w Wording) Rule() string {
	return fmt.Sprintf("wording:%s:%s:%d", w.Topic, w.Language, w.Line)
}

// Mark is a mark of the policy.
type Mark struct {
	Kind     privacy.Kind
	Language privacy.Language
	Text     string
}

// Wordings returns every wording in the files. It fails only if a file is wrong,
// which the package's own test rules out.
func Wordings() ([]Wording, error) {
	lists, err := readLists()
	if err != nil {
		return nil, err
	}
	topics := []Topic{Negation, ThirdPerson}
	for _, k := range privacy.Kinds {
		topics = append(topics, Topic(k))
	}
	var all []Wording
	for _, topic := range topics {
		err := eachLine(string(topic)+".txt", func(l line) error {
			w, err := parseWording(l.text, l.language, lists)
			if err != nil {
				return err
			}
			w.Topic, w.Line = topic, l.number
			all = append(all, w)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Marks returns the exact marks: policy 8.3 and 8.4 and their translations.
func Marks() ([]Mark, error) {
	var marks []Mark
	err := eachLine("marks.txt", func(l line) error {
		kind, text, _ := strings.Cut(l.text, " ")
		if k := privacy.Kind(kind); !k.Valid() || text == "" {
			return fmt.Errorf("want a kind and a mark: %w", privacy.ErrBadInput)
		}
		marks = append(marks, Mark{privacy.Kind(kind), l.language, strings.TrimSpace(text)})
		return nil
	})
	return marks, err
}

// Words returns the lists of a file of plain words: in it, a line is a class, an
// equals sign and alternatives. The result is by class, then by language.
func Words(file string) (map[string]map[privacy.Language][]string, error) {
	lists := map[string]map[privacy.Language][]string{}
	err := eachLine(file, func(l line) error {
		class, words, ok := strings.Cut(l.text, "=")
		if !ok {
			return fmt.Errorf("want class = word|word: %w", privacy.ErrBadInput)
		}
		class = strings.TrimSpace(class)
		if lists[class] == nil {
			lists[class] = map[privacy.Language][]string{}
		}
		for word := range strings.SplitSeq(words, "|") {
			lists[class][l.language] = append(lists[class][l.language], strings.TrimSpace(word))
		}
		return nil
	})
	return lists, err
}
