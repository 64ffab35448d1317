package handlers

import (
	"fmt"
	"strings"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// pen is how the letters of one operator's decision are written.
type pen struct {
	wait time.Duration // before they leave
	edit *edit
	dry  bool // nothing is done, so there is no receipt
}

// edit is the body an operator wrote instead of the letter's own.
type edit struct {
	body string
	used bool
}

// AtDesk returns the office for one decision of an operator: its letters wait, so
// that the decision can be taken back, and the one letter that leaves says body
// instead of its own words, where body is not empty.
func (o *Office) AtDesk(body string) *Office {
	desk := *o
	desk.pen = pen{wait: o.Periods.Desk}
	if strings.TrimSpace(body) != "" {
		desk.pen.edit = &edit{body: strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n")) + "\n"}
	}
	return &desk
}

// Dry returns the office for trying a decision: its letters have no receipt, which
// holds for what was done, and which an operator who rewords them would take along.
func (o *Office) Dry() *Office {
	dry := *o
	dry.pen.dry = true
	return &dry
}

// Unwritten reports that a body was given and no letter left to say it.
func (o *Office) Unwritten() bool { return o.pen.edit != nil && !o.pen.edit.used }

// reword gives the operator's words instead of a letter's own. The number must
// stay: people quote it. A reply code can not be reworded around: the answer to a
// letter without it would find nothing.
func (p pen) reword(r *store.Request, code, body string) (string, error) {
	switch {
	case p.edit == nil:
		return body, nil
	case code != "":
		return "", privacy.Mistaken("letter-code", fmt.Errorf("this letter carries a reply code and leaves as it is: %w", privacy.ErrBadInput))
	case p.edit.used:
		return "", privacy.Mistaken("letter-several", fmt.Errorf("several letters leave, so none of them can be reworded here: %w", privacy.ErrBadInput))
	case !strings.Contains(p.edit.body, string(r.Number)):
		return "", privacy.Mistaken("letter-number", fmt.Errorf("the letter must still name the number %s: %w", r.Number, privacy.ErrBadInput), privacy.Plain(r.Number))
	}
	p.edit.used = true
	return p.edit.body, nil
}

// keepsRefusal refuses words of an operator's own in which a refusal would lose what
// makes it one: its ground with act and article, the reasons, the right to complain (P12).
func (o *Office) keepsRefusal(r *store.Request, name string, d templates.Data) error {
	if name != templates.Refusal || o.pen.edit == nil {
		return nil
	}
	lack, words, err := o.Templates.RefusalLacks(r.Language, d, o.pen.edit.body)
	if err != nil {
		return fmt.Errorf("read letter %s: %w", name, err)
	}
	switch lack {
	case templates.LackGround:
		return privacy.Mistaken("letter-ground", fmt.Errorf("the letter of a refusal must still name its ground: %w", privacy.ErrBadInput), privacy.Plain(words))
	case templates.LackArticle:
		return privacy.Mistaken("letter-article", fmt.Errorf("the letter of a refusal must still name act and article as they were given: %w", privacy.ErrBadInput))
	case templates.LackReasons:
		return privacy.Mistaken("letter-reasons", fmt.Errorf("the letter of a refusal must still give its reasons: %w", privacy.ErrBadInput))
	case templates.LackRights:
		return privacy.Mistaken("letter-rights", fmt.Errorf("the letter of a refusal must still tell of the right to complain: %w", privacy.ErrBadInput), privacy.Plain(words))
	}
	return nil
}

// Coded reports whether a letter carries a reply code, so that it leaves as it is.
func Coded(template string) bool {
	switch template {
	case templates.ConfirmationQuestion, templates.Reminder, templates.AddressQuestion, templates.AddressNotice, templates.Question:
		return true
	}
	return false
}
