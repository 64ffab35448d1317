package review

import (
	"context"
	"slices"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Place is where a request stands in what a filter chooses of the queue.
type Place struct {
	Place, Of      int            // 0: it is not among them
	Previous, Next privacy.Number // empty at either end; of one not among them, Next is the first
}

// Place finds a request in what a filter chooses, wherever it stands; Offset and Limit
// of the filter do not matter.
func (d *Desk) Place(ctx context.Context, f Filter, n privacy.Number) (p Place, err error) {
	f.Offset, f.Limit = 0, 0
	if f.all() {
		err = d.Store.View(func(tx *store.Tx) (err error) {
			p, err = placeOf(tx, n)
			return err
		})
		return p, err
	}
	f.Limit = maxChosen
	found, err := d.Queue(ctx, f)
	p.Of = found.Total
	i := slices.IndexFunc(found.Cases, func(c Case) bool { return c.Request.Number == n })
	p.Place = i + 1
	if i > 0 {
		p.Previous = found.Cases[i-1].Request.Number
	}
	if i+1 < len(found.Cases) {
		p.Next = found.Cases[i+1].Request.Number
	}
	return p, err
}

// maxChosen is more than any queue holds.
const maxChosen = 1 << 30

// placeOf walks the whole queue by its index and reads the neighbours alone.
func placeOf(tx *store.Tx, n privacy.Number) (p Place, err error) {
	r, err := tx.RequestByNumber(n)
	if err != nil {
		return p, err
	}
	var before, behind privacy.RequestID
	err = tx.EachWaiting(func(item store.ReviewItem) bool {
		p.Of++
		switch {
		case item.RequestID == r.ID:
			p.Place = p.Of
		case p.Place == 0:
			before = item.RequestID
		case behind == "":
			behind = item.RequestID
		}
		return true
	})
	if err != nil || p.Place == 0 {
		return p, err
	}
	for id, number := range map[privacy.RequestID]*privacy.Number{before: &p.Previous, behind: &p.Next} {
		if id == "" {
			continue
		}
		other, err := tx.Request(id)
		if err = store.PassOver(err); err != nil {
			return p, err
		}
		*number = other.Number // empty where it cannot be read: status lists it
	}
	return p, nil
}
