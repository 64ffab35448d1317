package console

import (
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

type lettersData struct {
	Rows         []letterRow
	Filter       filter
	States       []string
	Older, Newer string
}

type letterRow struct {
	Number   privacy.Number
	Template string
	Language privacy.Language
	To       string // masked
	State    string
	Queued   time.Time
	Next     time.Time
	Sent     time.Time
	Tries    int
	Last     string
}

func (s *Server) letters(w http.ResponseWriter, r *http.Request, v *visit) error {
	d := lettersData{Filter: filterOf(r.URL.Query(), v), States: []string{"queued", "sent", "failed"}}
	list, err := s.Desk.Letters(r.Context(), d.Filter.State, d.Filter.Offset, listPage+1)
	if review.PassOver(err) != nil { // the page of the state names what is left out
		return err
	}
	for i, sent := range list {
		l := sent.Letter
		if i == listPage {
			d.Older = d.Filter.With("from", itoa(d.Filter.Offset+listPage))
			break
		}
		row := letterRow{
			Number: sent.Number, Template: l.Template, Language: l.Language, To: l.To.Masked(), State: string(l.State),
			Queued: s.local(l.QueuedAt), Next: s.local(l.NextAt), Sent: s.local(l.SentAt), Tries: len(l.Attempts),
		}
		if row.Tries > 0 {
			row.Last = l.Attempts[row.Tries-1].Outcome
		}
		d.Rows = append(d.Rows, row)
	}
	if d.Filter.Offset > 0 {
		d.Newer = d.Filter.With("from", itoa(max(0, d.Filter.Offset-listPage)))
	}
	return s.show(w, r, v, "letters", "letters", d)
}

type consentsData struct {
	Counts []review.ConsentCount
	Ended  []consentRow
}

const endedShown = 50

func (s *Server) consents(w http.ResponseWriter, r *http.Request, v *visit) error {
	counts, ended, err := s.Desk.Consents(r.Context(), endedShown)
	if review.PassOver(err) != nil {
		return err
	}
	d := consentsData{Counts: counts}
	for i := range d.Counts {
		c := &d.Counts[i]
		c.FirstGiven, c.LastGiven, c.Ended = s.local(c.FirstGiven), s.local(c.LastGiven), s.local(c.Ended)
	}
	for _, c := range ended {
		row := consentRow{Purpose: c.Purpose, Given: s.local(c.GivenAt), Withdrawn: s.local(c.WithdrawnAt), Suspended: s.local(c.SuspendedAt), State: "withdrawn", Subject: c.SubjectID}
		if c.WithdrawnAt.IsZero() {
			row.State = "suspended"
		}
		d.Ended = append(d.Ended, row)
	}
	return s.show(w, r, v, "consents", "consents", d)
}

type auditData struct {
	Rows    []auditRow
	Before  uint64 // the next page; 0: none
	Within  bool   // there are newer entries than on this page
	Begins  uint64 // on the last page of a chain that was cut: its first entry
	Checked bool
	Entries uint64
	Broken  string
}

type auditRow struct {
	Seq    uint64
	At     time.Time
	Actor  string
	Code   string
	Number privacy.Number
	Reason string
	Hash   string
}

func (s *Server) audit(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.auditPage(w, r, v, auditData{})
}

func (s *Server) auditPage(w http.ResponseWriter, r *http.Request, v *visit, d auditData) error {
	before, _ := strconv.ParseUint(r.URL.Query().Get("before"), 10, 64)
	d.Within = before > 0
	list, err := s.Desk.Chain(r.Context(), before, listPage+1) // one more tells whether there are older ones
	if err != nil {
		return err
	}
	if len(list) > listPage {
		list = list[:listPage]
		d.Before = list[listPage-1].Seq
	} else if first, err := s.Desk.ChainBegin(r.Context()); err != nil {
		return err
	} else if first > 1 {
		d.Begins = first
	}
	for _, e := range list {
		d.Rows = append(d.Rows, auditRow{
			Seq: e.Seq, At: s.local(e.At), Actor: who(e.Act.Actor), Code: e.Act.Act, Number: e.Act.Number, Reason: e.Act.Reason,
			Hash: hex.EncodeToString(e.Hash[:4]),
		})
	}
	return s.show(w, r, v, "audit", "audit", d)
}

func (s *Server) verifyAudit(w http.ResponseWriter, r *http.Request, v *visit) error {
	chain, err := s.Desk.VerifyChain(r.Context(), nil)
	d := auditData{Checked: true, Entries: chain.Entries - chain.Cut.Head.Seq}
	if errors.Is(err, privacy.ErrDamaged) {
		d.Broken, err = err.Error(), nil
	}
	if err != nil {
		return err
	}
	return s.auditPage(w, r, v, d)
}
