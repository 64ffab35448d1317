package classifier

import (
	"fmt"
	"slices"
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
	v, _ := lexiconIndex().phone(raw, "")
	if !v.Valid {
		return "", fmt.Errorf("%s: %w", v.Problem, privacy.ErrBadInput)
	}
	return v.Text, nil
}

// phones reads the numbers behind a label: one, or several that are all good.
func (x *index) phones(c candidate) []Value {
	parts := strings.FieldsFunc(c.raw, func(r rune) bool { return r == ',' || r == ';' || r == '/' })
	var several []Value
	for _, part := range parts {
		if v, former := x.phone(part, c.where); former {
			continue
		} else if v.Valid {
			several = append(several, v)
		} else {
			several = nil
			break
		}
	}
	if len(several) > 0 {
		return several
	}
	v, former := x.phone(c.raw, c.where)
	if former {
		return nil
	}
	return []Value{v}
}

// phone checks one number. former: a remark behind it says that it is the old one.
func (x *index) phone(raw, where string) (v Value, former bool) {
	v = Value{Field: privacy.FieldPhone, Raw: maskIIN(strings.TrimSpace(raw)), Where: where, Problem: problemPhone}
	number, rest := cutNumber(asciiDigits(raw))
	if isIIN(number) {
		v.Problem = problemIIN
		return v, false
	}
	known, former := x.remarks(rest)
	if former || !known {
		v.Problem = problemMorePhone
		return v, former
	}
	parsed, err := phonenumbers.Parse(number, region)
	if err != nil || !phonenumbers.IsValidNumber(parsed) {
		return v, false
	}
	v.Text, v.Valid, v.Problem = phonenumbers.Format(parsed, phonenumbers.E164), true, ""
	return v, false
}

// remarks reports whether all words around a value are words that may stand there
// («WhatsApp», «жаңа»), and whether one says that the value is the former one.
func (x *index) remarks(text string) (known, former bool) {
	known = true
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		classes := x.labels.lookUp(w)
		known = known && len(classes) > 0
		former = former || slices.ContainsFunc(classes, func(c wordClass) bool { return c.name == "old" })
	}
	return known, former
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
		}
		return r
	}, s)
}

// iinLength is how many digits an individual identification number has (Law
// 233-III, Art. 1); no Kazakh phone number has as many without a plus.
const iinLength = 12

func isIIN(number string) bool {
	return countDigits(number) == iinLength && !strings.Contains(number, "+")
}

// maskIIN stars every run of twelve digits, blanks and dashes inside allowed: an
// identification number must reach neither record nor evidence.
func maskIIN(s string) string {
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		if !unicode.IsDigit(runes[i]) {
			continue
		}
		end, digits := i, 0
		for j := i; j < len(runes) && (unicode.IsDigit(runes[j]) || runes[j] == ' ' || isDash(runes[j])); j++ {
			if unicode.IsDigit(runes[j]) {
				digits++
				end = j + 1
			}
		}
		if digits == iinLength && (i == 0 || runes[i-1] != '+') {
			for j := i; j < end; j++ {
				runes[j] = '*'
			}
		}
		i = end
	}
	return string(runes)
}
