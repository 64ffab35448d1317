package main

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// ExplainCmd tells how a request was decided, step by step.
type ExplainCmd struct {
	Number   privacy.Number   `arg:"" help:"Number, such as OT-7F3K-92QT."`
	Language privacy.Language `help:"Language of what was seen: kk, ru or en; without it the terminal's (LANG), else the operator's of the configuration." placeholder:"LANG" env:"OTINISH_LANGUAGE"`
}

// Run implements the verb.
func (q ExplainCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	n, err := privacy.ParseNumber(string(q.Number))
	if err != nil {
		return err
	}
	r, err := c.Request(ctx, n)
	if err != nil {
		return err
	}
	history, err := c.History(ctx, n)
	if err != nil {
		return err
	}
	told, err := tellerFor(cmp.Or(q.Language, t.Language), r.Reader)
	if err != nil {
		return err
	}
	explained := struct {
		adminapi.Request
		History []adminapi.HistoryEntry `json:"history"`
	}{r, history}
	return t.print(explained, func(w io.Writer) {
		writeExplanation(w, r, told)
		for _, e := range history {
			fmt.Fprintf(w, "%-10s  %s %s by %s%s\n", "chain", local(e.At), told.act(e.Act), e.Actor, bracket(told.reason(e.Reason)))
		}
	})
}

// writeExplanation goes the way of the message: docs/flow.md has the same steps.
func writeExplanation(w io.Writer, r adminapi.Request, told teller) {
	step := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%-10s  %s\n", name, fmt.Sprintf(format, args...))
	}
	step("came", "%s, in %s under UID %d", local(r.ReceivedAt), r.Mailbox, r.UID)
	for _, found := range r.Found {
		step("read", "%s", told.code("found", found))
	}
	step("proof", "%s; %s", told.proof(r), told.onRecord(r))
	if r.ProofWhy != "" {
		step("", "%s. [%s]", told.code("proofwhy", r.ProofWhy), plain(r.ProofWhy))
	}
	for _, looked := range told.looked(r) {
		step("", "%s", cut(looked, 240))
	}
	step("understood", "%s, %s, in %s", r.Kind, r.Certainty, r.Language)
	for _, e := range r.Evidence {
		step("", "%s", told.evidence(e))
	}
	for _, d := range told.unsaid(r.Doubts, r.Evidence) {
		step("", "%s", told.against(d))
	}
	for _, ch := range r.Changes {
		step("value", "%s: %s (%s)", ch.Field, cut(ch.Value, 60), firstOf(told.where(ch.Where), "-"))
	}
	if r.ProofNextAt != nil {
		step("waits", "%s", told.text("item.prove-again", local(*r.ProofNextAt)))
	}
	step("decided", "%s, by the rule %s", r.Route, told.why("why", r.Reason))
	step("due", "%s, by the clock %s", local(r.DueAt), firstOf(r.Clock, "-"))
	if r.Quiet != "" {
		step("no letter", "because: %s", told.why("why", r.Quiet))
	}
	for _, l := range r.Letters {
		step("letter", "%s, %s", l.Template, l.State)
	}
	for _, n := range r.Notes {
		step("note", "%s by %s", local(n.At), n.By)
	}
	step("now", "%s", r.State)
}
