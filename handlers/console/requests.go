package console

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

func itoa(n int) string { return strconv.Itoa(n) }

// listPage is how many rows the lists besides the queue show.
const listPage = 50

type requestsData struct {
	Rows         []requestRow
	Filter       filter
	Kinds        []privacy.Kind
	States       []privacy.State
	Older, Newer string
	Capped       bool // there are older ones that were not looked at
}

type requestRow struct {
	Number      privacy.Number
	Kind        privacy.Kind
	State       privacy.State
	Reason      string
	Proof       privacy.Proof
	Language    privacy.Language
	Who         string
	SubjectLine string
	Received    time.Time
	DueAt       time.Time
	Closed      time.Time
	Late        bool
}

var states = []privacy.State{
	privacy.StateReceived, privacy.StateAwaiting, privacy.StateInReview, privacy.StateApplied, privacy.StateRefused, privacy.StateClosed,
}

// maxLooked is how many requests a filter looks through before it gives up.
const maxLooked = 50_000

func (s *Server) requests(w http.ResponseWriter, r *http.Request, v *visit) error {
	f := filterOf(r.URL.Query(), v)
	d := requestsData{Filter: f, Kinds: privacy.Kinds, States: states}
	skip, looked, more := f.Offset, 0, false
	err := s.Desk.Requests(r.Context(), f.State == "open", func(q review.Record) bool {
		if looked++; looked > maxLooked {
			d.Capped = true
			return false
		}
		if !f.matches(q) {
			return true
		}
		if skip--; skip >= 0 {
			return true
		}
		if len(d.Rows) == listPage {
			more = true
			return false
		}
		d.Rows = append(d.Rows, s.requestRow(q))
		return true
	})
	if err != nil {
		return err
	}
	if more {
		d.Older = f.With("from", itoa(f.Offset+listPage))
	}
	if f.Offset > 0 {
		d.Newer = f.With("from", itoa(max(0, f.Offset-listPage)))
	}
	return s.show(w, r, v, "requests", "requests", d)
}

func (f filter) matches(q review.Record) bool {
	return (f.Kind == "" || f.Kind == string(q.Kind)) && (f.Language == "" || f.Language == string(q.Language)) &&
		(f.Proof == "" || f.Proof == string(q.Proof)) && (f.State == "" || f.State == "open" || f.State == string(q.State)) &&
		(f.Text == "" || strings.Contains(strings.ToLower(q.SubjectLine.Reveal()+"\n"+q.From.Reveal()), strings.ToLower(f.Text)))
}

func (s *Server) requestRow(q review.Record) requestRow {
	end := q.ClosedAt
	if end.IsZero() {
		end = s.Now()
	}
	return requestRow{
		Number: q.Number, Kind: q.Kind, State: q.State, Reason: q.Reason, Proof: q.Proof, Language: q.Language, Who: q.From.Masked(),
		SubjectLine: q.SubjectLine.Reveal(), Received: s.local(q.ReceivedAt), DueAt: s.local(q.DueAt), Closed: s.local(q.ClosedAt),
		Late: !q.DueAt.IsZero() && end.After(q.DueAt),
	}
}
