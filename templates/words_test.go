package templates

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

// texts returns what letters of a language are made of, without actions.
func texts(t *testing.T, lang privacy.Language) map[string]string {
	t.Helper()
	all := make(map[string]string)
	paths, err := fs.Glob(embedded, "letters/*."+string(lang)+".txt")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	action := regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	for _, path := range append(paths, "letters/parts/"+string(lang)+".txt") {
		source, err := fs.ReadFile(embedded, path)
		if err != nil {
			t.Fatal(err)
		}
		all[path] = strings.TrimPrefix(action.ReplaceAllString(string(source), " "), subjectPrefix)
	}
	for i, w := range vocabularies {
		if privacy.Languages[i] != lang {
			continue
		}
		words := strings.Join(w.months[:], " ") + w.yearWord + " " + w.almatyTime + " " + w.authority
		for _, k := range w.kinds {
			words += "\n" + k.matter + "\n" + k.asked + "\n" + k.next
		}
		for _, f := range w.fields {
			words += "\n" + f
		}
		for _, g := range w.grounds {
			words += "\n" + g
		}
		all["words"] = words
	}
	return all
}

// Look-alikes: a Latin letter in a Kazakh or Russian text, a Cyrillic one in an
// English text, a Kazakh one in a Russian text.
func TestAlphabets(t *testing.T) {
	foreign := map[privacy.Language]func(rune) bool{
		privacy.Kazakh: func(r rune) bool { return unicode.Is(unicode.Latin, r) },
		privacy.Russian: func(r rune) bool {
			return unicode.Is(unicode.Latin, r) || strings.ContainsRune("әғқңөұүһіӘҒҚҢӨҰҮҺІ", r)
		},
		privacy.English: func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) },
	}
	for lang, is := range foreign {
		for where, text := range texts(t, lang) {
			if i := strings.IndexFunc(text, is); i >= 0 {
				t.Errorf("%s: foreign letter in %q", where, excerpt(text, i))
			}
			if strings.ContainsRune(text, '\u00ad') {
				t.Errorf("%s: a soft hyphen", where)
			}
		}
	}
}

func excerpt(text string, at int) string {
	return strings.ToValidUTF8(text[max(0, at-20):min(len(text), at+20)], "")
}

// Kazakh words as the law spells them, not as a Russian keyboard does.
func TestKazakhSpelling(t *testing.T) {
	wrong := regexp.MustCompile(`(?i)онде|өнде|кайтар|бугат|бұгат|отиниш|өтинiш|келисим|мекенжаи|электрондык|колдан|уакыт|курмет|субъектиси|жауапты тулга|уәкилетти|тиркеу|шагым|укык|дербез|жанарт|құкық|озгерт|деректериң|сиз(\P{L}|$)`)
	for where, text := range texts(t, privacy.Kazakh) {
		if found := wrong.FindStringIndex(text); found != nil {
			t.Errorf("%s: misspelt: %q", where, excerpt(text, found[0]))
		}
		// Polite forms are capital: Сіз, Сізге, Сізден; Russian Вы likewise.
		if found := regexp.MustCompile(`(^|[^\p{L}])сіз(ге|ден|ді|дің)?([^\p{L}]|$)`).FindStringIndex(text); found != nil {
			t.Errorf("%s: %q wants a capital", where, excerpt(text, found[0]))
		}
	}
	polite := regexp.MustCompile(`(^|[^\p{L}])(вы|вас|вам|вами|ваш|ваша|ваше|ваши|вашего|вашей|ваших|вашем)([^\p{L}]|$)`)
	for where, text := range texts(t, privacy.Russian) {
		if found := polite.FindStringIndex(text); found != nil {
			t.Errorf("%s: %q wants a capital", where, excerpt(text, found[0]))
		}
	}
}

// The official terms stand in the letters that are about them.
func TestTerms(t *testing.T) {
	terms := map[privacy.Language]map[privacy.Kind]string{
		privacy.Kazakh: {
			privacy.KindUpdate: "дербес деректерді жаңарту", privacy.KindWithdraw: "дербес деректерді өңдеуге берілген келісімді қайтарып алу",
			privacy.KindBlock: "дербес деректерді бұғаттау", privacy.KindUnblock: "бұғаттауды алып тастау", privacy.KindErase: "дербес деректерді жою",
			privacy.KindAuthority: "сұрау салу", privacy.KindQuestion: "шағым",
		},
		privacy.Russian: {
			privacy.KindUpdate: "актуализация персональных данных", privacy.KindWithdraw: "отзыв согласия на обработку персональных данных",
			privacy.KindBlock: "блокирование персональных данных", privacy.KindUnblock: "снятие блокирования", privacy.KindErase: "уничтожение персональных данных",
			privacy.KindAuthority: "запрос", privacy.KindQuestion: "жалоба",
		},
		privacy.English: {
			privacy.KindUpdate: "updating personal data", privacy.KindWithdraw: "withdrawal of consent to the processing of personal data",
			privacy.KindBlock: "blocking of personal data", privacy.KindUnblock: "unblocking", privacy.KindErase: "destruction of personal data",
			privacy.KindAuthority: "request", privacy.KindQuestion: "complaint",
		},
	}
	fixed := map[privacy.Language]map[string][]string{
		privacy.Kazakh: {
			Acknowledgement: {"өтінішіңіздің алынғанын растаймыз", "тіркеу нөмірі", "түскен күні", "дербес деректерді қорғау саласындағы уәкілетті орган", "дербес деректерді өңдеуді ұйымдастыруға жауапты тұлға", "бсн"},
			AddressQuestion: {"дербес деректер субъектісі"}, Refusal: {"дәлелді бас тарту"}, Withdrawn: {"деректерді жою", "келісім"}, Destruction: {"деректерді жою"},
		},
		privacy.Russian: {
			Acknowledgement: {"подтверждение получения обращения", "регистрационный номер", "дата поступления", "уполномоченный орган в сфере защиты персональных данных", "лицо, ответственное за организацию обработки персональных данных", "бин"},
			AddressQuestion: {"субъекта персональных данных"}, Refusal: {"мотивированный отказ"}, Withdrawn: {"уничтожения", "согласие"}, Destruction: {"уничтожения"},
		},
		privacy.English: {
			Acknowledgement: {"reference number", "date received", "authorised body in the field of personal data protection", "person responsible for organising", "bin"},
			AddressQuestion: {"data subject"}, Refusal: {"reasoned refusal"}, Withdrawn: {"destroyed", "consent"}, Destruction: {"destroyed"},
		},
	}
	each(t, func(t *testing.T, name string, lang privacy.Language, kind privacy.Kind, subjectLine, body string) {
		flat := strings.ToLower(strings.Join(strings.Fields(subjectLine+" "+body), " "))
		for _, term := range fixed[lang][name] {
			if !strings.Contains(flat, term) {
				t.Errorf("%s in %s: term %q is missing", name, lang, term)
			}
		}
		if term := terms[lang][kind]; name == ConfirmationQuestion && !strings.Contains(flat, term) {
			t.Errorf("%s in %s for %s: term %q is missing", name, lang, kind, term)
		}
	})
}

func TestReplyWords(t *testing.T) {
	words := map[privacy.Language][3]string{
		privacy.Kazakh: {"ИӘ", "ЖОҚ", "ТОҚТАТУ"}, privacy.Russian: {"ДА", "НЕТ", "СТОП"}, privacy.English: {"YES", "NO", "STOP"},
	}
	each(t, func(t *testing.T, name string, lang privacy.Language, _ privacy.Kind, _, body string) {
		yes, no, stop := "\u00a0"+words[lang][0]+"\n", " "+words[lang][1]+" ", "\u00a0"+words[lang][2]+"\n"
		flat := strings.ReplaceAll(body, "\n"+words[lang][1], " "+words[lang][1])
		asks := name == ConfirmationQuestion || name == Reminder || name == AddressQuestion
		if strings.Contains(body, yes) != asks || strings.Contains(flat, no) != asks || strings.Contains(body, stop) != (name == AddressNotice) {
			t.Errorf("%s in %s: reply words", name, lang)
		}
	})
}

func TestEveryGroundHasWords(t *testing.T) {
	for i, w := range vocabularies {
		for _, code := range Grounds() {
			if w.grounds[code] == "" {
				t.Errorf("%s: no words for %s", privacy.Languages[i], code)
			}
		}
		if len(w.grounds) != len(Grounds()) || len(w.kinds) != len(allKinds) || len(w.fields) != len(privacy.Fields) {
			t.Errorf("%s: words for something that does not exist", privacy.Languages[i])
		}
	}
}
