package console

import (
	"cmp"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
)

// all are the sessions that are not over, by login.
func (s *sessions) all() (list []review.Session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.list {
		if s.over(v) {
			continue
		}
		ends := v.seen.Add(sessionIdle)
		if last := v.began.Add(sessionLife); last.Before(ends) {
			ends = last
		}
		list = append(list, review.Session{Login: v.operator.Login, Role: v.operator.Role, Began: v.began, Seen: v.seen, Ends: ends})
	}
	slices.SortFunc(list, func(a, b review.Session) int {
		return cmp.Or(strings.Compare(a.Login, b.Login), a.Began.Compare(b.Began))
	})
	return list
}
