package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// ClassifyCmd says what message files ask for.
type ClassifyCmd struct {
	Files   []string `arg:"" type:"given" name:"file" help:"Message files, or mbox files; - reads standard input."`
	Verbose bool     `short:"v" help:"Show the text, whose words it is, how it is folded, and rule by rule why."`
}

// Run implements the verb. A file that cannot be read does not keep the others from
// being read; the error says it in the end.
func (q ClassifyCmd) Run(_ context.Context, t *Terminal) error {
	var failed error
	for _, name := range q.Files {
		list, err := t.letters(name)
		if err != nil {
			fmt.Fprintf(t.Err, "otinish: classify: %s\n", forPeople(err))
			failed = errors.Join(failed, errSaid, err)
			continue
		}
		for i, raw := range list {
			m := message.Parse(raw)
			c := classify(name, m)
			if len(list) > 1 {
				c.Letter = i + 1
			}
			if len(m.Header) == 0 {
				fmt.Fprintf(t.Err, "otinish: classify: %s has no header; is it a whole message?\n", plain(name))
			}
			if err := t.classified(c, q.Verbose); err != nil {
				return err
			}
		}
	}
	return failed
}

func (t *Terminal) classified(c Classification, verbose bool) error {
	if verbose {
		c.Reading = c.reading()
	} else {
		for i := range c.Ranges {
			c.Ranges[i].Text = ""
		}
	}
	return t.print(c, func(w io.Writer) {
		writeClassification(w, c)
		if verbose {
			c.writeWorking(page{bufio.NewWriter(w)})
		}
	})
}

// Reading is what was read, and how the verdicts were drawn from it.
type Reading struct {
	TextType  string                `json:"text_type"`
	Ranges    []Words               `json:"ranges"`
	Lines     []classifier.Line     `json:"lines"`
	Sentences []classifier.Sentence `json:"sentences"`
	Guards    []Guard               `json:"guards"`
	Decisions []Decision            `json:"decisions"`
}

// Words is a stretch of text with whose words it holds.
type Words struct {
	Origin message.Origin `json:"origin"`
	Text   string         `json:"text"`
}

// Guard is a guard that was tried; it has no places if it did not fire.
type Guard struct {
	Guard  string         `json:"guard"`
	Effect string         `json:"effect"`
	Holds  []privacy.Kind `json:"holds"` // the kinds asked that it speaks against
	Seen   []Evidence     `json:"seen"`
}

// Decision is a decision with the chance and the level it hung on.
type Decision struct {
	Kind privacy.Kind `json:"kind"` // "" where it is about the whole letter
	classifier.Step
	Weighed []classifier.Figure `json:"weighed"`           // what weighed most
	Against []string            `json:"against,omitempty"` // what speaks against the values it gives
}

func (c Classification) reading() *Reading {
	e := c.explained
	r := &Reading{
		TextType: c.message.TextType, Ranges: []Words{}, Lines: append([]classifier.Line{}, e.Lines...), Sentences: append([]classifier.Sentence{}, e.Sentence...),
		Decisions: []Decision{{Step: e.Heed, Weighed: e.HeedFor}},
	}
	for _, rg := range c.Ranges {
		if rg.Origin != originHidden {
			r.Ranges = append(r.Ranges, Words{rg.Origin, rg.Text})
		}
	}
	for _, g := range e.Guards {
		guard := Guard{Guard: g.Topic, Effect: g.Effect, Holds: append([]privacy.Kind{}, g.Holds...), Seen: []Evidence{}}
		for _, s := range g.Seen {
			guard.Seen = append(guard.Seen, Evidence{Rule: s.Rule, Says: s.String(), Against: true, Text: s.Text, Where: s.Where, Place: placeIn(c.message, s.Place)})
		}
		r.Guards = append(r.Guards, guard)
	}
	for _, a := range e.Acts {
		r.Decisions = append(r.Decisions, Decision{a.Kind, a.Step, a.For, a.Against})
	}
	return r
}

// writeClassification tells people what a letter asks, in sentences.
func writeClassification(w io.Writer, c Classification) {
	p := page{bufio.NewWriter(w)}
	defer p.Flush()
	head := plain(c.File)
	if c.Letter > 0 {
		head += fmt.Sprintf(", letter %d", c.Letter)
	}
	head += ": " + string(c.Kind)
	if c.Kind != privacy.KindNone {
		head += fmt.Sprintf(", %s, in %s", c.Certainty, c.Language)
	}
	for _, k := range c.Also {
		head += ", also " + string(k)
	}
	fmt.Fprintln(p, head)
	if c.Automatic != "" {
		p.row("  automatic: ", plain(c.Automatic))
	}
	if c.Unread != "" {
		p.row("  ", "it goes to a person all the same: part of it could not be read ["+c.Unread+"]")
	}
	for _, d := range c.Damage {
		p.row("  damaged: ", string(d))
	}
	for _, n := range c.Notes {
		p.row("  the mail: ", string(n))
	}
	for _, v := range c.explained.Verdicts {
		for _, e := range v.Evidence {
			p.row("  ", sentence(e))
		}
		for _, d := range unsaid(v.Doubts, v.Evidence) {
			p.row("  doubtful: ", d.Because()+" ["+string(d)+"]")
		}
	}
	for _, f := range privacy.Fields {
		if v, ok := c.Fields[f]; ok {
			p.row("  "+string(f)+": ", cut(v, 100))
		}
	}
}

// unsaid are the doubts that no observation has told already.
func unsaid(doubts []classifier.Doubt, evidence []classifier.Evidence) (left []classifier.Doubt) {
	for _, d := range doubts {
		if !slices.ContainsFunc(evidence, func(e classifier.Evidence) bool {
			return e.Says() == classifier.Says{Key: classifier.SaysAgainst, Code: string(d)}
		}) {
			left = append(left, d)
		}
	}
	return left
}
