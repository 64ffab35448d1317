package classifier

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
)

// linesOf returns the lines that a text is read as.
func linesOf(text string) (lines []string) {
	r := read(letter("", text), lexiconIndex(), message.Own)
	for _, l := range r.lines[1:] {
		lines = append(lines, l.text)
	}
	return lines
}

// A line that a mail program broke goes on in the next one; what begins a line of its own does not.
func TestWrappedLinesAreOne(t *testing.T) {
	const long = "Last week I changed my operator and so from now on please write down for"
	for text, want := range map[string]int{
		long + "\nmy card the number that I give you here.":                                        1,
		long + "\nmy card what I give here, and forget the one that was in it for so many\nyears.": 1,
		long + "\nme +7 701\n555 22 33.":                                                           2, // nothing was full there
		"Please write down for me, as I have told your colleague on Monday, +7 701\n555 22 33.":    1,
		long + "\nPhone: +7 701 555 22 33":                                                         2,
		long + "\n1. +7 701 555 22 33":                                                             2,
		long + "\n- +7 701 555 22 33":                                                              2,
		long + "\nAsel Nurlanova":                                                                  2, // who signs
		long + "\nAsel Nurlanova, who was Akhmetova until October.":                                1,
		long + ".\nmy card is green.":                                                              2,
		long + "\n\nmy card is green.":                                                             3,
		"Прошу записать меня Морозовой Еленой\nВикторовной вместо Штейн Елены Викторовны.": 1, // half a name is no name
		"Атымды Смағұлова Дана\nСерікқызы деп түзетіңіз.":                                  1,
		"Прошу принять меня у врача Морозовой\nВиктор Ли":                                  2,
		"My number\nhas changed.": 2,
	} {
		if got := linesOf(text); len(got) != want {
			t.Errorf("%q: %d lines, want %d: %q", text, len(got), want, got)
		}
	}
}

// What is read of wrapped lines keeps its place in the mail.
func TestPlacesInWrappedLines(t *testing.T) {
	text := "Good morning, as agreed with your colleague on the telephone I write to\n" +
		"you about my card: please change the number in it, the new one is +7 701\n555 22 33, and thank you."
	v := Classify(letter(markEn, text))
	if len(v) != 1 || len(v[0].Fields) != 1 {
		t.Fatalf("%+v", v)
	}
	f := v[0].Fields[0]
	if f.Text != "+77015552233" || f.Line != 2 || strings.ReplaceAll(text[f.Start:f.End], "\n", " ") != "+7 701 555 22 33" {
		t.Errorf("%+v: %q", f, text[f.Start:f.End])
	}
}
