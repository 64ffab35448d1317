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

// blockRole says what the head above a line says of the values there, where the letter has a head of each sort.
func (r *reading) blockRole(x *index, line int) role {
	if r.blocks == nil {
		r.blocks = r.blocksOf(x)
	}
	return r.blocks[line]
}

func (r *reading) blocksOf(x *index) []role {
	said := make([]role, len(r.lines))
	var old, fresh bool
	signed := r.signedFrom(x)
	for i := 1; i < len(r.lines); i++ {
		text := r.lines[i].text
		if i >= signed || x.closes(false, r.lines[i]) { // how the letter is signed belongs to no block
			break
		}
		words := wordsOf(text)
		switch head := x.headsBlock(text, words); {
		case head != roleOpen:
			said[i] = head
			old, fresh = old || head == roleOld, fresh || head == roleNew
		case len(words) <= blockLine || len(appendSpots(nil, text)) > 0:
			said[i] = said[i-1]
		}
	}
	if !old || !fresh { // «Замените старые данные» is none
		clear(said)
	}
	return said
}

// headsBlock returns what a line says that is the head of a block, and nothing else; roleOpen of another.
func (x *index) headsBlock(text string, words []string) role {
	if len(words) == 0 || len(words) > blockHead || !x.roles.hasAny(words, "block") || len(appendSpots(nil, text)) > 0 {
		return roleOpen
	}
	if trimmed := strings.TrimSpace(text); strings.ContainsAny(trimmed[len(trimmed)-1:], ".!?,;") {
		return roleOpen
	}
	old, fresh := slices.ContainsFunc(words, x.isOld), slices.ContainsFunc(words, x.fresh)
	more := slices.ContainsFunc(words, func(w string) bool {
		return !x.roles.has(w, "block") && !x.roles.has(w, "block-fill") && !x.isOld(w) && !x.fresh(w)
	})
	switch {
	case more, old == fresh:
		return roleOpen
	case old:
		return roleOld
	}
	return roleNew
}
