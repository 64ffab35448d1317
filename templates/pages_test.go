package templates

import (
	"regexp"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// Every text a page's file names is there in every language, and every text that is
// there is written in the alphabet of its language.
func TestPagesFindTheirTexts(t *testing.T) {
	p, err := ParsePages()
	if err != nil {
		t.Fatal(err)
	}
	files, err := pageFiles.ReadDir("pages")
	if err != nil {
		t.Fatal(err)
	}
	texts := regexp.MustCompile(`\bt "([a-z-]+\.[a-z-]+)"`)
	forms := regexp.MustCompile(`\bn "([a-z-]+\.[a-z-]+)"`)
	named := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".html") {
			continue
		}
		source, err := Asset(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range privacy.Languages {
			for _, m := range texts.FindAllStringSubmatch(string(source), -1) {
				named++
				if _, err := p.texts[l].text(m[1]); err != nil {
					t.Errorf("%s in %s: %v", f.Name(), l, err)
				}
			}
			for _, m := range forms.FindAllStringSubmatch(string(source), -1) {
				if _, err := p.texts[l].counted(m[1], 2); err != nil {
					t.Errorf("%s in %s: %v", f.Name(), l, err)
				}
			}
		}
	}
	if named < 500 {
		t.Errorf("only %d texts are named: is the pattern still right?", named)
	}
	for _, key := range []string{"queue.title", "no.such"} {
		if got := p.Text(privacy.Kazakh, key); got != key {
			t.Errorf("a text that is not there reads %q", got)
		}
	}
}

func TestEveryLanguageFillsTheSamePlaces(t *testing.T) {
	p, err := ParsePages()
	if err != nil {
		t.Fatal(err)
	}
	places := regexp.MustCompile(`%[a-z]`)
	for key, english := range p.texts[privacy.English].words {
		want := strings.Join(places.FindAllString(english, -1), "")
		for _, l := range privacy.Languages {
			if got := strings.Join(places.FindAllString(p.texts[l].words[key], -1), ""); got != want || valuesIn(p.texts[l].words[key]) != valuesIn(english) {
				t.Errorf("%s in %s has the places %q, in English %q", key, l, got, want)
			}
		}
	}
}

func TestCountedNouns(t *testing.T) {
	p, err := ParsePages()
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{
		0: "0 дней", 1: "1 день", 2: "2 дня", 5: "5 дней", 11: "11 дней", 12: "12 дней", 21: "21 день", 22: "22 дня", 25: "25 дней", 111: "111 дней",
	} {
		if got := p.Counted(privacy.Russian, "unit.days", n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	if got := p.Counted(privacy.English, "unit.days", 1) + p.Counted(privacy.English, "unit.days", 0) + p.Counted(privacy.Kazakh, "unit.days", 7); got != "1 day0 days7 күн" {
		t.Error(got)
	}
}

// A letter of the other alphabet looks the same and is found by nobody.
func TestPageTextsAreInTheirAlphabet(t *testing.T) {
	p, err := ParsePages()
	if err != nil {
		t.Fatal(err)
	}
	mixed := regexp.MustCompile(`\p{Cyrillic}\p{Latin}|\p{Latin}\p{Cyrillic}`)
	kazakh := regexp.MustCompile(`[әғқңөұүһіӘҒҚҢӨҰҮҺІ]`)
	for _, l := range privacy.Languages {
		for key, s := range p.texts[l].words {
			if mixed.MatchString(s) {
				t.Errorf("%s in %s mixes alphabets: %s", key, l, s)
			}
			if l == privacy.Russian && kazakh.MatchString(s) || l == privacy.English && regexp.MustCompile(`\p{Cyrillic}`).MatchString(s) {
				t.Errorf("%s in %s has letters of another language: %s", key, l, s)
			}
		}
	}
}

// What stands on the chain as codes is read in words, several fields too.
func TestReasonsAreRead(t *testing.T) {
	p, err := ParsePages()
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{
		"name+phone": "имя, телефон", "phone": "телефон", "updated": "данные изменены", "access/doubtful": "Сведения о данных, не вполне ясно", "unproven/dns-temporary": "не подтверждён: серверы имён не ответили, поэтому нет ключа или политики", "erase/split": "Уничтожение данных, выделено из другого", "update/erase": "Актуализация данных → Уничтожение данных", "2026-11-12/2026-11-27": "12.11.2026 → 27.11.2026", "2026-11-27": "27.11.2026", "destroyed 3 kept 5": "уничтожено: 3, осталось: 5", "schema-7": "схема 7", "backup-of-20261128T101500Z": "из копии от 28.11.2026, 10:15 UTC", "of two": "of two", "of many words": "of many words", "0123456789abcdef 2026-11-28T10:15:00.5Z 0": "01234567…, 28.11.2026, 10:15 UTC", "0123456789abcdef soon 0": "0123456789abcdef soon 0", "name+letters": "имя, информационные письма", "aliya": "aliya", "": "", "phone+x": "phone+x",
	} {
		if got := p.texts[privacy.Russian].reason(code); got != want {
			t.Errorf("%q reads %q", code, got)
		}
	}
}

// A table that becomes cards on a telephone stays a table to whoever listens, and each
// of its cells says what it is.
func TestCardsAreTables(t *testing.T) {
	tables := regexp.MustCompile(`(?s)<table[^>]* class="(?:list cards|changes)[^>]*>.*?</table>`)
	bare := regexp.MustCompile(`<(table|thead|tbody|tr|th|td)\b[^>]*>`)
	roles := map[string]string{"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
	seen := 0
	files, err := pageFiles.ReadDir("pages")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		source, err := Asset(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables.FindAllString(string(source), -1) {
			for _, tag := range bare.FindAllStringSubmatch(table, -1) {
				seen++
				if role := roles[tag[1]]; !strings.Contains(tag[0], ` role="`+role) || tag[1] == "td" && !strings.Contains(tag[0], "data-label=") {
					t.Errorf("%s: %s", f.Name(), tag[0])
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d tags were looked at", seen)
	}
}
