package console

import (
	"net/http"
	"slices"
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
	Further  []string // decisions about those that are ticked, behind the buttons
	Older    string   // address of the next page; ""
	Newer    string
	Summary  review.Summary
}

// row is one waiting request. Who wrote is masked until it is opened.
type row struct {
	Link        string
	Number      privacy.Number
	Kind        privacy.Kind
	Language    privacy.Language
	Proof       privacy.Proof
	Why         string
	Proposal    string
	Who         string
	SubjectLine string
	DueAt       time.Time // or the earlier day that the letter names
	Named       bool      // it is that
	Left        left
	Urgent      bool
	HeldUntil   time.Time
	Assigned    string
	Version     int
}

func (s *Server) queue(w http.ResponseWriter, r *http.Request, v *visit) error {
	f := filterOf(r.URL.Query(), v)
	found, err := s.Desk.Queue(r.Context(), f.desk(v))
	if err != nil {
		return err
	}
	whys, err := s.Desk.Whys(r.Context())
	if err != nil {
		return err
	}
	if f.Why != "" && !slices.Contains(whys, f.Why) {
		whys = append(whys, f.Why) // nothing waits for it any more, but it is chosen
	}
	sum, err := s.Desk.Summary(r.Context())
	if err != nil {
		return err
	}
	d := queueData{
		Total: found.Total, Filter: f, Sorts: []string{"", "newest", "oldest", "kind"}, Kinds: privacy.Kinds, Whys: whys, Further: further,
		From: min(f.Offset+1, found.Total), To: f.Offset + len(found.Cases), Summary: sum,
	}
	now := s.Now()
	for _, c := range found.Cases {
		one := s.row(c, now)
		one.Link = "/requests/" + string(one.Number) + f.Here()
		d.Rows = append(d.Rows, one)
	}
	if d.To < found.Total {
		d.Older = f.With("from", strconv.Itoa(f.Offset+queuePage))
	}
	if f.Offset > 0 {
		d.Newer = f.With("from", strconv.Itoa(max(0, f.Offset-queuePage)))
	}
	return s.show(w, r, v, "queue", "queue", d)
}

func (s *Server) row(c review.Case, now time.Time) row {
	r := c.Request
	return row{
		Number: r.Number, Kind: r.Kind, Language: r.Language, Proof: r.Proof, Why: c.Item.Why, Proposal: proposal(c),
		Who: r.From.Masked(), SubjectLine: r.SubjectLine.Reveal(), DueAt: s.local(c.Item.Pressing()), Named: c.Item.Pressing().Before(r.DueAt), Left: s.left(c.Item.Pressing(), now),
		Urgent: c.Item.Urgent, HeldUntil: s.local(c.Item.HeldUntil), Assigned: login(c.Item.Assigned), Version: c.Item.Version,
	}
}

// nothingHeld proposes to answer that nothing is held under the writer's address.
const nothingHeld = "nothing-held"

func saysNothingHeld(proposal string) bool { return strings.HasPrefix(proposal, nothingHeld) }

// proposal is the code of what the desk would do, and so of the button.
func proposal(c review.Case) string {
	r := c.Request
	switch {
	case !r.ClosedAt.IsZero() && review.Answered(c.Item):
		return "settle-answered"
	case !r.ClosedAt.IsZero():
		return "settle"
	case review.MaySayNothingHeld(c) && c.Item.Why == "no-record": // the letter left by rule
		return nothingHeld + "-told"
	case review.MaySayNothingHeld(c):
		return nothingHeld
	case r.Kind == privacy.KindAccess || r.Kind == privacy.KindQuestion || r.Kind == privacy.KindAuthority || !r.Kind.Valid():
		return "answer"
	case r.SubjectID == "" && c.Subject.ID == "" && !c.SubjectUnread:
		return "no-record"
	case review.CanConfirm(c):
		return "confirm"
	case r.Kind == privacy.KindUnblock && c.Subject.ID != "" && !c.Subject.Blocked:
		return "not-blocked"
	}
	return string(r.Kind)
}
