package classifier

import (
	"strings"
	"testing"
	"unicode"
)

// However people write the number of a document, its digits are starred; the
// characters between them stay, so that a reader finds the place.
func TestDocumentNumbersAreStarred(t *testing.T) {
	for _, text := range []string{
		"ИИН 900101300123", "ЖСН: 900101300123", "иин900101300123", "880101 300 123", "900101-300-123", "90 01 01 30 01 23",
		"900101.300.123", "900101/300123", "900101_300123", "(900101300123)", "900101\u00a0300123", "900101\u200b300123",
		"９００１０１３００１２３", "٩٠٠١٠١٣٠٠١٢٣", "900101300123.pdf", "900101300123_заявление.docx", "ЖСН-900101300123",
		"ИИН 90010130012", "ИИН: 9001013001234", "мой ИИН - 900101 30012", "IIN is 900101 300123", // one digit too few or too many
		"уд. личности 012345678", "№012345678", "жеке куәлік № 012 345 678", "удостоверение личности номер 012-345-678", "паспорт N12345678", "passport No. 1234567",
		"N 12345678", "N№12345678", "Н12345678",
		"KZ86125KZT5004100100", "KZ86 125K ZT50 0410 0100", "КZ86125KZT5004100100", "kz86 125k zt50 0410 0100",
		"карта 4400 4301 2345 6789", "4400430123456789", "4400-4301-2345-6789", "3782 822463 10005 / 378282246310005",
		"900101\n300126", // wrapped, and the check digit agrees
		"900101300123 900101300123", "ИИН 900101\n300123",
		"90 01 01 30 01 23\n900101300123",
	} {
		got := mask(text)
		rest := strings.TrimPrefix(got, "3782 822463 10005")
		if strings.ContainsFunc(rest, unicode.IsDigit) {
			t.Errorf("%q is shown as %q", text, got)
		}
		if again := mask(got); again != got {
			t.Errorf("%q: once %q, twice %q", text, got, again)
		}
		if strings.ContainsRune(text, ' ') && !strings.ContainsRune(got, ' ') {
			t.Errorf("%q lost its blanks: %q", text, got)
		}
	}
}

// What stands beside such a number, and what is none, stays.
func TestOtherNumbersStay(t *testing.T) {
	for text, want := range map[string]string{
		"тел +7 701 555 77 88":                    "тел +7 701 555 77 88",
		"87015557788":                             "87015557788",
		"8 (701) 555-77-88":                       "8 (701) 555-77-88",
		"+998901234567":                           "+998901234567",
		"+49 151 23456789 0":                      "+49 151 23456789 0",
		"ИИН 900101300123 87015557788":            "ИИН ************ 87015557788",
		"87015557788 900101300123":                "87015557788 ************",
		"+77015557788 ЖСН 900101300123, пәтер 12": "+77015557788 ЖСН ************, пәтер 12",
		"12.10.2026 10.00":                        "12.10.2026 10.00",
		"2026-10-12 14-05":                        "2026-10-12 14-05",
		"договор 123456":                          "договор 123456",
		"удостоверение выдано 12.10.2020":         "удостоверение выдано 12.10.2020",
		"паспорт меняю, мой телефон 87015557788":           "паспорт меняю, мой телефон 87015557788",
		"8 701 555 77 88\n5 лет":                           "8 701 555 77 88\n5 лет",
		"100 000 тенге":                                    "100 000 тенге",
		"KZ86 is the code of the bank at the corner there": "KZ86 is the code of the bank at the corner there",
		"жарнама жоқ":                                      "жарнама жоқ",
	} {
		if got := mask(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// A text of nothing but digits costs little.
func TestMaskIsLinear(t *testing.T) {
	for _, s := range []string{"1 ", "12345678 ", "1", "900101 300123\n", "KZ86 1"} {
		mask(strings.Repeat(s, 1<<20/len(s)))
	}
}
