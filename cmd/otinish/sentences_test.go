package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// toldLetters are as people write: what was seen in them must read well in every language.
var toldLetters = []struct{ subject, text string }{
	{"Отзыв согласия на обработку персональных данных", ""},
	{"", "Здравствуйте! Отзываю своё согласие на обработку данных, если вы не ответите до пятницы.\nМарина"},
	{"Отзыв согласия на обработку данных", "Прошу больше ничего не хранить."},
	{"Смена номера", "Добрый день. Был 8 701 555 11 22, стал 8 701 555 77 88, поправьте в карточке."},
	{"", "Можно ли узнать, какие данные обо мне у вас есть?"},
	{"вопрос", "Подскажите, а как отозвать согласие? Пока не решила, нужно ли мне это."},
	{"", "Удалите данные моей мамы, она больше не лечится у вас."},
	{"Заявление", "Во вложении заявление об уничтожении моих персональных данных, прошу исполнить."},
	{"Келісім туралы", "Сәлеметсіздер ме! Дербес деректерімді өңдеуге берген келісімімді қайтарып аламын."},
	{"Дербес деректерді жаңарту", "Телефон: 8 701 555 77 88"},
	{"", "Телефоным мен поштам ауысты, жаңа телефоным 8 701 555 77 88, жазып қойыңыздаршы."},
	{"", "Егер маған қоңырау шалуды тоқтатпасаңыздар, деректерімді өшіріңіздер."},
	{"", "Менің деректерім сіздерде қайдан? Кім рұқсат берді?"},
	{"", "Жарнама жібермеңіздерші, рассылкадан шығарыңыз."},
	{"", "Please delete everything you hold about me, and stop the newsletters."},
	{"Updating personal data", "New phone: +7 701 555 77 88 and also 8 701 555 99 00"},
	{"", "I want to withdraw my consent, but keep my medical record. ID card 012345678."},
	{"Fwd: Отзыв согласия", "Коллеги, пересылаю.\n\n---------- Forwarded message ---------\nFrom: x@posta.example\nSubject: y\n\nОтзываю согласие на обработку моих персональных данных."},
	{"", "Мои данные пока не используйте, заблокируйте их до выяснения.\nС уважением, Ерлан"},
	{"Запрос", "Прокуратура района просит в срок до 10 дней представить сведения о персональных данных гражданина. Исх. № 12-345"},
}

// Each observation and each doubt is one sentence in the reader's own language, with
// the letter's words and their place, and the code of the rule behind it.
func TestWhatWasSeenIsToldInSentences(t *testing.T) {
	foreign := map[privacy.Language]*regexp.Regexp{
		privacy.Russian: regexp.MustCompile(`[әғқңөұүһі]|\b[a-z]{3,}`),
		privacy.Kazakh:  regexp.MustCompile(`\b[a-z]{3,}|Автор (сообщает|отзывает|просит|хочет)|Похоже|строка`),
		privacy.English: regexp.MustCompile(`[а-яё]`),
	}
	told := 0
	for _, l := range privacy.Languages {
		teller, err := tellerFor(l, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, letter := range toldLetters {
			m := message.Parse([]byte("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nSubject: " + letter.subject + "\r\n\r\n" + letter.text))
			verdicts := classifier.Classify(m)
			if len(verdicts) == 0 {
				t.Errorf("nothing seen in %q", letter)
			}
			for _, v := range verdicts {
				var doubts []string
				for _, d := range v.Doubts {
					doubts = append(doubts, string(d))
				}
				var seen []adminapi.Evidence
				var said []string
				for _, e := range v.Evidence {
					seen = append(seen, adminapi.Evidence{Rule: e.Rule, Text: e.Text, Where: e.Where})
					said = append(said, teller.evidence(seen[len(seen)-1]))
				}
				for _, d := range teller.unsaid(doubts, seen) {
					said = append(said, teller.against(d))
				}
				for _, s := range said {
					told++
					checkSentence(t, s, foreign[l])
					if testing.Verbose() {
						fmt.Println(l, "|", s)
					}
				}
			}
		}
	}
	if told < 120 {
		t.Errorf("only %d sentences", told)
	}
}

var (
	quotedWords = regexp.MustCompile(`[«“].*[»”]`)
	ruleCode    = regexp.MustCompile(`\. \[[a-z0-9:-]+\]$`)
)

func checkSentence(t *testing.T, s string, foreign *regexp.Regexp) {
	t.Helper()
	if !ruleCode.MatchString(s) {
		t.Errorf("no code behind %q", s)
	}
	own := quotedWords.ReplaceAllString(ruleCode.ReplaceAllString(s, ""), "…")
	switch {
	case foreign.MatchString(own):
		t.Errorf("another language in %q", s)
	case !unicode.IsUpper([]rune(own)[0]), strings.Contains(own, "  "), strings.Contains(own, "%!"), strings.Contains(own, ": ("), strings.Contains(own, "says."), strings.Count(own, ": ") > 1:
		t.Errorf("reads badly: %q", s)
	}
}

// What is not of the letter's words has its sentence too.
func TestOtherEvidenceIsTold(t *testing.T) {
	for lang, want := range map[privacy.Language][]string{
		privacy.English: {
			"It answers a letter of ours. [reply-to-our-letter]", "The number of a request stands there: “OT-7F3K-92QT” (subject line). [number-of-a-request]",
			"A part of the letter could not be read, so a person decides: no text. [unread:no text]", "The message as a whole could not be worked: reader crashed. [reader-crashed]",
			"Not carried out without a person, because the text speaks of another matter: “счёт” (text, line 3). [guard:business]",
		},
		privacy.Russian: {
			"Это ответ на наше письмо. [reply-to-our-letter]", "Указан номер обращения: «OT-7F3K-92QT» (тема письма). [number-of-a-request]",
			"Часть письма прочитать не удалось, решает человек: нет текста. [unread:no text]", "Письмо целиком обработать не удалось: reader crashed. [reader-crashed]",
			"Без человека не исполняется, потому что в тексте речь о другом: «счёт» (текст, строка 3). [guard:business]",
		},
	} {
		teller, err := tellerFor("", lang)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range []adminapi.Evidence{
			{Rule: "reply-to-our-letter", Where: "In-Reply-To"}, {Rule: "number-of-a-request", Text: "OT-7F3K-92QT", Where: "subject line"},
			{Rule: "unread:no text", Where: "message"}, {Rule: "reader-crashed", Where: "whole message"},
			{Rule: "guard:business", Text: "счёт", Where: "text, line 3"},
		} {
			if got := teller.evidence(e); got != want[i] {
				t.Errorf("%s: %q, want %q", lang, got, want[i])
			}
		}
	}
	if _, err := tellerFor("xx", privacy.Kazakh); err == nil {
		t.Error("a language nobody reads is taken")
	}
}
