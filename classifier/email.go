package classifier

import (
	"strings"
	"unicode"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	problemEmail     = "not an e-mail address"
	problemMoreEmail = "more than an e-mail address"
	problemAlphabet  = "letters outside ASCII before the @"
)

// emails reads the addresses behind a label. The address the letter came from is
// no new one unless the label says so: people sign with it.
func (x *index) emails(c candidate, m *message.Message) []Value {
	var values []Value
	rest := ""
	for _, run := range strings.FieldsFunc(c.raw, func(r rune) bool {
		return unicode.IsSpace(r) || isInvisible(r) || strings.ContainsRune(",;<>()[]\"«»", r)
	}) {
		if run = strings.TrimPrefix(run, "mailto:"); !strings.Contains(run, "@") {
			rest += " " + run
			continue
		}
		v := emailValue(run, c.where)
		if v.Valid && !c.isNew && isSender(v.Text, m) {
			continue
		}
		values = append(values, v)
	}
	known, former := x.remarks(rest)
	switch {
	case former && len(values) == 1:
		return nil
	case len(values) == 0 && !strings.ContainsRune(c.raw, '@'):
		return []Value{{Field: privacy.FieldEmail, Raw: maskIIN(c.raw), Where: c.where, Problem: problemEmail}}
	case !known || former:
		for i := range values {
			values[i].Valid, values[i].Text, values[i].Problem = false, "", problemMoreEmail
		}
	}
	return values
}

func emailValue(run, where string) Value {
	v := Value{Field: privacy.FieldEmail, Raw: maskIIN(run), Where: where, Problem: problemEmail}
	address, err := privacy.ParseAddress(strings.TrimRight(run, ".,;:!?'"))
	if err != nil {
		return v
	}
	text := address.Reveal()
	local, _, _ := strings.Cut(text, "@")
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return v
	}
	if strings.ContainsFunc(local, func(r rune) bool { return r > unicode.MaxASCII }) || scriptOf(text).mixed() {
		v.Problem = problemAlphabet // most often a look-alike letter
		return v
	}
	if isIIN(local) {
		v.Problem = problemIIN
		return v
	}
	v.Text, v.Valid, v.Problem = text, true, ""
	return v
}

func isSender(text string, m *message.Message) bool {
	for _, from := range m.From {
		if a, err := privacy.ParseAddress(from.Address); err == nil && a.Reveal() == text {
			return true
		}
	}
	return false
}
