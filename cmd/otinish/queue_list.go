package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/store/privacy"
)

// QueueListCmd lists the queue.
type QueueListCmd struct {
	Kind     privacy.Kind     `help:"Only this kind."`
	Why      string           `help:"Only what waits for this reason, such as doubtful."`
	Assigned string           `help:"Only what is assigned to this login; - for nobody's." placeholder:"LOGIN"`
	Language privacy.Language `help:"Only this language: kk, ru or en." placeholder:"LANG"`
	Proof    privacy.Proof    `help:"Only proven, unproven or contradicted."`
	Overdue  bool             `help:"Only what is overdue."`
	Soon     bool             `help:"Only what is due by the end of the next working day."`
	Held     bool             `help:"Only what is on hold."`
	Search   bool             `help:"Search numbers, addresses, names and subject lines for a line read from standard input."`
	Sort     string           `help:"newest, oldest or kind; without it the most pressing first." enum:",newest,oldest,kind" default:""`
	Offset   int              `help:"Leave out so many."`
	Limit    int              `help:"At most so many." default:"1000"`
}

// Run implements the verb.
func (q QueueListCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	f := adminapi.Filter{
		Kind: q.Kind, Why: q.Why, Assigned: q.Assigned, Language: q.Language, Proof: q.Proof,
		Overdue: only(q.Overdue), Soon: only(q.Soon), Held: only(q.Held), Sort: q.Sort, Offset: q.Offset, Limit: q.Limit,
	}
	if q.Search {
		var err error
		if f.Text, err = t.searchLine(); err != nil {
			return err
		}
	}
	page, err := c.Choose(ctx, f)
	if err != nil {
		return err
	}
	now := time.Now()
	return printEach(t, page.Requests, func(w io.Writer) { writeQueue(w, page, now) })
}

// searchLine reads what is searched for: it may be a name, and every user of the
// machine can see arguments (P7).
func (t *Terminal) searchLine() (string, error) {
	if interactive(t.In) {
		fmt.Fprint(t.Err, "search: ")
	}
	line, err := bufio.NewReader(t.In).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimSpace(line), nil
}

func only(set bool) *bool {
	if !set {
		return nil
	}
	return &set
}

func writeQueue(w io.Writer, page adminapi.Page, now time.Time) {
	if page.Total == 0 {
		fmt.Fprintln(w, "Nothing waits.")
		return
	}
	table(w, "NUMBER\tKIND\tLANG\tPROOF\tWHY\tTIME LEFT\tWHO\tSUBJECT LINE", func(row func(...any)) {
		for _, r := range page.Requests {
			why := ""
			if r.Waiting != nil {
				why = r.Waiting.Why
			}
			if r.HeldUntil != nil && r.HeldUntil.After(now) {
				why += ", on hold"
			}
			due := r.DueAt
			if r.NamedDue != nil && r.NamedDue.Before(due) {
				due, why = *r.NamedDue, why+", day named" // and not confirmed
				if (deadline.Named{At: due}).Past(r.ReceivedAt) {
					why += " (past)"
				}
			}
			who := firstOf(strings.TrimPrefix(string(r.Assigned), "operator:"), "-")
			row(r.Number, r.Kind, r.Language, r.Proof, why, dueIn(due, r.DaysLeft, now), cut(who, 12), cut(r.SubjectLine, 18))
		}
	})
	fmt.Fprintf(w, "\n%d waiting", page.Total)
	if n := len(page.Requests); n < page.Total {
		fmt.Fprintf(w, ", %d shown", n)
	}
	fmt.Fprintln(w, ". otinish queue show NUMBER tells more.")
}
