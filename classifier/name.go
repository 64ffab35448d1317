package classifier

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"medico-intech.kz/otinish/store/privacy"
)

const (
	problemName     = "not a name"
	problemPartName = "only a part of a name"

	minName = 2   // runes
	maxName = 100 // runes
)

// nameValues makes values of the candidates for names. Surname, given name and
// patronymic on lines of their own make one value; a surname alone is no name.
func nameValues(list []candidate) []Value {
	var whole []Value
	parts := map[namePart]candidate{}
	for _, c := range list {
		part := c.part
		if part == wholeName && hasPart(list, surname) {
			part = givenName // «Фамилия: … Имя: …»
		}
		if _, twice := parts[part]; part == wholeName || twice {
			whole = append(whole, nameValue(c.raw, c.where))
			continue
		}
		parts[part] = c
	}
	if len(parts) == 0 {
		return whole
	}
	return append(whole, joinName(parts))
}

func hasPart(list []candidate, part namePart) bool {
	for _, c := range list {
		if c.part == part {
			return true
		}
	}
	return false
}

// joinName puts the parts together in the order of their language.
func joinName(parts map[namePart]candidate) Value {
	order := []namePart{surname, givenName, patronymic}
	if parts[surname].language == privacy.English {
		order = []namePart{givenName, patronymic, surname}
	}
	var raws []string
	where := ""
	for _, part := range order {
		if c, ok := parts[part]; ok {
			raws = append(raws, c.raw)
			if where == "" {
				where = c.where
			}
		}
	}
	v := nameValue(strings.Join(raws, " "), where)
	_, hasSurname := parts[surname]
	_, hasGiven := parts[givenName]
	if v.Valid && (!hasSurname || !hasGiven) && len(strings.Fields(v.Text)) < 2 {
		v.Valid, v.Text, v.Problem = false, "", problemPartName
	}
	return v
}

// nameValue checks a name: letters, blanks, hyphens, dots and apostrophes.
func nameValue(raw, where string) Value {
	v := Value{Field: privacy.FieldName, Raw: maskIIN(strings.TrimSpace(raw)), Where: where, Problem: problemName}
	text := strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, norm.NFC.String(raw))
	text = strings.Join(strings.Fields(text), " ")
	text = trimStop(strings.Trim(text, "«»\"“”„,;:!* "))
	letters := 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.Is(unicode.Mn, r):
		case r == ' ' || r == '.' || isDash(r) || classOf(r) == joiner:
		default:
			return v
		}
	}
	if n := utf8.RuneCountInString(text); letters == 0 || n < minName || n > maxName || !utf8.ValidString(text) ||
		strings.HasPrefix(text, "www.") {
		return v
	}
	v.Text, v.Valid, v.Problem = text, true, ""
	return v
}

// trimStop drops a full stop, but not the one of an initial («Иванов И.И.»).
func trimStop(text string) string {
	bare, ok := strings.CutSuffix(text, ".")
	if !ok {
		return text
	}
	last := bare[strings.LastIndexAny(bare, " .")+1:]
	if utf8.RuneCountInString(last) <= 2 {
		return text
	}
	return strings.TrimSpace(bare)
}
