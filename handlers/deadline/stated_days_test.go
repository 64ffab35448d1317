package deadline

import (
	"errors"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Days as authorities write them in three languages. The letter came on Tuesday, 24
// November 2026, at 15:51; the period ends with 28 December.
func TestADayInOrdinarySpelling(t *testing.T) {
	r := newRules(t)
	received, due := moment(t, "2026-11-24 15:51").In(zone(t)), moment(t, "2026-12-28 23:59").In(zone(t))
	for text, want := range map[string]string{
		// two digits, ordinals, short months
		"в срок до 1.12.26":               "2026-12-01",
		"Ответ просим дать до 01.12.26г.": "2026-12-01",
		"к 4-12-26":                              "2026-12-04",
		"04.12.26 дейін":                         "2026-12-04",
		"до 04.12.2026г.":                        "2026-12-04",
		"до 1-го декабря":                        "2026-12-01",
		"до 2-го дек. 2026":                      "2026-12-02",
		"не позднее 2 дек.":                      "2026-12-02",
		"желтоқсанның 2-сіне дейін":              "2026-12-02",
		"2026 жылғы желтоқсанның 2-не дейін":     "2026-12-02",
		"2-ші желтоқсанға дейін":                 "2026-12-02",
		"no later than Dec. 2nd":                 "2026-12-02",
		"by the 2nd of December":                 "2026-12-02",
		"by December 2, 2026":                    "2026-12-02",
		"пункт 1.12.26 Правил, ГОСТ 2.12.26":     "", // no word of a term
		"исх. № 7 от 1.12.26":                    "",
		"до 4 там, 5 қар, 12 decisions, 4 сен":   "",
		"Report for December 2026. 12 marathons": "",
		// days of the week
		"к понедельнику":                            "2026-11-30",
		"Ответ ждём не позднее среды.":              "2026-11-25",
		"до конца вторника":                         "2026-12-01", // the next, not today
		"by Tuesday":                                "2026-12-01",
		"by close of business on Tuesday":           "2026-12-01",
		"by end of day Friday":                      "2026-11-27",
		"no later than this Friday":                 "2026-11-27",
		"сейсенбіге дейін":                          "2026-12-01",
		"жұма күніне дейін":                         "2026-11-27",
		"дүйсенбіден кешіктірмей":                   "2026-11-30",
		"в понедельник до 12 часов":                 "2026-11-30 12:00",
		"by 5 pm on Thursday":                       "2026-11-26 17:00",
		"к четвергу, 10:00":                         "2026-11-26 10:00",
		"приём с понедельника до пятницы":           "",
		"в понедельник состоится заседание":         "",
		"до средств, к субботнику, on Tuesday":      "",
		"from Monday to Friday; between Monday and": "",
		// tomorrow and today
		"до завтра":                       "2026-11-25",
		"завтра до обеда":                 "2026-11-25 12:00",
		"не позднее завтрашнего дня":      "2026-11-25",
		"завтра к 10:30":                  "2026-11-25 10:30",
		"by tomorrow noon":                "2026-11-25 12:00",
		"by tomorrow":                     "2026-11-25",
		"ертеңге дейін":                   "2026-11-25",
		"ертең түске дейін":               "2026-11-25 12:00",
		"ертең сағат 15:00-ге дейін":      "2026-11-25 15:00",
		"Ответ до конца рабочего дня":     "2026-11-24",
		"by close of business":            "2026-11-24",
		"бүгін сағат 18:00-ге дейін":      "2026-11-24 18:00",
		"до конца рабочего дня 4 декабря": "2026-12-04",
		"завтра состоится проверка":       "",
		"The hearing is tomorrow at ten":  "",
		"ертең жиналыс болады":            "",
		// months and weeks
		"до 1 числа следующего месяца":      "2026-12-01",
		"не позднее 5-го следующего месяца": "2026-12-05",
		"до 27 числа":  "2026-11-27",
		"до 20 числа.": "2026-12-20",
		"отчёт до 5 числа каждого месяца": "",
		"до конца ноября 2026 года":       "2026-11-30",
		"до конца ноября":                 "2026-11-30",
		"до конца месяца":                 "2026-11-30",
		"by the end of November":          "2026-11-30",
		"by the end of the month":         "2026-11-30",
		"by the 1st of next month":        "2026-12-01",
		"ай соңына дейін":                 "2026-11-30",
		"қараша айының соңына дейін":      "2026-11-30",
		"келесі айдың 1-іне дейін":        "2026-12-01",
		"до конца недели":                 "2026-11-27",
		"апта соңына дейін":               "2026-11-27",
		"by the end of the week":          "2026-11-27",
		"до конца января":                 "", // later
		"в конце ноября была проверка":    "",
		// at once
		"Просим незамедлительно сообщить":       "2026-11-24",
		"Ответ направить немедленно.":           "2026-11-24",
		"дереу жауап беруіңізді сұраймыз":       "2026-11-24",
		"шұғыл түрде жауап беріңіз":             "2026-11-24",
		"Please reply immediately.":             "2026-11-24",
		"You are required to act without delay": "2026-11-24",
		"оператор обязан немедленно уведомить":  "", // the law is told, nobody asks
		"незамедлительно несёт ответственность": "",
		"The breach was immediately closed.":    "",
		// a time on a day
		"не позднее 12 часов 30 ноября":             "2026-11-30 12:00",
		"в срок до 18.00 часов 4 декабря 2026 года": "2026-12-04 18:00",
		"до 12:00 1.12.26":                    "2026-12-01 12:00",
		"до 4 декабря 2026 года до 15:00":     "2026-12-04 15:00",
		"30 қарашаға дейін, сағат 12:00":      "2026-11-30 12:00",
		"by 12:00 on 30 November":             "2026-11-30 12:00",
		"by 30 November, noon":                "2026-11-30 12:00",
		"не позднее 18 часов завтрашнего дня": "2026-11-25 18:00",
		"by 5 pm tomorrow":                    "2026-11-25 17:00",
		"ответ до 17 часов среды":             "2026-11-25 17:00",
		// past
		"Ответ просим дать до 20 ноября 2026 года":                  "2026-11-20 past",
		"Сведения представить не позднее 20 ноября":                 "2026-11-20 past",
		"Просим ответить до 20.11.26":                               "2026-11-20 past",
		"Жауапты 2026 жылғы 20 қарашаға дейін беріңіз, сұраймыз":    "2026-11-20 past",
		"Please answer by November 20":                              "2026-11-20 past",
		"Ответ просили до 20 ноября 2026 года. Просим до 4 декабря": "2026-12-04", // what is to come counts
		"Просим сведения за период с 1 до 15 ноября 2026 года":      "",
		"Просим ответить. Исх. от 20 ноября 2026 года":              "",
		"в редакции, действовавшей до 12 ноября 2026 года, просим":  "",
		"ответ был нужен до 20 мая 2026 года":                       "", // long ago
	} {
		got := r.FirstNamed([]string{"", text}, received, due)
		said := momentOf(got.At)
		if got.Past(received) && said != "" {
			said += " past"
		}
		if said != want {
			t.Errorf("%s: %q, want %q", text, said, want)
		}
		if want != "" && (got.Line != 2 || got.Text == "" || !strings.Contains(text, got.Text)) {
			t.Errorf("%s: stands on line %d, %q", text, got.Line, got.Text)
		}
	}
}

// What is asked at once on a day off is asked on the next working day.
func TestAtOnceOnADayOff(t *testing.T) {
	r := newRules(t)
	for came, want := range map[string]string{"2026-11-28 10:00": "2026-11-30", "2026-12-16 10:00": "2026-12-17", "2026-11-27 23:50": "2026-11-27"} {
		received := moment(t, came).In(zone(t))
		if got := r.FirstNamed([]string{"Просим ответить незамедлительно."}, received, received.AddDate(0, 0, 20)); momentOf(got.At) != want {
			t.Errorf("%s: %v", came, got)
		}
	}
}

// A day is minded to its end: what ends within one is kept by the end of the day before.
func TestTheDayBeforeATimeKeepsIt(t *testing.T) {
	for at, want := range map[string]string{"2026-11-25 15:51": "2026-11-24", "2026-11-25 00:00": "2026-11-24"} {
		if got := LastDay(moment(t, at).In(zone(t))).Format(time.DateOnly); got != want {
			t.Errorf("%s: %s", at, got)
		}
	}
	if day := moment(t, "2026-11-25 09:00").In(zone(t)); !LastDay(EndOfDay(day)).Equal(midnight(day)) {
		t.Error("the end of a day is kept by the day before it")
	}
}

func TestBadWays(t *testing.T) {
	for want, file := range map[string]string{
		"is unknown":   "[[way]]\nis = \"yesterday\"\npatterns = [\"x\"]\n",
		"is no number": "[words.months]\nx = [\"x\"]\n",
		"unknown key":  "[[way]]\npattern = \"x\"\n",
		"beside a day": "[beside]\nasked = \"(\"\n",
	} {
		if _, err := readWays([]byte(file)); err == nil || !strings.Contains(err.Error(), want) || (want == "is unknown" || want == "is no number") && !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func TestABadPatternIsSaid(t *testing.T) {
	w, err := readWays([]byte("[[way]]\npatterns = [\"(\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.list[0].patterns(); err == nil || !strings.Contains(err.Error(), "compile pattern") {
		t.Errorf("want an error, got %v", err)
	}
}
