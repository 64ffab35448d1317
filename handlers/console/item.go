package console

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// itemData is everything about one request.
type itemData struct {
	Request   review.Record
	Received  time.Time
	Closed    time.Time
	DueAt     time.Time
	Left      left
	Prove     time.Time // when name servers are asked again, before which nothing is decided; zero: the proof stands
	Stated    time.Time // the letter of an authority names this day, and nobody has settled it; zero: none
	Pressing  time.Time // by which the queue goes: DueAt, or Stated
	Now       time.Time
	Case      review.Case
	Waiting   bool // for a decision, which can be made
	Queued    bool // and stands in the queue; else an answer is awaited
	Awaited   []review.Awaited
	Version   int
	Why       string
	Since     time.Time
	Assigned  string
	HeldUntil time.Time
	Proposal  string
	Verb      string // of the first form: "approve", "reply" where words are needed, or what is looked at
	Look      bool   // the letters of the first form are to be looked at
	Looked    string // sum of the first form, whose letters are shown
	Words     string // their words, where somebody has typed others
	Empty     bool   // an update that names no value yet
	SeeFirst  bool   // something has to be seen before it is carried out: one key does not do it
	Answers   []heard
	Wrong     string // field whose value fails its check
	Changes   []change
	Evidence  []evidence
	Subject   []segment // the subject line
	Endless   bool      // it is longer than a page should show
	Blocks    []block
	Sender    sender
	Letter    *Letter        // nil: only the mailbox has it
	Drafts    []review.Draft // that the first form would send
	Silent    bool           // and it is known that none leaves
	Merged    []merged       // letters of requests that were merged into this one
	Events    []event
	UndoUntil time.Time
	UndoBy    string // whose act it takes back
	UndoVerb  string
	Due       working
	Next      privacy.Number
	Previous  privacy.Number
	Place, Of int    // in the queue, or in what was chosen of it
	List      string // query of the page it was opened from
	Form      form
	Problem   *failure
	Choices   choices

	Destruction time.Time // day on which the person's data are to be destroyed; zero: on none
}

// Suspect is the request that this one seems to repeat; empty: none is known.
func (d itemData) Suspect() privacy.Number {
	for _, w := range d.Case.Warnings {
		if w.Code == review.WarnDuplicate {
			return w.Number
		}
	}
	return ""
}

// NothingHeld: the first form answers that nothing is held.
func (d itemData) NothingHeld() bool { return d.Verb == "approve" && saysNothingHeld(d.Proposal) }

// title tells apart the tabs of a browser.
func (d itemData) title() string { return string(d.Request.Number) }

// choices are what the forms offer.
type choices struct {
	Kinds       []privacy.Kind
	Grounds     []string
	HoldGrounds []string
	Logins      []string
	Answers     []review.Text // prepared
	Questions   []review.Text
}

// maxSubject is how many letters of a subject line stand on the page at once.
const maxSubject = 300

// change is a value with what stands on record now.
type change struct {
	Field      privacy.Field
	Now, Value string
	Line       int // below zero: the letter does not name it
	Valid      bool
	Typed      string   // by the operator; as proposed until then
	Answer     bool     // an answer names it, not the letter
	Named      []string // several, of which nobody has said which is meant; then there is no Value
}

func (s *Server) item(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	d, err := s.itemData(r, v, n, form{})
	if err != nil {
		return err
	}
	return s.show(w, r, v, "item", "item", d)
}

// itemData gathers the page; f is what was typed, where a form comes back.
func (s *Server) itemData(r *http.Request, v *visit, n privacy.Number, f form) (itemData, error) {
	c, err := s.Desk.Case(r.Context(), n)
	if err != nil {
		return itemData{}, err
	}
	q := c.Request
	d := itemData{
		Request: q, Case: c, Received: s.local(q.ReceivedAt), Closed: s.local(q.ClosedAt), DueAt: s.local(q.DueAt), Pressing: s.local(c.Item.Pressing()), Now: s.local(s.Now()), Left: s.left(c.Item.Pressing(), s.Now()),
		Waiting: q.State == privacy.StateInReview || q.State == privacy.StateAwaiting, Queued: q.State == privacy.StateInReview,
		Awaited: c.Awaited, Version: c.Item.Version, Why: c.Item.Why, Since: s.local(c.Item.Since),
		Assigned: login(c.Item.Assigned), HeldUntil: s.local(c.Item.HeldUntil), Proposal: proposal(c), Verb: "approve",
		Evidence: observations(q), UndoUntil: s.local(c.UndoUntil), Due: s.working(c, v.language), Form: f,
	}
	d.Destruction = s.local(c.Subject.DestructionDueAt)
	if q.State == privacy.StateReceived {
		d.Prove = s.local(q.ProofNextAt)
	}
	if d.UndoUntil.Before(s.Now()) {
		d.UndoUntil = time.Time{}
	}
	if q.Undo != nil {
		d.UndoBy, d.UndoVerb = login(q.Undo.By), q.Undo.Verb
	}
	for i := range d.Case.Others {
		d.Case.Others[i].ReceivedAt = s.local(d.Case.Others[i].ReceivedAt)
	}
	switch d.Proposal {
	case "answer", "no-record": // where there is not even an address
		d.Verb = "reply"
	case "confirm":
		d.Verb = "confirm"
	}
	d.SeeFirst = seeFirst(c)
	for i := range d.Awaited {
		d.Awaited[i].Until = s.local(d.Awaited[i].Until)
	}
	if (writes[f.Verb] || f.Verb == notARequest) && !f.ByHand && (f.Look || f.Looked != "") {
		d.Verb, d.Look = f.Verb, f.Look || f.Verb != "approve"
	}
	values := make(map[int]bool)
	for _, ch := range q.Changes {
		line := lineOf(ch.Where)
		values[line] = true
		value := ch.Value.Reveal()
		d.Changes = append(d.Changes, change{Field: ch.Field, Now: current(c, ch.Field), Value: value, Line: line, Valid: ch.Valid, Typed: value, Answer: strings.HasPrefix(ch.Where, inAnswer)})
	}
	d.Subject, d.Endless = mark(q.SubjectLine.Reveal(), 0, d.Evidence), endless(q)
	var l Letter
	if len(c.Raw) > 0 {
		l = s.Read(c.Raw)
		d.Letter = &l
	}
	d.Blocks = blocks(l.Lines, append(d.noticeDay(s, l.Lines), d.Evidence...), values)
	d.Answers = s.heard(c)
	d.Sender, d.Merged = senderOf(c, d.Letter), s.merged(c)
	if d.Events, err = s.events(r, c); err != nil {
		return d, err
	}
	if d.List = listOf(r, v).Here(); d.Queued || d.List != "" {
		d.place(s, r, v)
	}
	if d.Waiting && v.decides() {
		s.offer(r, v, &d)
	}
	return d, nil
}

func current(c review.Case, f privacy.Field) string {
	switch f {
	case privacy.FieldName:
		return c.Subject.Name.Reveal()
	case privacy.FieldPhone:
		return c.Subject.Phone.Reveal()
	case privacy.FieldEmail:
		return c.Subject.Address.Reveal()
	}
	return ""
}

// rawMessage hands the message out as it came, never to be opened by the browser.
func (s *Server) rawMessage(w http.ResponseWriter, r *http.Request, _ *visit) error {
	c, err := s.caseOf(r)
	if err != nil {
		return err
	}
	if len(c.Raw) == 0 {
		return privacy.Mistaken("message-there", fmt.Errorf("the message lies in the mailbox only: %w", privacy.ErrNotFound))
	}
	download(w, string(c.Request.Number)+".eml", c.Raw)
	return nil
}

func (s *Server) caseOf(r *http.Request) (review.Case, error) {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	if err != nil {
		return review.Case{}, err
	}
	return s.Desk.Case(r.Context(), n)
}
