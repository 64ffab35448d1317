package classifier

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

var besideMarks = map[privacy.Kind]map[privacy.Language]string{
	privacy.KindWithdraw: {
		privacy.Kazakh: "Дербес деректерді өңдеуге келісімді қайтарып алу", privacy.Russian: "Отзыв согласия на обработку персональных данных",
		privacy.English: "Withdrawal of consent to the processing of personal data",
	},
	privacy.KindUpdate: {
		privacy.Kazakh: "Дербес деректерді жаңарту", privacy.Russian: "Актуализация персональных данных", privacy.English: "Updating personal data",
	},
}

// eachBeside reads bodies below the mark of a kind: lines of a language, a doubt and a
// body, where \n stands for a line end.
func eachBeside(t *testing.T, kind privacy.Kind, table string, do func(body string, doubt Doubt, v []Verdict)) {
	t.Helper()
	for l := range strings.Lines(table) {
		parts := strings.SplitN(strings.TrimSpace(l), "|", 3)
		if len(parts) < 3 {
			continue
		}
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		body := strings.ReplaceAll(parts[2], `\n`, "\n")
		do(parts[2], Doubt(parts[1]), Classify(letter(besideMarks[kind][privacy.Language(parts[0])], body)))
	}
}

// A mark stands in the subject line of many a letter that asks for something else: for
// the form, for advice, how far it is, or that thanks; people pass it on, or set a date.
func TestWhatDoesNotGoWithAMark(t *testing.T) {
	for kind, table := range map[privacy.Kind]string{privacy.KindWithdraw: disturbing, privacy.KindUpdate: disturbingUpdates} {
		eachBeside(t, kind, table, func(body string, doubt Doubt, v []Verdict) {
			if len(v) == 0 || v[0].Kind != kind || v[0].Certainty != privacy.Doubtful {
				t.Errorf("%q: %+v", body, v)
				return
			}
			for _, o := range v[0].Objections() {
				if o.Doubt == doubt && len(o.Evidence) > 0 && o.Evidence[0].Text != "" {
					return
				}
			}
			t.Errorf("%q: %v, want %s with its words", body, v[0].Doubts, doubt)
		})
	}
}

// A labelled name below a mark is what is asked, alone or beside a number.
func TestNameBelowAMark(t *testing.T) {
	checkValues(t, []valueCase{
		{markKk, "Аты-жөні: Айгүл Серікова", "certain: name=Айгүл Серікова"},
		{markKk, "Аты-жөні: Айгүл Смағұлова\nТелефон: 8 701 555 77 88", "certain: name=Айгүл Смағұлова; phone=+77015557788"},
		{markRu, "ФИО: Смагулова Айгерим Ерлановна", "certain: name=Смагулова Айгерим Ерлановна"},
		{markEn, "Name: Anna Petrova", "certain: name=Anna Petrova"},
	})
}

// What people write below a mark leaves it clear: who they are, why, thanks, the wish once
// more, the values.
func TestWhatGoesWithAMark(t *testing.T) {
	n := 0
	for kind, table := range map[privacy.Kind]string{privacy.KindWithdraw: polite + politeWithdrawals, privacy.KindUpdate: polite + politeUpdates} {
		if kind == privacy.KindUpdate {
			table = strings.ReplaceAll(table, "| |", `| | 8 701 555 22 33\n`)
		}
		eachBeside(t, kind, table, func(body string, _ Doubt, v []Verdict) {
			n++
			if len(v) != 1 || v[0].Kind != kind || v[0].Certainty != privacy.Certain {
				t.Errorf("%q: %s", body, describe(v))
			}
		})
	}
	if n < 105 {
		t.Errorf("%d bodies", n)
	}
}

const disturbing = `
ru | other-matter | Здравствуйте, пришлите пожалуйста бланк
ru | other-matter | Добрый день! Вышлите форму заявления
ru | other-matter | Где скачать шаблон
ru | other-matter | Нужна консультация
ru | other-matter | Хочу узнать порядок
ru | other-matter | Прошу разъяснить порядок
ru | other-matter | Сколько это займет времени
ru | other-matter | Номер обращения OT-7F3K-92QT, какой статус?
ru | other-matter | Жду ответа
ru | other-matter | Когда будет ответ
ru | other-matter | Ответ получен, спасибо
ru | other-matter | Спасибо, получила
ru | other-matter | Ок
ru | other-matter | Спасибо за помощь, вопрос закрыт
ru | other-matter | Благодарю, всё решено
ru | other-matter | Оставляю отзыв: всё понравилось
ru | other-matter | Тест
ru | other-matter | тестовое письмо
ru | other-matter | проверка связи
ru | other-matter | Позвоните мне 8 701 555 22 33
ru | negation | Прошу отменить
ru | negation | Отменить!
ru | negation | Прошу отозвать моё предыдущее заявление об этом
ru | negation | Не согласен
ru | third-person | Ахметов Серик Канатович, мой муж
ru | forwarded | Коллеги, посмотрите
ru | forwarded | Для сведения
ru | forwarded | В работу
ru | forwarded | Ерлан, обработай пожалуйста
ru | giving | Согласен
ru | giving | Даю согласие
ru | condition | С 1 января
ru | condition | С 01.01.2027
ru | condition | После закрытия кредита
ru | condition | Частично
ru | condition | Только для партнёров
ru | condition | Прошу только в части передачи третьим лицам
kk | other-matter | Қандай құжат керек
kk | other-matter | Үлгісін жіберіңіздерші
kk | other-matter | Түсіндіріп беріңіздерші
kk | other-matter | Хабарласыңыздаршы 8 701 555 22 33
kk | other-matter | Рақмет, мәселе шешілді
kk | other-matter | Жауап күтемін
kk | other-matter | Тест
kk | forwarded | Мәлімет үшін
kk | forwarded | Әріптестер, қараңыздаршы
kk | negation | Қате жіберіппін
kk | giving | Келісемін
kk | condition | 1 қаңтардан бастап
kk | condition | Несие жабылғаннан кейін
kk | condition | Ішінара
en | other-matter | Please send me the form
en | other-matter | I need help with this
en | other-matter | Please call me
en | other-matter | Please advise
en | other-matter | I need more information before I decide
en | other-matter | Thanks, all solved
en | other-matter | Thanks, received
en | other-matter | Waiting for your reply
en | other-matter | Test
en | forwarded | FYI
en | negation | Please cancel
en | negation | Please ignore my previous request
en | giving | I agree
en | condition | From 1 January
en | condition | After the loan is repaid
en | condition | Only for partners
`

const disturbingUpdates = `
ru | further | Добавьте второй телефон 8 701 555 22 33
ru | further | Доп. телефон: 8 701 555 22 33
ru | further | Второй номер: 8 701 555 22 33
ru | further | Номер для экстренной связи 8 701 555 22 33
ru | further | Телефон директора 8 701 555 22 33
ru | further | тел. бухгалтерии 8 701 555 22 33
ru | further | Вопросы по тел. 8 701 555 22 33
ru | further | Добавьте номер 8 701 555 22 33, старый оставьте
ru | other-matter | Позвоните мне 8 701 555 22 33
ru | condition | С 1 января\n8 701 555 22 33
ru | forwarded | Для сведения\n8 701 555 22 33
kk | further | Қосымша нөмір 8 701 555 22 33
kk | further | Екінші телефоным: 8 701 555 22 33
kk | further | 8 701 555 22 33, ескісін қалдырыңыздар
kk | further | Директордың телефоны 8 701 555 22 33
en | further | Second phone: 8 701 555 22 33
en | further | Emergency contact 8 701 555 22 33
en | further | Additional mobile: 8 701 555 22 33
en | further | Director's phone: 8 701 555 22 33
en | further | Please add 8 701 555 22 33 and keep the old one
`

const polite = `
ru | | Здравствуйте!
ru | | Добрый день!\n\nС уважением, Ахметова Гульнар
ru | | Ахметова Гульнар Сериковна, ИИН 850101400123
ru | | Добрый день, меня зовут Гульнар Ахметова.
ru | | Я ваш бывший клиент.
ru | | Здравствуйте! Прошу подтвердить получение.
ru | | Прошу сообщить о результате.
ru | | Прошу подтвердить исполнение письмом.
ru | | Прошу исполнить.
ru | | Спасибо!
ru | | Заранее благодарю.
ru | | Заранее спасибо за помощь.
ru | | Благодарю за понимание.
ru | | С уважением,\nАхметов Серик\nглавный бухгалтер ТОО «Ромашка»
ru | | Уважаемые коллеги!
ru | | Добрый день, уважаемые сотрудники компании!
ru | | Прошу принять в работу, спасибо.
ru | | Прошу рассмотреть.
ru | | Прошу рассмотреть моё заявление.
ru | | Если будут вопросы, звоните.
ru | | Хорошего дня!
kk | | Сәлеметсіз бе!
kk | | Құрметпен, Ахметова Гүлнар
kk | | Ахметова Гүлнар Серікқызы, ЖСН 850101400123
kk | | Рақмет!
kk | | Алдын ала рақмет.
kk | | Орындауыңызды сұраймын.
kk | | Растауыңызды сұраймын.
kk | | Өтінішімді қабылдауыңызды сұраймын.
kk | | Мен сіздердің бұрынғы клиентіңізбін.
kk | | Ізгі ниетпен, Серік
en | | Hello,
en | | Dear Sir or Madam,\n\nKind regards,\nSerik Akhmetov
en | | My name is Serik Akhmetov.
en | | Thank you in advance.
en | | Thanks!
en | | Please confirm receipt.
en | | Please confirm when this is done.
en | | I am a former customer of yours.
en | | Best regards,\nSerik Akhmetov\nChief accountant
`

const politeWithdrawals = `
kk | | Қайырлы күн! Менің аты-жөнім Ахметова Гүлнар.
kk | | Тоқтатылғанын растаңыз.
ru | | Прошу подтвердить прекращение.\n\nСмирнова О. П.
en | | Please confirm the withdrawal.
ru | | Прошу прекратить обработку моих персональных данных.
ru | | Прошу отозвать согласие.
ru | | Отзываю ранее данное согласие.
ru | | Я больше не пользуюсь вашими услугами.
ru | | Я больше не являюсь клиентом.
ru | | Мне надоели звонки.
ru | | Согласие давал в 2021 году при оформлении карты.
kk | | Келісімімді қайтарып аламын.
kk | | Сіздердің қызметтеріңізді енді пайдаланбаймын.
kk | | Деректерімді өңдеуді тоқтатуыңызды сұраймын.
en | | I withdraw my consent.
en | | Please stop processing my data.
en | | I no longer use your services.
`

const politeUpdates = `
ru | | Прошу обновить.
ru | | Прошу внести изменения.
ru | | Прошу обновить мои данные.
ru | | Сменила номер телефона.
ru | | Прошу изменить номер телефона.
ru | | Мой новый номер:
ru | | В связи со сменой оператора.
ru | | Старый номер утерян.
kk | | Нөмірім ауысты.
kk | | Жаңартуыңызды сұраймын.
kk | | Жаңа нөмірім:
en | | Please update my records.
en | | My number has changed.
en | | My new number:
`

// Own words that ask for a value beside the one on record put nothing in its place.
func TestOneMoreValue(t *testing.T) {
	for _, text := range []string{
		"Добавьте второй номер 8 701 555 22 33, старый оставьте.",
		"Запишите ещё мой второй телефон: 8 701 555 22 33",
		"У меня появился новый номер 8 701 555 22 33, запишите его, прежний оставьте.",
		"Қосымша нөмірімді қосып қойыңыздаршы: 8 701 555 22 33",
		"Please add a second phone number for me: +7 701 555 22 33",
		"Please record my new number +7 701 555 22 33 and keep the old one.",
		"I have a new backup phone, +7 701 555 22 33. Please update my details.",
		"Запасная почта у меня новая: zapas@mail.example. Обновите.",
		"Қосалқы поштам жаңа: zapas@mail.example. Жаңартыңыздаршы.",
		"My work phone is now +7 727 311 22 33; my private one, which you have, is unchanged.",
	} {
		for _, v := range Classify(letter("", text)) {
			if v.Kind == privacy.KindUpdate && v.Certainty == privacy.Certain {
				t.Errorf("%q: %s", text, describe([]Verdict{v}))
			}
		}
	}
}
