package main

import (
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// A matter that stands in an answer goes with the request that is split off for it.
func TestASplitKeepsTheAnswer(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	answer := h.asked(n, "aigul@posta.example")
	answer.body = "Телефон: +7 701 999 88 00\r\nSonymen qatar derekterimdi oshirse de bolady."
	h.arrives(answer)
	out, _ := h.otinish(exitDone, "", "split", n, "erase")
	_, second, _ := strings.Cut(out, "split off: ")
	second, _, _ = strings.Cut(second, ";")
	out, _ = h.otinish(exitDone, "", "queue", "show", second)
	says(t, out, "Kind        erase", "── Answer 1, ", "How the sender was checked: ", "derekterimdi oshirse")
	out, _ = h.otinish(exitDone, "", "request", "message", second, "--answer", "1")
	says(t, out, "Subject: Re: ["+n)

	// Taken back, it is none of the person's requests.
	h.otinish(exitDone, "", "undo", n)
	out, _ = h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	if says(t, out, n); strings.Contains(out, second) {
		t.Errorf("a splitting that was taken back is listed:\n%s", out)
	}
}

// What changes nothing is no act, and one text for several languages is warned of.
func TestWhatChangesNothingIsRefused(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	h.otinish(exitDone, "", "assign", n, "bota")
	_, errOut := h.otinish(exitNotAllowed, "", "assign", n, "bota")
	says(t, errOut, "it is so already")
	h.otinish(exitDone, "", "assign", n)
	h.otinish(exitNotAllowed, "", "assign", n)
	_, errOut = h.otinish(exitNotAllowed, "", "reclassify", n, "update")
	says(t, errOut, "already")
	out, _ := h.otinish(exitDone, "", "audit", "show")
	if got := strings.Count(out, "assigned") + strings.Count(out, "reclassified"); got != 2 {
		t.Errorf("%d acts on the chain:\n%s", got, out)
	}

	other := h.waitsFor(letter{from: "aigul@posta.example", results: pass("posta.example"), subject: "My data", body: "Please delete all my personal data."})
	_, errOut = h.otinish(exitDone, "Which one?", "ask", n, other, "--preview")
	says(t, errOut, "! One text goes to writers of different languages: "+n+" kk, "+other+" en")
	_, errOut = h.otinish(exitDone, "", "ask", n, other, "--prepared", "which-right", "--preview")
	if strings.Contains(errOut, "different languages") {
		t.Error("a prepared text goes in each language")
	}
}

// A prepared text that fits neither the kind nor the decision is refused, in the
// operator's language, with those that fit.
func TestAPreparedTextThatDoesNotFitIsRefused(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(letter{from: "aigul@posta.example", results: pass("posta.example"), subject: "My data", body: "Please delete all my personal data."})
	for lang, want := range map[string]string{
		"ru_RU.UTF-8": "Готовый текст which-value сюда не подходит («Задать вопрос», Уничтожение данных). Подходят: which-right, write-from-address.",
		"kk_KZ.UTF-8": "which-value дайын мәтіні бұған сай келмейді («Сұрақ қою», Деректерді жою). Сай келетіні: which-right, write-from-address.",
		"C.UTF-8":     "the prepared text which-value does not fit ask of a request of the kind erase; these do: which-right, write-from-address",
	} {
		t.Setenv("LC_ALL", lang)
		for _, more := range [][]string{{"--preview"}, nil} {
			_, errOut := h.otinish(exitNotAllowed, "", append([]string{"ask", n, "--prepared", "which-value"}, more...)...)
			says(t, errOut, want)
		}
	}
	for verb, name := range map[string]string{"reply": "which-right", "approve": "what-is-held", "ask": "processing-stopped"} {
		_, errOut := h.otinish(exitNotAllowed, "", verb, n, "--prepared", name)
		says(t, errOut, name)
	}
	out, _ := h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "in-review")
	h.otinish(exitUsage, "words", "ask", n, "--prepared", "which-right", "--text-file", "-")
	out, _ = h.otinish(exitDone, "", "ask", n, "--prepared", "which-right")
	says(t, out, "question asked")
}

// That a destruction goes on is told with its day and with what stops it, in the language
// of who reads.
func TestThatADestructionGoesOnIsTold(t *testing.T) {
	on := &adminapi.GoesOn{Subject: "S-1", Day: time.Date(2026, 12, 12, 23, 59, 59, 0, time.UTC)}
	for l, want := range map[privacy.Language]string{privacy.English: "goes on, on 12 Dec 2026", privacy.Russian: "не отменено: 12.12.2026", privacy.Kazakh: "тоқтатылған жоқ: 12.12.2026"} {
		var b strings.Builder
		printGoesOn(&b, on, func() privacy.Language { return l })
		if out := b.String(); !strings.HasPrefix(out, "! ") || !strings.Contains(out, want) || !strings.Contains(out, "otinish subject block S-1") {
			t.Errorf("%s: %q", l, out)
		}
	}
}

// A warning says at the terminal what could be typed, in every language.
func TestWarningsSayWhatToType(t *testing.T) {
	for code, want := range map[string]string{
		"duplicate": "otinish merge", "unproven": "otinish confirm", "contradicted": "otinish confirm", "answered": "--version", "doubts": "--version",
		"older": "--version", "changed-since": "--version", "several-values": "--values-file", "holds-up": "otinish subject block", "asks-more": "otinish split", "record-unreadable": "otinish status",
	} {
		for _, l := range privacy.Languages {
			told, err := tellerFor("", l)
			if err != nil {
				t.Fatal(err)
			}
			words := told.warning(adminapi.Warning{Code: code, Number: "OT-7F3K-92QT"})
			if !strings.Contains(words, want) || strings.Contains(words, "%") {
				t.Errorf("%s in %s: %q", code, l, words)
			}
			if named := code == "duplicate" || code == "older"; named != strings.Contains(words, "OT-7F3K-92QT") {
				t.Errorf("%s in %s names no other, or one too many: %q", code, l, words)
			}
		}
	}
}
