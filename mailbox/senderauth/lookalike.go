package senderauth

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// lookalike says why a domain must not be taken for what it seems, as a code, or "". It looks
// at each label by itself: letters of two scripts, a whole label of letters that
// look Latin under a Latin ending, letters of Latin script that imitate plain ones,
// or are plain ones with marks that one overlooks, or A-labels that are none. Japanese and Korean mix scripts by nature and are let be.
func lookalike(domain string) string {
	if !strings.Contains(domain, "xn--") {
		return ""
	}
	shown, err := idna.Lookup.ToUnicode(domain)
	if err != nil {
		return "invalid"
	}
	labels := strings.Split(shown, ".")
	latinEnding := isASCII(labels[len(labels)-1])
	for _, label := range labels {
		if isASCII(label) {
			continue
		}
		scripts := scriptsOf(label)
		switch {
		case len(scripts) > 1 && !eastAsian(scripts):
			return "scripts"
		case latinEnding && strings.Trim(label, imitatesLatin) == "":
			return "imitates"
		case strings.ContainsAny(label, oddLatin), marked(label):
			return "marks"
		}
	}
	return ""
}

// imitatesLatin are letters, digits aside, that are taken for Latin ones: Cyrillic,
// Kazakh ones among them, and Greek.
const imitatesLatin = "асԁеһіїјӏорԛѕԝхуүҽпгѵѡкмтв" + "αικνορτυωχγ" + "0123456789-"

// oddLatin are letters of Latin script that imitate a-z.
const oddLatin = "ɑɡıȷɩʀʟɴʏꜱᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢ" + "łđøħŧĸƒƙɓɗ"

// marked reports whether a label without its marks is a plain one: kàspi, gmạil. That
// is another domain, and which of the two is the honest one no table knows, so münchen
// counts too: its people are asked once more, and lose nothing.
func marked(label string) bool {
	skeleton := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(label))
	return isASCII(skeleton)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// scriptsOf returns the scripts of a label's letters.
func scriptsOf(label string) map[string]bool {
	found := make(map[string]bool)
	for _, r := range label {
		if r < 0x80 {
			if unicode.IsLetter(r) {
				found["Latin"] = true
			}
			continue
		}
		script := "other"
		for name, table := range unicode.Scripts {
			if unicode.Is(table, r) {
				script = name
				break
			}
		}
		if script != "Common" && script != "Inherited" {
			found[script] = true
		}
	}
	return found
}

func eastAsian(scripts map[string]bool) bool {
	for s := range scripts {
		switch s {
		case "Latin", "Han", "Hiragana", "Katakana", "Hangul", "Bopomofo":
		default:
			return false
		}
	}
	return true
}
