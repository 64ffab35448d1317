package classifier

import (
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// A name of which the letter says that it is on record, or somebody else's, is never taken for the new one, whatever is learned.
func TestNameOnRecordIsBarred(t *testing.T) {
	x := lexiconIndex()
	for _, text := range []string{
		"Карточкамда Жақсылықова Гүлназ Ерланқызы болып тіркелгенмін.",
		"Абонементте Нұргелді Томирис Асанқызы деп тұр еді.",
		"Полис оформлен на Ордабаеву Асель Тлегеновну.",
		"В вашей программе значусь как Ким Виталий Сергеевич.",
		"You'll find me under Katherine Louise Bennett.",
		"Мені «Тілеуқабыл Нұрсұлтан Сансызбайұлы» деп жазып жіберіпті.",
		"В реестре я пока Алия Болатовна Нурпеисова.",
		"Әпкем Жайна да сіздерде.",
		"Бабушка, Жаксыбекова Роза, зовёт меня Аленькой.",
		"I graduated in 2016 as Nadiya Alimova and have since married.",
		"В абонементе стоит ещё девичья Жумабаева Асель.",
	} {
		m := letter("", text)
		r := new(room).read(m, x, message.Own)
		offers := r.offers(x, m)
		if !slices.ContainsFunc(offers, func(o offer) bool {
			return o.spot.field == privacy.FieldName && strings.Contains(o.value.Raw, " ") && o.barred()
		}) {
			t.Errorf("%s: %+v", text, offers)
		}
	}
}

// Of two names the one on record, or somebody else's, is barred and the other is not, whichever stands first.
func TestWhichOfTwoNamesIsBarred(t *testing.T) {
	for text, want := range map[string]struct{ barred, free string }{
		"Laura Schneider on your register turns into Laura Akhmet.":                                                {"Laura Schneider", "Laura Akhmet"},
		"Дана Ким в вашем списке становится Даной Ли, замените на Ли Дана.":                                        {"Дана Ким", "Ли Дана"},
		"My patient card, which says Marion Elise Drew, should now be in the name of Marion Faulkner.":             {"Marion Elise Drew", "Marion Faulkner"},
		"Could you list me as Ana Brightwater from today, cell 8 747 003 18 46?":                                   {"", "Ana Brightwater"},
		"I, Dana Holt, have just got my passport, which says Dana Weber, so please update my card.":                {"", "Dana Weber"},
		"После развода в паспорте теперь стоит девичья Смагулова Анна, поправьте.":                                 {"", "Смагулова Анна"},
		"Смирнова Дарья я стала в мае, поправьте, пожалуйста, в карточке.":                                         {"", "Смирнова Дарья"},
		"Здравствуйте, я у вас лечусь у доктора Ким Анны, а теперь меня зовут Смагулова Айгерим, запишите.":        {"Ким Анны", "Смагулова Айгерим"},
		"Please update my file, I am officially registered as Dana Holloway since May, when we were both married.": {"", "Dana Holloway"},
	} {
		m := letter("", text)
		r := new(room).read(m, lexiconIndex(), message.Own)
		seen := map[string]bool{}
		for _, o := range r.offers(lexiconIndex(), m) {
			seen[strings.TrimSpace(o.value.Raw)] = o.barred()
		}
		if bars, ok := seen[want.barred]; want.barred != "" && (!ok || !bars) {
			t.Errorf("%s: %s is not barred: %v", text, want.barred, seen)
		}
		if bars, ok := seen[want.free]; !ok || bars {
			t.Errorf("%s: %s is barred: %v", text, want.free, seen)
		}
	}
}

// That it stands in the writer's papers, or that he is called so from now on, says that it is new.
func TestNameInPapersIsNew(t *testing.T) {
	for text, want := range map[string]string{
		"Смените, пожалуйста, фамилию в моей карточке. Новое удостоверение оформлено на Ержанову Дану Сериковну.":                        "Ержанова Дана Сериковна",
		"У вас я Черепанова Дана Сериковна. Получила новый паспорт, там указана Ержанова Дана Сериковна. Исправьте, пожалуйста, у себя.": "Ержанова Дана Сериковна",
		"I'm Dana Holt on your list. From now on please know me as Dana Weber and update my record.":                                     "Dana Weber",
	} {
		if got := outcome("", text); got != "certain: name="+want {
			t.Errorf("%s\n%s", text, got)
		}
	}
}

// The name that we have is the former one where it is said to be another by now.
func TestNameThatIsAnotherByNow(t *testing.T) {
	const want = "certain: name=Смагулова Дана"
	checkValues(t, []valueCase{
		{"Just married", "I was married on Saturday, so Dana Akhmetova in your files is now Dana Hollis (changed on my ID already). Please update it.", "certain: name=Dana Hollis"},
		{"", "Вышла замуж: Ахметова Дана у вас в базе теперь Смагулова Дана, исправьте, пожалуйста.", want},
	})
}
