package adminapi

import (
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// Views are what goes over the socket and what --json prints. Field names are
// stable. They hold personal data: the socket is for operators.

// Request is a request as operators see it.
type Request struct {
	Number      privacy.Number    `json:"number"`
	Kind        privacy.Kind      `json:"kind"`
	Certainty   privacy.Certainty `json:"certainty"`
	State       privacy.State     `json:"state"`
	Language    privacy.Language  `json:"language"`
	Proof       privacy.Proof     `json:"proof"`
	ProofBy     string            `json:"proof_by,omitempty"`
	ProofWhy    string            `json:"proof_why,omitempty"`
	ProofLines  []string          `json:"proof_lines,omitempty"`   // what was looked at, in English
	ProofClues  []privacy.Clue    `json:"proof_clues,omitempty"`   // the same as codes; not of requests of before they were kept
	ProofNextAt *time.Time        `json:"proof_next_at,omitempty"` // when a silent name server is asked again; nothing is decided before
	Route       privacy.Route     `json:"route"`
	Reason      string            `json:"reason"`
	From        string            `json:"from,omitempty"`
	OnRecord    bool              `json:"on_record"`
	ReceivedAt  time.Time         `json:"received_at"`
	DueAt       time.Time         `json:"due_at"`
	DaysLeft    int               `json:"working_days_left,omitempty"` // in the queue: until the period ends
	NamedDue    *time.Time        `json:"named_due,omitempty"`         // an earlier day that the letter names, and nobody has settled: the queue goes by it
	Clock       string            `json:"clock,omitempty"`
	ClosedAt    *time.Time        `json:"closed_at,omitempty"`
	Waiting     *Waiting          `json:"waiting,omitempty"`
	SubjectLine string            `json:"subject_line,omitempty"`
	Quiet       string            `json:"quiet,omitempty"`
	Changes     []Change          `json:"changes,omitempty"`
	Evidence    []Evidence        `json:"evidence,omitempty"`
	Doubts      []string          `json:"doubts,omitempty"`
	Found       []string          `json:"found,omitempty"`   // about the mail: damaged, repaired, signed
	Matters     []Matter          `json:"matters,omitempty"` // what its letter asks, or may ask: itself the first
	Notes       []Note            `json:"notes,omitempty"`
	Answers     []Heard           `json:"answers,omitempty"` // to questions about it; the notes have their beginning too
	Awaited     []Awaited         `json:"awaited,omitempty"` // answers that it waits for; it can be decided meanwhile
	Letters     []Letter          `json:"letters,omitempty"`
	Subject     *Subject          `json:"subject,omitempty"`
	Message     string            `json:"message,omitempty"` // the raw bytes, or their beginning
	Mailbox     string            `json:"mailbox,omitempty"`
	UID         uint32            `json:"uid,omitempty"`
	Version     int               `json:"version,omitempty"` // of the review item: give it back with a decision
	Assigned    privacy.Actor     `json:"assigned,omitempty"`
	HeldUntil   *time.Time        `json:"held_until,omitempty"`
	HeldGround  string            `json:"held_ground,omitempty"`
	Decision    string            `json:"decision,omitempty"`
	DecidedBy   privacy.Actor     `json:"decided_by,omitempty"`
	UndoUntil   *time.Time        `json:"undo_until,omitempty"` // the last decision can be taken back until then
	MergedInto  privacy.Number    `json:"merged_into,omitempty"`
	Others      []Other           `json:"others,omitempty"`
	Warnings    []Warning         `json:"warnings,omitempty"`
	Merged      []MergedLetter    `json:"merged,omitempty"`          // letters of requests that were merged into this one, at most 20
	MergedMore  int               `json:"merged_more,omitempty"`     // how many more there are
	Draft       string            `json:"draft,omitempty"`           // of the answer to an access request that waits, from the record
	Reader      privacy.Language  `json:"reader_language,omitempty"` // of the operator who asks, where the configuration says it
}

// Awaited is an answer to a question of ours that is awaited.
type Awaited struct {
	Act   string    `json:"act"` // "answer", "confirm-request", "confirm-address"
	From  string    `json:"from"`
	Until time.Time `json:"until"`
}

// MergedLetter is the letter of a request that was merged into another.
type MergedLetter struct {
	Number      privacy.Number `json:"number"`
	From        string         `json:"from,omitempty"`
	ReceivedAt  time.Time      `json:"received_at"`
	SubjectLine string         `json:"subject_line,omitempty"`
	Message     string         `json:"message,omitempty"` // the raw bytes, or their beginning
	Mailbox     string         `json:"mailbox,omitempty"`
	UID         uint32         `json:"uid,omitempty"`
}

// Waiting says why and since when a request lies in the review queue.
type Waiting struct {
	Why    string    `json:"why"`
	Since  time.Time `json:"since"`
	Urgent bool      `json:"urgent"`
}

// Change is a proposed value with what stands on record now.
type Change struct {
	Field privacy.Field `json:"field"`
	Now   string        `json:"now,omitempty"`
	Value string        `json:"value"`
	Where string        `json:"where,omitempty"`
	Valid bool          `json:"valid"`
}

// Evidence is one observation of the classifier.
type Evidence struct {
	Rule  string `json:"rule"`
	Text  string `json:"text,omitempty"`
	Where string `json:"where,omitempty"`
}

// Matter is one of the things that a letter asks, or may ask.
type Matter struct {
	Kind   privacy.Kind   `json:"kind"`
	Number privacy.Number `json:"number,omitempty"` // of its request; without it there is none
	Likely bool           `json:"likely,omitempty"` // nothing says it plainly
}

// Note is an operator's remark.
type Note struct {
	At   time.Time     `json:"at"`
	By   privacy.Actor `json:"by"`
	Text string        `json:"text"`
}

// Heard is an answer to a question about a request.
type Heard struct {
	Number int       `json:"number"`
	At     time.Time `json:"at"`
	Text   string    `json:"text"` // who answered, and the beginning of their words
	Kept   bool      `json:"kept"` // the message is at hand as it came

	Proof    privacy.Proof `json:"proof,omitempty"` // as of a request; empty of answers of before
	ProofBy  string        `json:"proof_by,omitempty"`
	ProofWhy string        `json:"proof_why,omitempty"`
}

// Letter is an outgoing letter without its text.
type Letter struct {
	Template string     `json:"template"`
	To       string     `json:"to"`
	State    string     `json:"state"`
	QueuedAt time.Time  `json:"queued_at"`
	SentAt   *time.Time `json:"sent_at,omitempty"`
	LeavesAt *time.Time `json:"leaves_at,omitempty"` // of a queued one: not before
	Attempts int        `json:"attempts"`
	Last     string     `json:"last_outcome,omitempty"`
}

// Subject is a person on record.
type Subject struct {
	ID        privacy.SubjectID `json:"id"`
	Email     string            `json:"email"`
	Name      string            `json:"name,omitempty"`
	Phone     string            `json:"phone,omitempty"`
	Language  privacy.Language  `json:"language,omitempty"`
	Source    string            `json:"source,omitempty"`
	AddedAt   time.Time         `json:"added_at"`
	Blocked   bool              `json:"blocked"`
	NoLetters bool              `json:"no_letters"`
	DestroyBy *time.Time        `json:"destroy_by,omitempty"`
	Consents  []Consent         `json:"consents,omitempty"`
	Requests  []Request         `json:"requests,omitempty"`
	Notes     []Note            `json:"notes,omitempty"`
}

// Consent is a grant for a purpose.
type Consent struct {
	Purpose     string     `json:"purpose"`
	GivenAt     time.Time  `json:"given_at"`
	Source      string     `json:"source,omitempty"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
	SuspendedAt *time.Time `json:"suspended_at,omitempty"`
}

// requestView shows times in the controller's zone, as letters do.
func (s *Server) requestView(c review.Case) Request {
	r, zone := c.Request, s.zone()
	v := Request{
		Number: r.Number, Kind: r.Kind, Certainty: r.Certainty, State: r.State, Language: r.Language,
		Proof: r.Proof, ProofBy: r.ProofBy, ProofWhy: r.ProofWhy, ProofLines: s.Desk.ProofLines(r), ProofClues: r.ProofClues, Route: r.Route, Reason: r.Reason,
		From: r.From.Reveal(), OnRecord: r.SubjectID != "", ReceivedAt: r.ReceivedAt.In(zone), DueAt: r.DueAt.In(zone), NamedDue: optional(r.NamedDue, zone), Clock: r.Clock,
		ClosedAt: optional(r.ClosedAt, zone), ProofNextAt: optional(r.ProofNextAt, zone), SubjectLine: r.SubjectLine.Reveal(), Quiet: r.Quiet, Doubts: r.Doubts, Found: r.Found,
		Message: string(c.Raw), Mailbox: r.Message.Mailbox, UID: r.Message.UID,
	}
	if !c.Item.Since.IsZero() && c.Item.DecidedAt.IsZero() {
		v.Waiting = &Waiting{c.Item.Why, c.Item.Since.In(zone), c.Item.Urgent}
	}
	v.Version, v.Assigned, v.HeldGround, v.Decision, v.DecidedBy = c.Item.Version, c.Item.Assigned, c.Item.HeldGround, c.Item.Decision, c.Item.DecidedBy
	v.HeldUntil, v.UndoUntil, v.MergedInto, v.Warnings = optional(c.Item.HeldUntil, zone), optional(c.UndoUntil, zone), r.MergedInto, warnings(c.Warnings)
	for _, o := range c.Others {
		v.Others = append(v.Others, Other{o.Number, o.Kind, o.State, o.Decision, o.ReceivedAt.In(zone)})
	}
	v.MergedMore = c.MergedMore
	for _, m := range c.Merged {
		q := m.Request
		v.Merged = append(v.Merged, MergedLetter{q.Number, q.From.Reveal(), q.ReceivedAt.In(zone), q.SubjectLine.Reveal(), string(m.Raw), q.Message.Mailbox, q.Message.UID})
	}
	for _, ch := range r.Changes {
		v.Changes = append(v.Changes, Change{ch.Field, current(c, ch.Field), ch.Value.Reveal(), ch.Where, ch.Valid})
	}
	for _, e := range r.Evidence {
		v.Evidence = append(v.Evidence, Evidence{e.Rule, e.Text.Reveal(), e.Where})
	}
	for _, m := range c.Matters {
		v.Matters = append(v.Matters, Matter(m))
	}
	for _, a := range c.Answers {
		v.Answers = append(v.Answers, Heard{a.Number, a.At.In(zone), a.Text, len(a.Raw) > 0, a.Proof, a.By, a.Why})
	}
	for _, a := range c.Awaited {
		v.Awaited = append(v.Awaited, Awaited{string(a.Act), a.From.Reveal(), a.Until.In(zone)})
	}
	for _, n := range r.Notes {
		v.Notes = append(v.Notes, Note{n.At.In(zone), n.By, n.Text.Reveal()})
	}
	for _, l := range c.Letters {
		v.Letters = append(v.Letters, letterView(l, zone))
	}
	if c.Subject.ID != "" {
		on := s.subjectView(review.Dossier{Subject: c.Subject})
		v.Subject = &on
	}
	return v
}

func letterView(l review.OutLetter, zone *time.Location) Letter {
	v := Letter{Template: l.Template, To: l.To.Reveal(), State: string(l.State), QueuedAt: l.QueuedAt.In(zone), SentAt: optional(l.SentAt, zone), Attempts: len(l.Attempts)}
	if v.State == "queued" {
		v.LeavesAt = optional(l.NextAt, zone)
	}
	if n := len(l.Attempts); n > 0 {
		v.Last = l.Attempts[n-1].Outcome
	}
	return v
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

func (s *Server) subjectView(d review.Dossier) Subject {
	on, zone := d.Subject, s.zone()
	v := Subject{
		ID: on.ID, Email: on.Address.Reveal(), Name: on.Name.Reveal(), Phone: on.Phone.Reveal(), Language: on.Language,
		Source: on.Source, AddedAt: on.AddedAt.In(zone), Blocked: on.Blocked, NoLetters: on.NoLetters, DestroyBy: optional(on.DestructionDueAt, zone),
	}
	for _, c := range d.Consents {
		v.Consents = append(v.Consents, Consent{c.Purpose, c.GivenAt.In(zone), c.Source, optional(c.WithdrawnAt, zone), optional(c.SuspendedAt, zone)})
	}
	for _, n := range on.Notes {
		v.Notes = append(v.Notes, Note{n.At.In(zone), n.By, n.Text.Reveal()})
	}
	for _, r := range d.Requests {
		v.Requests = append(v.Requests, s.requestView(review.Case{Request: r}))
	}
	return v
}

func optional(t time.Time, zone *time.Location) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(zone)
	return &t
}
