package main

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"testing"
)

// explain and queue show tell what was seen in the language that the configuration
// says the operator reads, or in another that is asked for; and whatever a stranger
// wrote, it does nothing to the terminal.
func TestOperatorsReadTheirOwnLanguage(t *testing.T) {
	login := "uid-" + strconv.Itoa(os.Geteuid())
	if u, err := user.Current(); err == nil {
		login = u.Username
	}
	h := newHouseChanged(t, func(config string) string {
		return config + fmt.Sprintf("[console]\n[[console.operator]]\nlogin = %q\nname = \"Әлия Бекова\"\nemail = \"aliya@otinish.example\"\nlanguage = \"kk\"\n", login)
	})
	h.registered()
	n := h.waitsFor(letter{
		from: "aigul@posta.example", name: "Айгүл\x1b[31m\u202e", results: pass("posta.example"), subject: "Дербез деректерди жанарту " + hostile,
		body: "Егер ескі нөмірім тұрса, жаңасын жазыңыздар" + hostile + ".\r\nТелефон: 8 701 555 77 88\x1b[2J",
	})
	for _, c := range []struct {
		args []string
		says []string
	}{
		{[]string{"queue", "show", n}, []string{"Адамсыз орындалмайды, себебі шарт қойылған: «Егер» (мәтін, 1-жол). [guard:condition:", "(мәтін, 3-жол)", "расталған (DMARC); тізілімде бар", "Proof       пошта серверінің дерегінше, хат From домені бойынша DMARC тексеруінен өткен [dmarc-pass]", "because: жеткілікті анық емес [doubtful]"}},
		{[]string{"explain", n}, []string{"Адамсыз орындалмайды, себебі шарт қойылған: «Егер» (мәтін, 1-жол). [guard:condition:", "value       phone: +77015557788 (мәтін, 3-жол)", "Сервер – mx.otinish.example, домен – posta.example, DMARC тексеруі: өтті (pass)", "түсті by system (Деректерді жаңарту, толық анық емес)"}},
		{[]string{"queue", "show", n, "--language", "ru"}, []string{"Без человека не исполняется, потому что поставлено условие: «Егер» (текст, строка 1)"}},
		{[]string{"request", "show", n, "--language", "en"}, []string{"Not carried out without a person, because a condition is set: “Егер” (text, line 1)"}},
		{[]string{"explain", n, "--language", "en"}, []string{"mx.otinish.example found DMARC pass for posta.example", "received by system (update/doubtful)", "Not carried out without a person, because a condition is set: “Егер” (text, line 1)"}},
		{[]string{"queue"}, []string{n}},
		{[]string{"queue", "list", "--json"}, []string{n}},
		{[]string{"queue", "show", n, "--json"}, []string{`"reader_language":"kk"`, `"proof_lines":["mx.otinish.example found DMARC pass for posta.example"]`, `"proof_clues":[{"code":"found","args":[{"value":"mx.otinish.example"},{"table":"method","value":"dmarc"}`}},
		{[]string{"explain", n, "--json"}, []string{`"reader_language":"kk"`}},
	} {
		out, notes := h.otinish(exitDone, "", c.args...)
		says(t, out, c.says...)
		checkTerminal(t, c.args[0], out+notes)
	}
	h.otinish(exitUsage, "", "explain", n, "--language", "xx")
}
