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
		"Laura Schneider on your register turns into Laura Akhmet.",
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
