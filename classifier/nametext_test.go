package classifier

import (
	"slices"
	"strings"
	"testing"
)

// Behind a label stands what people write there; not all of it is a name to record.
func TestWordsThatAreNoName(t *testing.T) {
	const none, part, small, two = "not a name", "only a part of a name", "a name without capitals", "a name with letters of two alphabets"
	var cases []valueCase
	for text, problem := range map[string]string{
		"прежнее": none, "то же": small, "см. выше": none, "ТОО Ромашка": none, "Отдел кадров": none, "Алматы": part, "Ваша Айгерим": none,
		"Айгерим": part, "Ким": part, "Смагулова А.Б.": part, "Смaгулова Айгерим": two, "смагуловна бектобе": small, "айгерим болатовна": small,
		"Г-жа Смагулова": part,
	} {
		cases = append(cases, valueCase{markRu, "ФИО: " + text, "doubtful invalid-value: name!" + problem})
	}
	checkValues(t, append(cases, []valueCase{
		{markRu, "ФИО: Г-жа Смагулова Айгерим", "certain: name=Смагулова Айгерим"},
		{markRu, "ФИО: Ли Ён Хи", "certain: name=Ли Ён Хи"},
		{markRu, "ФИО: смагулова айгерим болатовна", "certain: name=Смагулова Айгерим Болатовна"},
		{markRu, "ФИО: СМАГУЛОВА АЙГЕРИМ БОЛАТОВНА", "certain: name=Смагулова Айгерим Болатовна"},
	}...))
}

// The first word of a sentence has a capital whatever it is, and so has a word with its verb.
func TestWordsBeforeAName(t *testing.T) {
	checkValues(t, []valueCase{
		{markEn, "Please correct my name. It's Thomas Averill.", "certain: name=Thomas Averill"},
		{markKk, "Есімім қате жазылған. Тізімдеріңізге Ібраһим Сұлтан деп енгізіңіздер.", "certain: name=Ібраһим Сұлтан"},
		{markKk, "Тегім Ибрагимова-Махамбет еді, қысқартып алдым.\nСендерде де Махамбетқызы Диляра деп жүрсін.", "certain: name=Махамбетқызы Диляра"},
	})
}

// A name in the genitive before «атына» goes on record in the nominative, one without a surname not at all.
func TestNamesThatAreNotWhole(t *testing.T) {
	checkValues(t, []valueCase{
		{"ескі тегім", "Әкемнің тегіне көштім.\nЖылу кітапшасын Нүсіпбекова Бағиланың атына жазып қойыңдар, Тілеубаева деген енді жоқ.", "certain: name=Нүсіпбекова Бағила"},
		{markRu, "ФИО: Ермек Кайратович", "doubtful invalid-value: name!only a part of a name"},
		{markRu, "ФИО: Пётр Янкович", "certain: name=Пётр Янкович"},
		{markRu, "ФИО: Ольга Богданович", "certain: name=Ольга Богданович"},
		{markRu, "ФИО: Илья Сергеевич", "doubtful invalid-value: name!only a part of a name"},
		{markKk, "Сертификаттағы Динара Смағұлованы Ыбырай Динара Қанатқызы деп өзгертіңіздер.", "doubtful no-value:"},
		{markKk, "Аты-жөнім қате. Дұрысы: Тұрсын Айбек Серікұлы.", "certain: name=Тұрсын Айбек Серікұлы"},
	})
}

// Particles belong to the name, in what is recorded and in what is shown.
func TestNamesWithParticles(t *testing.T) {
	for _, name := range []string{
		"Мамедов Эльчин Ариф оглы", "Мамедова Лейла Ариф кызы", "Серікбаев Нұрлан Серік ұлы", "Серікбаева Аружан Серік қызы",
		"Каримов Азиз Бахтиёр угли", "Каримова Нозима Бахтиёр кизи", "фон Дорн Эраст Петрович", "де Лара Мария", "ван дер Флит Марк-Антон",
	} {
		if got := outcome(markRu, "ФИО: "+name); got != "certain: name="+name {
			t.Errorf("%s: %s", name, got)
		}
		shown := Explain(letter(markRu, "ФИО: "+name)).Values
		if !slices.ContainsFunc(shown, func(s Seen) bool { return s.Text == name && s.Taken }) {
			t.Errorf("%s: %+v", name, shown)
		}
	}
	checkValues(t, []valueCase{
		{"", "Меня зовут Мамедов Эльчин Ариф оглы, а у вас записано Мамедов Эльчин Арифович. Исправьте", "certain: name=Мамедов Эльчин Ариф оглы"},
		{"фамилия", "Добрый день!\nБыла я Подгорная Инна Вадимовна, а с субботы — Есенгельдинова.\nИмя-отчество муж трогать не стал :)\nПерепишите, пожалуйста, у себя.", "certain: name=Есенгельдинова Инна Вадимовна"}, // «Перепишите» is no name
		{"ошибка в имени", "В ваших письмах ко мне обращаются «Марк Дерфлит». Правильно записать надо так: ван дер Флит Марк-Антон. Исправьте это в моих данных.", "certain: name=ван дер Флит Марк-Антон"},
	})
	if got := outcome("", "Тегім өзгерді, енді Асқар Әйгерім, ал анам да Асқар Әлия. Өзгертіңізші"); strings.Contains(got, "certain") && strings.Contains(got, "да Асқар") {
		t.Error(got)
	}
}

// A name read from several lines is shown as it was taken.
func TestNameOfSeveralLinesIsShown(t *testing.T) {
	for text, name := range map[string]string{
		"Фамилия: Смагулова\nИмя: Айгерим\nОтчество: Болатовна": "Смагулова Айгерим Болатовна",
		"Тегі: Смағұл\nАты: Айгерім\nӘкесінің аты: Болатқызы":   "Смағұл Айгерім Болатқызы",
	} {
		shown := Explain(letter(markRu, text)).Values
		if !slices.ContainsFunc(shown, func(s Seen) bool { return s.Text == name && s.Taken && s.Role == "new" }) {
			t.Errorf("%s: %+v", text, shown)
		}
	}
}

// The country code of a number that follows is no word of a sentence.
func TestSentencesEndWithoutStumps(t *testing.T) {
	for _, s := range Explain(letter("", "Сменился мой номер телефона. Прошу обновить. 8-701-555-22-33")).Sentence {
		if strings.HasSuffix(s.Text, " 8") {
			t.Errorf("%q", s.Text)
		}
	}
}

// Whoever types on a telephone writes no capitals: the name is known by its words, and
// recorded as a name is written.
func TestNamesInSmallLetters(t *testing.T) {
	checkValues(t, []valueCase{
		{"", "здравствуйте замуж вышла, теперь я омарова дана сериковна, поменяйте фамилию пожалуйста", "certain: name=Омарова Дана Сериковна"},
		{"", "фамилиям өзгерді, енді сәрсенова айгүл, базада түзетіп қойыңыздаршы", "certain: name=Сәрсенова Айгүл"},
		{"", "hi, got married, my name is now dana ibragimova-smith, please update my record", "certain: name=Dana Ibragimova-Smith"},
		{markRu, "ФИО: серікбай нұрлан болат ұлы", "certain: name=Серікбай Нұрлан Болат ұлы"},
	})
	// The first word of a sentence has its capital from there.
	checkValues(t, []valueCase{
		{"", "Атымның бірінші әрпі қате. Дерегімде Әубәкірова Інкәр Серікқызы деп жазып, қатесін жөндеп беріңіздер", "certain: name=Әубәкірова Інкәр Серікқызы"},
		{"", "Фамилия сменилась. Теперечь Омарова Дана Сериковна, исправьте, пожалуйста, в карте", "certain: name=Омарова Дана Сериковна"},
	})
	// By its skeleton, Жанна is «жаңа», and Алла «ала».
	checkValues(t, []valueCase{
		{"", "Фамилия сменилась, теперь я Омарова Жанна Сериковна, исправьте, пожалуйста", "certain: name=Омарова Жанна Сериковна"},
		{"", "Please change my name to Zhanna Anatolyevna Dyachenko", "certain: name=Zhanna Anatolyevna Dyachenko"},
	})
	// «ала» is no Алла, «дана» three pieces, «тұрсын» "let it stand".
	for _, text := range []string{"алдын ала рахмет", "таралымы 500 дана болатын", "жазулы тұрсын", "это снова анна"} {
		if start, _, words := lexiconIndex().nextName(text, 0); words > 0 {
			t.Errorf("%q holds a name: %q", text, text[start:])
		}
	}
}

// A name that is not known for certain leaves the letter to a person: the other name in
// it, or the number, must not be taken for all that is asked.
// In a sentence that is all in capitals they say nothing of names.
func TestNameInASentenceInCapitals(t *testing.T) {
	checkValues(t, []valueCase{
		{markKk, "ЕНДІ МЕНІҢ АТЫ-ЖӨНІМ ОМАРОВА ДАНА БОЛДЫ ДЕП ЖАЗЫҢЫЗДАР", "certain: name=Омарова Дана"},
		{markRu, "МОЙ НОВЫЙ ТЕЛЕФОН 8 701 555 22 33 ЗАПИШИТЕ ЕГО ПОЖАЛУЙСТА В КАРТОЧКУ", "certain: phone=+77015552233"},
		{markEn, "PLEASE RECORD MY NAME AS NGUYEN THI LAN", "certain: name=Nguyen Thi Lan"},
	})
}

func TestNameInSmallLettersThatIsNotKnown(t *testing.T) {
	for _, text := range []string{
		"the profile says zarina akhmetova but its zarina holt since last month, please correct it",
		"surname has changed, it is tom banister now, and the mail is tom.banister@harbour.example, please fix both",
		"аты-жөнім тұрсынбиев ерлан, ал нөмірім 8 701 555 22 33, екеуін де жаңалап қойыңыздаршы",
	} {
		if got := outcome("", text); strings.Contains(got, "certain") && !strings.Contains(got, "name=Тұрсынбиев Ерлан") {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// A name is not cut off where a word stands that is known for another, too: a surname may look like one.
func TestNamesThatGoOn(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "Прошу заменить моё имя: Камила Маратовна Юн.\nСпасибо", "certain: name=Камила Маратовна Юн"},
		{"New surname", "I married. Please change my name to Anna Kim May.\nThanks", "doubtful contradictory: name=Anna Kim"},
	})
}

// What only begins the sentence, or says where a name is to be put, is no part of it.
func TestHeadsBeforeANewName(t *testing.T) {
	checkValues(t, []valueCase{
		{"", "Тегім ауысты. Кестеге Еркебұлан Тоғжан деп жазыңдар.", "certain: name=Еркебұлан Тоғжан"},
		{"", "Need Viktor Shevchuk like in document, repair my name please.", "certain: name=Viktor Shevchuk"},
		{"", "В табеле я Каримова, а после ЗАГСа Юсупова Дилноза, исправьте фамилию", "certain: name=Юсупова Дилноза"},
		{markRu, "ФИО: Радтке Эльвира Ким", "certain: name=Радтке Эльвира Ким"},
	})
}
