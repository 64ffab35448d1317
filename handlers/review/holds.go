package review

import (
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// holdsUp warns of open requests of the person for which the destruction that this one
// asks for would wait: the letter names a day that passes while they are undecided.
func (d *Desk) holdsUp(tx *store.Tx, c Case) (list []Warning, err error) {
	r := c.Request
	if !acts(c) || c.Subject.ID == "" || r.Kind != privacy.KindErase && r.Kind != privacy.KindWithdraw {
		return nil, nil
	}
	others, err := tx.RequestsOf(r.From, firstID(r.SubjectID, c.Subject.ID), maxOthers)
	if store.PassOver(err) != nil {
		return nil, err
	}
	for _, o := range others {
		if o.ID != r.ID && o.State.Open() && d.Office.Held(store.Subject{ID: c.Subject.ID, Address: c.Subject.Address}, nil, []store.Request{o}) != "" {
			list = append(list, Warning{WarnHolds, o.Number})
		}
	}
	return list, nil
}
