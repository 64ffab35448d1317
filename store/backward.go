package store

import "medico-intech.kz/otinish/store/audit"

// EachEntryBackward calls fn for every entry of the chain from the last, until it
// returns false.
func (tx *Tx) EachEntryBackward(fn func(audit.Entry) bool) error {
	return tx.eachBackward(tableAudit, func(_, value []byte) (bool, error) {
		var e audit.Entry
		if err := tx.s.codec.decode(value, &e); err != nil {
			return false, err
		}
		return fn(e), nil
	})
}
