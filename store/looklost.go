package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// errLost is damage that nothing can be made again of: a record is gone, and only
// what led to it or hung on it is left.
var errLost = fmt.Errorf("a record is lost: %w", privacy.ErrDamaged)

// lose notes what shows that a record is gone.
func (l *lookOver) lose(how string) {
	if l.lost == nil {
		l.lost = make(map[string]int)
	}
	l.lost[how]++
}

func (l *lookOver) losses() error {
	var all []error
	for _, how := range slices.Sorted(maps.Keys(l.lost)) {
		all = append(all, fmt.Errorf("%s: %d: %w", how, l.lost[how], errLost))
	}
	return errors.Join(all...)
}

// mendable: what does not agree can be made again of the records, all of which are there.
func (l *lookOver) mendable() bool { return l.rest == nil && len(l.lost) == 0 }

// hangsOn says which records an entry hangs on: one of these tables must have it under
// this id. No table: on none.
func hangsOn(t table, key, value []byte) (on []table, id []byte) {
	switch t {
	case tableTombstoneOf:
		return []table{tableTombstone}, value
	case tableFingerprint:
		return []table{tableDisposition}, value
	case tableSaid, tableSaidOf:
		return []table{tableRequest, tableCaseTomb}, value
	case tableLetterBytes, tableFarewell:
		return []table{tableLetter}, key
	case tableCaseKey:
		return []table{tableRequest, tableLetter}, key
	case tableReview, tableMessage:
		return []table{tableRequest}, key
	}
	if len(key) < idSize {
		return nil, nil
	}
	switch t {
	case tableSubjectKey, tableConsent:
		return []table{tableSubject}, key[:idSize]
	case tableRequestOf:
		return []table{tableSubject, tableTombstone}, key[:idSize]
	case tableLetterOf, tableConfirmOf, tableEntryOf, tableAnswer:
		return []table{tableRequest}, key[:idSize]
	}
	return nil, nil
}

func (tx *Tx) hasAny(of []table, id []byte) bool {
	return slices.ContainsFunc(of, func(t table) bool { return tx.has(t, id) })
}

// hanging sees that what an entry hangs on is there.
func (l *lookOver) hanging(tx *Tx, t table, key, value []byte) {
	if on, id := hangsOn(t, key, value); len(on) > 0 && !tx.hasAny(on, id) {
		l.lose(fmt.Sprintf("%s without %s", tableLayout[t].name, tableLayout[on[0]].name))
	}
}

// leadsNowhere reports whether the record that a stray entry of an index leads to is not
// there. Of one that was destroyed the proof may lie there instead.
func (tx *Tx) leadsNowhere(t table, key, value []byte) bool {
	to, id := leads(t, bytes.Clone(key), bytes.Clone(value))
	for _, source := range to {
		switch source {
		case tableSubject:
			to = append(to, tableTombstone)
		case tableRequest, tableReview:
			to = append(to, tableCaseTomb)
		}
	}
	if t == tableLetterOf || t == tableConfirmOf { // went with their request
		return !tx.hasAny(to, id) && !tx.has(tableCaseTomb, key[:idSize])
	}
	return !tx.hasAny(to, id)
}

// attended sees that an open request is in a list from which somebody takes it up. One
// that waits for a person must be in the queue; any other must be among the open ones,
// or have a question out.
func (l *lookOver) attended(tx *Tx, id []byte, state privacy.State) {
	switch {
	case state == privacy.StateInReview:
		item, found, err := load[ReviewItem](tx, tableReview, id)
		if err == nil && (!found || !item.waiting()) {
			l.lose("requests in review that are in no queue")
		}
	case state.Open() && !tx.has(tableOpen, id):
		asked := false
		_ = tx.each(tableConfirmOf, id, func([]byte, []byte) (bool, error) { asked = true; return false, nil })
		if !asked {
			l.lose("open requests that are in no list")
		}
	}
}

// stateOf is the state that a counter of requests counts; false: it counts others.
func stateOf(counter string) (privacy.State, bool) {
	state, is := strings.CutPrefix(counter, countRequests)
	return privacy.State(state), is
}
