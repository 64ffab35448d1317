package classifier

import (
	"strconv"
	"strings"
	"sync"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

// Who fears a slip of the pen gives a value in words as well: «восемь семьсот один …», "anna dot lee at mail dot ru". Where the words
// say another than the one that was taken, nobody but the writer knows which he means.

var spokenWords = sync.OnceValue(func() vocabulary { return newVocabulary("spoken.txt") })

// fewestSpoken is how many digits are a telephone number when they are said aloud.
const fewestSpoken = 10

// mostlySaid is how many words for numbers are in it at least: "7172 55 40 10 three times" says none.
const mostlySaid = 4

// saidOtherwise reports whether a number or an address is said aloud in the letter and is none of those that it writes.
func (r *reading) saidOtherwise(values []Value, offers []offer) bool {
	numbers, broken, addresses := r.aloud()
	if len(numbers)+len(broken)+len(addresses) == 0 {
		return false
	}
	return !writtenToo(numbers, privacy.FieldPhone, values, offers, func(said, taken string) bool {
		return tailOf(said, fewestSpoken) == tailOf(digitsOf(taken), fewestSpoken)
	}) || !writtenToo(broken, privacy.FieldPhone, values, offers, func(said, taken string) bool {
		return strings.Contains("8"+tailOf(digitsOf(taken), fewestSpoken), said)
	}) || !writtenToo(addresses, privacy.FieldEmail, values, offers, func(said, taken string) bool {
		taken = strings.ToLower(taken)
		return said == taken || bareLetters(said) != bareLetters(taken) && !alike(said, taken) && !misspelt(said, taken) // of another address
	})
}

// aloud returns the numbers and addresses that are said aloud; broken are those that have not the digits of one.
func (r *reading) aloud() (numbers, broken, addresses []string) {
	var words []string
	for _, l := range r.lines {
		words = append(words, spokenTokens(l.text)...)
	}
	numbers, broken = spokenNumbers(words)
	return numbers, broken, spokenAddresses(words)
}

// saysAloud reports whether a number or an address is said aloud in the letter.
func (r *reading) saysAloud() bool {
	numbers, _, addresses := r.aloud()
	return len(numbers)+len(addresses) > 0
}

func spokenTokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !isDigit(c) })
}

// writtenToo reports whether each of what is said is written as well, or no value of that field was taken.
func writtenToo(said []string, field privacy.Field, values []Value, offers []offer, same func(said, taken string) bool) bool {
	taken := false
	for _, v := range values {
		taken = taken || v.Field == field && v.Valid
	}
	for _, s := range said {
		written := false
		for _, o := range offers {
			written = written || o.spot.field == field && o.value.Valid && same(s, o.value.Text)
		}
		if taken && !written {
			return false
		}
	}
	return true
}

func bareLetters(address string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || isDigit(c) {
			return c
		}
		return -1
	}, address)
}

// spokenNumbers returns the digits of the runs of number words: of those long enough for a telephone, and of others that may be one with a slip.
func spokenNumbers(words []string) (list, broken []string) {
	v := spokenWords()
	var s spoken
	said := 0
	end := func() {
		switch digits := s.end(); {
		case said < mostlySaid:
		case len(digits) >= fewestSpoken && len(digits) <= maxNumber:
			list = append(list, digits)
		case len(digits) >= minNumber:
			broken = append(broken, digits)
		}
		s, said = spoken{}, 0
	}
	for _, w := range words {
		value, isNumber := v.number(w)
		switch {
		case len(s.digits) > maxNumber:
			end()
		case isDigit(rune(w[0])) && countDigits(w) == len(w):
			s.flush()
			s.digits += w
		case v.has(w, "hundred"):
			s.hundred()
			said++
		case v.has(w, "ten"):
			s.add(10)
			s.room = 10
			said++
		case v.has(w, "double"):
			s.flush()
			s.twice, said = 2, said+1
		case v.has(w, "triple"):
			s.flush()
			s.twice, said = 3, said+1
		case isNumber:
			for range max(1, s.twice) {
				s.add(value)
			}
			s.twice = 0
			said++
		case v.has(w, "and") && s.room == 100:
		default:
			end()
		}
	}
	end()
	return list, broken
}

// number returns what a word for a number means.
func (v vocabulary) number(word string) (n int, ok bool) {
	for c := range v.lookUp(word) {
		if digits, is := strings.CutPrefix(c.name, "n"); is {
			if n, err := strconv.Atoi(digits); err == nil {
				return n, true
			}
		}
	}
	return 0, false
}

// spoken puts the digits together: «двести восемнадцать» is 218, «два восемнадцать» 2 and 18.
type spoken struct {
	digits string
	group  int // 0: none
	room   int // what is added to it must be less
	twice  int // how often the next one is said: "double two"
}

func (s *spoken) flush() {
	if s.group > 0 {
		s.digits += strconv.Itoa(s.group)
	}
	s.group, s.room = 0, 0
}

func (s *spoken) add(n int) {
	if n == 0 || n >= s.room {
		s.flush()
	}
	switch s.group += n; {
	case n == 0:
		s.digits += "0"
	case n >= 100:
		s.room = 100
	case n >= 20:
		s.room = 10
	default:
		s.room = 0
	}
}

// hundred takes the unit before it: «жеті жүз».
func (s *spoken) hundred() {
	unit := s.group % 10
	if s.group < 10 && unit > 0 {
		s.group, s.room = unit*100, 100
		return
	}
	s.flush()
	s.group, s.room = 100, 100
}

func (s *spoken) end() string {
	s.flush()
	return s.digits
}

// spokenAddresses returns the addresses that words say sign by sign: "anna dot lee at mail dot ru".
func spokenAddresses(words []string) (list []string) {
	v := spokenWords()
	const most = 12 // words before the sign in the middle
	for i, w := range words {
		if !v.has(w, "at") || i == 0 || i+3 > len(words) {
			continue
		}
		local, signs, before := "", 0, false
		for k := i - 1; k >= 0 && k >= i-most; k-- {
			sign := v.sign(words[k])
			if v.has(words[k], "low") {
				continue
			}
			if sign == "" && !ascii(words[k]) {
				break
			}
			word := sign == "" && len(words[k]) > 1
			if word && before {
				break // two words without a sign between them: the address begins with the second
			}
			if before = word; sign != "" {
				signs++
				local = sign + local
			} else {
				local = words[k] + local
			}
		}
		domain := ""
		for k := i + 1; k < len(words) && k <= i+most; k++ {
			if sign := v.sign(words[k]); sign != "" {
				domain += sign
			} else if ascii(words[k]) && (domain == "" || strings.HasSuffix(domain, ".") || strings.HasSuffix(domain, "-")) {
				domain += words[k]
			} else {
				break
			}
		}
		if domain = strings.TrimRight(domain, ".-_"); strings.Contains(domain, ".") && local != "" && signs > 0 {
			list = append(list, strings.Trim(local, ".-_")+"@"+domain)
		}
	}
	return list
}

// sign returns the sign that a word says.
func (v vocabulary) sign(word string) string {
	switch {
	case v.has(word, "dot"):
		return "."
	case v.has(word, "dash"):
		return "-"
	case v.has(word, "underscore"):
		return "_"
	}
	return ""
}
