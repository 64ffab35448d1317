package console

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

const queuePage = 50 // rows; more nobody looks over at once

type queueData struct {
	Rows     []row
	Total    int // matching
	From, To int
	Filter   filter
	Sorts    []string
	Kinds    []privacy.Kind
	Whys     []string
	Older    string // address of the next page; ""
	Newer    string
	Summary  review.Summary
}

// row is one waiting request. Who wrote is masked until it is opened.
type row struct {
	Number      privacy.Number
	Kind        privacy.Kind
	Language    privacy.Language
	Proof       privacy.Proof
	Why         string
	Proposal    string
	Who         string
	SubjectLine string
	DueAt       time.Time
	Left        left
	Urgent      bool
	HeldUntil   time.Time
	Assigned    string
	Version     int
}

// filter is what the address of the page says.
type filter struct {
	Kind, Why, Language, Proof, Assigned, State, Text, Sort string
	Offset                                                  int
}

func filterOf(q url.Values) filter {
	f := filter{
		Kind: q.Get("kind"), Why: q.Get("why"), Language: q.Get("language"), Proof: q.Get("proof"),
		Assigned: q.Get("assigned"), State: q.Get("state"), Text: strings.TrimSpace(q.Get("text")), Sort: q.Get("sort"),
	}
	f.Offset, _ = strconv.Atoi(q.Get("from"))
	f.Offset = max(0, f.Offset)
	return f
}

// Any reports whether something is left out.
func (f filter) Any() bool {
	f.Sort, f.Offset = "", 0
	return f != filter{}
}

// More reports whether something is left out by one of the choices behind the fold.
func (f filter) More() bool { return f.Language != "" || f.Proof != "" || f.Assigned != "" }

// With is the query of the same page with one thing changed.
func (f filter) With(name, value string) string {
	q := url.Values{}
	for n, v := range map[string]string{
		"kind": f.Kind, "why": f.Why, "language": f.Language, "proof": f.Proof, "assigned": f.Assigned,
		"state": f.State, "text": f.Text, "sort": f.Sort, name: value,
	} {
		if v != "" {
			q.Set(n, v)
		}
	}
	return "?" + q.Encode()
}

func (f filter) desk(v *visit) review.Filter {
	yes := true
	d := review.Filter{
		Kind: privacy.Kind(f.Kind), Why: f.Why, Language: privacy.Language(f.Language), Proof: privacy.Proof(f.Proof),
		Assigned: f.Assigned, Text: f.Text, Sort: f.Sort, Offset: f.Offset, Limit: queuePage,
	}
	if f.Assigned == "me" {
		d.Assigned = v.operator.Login
	}
	switch f.State {
	case "overdue":
		d.Overdue = &yes
	case "soon":
		d.Soon = &yes
	case "held":
		d.Held = &yes
	}
	return d
}

func (s *Server) queue(w http.ResponseWriter, r *http.Request, v *visit) error {
	f := filterOf(r.URL.Query())
	found, err := s.Desk.Queue(r.Context(), f.desk(v))
	if err != nil {
		return err
	}
	sum, err := s.Desk.Summary(r.Context())
	if err != nil {
		return err
	}
	d := queueData{
		Total: found.Total, Filter: f, Sorts: []string{"", "newest", "oldest", "kind"}, Kinds: privacy.Kinds, Whys: whys,
		From: min(f.Offset+1, found.Total), To: f.Offset + len(found.Cases), Summary: sum,
	}
	now := s.Now()
	for _, c := range found.Cases {
		d.Rows = append(d.Rows, s.row(c, now))
	}
	if d.To < found.Total {
		d.Older = f.With("from", strconv.Itoa(f.Offset+queuePage))
	}
	if f.Offset > 0 {
		d.Newer = f.With("from", strconv.Itoa(max(0, f.Offset-queuePage)))
	}
	return s.show(w, r, v, "queue", "queue", d)
}

// whys are the reasons that a queue can be filtered by.
var whys = []string{
	"doubtful", "several", "kind", "contradicted", "authority", "attachment", "blocked", "no-record", "junk", "old",
	"unconfirmed", "answered", "unanswered", "reply-unclear", "split", "letter-refused", "unreadable",
}

func (s *Server) row(c review.Case, now time.Time) row {
	r := c.Request
	return row{
		Number: r.Number, Kind: r.Kind, Language: r.Language, Proof: r.Proof, Why: c.Item.Why, Proposal: proposal(c),
		Who: r.From.Masked(), SubjectLine: r.SubjectLine.Reveal(), DueAt: r.DueAt.In(s.Zone), Left: s.left(r.DueAt, now),
		Urgent: c.Item.Urgent, HeldUntil: s.local(c.Item.HeldUntil), Assigned: login(c.Item.Assigned), Version: c.Item.Version,
	}
}

// proposal is the code of what the desk would do, and so of the button.
func proposal(c review.Case) string {
	r := c.Request
	switch {
	case !r.ClosedAt.IsZero():
		return "settle"
	case r.Kind == privacy.KindAccess || r.Kind == privacy.KindQuestion || r.Kind == privacy.KindAuthority || !r.Kind.Valid():
		return "answer"
	case r.SubjectID == "" && c.Subject.ID == "":
		return "no-record"
	}
	return string(r.Kind)
}

// decideSeveral carries one decision out on all that are ticked, each by itself:
// one that somebody else has decided does not hold up the others.
func (s *Server) decideSeveral(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read the form: %w", privacy.ErrBadInput)
	}
	act := review.Act{Verb: r.PostFormValue("verb")}
	switch act.Verb {
	case "approve", "not-a-request":
	case "assign":
		act.To = v.operator.Login
	default:
		return fmt.Errorf("no decision for several at once is called that: %w", privacy.ErrBadInput)
	}
	done, failed := 0, 0
	for _, ticked := range r.PostForm["item"] {
		number, version, _ := strings.Cut(ticked, ":")
		n, err := privacy.ParseNumber(number)
		if err == nil {
			act.Seen, err = strconv.Atoi(version)
		}
		if err == nil {
			_, err = s.Desk.Do(r.Context(), n, v.actor(), act)
		}
		if errors.Is(err, privacy.ErrUnavailable) {
			return err
		}
		if err != nil {
			failed++
		} else {
			done++
		}
	}
	s.tell(v, notice{Key: "done.several", Args: []any{done, failed}, Problem: failed > 0})
	http.Redirect(w, r, back(r.PostFormValue("back"), "/"), http.StatusSeeOther)
	return nil
}
