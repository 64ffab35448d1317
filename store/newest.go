package store

// EachLetterBackward calls fn for every letter without its bytes, the newest first,
// until it returns false. One that cannot be read is the error at the end, behind all
// others.
func (tx *Tx) EachLetterBackward(fn func(Letter) bool) error {
	var g goOn
	return g.end(tx.eachBackward(tableLetter, func(id, value []byte) (bool, error) {
		var l Letter
		if err := tx.decode(tableLetter, id, value, &l); err != nil {
			return g.past(err)
		}
		return fn(l), nil
	}))
}

// EntriesBefore returns at most limit entries of the chain before the one with this
// number, the newest first; 0 means from the end. What was cut off is not there.
func (tx *Tx) EntriesBefore(seq uint64, limit int) ([]AuditEntry, error) {
	if seq == 0 {
		head, ok, err := tx.Head()
		if err != nil || !ok {
			return nil, err
		}
		seq = head.Seq + 1
	}
	var list []AuditEntry
	first, err := tx.firstEntry()
	if err != nil {
		return nil, err
	}
	for seq--; seq >= max(first, 1) && len(list) < limit; seq-- {
		e, err := follow[AuditEntry](tx, tableAudit, entryKey(seq))
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}
