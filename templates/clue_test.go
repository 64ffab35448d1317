package templates

import (
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// What was looked at reads as a sentence of the operator's language, codes among its
// values too, and a code without words is still shown.
func TestCluesAreRead(t *testing.T) {
	p, err := ParsePages()
	if err != nil {
		t.Fatal(err)
	}
	list := []privacy.Clue{
		{Code: "found", Args: []privacy.Arg{privacy.Plain("mx.mysal.example"), privacy.Coded("method", "dmarc"), privacy.Coded("result", "pass"), privacy.Plain("posta.example")}},
		{Code: "signature", Args: []privacy.Arg{privacy.Coded("domain", "none"), privacy.Coded("proofwhy", "signature-malformed")}},
		{Code: "signature-open", Args: []privacy.Arg{privacy.Plain("{2}.example"), privacy.Plain("Subject, Date")}},
		{Code: "of-a-newer-program", Args: []privacy.Arg{privacy.Plain("posta.example"), privacy.Coded("result", "fail")}},
	}
	for lang, want := range map[privacy.Language][]string{
		privacy.Kazakh: {
			"Сервер – mx.mysal.example, домен – posta.example, DMARC тексеруі: өтті (pass)",
			"домен көрсетілмеген: қолтаңба қате құрылған",
			"Қолтаңба ({2}.example): жарамды, бірақ мына өрістерді қамтымайды: Subject, Date",
			"of-a-newer-program posta.example өтпеді (fail)",
		},
		privacy.Russian: {
			"Сервер – mx.mysal.example, домен – posta.example, проверка DMARC: пройдена (pass)",
			"домен не указан: подпись составлена с ошибкой",
			"Подпись ({2}.example): верна, но не охватывает поля Subject, Date",
			"of-a-newer-program posta.example не пройдена (fail)",
		},
		privacy.English: {
			"mx.mysal.example found DMARC pass for posta.example",
			"no domain: the signature is malformed",
			"Signature of {2}.example: holds, but leaves open Subject, Date",
			"of-a-newer-program posta.example fail",
		},
	} {
		for i, got := range p.Clues(lang, list) {
			if got != want[i] {
				t.Errorf("%s: %q, want %q", lang, got, want[i])
			}
		}
	}
}
