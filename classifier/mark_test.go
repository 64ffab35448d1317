package classifier

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

const newPhone = "Жаңа телефон: +7 701 123 45 67\n"

// disguises are the ways a mark reaches us without being another text.
var disguises = map[string]func(string) string{
	"as it is":        func(s string) string { return s },
	"capitals":        strings.ToUpper,
	"small letters":   strings.ToLower,
	"guillemets":      func(s string) string { return "«" + s + "»" },
	"quotes":          func(s string) string { return `"` + s + `"` },
	"single quotes":   func(s string) string { return "'" + s + "'" },
	"low quotes":      func(s string) string { return "„" + s + "“" },
	"curly quotes":    func(s string) string { return "“" + s + "”" },
	"full stop":       func(s string) string { return s + "." },
	"exclamation":     func(s string) string { return s + "!!!" },
	"stop inside":     func(s string) string { return "«" + s + ".»" },
	"dash after":      func(s string) string { return s + " -" },
	"blanks":          func(s string) string { return "  " + strings.ReplaceAll(s, " ", "   ") + " " },
	"no-break blanks": func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
	"tabs":            func(s string) string { return strings.ReplaceAll(s, " ", "\t") },
	"zero width":      func(s string) string { return strings.ReplaceAll(s, "а", "а\u200b") + "\ufeff" },
	"soft hyphens":    func(s string) string { return strings.ReplaceAll(s, "р", "р\u00ad") },
	"decomposed":      norm.NFD.String,
	"compatibility":   norm.NFC.String,
	"bold":            func(s string) string { return "*" + s + "*" },
	"brackets":        func(s string) string { return "[" + s + "]" },
	"Latin in words":  strings.NewReplacer("с", "c", "а", "a", "е", "e", "о", "o", "р", "p", "і", "i", "х", "x").Replace,
	"Latin capitals": func(s string) string {
		return strings.NewReplacer("К", "K", "Н", "H", "В", "B", "Т", "T", "М", "M").Replace(strings.ToUpper(s))
	},
	"Latin whole word": strings.NewReplacer(" на ", " Ha ").Replace,
	"ё":                strings.NewReplacer("перс", "пёрс").Replace,
}

var replyPrefixes = []string{
	"Re: ", "RE:", "re : ", "Re[2]: ", "Re(3): ", "Ответ: ", "Отв: ", "HA: ", "НА: ", "Жауап: ", "AW: ", "Re: Re: RE: ",
	"Re: Ответ: Жауап: ", "Re：", "[EXTERNAL] ", "[External] Re: ", "Re: [SPAM] ", "***SPAM*** ", " \u200eRe: ",
	"[SD-12] ", "[#4711] Re: ", "Re: [Ticket #20261130] ", "[Заявка 77]: ",
}

func markFor(t *testing.T, v []Verdict, kind privacy.Kind, lang privacy.Language) bool {
	t.Helper()
	return len(v) == 1 && v[0].Kind == kind && v[0].Certainty == privacy.Certain && v[0].Language == lang && len(v[0].Doubts) == 0
}

func eachMark(t *testing.T, do func(lexicon.Mark, string)) {
	t.Helper()
	marks, err := lexicon.Marks()
	if err != nil || len(marks) < 7 {
		t.Fatalf("marks: %d, %v", len(marks), err)
	}
	for _, m := range marks {
		text := "Құрметпен, Асқар\n"
		if m.Kind == privacy.KindUpdate {
			text = newPhone + text
		}
		do(m, text)
	}
}

// However a mark is dressed, it stays the mark: in the subject line and alone on a
// line of the writer's own text.
func TestExactMarksAreCertain(t *testing.T) {
	eachMark(t, func(m lexicon.Mark, text string) {
		for name, dress := range disguises {
			dressed := dress(m.Text)
			if got := Classify(letter(dressed, text)); !markFor(t, got, m.Kind, m.Language) {
				t.Errorf("subject line, %s: %q: %+v", name, dressed, got)
			} else if got[0].Evidence[0].Where != "subject line" || !strings.HasSuffix(got[0].Evidence[0].Rule, ":exact") {
				t.Errorf("subject line, %s: evidence %+v", name, got[0].Evidence)
			}
			got := Classify(letter("Өтініш", "Сәлеметсіз бе!\n\n"+dressed+"\n"+text))
			if !markFor(t, got, m.Kind, m.Language) {
				t.Errorf("text, %s: %q: %+v", name, dressed, got)
			} else if got[0].Evidence[0].Where != "text, line 3" {
				t.Errorf("text, %s: where %q", name, got[0].Evidence[0].Where)
			}
		}
		for _, prefix := range replyPrefixes {
			if got := Classify(letter(prefix+"«"+m.Text+"»", text)); !markFor(t, got, m.Kind, m.Language) {
				t.Errorf("prefix %q: %+v", prefix, got)
			}
		}
	})
}

func TestMarkOverTwoLines(t *testing.T) {
	got := Classify(letter("", "Сәлеметсіз бе!\n\nДербес деректерді өңдеуге келісімді\nқайтарып алу\n\nАсқар\n"))
	if !markFor(t, got, privacy.KindWithdraw, privacy.Kazakh) {
		t.Errorf("%+v", got)
	}
}

// A mark that is misspelt, typed on another keyboard or in another alphabet is the
// mark as long as it fills its line.
func TestMisspeltMarksAreCertain(t *testing.T) {
	for _, c := range []struct {
		kind        privacy.Kind
		subjectLine string
		text        string
	}{
		{privacy.KindUpdate, "Дербес деректерди жанарту", newPhone},
		{privacy.KindUpdate, "Дербес деректерд3 жа4арту", newPhone},
		{privacy.KindUpdate, "Derbes derekterdı jañartu", newPhone},
		{privacy.KindUpdate, "Актулизация персанальных данных", newPhone},
		{privacy.KindUpdate, "Актуализация, персональных данных", newPhone},
		{privacy.KindUpdate, "Updatin personal data", newPhone},
		{privacy.KindWithdraw, "Отзыв согласие на обработку персанальных даных", ""},
		{privacy.KindWithdraw, "Дербес деректерді өндеуге келісімді қайтарып алу", ""},
		{privacy.KindWithdraw, "Derbes derekterdı öñdeuge kelısımdı qaitaryp alu", ""},
		{privacy.KindWithdraw, "otzyv soglasiya na obrabotku personalnyh dannyh", ""},
	} {
		got := Classify(letter(c.subjectLine, c.text))
		if len(got) != 1 || got[0].Kind != c.kind || got[0].Certainty != privacy.Certain {
			t.Errorf("%q %q: %+v", c.subjectLine, c.text, got)
		}
	}
}

// A mark inside a sentence that asks nothing of its own is a person's to judge, and
// so is one that a letter turns round.
func TestMarksInSentencesAreDoubtful(t *testing.T) {
	for _, c := range []struct{ subjectLine, text string }{
		{"", "Мне сказали, что для этого нужно прислать вам сегодня письмом вот\nотзыв согласия на обработку персональных данных и тогда все удалится\n"},
		// Wrapped prose: the mark only happens to have a line to itself.
		{"", "Мне сказали, что для этого нужно прислать вам сегодня письмом вот\nотзыв согласия на обработку персональных данных\n"},
		{"Дербес деректерді өңдеуге келісімді қайтарып алмау", ""},
	} {
		got := Classify(letter(c.subjectLine, c.text))
		if len(got) != 1 || got[0].Kind != privacy.KindWithdraw || got[0].Certainty != privacy.Doubtful {
			t.Errorf("%q %q: %+v", c.subjectLine, c.text, got)
		}
	}
}

// What stands in a quoted letter, a signature or the policy is not the writer's.
func TestMarkInAnothersWords(t *testing.T) {
	quoted := "> Отзыв согласия на обработку персональных данных\n> Актуализация персональных данных\n"
	own := "Спасибо, получил.\n"
	m := &message.Message{SubjectLine: "Re: Счет", Text: own + quoted, Ranges: []message.Range{
		{Start: 0, End: len(own), Origin: message.Own}, {Start: len(own), End: len(own + quoted), Origin: message.Quoted},
	}}
	if got := Classify(m); got != nil {
		t.Errorf("%+v", got)
	}
	m.Ranges[1].Origin = message.Signature
	if got := Classify(m); got != nil {
		t.Errorf("signature: %+v", got)
	}
	// What somebody passes on may be a request of another: a person must see it.
	m.Ranges[1].Origin = message.Forwarded
	got := Classify(m)
	if len(got) == 0 || got[0].Certainty != privacy.Doubtful || !slices.Contains(got[0].Doubts, DoubtForwarded) {
		t.Errorf("forwarded: %+v", got)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		limit, want int
	}{
		{"", "", 2, 0}, {"abc", "abc", 0, 0}, {"abc", "abd", 2, 1}, {"kitten", "sitting", 3, 3},
		{"kitten", "sitting", 2, 3}, {"abc", "abcdef", 3, 3}, {"abc", "abcdefg", 3, 4}, {"xabc", "abc", 1, 1},
	} {
		if got := distance([]byte(c.a), []byte(c.b), c.limit); got != c.want {
			t.Errorf("%q %q within %d: %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
	}
}

// A form or its translation may be called like a mark, and asks nothing; what tells us to change something goes to a person.
func TestMarksThatNameSomething(t *testing.T) {
	for _, c := range []struct {
		subject, text string
		asks          bool
	}{
		{"Ваш заказ: бланки «Отзыв согласия на обработку персональных данных», 500 шт.", "Добрый день! Бланки отпечатаны, бумага 80 г. Забрать можно с 10 до 18. Остаток к оплате 21 400 тенге. Накладную положим в коробку.", false},
		{"Translation of \"Withdrawal of consent to personal data processing\" (KK > EN), invoice 318", "Dear Ms Tulegenova, the translation of your form is complete: 2 pages, 512 words. The invoice comes to 14 300 tenge, payable within ten days.", false},
		{"Re: Отзыв согласия на обработку персональных данных, карта 118", "Как договаривались, отзываю.", true},
	} {
		if got := Classify(letter(c.subject, c.text)); len(got) > 0 != c.asks {
			t.Errorf("%q: %s", c.subject, describe(got))
		}
	}
}

// Who takes the request back in the same letter is not acted for, nor who makes it hang on what becomes of
// something («Ашылмай қалса, …»: a condition in the ending of a verb).
func TestTakenBackInTheSameLetter(t *testing.T) {
	for _, text := range []string{
		"Жаңа зал ашамыз деген едіңіздер. Ашылмай қалса, дербес деректерімді өңдеуге берген келісімімді қайтарып аламын.",
		"Ертең түске дейін ешкім қоңырау шалмаса, дербес деректерімді өңдеуге берген келісімімді қайтарып аламын.",
		"Жұма күні шебер келмесе, дербес деректерімді өңдеуге берген келісімімді қайтарып аламын.",
		"Please change my phone to +7 701 555 22 33. On second thoughts, let me ask my bank first.",
		"Прошу сменить мой телефон на 8 701 555 22 33. Хотя нет, погодите с этим.",
	} {
		if got := Classify(letter("", text)); len(got) != 1 || got[0].Certainty != privacy.Doubtful || !slices.Contains(got[0].Doubts, DoubtUnsure) {
			t.Errorf("%q: %s", text, describe(got))
		}
	}
}

// Who wants his letters to go on coming is not taken off the list, whatever words he shares with those who do.
func TestLettersThatShallGoOn(t *testing.T) {
	for _, text := range []string{
		"I did not ask to be unsubscribed! Please keep sending me your newsletter.\nAnn",
		"Я не просила меня отписывать от рассылки! Верните рассылку, пожалуйста.",
		"Мені таратудан шығармаңыздар, жаңалықтарды жібере беріңіздер.",
	} {
		for _, v := range Classify(letter("Newsletter", text)) {
			if v.Certainty == privacy.Certain {
				t.Errorf("%q: %s", text, describe([]Verdict{v}))
			}
		}
	}
	const off = "Please stop the newsletter. Do keep sending the bills."
	if got := Classify(letter("", off)); len(got) != 1 || got[0].Kind != privacy.KindUnsubscribe || slices.Contains(got[0].Doubts, DoubtNegation) {
		t.Errorf("%q: %s", off, describe(got))
	}
}
