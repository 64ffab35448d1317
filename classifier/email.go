package classifier

import (
	"strings"
	"unicode"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	problemEmail    = "not an e-mail address"
	problemAlphabet = "letters outside ASCII before the @"
)

// emailValue checks one address.
func emailValue(run string) Value {
	v := Value{Field: privacy.FieldEmail, Raw: mask(run), Problem: problemEmail}
	address, err := privacy.ParseAddress(visible(strings.TrimRight(run[linkedAs(run[:min(len(run), len(mailto))]):], ".,;:!?'")))
	if err != nil {
		return v
	}
	text := address.Reveal()
	local, domain, _ := strings.Cut(text, "@")
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return v
	}
	if !ascii(local) && !sameAlphabet(local, domain) || mixedLabel(domain) {
		v.Problem = problemAlphabet // most often a look-alike letter
		return v
	}
	if !isDomain(domain) {
		return v
	}
	if isIIN(local) || mask(domain) != domain {
		v.Problem = problemIIN
		return v
	}
	v.Text, v.Valid, v.Problem = text, true, ""
	return v
}

// visible is a text without what nobody sees in it.
func visible(s string) string {
	return strings.Map(func(c rune) rune {
		if isInvisible(c) {
			return -1
		}
		return c
	}, s)
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// sameAlphabet reports whether what stands before the @ is letters of one alphabet (RFC 6531 §3.3)
// which the domain is written in as well: «айгүл@пошта.қаз» is meant, «аsel@mail.kz» and
// «асель@mail.kz» are more often a forgotten keyboard.
func sameAlphabet(local, domain string) bool {
	s := scriptOf(local)
	if s.mixed() || !s.cyrillic || !isPlain(local) {
		return false
	}
	first, _, _ := strings.Cut(domain, ".")
	d := scriptOf(first)
	return d.cyrillic && !d.mixed()
}

// isPlain reports whether a local part is letters, digits and the signs that join them.
func isPlain(local string) bool {
	return !strings.ContainsFunc(local, func(r rune) bool {
		return !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Nd) && !strings.ContainsRune("._-+", r)
	})
}

// mixedLabel reports whether a label of a domain is written in two alphabets.
func mixedLabel(domain string) bool {
	for label := range strings.SplitSeq(domain, ".") {
		if scriptOf(label).mixed() {
			return true
		}
	}
	return false
}

// isSender reports whether the letter came from this address: people sign with it,
// so it is no new one unless they say so.
func isSender(text string, m *message.Message) bool { return among(text, m.From) }

// isOurs reports whether the letter went to this address.
func isOurs(text string, m *message.Message) bool { return among(text, m.To) || among(text, m.Cc) }

func among(text string, list []message.Mailbox) bool {
	for _, box := range list {
		if a, err := privacy.ParseAddress(box.Address); err == nil && a.Reveal() == text {
			return true
		}
	}
	return false
}
