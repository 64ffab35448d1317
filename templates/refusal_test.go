package templates

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// What an operator writes instead of a refusal keeps what makes it one, in whichever
// of the languages, and however the lines are folded.
func TestARefusalInOtherWordsKeepsWhatMakesItOne(t *testing.T) {
	s := newSet(t)
	for _, lang := range privacy.Languages {
		d := Sample(Refusal, lang)
		_, whole, err := s.Letter(Refusal, lang, d)
		if err != nil {
			t.Fatal(err)
		}
		rights, err := s.passageOnRights(lang, d)
		if err != nil {
			t.Fatal(err)
		}
		ground := vocabularies[len(privacy.Languages)-1].grounds[d.Ground] // English is the last
		reasons := folded(d.Text[:strings.Index(d.Text, "\n")])
		for name, c := range map[string]struct {
			body string
			want Lack
		}{
			"as it is":             {whole, LackNothing},
			"other reasons":        {strings.Replace(whole, reasons, "Z", 1), LackNothing},
			"folded anew":          {strings.ReplaceAll(folded(whole), " ", "\r\n"), LackNothing},
			"a few words":          {"Z " + string(d.Number), LackGround},
			"a ground in English":  {ground + " " + string(d.Number), LackArticle},
			"without the right":    {strings.ReplaceAll(folded(whole), rights, ""), LackRights},
			"without the article":  {strings.ReplaceAll(whole, d.Article, ""), LackArticle},
			"without reasons":      {without(whole, d.Text), LackReasons},
			"half of the right":    {strings.ReplaceAll(folded(whole), rights[len(rights)/2:], ""), LackRights},
			"nothing but the form": {ground + "\n\n" + d.Article + "\n\n" + rights, LackReasons},
		} {
			got, words, err := s.RefusalLacks(lang, d, c.body)
			if err != nil || got != c.want {
				t.Errorf("%s, %s: lacks %q, want %q, %v", lang, name, got, c.want, err)
			}
			if (got == LackGround || got == LackRights) && !strings.Contains(folded(whole), words) {
				t.Errorf("%s, %s: %q is no passage of the letter", lang, name, words)
			}
		}
	}
}

// without takes paragraphs out of a letter.
func without(letter, text string) string {
	for p := range strings.SplitSeq(text, "\n\n") {
		letter = strings.Replace(letter, p+"\n\n", "", 1)
	}
	return letter
}
