package classifier

import (
	"fmt"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

func values(v Verdict) string {
	var parts []string
	for _, f := range v.Fields {
		if f.Valid {
			parts = append(parts, fmt.Sprintf("%s=%s", f.Field, f.Text))
		} else {
			parts = append(parts, fmt.Sprintf("%s!%s", f.Field, f.Problem))
		}
	}
	return strings.Join(parts, "; ")
}

func TestValues(t *testing.T) {
	const phone = "phone=+77011234567"
	for text, want := range map[string]string{
		// Labels in three languages and their separators.
		"Жаңа телефон нөмірім: +7 701 123 45 67":            phone,
		"Телефон нөмірі - 87011234567":                      phone,
		"Ұялы телефон: 8 (701) 123-45-67":                   phone,
		"Тел.: 8-701-123-45-67":                             phone,
		"Тел.87011234567":                                   phone,
		"Телефон = 7011234567":                              phone,
		"Новый телефон\n+77011234567":                       phone,
		"Новый телефон:\n\n+77011234567":                    phone,
		"Новый номер телефона — +7(701)1234567.":            phone,
		"New phone: +7 701 123 45 67":                       phone,
		"My new phone number is +7 701 123 45 67":           phone,
		"Mobile: ８７０１１２３４５６７":                               phone,
		"- тел: 8 701 123 45 67":                            phone,
		"2) Телефон: 8 701 123 45 67 (WhatsApp)":            phone,
		"Телефоным: 8 701 123 45 67 (жаңа)":                 phone,
		"Новый: 8 701 123 45 67":                            phone,
		"E-mail: Asel.New@Example.KZ":                       "email=asel.new@example.kz",
		"Эл. пошта: asel@example.kz":                        "email=asel@example.kz",
		"Электрондық пошта мекенжайы: <asel@example.kz>":    "email=asel@example.kz",
		"Почта asel@example.kz":                             "email=asel@example.kz",
		"Новая почта - asel@example.kz.":                    "email=asel@example.kz",
		"Email:asel@example.kz":                             "email=asel@example.kz",
		"Email: asel@example.kz <mailto:asel@example.kz>":   "email=asel@example.kz",
		"Аты-жөні: Асқарова  Әйгерім Нұрланқызы":            "name=Асқарова Әйгерім Нұрланқызы",
		"Аты-жөнім – Асқарова Әйгерім.":                     "name=Асқарова Әйгерім",
		"ФИО: Иванов И.И.":                                  "name!only a part of a name",
		"Имя: Айгүл":                                        "name!only a part of a name",
		"Full name: Asel O'Neil-Smith":                      "name=Asel O'Neil-Smith",
		"Почта: ermek.abildin@prostor\u200b-pochta.example": "email=ermek.abildin@prostor-pochta.example", // as programs write that break long words
		"Жаңа пошта: asel@example.kz\u200b":                 "email=asel@example.kz",
		"Новое ФИО: Розенталь Майя Львовна":                 "name=Розенталь Майя Львовна", // no month
		"Новое ФИО: Дружинина Марта Олеговна":               "name=Дружинина Марта Олеговна",
		"Новый телефон +77011234567, долг 2 940 000 тенге":  phone,
		"Новый телефон +77011234567. Заявка на бумагу, номер 5108. Она висит с сентября, а начальник рисует.": phone,
		"Фамилия: Петрова\nИмя: Анна\nОтчество: Ивановна":                                                     "name=Петрова Анна Ивановна",
		"Тегі: Асқарова\nАты: Әйгерім":                                                                        "name=Асқарова Әйгерім",
		"First name: Anna\nLast name: Petrova":                                                                "name=Anna Petrova",
		"ФИО: Петрова Анна, тел: 87011234567, почта: a@b.kz":                                                  "name=Петрова Анна; phone=+77011234567; email=a@b.kz",
		"* Email: a@b.kz\n* Телефон: 87011234567\n* Аты-жөні: Әли":                                            "name!only a part of a name; phone=+77011234567; email=a@b.kz",

		// Old values and other people's numbers are no new values.
		"Старый телефон: 87019999999\nНовый телефон: 87011234567":             phone,
		"Ескі нөмірім: 87019999999\nЖаңа нөмірім: 87011234567":                phone,
		"Бұрынғы пошта: old@b.kz\nЖаңа пошта: new@b.kz":                       "email=new@b.kz",
		"Old phone: 87019999999\nNew phone: 87011234567":                      phone,
		"Прежняя фамилия: Иванова\nФИО: Петрова Анна":                         "name=Петрова Анна",
		"Телефон: 87011234567\nТел.: 87019999999 (старый)":                    phone,
		"Новый телефон: 87011234567\n\nС уважением,\nАнна\nТел.: 87272501122": phone,
		"Почта: sender@example.kz\nТелефон: 87011234567":                      phone,
		"Новая почта: sender@example.kz":                                      "email=sender@example.kz",
		"ИИН: 900101300123\nТелефон: 87011234567":                             phone,
		"Номер договора: 12345\nТелефон: 87011234567":                         phone,
		"Телефон/почта: 87019999999\nТелефон: 87011234567":                    "phone=+77019999999; phone=+77011234567",
		"Адрес: Абай 10\nТелефон: 87011234567":                                phone,

		// In running text the words around a value say which one it is.
		"Замените 87019999999 на 87011234567":                                      phone,
		"Вместо 8 701 999 99 99 запишите 8 701 123 45 67":                          phone,
		"Мой номер 87019999999 больше не работает, пишите на 87011234567":          phone,
		"87019999999 емес, 87011234567":                                            phone,
		"Нөмірім 87019999999-дан 87011234567-ге ауысты":                            phone,
		"87019999999 → 87011234567":                                                phone,
		"Ескі нөмірім 87019999999 еді, жаңасы 87011234567":                         phone,
		"my number changed from +7 701 999 99 99 to +7 701 123 45 67":              phone,
		"old.me@b.kz больше не мой, теперь new@b.kz":                               "email=new@b.kz",
		"Была Иванова Мария Петровна, стала Смагулова Мария Петровна":              "name=Смагулова Мария Петровна",
		"Фамилия была Ким, теперь я Ли Анна Сергеевна":                             "name=Ли Анна Сергеевна",
		"Бұрынғы аты-жөнім: Нурланова Меруерт\nЖаңа аты-жөнім: Нұрланқызы Меруерт": "name=Нұрланқызы Меруерт",
		"My name is now Willem van der Berg (formerly Willem Berg)":                "name=Willem van der Berg",
		"Телефон: +49 170 1234509":                                                 "phone=+491701234509",
		"Телефон: 0049 170 1234509":                                                "phone=+491701234509",
		"Почта: a.b+med@post.example":                                              "email=a.b+med@post.example",
		"Почта: info@почта-тараз.example":                                          "email=info@почта-тараз.example",

		// Values that a person must look at.
		"Телефон: 12345":                         "phone!not a phone number",
		"Телефон: 900101300123":                  "phone!looks like an IIN",
		"Жаңа нөмірім: 9001 0130 0123":           "phone!looks like an IIN",
		"Телефон: 8 7O1 123 45 67":               "phone!not a phone number",
		"Телефон: 8 701 123 45 67 доб. 12":       phone,
		"Телефон: +7 701 123 45 6":               "phone!not a phone number",
		"Телефон: позвоните и узнаете":           "phone!more than a phone number",
		"Почта: asel(at)example.kz":              "email!not an e-mail address",
		"Почта: аsel@example.kz":                 "email!letters outside ASCII before the @",
		"Почта: асель@example.kz":                "email!letters outside ASCII before the @",
		"Почта: айгүл@хат-қазақ.example":         "email=айгүл@хат-қазақ.example",
		"Почта: айгүл@хат-kazakh.example":        "email!letters outside ASCII before the @",
		"Телефон: +44 7700 900 318":              "phone=+447700900318", // kept for films by Ofcom
		"Телефон: +44 7700 800 318":              "phone=+447700800318",
		"Телефон: +44 1632 960 12":               "phone!not a phone number",
		"Почта: a..b@example.kz":                 "email!not an e-mail address",
		"ФИО: 12345":                             "name!not a name",
		"ФИО: https://x.kz/a":                    "name!not a name",
		"ФИО: Ы":                                 "name!not a name",
		"ФИО: " + strings.Repeat("аб ", 40):      "name!not a name",
		"Фамилия: Петрова":                       "name!only a part of a name",
		"Телефон: 87011234567, 87021234567":      "phone=+77011234567; phone=+77021234567",
		"Телефон: 87011234567 / 8 701 123 45 67": phone,
	} {
		m := letter(updateMark, "Сәлеметсіз бе!\n"+text+"\n")
		m.From = []message.Mailbox{{Address: "Sender@example.kz"}}
		got := Classify(m)
		if len(got) != 1 || got[0].Kind != privacy.KindUpdate {
			t.Errorf("%q: %+v", text, got)
			continue
		}
		if v := values(got[0]); v != want {
			t.Errorf("%q:\n got %s\nwant %s", text, v, want)
		}
	}
}

// An identification number must not get into a record or the evidence.
func TestIINIsNeverKept(t *testing.T) {
	for _, text := range []string{
		"Телефон: 900101300123", "ЖСН: 900101300123", "ФИО: 900101 300123", "Почта: 900101300123",
		"Прошу обновить мои данные 900101300123 ФИО Иванов, обновите мои данные",
	} {
		for _, v := range Classify(letter(updateMark+" 900101300123", text)) {
			if all := fmt.Sprint(v); strings.Contains(strings.ReplaceAll(all, " ", ""), "900101300123") {
				t.Errorf("%q: %s", text, all)
			}
		}
	}
}

// A name in parts, each a sentence of its own.
func TestPartsOfANameWithStops(t *testing.T) {
	checkValues(t, []valueCase{{markRu, "Фамилия: Соколова.\nИмя: Вера.\nОтчество: Андреевна.", "certain: name=Соколова Вера Андреевна"}})
}

func TestValueInSubjectLine(t *testing.T) {
	got := Classify(letter("Новый телефон: 87011234567", updateMark))
	if len(got) != 1 || values(got[0]) != "phone=+77011234567" || got[0].Fields[0].Where != "subject line" {
		t.Errorf("%+v", got)
	}
}

// A value in a quoted letter is not given anew.
func TestQuotedValueIsNoValue(t *testing.T) {
	own, quoted := "Жаңа телефон: 87011234567\n", "> Телефон: 87019999999\n"
	m := letter(updateMark, own+quoted)
	m.Ranges = []message.Range{{Start: 0, End: len(own), Origin: message.Own}, {Start: len(own), End: len(own + quoted), Origin: message.Quoted}}
	got := Classify(m)
	if len(got) != 1 || values(got[0]) != "phone=+77011234567" || got[0].Certainty != privacy.Certain {
		t.Errorf("%+v", got)
	}
	if w := got[0].Fields[0].Where; w != "text, line 1" {
		t.Errorf("where %q", w)
	}
}
