// Package lexicon holds the wordings by which people ask, as data: one wording a
// line with a comment that says where it comes from. It reads the files and
// knows nothing of letters; how wordings are found is the classifier's business.
//
// A file is read like this:
//
//	# a comment line
//	[ru]                          the language of what follows
//	+ <take-back> <consent>       an example (source)
//
// Blanks part the elements of a wording. All of them must stand close together in
// one sentence, in any order. In an element, | parts alternatives, _ joins words
// that must follow each other, * ends a stem, {a|b}{c|d} stands for ac, ad, bc and
// bd, and <name> for a concept: a word list of words.txt, in all languages
// together, or in one (<name.ru>). The first element should be the rarest: the
// search starts from it. In front may stand:
//
//	=    the wording is the whole line (a subject line, or a line of a short text)
//	~    the same, with one or two words more
//	&    the elements may stand in different sentences of the letter
//	+    the wording is clear: with it, less is asked of the rest of the letter
//	@3   at most three words away from the first element, instead of [Reach]
//	>a   an element that stands behind the first one
//	!a   an element that voids the wording when the sentence holds it
package lexicon

import (
	"embed"
	"fmt"
	"slices"
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
	Letter         // nothing, but its elements may stand anywhere in the letter
	Line           // all but two words of a line
	Whole          // all of a line
)

// Topic is what a wording speaks of: a kind of request, or a guard.
type Topic string

// The guards: what forbids acting by rule. What each does is the classifier's
// business.
const (
	Negation    Topic = "negation"     // turns the sense of a request round
	Condition   Topic = "condition"    // makes it depend on something
	Asking      Topic = "asking"       // asks whether or how
	Unsure      Topic = "unsure"       // is not made up yet, or lies in the future
	ThirdPerson Topic = "third-person" // somebody else's data
	Giving      Topic = "giving"       // gives consent
	Taken       Topic = "taken"        // says that another letter or attachment holds it
	News        Topic = "news"         // news about policies
	Everybody   Topic = "everybody"    // said to all whom the writer knows
	Offer       Topic = "offer"        // offers goods or services
	Instruct    Topic = "instruct"     // tells us to change something of ours
	Relay       Topic = "relay"        // passes on what somebody else wrote
	Business    Topic = "business"     // speaks of orders, bills, contracts
	Points      Topic = "points"       // means what is quoted below
	Wish        Topic = "wish"         // asks for a change: without it an update only tells
)

// The topics of asides.txt beside some of the guards: what does not go with a request.
const (
	Matter  Topic = "matter"  // wants something else: a form, advice, a status; or thanks for what was done
	Awaits  Topic = "awaits"  // waits for an answer: harmless below a request, and none of its own
	Date    Topic = "date"    // only from a date on, or until one
	Partial Topic = "partial" // only for part of it
	Limited Topic = "limited" // a consent to one thing, as to fingerprints
	Part    Topic = "part"    // only one thing that is held, or all but something
	Further Topic = "further" // a label of a value beside the old one, or of another's
	More    Topic = "more"    // asks in so many words for a value beside the old one
	Unheld  Topic = "unheld"  // says that something changed for which there is no field
	Erasing Topic = "erasing" // asks to delete one thing only: no change of it
	Amend   Topic = "amend"   // asks to change something for which there is no field: a person hears it also where nothing else is asked
	Spelled Topic = "spelled" // says of a value how it is spelled otherwise
	Several Topic = "several" // names more than one wish
	Count   Topic = "count"   // announces more than one
	Retract Topic = "retract" // takes back what the letter has asked
	Shaky   Topic = "shaky"   // says that the value may be wrong
	Denies  Topic = "denies"  // says in so many words that it does not ask for it
	Later   Topic = "later"   // names a day to come, or says that the value is not there yet
	Off     Topic = "off"     // asks to be taken off a list, in passing
	Keep    Topic = "keep"    // asks that letters go on coming
	For     Topic = "for"     // says outright that the writer writes for somebody else
	GoOn    Topic = "go-on"   // wants to hear of news or offers, as before

	NoUpdate      Topic = "no-update"      // says that no change of data is asked
	NoWithdraw    Topic = "no-withdraw"    // says that the consent is not taken back
	NoErase       Topic = "no-erase"       // says that nothing is to be destroyed
	NoBlock       Topic = "no-block"       // says that nothing is to be blocked
	NoUnsubscribe Topic = "no-unsubscribe" // says that letters may go on coming
	NoAccess      Topic = "no-access"      // says that no copy of the data is asked
)

// Asided lists the topics of asides.txt.
var Asided = []Topic{Matter, Awaits, Relay, Date, Partial, Part, Giving, Negation, ThirdPerson, Further, More, Unheld, Erasing, Amend, Spelled, Several, Count, Asking, Retract, Denies, Later, Off, Keep, For, GoOn, Shaky, Limited, NoUpdate, NoWithdraw, NoErase, NoBlock, NoUnsubscribe, NoAccess}

// Guards lists the guards.
var Guards = []Topic{
	Negation, Condition, Asking, Unsure, ThirdPerson, Giving, Taken, News, Everybody, Offer, Instruct, Relay, Business, Points, Wish,
}

// Term is one alternative of an element: words that follow each other. A word
// that ends in * is a stem, one in angle brackets a concept.
type Term []string

// Element is a set of alternatives.
type Element []Term

// Wording is one way to ask for something.
type Wording struct {
	Topic    Topic
	Language privacy.Language
	Scope    Scope
	Clear    bool // enough to act by, where no guard speaks against it
	Reach    int
	Elements []Element // all must be there; never empty
	After    []bool    // by element: it stands behind the first one
	Void     []Element // none may be there
	Line     int       // where it stands in its file
	Source   string    // its comment: an example and where it comes from
}

// Rule names the wording for the evidence: "wording:erase:ru:12", with ":maybe"
// behind it where the wording is not clear.
func (w Wording) Rule() string {
	rule := fmt.Sprintf("wording:%s:%s:%d", w.Topic, w.Language, w.Line)
	if !w.Clear {
		rule += ":maybe"
	}
	return rule
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
	var all []Wording
	add := func(topic Topic, text string, l line) error {
		w, err := parseWording(text, l.language, lists)
		if err != nil {
			return err
		}
		w.Topic, w.Line, w.Source = topic, l.number, l.comment
		all = append(all, w)
		return nil
	}
	for _, kind := range privacy.Kinds {
		err := eachLine(string(kind)+".txt", func(l line) error { return add(Topic(kind), l.text, l) })
		if err != nil {
			return nil, err
		}
	}
	err = eachLine("guards.txt", func(l line) error {
		name, text, _ := strings.Cut(l.text, " ")
		if !slices.Contains(Guards, Topic(name)) {
			return fmt.Errorf("no such guard: %w", privacy.ErrBadInput)
		}
		return add(Topic(name), text, l)
	})
	return all, err
}

// Asides returns the wordings of what does not go with a request. It fails only if the
// file is wrong, which the package's own test rules out.
func Asides() (all []Wording, err error) {
	lists, err := readLists()
	if err != nil {
		return nil, err
	}
	err = eachLine("asides.txt", func(l line) error {
		name, text, _ := strings.Cut(l.text, " ")
		if !slices.Contains(Asided, Topic(name)) {
			return fmt.Errorf("no such topic: %w", privacy.ErrBadInput)
		}
		w, err := parseWording(text, l.language, lists)
		w.Topic, w.Line, w.Source = Topic(name), l.number, l.comment
		all = append(all, w)
		return err
	})
	return all, err
}

// Concepts returns the word lists by name: "consent" holds the words of all
// languages, "consent.ru" those of one.
func Concepts() (map[string][]Term, error) {
	lists, err := readLists()
	if err != nil {
		return nil, err
	}
	concepts := map[string][]Term{}
	for name, words := range lists {
		if strings.HasPrefix(name, "end-") {
			continue
		}
		for _, w := range words {
			e, err := parseElement(w, lists)
			if err != nil {
				return nil, fmt.Errorf("word list %s: %w", name, err)
			}
			concepts[name] = append(concepts[name], e...)
		}
	}
	return concepts, nil
}

// Senses returns what words speak of, by name, in all languages together.
func Senses() (map[string][]Term, error) {
	lists, err := Words("senses.txt")
	if err != nil {
		return nil, err
	}
	senses := map[string][]Term{}
	for name, byLanguage := range lists {
		for language, words := range byLanguage {
			for _, w := range words {
				e, err := parseElement(w, nil)
				if err != nil {
					return nil, fmt.Errorf("sense %s %s %q: %w", name, language, w, err)
				}
				senses[name] = append(senses[name], e...)
			}
		}
	}
	return senses, nil
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
// equals sign and alternatives, stems times endings in braces: {отц|брат}{а|у}. The result is by class, then by language.
func Words(file string) (map[string]map[privacy.Language][]string, error) {
	return words(file, func(word string) ([]string, error) { return unfold(word, nil) })
}

// words is Words with what makes the spellings of a word.
func words(file string, spellings func(word string) ([]string, error)) (map[string]map[privacy.Language][]string, error) {
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
		for word := range splitOutside(words) {
			all, err := spellings(strings.TrimSpace(word))
			if err != nil {
				return err
			}
			lists[class][l.language] = append(lists[class][l.language], all...)
		}
		return nil
	})
	return lists, err
}
