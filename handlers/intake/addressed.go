package intake

import (
	"slices"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// addressed reports whether a letter names us in To. A signed letter to somebody else,
// a withdrawal sent to another organisation say, can be handed on to us by whoever has
// it, and is no request to us. Cc is not enough: few signatures cover it where it is not
// there, and then anybody can add it.
func (in *Intake) addressed(m *message.Message) bool {
	return slices.ContainsFunc(m.To, func(to message.Mailbox) bool {
		a, err := privacy.ParseAddress(to.Address)
		return err == nil && (a == in.Office.From || slices.Contains(in.Aliases, a))
	})
}
