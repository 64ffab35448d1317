package classifier

import (
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// sense is what a sentence does in a letter. The first three are harmless, of other
// business, and forbidding; behind them come, for each of privacy.Kinds, the sense
// of asking for it, and then, again for each, that of only touching upon it.
type sense uint8

const (
	senseHarmless sense = iota // greeting, who writes, reasons, thanks, a value
	senseBusiness              // appointments, invoices, offers: ordinary mail
	senseForbids               // turns a request round, sets a condition, speaks for another
	firstAsks
)

// senses is how many there are.
var senses = int(firstAsks) + 2*len(privacy.Kinds)

// asks is the sense of asking for a kind, touches that of speaking of it.
func asks(k privacy.Kind) sense {
	return firstAsks + sense(slices.Index(privacy.Kinds, k))
}

func touches(k privacy.Kind) sense { return asks(k) + sense(len(privacy.Kinds)) }

// String names a sense; a question mark stands behind one that only touches upon it.
func (s sense) String() string {
	switch k := int(s) - int(firstAsks); {
	case s == senseHarmless:
		return "harmless"
	case s == senseBusiness:
		return "business"
	case s == senseForbids:
		return "forbids"
	case k < len(privacy.Kinds):
		return string(privacy.Kinds[k])
	default:
		return string(privacy.Kinds[k-len(privacy.Kinds)]) + "?"
	}
}
