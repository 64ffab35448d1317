package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// ClassifyCmd says what message files ask for.
type ClassifyCmd struct {
	Files   []string `arg:"" name:"file" help:"Message files; - reads standard input."`
	Verbose bool     `short:"v" help:"Show the text, whose words it is, and how it is folded."`
}

// Classification is what classify --json prints for each file.
type Classification struct {
	File      string                   `json:"file"`
	Kind      privacy.Kind             `json:"kind"`
	Certainty privacy.Certainty        `json:"certainty"`
	Language  privacy.Language         `json:"language"`
	Fields    map[privacy.Field]string `json:"fields"`
	Also      []privacy.Kind           `json:"also"`
	Automatic string                   `json:"automatic"`
	Doubts    []classifier.Doubt       `json:"doubts"`
	Evidence  []Evidence               `json:"evidence"`
	Damage    []message.Damage         `json:"damage"`
	Notes     []message.Note           `json:"notes"`
	Reading   *Reading                 `json:"reading,omitempty"` // with -v
}

// Reading is what was read, before anything is made of it.
type Reading struct {
	TextType  string                `json:"text_type"`
	Ranges    []Range               `json:"ranges"`
	Lines     []classifier.Line     `json:"lines"`
	Sentences []classifier.Sentence `json:"sentences"`
}

// Range is a stretch of the text with whose words it holds.
type Range struct {
	Origin message.Origin `json:"origin"`
	Text   string         `json:"text"`
}

func readingOf(m *message.Message) *Reading {
	r := &Reading{TextType: m.TextType, Lines: classifier.Lines(m), Sentences: classifier.Sentences(m)}
	for _, rg := range m.Ranges {
		r.Ranges = append(r.Ranges, Range{rg.Origin, m.Text[rg.Start:rg.End]})
	}
	return r
}

// Evidence is one observation.
type Evidence struct {
	Rule  string `json:"rule"`
	Text  string `json:"text"`
	Where string `json:"where"`
}

const maxMessageFile = 64 << 20 // octets; larger than any mail server takes

// Run implements the verb.
func (q ClassifyCmd) Run(_ context.Context, t *Terminal) error {
	failed := false
	for _, name := range q.Files {
		raw, err := t.readMessage(name)
		if err != nil {
			fmt.Fprintf(t.Err, "otinish: classify: %v\n", err)
			failed = true
			continue
		}
		m := message.Parse(raw)
		c := classify(name, m)
		if q.Verbose {
			c.Reading = readingOf(m)
		}
		if err := t.print(c, func(w io.Writer) { writeClassification(w, c) }); err != nil {
			return err
		}
	}
	if failed {
		return errSaid
	}
	return nil
}

func (t *Terminal) readMessage(name string) ([]byte, error) {
	in := t.In
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(io.LimitReader(bufio.NewReader(in), maxMessageFile))
}

func classify(name string, m *message.Message) Classification {
	c := Classification{
		File: name, Kind: privacy.KindNone, Certainty: privacy.Certain, Language: classifier.Language(m),
		Fields: map[privacy.Field]string{}, Also: []privacy.Kind{}, Automatic: m.Automatic.Sign,
		Doubts: []classifier.Doubt{}, Evidence: []Evidence{},
		Damage: append([]message.Damage{}, m.Damage...), Notes: append([]message.Note{}, m.Notes...),
	}
	verdicts := classifier.Classify(m)
	slices.SortStableFunc(verdicts, func(a, b classifier.Verdict) int {
		return cmp.Compare(slices.Index(privacy.Kinds, a.Kind), slices.Index(privacy.Kinds, b.Kind))
	})
	for i, v := range verdicts {
		if i > 0 {
			c.Also = append(c.Also, v.Kind)
		} else {
			c.Kind, c.Certainty, c.Language = v.Kind, v.Certainty, v.Language
			c.Doubts = append(c.Doubts, v.Doubts...)
		}
		for _, e := range v.Evidence {
			c.Evidence = append(c.Evidence, Evidence(e))
		}
		for _, f := range v.Fields {
			if f.Valid {
				c.Fields[f.Field] = f.Text
			}
		}
	}
	return c
}

// write shows the text with whose words it is at the left of each line, then the
// writer's own lines as they are compared.
func (r *Reading) write(w io.Writer) {
	fmt.Fprintf(w, "\n  text (%s):\n", firstOf(r.TextType, "none"))
	for _, rg := range r.Ranges {
		for line := range strings.Lines(rg.Text) {
			fmt.Fprintf(w, "    %-9s │ %s\n", rg.Origin, printableLines(strings.TrimRight(line, "\r\n")))
		}
	}
	fmt.Fprint(w, "  folded:\n")
	for _, l := range r.Lines {
		fmt.Fprintf(w, "    %s: %s\n", l.Where, printableLines(l.Folded))
	}
	fmt.Fprint(w, "  sentences, what each does and how likely that is:\n")
	for _, l := range r.Sentences {
		fmt.Fprintf(w, "    %-12s %3.0f %% │ %s\n", l.Sense, 100*l.Chance, printableLines(l.Text))
	}
}

func writeClassification(w io.Writer, c Classification) {
	fmt.Fprintf(w, "%s: %s", c.File, c.Kind)
	if c.Kind != privacy.KindNone {
		fmt.Fprintf(w, ", %s, in %s", c.Certainty, c.Language)
	}
	for _, k := range c.Also {
		fmt.Fprintf(w, ", also %s", k)
	}
	fmt.Fprintln(w)
	if c.Automatic != "" {
		fmt.Fprintf(w, "  automatic: %s\n", c.Automatic)
	}
	for _, d := range c.Damage {
		fmt.Fprintf(w, "  damaged: %s\n", d)
	}
	for _, n := range c.Notes {
		fmt.Fprintf(w, "  the mail: %s\n", n)
	}
	for _, e := range c.Evidence {
		fmt.Fprintf(w, "  %s\n", sentence(classifier.Evidence(e)))
	}
	for _, d := range c.Doubts {
		fmt.Fprintf(w, "  doubtful: %s\n", d.Because())
	}
	for _, f := range privacy.Fields {
		if v, ok := c.Fields[f]; ok {
			fmt.Fprintf(w, "  %s: %s\n", f, cut(v, 100))
		}
	}
	if c.Reading != nil {
		c.Reading.write(w)
	}
}
