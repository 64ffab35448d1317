package store

import (
	"fmt"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// inClear are records that no index is compared with and no seal guards: what can be
// seen of them is that they say what such a record can say.
var inClear = []table{tableDisposition, tableCursor, tableSuppression, tableTombstone, tableCount}

var dispositions = []string{DisposedRequest, DisposedReply, DisposedOrdinary, DisposedAutomatic, DisposedDuplicate, DisposedOwn}

// wellFormed looks at one of them. Nothing tells a flipped bit in a number.
func (tx *Tx) wellFormed(t table, key, value []byte) (err error) {
	ok := true
	switch t {
	case tableDisposition:
		var d Disposition
		err = tx.decode(t, key, value, &d)
		ok = slices.Contains(dispositions, d.What)
		for _, id := range d.Requests {
			_, idErr := idKey(id)
			ok = ok && idErr == nil
		}
	case tableCursor:
		var c Cursor
		err = tx.decode(t, key, value, &c)
		ok = c.Mailbox == string(key)
	case tableSuppression:
		err = tx.decode(t, key, value, new(Suppression))
	case tableTombstone:
		var stone Tombstone
		err = tx.decode(t, key, value, &stone)
		id, idErr := idKey(stone.SubjectID)
		ok = idErr == nil && string(id) == string(key)
	case tableCount:
		ok = len(value) == 8
	}
	if err == nil && !ok {
		err = fmt.Errorf("%w: it is not as it was written", privacy.ErrDamaged)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", tableLayout[t].name, err)
	}
	return err
}
