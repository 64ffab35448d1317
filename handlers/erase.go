package handlers

import (
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Erase stops all processing and sets the date by which the data must be destroyed
// (Law 94-V Art. 18). An operator decides.
func (o *Office) Erase(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor) error {
	return o.stop(tx, r, s, by, templates.Destruction, "destruction-granted")
}
