package templates

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

// view is what a letter's file sees: each method is one of values or conditions,
// worded in the letter's language, or an error where the value is missing.
type view struct {
	d     Data
	lang  privacy.Language
	words *vocabulary
}

func missing(field string) error { return fmt.Errorf("%s is missing: %w", field, privacy.ErrBadInput) }

func needed(field, value string) (string, error) {
	if value == "" {
		return "", missing(field)
	}
	if strings.ContainsFunc(value, unicode.IsControl) {
		return "", fmt.Errorf("%s holds a control character: %w", field, privacy.ErrBadInput)
	}
	return value, nil
}

// The controller.

func (v *view) controller() (string, error) {
	return needed("Controller.Name", v.d.Controller.Name[v.lang])
}
func (v *view) bin() (string, error)     { return needed("Controller.BIN", v.d.Controller.BIN) }
func (v *view) address() (string, error) { return needed("Controller.Address", v.d.Controller.Address) }
func (v *view) policyURL() (string, error) {
	return needed("Controller.PolicyURL", v.d.Controller.PolicyURL)
}

func (v *view) hasResponsible() bool { return v.d.Controller.Responsible != "" }
func (v *view) responsible() (string, error) {
	return needed("Controller.Responsible", v.d.Controller.Responsible)
}

func (v *view) authority() (string, error) {
	if name := v.d.Controller.Authority[v.lang]; name != "" {
		return needed("Controller.Authority", name)
	}
	return v.words.authority, nil
}

// The request.

func (v *view) number() (string, error) { return needed("Number", string(v.d.Number)) }

func (v *view) hasMerged() bool { return len(v.d.Merged) > 0 }

// merged are the further numbers under which the same was registered.
func (v *view) merged() (string, error) {
	var list string
	for i, n := range v.d.Merged {
		if i > 0 {
			list += ", "
		}
		list += string(n)
	}
	return needed("Merged", list)
}

// tag is the end of the subject line of a letter that asks nothing.
func (v *view) tag() (string, error) {
	if !plain(string(v.d.Number)) {
		return "", missing("Number")
	}
	return SubjectTag(v.d.Number, ""), nil
}

// questionTag is the end of the subject line of a letter that asks for an answer.
func (v *view) questionTag() (string, error) {
	if !plain(string(v.d.Number)) {
		return "", missing("Number")
	}
	if !plain(v.d.Token) {
		return "", missing("Token")
	}
	return SubjectTag(v.d.Number, v.d.Token), nil
}

func (v *view) withdraw() bool { return v.d.Kind == privacy.KindWithdraw }

// stopList: the address is kept from being processed although nothing is held.
func (v *view) stopList() bool {
	return v.d.Kind == privacy.KindWithdraw || v.d.Kind == privacy.KindUnsubscribe
}

// asked is how the request was understood: sentences to the author, one an item.
func (v *view) asked() (string, error) {
	asked, err := v.words.kind(v.d.Kind)
	if err != nil {
		return "", err
	}
	all := "- " + asked.asked
	for _, kind := range v.d.Also {
		further, err := v.words.kind(kind)
		if err != nil {
			return "", err
		}
		all += "\n- " + further.asked
	}
	return all, nil
}

// matter is what was asked, as a noun phrase that says nothing of any record.
func (v *view) matter() (string, error) {
	words, err := v.words.kind(v.d.Kind)
	return words.matter, err
}

// next is what happens with a request of this kind.
func (v *view) next() (string, error) {
	words, err := v.words.kind(v.d.Kind)
	return words.next, err
}

func (v *view) hasFields() bool { return len(v.d.Fields) > 0 }

// fields lists the names of fields, never their values.
func (v *view) fields() (string, error) { return v.names("Fields", v.d.Fields) }

func (v *view) unchanged() bool       { return v.hasSame() && !v.hasFields() }
func (v *view) hasSame() bool         { return len(v.d.Same) > 0 }
func (v *view) same() (string, error) { return v.names("Same", v.d.Same) }

func (v *view) names(what string, fields []privacy.Field) (string, error) {
	if len(fields) == 0 {
		return "", missing(what)
	}
	var list string
	for i, field := range fields {
		name, ok := v.words.fields[field]
		if !ok {
			return "", fmt.Errorf("no words for a field: %w", privacy.ErrBadInput)
		}
		if i > 0 {
			list += ", "
		}
		list += name
	}
	return list, nil
}

// Times.

func (v *view) moment(field string, t time.Time) (string, error) {
	if t.IsZero() {
		return "", missing(field)
	}
	return v.words.moment(t, v.d.Controller.Zone), nil
}

func (v *view) day(field string, t time.Time) (string, error) {
	if t.IsZero() {
		return "", missing(field)
	}
	return v.words.day(inZone(t, v.d.Controller.Zone)), nil
}

func (v *view) received() (string, error)  { return v.moment("ReceivedAt", v.d.ReceivedAt) }
func (v *view) done() (string, error)      { return v.moment("DoneAt", v.d.DoneAt) }
func (v *view) expires() (string, error)   { return v.moment("ExpiresAt", v.d.ExpiresAt) }
func (v *view) undo() (string, error)      { return v.moment("UndoUntil", v.d.UndoUntil) }
func (v *view) due() (string, error)       { return v.day("DueAt", v.d.DueAt) }
func (v *view) dueOver() bool              { return v.d.DueOver }
func (v *view) destroyBy() (string, error) { return v.day("DestroyBy", v.d.DestroyBy) }
func (v *view) basis() (string, error)     { return needed("DueBasis", v.d.DueBasis) }

// What came of it.

func (v *view) masked() (string, error) {
	if !strings.Contains(v.d.MaskedAddress, "*") {
		return "", missing("MaskedAddress") // also a whole address passed by mistake
	}
	return needed("MaskedAddress", v.d.MaskedAddress)
}

func (v *view) ground() (string, error) {
	text, ok := v.words.grounds[v.d.Ground]
	if !ok {
		return "", missing("Ground")
	}
	return text, nil
}

func (v *view) article() (string, error) { return needed("Article", v.d.Article) }

// unasked: the letter about the end of a blocking answers no request to end it.
func (v *view) unasked() bool { return v.d.Kind != privacy.KindUnblock }

func (v *view) hasText() bool { return strings.TrimSpace(v.d.Text) != "" }

// text is what the operator wrote, without control characters that a mail reader
// might obey.
func (v *view) text() (string, error) {
	if !v.hasText() {
		return "", missing("Text")
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, v.d.Text)), nil
}
