package classifier

import (
	"cmp"
	"fmt"
	"slices"
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

	leastStem  = 5
	mostEnding = 4
)

// How likely the words must ask for the kind, as far as the model can tell: a subject
// line stands for the whole letter and names a matter more often than a wish.
const (
	leastTitle = .1
	leastText  = .02

	// How much likelier a subject line must ask for the kind than for all others: one
	// that names only a matter ("my data") may be the title of any wish.
	leastAhead = 4
)

// Teach makes a line for a word list of the words by which a letter could have been
// understood: of the sentence that asks, as far as can be told, or else of a subject line
// that does. The line is a hint and not clear: whoever pastes it decides whether it may
// act, and generalises. file is empty where there are no such words.
//
// Numbers, addresses and names are left out: a word list is no place for them. A word
// that begins with a capital may be a name: inside a line it is left out, and at its
// beginning or in capitals it stays only where the word lists know it. Nor is a word
// list the place for what is known already: a mark of the policy, or the wording of
// another kind.
func Teach(m *message.Message, kind privacy.Kind) (file, line string) {
	for _, l := range asking(m, kind) {
		if l.title && shouted(m.SubjectLine) {
			continue // names do not stand out in it
		}
		words := withoutNames(taught(l.text), m)
		if len(words) < leastTaught || len(words) > mostTaught {
			continue
		}
		sign := ""
		if l.title {
			sign = "= "
		}
		phrase := strings.Join(words, " ")
		if known(phrase, kind) || known(l.text, kind) { // with the words that were left out, too
			continue
		}
		return fmt.Sprintf("classifier/lexicon/%s.txt [%s]", kind, Language(m)), sign + phrase + "  # " + phrase + " (operator)"
	}
	return "", ""
}

// teachable is a sentence of the writer's own, with the chance that it asks for a kind.
type teachable struct {
	text   string
	title  bool
	chance float32
}

// asking lists the sentences that may ask for a kind, the likeliest first, subject lines
// behind the text. Of a greeting or an address nothing is to be learned.
func asking(m *message.Message, kind privacy.Kind) (list []teachable) {
	x := lexiconIndex()
	r := read(m, x, message.Own)
	_, _, hits := r.findKinds(x)
	j := r.judge(x, senseModel(), hits)
	for i, u := range j.units {
		l := teachable{r.said(u), u.title, j.chances[i][asks(kind)] + j.chances[i][touches(kind)]}
		if l.title { // «Дербес деректерім» touches upon it, and may be the title of any wish
			l.chance = j.chances[i][asks(kind)]
		}
		if l.title && l.chance >= leastTitle && l.chance >= leastAhead*elsewhere(j.chances[i], kind) || !l.title && l.chance >= leastText {
			list = append(list, l)
		}
	}
	slices.SortStableFunc(list, func(a, b teachable) int {
		if a.title != b.title {
			if b.title {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.chance, a.chance)
	})
	return list
}

// elsewhere is the chance that a sentence asks for another kind.
func elsewhere(c chances, kind privacy.Kind) (sum float32) {
	for _, other := range privacy.Kinds {
		if other != kind {
			sum += c[asks(other)] + c[touches(other)]
		}
	}
	return sum
}

// said is a unit as it was written.
func (r *reading) said(u unit) string {
	var parts []string
	for from := u.from; from < u.to; {
		l := r.lines[r.words[from].line]
		to := min(u.to, l.end)
		parts = append(parts, l.text[r.words[from].start:r.words[to-1].end])
		from = to
	}
	return strings.Join(parts, " ")
}

// shouted: a line in capitals.
func shouted(text string) bool { return text == strings.ToUpper(text) && text != strings.ToLower(text) }

// lists reports whether the word lists have a word: whole, or as a stem of at least
// leastStem letters with an ending of at most mostEnding. Shorter stems begin names too.
func (x *index) lists(text string) bool {
	s := scriptOf(text)
	skeleton := appendSkeleton(nil, text, s)
	for _, t := range []*trie{x.trie, x.common.trie, x.labels.trie, x.roles.trie} {
		if t.holds(skeleton) {
			return true
		}
	}
	return false
}

func (t *trie) holds(skeleton []byte) bool {
	at := &t.nodes[0]
	for i, b := range skeleton {
		if at = t.next(at, b); at == nil {
			return false
		}
		if n := i + 1; at.stems > 0 && n >= leastStem && len(skeleton)-n <= mostEnding {
			return true
		}
	}
	return at.stems+at.words > 0
}

// withoutNames leaves out what the writer is called, by the letter's From or in it, in
// any case of declension.
func withoutNames(words []string, m *message.Message) []string {
	var names []string
	for _, from := range m.From {
		names = append(names, strings.Fields(strings.ToLower(from.Name))...)
	}
	for _, v := range Classify(m) {
		for _, value := range v.Fields {
			if value.Field == privacy.FieldName {
				names = append(names, strings.Fields(strings.ToLower(value.Text))...)
			}
		}
	}
	return slices.DeleteFunc(words, func(w string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return likeName(w, name) })
	})
}

// likeName: all but the last two letters of a name begin the word.
func likeName(word, name string) bool {
	letters := []rune(name)
	return len(letters) > 2 && strings.HasPrefix(word, string(letters[:max(3, len(letters)-2)]))
}

// known reports whether the word lists find a mark in a phrase, or the wording of
// another kind.
func known(phrase string, kind privacy.Kind) bool {
	raw := "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + phrase + "\r\n"
	for _, v := range Classify(message.Parse([]byte(raw))) {
		for _, e := range v.Evidence {
			rule := strings.Split(e.Rule, ":")
			if rule[0] == "mark" || rule[0] == "wording" && rule[1] != string(kind) {
				return true
			}
		}
	}
	return false
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
		case unicode.IsUpper([]rune(bare)[0]) && (i > 0 && bare != strings.ToUpper(bare) || !lexiconIndex().lists(bare)):
			continue
		}
		words = append(words, strings.ToLower(strings.ReplaceAll(bare, "-", "_")))
	}
	return words
}
