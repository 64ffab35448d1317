package console

import (
	"net/http"
	"strconv"
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

func (s *Server) requests(w http.ResponseWriter, r *http.Request, v *visit) error {
	f := filterOf(r.URL.Query(), v)
	d := requestsData{Filter: f, Kinds: privacy.Kinds, States: review.States()}
	found, err := s.Desk.Choose(r.Context(), review.RequestFilter{
		Kind: privacy.Kind(f.Kind), State: f.State, Language: privacy.Language(f.Language), Proof: privacy.Proof(f.Proof),
		Text: f.Text, Offset: f.Offset, Limit: listPage,
	})
	if review.PassOver(err) != nil { // the page of the state names what is left out
		return err
	}
	d.Capped = found.Capped
	for _, q := range found.Requests {
		d.Rows = append(d.Rows, s.requestRow(q))
	}
	if found.More {
		d.Older = f.With("from", itoa(f.Offset+listPage))
	}
	if f.Offset > 0 {
		d.Newer = f.With("from", itoa(max(0, f.Offset-listPage)))
	}
	return s.show(w, r, v, "requests", "requests", d)
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
