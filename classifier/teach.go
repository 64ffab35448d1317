package classifier

import (
	"fmt"
	"strings"
	"unicode"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// How many words a lesson may have: one word says too little, and what is longer is
// no wording but a story.
const (
	leastTaught = 2
	mostTaught  = 8
)

// Teach makes a line for a word list of the words by which a letter could have been
// understood: its subject line, or the first short line of the writer. The line is a
// hint and not clear: whoever pastes it decides whether it may act, and generalises.
// file is empty where there are no such words.
//
// Numbers, addresses and names (words with a capital inside a sentence) are left out:
// a word list is no place for them.
func Teach(m *message.Message, kind privacy.Kind) (file, line string) {
	lines := append([]string{m.SubjectLine}, strings.Split(m.OwnText(), "\n")...)
	for i, text := range lines {
		words := taught(text)
		if len(words) < leastTaught || len(words) > mostTaught {
			continue
		}
		sign := ""
		if i == 0 {
			sign = "= "
		}
		phrase := strings.Join(words, " ")
		return fmt.Sprintf("classifier/lexicon/%s.txt [%s]", kind, Language(m)), sign + phrase + "  # " + phrase + " (operator)"
	}
	return "", ""
}

// taught are the words of a line that may stand in a word list.
func taught(text string) []string {
	var words []string
	text = strings.TrimSpace(text)
	for {
		head, rest, found := strings.Cut(text, ":")
		if !found || len([]rune(head)) > 4 || strings.ContainsAny(strings.TrimSpace(head), " ") {
			break
		}
		text = strings.TrimSpace(rest) // Re:, Fwd:
	}
	for i, word := range strings.Fields(text) {
		bare := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '@' })
		switch {
		case bare == "", strings.ContainsFunc(bare, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }):
			continue
		case i > 0 && unicode.IsUpper([]rune(bare)[0]) && bare != strings.ToUpper(bare):
			continue
		}
		words = append(words, strings.ToLower(strings.ReplaceAll(bare, "-", "_")))
	}
	return words
}
