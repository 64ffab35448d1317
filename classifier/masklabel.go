package classifier

import (
	"slices"
	"strings"
	"unicode"
)

// documentWords say that the number behind them is one of a document, whatever its
// length: people leave a digit out. Folded to lower case, the beginning is enough.
var documentWords = []struct {
	begins string
	digits int // starred at most up to the group in which this many are reached
}{
	{"иин", iinLength}, {"жсн", iinLength}, {"iin", iinLength}, {"jsn", iinLength}, {"zhsn", iinLength},
	{"удостовер", cardLength}, {"куәлі", cardLength}, {"куали", cardLength}, {"паспорт", cardLength}, {"төлқұжат", cardLength},
	{"passport", cardLength}, {"удл", cardLength},
}

// between may stand between such a word and its number.
var between = []string{"n", "no", "nr", "№", "номер", "номері", "нөмірі", "number", "серия", "мой", "is", "личности", "личность", "card", "менің"}

const (
	labelReach = 3 // words before the number
	leastTyped = 6 // digits of what is starred behind a word
)

// labelled stars the number behind a word that says what it is.
func (n run) labelled() (starred bool) {
	reach := n.documentBefore()
	if reach == 0 {
		return false
	}
	count, last := 0, -1
	for i, g := range n.groups {
		if count >= reach || i > 0 && n.gaps[i-1] == '\n' && count+g.len() != reach { // the rest may stand on the next line
			break
		}
		count += g.len()
		last = i
	}
	text := asciiDigits(string(n.runes[n.groups[0].from:n.groups[last].to]))
	if count < leastTyped || isDate(text) {
		return false
	}
	return n.star(0, last)
}

// documentBefore returns how many digits the number has that the words before the
// run speak of; 0 if they speak of none.
func (n run) documentBefore() int {
	end := n.groups[0].from
	line := string(n.runes[max(0, end-60):end])
	line = line[strings.LastIndexByte(line, '\n')+1:]
	words := strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(":;,.-–—=()#", r) })
	for k := len(words) - 1; k >= 0 && k >= len(words)-1-labelReach; k-- {
		for _, d := range documentWords {
			if strings.HasPrefix(words[k], d.begins) {
				return d.digits
			}
		}
		if !slices.Contains(between, words[k]) {
			return 0
		}
	}
	return 0
}

// afterN reports whether the letter of a passport stands before i.
func afterN(runes []rune, i int) bool {
	for i--; i >= 0 && (runes[i] == ' ' || runes[i] == '№'); i-- {
	}
	return i >= 0 && strings.ContainsRune("NnНн", runes[i]) && (i == 0 || !unicode.IsLetter(runes[i-1]))
}

// accountEnd returns where a Kazakh bank account (ISO 13616) that begins at i ends,
// else 0. Printed ones stand in groups of four.
func accountEnd(runes []rune, i int) int {
	if i+accountLength > len(runes) || unicode.ToUpper(runes[i]) != 'K' && unicode.ToUpper(runes[i]) != 'К' || !strings.ContainsRune("ZzЗз", runes[i+1]) ||
		i > 0 && unicode.IsLetter(runes[i-1]) {
		return 0
	}
	count, last := 0, i
	for j := i; j < len(runes) && count < accountLength; j++ {
		switch r := runes[j]; {
		case j < i+2, r < unicode.MaxASCII && (unicode.IsDigit(r) || unicode.IsLetter(r)):
			count, last = count+1, j+1
		case (r == ' ' || r == '\u00a0' || isDash(r)) && j > i+2 && count%4 == 0 && last == j:
		default:
			return 0
		}
		if count > 2 && count <= 4 && !unicode.IsDigit(runes[last-1]) { // two check digits
			return 0
		}
	}
	if count < accountLength {
		return 0
	}
	return last
}

// checksIIN reports whether twelve digits hold together as an identification number:
// a day of birth and a check digit.
func checksIIN(number string) bool {
	if !bornOn(number) {
		return false
	}
	for _, shift := range []int{1, 3} {
		sum := 0
		for i := range 11 {
			weight := (i+shift-1)%11 + 1
			sum += weight * int(number[i]-'0')
		}
		if check := sum % 11; check < 10 {
			return check == int(number[11]-'0')
		}
	}
	return false
}

// bornOn reports whether a number begins with a day of birth and a century.
func bornOn(number string) bool {
	month, day := number[2:4], number[4:6]
	return month >= "01" && month <= "12" && day >= "01" && day <= "31" && number[6] <= '6'
}

// luhn checks the number of a payment card (ISO/IEC 7812-1, Annex B).
func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
