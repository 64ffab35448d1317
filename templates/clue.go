package templates

import (
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Clues returns what was looked at to find out who wrote a message in words, a line each:
// proof/proof.LANG.toml. A code without words, which a newer program may have left, is
// shown with its values.
func (p *Pages) Clues(lang privacy.Language, list []privacy.Clue) []string {
	lines := make([]string, 0, len(list))
	for _, c := range list {
		lines = append(lines, p.texts[lang].clue(c))
	}
	return lines
}

// Trouble is the words for what is wrong with the program, and what to do about it; empty
// for a code without any.
func (p *Pages) Trouble(lang privacy.Language, code string, args []privacy.Arg) string {
	t := p.texts[lang]
	return t.fill(t.words["trouble."+code], args)
}

func (t pageTexts) clue(c privacy.Clue) string {
	if words, ok := t.words["clue."+c.Code]; ok {
		return t.fill(words, c.Args)
	}
	shown := []string{c.Code}
	for _, a := range c.Args {
		shown = append(shown, t.value(a))
	}
	return strings.Join(shown, " ")
}
