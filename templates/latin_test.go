package templates

import (
	"regexp"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// namesInLatin are what Kazakh and Russian texts call by its name: protocols, fields of a
// message, languages, the parts of an example.
var namesInLatin = regexp.MustCompile(`^(ARC|TLS|MOVE|UIDPLUS|DKIM|DMARC|DNSSEC|SPF|SHA-1|HTML|UID|UTF-8|From|Sender|Reply-To|Date|Received|otinish|uuencode|kk|ru|en)$`)

// asTyped is what stands in Latin as somebody would type it or read it in a message: a
// command with its words, a tag, a result of RFC 8601 behind its words, an example, a name.
var asTyped = regexp.MustCompile(`otinish( [a-z]+)+( --[a-z-]+)?|\[smtp\]( [a-z]+)?|password_file|\(465 implicit, 587 starttls\)|(sender|desk)\.[a-z]+| tls |--[a-z-]+|\([a-z]+\)|\([a-z]=[a-z]?\)|name@example\.kz|OT-7F3K-92QT|winmail\.dat|queue show|subject add|%[a-z]`)

// Nothing of a Kazakh or Russian text is English: what is put in Latin letters is a name.
func TestNoEnglishInOtherLanguages(t *testing.T) {
	p, err := ParsePages()
	if err != nil {
		t.Fatal(err)
	}
	latin := regexp.MustCompile(`[A-Za-z][A-Za-z0-9-]+`)
	looked := 0
	for _, l := range []privacy.Language{privacy.Kazakh, privacy.Russian} {
		look := func(key, text string) {
			looked++
			for _, word := range latin.FindAllString(asTyped.ReplaceAllString(text, ""), -1) {
				if !namesInLatin.MatchString(word) {
					t.Errorf("%s: %s holds %q: %s", l, key, word, text)
				}
			}
		}
		for key, text := range p.texts[l].words {
			look(key, text)
		}
		for key, forms := range p.texts[l].forms {
			for _, text := range forms {
				look(key, text)
			}
		}
		for code, text := range p.Mistakes.words[l] {
			look(code, text)
		}
	}
	if looked < 1500 {
		t.Errorf("only %d texts were looked at", looked)
	}
}
