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
		"прежнее": none, "то же": none, "см. выше": none, "ТОО Ромашка": none, "Отдел кадров": none, "Алматы": part, "Ваша Айгерим": none,
		"Айгерим": part, "Ким": part, "Смагулова А.Б.": part, "Смaгулова Айгерим": two, "смагулова айгерим болатовна": small,
		"Г-жа Смагулова": part,
	} {
		cases = append(cases, valueCase{markRu, "ФИО: " + text, "doubtful invalid-value: name!" + problem})
	}
	checkValues(t, append(cases, []valueCase{
		{markRu, "ФИО: Г-жа Смагулова Айгерим", "certain: name=Смагулова Айгерим"},
		{markRu, "ФИО: Ли Ён Хи", "certain: name=Ли Ён Хи"},
		{markRu, "ФИО: СМАГУЛОВА АЙГЕРИМ БОЛАТОВНА", "certain: name=СМАГУЛОВА АЙГЕРИМ БОЛАТОВНА"},
	}...))
}

// Particles belong to the name, in what is recorded and in what is shown.
func TestNamesWithParticles(t *testing.T) {
	for _, name := range []string{
		"Мамедов Эльчин Ариф оглы", "Мамедова Лейла Ариф кызы", "Серікбаев Нұрлан Серік ұлы", "Серікбаева Аружан Серік қызы",
		"Каримов Азиз Бахтиёр угли", "Каримова Нозима Бахтиёр кизи", "фон Дорн Эраст Петрович", "де Лара Мария",
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
