package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// ClassifyCmd says what message files ask for.
type ClassifyCmd struct {
	Files []string `arg:"" name:"file" help:"Message files; - reads standard input."`
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
		c := classify(name, message.Parse(raw))
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
	for _, e := range c.Evidence {
		fmt.Fprintf(w, "  because of %s: «%s» (%s)\n", e.Rule, cut(e.Text, 100), e.Where)
	}
	for _, d := range c.Doubts {
		fmt.Fprintf(w, "  doubtful: %s\n", d)
	}
	for _, f := range privacy.Fields {
		if v, ok := c.Fields[f]; ok {
			fmt.Fprintf(w, "  %s: %s\n", f, cut(v, 100))
		}
	}
}
