package review

import (
	"fmt"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Value is a value that an operator enters.
type Value struct {
	Field privacy.Field
	Value string // empty: the field is not changed after all
}

// whereOperator says in a change that an operator entered it.
const whereOperator = "operator"

// setValues puts an operator's values in the place of those the letter names, checked
// as any value is. Fields that are not mentioned stay as they are.
func (d *Desk) setValues(r *store.Request, values []Value) error {
	if len(values) == 0 {
		return nil
	}
	if r.Kind != privacy.KindUpdate {
		return privacy.Mistaken("values-update", fmt.Errorf("values belong to an update; reclassify first: %w", privacy.ErrBadInput))
	}
	if field := twice(values); field != "" {
		return privacy.Mistaken("values-twice", fmt.Errorf("two values are given for %s; give one: %w", field, privacy.ErrBadInput), privacy.Coded("field", field))
	}
	changes := slices.Clone(r.Changes)
	for _, v := range values {
		changes = slices.DeleteFunc(changes, func(c store.Change) bool { return c.Field == v.Field })
		text, err := d.checkValue(v)
		if err != nil {
			return err
		}
		if text != "" {
			changes = append(changes, store.Change{Field: v.Field, Value: privacy.NewPersonal(text), Where: whereOperator, Valid: true})
		}
	}
	r.Changes = changes
	return nil
}

// twice returns a field for which two values are given: one would be lost in silence.
func twice(values []Value) privacy.Field {
	for i, v := range values {
		if slices.ContainsFunc(values[:i], func(b Value) bool { return b.Field == v.Field }) {
			return v.Field
		}
	}
	return ""
}

func (d *Desk) checkValue(v Value) (string, error) {
	text := strings.Join(strings.Fields(v.Value), " ")
	if text == "" {
		return "", nil
	}
	if !readable(text) {
		return "", privacy.Mistaken("field-text", &FieldError{string(v.Field), "not readable text; write it in UTF-8, without control characters"})
	}
	switch v.Field {
	case privacy.FieldName:
		if !isName(text) {
			return "", privacy.Mistaken("field-name", &FieldError{"name", "a name consists of letters; write it without digits and signs"})
		}
		return text, nil
	case privacy.FieldPhone:
		number, err := d.Phone(text)
		if err != nil {
			return "", privacy.Mistaken("field-phone", &FieldError{"phone", "not a complete phone number; write it like +7 701 123 45 67"})
		}
		return number, nil
	case privacy.FieldEmail:
		address, err := privacy.ParseAddress(text)
		if err != nil {
			return "", privacy.Mistaken("field-email", &FieldError{"email", "an address like name@example.kz is needed, without brackets"})
		}
		if address == d.Office.From {
			return "", handlers.OwnAddress()
		}
		return address.Reveal(), nil
	}
	return "", privacy.Mistaken("no-field", fmt.Errorf("no field is called %q; one of %v: %w", v.Field, privacy.Fields, privacy.ErrBadInput), privacy.Plain(v.Field))
}

// CheckValues returns values as an approved update would record them, or a FieldError
// for the first that fails its check.
func (d *Desk) CheckValues(values []Value) ([]Value, error) {
	checked := make([]Value, 0, len(values))
	for _, v := range values {
		text, err := d.checkValue(v)
		if err != nil {
			return nil, err
		}
		checked = append(checked, Value{v.Field, text})
	}
	return checked, nil
}
