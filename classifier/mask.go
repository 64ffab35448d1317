package classifier

import (
	"slices"
	"strings"
	"unicode"
)

// iinLength is how many digits an individual identification number has (Law
// 233-III, Art. 1); no Kazakh phone number has as many without a plus.
const iinLength = 12

// How many digits documents and payment cards have.
const (
	cardLength     = 9  // an identity card, a passport
	passportDigits = 8  // a passport, after the letter N
	paymentDigits  = 16 // a payment card; others have 13 to 19 (ISO/IEC 7812-1)
	accountLength  = 20 // a Kazakh bank account (ISO 13616), letters and digits
)

func isIIN(number string) bool {
	return countDigits(number) == iinLength && !strings.Contains(number, "+")
}

// Mask stars the digits of what identifies a person by a document, for whoever shows
// a letter: identification numbers, identity cards, passports, bank accounts and
// payment cards, in the spellings people use. A plus in front makes a phone number.
func Mask(s string) string { return mask(s) }

// mask stars what identifies a person by a document: it is recognised in order to
// reach neither record nor evidence. It takes a number for one that is none rather
// than the other way round.
func mask(s string) string {
	if !strings.ContainsFunc(s, unicode.IsDigit) {
		return s
	}
	runes := []rune(s)
	for maskOnce(runes) { // what remains may be told from what was starred
	}
	return string(runes)
}

func maskOnce(runes []rune) (starred bool) {
	for i := 0; i < len(runes); i++ {
		if to := accountEnd(runes, i); to > 0 {
			starred = star(runes[i:to]) || starred
			i = to - 1
			continue
		}
		if !unicode.IsDigit(runes[i]) {
			continue
		}
		n := runAt(runes, i)
		starred = n.mask() || starred
		i = n.groups[len(n.groups)-1].to - 1
	}
	return starred
}

// star stars the digits, and the letters of an account.
func star(runes []rune) (starred bool) {
	for i, r := range runes {
		if unicode.IsDigit(r) || r < unicode.MaxASCII && unicode.IsLetter(r) {
			runes[i], starred = '*', true
		}
	}
	return starred
}

// digits is a group of digits, runes [from, to).
type digits struct{ from, to int }

func (g digits) len() int { return g.to - g.from }

// run is groups of digits that may be one number: nothing but blanks, dashes and the
// like stands between them.
type run struct {
	runes  []rune
	groups []digits
	gaps   []rune // what stands behind each group but the last
}

func runAt(runes []rune, i int) (n run) {
	n.runes = runes
	for i < len(runes) && unicode.IsDigit(runes[i]) {
		g := digits{i, i}
		for i < len(runes) && unicode.IsDigit(runes[i]) {
			i++
		}
		g.to = i
		n.groups = append(n.groups, g)
		gap := ' '
		for i < len(runes) && i-g.to < longestGap && isGap(runes[i]) {
			if !unicode.IsSpace(runes[i]) && !isDash(runes[i]) && !isInvisible(runes[i]) || runes[i] == '\n' {
				gap = runes[i]
			}
			i++
		}
		if i < len(runes) && unicode.IsDigit(runes[i]) {
			n.gaps = append(n.gaps, gap)
		}
	}
	return n
}

const longestGap = 3 // runes between two groups of one number

func isGap(r rune) bool {
	return unicode.IsSpace(r) || isDash(r) || isInvisible(r) || strings.ContainsRune("./_", r)
}

// mask stars the groups of a run that are the number of a document.
func (n run) mask() (starred bool) {
	first, plus := n.groups[0], false
	for at := first.from - 1; at >= 0 && !plus && (n.runes[at] == '+' || n.runes[at] == '＋'); at-- {
		plus = true
	}
	if !plus {
		starred = n.labelled()
	}
	for i, g := range n.groups {
		switch l := g.len(); {
		case plus && i == 0:
		case l == iinLength, l == cardLength, l == paymentDigits, l > iinLength && l < accountLength && luhn(n.number(i, i)),
			l == passportDigits && afterN(n.runes, g.from):
			starred = n.star(i, i) || starred
		}
	}
	for i := range n.groups {
		count := n.groups[i].len()
		for j := i + 1; j < len(n.groups) && count < paymentDigits; j++ {
			count += n.groups[j].len()
			whole := (i == 0 || n.gaps[i-1] == '\n') && (j == len(n.groups)-1 || n.gaps[j] == '\n')
			if (count == iinLength || count == paymentDigits) && !(plus && i == 0) && n.isDocument(i, j, whole) {
				starred = n.star(i, j) || starred
			}
		}
	}
	return starred
}

// isDocument reports whether groups i to j are one number of a document; whole says
// that its line has no others there.
func (n run) isDocument(i, j int, whole bool) bool {
	number := n.number(i, j)
	if strings.Contains(number, "*") {
		return false
	}
	gaps := n.gaps[i:j]
	soft := !slices.ContainsFunc(gaps, func(r rune) bool { return r != ' ' })
	wrapped := slices.Contains(gaps, '\n')
	date := isDate(asciiDigits(string(n.runes[n.groups[i].from:n.groups[j].to])))
	switch len(number) {
	case iinLength:
		return checksIIN(number) || !wrapped && bornOn(number) && (n.groups[i].len() == 6 && j == i+1 || whole && !date) || whole && soft && !date
	case paymentDigits:
		return !wrapped && j == i+3 && n.groups[i].len() == 4 && n.groups[i+1].len() == 4 && n.groups[i+2].len() == 4
	}
	return false
}

// number returns the digits of groups i to j in ASCII.
func (n run) number(i, j int) string {
	var b strings.Builder
	for _, g := range n.groups[i : j+1] {
		for _, r := range n.runes[g.from:g.to] {
			b.WriteRune(asciiDigit(r))
		}
	}
	return b.String()
}

func (n run) star(i, j int) bool { return star(n.runes[n.groups[i].from:n.groups[j].to]) }

// asciiDigit: the digits of every script stand ten in a row, from a multiple of ten
// or of sixteen on.
func asciiDigit(r rune) rune {
	if r > unicode.MaxASCII && unicode.IsDigit(r) {
		zero := r
		for unicode.IsDigit(zero-1) && r-zero < 9 {
			zero--
		}
		return '0' + r - zero
	}
	return r
}
