package classifier

import (
	"slices"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// What the mail itself says may speak against a value that its text gives: the address that it came from.

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
