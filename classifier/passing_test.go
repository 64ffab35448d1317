package classifier

import (
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// What the writer says he does not ask, what others have and what they advise is neither a second request nor a doubt.
func TestToldInPassing(t *testing.T) {
	for text, kind := range map[string]privacy.Kind{
		"Прошу на время проверки заблокировать обработку моих персональных данных. Удалять ничего не надо, и своё согласие я не отзываю.":                                                      privacy.KindBlock,
		"Менің жеке деректерімді өңдеуді бүгіннен бастап бұғаттап, тоқтата тұрыңыздар. Өшірмеңіздер, келісімімді де кері қайтармаймын.":                                                        privacy.KindBlock,
		"Please block my personal data and suspend all processing of it from today. I'm not asking you to erase it, nor do I take back my consent.":                                            privacy.KindBlock,
		"Сразу скажу: согласие на обработку моих персональных данных я не отзываю, карта мне нужна. Просто уберите меня из рекламной рассылки.":                                                privacy.KindUnsubscribe,
		"Скажите, пожалуйста, сколько дней хранится запись с камер и на каком основании вы снимаете посетителей? Я ничего не требую удалять и согласие не отзываю, мне просто важно понимать.": privacy.KindQuestion,
		"Please send me a copy of all the personal data you hold about me. I am not after a change or a deletion, I simply want to see what is there.":                                         privacy.KindAccess,
		"Я отзываю своё согласие на обработку персональных данных. Жена своё согласие оставляет, её карту не трогайте.":                                                                        privacy.KindWithdraw,
		"I ask that all my personal data be deleted from your database. My mum thinks I should simply unsubscribe from the newsletter, but I don't get any.":                                   privacy.KindErase,
		"Уберите меня, пожалуйста, из вашей рекламной рассылки. Согласие на обработку данных я не отзываю и удалять мою карту не надо.":                                                        privacy.KindUnsubscribe,
	} {
		got := Classify(letter("", text))
		if len(got) != 1 || got[0].Kind != kind || got[0].Certainty != privacy.Certain {
			t.Errorf("%s\n%s, want %s", text, describe(got), kind)
		}
	}
}

// A denial of the very thing that is asked, and what a relative made the writer change his mind about, still stops it.
func TestNotInPassing(t *testing.T) {
	notActedUpon(t,
		"Отзываю согласие на обработку персональных данных. Нет, подождите, жена говорит не надо, считайте, что не писал.",
		"Change my number to 8 702 445 10 39, please. Oh no wait, my husband says that we keep the old, then forget this.",
		"Осыған дейін келісімімді қайтарып алғым келген, бірақ қайтарып алмаймын.",
		"Дербес деректерді өңдеуге келісімді қайтарып алу\nМенің келісімім бұрынғыша күшінде қала берсін, ештеңені өзгертпеңіздер.",
		"Согласие отзывать не собираюсь, просто хотела похвалить регистратуру.",
		"Отзываю согласие на обработку персональных данных. Удалять ничего не надо, и пока ничего не делайте, я ещё подумаю.",
		"Отзываю согласие на обработку персональных данных. Мама сама не умеет, пишу за неё, её карту не трогайте.",
		"Please change my e-mail to dana@mail.example. I do not want your adverts and withdraw my consent.",
		"С 1 января 2030 года отзываю согласие на обработку персональных данных.",
		"I withdraw my consent to the processing of personal data from 1 January 2030.",
		"С 1 сентября мой номер будет +7 702 765 43 21, поменяйте, пожалуйста.",
		"Рассрочка погашена, отзываю его согласие на обработку персональных данных. Тётя, Камалова Суфия",
		"Прошу сменить мой номер на 8 701 555 22 33. Сестра свой кабинет оставляет, а мой удалите полностью.",
	)
}

// Who says in so many words that he does not take a consent back, or does not want letters to end, is not acted for.
func TestDeniesInSoManyWords(t *testing.T) {
	for _, l := range [][2]string{
		{"", "Я не забираю своё согласие."},
		{"", "Не хочу забирать согласие обратно."},
		{"Consent", "I don't want to take my consent back."},
		{"Withdrawal of consent to the processing of personal data", "I do not wish to withdraw it."},
		{"Withdrawal of consent to the processing of personal data", "Please don't withdraw it"},
		{"Дербес деректерді өңдеуге келісімді қайтарып алу", "Қайтарып алғым келмейді"},
		{"", "I don't want you to stop the newsletter."},
		{"Unsub", "Stop unsubscribing me from your newsletter!"},
		{"Mail", "Please avoid changing my email to k@new.example."},
		{"Phone", "My new phone is +7 701 222 33 44. Kindly refrain from updating my record with it."},
		{"Number", "Please undo the change of my number to +7 701 222 33 44."},
		{"Телефон", "Прошу воздержаться от замены моего номера на +7 701 222 33 44."},
		{"Номер", "Отмените замену моего номера на +7 701 222 33 44."},
		{"Нөмір", "Нөмірімді +7 701 222 33 44 дегенге ауыстыруды тоқтатыңыздар."},
		{"Удаление", "Воздержитесь от удаления моих данных."},
	} {
		for _, v := range Classify(letter(l[0], l[1])) {
			if v.Certainty == privacy.Certain {
				t.Errorf("%q: %s", l, describe([]Verdict{v}))
			}
		}
	}
}
