package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// A value that stands in the letter twice and comes out differently: a slip of the pen in one of the two.

// speltOtherwise reports whether a value stands in the letter in two spellings, and nothing calls either the old one: an address with and
// without a hyphen, a number of which the form's field has another digit. Nobody but the writer knows which is right.
func (r *reading) speltOtherwise(values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		field := r.form.identity(o.spot.line, o.spot.field) || o.stray && o.unclear
		if o.spot.field == privacy.FieldName || !o.value.Valid || o.former || o.rule == "old" || !field && (o.stray || o.rule == "sender" || o.spot.closed || o.spot.signed) {
			return false
		}
		return slices.ContainsFunc(values, func(v Value) bool {
			return v.Field == o.spot.field && v.Valid && v.Text != o.value.Text && (field && alike(v.Text, o.value.Text) || !field && v.Field == privacy.FieldEmail && bareAddress(v.Text) == bareAddress(o.value.Text))
		})
	})
}

// bareAddress leaves out of an address what ears and hands lose: hyphens, dots before the domain, doubled letters.
func bareAddress(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	bare := strings.NewReplacer("-", "", "_", "").Replace(strings.ReplaceAll(local, ".", "") + "@" + domain)
	return string(slices.Compact([]rune(bare)))
}

// repeatsOtherwise reports whether a value is said once more and comes out otherwise: "tom.piper@… I'll repeat it: tom.pipper@…". Nobody
// but the writer knows which of the two he meant, however sure the rest is.
func (r *reading) repeatsOtherwise(x *index, values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		u := r.unitOf(o.spot)
		return u >= 0 && o.spot.field != privacy.FieldName && o.value.Valid && !o.former && r.saysAgain(x, r.judged.units[u]) &&
			slices.ContainsFunc(values, func(v Value) bool {
				return v.Valid && v.Field == o.spot.field && v.Text != o.value.Text && (alike(v.Text, o.value.Text) || misspelt(v.Text, o.value.Text))
			})
	})
}

// saysAgain reports whether a sentence says that a value is given once more.
func (r *reading) saysAgain(x *index, u unit) bool {
	for i := u.from; i < u.to; i++ {
		if x.extent.has(r.lower(i), "again") {
			return true
		}
		for k := i + 1; x.extent.has(r.lower(i), "once") && k < min(u.to, i+3); k++ { // «тағы бір рет»
			if x.extent.has(r.lower(k), "once-more") {
				return true
			}
		}
	}
	return false
}

// misspelt reports whether two values differ in as few letters as one word that is written twice: «leyla.hassan», «leila.hasan».
func misspelt(a, b string) bool {
	const most = 2 // octets
	return distance([]byte(a), []byte(b), most) <= most
}
