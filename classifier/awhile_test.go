package classifier

import (
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// What goes elsewhere only for a while, at some hours, or of one sort while the rest stays, and what is somebody else's, is done by a person.
func TestOnlyAPartOrForAWhile(t *testing.T) {
	notActedUpon(t,
		"Письма с расписанием шлите теперь на weber.home@mail.ru, а счета по-прежнему на эту, там бухгалтер смотрит.",
		"Кестені енді zhanar.uy@mail.ru поштасына жіберіңіздер, ал түбіртектер осында келе берсін.",
		"Send timetables to olivia.home@gmail.com from now on, invoices still to this one as my accountant reads it.",
		"Ближайшие две недели я на связи по 8 777 812 40 58, замените пожалуйста.",
		"For the next fortnight you'll get me on 8 777 314 80 27, please change it.",
		"Осы аптада нөмірім 8 701 533 27 47, ауыстырып қойыңыз.",
		"В декабре звоните на 8 701 334 20 29, поменяйте пожалуйста номер.",
		"По утрам звоните теперь на 8 701 334 20 26.",
		"In the mornings you now get me on 8 701 642 30 66.",
		"Добрый день, смените пожалуйста телефон у тёщи, она у вас на абонементе, новый 8 701 334 20 17. Спасибо, Игорь",
		"Could you change the mobile for the lodger upstairs, it's 8 705 230 66 76 now, thank you",
		"It's 8 705 448 93 42 now, and deliver to 5 Dostyk from now on.",
		"Хватит слать письма про йогу, пилатес присылайте.",
		"Не звоните мне в рабочее время, пишите.",
		"Түнде смс жібермеңіздерші!",
		"я против обработки моих данных! шутка, обрабатывайте на здоровье",
		"Could you change my e-mail to me@post.example once my account is open?",
	)
	checkValues(t, []valueCase{
		{"", "Все письма теперь шлите на weber.home@mail.ru, прежний ящик закрыт. Поменяйте, пожалуйста.", "certain: email=weber.home@mail.ru"},
		{"", "Смените, пожалуйста, мой номер на 8 701 334 20 17, телефон мужа остаётся прежним.", "certain: phone=+77013342017"},
	})
}

// A consent taken back ends the news that hang on it, too; who wants both is asked. So is who writes from somebody else's address, and who was written to in the first place.
func TestConsentTakenBackAndNewsWanted(t *testing.T) {
	notActedUpon(t,
		"Отзываю согласие на обработку моих персональных данных. При этом о новых скидках и акциях мне обязательно сообщать.",
		"Дербес деректерімді өңдеуге келісімімді қайтарып аламын. Ал жеңілдіктер туралы хабарлап тұрыңыздар.",
		"I withdraw my consent to the processing of my personal data. Do keep sending me your offers, though.",
		"Please change my number to 8 701 334 20 17. I am writing from my brother's email.", // nobody knows who writes
		"Отзываю согласие на обработку моих персональных данных. Пишу с адреса коллеги.",
		"Отзываю согласие на обработку моих персональных данных.\n\nКопия: МОИ (для сведения)", // written to somebody else
		"Дербес деректерімді өңдеуге келісімімді қайтарып аламын.\n\nКөшірмесі: кітапхана (мәлімет үшін)",
	)
	for _, text := range []string{
		"Отзываю согласие на обработку моих персональных данных и рекламные письма тоже больше не шлите.",
		"Деректерімді пайдалануға берген келісімімді қайтарып аламын, жарнама хаттарыңызды да бұдан былай жібермеңіздер.",
		"Отзываю согласие на обработку моих персональных данных. О скидках и акциях сообщать мне больше не надо.",
	} {
		if v := Classify(letter("", text)); len(v) != 1 || v[0].Kind != privacy.KindWithdraw || v[0].Certainty != privacy.Certain {
			t.Errorf("%q: %+v", text, v)
		}
	}
}
