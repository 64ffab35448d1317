package deadline

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// What authorities write instead of a day, in the words of their letters.
func TestATermIsCountedFromTheReceipt(t *testing.T) {
	r := newRules(t)
	received, due := moment(t, "2026-11-24 15:00").In(zone(t)), moment(t, "2027-03-01 23:59").In(zone(t)) // a Tuesday
	for text, want := range map[string]string{
		"Ответ просим направить в течение 3 рабочих дней.":                     "2026-11-27",
		"в течение 3-х рабочих дней со дня получения":                          "2026-11-27",
		"в течение трёх рабочих дней":                                          "2026-11-27",
		"в течении 5 (пяти) рабочих дней с момента получения запроса":          "2026-12-01",
		"не позднее пяти рабочих дней":                                         "2026-12-01",
		"НЕ ПОЗДНЕЕ 1 РАБОЧЕГО ДНЯ":                                            "2026-11-25",
		"в срок до 10 календарных дней":                                        "2026-12-04",
		"в течение десяти дней":                                                "2026-12-04",
		"в трехдневный срок":                                                   "2026-11-27",
		"представить в 5-дневный срок сведения":                                "2026-11-29",
		"в 10-ти дневный срок":                                                 "2026-12-04",
		"в недельный срок":                                                     "2026-12-01",
		"в течение двух недель":                                                "2026-12-08",
		"в течение одного месяца":                                              "2026-12-24",
		"в месячный срок":                                                      "2026-12-24",
		"в течение 24 часов":                                                   "2026-11-25 15:00",
		"екі тәулік ішінде":                                                    "2026-11-26",
		"үш тәулік ішінде жауап беріңіз":                                       "2026-11-27",
		"тәулік ішінде":                                                        "2026-11-25",
		"жиырма екі күн ішінде":                                                "2026-12-16",
		"в течение двух суток":                                                 "2026-11-26",
		"не позднее 12 часов 30 ноября":                                        "2026-11-30 12:00",
		"не позднее 12 часов 00 минут 30 ноября 2026 года":                     "2026-11-30 12:00",
		"не позднее 18 часов завтрашнего дня":                                  "2026-11-25 18:00",
		"не позднее 12 часов с момента получения":                              "2026-11-25 03:00",
		"в течение суток":                                                      "2026-11-25",
		"3 жұмыс күні ішінде жауап беруіңізді сұраймыз":                        "2026-11-27",
		"сұрау алынған күннен бастап 3 (үш) жұмыс күні ішінде":                 "2026-11-27",
		"бес жұмыс күнінен кешіктірмей":                                        "2026-12-01",
		"он бес жұмыс күні ішінде":                                             "2026-12-15",
		"он күнтізбелік күн ішінде":                                            "2026-12-04",
		"үш күндік мерзімде":                                                   "2026-11-27",
		"бір ай ішінде":                                                        "2026-12-24",
		"екі апта ішінде":                                                      "2026-12-08",
		"48 сағат ішінде":                                                      "2026-11-26 15:00",
		"Please answer within three working days of receipt.":                  "2026-11-27",
		"no later than 5 (five) business days":                                 "2026-12-01",
		"within 10 days":                                                       "2026-12-04",
		"within a week":                                                        "2026-12-01",
		"within one month":                                                     "2026-12-24",
		"within 24 hours":                                                      "2026-11-25 15:00",
		"в течение 30 дней, но не позднее 3 рабочих дней":                      "2026-11-27", // the earlier
		"в течение 20 рабочих дней":                                            "2026-12-23", // over Independence Day
		"За 3 рабочих дня нами получено 12 жалоб":                              "",
		"не позднее чем за 3 рабочих дня до проверки":                          "",
		"в течение 0 дней, в течение 2026 дней":                                "",
		"бір күні келіп кетіңіз, 3 жұмыс күні демалдық":                        "",
		"two working days ago we wrote; a month has passed; 5 days of holiday": "",
		"в течение рабочего дня":                                               "",
	} {
		got := r.FirstNamed([]string{"", text}, received, due)
		if day := momentOf(got.At); want != "" && day != want || want == "" && !got.At.IsZero() {
			t.Errorf("%s: %s, want %q", text, day, want)
		}
		if want != "" && (got.Line != 2 || !strings.Contains(text, got.Text) || got.Text == "") {
			t.Errorf("%s: stands on line %d, %q", text, got.Line, got.Text)
		}
	}
}

// momentOf is a day, with its time where it ends before its end.
func momentOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	if at.Equal(EndOfDay(at)) {
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02 15:04")
}

func TestATermThatCounts(t *testing.T) {
	r := newRules(t)
	received, due := moment(t, "2026-11-24 15:00").In(zone(t)), moment(t, "2026-12-15 23:59").In(zone(t))
	for name, c := range map[string]struct {
		lines      []string
		want, text string
	}{
		"over two lines":        {[]string{"Ответ просим дать в течение 3", "  рабочих дней."}, "2026-11-27", "в течение 3"},
		"from the next line on": {[]string{"Ответ просим дать", "в течение 3 рабочих дней."}, "2026-11-27", "в течение 3 рабочих дней"},
		"later than the period": {[]string{"в течение 30 дней"}, "", ""},
		"as long as the period": {[]string{"в течение 15 рабочих дней"}, "", ""},
		"the earlier of two":    {[]string{"в течение 10 дней", "в течение 3 рабочих дней"}, "2026-11-27", "в течение 3 рабочих дней"},
	} {
		got := r.FirstNamed(c.lines, received, due)
		if day := got.At.Format(time.DateOnly); c.want != "" && day != c.want || c.want == "" && !got.At.IsZero() || got.Text != c.text {
			t.Errorf("%s: %s %q", name, day, got.Text)
		}
	}
	for from, want := range map[string]string{"2026-01-31 10:00": "2026-02-28", "2026-12-15 10:00": "2027-01-15", "2026-11-30 10:00": "2026-12-30"} {
		if got := dateOf(moment(t, from).In(zone(t))).months(1).utc().Format(time.DateOnly); got != want {
			t.Errorf("a month from %s: %s", from, got)
		}
	}
}

// What is read at first use can be read.
func TestWaysCanBeRead(t *testing.T) {
	var files [][]byte
	for _, name := range []string{"terms", "days"} {
		content, err := data.ReadFile("data/" + name + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, content)
	}
	w, err := readWays(files...)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"before", "behind", "asked", "period", "range", "eve", "eve-behind", "old", "none", "ahead", "ahead-behind", "clock-before", "clock-behind", "clock-inside"} {
		if w.beside[name] == nil {
			t.Errorf("%s beside a day is missing", name)
		}
	}
	unfilled := regexp.MustCompile(`[^p]\{[a-z]+\}`)
	for _, way := range w.list {
		patterns, err := way.patterns()
		if err != nil || len(way.near) == 0 || len(patterns) == 0 {
			t.Errorf("%q: no word near it, or no pattern: %v", way.is, err)
		}
		for _, pattern := range patterns {
			if unfilled.MatchString(pattern.String()) {
				t.Errorf("%q: a part that nothing fills: %v", way.is, pattern)
			}
		}
	}
}
