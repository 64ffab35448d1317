package message

import (
	"slices"
	"strings"
)

// footer marks what the program of a mailing list puts under a letter: a paragraph, and
// the ruler over it. It asks nothing, and speaks of unsubscribing in clear words.
func (k *marker) footer(line string, start, end int) bool {
	switch {
	case k.footed:
	case beginsWith(line, phrases().footerBegins) || k.ruledFooter(line, end) || linksList(line):
		k.footed, k.listed = true, true
	case beginsWith(line, phrases().groupBegins):
		k.footed = true
	default:
		return false
	}
	k.put(start, end, Signature)
	return true
}

// ruledFooter: a ruler that names a list, or stands over a line that does.
func (k *marker) ruledFooter(line string, next int) bool {
	const shortest, longest = 20, 120 // people rule their letters with less, and write more
	if len(line) < shortest || strings.IndexByte(rulers, line[0]) < 0 {
		return false
	}
	text := strings.Trim(line, rulers+" ~>")
	switch {
	case len(line)-len(text) < shortest:
		return false
	case text == "":
		text, _ = cutLine(k.text, min(next, len(k.text)))
	}
	if len(text) > longest {
		return false
	}
	text = strings.ToLower(strings.TrimSpace(text))
	for _, words := range phrases().footerRuled {
		if strings.HasSuffix(text, words) || strings.Contains(text, "@") && strings.Contains(text, words+" ") {
			return true
		}
	}
	return beginsWith(text, phrases().footerBegins)
}

// linksList reports whether a line begins with the link to the page of a mailing list.
func linksList(line string) bool {
	const longest = 160
	if len(line) > longest || !strings.HasPrefix(line, "http") {
		return false
	}
	link, _, _ := strings.Cut(line, " ")
	return slices.ContainsFunc(phrases().footerLink, func(words string) bool { return strings.Contains(link, words) })
}

// beginsWith reports whether a line begins with one of phrases, in any case.
func beginsWith(line string, phrases map[runes4][]string) bool {
	list := phrases[firstRunes(line)]
	if len(list) == 0 {
		return false
	}
	lower := strings.ToLower(line)
	for _, phrase := range list {
		if strings.HasPrefix(lower, phrase) {
			return true
		}
	}
	return false
}
