package console

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// heard is an answer to a question about a request, with the question.
type heard struct {
	Number   int
	At       time.Time
	From     string
	Text     string // where the message is kept no more
	Letter   *Letter
	Blocks   []block
	Question *asked
	Proof    privacy.Proof // empty of answers of before
	By, Why  string
}

// asked is a letter of ours that was answered.
type asked struct {
	Index    int // of the letter, for its address
	Template string
	Blocks   []block
}

// inAnswer begins the place of a value that an answer names.
const inAnswer = "answer, "

// heard lays the answers out, the newest first.
func (s *Server) heard(c review.Case) (list []heard) {
	values := make(map[int]bool)
	for _, ch := range c.Request.Changes {
		if where, in := strings.CutPrefix(ch.Where, inAnswer); in {
			values[lineOf(where)] = true
		}
	}
	for _, a := range slices.Backward(c.Answers) {
		h := heard{Number: a.Number, At: s.local(a.At), Question: s.askedBefore(c, a.At), Proof: a.Proof, By: a.By, Why: a.Why}
		h.From, h.Text, _ = strings.Cut(a.Text, ": ")
		if len(a.Raw) > 0 {
			l := s.Read(a.Raw)
			h.Letter, h.Blocks = &l, blocks(l.Lines, nil, values)
		}
		values = nil // they are of the newest
		list = append(list, h)
	}
	return list
}

// askedBefore is the latest letter with a code that had been written by a time.
func (s *Server) askedBefore(c review.Case, at time.Time) *asked {
	i := c.AskedBefore(at)
	if i < 0 {
		return nil
	}
	return &asked{i, c.Letters[i].Template, blocks(s.Read(c.Letters[i].Bytes).Lines, nil, nil)}
}

// seeFirst reports whether something has to be seen before a request is carried out.
func seeFirst(c review.Case) bool {
	return slices.ContainsFunc(c.Warnings, func(w review.Warning) bool { return review.SeenFirst(c, w) })
}

// answerMessage hands an answer out as it came, never to be opened by the browser.
func (s *Server) answerMessage(w http.ResponseWriter, r *http.Request, _ *visit) error {
	c, a, err := s.answerOf(r)
	if err != nil {
		return err
	}
	download(w, fmt.Sprintf("%s-answer-%d.eml", c.Request.Number, a.Number), a.Raw)
	return nil
}

func (s *Server) answerAttachment(w http.ResponseWriter, r *http.Request, _ *visit) error {
	_, a, err := s.answerOf(r)
	if err != nil {
		return err
	}
	return s.attached(w, r, a.Raw)
}

func (s *Server) answerOf(r *http.Request) (c review.Case, a review.Heard, err error) {
	if c, err = s.caseOf(r); err != nil {
		return c, a, err
	}
	n, err := strconv.Atoi(r.PathValue("answer"))
	if err != nil || n < 1 || n > len(c.Answers) || len(c.Answers[n-1].Raw) == 0 {
		return c, a, privacy.Mistaken("no-answer", fmt.Errorf("no such answer is kept: %w", privacy.ErrNotFound))
	}
	return c, c.Answers[n-1], nil
}
