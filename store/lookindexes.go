package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// indexes compares both ways. Where there are more entries than records call for, the
// records are looked up from the entries.
func (l *lookOver) indexes(tx *Tx) error {
	var wrong []error
	for _, t := range claimed {
		if n := l.missing[t]; n > 0 {
			wrong = append(wrong, fmt.Errorf("index %s misses %d records: %w", tableLayout[t].name, n, privacy.ErrDamaged))
		}
		if l.have[t] == l.want[t]-l.missing[t] {
			continue
		}
		strays := 0
		err := tx.each(t, nil, func(key, value []byte) (bool, error) {
			stray, err := tx.stray(t, key, value)
			switch {
			case stray && tx.leadsNowhere(t, key, value):
				l.lose(fmt.Sprintf("index %s leads to no record", tableLayout[t].name))
			case stray:
				strays++
			}
			return err == nil, err
		})
		if strays > 0 {
			err = errors.Join(err, fmt.Errorf("index %s has %d entries of no record: %w", tableLayout[t].name, strays, privacy.ErrDamaged))
		}
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
}

// counters: of records that cannot be read nobody knows by which they are counted.
func (l *lookOver) counters(tx *Tx) error {
	spare := map[string]int{
		countSubjects: l.unread[tableSubject], countWaiting: 0,
		countRequests: l.unread[tableRequest], countLetters: l.unread[tableLetter],
	}
	names := make(map[string]bool)
	err := tx.each(tableCount, nil, func(name, _ []byte) (bool, error) { names[string(name)] = true; return true, nil })
	for name := range l.counts {
		names[name] = true
	}
	wrong := []error{err}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		family := familyOf(name)
		if family == "" {
			continue
		}
		have, want := tx.counted(name), int(l.counts[name])
		spare[family] -= have - want
		if have < want || spare[family] < 0 {
			wrong = append(wrong, fmt.Errorf("counter %s is %d, the records are %d: %w", name, have, want, privacy.ErrDamaged))
		}
	}
	spare[countSuppressed] = l.suppressed - tx.counted(countSuppressed) // more of them are of a store from before the counter
	for family, n := range spare {
		if n < 0 { // what shows that a record went with all that led to it
			l.lose(fmt.Sprintf("records fewer than counter %s says", family))
		}
	}
	return errors.Join(wrong...)
}

// familyOf says which counters count the same records; empty: it counts none.
func familyOf(name string) string {
	switch {
	case name == countSubjects, name == countWaiting:
		return name
	case strings.HasPrefix(name, countRequests):
		return countRequests
	case strings.HasPrefix(name, countLetters):
		return countLetters
	}
	return ""
}
