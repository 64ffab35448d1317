package console

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// event is one line of what happened to a request.
type event struct {
	At     time.Time
	Sort   string // "act", "letter", "note"
	Actor  string // login, or "" for the program and "subject" for the writer
	Code   string // of an act: words under "act."
	Reason string
	Letter string // template
	State  string // of the letter
	To     string
	Tries  int
	Last   string // outcome of the last try
	Index  int    // of the letter, for its address
	Text   string // of a note
}

// events is the thread: the chain, the letters and the notes, the oldest first.
func (s *Server) events(r *http.Request, c review.Case) ([]event, error) {
	acts, err := s.Desk.History(r.Context(), c.Request.Number)
	if err != nil {
		return nil, err
	}
	var list []event
	for _, a := range acts {
		switch act := a.Act.Act; {
		case act == "noted", act == "letter sent", strings.HasPrefix(act, "letter/"): // the note and the letter stand there themselves
			continue
		case act == string(privacy.StateAwaiting) && a.Act.Reason != "": // it waits for what was asked: the reason says it
			a.Act.Act, a.Act.Reason = a.Act.Reason, ""
		case act == "received": // as what it was received, the page says
			a.Act.Reason = ""
		}
		list = append(list, event{At: s.local(a.At), Sort: "act", Actor: who(a.Act.Actor), Code: a.Act.Act, Reason: a.Act.Reason})
	}
	for i, l := range c.Letters {
		e := event{At: s.local(l.QueuedAt), Sort: "letter", Letter: l.Template, State: string(l.State), To: l.To.Reveal(), Tries: len(l.Attempts), Index: i}
		if !l.SentAt.IsZero() {
			e.At = s.local(l.SentAt)
		}
		if e.Tries > 0 {
			e.Last = l.Attempts[e.Tries-1].Outcome
		}
		list = append(list, e)
	}
	for _, n := range c.Request.Notes {
		e := event{At: s.local(n.At), Sort: "note", Actor: who(n.By), Text: n.Text.Reveal()}
		if n.By == privacy.ActorSubject { // it stands above, whole
			e.Sort, e.Text = "answer", ""
		}
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b event) int { return a.At.Compare(b.At) })
	return list, nil
}

func who(a privacy.Actor) string {
	switch {
	case a.IsOperator():
		return login(a)
	case a == privacy.ActorSubject:
		return "subject"
	}
	return ""
}

// working is how a due date came about (P11).
type working struct {
	Clock     string
	Basis     string
	Days      int
	Unit      string // key of forms
	Act       string
	Paragraph string
	ValidFrom time.Time
	Calendar  string
	Skipped   []skipped
	Warning   string
}

type skipped struct {
	Date   time.Time
	Reason string
	Name   string
}

func (s *Server) working(c review.Case, l privacy.Language) working {
	d := c.Due
	w := working{
		Clock: d.Clock, Basis: d.Basis[l], Days: d.Days, Unit: "unit.days", Act: d.Act, Paragraph: d.Paragraph,
		ValidFrom: d.ValidFrom, Calendar: d.Calendar, Warning: d.Warning[l],
	}
	if l != privacy.English { // the act is named in English; what letters rest on names it in each language
		w.Act, w.Paragraph = d.Rule(l), ""
	}
	if strings.HasPrefix(string(d.Unit), "w") {
		w.Unit = "unit.working-days"
	}
	for _, day := range d.Skipped {
		w.Skipped = append(w.Skipped, skipped{day.Date, string(day.Reason), day.Names[l]})
	}
	return w
}

// sentLetter shows a letter of ours as it left: its text, never as HTML.
func (s *Server) sentLetter(w http.ResponseWriter, r *http.Request, v *visit) error {
	c, err := s.caseOf(r)
	if err != nil {
		return err
	}
	for i, l := range c.Letters {
		if r.PathValue("i") != itoa(i) {
			continue
		}
		read := s.Read(l.Bytes)
		return s.show(w, r, v, "letter", "letter", letterData{
			Number: c.Request.Number, Template: l.Template, State: string(l.State), To: l.To.Reveal(), Language: l.Language,
			QueuedAt: s.local(l.QueuedAt), SentAt: s.local(l.SentAt), SubjectLine: read.SubjectLine, Blocks: blocks(read.Lines, nil, nil),
		})
	}
	return privacy.ErrNotFound
}

type letterData struct {
	Number           privacy.Number
	Template, State  string
	To, SubjectLine  string
	Language         privacy.Language
	QueuedAt, SentAt time.Time
	Blocks           []block
}
