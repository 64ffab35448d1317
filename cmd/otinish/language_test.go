package main

import (
	"fmt"
	"os/user"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

func TestTheLanguageIsTheEnvironments(t *testing.T) {
	for env, want := range map[string]privacy.Language{
		"LANG=ru_RU.UTF-8": "ru", "LANG=kk_KZ.UTF-8": "kk", "LANG=en_GB.UTF-8": "en", "LANG=kk": "kk", "LANG=C.UTF-8": "", "LANG=": "", "LANG=de_DE.UTF-8": "",
		"LC_ALL=C LANG=ru_RU.UTF-8": "", "LC_MESSAGES=kk_KZ LANG=ru_RU.UTF-8": "kk",
	} {
		vars := make(map[string]string)
		for _, v := range strings.Fields(env) {
			name, value, _ := strings.Cut(v, "=")
			vars[name] = value
		}
		if got := languageOf(false, func(name string) string { return vars[name] }); got != want {
			t.Errorf("%s: %q, want %q", env, got, want)
		}
	}
	if got := languageOf(true, func(string) string { return "ru_RU.UTF-8" }); got != privacy.English {
		t.Errorf("for a program: %q", got)
	}
}

// What the desk refuses, and how a day was counted, is told in the language of whoever
// types, with what to type.
func TestTheTerminalSpeaksTheOperatorsLanguage(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	for lang, want := range map[string][3]string{
		"ru_RU.UTF-8": {"В отказе называют закон и статью и словами объясняют причины. [--article ARTICLE --text-file FILE]", "Значит, ответить нужно до конца дня", "получение, "},
		"kk_KZ.UTF-8": {"Бас тартуда заң мен бап көрсетіліп", "Демек, жауап мына күннің соңына дейін берілуі тиіс", "алынды, "},
		"C":           {"a refusal names act and article and gives its reasons in words", "So the answer is due by the end of", "receipt, "},
	} {
		t.Setenv("LC_ALL", lang)
		_, errOut := h.otinish(exitUsage, "", "decline", n, "--ground", "OTHER")
		says(t, errOut, want[0])
		out, _ := h.otinish(exitDone, "", "deadline", "why", n)
		says(t, out, want[1], want[2])
		out, _ = h.otinish(exitDone, "", "deadline", "why", "--json", n)
		says(t, out, `"language":"en"`, "So the answer is due")
	}
}

// What was typed wrong is told in that language, too, and a day is written in one way.
func TestSlipsAreToldInTheOperatorsLanguage(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	for lang, want := range map[string][3]string{
		"ru_RU.UTF-8": {"Готового текста tomorrow нет (язык: казахский)", "Это не номер обращения.", "Это не дата."},
		"kk_KZ.UTF-8": {"tomorrow деген дайын мәтін жоқ (тілі: қазақша)", "Бұл өтініш нөмірі емес.", "Бұл күн емес."},
	} {
		t.Setenv("LC_ALL", lang)
		_, errOut := h.otinish(exitNotFound, "", "ask", n, "--prepared", "tomorrow")
		says(t, errOut, want[0])
		_, errOut = h.otinish(exitUsage, "", "queue", "show", "nonsense")
		says(t, errOut, want[1])
		_, errOut = h.otinish(exitUsage, "", "hold", n, "--ground", "DISPUTE", "--until", "tomorrow")
		says(t, errOut, want[2])
		out, _ := h.otinish(exitDone, "", "deadline", "why", n)
		if heading, table, _ := strings.Cut(out, "\n"); strings.Contains(heading, "2026-") || strings.Contains(table, "\n2026-") {
			t.Errorf("%s: a day is written in two ways:\n%s", lang, out)
		}
	}
}

// Where the environment names no language the configuration's holds, also for slips
// that never reach the daemon, and for what is told beside a decision.
func TestSlipsAreToldInTheConfiguredLanguage(t *testing.T) {
	me, err := user.Current()
	if err != nil {
		t.Skip(err)
	}
	h := newHouseChanged(t, func(config string) string {
		return strings.Replace(config, `undo = "0s"`, `undo = "10m"`, 1) + fmt.Sprintf("[console]\n[[console.operator]]\nlogin = %q\nname = \"Әлия Бекова\"\nemail = \"aliya@otinish.example\"\nlanguage = \"kk\"\n", me.Username)
	})
	h.registered()
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	t.Setenv("LC_ALL", "C.UTF-8")
	_, errOut := h.otinish(exitUsage, "", "queue", "show", "nonsense")
	says(t, errOut, "Бұл өтініш нөмірі емес.")
	_, errOut = h.otinish(exitUsage, "", "due", n, "tomorrow")
	says(t, errOut, "Бұл күн емес.")
	_, errOut = h.otinish(exitUsage, "", "ask", n)
	says(t, errOut, "Берілген мәтін бос")
	out, _ := h.otinish(exitDone, "", "hold", n, "--until", officeDay(3), "--ground", "dispute")
	says(t, out, "! Кейінге қалдыру мерзімнен кейін аяқталады")
	_, errOut = h.otinish(exitUsage, "", "queue", "show", "nonsense", "--json")
	says(t, errOut, "not a request number")
}
