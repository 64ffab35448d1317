package classifier

import (
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

func letterOf(subject, body string) *message.Message {
	return message.Parse([]byte("From: Aigul <aigul@posta.example>\r\nTo: info@mysal.example\r\nSubject: " + subject +
		"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n") + "\r\n"))
}

func texts(values []Value) string {
	var list []string
	for _, v := range values {
		text := v.Text
		if !v.Valid {
			text = "not valid"
		}
		list = append(list, string(v.Field)+"="+text)
	}
	return strings.Join(list, " ")
}

// What an answer gives for a new value, asked for it.
func TestNewValues(t *testing.T) {
	for body, want := range map[string]string{
		"+7 701 999 88 00": "phone=+77019998800",
		"Телефон: +7 701 999 88 00\nИ email: new@pochta.example": "phone=+77019998800 email=new@pochta.example",
		"Правильный номер 8 701 999 88 00, спасибо.":             "phone=+77019998800",
		"Старый 8 701 999 88 77, новый 8 701 999 88 00":          "phone=+77019998800",
		"8 701 999 88 77 емес, 8 701 999 88 00":                  "phone=+77019998800",
		"8 701 999 88 77 или 8 701 999 88 00":                    "phone=+77019998877 phone=+77019998800",
		"aigul@posta.example":                                    "",
		"Мой новый адрес new@pochta.example":                     "email=new@pochta.example",
		"Рахмет, бәрі дұрыс.":                                    "",
		"Телефон: 8 701 99":                                      "phone=not valid",
		"8 701 999 88 00\n\n> Телефон: 8 701 555 77 88":          "phone=+77019998800",
		"8 701 999 88 00\n\nС уважением,\nАйгүл Ахметова\nтел. 8 727 250 00 00\nТОО «Нан»": "phone=+77019998800",
		"ФИО: Сейітова Айгүл Бекқызы":                                                      "name=Сейітова Айгүл Бекқызы",
	} {
		m := letterOf("Re: [OT-7F3K-92QT R6RRP-XTQ2V-BAXN2-YYBM8-FPEM3]", body)
		if got := texts(new(Reader).NewValues(m)); got != want {
			t.Errorf("%q: %s, want %s", body, got, want)
		}
	}
	if new(Reader).NewValues(nil) != nil {
		t.Error("values of nothing")
	}
}

// Where the writer names two values and does not know the right one, nothing is
// certain, and both are kept.
func TestEitherValue(t *testing.T) {
	for body, want := range map[string]string{
		"Телефон нөмірімді өзгертіңізші. 8 705 111 22 33 болуы мүмкін, әлде 8 705 111 22 34.": "phone=+77051112233 phone=+77051112234",
		"Прошу изменить мой телефон на 8 705 111 22 33, а может быть 8 705 111 22 34.":        "phone=+77051112233 phone=+77051112234",
		"Please change my phone to +7 705 111 22 33\nor +7 705 111 22 34.":                    "phone=+77051112233 phone=+77051112234",
	} {
		for _, v := range Classify(letterOf("Update", body)) {
			got := strings.Fields(texts(append(v.Fields, v.Rivals...)))
			slices.Sort(got) // which is likelier says nothing here
			if got := strings.Join(got, " "); v.Kind == "update" && (got != want || v.Certainty != "doubtful") {
				t.Errorf("%q: %s, %s, want %s", body, v.Certainty, got, want)
			}
		}
	}
}

// What speaks against the values of a letter is seen, each for itself; how much it weighs is learned.
func TestContradictions(t *testing.T) {
	for what, letters := range map[string][]string{
		"another differs in a digit or a letter": {
			"|Bin the 8 701 193 20 84, dial me on 8 705 193 20 84.",
			"|Please enter my Kazakh mobile, +7 771 340 62 95.\n\nWith friendly greetings\nHartmut Klapproth\nNew mobile: +7 771 340 26 95",
			"Актуализация персональных данных|Запишите мой новый телефон: +7 707 481 22 60. Ой, кажется, наоборот, +7 707 481 60 22.",
		},
		"the signature gives another":                        {"|Hello HR,\nWe're getting married in April!\nAfter that I'll be Zarina Holloway, so you can change me in the system then, not before.\nZarina Beketova"},
		"no word says which of two is new":                   {"|8 701 660 49 32 / 8 701 660 49 23\nOne of mine, both maybe.\nDex"},
		"two stand side by side":                             {"|Please update my e-mail. ken@alpha.example ken@beta.example\nKen", "Дербес деректерді жаңарту|Деректерімді жаңартуды сұраймын.\n\nДерек | 1 | 2\nҰялы телефон | +7 705 660 14 72 | +7 708 135 98 04"},
		"the subject line gives another":                     {"+7 705 904 11 28 is my new phone|Please register +7 705 904 11 82 as my phone from now on.\nHugo Brandao"},
		"one or the other":                                   {"|Update my number, please.\nOne is 8 701 403 28 89 and the other 8 705 403 28 98, and one of them was cancelled.", "|Поменяйте мой телефон: 8 747 219 66 30 и 8 702 918 45 07, оба новые.", "|My e-mail should be kim@firm.example.\nOr kim@home.example, I haven't made up my mind which.\nKim"},
		"one stands in place of another by mistake":          {"|Instead of 8 775 118 09 73 you should have 8 775 118 09 37; do correct the last four digits."},
		"a few digits more follow":                           {"Актуализация персональных данных|Новый телефон: +7 7172 55 22 33/44"},
		"the sender's own address stands beside a new value": {"Актуализация персональных данных|Прошу внести в мои данные:\nмобильный: 8 707 366 20 95;\nпочта: aigul@posta.example."},
		"one is much less sure than another":                 {"|Greetings to Kaisar agai!\nIn list of choir Aigul has wrong phone, hers is 8 775 041 99 37.\nAlto section"},
	} {
		for _, l := range letters {
			subject, body, _ := strings.Cut(l, "|")
			m := letterOf(subject, body)
			r := read(m, lexiconIndex(), message.Own)
			r.model = senseModel()
			var seen signs
			r.tap = func(_ Verdict, list signs) { seen = append(seen, list...) }
			r.classify(lexiconIndex(), m, nil)
			if !slices.ContainsFunc(seen, func(s sign) bool { return s.name() == "values, "+what }) {
				t.Errorf("%s: not seen in %q: %v", what, l, seen)
			}
		}
	}
}

// Two numbers side by side in a signature say nothing against the one above.
func TestRowOfOtherNumbers(t *testing.T) {
	e := Explain(letter("", "My mobile has changed, please put +7 701 773 46 28 on my record.\nColin Hargreaves\nHSE Coordinator, Caspian Rigging\nReception +7 7122 45 60 10 | Duty desk +7 7122 45 60 11"))
	if len(e.Acts) != 1 || slices.Contains(e.Acts[0].Against, "two stand side by side") {
		t.Errorf("%+v", e.Acts)
	}
}

// A number cut short that is said to be the new one: the whole one beside it is not.
func TestNewNumberThatIsTooShort(t *testing.T) {
	notActedUpon(t, "Please change the e-mail on my account to leyla.hassan@mail.example.\n\nPS: The new address once more: leila.hasan@mail.example")
	notActedUpon(t, "8 778 350 61 12 деген телефонымды айырбастап жібердім.\nЖаңа нөмірім мынау болсын: сегіз, жеті жүз сегіз, 417 99 30. Ауыстырып қойыңыздаршы.")
}

// How the rival stands to the value taken is told, and counts: the same two numbers are a correction or a slip of the pen.
func TestRivalSigns(t *testing.T) {
	for text, want := range map[string]string{
		"Номер у вас с ошибкой: 8 701 664 31 78. Правильно 8 701 664 31 87, исправьте.":            "a value like it, its sentence speaks of something wrong",
		"Мой новый номер 8 701 664 31 87, впишите.\n\nЕщё раз, чтобы не спутать: 8 701 664 31 78.": "a value like it, behind it",
		"Мой номер 8 776 205 90 14 больше не отвечает. Впишите 8 701 664 31 87.":                   "another value, before it",
	} {
		m := letterOf("", text)
		r := read(m, lexiconIndex(), message.Own)
		r.model = senseModel()
		var seen signs
		r.tap = func(_ Verdict, list signs) { seen = append(seen, list...) }
		r.classify(lexiconIndex(), m, nil)
		if !slices.ContainsFunc(seen, func(s sign) bool { return s.name() == want }) {
			t.Errorf("%q: %q is not seen: %v", text, want, seen)
		}
	}
}

// What can be no change as it stands goes to a person: to the same value, or to one that is spelt in two ways.
func TestNoChangeAsItStands(t *testing.T) {
	for _, text := range []string{
		"Прошу заменить адрес электронной почты askar.m@posta.example на askar.m@posta.example.",
		"My new address is jo.reilly@posta.example, please use it instead of the one you have. I know you'll ask me to repeat it, so: that's jo.reily@posta.example.",
	} {
		if v := Classify(letter("", text)); len(v) != 1 || v[0].Certainty != privacy.Doubtful || !slices.Contains(v[0].Doubts, DoubtContradictory) {
			t.Errorf("%q: %s", text, outline(v))
		}
	}
}

// A number that nobody sees counts for nothing; an address that the letter is said to come from and does not makes a person look.
func TestTheMailSpeaksAgainstItsText(t *testing.T) {
	hidden := func(number string) *message.Message {
		return message.Parse([]byte("From: a@b.kz\r\nSubject: " + markEn + "\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>My new phone is 8 701 555 22 33.</p><p style='display:none'>" + number + "</p>"))
	}
	from := func(address string) *message.Message {
		m := letter(markKk, "Жаңа жәшігім — осы хатты жазып отырған адресім: new.addr@mail.kz.")
		m.From = []message.Mailbox{{Address: address}}
		return m
	}
	for _, c := range []struct {
		m       *message.Message
		against bool
	}{{hidden("8 702 111 22 33"), false}, {hidden("+7 (701) 555-22-33"), false}, {from("other@mail.kz"), true}, {from("new.addr@mail.kz"), false}} {
		got := Classify(c.m)
		if len(got) != 1 || slices.Contains(got[0].Doubts, DoubtContradictory) != c.against {
			t.Errorf("%s: %s, want contradictory %v", c.m.Text, describe(got), c.against)
		}
	}
}

// A value that is repeated and comes out otherwise is for a person, however sure the rest is.
func TestRepeatedOtherwise(t *testing.T) {
	for text, certain := range map[string]bool{
		"Hi, please change the e-mail on my account to tom.piper@reeds.example. I'll repeat it so there's no mistake: tom.pipper@reeds.example. Ta, Tom": false,
		"Прошу заменить мой номер на 8 701 555 22 33. Повторю: 8 701 555 22 33.":                                                                         true,
		"Прошу заменить мой номер на 8 701 555 22 33. Повторю: 8 701 555 22 43.":                                                                         false,
	} {
		if got := Classify(letter("", text)); len(got) != 1 || (got[0].Certainty == privacy.Certain) != certain {
			t.Errorf("%s: %s", text, describe(got))
		}
	}
}
