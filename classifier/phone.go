package classifier

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"medico-intech.kz/otinish/store/privacy"
)

const (
	problemPhone     = "not a phone number"
	problemMorePhone = "more than a phone number"
	problemIIN       = "looks like an IIN"
)

// region is where a number without country code belongs. Russia shares +7 with
// Kazakhstan; its numbers are told apart by the library.
const region = "KZ"

// Phone returns a number in E.164, as an update would store it. The error wraps
// privacy.ErrBadInput and does not repeat the number.
func Phone(raw string) (string, error) {
	if number, ok := kazakhMobile(raw); ok {
		return number, nil
	}
	v := phoneValue(raw)
	if !v.Valid {
		return "", fmt.Errorf("%s: %w", v.Problem, privacy.ErrBadInput)
	}
	return v.Text, nil
}

// phoneValue checks one number: digits with their usual marks and nothing else.
func phoneValue(raw string) Value {
	v := Value{Field: privacy.FieldPhone, Raw: mask(strings.TrimSpace(raw)), Problem: problemPhone}
	number, rest := cutNumber(strings.Replace(asciiDigits(raw), "(0)", "", 1)) // "+44 (0)20 …"
	switch {
	case isIIN(number):
		v.Problem = problemIIN
		return v
	case strings.ContainsFunc(rest, isTextual):
		v.Problem = problemMorePhone
		return v
	}
	if lacksDigit(number) {
		return v
	}
	if abroad, ok := strings.CutPrefix(number, "00"); ok { // the prefix of most countries
		number = "+" + abroad
	}
	parsed, err := phonenumbers.Parse(number, region)
	if err != nil {
		return v
	}
	if e164 := phonenumbers.Format(parsed, phonenumbers.E164); phonenumbers.IsValidNumber(parsed) || isExample(e164) {
		v.Text, v.Valid, v.Problem = e164, true, ""
	}
	return v
}

// lacksDigit reports whether a number of ten digits begins with the 8 that is dialled within the country: a digit is
// missing behind it. To the library «8 775 412 90 3» is 877 541-29-03, a number of Adygea.
func lacksDigit(number string) bool {
	return strings.HasPrefix(strings.TrimLeft(number, "( "), "8") && countDigits(number) == 10
}

// exampleNumbers are kept for films and tests like the domain .example, and the library knows
// them for nobody's: of the United Kingdom (Ofcom, numbers for drama use) and of France
// (ARCEP, decision 2018-0881). x is any digit.
var exampleNumbers = []string{"+447700900xxx", "+441632960xxx", "+3363998xxxx"}

// isExample reports whether a number in E.164 is one that is kept for examples, so that an
// organisation may try the program with it.
func isExample(number string) bool {
	for _, example := range exampleNumbers {
		if free := strings.Index(example, "x"); len(number) == len(example) && strings.HasPrefix(number, example[:free]) {
			return true
		}
	}
	return false
}

// isService reports whether a number in E.164 is a hotline's: free for the caller, or dear. Nobody has
// such a one himself.
func isService(number string) bool {
	parsed, err := phonenumbers.Parse(number, region)
	if err != nil {
		return false
	}
	switch phonenumbers.GetNumberType(parsed) {
	case phonenumbers.TOLL_FREE, phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST:
		return true
	}
	return false
}

// extended reports whether an extension follows a number: «вн. 145», «(ішкі нөмірі 145)».
func (x *index) extended(after string) bool {
	words := wordsOf(after)
	return len(words) > 1 && x.roles.has(words[0], "extension") && countDigits(words[1]) > 0
}

// extension returns how long the extension behind a number is, in octets; 0: there is none.
// No number is valid with one (E.164), so without it a person looks at the number.
func (x *index) extension(after string) int {
	head := after[:min(len(after), maxWidth)]
	words := wordsOf(head)
	switch {
	case strings.HasPrefix(head, "#") && len(words) > 0 && countDigits(words[0]) == len(words[0]):
		return 1 + len(words[0])
	case len(words) == 0 || !x.stray.has(strings.TrimRightFunc(words[0], isDigit), "extension"): // also «x145»
		return 0
	}
	last := min(len(words), 3) - 1
	for i, at := 0, 0; i <= last; i++ {
		at += strings.Index(head[at:], words[i]) + len(words[i])
		if countDigits(words[i]) > 0 {
			return at
		}
		if i > 0 && !x.labels.has(words[i], "number") {
			break
		}
	}
	return 0
}

// cutNumber splits the digits with their usual marks off the front of s.
func cutNumber(s string) (number, rest string) {
	s = strings.TrimSpace(s)
	end := strings.IndexFunc(s, func(r rune) bool {
		return !(r >= '0' && r <= '9') && !unicode.IsSpace(r) && !isDash(r) && !isInvisible(r) && !strings.ContainsRune("+().", r)
	})
	if end < 0 {
		end = len(s)
	}
	return strings.TrimRight(s[:end], "(. "), s[end:]
}

// asciiDigits turns the digits of other scripts, also full-width ones, into ASCII.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '＋':
			return '+'
		case unicode.IsSpace(r): // the library knows not all of them
			return ' '
		case isInvisible(r):
			return -1
		}
		return r
	}, s)
}
