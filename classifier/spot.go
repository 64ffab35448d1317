package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// role says which of two values one is.
type role int

const (
	roleOpen role = iota // nothing said
	roleNew
	roleOld
)

// spot is a place in a line where a number or an address stands.
type spot struct {
	field      privacy.Field
	line       int // in reading.lines
	start, end int // octets of its line
	role       role
	said       bool // words of its field stand before it
	label      bool // as a label: «Телефон: …»
	other      bool // words of something else do: a contract, a bill
	closed     bool // below the closing words
	signed     bool // below the name that signs the letter
}

// maxSpots is about how many values of a letter are looked at: two would do.
const maxSpots = 100

// findSpots returns the numbers and addresses of the lines, each with the role that
// the words around it give.
func (r *reading) findSpots(x *index) (spots []spot) {
	closed, signed := false, r.signedFrom(x)
	for i, l := range r.lines {
		closed = x.closes(closed, l)
		if len(spots) > maxSpots {
			break
		}
		from := len(spots)
		spots = appendSpots(spots, l.text)
		for k := from; k < len(spots); k++ {
			spots[k].line, spots[k].closed, spots[k].signed = i, closed || r.signsBelow(x, i), i >= signed
		}
	}
	for k := range spots {
		r.giveRole(x, spots, k)
	}
	return spots
}

// appendSpots adds the spots of a line, without their roles.
func appendSpots(spots []spot, text string) []spot {
	before, run := ' ', addressRun{}
	for i := 0; i < len(text); {
		c, n := utf8.DecodeRuneInString(text[i:])
		if blankAt(text, i) == 0 && c != '*' && !unicode.IsLetter(before) && !isDigit(before) {
			if end := run.addressEnd(text, i); end > 0 {
				spots = append(spots, spot{field: privacy.FieldEmail, start: i - linkedAs(text[:i]), end: end})
				before, i = 'a', end
				continue
			}
			if end := numberEnd(text, i); end > 0 && before != '№' && before != '#' {
				spots = append(spots, spot{field: privacy.FieldPhone, start: i, end: end})
				before, i = '0', end
				continue
			}
		}
		if !unicode.IsSpace(c) || before != '№' {
			before = c
		}
		i += n
	}
	return spots
}

// linkedAs returns how many octets of "mailto:" a text ends with: it belongs to the address behind it.
func linkedAs(before string) int {
	if at := len(before) - len(mailto); at >= 0 && strings.EqualFold(before[at:], mailto) {
		return len(mailto)
	}
	return 0
}

const mailto = "mailto:" // RFC 6068 §2

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

// addressRun is what stands between two characters that no e-mail address holds. It is
// looked through once, however many places an address could begin at.
type addressRun struct {
	known     bool
	stop, end int // end: without the marks of a sentence behind it
	at        int // the last @, -1: none
}

func runFrom(text string, from int) addressRun {
	run := addressRun{known: true, stop: from, at: -1}
	for run.stop < len(text) && blankAt(text, run.stop) == 0 {
		c, n := utf8.DecodeRuneInString(text[run.stop:])
		if strings.ContainsRune(",;<>()[]\"«»:|/", c) || isInvisible(c) && !goesOn(text[run.stop+n:]) {
			break
		}
		if c == '@' {
			run.at = run.stop
		}
		run.stop += n
	}
	run.end = from + len(strings.TrimRight(text[from:run.stop], ".!?'*_"))
	return run
}

// goesOn reports whether text may be the rest of an address: programs put zero-width blanks where a long one may be broken.
func goesOn(text string) bool {
	return text != "" && (text[0] >= 'a' && text[0] <= 'z' || text[0] >= '0' && text[0] <= '9' || strings.IndexByte("-.@_+", text[0]) >= 0)
}

// addressEnd returns where an e-mail address that begins at text[i:] ends, else 0.
func (run *addressRun) addressEnd(text string, i int) int {
	if !run.known || i >= run.stop {
		*run = runFrom(text, i)
	}
	if run.at <= i || run.at+3 > run.end {
		return 0
	}
	return i + len(withoutWord(withoutEnding(text[i:run.end])))
}

// withoutEnding takes the case ending off that Kazakh hangs on an address with a
// hyphen: no top-level domain has one, but for those of IDNA (RFC 5890 §2.3.2.5).
func withoutEnding(address string) string {
	if query := strings.LastIndexByte(address, '?'); query > strings.IndexByte(address, '@') {
		address = address[:query] // of a mailto link (RFC 6068)
	}
	dot := strings.LastIndexByte(address, '.')
	if dash := strings.LastIndexByte(address, '-'); dot >= 0 && dash > dot+2 && !strings.HasPrefix(strings.ToLower(address[dot+1:]), "xn--") {
		return address[:dash]
	}
	if top := strings.TrimRightFunc(address, func(c rune) bool { return c >= utf8.RuneSelf }); dot >= 0 && dot < len(top) && len(top) < len(address) && isTop(top[dot+1:]) && slices.Contains(hungOnValues, strings.ToLower(address[len(top):])) {
		return top // «a@mail.ruға», without the hyphen
	}
	return address
}

const (
	minNumber = 7  // digits: fewer are no number without its area
	maxNumber = 15 // digits of the longest number (E.164)

	nationalDigits = 11 // digits of a number of Kazakhstan with its 8
	maxWidth       = 96 // octets of such a number, however it is set
)

// numberEnd returns where a phone number that begins at text[i:] ends, else 0. What
// the digits are worth is for phone to say.
func numberEnd(text string, i int) int {
	c, n := utf8.DecodeRuneInString(text[i:])
	if next, _ := utf8.DecodeRuneInString(text[i+n:]); !isDigit(c) && !((c == '+' || c == '(' || c == '＋') && (isDigit(next) || next == '(' || next == ' ')) {
		return 0
	}
	if next := text[i+n:]; (c == '2' || c == '4') && strings.HasPrefix(next, " ") && anotherNumber(next) { // "change my mob 2 8701…"
		return 0
	}
	digits, end, last, slashed, open := 0, i, ' ', false, strings.HasSuffix(text[:i], "(")
	for j := i; j < min(len(text), i+maxWidth) && digits <= maxNumber; {
		c, n := utf8.DecodeRuneInString(text[j:])
		switch {
		case isDigit(c):
			digits++
			end = j + n
		case c == '+' || c == '＋':
			if j > i && digits > 0 {
				j = len(text)
				continue
			}
		case unicode.IsSpace(c):
			if last == '.' && digits >= minNumber || c == '\t' || digits == 11 && anotherNumber(text[j:]) || strings.HasPrefix(text[j:], "   ") && digits >= minNumber {
				j = len(text)
				continue
			}
		case isDash(c):
			if last == ' ' && digits >= 10 {
				j = len(text)
				continue
			}
		case c == '/' && isDigit(last) && (slashed || digits == 1 && (text[i] == '8' || text[i] == '7')): // «8/701/222/33/44»
			slashed = true
		case c == '(' || c == ')' || c == '.' || isInvisible(c):
			if c == ')' && !open && digits > 0 { // «(№ 2023/718) 8 776 …»
				j = len(text)
				continue
			}
			open = open || c == '('
			if c == '(' && (digits >= 9 || digits > 1 && digits < 4 && anotherNumber(text[j+n:])) { // «…, 20, 51 (8 747 883 20 51)»
				j = len(text)
				continue
			}
		default:
			j = len(text)
			continue
		}
		last = c
		j += n
	}
	if digits < minNumber || digits > maxNumber || slashed && digits != nationalDigits || isDate(text[i:end]) || isAmount(text[i:end]) {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(text[end:]); unicode.IsLetter(next) && (digits < nationalDigits-1 || hungEnding(headOf(text[end:], maxWidth)) == 0) {
		return 0
	}
	return end
}

// anotherNumber reports whether a second number of eleven digits follows a blank:
// «8 705 111 22 33 8 701 555 22 33».
func anotherNumber(rest string) bool {
	rest = strings.TrimLeft(headOf(rest, maxWidth), " ") // and no more: a line of nothing but "8(" is looked at from each place
	end := strings.IndexFunc(rest, func(r rune) bool { return !isDigit(r) && !strings.ContainsRune(" ()-", r) })
	if end >= 0 {
		rest = rest[:end]
	}
	return (strings.HasPrefix(rest, "8") || strings.HasPrefix(rest, "7")) && countDigits(rest) >= 11
}

// isAmount reports whether a number of seven or eight digits is parted by thousands, as money is: «2 940 000».
func isAmount(number string) bool {
	groups := strings.FieldsFunc(number, func(c rune) bool { return c == ' ' || c == '\u00a0' || c == '\u202f' })
	if len(groups) != 3 || len(groups[0]) > 2 {
		return false
	}
	return !strings.ContainsFunc(strings.Join(groups, ""), func(c rune) bool { return !isDigit(c) }) && len(groups[1]) == 3 && len(groups[2]) == 3
}

// isDate reports whether digits are a date or a time: 12.10.2026, 2026-10-12 14:05.
func isDate(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return !isDigit(r) })
	if len(parts) < 3 || s[0] == '+' {
		return false
	}
	sep := s[len(parts[0])]
	year := len(parts[2]) == 4 && len(parts[0]) <= 2 && len(parts[1]) == 2 && (parts[2][:2] == "20" || parts[2][:2] == "19")
	iso := len(parts[0]) == 4 && (parts[0][:2] == "20" || parts[0][:2] == "19") && len(parts[1]) == 2 && len(parts[2]) == 2
	return (sep == '.' || sep == '-') && (year || iso)
}

// check reads the value of a spot.
func (r *reading) check(x *index, s spot) Value {
	l := r.lines[s.line]
	raw := l.text[s.start:s.end]
	var v Value
	switch s.field {
	case privacy.FieldName:
		if raw = withoutCopula(raw); !ofName(l.text[s.end:]) {
			v = x.governed(fullName(x.withoutDative(raw, wordsOf(headOf(l.text[s.end:], farBeside)))), wordsOf(tailOf(l.text[:s.start], farBeside)))
		} else if v = fullName(withoutGenitive(raw)); v.Valid && hasEnding(strings.ToLower(v.Text), []string{"нын", "нин", "дын", "дин", "тын", "тин"}) { // in Russian letters it may be the end of a name
			v.Valid, v.Text, v.Problem = false, "", problemCase
		}
	case privacy.FieldEmail:
		v = emailValue(raw)
	default:
		v = phoneValue(strings.ReplaceAll(raw, "/", " "))
		if v.Valid && x.extended(l.text[s.end:]) {
			v.Valid, v.Text, v.Problem = false, "", problemMorePhone
		}
	}
	return l.place(v, s.start, s.end)
}

// place says where a value stands.
func (l line) place(v Value, start, end int) Value {
	v.Where, v.Place = l.where(start), Place{l.part(), l.numberAt(start), l.offset + start, l.offset + end}
	return v
}
