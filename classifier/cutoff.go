package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Numbers that miss a digit or more, beside the one taken.

// cutOff reports whether a number that is too short to be one is said to be new, and the one taken is not: «жаңасы: сегіз, жеті жүз жеті, 417 99 30».
func cutOff(values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.field == privacy.FieldPhone && !o.value.Valid && o.more == 0 && !o.former && !o.stray && !o.spot.closed && slices.ContainsFunc(values, func(v Value) bool {
			if v.Valid && v.Field == privacy.FieldPhone && missesDigit(v.Text, digitsOf(o.value.Raw)) { // "the number to record is 8 702 863 5 07"
				return true
			}
			return o.rule == "new" && v.Valid && v.Field == privacy.FieldPhone && !slices.ContainsFunc(offers, func(other offer) bool { return other.value.Text == v.Text && other.rule == "new" })
		})
	})
}

// missesDigit reports whether digits that are no number would be the one taken, or one like it, with one more or one less.
func missesDigit(taken, digits string) bool {
	digits = strings.TrimPrefix(digits, "8")
	return len(digits) >= fewestSpoken-1 && len(digits) != fewestSpoken && !strings.HasSuffix(taken, strings.TrimLeft(digits, "0")) && misspelt(tailOf(taken, fewestSpoken), digits)
}
