package classifier

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	markRu = "Актуализация персональных данных"
	markKk = "Дербес деректерді жаңарту"
	markEn = "Updating personal data"
)

// outcome tells a letter's update in short: «certain: phone=…», «doubtful no-value: ».
func outcome(subject, text string) string {
	m := letter(subject, text)
	m.From = []message.Mailbox{{Address: "aigerim.s@mail.kz"}}
	return outcomeOf(Classify(m))
}

// outcomeOf writes the one verdict about an update, its doubts and values.
func outcomeOf(got []Verdict) string {
	if len(got) != 1 || got[0].Kind != privacy.KindUpdate {
		return "no update"
	}
	head := string(got[0].Certainty)
	for _, d := range got[0].Doubts {
		head += " " + string(d)
	}
	return strings.TrimSpace(head + ": " + values(got[0]))
}

type valueCase struct{ subject, text, want string }

func checkValues(t *testing.T, cases []valueCase) {
	t.Helper()
	for _, c := range cases {
		if got := outcome(c.subject, c.text); got != c.want {
			t.Errorf("%q, %q:\n got %s\nwant %s", c.subject, c.text, got, c.want)
		}
	}
}

// A value that the letter calls the old one is not recorded as the new one, also where
// no other stands there.
func TestOldValueAloneIsNone(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "Старый телефон: 8 701 555 22 33", "doubtful no-value:"},
		{markEn, "My new e-mail is new.addr@mail.kz. Please remove the old one, old.addr@mail.kz.", "certain: email=new.addr@mail.kz"},
		{markRu, "Старый номер:\n8 701 555 22 33", "doubtful no-value:"},
		{markRu, "Старый e-mail: old.addr@mail.kz", "doubtful no-value:"},
		{markRu, "Мой старый номер 8 701 555 22 33 больше не работает", "doubtful no-value:"},
		{markRu, "Прежняя фамилия: Ахметова Гульнар", "doubtful no-value:"},
		{markRu, "Телефон прежний 8 701 555 22 33, изменился адрес: Абая 10", "doubtful no-value:"},
		{markRu, "Телефон: 8 701 555 22 33 (старый)", "doubtful no-value:"},
		{markKk, "Ескі нөмір: 8 701 555 22 33", "doubtful no-value:"},
		{markEn, "Old phone: +7 701 555 22 33", "doubtful no-value:"},
		{markRu, "Старые номера: 8 701 555 22 33, 8 705 111 22 33", "doubtful no-value:"},
		{markRu, "Старый телефон: 8 701 555 22 33\nНовый e-mail: new.addr@mail.kz", "certain: email=new.addr@mail.kz"},
		{"", "Прошу изменить прежнее имя на Смагулова Айгерим. Паспорт новый.", "certain: name=Смагулова Айгерим"},
	})
}

// What a letter says that we have on record is the value it complains about.
func TestValueOnRecordIsTheFormerOne(t *testing.T) {
	checkValues(t, []valueCase{
		{"", "Меня зовут Сейтказы Айгуль Ермековна, а у вас записано Сейтхазы Айгуль Ермековна. Исправьте", "certain: name=Сейтказы Айгуль Ермековна"},
		{"", "Моя фамилия пишется Сейтказы Айгуль Ермековна, а в вашей базе указано Сейтхазы Айгуль Ермековна. Прошу исправить.", "certain: name=Сейтказы Айгуль Ермековна"},
		{"", "У вас ошибка в фамилии: я Сейтказы Айгуль, а вы пишете Сейтхазы Айгуль. Исправьте", "certain: name=Сейтказы Айгуль"},
		{"", "Менің атым Сейтқазы Айгүл, ал сіздерде Сейтхазы Айгүл деп жазылған. Түзетіңіздерші", "certain: name=Сейтқазы Айгүл"},
		{"", "Құжат бойынша атым Қасымұлы Бауыржан, ал сіздер Касымов Бауыржан деп жазыпсыздар, дұрыстап қойыңыздар", "certain: name=Қасымұлы Бауыржан"},
		{"", "My name is Aigul Seitkazy but in your records it says Aigul Seithazy. Please correct it.", "certain: name=Aigul Seitkazy"},
		{"", "Здравствуйте. В договоре я Сейтказы Айгуль Ермековна, а письма приходят на имя Сейтхазы Айгуль Ермековна. Исправьте пожалуйста в своей базе.", "certain: name=Сейтказы Айгуль Ермековна"},
		{"", "По паспорту я Ахмет Данияр, у вас в системе я Ахметов Данияр. Поправьте пожалуйста", "certain: name=Ахмет Данияр"},
		{"", "Мой телефон 8 701 555 22 33, а у вас записан 8 701 555 22 34. Исправьте пожалуйста.", "certain: phone=+77015552233"},
		{"", "У вас неправильно указан мой номер: 8 701 555 22 34 вместо 8 701 555 22 33. Исправьте.", "certain: phone=+77015552233"},
		{"", "Вместо 8 701 555 22 33 у вас записан 8 701 555 22 34, исправьте мой номер", "certain: phone=+77015552233"},
		{"", "Моя почта saule.k@mail.kz, а у вас стоит saulek@mail.kz. Поправьте пожалуйста мои данные", "certain: email=saule.k@mail.kz"},
		{"", "Опечатка: вместо Омарова Асель Кайратовна написали Амарова Асель Кайратовна. Прошу исправить мои данные", "certain: name=Омарова Асель Кайратовна"},
		{"", "Прошу исправить: Амарова Асель Кайратовна — неверно, Омарова Асель Кайратовна — верно.", "certain: name=Омарова Асель Кайратовна"},
		{"", "За мной числится 8 775 360 88 42. Это неверно, верно 8 775 360 88 24. Исправьте мой номер.", "certain: phone=+77753608824"},
		{"", "Жеке парағымда 8 706 531 88 42 тұр, ол дұрыс емес. 8 706 531 88 24 болуы керек, түзетіңіздер.", "certain: phone=+77065318824"},
		{"", "You have 8 706 531 88 42 for me. That is wrong, it should be 8 706 531 88 24. Please correct it.", "certain: phone=+77065318824"},
		{"", "надо 87015552233, а я написала в анкете 87015552234, исправьте пожалуйста мой телефон", "certain: phone=+77015552233"},
		{markRu, "Я Сейтказы Айгуль, а у вас записано Сейтхазы Айгуль", "certain: name=Сейтказы Айгуль"},
		{markRu, "У вас указан 8 705 111 22 33, это не мой номер", "doubtful no-value:"},
		{markRu, "У вас неверно указан телефон 8 705 111 22 33. Исправьте пожалуйста", "doubtful no-value:"},
		{markEn, "You have me down with +7 701 409 27 36; it should be +7 701 409 27 63.", "certain: phone=+77014092763"},
		{markEn, "My profile shows 8 707 963 02 47 but the last two digits are swapped, I am on 8 707 963 02 74.", "certain: phone=+77079630274"},
		{markRu, "Почта у меня указана с опечаткой: gulnara.mur@mail.kz, а верно gulnara.nur@mail.kz.", "certain: email=gulnara.nur@mail.kz"},
		// The other way round: what shall stand with us is the new value.
		{markRu, "Прошу внести новый адрес почты взамен прежнего: gulnara.nur@mail.kz", "certain: email=gulnara.nur@mail.kz"},
		{markRu, "Прошу, чтобы у вас был записан 8 701 555 22 33", "certain: phone=+77015552233"},
		{markRu, "Вместо 8 705 111 22 33 запишите у себя 8 701 555 22 33", "certain: phone=+77015552233"},
		{markRu, "Замените номер 8 705 111 22 33, который у вас записан, на 8 701 555 22 33", "certain: phone=+77015552233"},
	})
}

// What is shown of an old value agrees with what was done with it.
func TestTakenValueIsNotCalledOld(t *testing.T) {
	m := letter(markRu, "Старый телефон: 8 701 555 22 33\nНовый телефон: 8 705 111 22 33")
	for _, s := range Explain(m).Values {
		if s.Field == privacy.FieldPhone && s.Taken == (s.Role == "old") {
			t.Errorf("%+v", s)
		}
	}
}

// A swap says which value goes, however alike the two are; «A орнына B тұр» that B is what we have.
// What is said of the former value that the letter does not give is none of the new one beside it.
func TestNewBesideWhatIsCalledOld(t *testing.T) {
	for text, want := range map[string]string{
		"Мал сақтандырған шартымда телефон ескі, 8777 924 06 83-ті жазыңдар.":                                           "phone=+77779240683",
		"Шартта тұрған номерім 8 747 681 92 50 дегенге алмастырылсын.":                                                  "phone=+77476819250",
		"Есеп келетін адресім ескі тұр, rakhat.abenov@mail.example қылып өзгертіп беріңізші.":                           "email=rakhat.abenov@mail.example",
		"анкетамда ески сотка тур, 8775 901 22 33ке тузетесиз бе":                                                       "phone=+77759012233",
		"нөмірімді 87014405218ден 87714405219ға ауыстырып қойыңыздар":                                                   "phone=+77714405219",
		"Nobody answers, it is the phone of my old work place. Please write instead 8 747 302 58 16.":                   "phone=+77473025816",
		"Switch my phone to 8 777 220 39 41 and don't touch the e-mail, it's good.":                                     "phone=+77772203941",
		"I no longer use the btinternet account, gail.w@saltmarsh.example is what I'd like you to have for me on file.": "email=gail.w@saltmarsh.example",
	} {
		if got := outcome("", text); !strings.HasSuffix(got, ": "+want) {
			t.Errorf("%s:\n %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{
		"Ескі нөмірім 8 777 924 06 83, оны өшіріңіздер.",
		"Please use my new number instead of 8 747 302 58 16.",
		"I no longer use 8 777 220 39 41, please change it.",
		"Шартта телефон ескі, 8 777 924 06 83-ті өзгертіңіздер.", // the one to go, as likely
		"Телефон у вас старый, 8 701 555 22 33 замените, пожалуйста.",
	} {
		if got := outcome("", text); strings.Contains(got, "phone=") {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestOneValuePutInPlaceOfAnother(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "Замените мой номер 8 701 555 22 33 на 8 701 555 22 34, пожалуйста.", "certain: phone=+77015552234"},
		{markKk, "Менің 8 707 305 67 79 нөмірімді 8 771 305 67 79 нөміріне ауыстырыңыз.", "certain: phone=+77713056779"},
		{markKk, "Нөмірімді түзетіңіздерші: 8 701 555 22 33-ті 8 701 555 22 34-ке ауыстырыңыздар.", "certain: phone=+77015552234"},
		{markKk, "Нөмірім қате жазылған: 8 701 482 73 50 орнына 8 701 482 73 05 тұр, түзетіп қойыңыздаршы.", "certain: phone=+77014827350"},
		{markRu, "Указан сейчас: (771) 905-66-38\nСледует указать: (708) 334-09-17", "certain: phone=+77083340917"},
		{markEn, "Your record reads: 8 776 550 38 91\nYour record should read: 8 776 550 38 19", "certain: phone=+77765503819"},
		{markKk, "Жазба қазір: ergaliev@mail.kz\nЖазба болуы керек: d.ergaliev@mail.kz", "certain: email=d.ergaliev@mail.kz"},
		{markEn, "Entry 1 now: h.lindqvist@mail.kz\nEntry 1 requested: hannah.becker@mail.kz", "certain: email=hannah.becker@mail.kz"},
		{markKk, "8 701 482 73 50 орнына 8 701 482 73 05 жазылсын.", "certain: phone=+77014827305"},
		{"", "In view of my change of operator, I ask that +7 771 192 03 99 be struck out and 8 701 555 22 33 be entered in its stead.", "certain: phone=+77015552233"},
		{"", "Please update my number: I ask that +7 771 192 03 99 be deleted and 8 701 555 22 33 be entered in its place.", "certain: phone=+77015552233"},
	})
	notActedUpon(t, "Не меняйте 8 701 555 22 33 на 8 701 555 22 34.", "Please don't change 8 701 555 22 33 to 8 701 555 22 34.")
}

// Which values are taken is one thing, whether they are acted upon another.
func TestValuesTaken(t *testing.T) {
	for _, c := range []valueCase{
		{markKk, "Тегімді түзетіңіздер. Ахметжанов Галымжан деген ескісі, Ахметжан Ғалымжан деген жаңасы.", "name=Ахметжан Ғалымжан"},
		{markRu, "Прошу заменить почту на n.tk@mail.kz. Та, что у вас сейчас, natatka88@mail.kz.", "email=n.tk@mail.kz"},
		{markKk, "Тіркелгенде nurbolad@mail.kz деп жазып жіберіппін, nurbolat@mail.kz деп түзетіңіздерші.", "email=nurbolat@mail.kz"},
		{markEn, "Replace 8 775 416 72 80 by 8 775 416 72 08.", "phone=+77754167208"},
		{markEn, "I should like to appear in your list as Rosalind Achterberg.", "name=Rosalind Achterberg"},
		{markEn, "It should read: John Pettersen (J-o-h-n, P-e-t-t-e-r-s-e-n).", "name=John Pettersen"}, // spelt letter by letter
		{markRu, "Запишите новый сотовый: восемь, 747, 883, 20, 51 (8 747 883 20 51).", "phone=+77478832051"},
	} {
		if _, got, _ := strings.Cut(outcome(c.subject, c.text), ": "); got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
}

// What the letter says that we have, or that was so until now, is no new value, however it says so.
func TestWhatWasUntilNow(t *testing.T) {
	const phone, mail = "certain: phone=+77015552233", "certain: email=new.addr@mail.kz"
	checkValues(t, []valueCase{
		{"", "С понедельника корпоративные контакты, которые у вас числятся за моей картой (8 705 111 22 33), больше не мои. Поменяйте их на личные: телефон 8 701 555 22 33.", phone},
		{"", "Завёл отдельный адрес: new.addr@mail.kz. Замените им, пожалуйста, тот, что стоит в моём профиле (old.addr@mail.kz).", mail},
		{"", "Could you please update my phone number?\nPhone until now\t+7 705 111 22 33\nNew phone\t+7 701 555 22 33", phone},
		{"", "My mobile is 8 701 555 22 33 since Sunday, it replaced 8 705 111 22 33, so please make the change in the list.", phone},
		{"", "My mail is new.addr@mail.kz now, which used to be old.addr@mail.kz. Please update it.", mail},
		{"", "Поштам өзгерді: old.addr@mail.kz енді пайдаланылмайды. Жаңа адресім new.addr@mail.kz болады. Жаңартып қоюыңызды сұраймын.", mail},
		{markRu, "Прошу изменить:\nФИО: было Кравец Светлана Олеговна, теперь Орлова Светлана Олеговна", "certain: name=Орлова Светлана Олеговна"},
		{"", "Please amend the register: until now you have had me as Margaret Anne Sutton; my full name is now Margaret Anne Dwyer.", "certain: name=Margaret Anne Dwyer"},
		{"", "My SIM was replaced, 8 701 555 22 33 is my new number, please update it.", phone},
		{"Фамилия", "Меня зовут Ахметова Марина Сериковна. В чеке стоит имя Карина. Прошу исправить имя в карточке.", "certain: name=Ахметова Марина Сериковна"},
		// A field of which only the former value was found is not passed over.
		{"", "Прошу обновить мои данные: почта теперь new.addr@mail.kz, вместо 8 705 111 22 33 можно звонить на 8 701 555 22 33.", "certain: phone=+77015552233; email=new.addr@mail.kz"},
	})
}

// What an address in a link begins with is none of it, and parts no words around it.
func TestLinkedAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"Please change my e-mail address from mailto:lukas.fischer@gmail.com to mailto:l.fischer@post.uni.example.com.": "email=l.fischer@post.uni.example.com",
		"My new e-mail: MAILTO:anna@b.example, please update it.":                                                       "email=anna@b.example",
	} {
		if got := outcome("", text); !strings.HasSuffix(got, ": "+want) {
			t.Errorf("%s:\n %s, want %s", text, got, want)
		}
	}
}
