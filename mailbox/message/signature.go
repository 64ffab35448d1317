package message

import (
	"slices"
	"strings"
)

// What a signature line ("-- ") begins goes on to the end of the letter, or to a quote. But
// telephones put their own line under it before a word is written, and people write below:
//
//	Здравствуйте!
//
//	--
//	Отправлено из мобильного приложения Яндекс Почты
//
//	Прошу изменить…

// endsSignature reports whether a line behind a signature line is the writer's again: it
// stands below a blank line, and above that is nothing but what an app put there, or it
// begins a postscript. What may introduce a quote in a way not known is not.
func (k *marker) endsSignature(line string, start int) bool {
	if !k.signature || strings.TrimSpace(k.text[k.previous:start]) != "" {
		return false
	}
	if IsPostscript(line) {
		return true
	}
	return k.device && !k.named && !isDeviceLine(line) && !isRuler(line) &&
		!strings.HasSuffix(line, ":") && !strings.HasSuffix(line, ">") && !(hasTime(line) && countDigits(line) >= 6)
}

// sign marks a line of a signature, and notes whether an app or a person put it there.
func (k *marker) sign(line string, start, end int) {
	k.signed = true
	if isDeviceLine(line) {
		k.device = true
	} else {
		k.named = true
	}
	k.put(start, end, Signature)
}

// IsPostscript reports whether a line begins a postscript: «P.S. …».
func IsPostscript(line string) bool {
	return slices.ContainsFunc(phrases().postscript, func(begin string) bool {
		return len(line) > len(begin) && strings.EqualFold(line[:len(begin)], begin)
	})
}

// onlyGreets: the letter is a greeting, a signature line, and a sentence below that.
func (k *marker) onlyGreets() bool {
	if len(k.out) != 2 || k.out[0].Origin != Own || k.out[1].Origin != Signature {
		return false
	}
	own, below := k.out[0], k.out[1]
	return isSalutation(k.text[own.Start:own.End]) && beginsWithSentence(k.text[below.Start:below.End])
}

// isSalutation reports whether text is a greeting and nothing else.
func isSalutation(text string) bool {
	const most = 4
	text = strings.TrimSpace(text)
	return strings.IndexByte(text, '\n') < 0 && len(strings.Fields(text)) <= most && strings.HasSuffix(text, "!")
}

// beginsWithSentence reports whether the line behind a signature line is a sentence, as no
// name, post or telephone is.
func beginsWithSentence(signature string) bool {
	const fewest = 5
	_, text, _ := strings.Cut(signature, "\n")
	line, _ := cutLine(text, 0)
	line = strings.TrimSpace(line)
	return len(strings.Fields(line)) >= fewest && strings.HasSuffix(line, ".") && !isDeviceLine(line)
}
