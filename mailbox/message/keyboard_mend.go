package message

import (
	"slices"
	"strings"
)

// mendLayout puts the subject line and the writer's words right where they were typed in
// the wrong layout. What is quoted, forwarded or a signature stays: others typed it, or
// programs.
func (m *Message) mendLayout() {
	bare := StripPrefixes(m.SubjectLine)
	var subject, text typedLook
	if subject.over(bare) && subject.typed() {
		if best := likeliestLayout(bare); best != nil {
			m.SubjectLine = m.SubjectLine[:strings.LastIndex(m.SubjectLine, bare)] + string(best.out)
			m.note(NoteLayout)
		}
	}
	room := min(mostTyped, (MaxText-len(m.Text))/2) // a key becomes three octets at most
	for _, r := range m.Ranges {
		if r.Origin != Own {
			continue
		}
		if room -= r.End - r.Start; room < 0 || !text.over(m.Text[r.Start:r.End]) {
			return
		}
	}
	if !text.typed() {
		return
	}
	if best := likeliestLayout(m.OwnText()); best != nil {
		m.retype(best)
		m.note(NoteLayout)
	}
}

// retype reads the writer's words in a layout, and moves the ranges and sections.
func (m *Message) retype(as *typed) {
	ends := make([]int, 0, 2*(len(m.Ranges)+len(m.Sections)))
	for _, s := range m.Sections {
		ends = append(ends, s.Start, s.End)
	}
	for _, r := range m.Ranges {
		ends = append(ends, r.Start, r.End)
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	t := typed{layout: as.layout, marked: as.marked, out: make([]byte, 0, 2*len(m.Text))}
	moved := make(map[int]int, len(ends))
	at, next := 0, 0 // up to here it is done; the range that goes on there
	for _, end := range ends {
		for next < len(m.Ranges) && m.Ranges[next].End <= at {
			next++
		}
		if next < len(m.Ranges) && m.Ranges[next].Start <= at && m.Ranges[next].Origin == Own {
			t.text(m.Text[at:end])
		} else {
			t.out = append(t.out, m.Text[at:end]...)
		}
		at, moved[end] = end, len(t.out)
	}
	m.Text = string(t.out)
	for i, s := range m.Sections {
		m.Sections[i].Start, m.Sections[i].End = moved[s.Start], moved[s.End]
	}
	for i, r := range m.Ranges {
		m.Ranges[i].Start, m.Ranges[i].End = moved[r.Start], moved[r.End]
	}
}
