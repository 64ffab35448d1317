package message

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed phrases.txt
var phraseFile string

// phraseBook is phrases.txt, read.
type phraseBook struct {
	attributionEnds, attributionBegins  []string
	forwardRuled, forwardBare, original []string
	labelFrom, labelSent, labelMore     map[string]bool
	labelFor                            map[string]bool
	deviceBegins, deviceEnds            map[runes4][]string // by their first, their last letters
	footerBegins, groupBegins           map[runes4][]string
	noticeBegins                        map[runes4][]string
	bannerBegins                        map[runes4][]string
	noticeHolds                         [][]string // words that follow each other, with others between
	footerRuled, footerLink             []string
	noticeWords, bannerWords            []string
	standIn                             []string
	postscript                          []string
	standInAlone                        map[string]bool
	quote, forward, rest, signature     map[string]bool
	restEnds                            map[string]bool
	roles                               map[string]bool // local parts of an organisation's own mailbox
	fileNames                           []string
	ticketOpened                        []string
	longestLabel, longestEnd            int
}

var phrases = sync.OnceValue(func() *phraseBook {
	s := readPhrases(phraseFile)
	p := &phraseBook{
		attributionEnds: s["attribution ends"], attributionBegins: s["attribution begins"],
		forwardRuled: s["forward ruled"], forwardBare: s["forward bare"], original: s["original ruled"],
		labelFrom: set(s["label from"]), labelSent: set(s["label sent"]), labelMore: set(s["label more"]),
		labelFor:     set(s["label for"]),
		deviceBegins: map[runes4][]string{}, deviceEnds: map[runes4][]string{}, standIn: s["stand-in"],
		footerBegins: map[runes4][]string{}, groupBegins: map[runes4][]string{}, footerRuled: s["list footer ruled"], footerLink: s["list footer link"], noticeWords: s["notice words"], bannerWords: s["banner words"],
		noticeBegins: map[runes4][]string{}, bannerBegins: map[runes4][]string{}, standInAlone: set(s["stand-in alone"]), postscript: s["postscript"],
		quote: set(s["html quote"]), forward: set(s["html forward"]), rest: set(s["html rest"]), signature: set(s["html signature"]),
		fileNames: s["file name begins"], restEnds: set(s["html rest ends"]), ticketOpened: s["ticket opened"], roles: set(s["role mailbox"]),
	}
	for _, name := range []string{"label from", "label sent", "label more", "label for"} {
		p.longestLabel = max(p.longestLabel, longest(s[name]))
	}
	p.longestEnd = longest(p.attributionEnds)
	for section, to := range map[string]map[runes4][]string{
		"device begins": p.deviceBegins, "list footer begins": p.footerBegins, "group footer begins": p.groupBegins,
		"notice begins": p.noticeBegins, "banner begins": p.bannerBegins,
	} {
		for _, phrase := range s[section] {
			to[firstRunes(phrase)] = append(to[firstRunes(phrase)], phrase)
		}
	}
	for _, phrase := range s["notice holds"] {
		p.noticeHolds = append(p.noticeHolds, strings.Split(phrase, " … "))
	}
	for _, phrase := range s["device ends"] {
		p.deviceEnds[lastRunes(phrase)] = append(p.deviceEnds[lastRunes(phrase)], phrase)
	}
	return p
})

// runes4 are four letters, small: a key to look phrases up by, since nearly no line
// of a mail has any.
type runes4 [4]rune

func firstRunes(s string) (k runes4) {
	for i := range k {
		r, size := utf8.DecodeRuneInString(s)
		k[i], s = lowerRune(r), s[size:]
	}
	return k
}

func lastRunes(s string) (k runes4) {
	for i := range k {
		r, size := utf8.DecodeLastRuneInString(s)
		k[i], s = lowerRune(r), s[:len(s)-size]
	}
	return k
}

// lowerRune is unicode.ToLower without a search for Russian letters: it is asked eight
// times a line.
func lowerRune(r rune) rune {
	switch {
	case r >= 'а' && r <= 'я':
		return r
	case r >= 'А' && r <= 'Я':
		return r + 'а' - 'А'
	}
	return unicode.ToLower(r)
}

// readPhrases returns the phrases of each section, lower case.
func readPhrases(file string) map[string][]string {
	sections := map[string][]string{}
	section := ""
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\n")
		phrase, _, _ := strings.Cut(line, " # ")
		switch {
		case phrase == "" || phrase[0] == '#':
		case phrase[0] == '[':
			section = strings.Trim(phrase, "[]")
		default:
			sections[section] = append(sections[section], strings.ToLower(phrase))
		}
	}
	return sections
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[s] = true
	}
	return m
}

func longest(list []string) int {
	n := 0
	for _, s := range list {
		n = max(n, len(s))
	}
	return n
}
