package review

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store"
)

func count(by map[string]*ConsentCount, c store.Consent) {
	n := by[c.Purpose]
	if n == nil {
		n = &ConsentCount{Purpose: c.Purpose}
		by[c.Purpose] = n
	}
	switch {
	case !c.WithdrawnAt.IsZero():
		n.Withdrawn++
		if c.WithdrawnAt.After(n.Ended) {
			n.Ended = c.WithdrawnAt
		}
	case !c.Processing():
		n.Suspended++
	default:
		n.Given++
	}
	if n.FirstGiven.IsZero() || c.GivenAt.Before(n.FirstGiven) {
		n.FirstGiven = c.GivenAt
	}
	if c.GivenAt.After(n.LastGiven) {
		n.LastGiven = c.GivenAt
	}
}

// latest keeps the newest withdrawals and suspensions in list.
func latest(list []store.Consent, c store.Consent, limit int) []store.Consent {
	if c.Processing() {
		return list
	}
	at := func(c store.Consent) int64 {
		if c.WithdrawnAt.IsZero() {
			return c.SuspendedAt.UnixNano()
		}
		return c.WithdrawnAt.UnixNano()
	}
	i, _ := slices.BinarySearchFunc(list, c, func(a, b store.Consent) int { return int(max(-1, min(1, at(b)-at(a)))) })
	if i >= limit {
		return list
	}
	list = slices.Insert(list, i, c)
	return list[:min(len(list), limit)]
}

func sorted(by map[string]*ConsentCount) (list []ConsentCount) {
	for _, n := range by {
		list = append(list, *n)
	}
	slices.SortFunc(list, func(a, b ConsentCount) int { return strings.Compare(a.Purpose, b.Purpose) })
	return list
}
