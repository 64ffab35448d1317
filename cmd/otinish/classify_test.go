package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// Who asks why a letter was read as it was sees whose words are whose, what was found
// out about the mail, and how the writer's own words are compared.
func TestClassifyShowsItsWork(t *testing.T) {
	raw := "From: aigul@posta.example\r\nSubject: =?utf-8?B?" + "0J3QvtC80ZbRgA==" + "?=\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\n" +
		"\xcc\xee\xe9 \xed\xee\xec\xe5\xf0 \xf1\xec\xe5\xed\xe8\xeb\xf1\xff, \xee\xe1\xed\xee\xe2\xe8\xf2\xe5: +7 701 555 77 88\r\n\r\n> \xf1\xf2\xe0\xf0\xee\xe5\r\n"
	run := func(verbose, json bool) string {
		var out, notes bytes.Buffer
		terminal := &Terminal{In: strings.NewReader(raw), Out: &out, Err: &notes, JSON: json}
		if err := (ClassifyCmd{Files: []string{"-"}, Verbose: verbose}).Run(context.Background(), terminal); err != nil || notes.Len() > 0 {
			t.Fatalf("%v\n%s", err, &notes)
		}
		return out.String()
	}
	for _, want := range []string{
		"-: update, certain, in ru\n", "The writer gives changed or corrected data: ", "  phone: +77015557788\n",
		"    own          1 │ Мой номер сменился, обновите: +7 701 555 77 88\n", "    quoted       3 │ > старое\n", "    text, line 1: ",
		"  How to read this: ", "    part 1       text/plain, charset windows-1251, as declared; 3 lines, 87 octets\n",
		"    taken     phone +77015557788, the new one (part 1, line 1, octets 54–70)\n", "    not seen  asking, ",
		"    Is anything asked? yes, with a chance of ", "    update: may it be done without a person, as far as words go? yes", "    So update is certain.\n",
	} {
		if out := run(true, false); !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if out := run(false, false); strings.Contains(out, "│") {
		t.Errorf("the text is shown unasked:\n%s", out)
	}
	if out := run(true, true); !strings.Contains(out, `{"origin":"quoted","text":"\u003e старое`) && !strings.Contains(out, `{"origin":"quoted","text":"> старое`) {
		t.Errorf("no ranges in\n%s", out)
	}
}
