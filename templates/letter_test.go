package templates

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

var update = flag.Bool("update", false, "write the golden files anew")

func newSet(t testing.TB) *Set {
	t.Helper()
	s, err := Parse()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var allKinds = append(slices.Clone(privacy.Kinds), privacy.KindNone)

// each renders every letter in every language for every kind.
func each(t *testing.T, fn func(t *testing.T, name string, lang privacy.Language, kind privacy.Kind, subjectLine, body string)) {
	s := newSet(t)
	for _, name := range s.Names() {
		for _, lang := range privacy.Languages {
			for _, kind := range allKinds {
				d := Sample(name, lang)
				d.Kind = kind
				subjectLine, body, err := s.Letter(name, lang, d)
				if err != nil {
					t.Errorf("%s in %s for %s: %v", name, lang, kind, err)
					continue
				}
				fn(t, name, lang, kind, subjectLine, body)
			}
		}
	}
}

func TestNames(t *testing.T) {
	want := []string{
		Acknowledgement, AddressChanged, AddressNotice, AddressQuestion, Answer, Cancelled, ConfirmationQuestion, Destroyed, Destruction,
		NotBlocked, NotConfirmed, NothingHeld, Question, Refusal, Reminder, Unblocked, Undone, Unsubscribed, Updated, Withdrawn,
	}
	if got := newSet(t).Names(); !slices.Equal(got, want) {
		t.Errorf("letters %q, want %q", got, want)
	}
}

func TestGolden(t *testing.T) {
	s := newSet(t)
	for _, name := range s.Names() {
		for _, lang := range privacy.Languages {
			subjectLine, body, err := s.Letter(name, lang, Sample(name, lang))
			if err != nil {
				t.Error(err)
				continue
			}
			golden(t, name+"."+string(lang)+".txt", subjectPrefix+subjectLine+"\n\n"+body)
		}
	}
}

// What differs by kind: how the request was understood, and what is asked.
func TestGoldenKinds(t *testing.T) {
	s := newSet(t)
	for _, lang := range privacy.Languages {
		for _, name := range []string{Acknowledgement, ConfirmationQuestion, NothingHeld, NotConfirmed} {
			var all strings.Builder
			for _, kind := range allKinds {
				d := Sample(name, lang)
				d.Kind, d.Fields = kind, nil
				_, body, err := s.Letter(name, lang, d)
				if err != nil {
					t.Error(err)
				}
				all.WriteString("### " + string(kind) + "\n\n" + body + "\n")
			}
			golden(t, "kinds/"+name+"."+string(lang)+".txt", all.String())
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(file))
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; see it with: go test ./templates -update && git diff\n%s", path, got)
	}
}

func TestEveryLetter(t *testing.T) {
	each(t, func(t *testing.T, name string, lang privacy.Language, kind privacy.Kind, subjectLine, body string) {
		where := name + " in " + string(lang) + " for " + string(kind)
		if strings.Contains(subjectLine+body, "<no value>") || strings.Contains(body, "{{") || strings.ContainsAny(subjectLine, "\r\n") {
			t.Errorf("%s: a hole in the letter", where)
		}
		if strings.Contains(body, "\n\n\n") || strings.HasPrefix(body, "\n") || !strings.HasSuffix(body, "\n") || strings.HasSuffix(body, "\n\n") {
			t.Errorf("%s: blank lines are not closed up", where)
		}
		for line := range strings.Lines(body) {
			line = strings.TrimSuffix(line, "\n")
			if utf8.RuneCountInString(line) > 72 || strings.HasSuffix(line, " ") {
				t.Errorf("%s: line of %d characters, or a blank at its end: %q", where, utf8.RuneCountInString(line), line)
			}
			// A reply that quotes this letter without marks must not be taken for a yes.
			if slices.Contains([]string{"ИӘ", "ЖОҚ", "ТОҚТАТУ", "ДА", "НЕТ", "СТОП", "YES", "NO", "STOP"}, strings.Trim(line, " \u00a0.")) {
				t.Errorf("%s: a reply word stands alone on a line", where)
			}
		}
		if n := strings.Count(body, "\n"); n > 50 {
			t.Errorf("%s: %d lines are too many for a telephone", where, n)
		}
		d := Sample(name, lang)
		for _, part := range []string{d.Controller.Name[lang], d.Controller.BIN, d.Controller.Address, d.Controller.Responsible, string(d.Number)} {
			if !strings.Contains(body, part) {
				t.Errorf("%s: %q is missing", where, part)
			}
		}
		number, token, ok := FindTag("Re: " + subjectLine)
		asks := slices.Contains([]string{ConfirmationQuestion, Reminder, AddressQuestion, AddressNotice, Question}, name)
		if !ok || number != d.Number || (token == d.Token) != asks || (token == "") == asks {
			t.Errorf("%s: subject line %q has tag %q %q %v", where, subjectLine, number, token, ok)
		}
	})
}

// What the law and proof ask an acknowledgement to say.
func TestAcknowledgementSaysWhatItMust(t *testing.T) {
	s := newSet(t)
	must := map[privacy.Language][]string{
		privacy.Kazakh:  {"2026 жылғы 24 қараша, 14:05 (Алматы уақыты)", "2026 жылғы 25 қараша", "тегін", "көшірмесін жібермеңіз", "шағым беруге құқығыңыз", "уәкілетті органға", "сотқа", "Қате түсінген болсақ"},
		privacy.Russian: {"24 ноября 2026 года, 14:05 (время Алматы)", "25 ноября 2026 года", "бесплатно", "присылать не нужно", "вправе обжаловать", "уполномоченный орган", "в суд", "поняли неверно"},
		privacy.English: {"24 November 2026, 14:05 (Almaty time)", "25 November 2026", "free of charge", "do not send a copy", "right to complain", "authorised body", "court", "misunderstood"},
	}
	for lang, phrases := range must {
		d := Sample(Acknowledgement, lang)
		_, body, err := s.Letter(Acknowledgement, lang, d)
		if err != nil {
			t.Fatal(err)
		}
		flat := strings.Join(strings.Fields(body), " ")
		for _, phrase := range append(phrases, d.DueBasis, vocabularies[slices.Index(privacy.Languages, lang)].authority) {
			if !strings.Contains(flat, phrase) {
				t.Errorf("%s: %q is missing", lang, phrase)
			}
		}
	}
}

func TestSeveralKindsInOneLetter(t *testing.T) {
	d := Sample(Acknowledgement, privacy.English)
	d.Kind, d.Also, d.Fields = privacy.KindErase, []privacy.Kind{privacy.KindUnsubscribe}, nil
	_, body, err := newSet(t).Letter(Acknowledgement, privacy.English, d)
	if want := "- You ask us to destroy your personal data.\n- You ask us to send you no more information letters.\n"; err != nil || !strings.Contains(body, want) {
		t.Errorf("%v: %q is missing in\n%s", err, want, body)
	}
}

// P4: the question depends on what the letter asked, and on nothing else.
func TestConfirmationQuestionIsTheSameForEverybody(t *testing.T) {
	s := newSet(t)
	for _, lang := range privacy.Languages {
		for _, kind := range []privacy.Kind{privacy.KindUpdate, privacy.KindWithdraw, privacy.KindErase} {
			bare := Sample(ConfirmationQuestion, lang)
			bare.Kind, bare.Fields = kind, nil
			full := bare
			// Everything that a record could add must leave no trace.
			bare.DoneAt, bare.DestroyBy, bare.UndoUntil, bare.DueAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
			bare.MaskedAddress, bare.Text, bare.Article, bare.Ground, bare.DueBasis = "", "", "", "", ""
			for _, name := range []string{ConfirmationQuestion, Reminder} {
				subject1, body1, err1 := s.Letter(name, lang, bare)
				subject2, body2, err2 := s.Letter(name, lang, full)
				if err1 != nil || err2 != nil || subject1 != subject2 || body1 != body2 {
					t.Errorf("%s in %s for %s differs: %v %v", name, lang, kind, err1, err2)
				}
			}
		}
	}
}

func TestHeldBackLettersOnlyForWithdrawal(t *testing.T) {
	held := map[privacy.Language]string{
		privacy.Kazakh: "Егер деректеріңіз бізде өңделетін болса", privacy.Russian: "Если Ваши данные у нас обрабатываются", privacy.English: "If your data are processed here",
	}
	each(t, func(t *testing.T, name string, lang privacy.Language, kind privacy.Kind, _, body string) {
		if name == ConfirmationQuestion && strings.Contains(body, held[lang]) != (kind == privacy.KindWithdraw) {
			t.Errorf("%s in %s for %s: held-back letters", name, lang, kind)
		}
	})
}

// A letter that lacks something fails; it never leaves with a gap.
func TestMissingDataIsAnError(t *testing.T) {
	s := newSet(t)
	uses := map[string][]string{
		"Number":        s.Names(),
		"Controller":    s.Names(),
		"ReceivedAt":    s.Names(),
		"Token":         {ConfirmationQuestion, Reminder, AddressQuestion, AddressNotice, Question},
		"ExpiresAt":     {ConfirmationQuestion, Reminder, AddressQuestion, Question},
		"Kind":          {Acknowledgement, ConfirmationQuestion, Reminder, NotConfirmed, Refusal},
		"DueAt":         {Acknowledgement},
		"DueBasis":      {Acknowledgement},
		"DoneAt":        {AddressChanged, Updated, Withdrawn, Destruction, Destroyed, Unsubscribed, Undone, Unblocked},
		"DestroyBy":     {Withdrawn, Destruction, Destroyed},
		"UndoUntil":     {AddressNotice, AddressChanged},
		"MaskedAddress": {AddressNotice},
		"Fields":        {Updated},
		"Ground":        {Refusal},
		"Article":       {Refusal},
		"Text":          {Answer, Question},
	}
	for _, name := range s.Names() {
		for _, lang := range privacy.Languages {
			for i := range reflect.TypeFor[Data]().NumField() {
				field := reflect.TypeFor[Data]().Field(i).Name
				d := Sample(name, lang)
				reflect.ValueOf(&d).Elem().Field(i).SetZero()
				_, _, err := s.Letter(name, lang, d)
				if want := slices.Contains(uses[field], name); want != errors.Is(err, privacy.ErrBadInput) || want != (err != nil) {
					t.Errorf("%s in %s without %s: error %v, want one: %v", name, lang, field, err, want)
				}
			}
		}
	}
}

func TestBadInput(t *testing.T) {
	s := newSet(t)
	tests := map[string]struct {
		letter string
		change func(*Data)
	}{
		"a whole address":          {AddressNotice, func(d *Data) { d.MaskedAddress = "whole@mail.example" }},
		"a line break in a name":   {Answer, func(d *Data) { d.Controller.Name = map[privacy.Language]string{privacy.English: "A\nB"} }},
		"a header in the number":   {Answer, func(d *Data) { d.Number = "OT-1]\r\nBcc: x" }},
		"a header in the token":    {Reminder, func(d *Data) { d.Token = "X\r\nBcc: x" }},
		"an unknown field":         {Updated, func(d *Data) { d.Fields = []privacy.Field{"shoe"} }},
		"an unknown kind":          {Acknowledgement, func(d *Data) { d.Also = []privacy.Kind{"shoe"} }},
		"an unknown ground":        {Refusal, func(d *Data) { d.Ground = "BECAUSE" }},
		"nothing but blanks":       {Answer, func(d *Data) { d.Text = " \n " }},
		"no name in this language": {Answer, func(d *Data) { d.Controller.Name = map[privacy.Language]string{privacy.Kazakh: "А"} }},
	}
	for what, tt := range tests {
		d := Sample(tt.letter, privacy.English)
		tt.change(&d)
		if _, _, err := s.Letter(tt.letter, privacy.English, d); !errors.Is(err, privacy.ErrBadInput) || strings.Contains(err.Error(), "whole") || strings.Contains(err.Error(), "Bcc") {
			t.Errorf("%s: error %v", what, err)
		}
	}
	for _, lang := range []privacy.Language{"", "de"} {
		if _, _, err := s.Letter(Answer, lang, Sample(Answer, privacy.English)); !errors.Is(err, privacy.ErrNotFound) {
			t.Errorf("language %q: error %v", lang, err)
		}
	}
	if _, _, err := s.Letter("invented", privacy.English, Data{}); !errors.Is(err, privacy.ErrNotFound) {
		t.Errorf("error %v", err)
	}
}

// The operator's text is text: it is not run, keeps its lines, and loses what a
// mail reader might obey.
func TestOperatorsText(t *testing.T) {
	d := Sample(Answer, privacy.English)
	d.Text = "First\x1b[31m line {{.Number}}\r\nSecond\tline\r\n\r\n- an item that is so long that it does not fit in a line of seventy-two characters\n"
	_, body, err := newSet(t).Letter(Answer, privacy.English, d)
	want := "First[31m line {{.Number}}\nSecond line\n\n- an item that is so long that it does not fit in a line of seventy-two\n  characters\n"
	if err != nil || !strings.Contains(body, want) {
		t.Errorf("%v: want %q in\n%s", err, want, body)
	}
}

func TestOptionalParts(t *testing.T) {
	d := Sample(Answer, privacy.Russian)
	d.Controller.Responsible = ""
	d.Controller.Authority = map[privacy.Language]string{privacy.Russian: "Орган по заявке"}
	_, body, err := newSet(t).Letter(Answer, privacy.Russian, d)
	if err != nil || strings.Contains(body, "ответственное") || !strings.Contains(body, "(Орган по заявке)") {
		t.Errorf("%v:\n%s", err, body)
	}
}

// No field of the data can carry what belongs to a person, but those named here.
func TestDataHoldsNothingPersonal(t *testing.T) {
	texts := []string{"Number", "Kind", "DueBasis", "Token", "MaskedAddress", "Ground", "Article", "Text"}
	for field := range fields(reflect.TypeFor[Data]()) {
		switch typ := field.Type; {
		case typ == reflect.TypeFor[privacy.Address](), typ == reflect.TypeFor[privacy.Personal]():
			t.Errorf("Data.%s holds personal data", field.Name)
		case typ.Kind() == reflect.String && !slices.Contains(texts, field.Name):
			t.Errorf("Data.%s is a text that this test does not know: can it hold personal data?", field.Name)
		}
	}
}

func fields(typ reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range typ.NumField() {
			if !yield(typ.Field(i)) {
				return
			}
		}
	}
}

func BenchmarkLetter(b *testing.B) {
	s := newSet(b)
	for _, lang := range privacy.Languages {
		b.Run(string(lang), func(b *testing.B) {
			d := Sample(Acknowledgement, lang)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := s.Letter(Acknowledgement, lang, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
