package main

import (
	"cmp"
	"slices"
	"strings"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

func classify(name string, m *message.Message) Classification {
	c := Classification{
		File: name, Kind: privacy.KindNone, Certainty: privacy.Certain, Language: classifier.Language(m),
		Fields: map[privacy.Field]string{}, Also: []privacy.Kind{}, Automatic: m.Automatic.Sign,
		Doubts: []classifier.Doubt{}, Evidence: []Evidence{}, Verdicts: []Verdict{}, Values: []Value{}, Objections: []Objection{},
		Damage: append([]message.Damage{}, m.Damage...), Notes: append([]message.Note{}, m.Notes...),
		Ranges: rangesOf(m), Parts: partsOf(m), Attachments: []Attachment{},
		explained: classifier.Explain(m), message: m,
	}
	verdicts := c.explained.Verdicts
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
		c.add(v)
	}
	for _, s := range c.explained.Values {
		c.Values = append(c.Values, Value{
			Field: s.Field, Value: s.Text, Raw: s.Raw, Role: s.Role, Taken: s.Taken, Why: s.Why, Valid: s.Valid, Wrong: s.Problem,
			Where: s.Where, Place: placeIn(m, s.Place),
		})
	}
	if e := classifier.Unread(m); e.Rule != "" && len(verdicts) == 0 && m.Automatic.Sign == "" {
		c.Unread = e.Says().Code
	}
	for _, a := range m.Attachments {
		c.Attachments = append(c.Attachments, Attachment{a.Part, classifier.Mask(a.Name), a.MediaType, a.Inline})
	}
	return c
}

// add takes a verdict in.
func (c *Classification) add(v classifier.Verdict) {
	c.Verdicts = append(c.Verdicts, Verdict{v.Kind, v.Certainty, append([]classifier.Doubt{}, v.Doubts...)})
	for _, e := range v.Evidence {
		c.Evidence = append(c.Evidence, Evidence{
			Kind: v.Kind, Rule: e.Rule, Says: e.String(), Against: e.Against(), Text: e.Text, Where: e.Where, Place: placeIn(c.message, e.Place),
		})
	}
	for _, o := range v.Objections() {
		said := Objection{Doubt: o.Doubt, Because: o.Doubt.Because(), Kind: v.Kind}
		if len(o.Evidence) == 0 {
			c.Objections = append(c.Objections, said)
		}
		for _, e := range o.Evidence {
			said.Text, said.Where, said.Place = e.Text, e.Where, placeIn(c.message, e.Place)
			c.Objections = append(c.Objections, said)
		}
	}
	for _, f := range v.Fields {
		if f.Valid {
			c.Fields[f.Field] = f.Text
		}
	}
}

// placeIn turns a place in the whole text into one in the text of its part.
func placeIn(m *message.Message, p classifier.Place) Place {
	if p.Part == "" {
		return Place{}
	}
	if p.Part == classifier.PartSubjectLine {
		return Place{Part: partSubject, Start: p.Start, End: p.End}
	}
	s, ok := m.SectionAt(p.Start)
	if !ok {
		return Place{Line: p.Line, Start: p.Start, End: p.End}
	}
	return Place{s.Part, 1 + strings.Count(m.Text[s.Start:p.Start], "\n"), p.Start - s.Start, min(p.End, s.End) - s.Start}
}

// rangesOf lists whose words stand where, cut where a part ends. Both ranges and parts
// ascend, so one pass counts the lines.
func rangesOf(m *message.Message) []Range {
	list := []Range{}
	next := 0
	for _, s := range m.Sections {
		line, at := 1, s.Start
		for next > 0 && m.Ranges[next-1].End > s.Start {
			next--
		}
		for ; next < len(m.Ranges) && m.Ranges[next].Start < s.End; next++ {
			rg := m.Ranges[next]
			from, to := max(rg.Start, s.Start), min(rg.End, s.End)
			if from >= to {
				continue
			}
			text := m.Text[from:to]
			line += strings.Count(m.Text[at:from], "\n")
			list = append(list, Range{
				Origin: rg.Origin, Text: classifier.Mask(text), LastLine: line + strings.Count(strings.TrimSuffix(text, "\n"), "\n"),
				Place: Place{s.Part, line, from - s.Start, to - s.Start},
			})
			at = from
		}
	}
	for _, l := range m.LeftOut {
		list = append(list, Range{Origin: originHidden, Why: l.Why, Text: classifier.Mask(l.Text), Place: Place{Part: l.Part}})
	}
	return list
}

func partsOf(m *message.Message) []Part {
	from := m.SubjectFrom
	list := []Part{{partSubject, "", from.Declared, from.Read, from.How, len(m.SubjectLine), 1}}
	if m.SubjectLine == "" {
		list = []Part{}
	}
	for _, s := range m.Sections {
		text := m.Text[s.Start:s.End]
		lines := strings.Count(text, "\n")
		if text != "" && !strings.HasSuffix(text, "\n") {
			lines++
		}
		list = append(list, Part{s.Part, s.MediaType, s.Charset.Declared, s.Charset.Read, s.Charset.How, len(text), lines})
	}
	return list
}
