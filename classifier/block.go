package classifier

import (
	"slices"
	"strings"
)

// Old and new data in two blocks, each below its head: «Мои старые данные: … Мои новые данные: …».

const (
	blockHead = 5 // words of a head
	blockLine = 6 // words of a line without a value that ends a block: a sentence
)

// blockRole says what the head above a line says of the values there.
func (r *reading) blockRole(x *index, line int) role {
	if r.blocks == nil {
		r.blocks = make([]role, len(r.lines))
		for i := 1; i < len(r.lines); i++ {
			text := r.lines[i].text
			words := wordsOf(text)
			switch head, ok := x.headsBlock(text, words); {
			case ok:
				r.blocks[i] = head
			case len(words) <= blockLine || len(appendSpots(nil, text)) > 0:
				r.blocks[i] = r.blocks[i-1]
			}
		}
	}
	return r.blocks[line]
}

// headsBlock reports whether a line is the head of a block, and what it says.
func (x *index) headsBlock(text string, words []string) (role, bool) {
	if len(words) == 0 || len(words) > blockHead || !x.roles.hasAny(words, "block") || len(appendSpots(nil, text)) > 0 {
		return roleOpen, false
	}
	if trimmed := strings.TrimSpace(text); strings.ContainsAny(trimmed[len(trimmed)-1:], ".!?,;") {
		return roleOpen, false
	}
	old, fresh := slices.ContainsFunc(words, x.isOld), slices.ContainsFunc(words, x.fresh)
	switch {
	case old == fresh:
		return roleOpen, false
	case old:
		return roleOld, true
	}
	return roleNew, true
}
