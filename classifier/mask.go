package classifier

import (
	"strings"
	"unicode"
)

// iinLength is how many digits an individual identification number has (Law
// 233-III, Art. 1); no Kazakh phone number has as many without a plus.
const iinLength = 12

// cardLength is how many digits an identity card or a passport has.
const (
	cardLength     = 9
	passportDigits = 8 // after the letter N
)

func isIIN(number string) bool {
	return countDigits(number) == iinLength && !strings.Contains(number, "+")
}

// mask stars what identifies a person by a document: it is recognised in order to
// reach neither record nor evidence. Runs of twelve digits are identification
// numbers, of nine digits identity cards, N and eight digits a passport, KZ and
// eighteen digits or letters a bank account. A plus in front makes a phone number.
func mask(s string) string {
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		if to := accountEnd(runes, i); to > 0 {
			star(runes[i:to])
			i = to
			continue
		}
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
		plus := i > 0 && runes[i-1] == '+'
		switch {
		case plus:
		case digits == iinLength, digits == cardLength && end-i == digits,
			digits == passportDigits && end-i == digits && afterN(runes, i):
			star(runes[i:end])
		}
		i = end
	}
	return string(runes)
}

func star(runes []rune) {
	for i := range runes {
		runes[i] = '*'
	}
}

// afterN reports whether the letter of a passport stands before i.
func afterN(runes []rune, i int) bool {
	for i--; i >= 0 && (runes[i] == ' ' || runes[i] == '№'); i-- {
	}
	return i >= 0 && strings.ContainsRune("NnНн", runes[i]) && (i == 0 || !unicode.IsLetter(runes[i-1]))
}

// accountEnd returns where a Kazakh bank account (ISO 13616) that begins at i ends,
// else 0.
func accountEnd(runes []rune, i int) int {
	const length = 20
	if i+length > len(runes) || unicode.ToUpper(runes[i]) != 'K' || unicode.ToUpper(runes[i+1]) != 'Z' {
		return 0
	}
	for _, r := range runes[i+2 : i+length] {
		if r > unicode.MaxASCII || !unicode.IsDigit(r) && !unicode.IsLetter(r) {
			return 0
		}
	}
	return i + length
}
