package console

import (
	"time"

	"medico-intech.kz/otinish/handlers/review"
)

// merged is the letter of a request that was merged into the one of the page.
type merged struct {
	Request  review.Record
	Received time.Time
	Subject  []segment
	Endless  bool // the subject line is longer than a page should show
	Blocks   []block
	Letter   *Letter // nil: it lies in the mailbox only
}

func (s *Server) merged(c review.Case) (list []merged) {
	for _, one := range c.Merged {
		q := one.Request
		m := merged{Request: q, Received: s.local(q.ReceivedAt), Endless: endless(q)}
		seen, values := observations(q), make(map[int]bool)
		for _, ch := range q.Changes {
			values[lineOf(ch.Where)] = true
		}
		m.Subject = mark(q.SubjectLine.Reveal(), 0, seen)
		if len(one.Raw) > 0 {
			l := s.Read(one.Raw)
			m.Letter, m.Blocks = &l, blocks(l.Lines, seen, values)
		}
		list = append(list, m)
	}
	return list
}

func endless(q review.Record) bool { return len([]rune(q.SubjectLine.Reveal())) > maxSubject }
