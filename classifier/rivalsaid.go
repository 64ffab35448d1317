package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// What a letter says elsewhere that another value may be meant than the one taken: an alternative, the sentence that asks, the signature.

// orElse reports whether the word right before a value taken says that something else may be meant as well: "this one, or else A".
func (r *reading) orElse(x *index, values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		before, _ := r.wordsAround(o.spot)
		n := len(before)
		return n > 1 && x.extent.has(before[n-2], "either") && x.extent.has(before[n-1], "else") && slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Place == o.value.Place })
	})
}

// askedOtherwise reports whether a sentence that asks gives another value behind a colon than the one taken: «Прошу обновить мой телефон: A», and below it
// «Новый телефон: B».
func (r *reading) askedOtherwise(values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		u := r.unitOf(o.spot)
		return u >= 0 && !r.judged.units[u].title && o.value.Valid && !o.barred() && o.rule == "open" && r.judged.chances[u][asks(privacy.KindUpdate)] >= levelAsk &&
			strings.HasSuffix(strings.TrimSpace(r.lines[o.spot.line].text[:o.spot.start]), ":") && slices.ContainsFunc(values, func(v Value) bool {
			return v.Valid && v.Field == o.spot.field && v.Text != o.value.Text
		})
	})
}

// signedSpelt reports whether the signature has the name taken with a part in another spelling: "Yergaliyeva", signed "Kamila Ergalieva".
func signedSpelt(values []Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.field == privacy.FieldName && (o.spot.closed || o.spot.signed || o.rule == "closed") && o.value.Valid && slices.ContainsFunc(values, func(v Value) bool {
			taken, signed := strings.Fields(v.Text), strings.Fields(o.value.Text)
			shared, like := false, false
			for _, w := range signed {
				shared = shared || placeIn(taken, w) >= 0
				like = like || placeIn(taken, w) < 0 && speltLike(w, taken) >= 0
			}
			return v.Valid && v.Field == o.spot.field && shared && like && !slices.ContainsFunc(offers, func(b offer) bool { // it is the former one
				return b.former && strings.Contains(b.value.Raw, signed[len(signed)-1])
			})
		})
	})
}
