package templates

import (
	"fmt"
	"slices"
	"strings"
	"text/template/parse"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

// Lack is what the letter of a refusal does not say although it must; empty: nothing.
type Lack string

const (
	LackNothing Lack = ""
	LackGround  Lack = "ground"  // the words of its ground
	LackArticle Lack = "article" // act and article
	LackReasons Lack = "reasons" // anything besides what every refusal says
	LackRights  Lack = "rights"  // the right to complain
)

func parseRights(parts map[string]*parse.Tree) (program, error) {
	tree := parts["rights"]
	if tree == nil {
		return nil, fmt.Errorf("parts: there is no part %q: %w", "rights", privacy.ErrBadInput)
	}
	c := &compiler{parts: parts}
	return c.list(tree.Root)
}

// passageOnRights is on one line. Errors are those of Letter.
func (s *Set) passageOnRights(lang privacy.Language, d Data) (string, error) {
	passage, ok := s.rights[lang]
	if !ok {
		return "", fmt.Errorf("rights in %q: %w", lang, privacy.ErrNotFound)
	}
	v := &view{d: d, lang: lang, words: &vocabularies[slices.Index(privacy.Languages, lang)]}
	text, err := passage.render(nil, v)
	if err != nil {
		return "", fmt.Errorf("rights in %q: %w", lang, err)
	}
	return folded(string(text)), nil
}

// RefusalLacks tells what body, which an operator wrote instead of the letter of a
// refusal, leaves out of what a refusal must say: its ground and the passage on rights
// in any of the languages, however their lines are folded, act and article as d has
// them, and reasons. words is what is missing of the ground or the rights, as the letter
// itself says it. Errors are those of Letter.
func (s *Set) RefusalLacks(lang privacy.Language, d Data, body string) (lack Lack, words string, err error) {
	said := folded(body)
	var grounds, rights []string // in the language of the letter first
	for _, l := range append([]privacy.Language{lang}, privacy.Languages...) {
		passage, err := s.passageOnRights(l, d)
		if err != nil {
			return LackNothing, "", err
		}
		rights = append(rights, passage)
		grounds = append(grounds, vocabularies[slices.Index(privacy.Languages, l)].grounds[d.Ground])
	}
	has := func(passage string) bool { return strings.Contains(said, passage) }
	d.Text = ""
	_, form, err := s.Letter(Refusal, lang, d)
	switch {
	case err != nil:
		return LackNothing, "", err
	case !slices.ContainsFunc(grounds, has):
		return LackGround, grounds[0], nil
	case !has(folded(d.Article)):
		return LackArticle, "", nil
	case !slices.ContainsFunc(rights, has):
		return LackRights, rights[0], nil
	case !adds(said, slices.Concat(strings.Split(form, "\n\n"), grounds, rights, []string{d.Article, string(d.Number)})):
		return LackReasons, "", nil
	}
	return LackNothing, "", nil
}

// adds: something is said besides these passages.
func adds(said string, passages []string) bool {
	for _, p := range passages {
		if p = folded(p); p != "" {
			said = strings.ReplaceAll(said, p, "")
		}
	}
	return strings.ContainsFunc(said, unicode.IsLetter)
}

func folded(s string) string { return strings.Join(strings.Fields(s), " ") }
