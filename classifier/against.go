package classifier

import (
	"slices"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// What the mail itself says may speak against a value that its text gives: words that nobody sees, and the address that it came from.

// hiddenAgainst reports whether words that a browser would not show give another number or address for the field of a value taken: somebody
// has altered the mail, or it is none of the writer's.
func hiddenAgainst(m *message.Message, values []Value) bool {
	for _, l := range m.LeftOut {
		if l.Why != string(message.DamageHidden) {
			continue
		}
		for _, s := range appendSpots(nil, l.Text) {
			raw := l.Text[s.start:s.end]
			if slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Field == s.field && !spells(raw, v) }) &&
				!slices.ContainsFunc(values, func(v Value) bool { return v.Field == s.field && spells(raw, v) }) {
				return true
			}
		}
	}
	return false
}

// spells reports whether an address or a number, in whatever spelling, is a value.
func spells(raw string, v Value) bool {
	if v.Field != privacy.FieldPhone {
		return sameValue(raw, v.Text)
	}
	const national = 10 // digits behind the code of the country, or the 8 in its place
	a, b := digitsOf(raw), digitsOf(v.Text)
	return a[max(0, len(a)-national):] == b[max(0, len(b)-national):]
}

// notFromThere reports whether a new address is said to be the one that the letter was written from («осы хатты жазып отырған адресім: …»), and
// it came from another.
func (r *reading) notFromThere(x *index, m *message.Message, values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		u := r.unitOf(o.spot)
		if o.spot.field != privacy.FieldEmail || u < 0 || isSender(o.value.Text, m) || !slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Place == o.value.Place }) {
			return false
		}
		from, to := r.judged.units[u].from, r.judged.units[u].to
		return r.says(x, from, to, "written") && r.says(x, from, to, "writing")
	})
}
