package classifier

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// namePart says which part of a name a label asks for.
type namePart int

const (
	wholeName namePart = iota
	surname
	givenName
	patronymic
)

// label is what stands in front of a value: «Жаңа телефон нөмірім:», "E-mail -".
type label struct {
	field    privacy.Field // "": known only by the shape of the value
	part     namePart
	language privacy.Language
	isNew    bool // says that the value is the new one
	isOld    bool // says that the value is the former one
	iin      bool // an IIN follows: never a value
	end      int  // where the value begins in its line
	alone    bool // nothing follows: the value may stand on the next line
}

// The longest label looked for, and how many blanks and signs may stand in one.
const (
	maxLabelWords = 8
	maxLabelSigns = 64
)

// labelAt reads the label that begins at text[at:]. All words up to a colon, an
// equals sign or a dash must be words of labels; without such a sign a number or an
// address must follow at once, or the end of the line.
func (x *index) labelAt(text string, at int) (label, bool) {
	classes := map[string]wordClass{}
	words, signs := 0, 0
	i := at
	for i < len(text) {
		c, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case c == ':' || c == '=' || c == '：' || isDash(c) && spaced(text, i, n):
			return makeLabel(classes, i+n, words, false)
		case c == '+' || unicode.IsDigit(c) || looksLikeAddress(text[i:]):
			l, ok := makeLabel(classes, i, words, false)
			return l, ok && l.field != privacy.FieldName // «енді тек a@b.kz»: «тек» is "only" as well as "surname"
		case classOf(c) == cyrillic || classOf(c) == latin:
			end := wordEnd(text, i)
			if words++; words > maxLabelWords || !x.labels.knows(text[i:end]) {
				return label{}, false
			}
			for c := range x.labels.lookUp(text[i:end]) {
				classes[c.name] = c
			}
			i = end
		case unicode.IsSpace(c) || isInvisible(c) || isDash(c) || strings.ContainsRune("./(),«»\"'*_№", c):
			if signs++; signs > maxLabelSigns {
				return label{}, false
			}
			i += n
		default:
			return label{}, false
		}
	}
	l, ok := makeLabel(classes, len(text), words, true)
	if strings.HasSuffix(strings.TrimSpace(text), ".") && (x.former.hasAny(wordsOf(text[at:]), "right") || x.thanks.hasAny(wordsOf(text[at:]), "fine")) { // «Телефон правильный.» says it all
		return label{}, false
	}
	return l, ok && l.field != ""
}

// makeLabel decides what field the classes of a label's words speak of.
func makeLabel(classes map[string]wordClass, end, words int, alone bool) (label, bool) {
	has := func(name string) bool { _, ok := classes[name]; return ok }
	l := label{end: end, alone: alone, isNew: has("new"), isOld: has("old"), iin: has("iin")}
	mail, phone := has("mail"), has("phone") || has("number")
	name := has("name") || has("surname") || has("given") || has("patronymic")
	switch {
	case words == 0:
		return l, false
	case l.iin:
		return l, true
	case mail && phone, name && (mail || phone):
		return l, false
	case mail:
		l.field = privacy.FieldEmail
	case phone:
		l.field = privacy.FieldPhone
	case name:
		l.field = privacy.FieldName
		l.part, l.language = partOf(classes)
	case has("address"):
		return l, false // where somebody lives
	}
	return l, l.field != "" || l.isNew || l.isOld
}

func partOf(classes map[string]wordClass) (namePart, privacy.Language) {
	if c, ok := classes["patronymic"]; ok {
		if _, whole := classes["surname"]; whole { // «фамилия, имя, отчество»
			return wholeName, c.language
		}
		return patronymic, c.language
	}
	if c, ok := classes["surname"]; ok {
		if _, both := classes["name"]; !both || c.language == privacy.English {
			return surname, c.language // "last name" is one thing, «фамилия, имя» two
		}
	}
	if c, ok := classes["given"]; ok {
		return givenName, c.language
	}
	return wholeName, classes["name"].language
}

func isDash(r rune) bool { return r == '-' || r >= '‐' && r <= '―' || r == '−' }

// spaced reports whether a dash of n octets at i has a blank or an end beside it:
// the one in «аты-жөні» has not.
func spaced(text string, i, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+n:])
	return unicode.IsSpace(before) || unicode.IsSpace(after) || i+n == len(text)
}

func wordEnd(text string, i int) int {
	for i < len(text) {
		c, n := utf8.DecodeRuneInString(text[i:])
		if k := classOf(c); k == other || k == joiner {
			break
		}
		i += n
	}
	return i
}

const maxLocalPart = 64 // octets (RFC 5321 §4.5.3.1.1)

// looksLikeAddress reports whether an e-mail address begins here; in
// «Email:a@example.kz» it does not begin before the colon.
func looksLikeAddress(text string) bool {
	text = text[:min(len(text), maxLocalPart+1)]
	end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("@:=,;|", r) })
	return end > 0 && text[end] == '@'
}
