package classifier

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// ordinaryLetters is everyday mail of a medical engineering firm, and what looks
// like a request without being one. A bar parts subject line and text.
const ordinaryLetters = `
Счет на оплату №145|Добрый день! Направляем счет на оплату за апрель. Просим оплатить до 15 числа.
Коммерческое предложение|Здравствуйте! Предлагаем поставку аппаратов УЗИ. Прайс во вложении. С уважением, Ирина
Re: Договор поставки|Согласие на подписание договора получено, ждем скан. Оригинал отправили почтой.
Акт сверки|Просим подписать акт сверки и вернуть один экземпляр.
Отпишитесь по срокам|Коллеги, отпишитесь пожалуйста по готовности к пятнице.
Запрос цены|Просим предоставить информацию о стоимости обслуживания томографа.
Запрос КП|Прошу выслать коммерческое предложение на монтаж.
Изменение графика|Прошу изменить дату встречи на четверг. Номер кабинета тот же.
Новый адрес офиса|Уважаемые партнёры, наш офис переехал, новый адрес: пр. Абая 10. Телефон прежний.
Изменились реквизиты|Обновите, пожалуйста, банковские реквизиты нашей компании в договоре.
Претензия по качеству|По договору №12 поставлен неисправный датчик. Просим заменить.
Жалоба клиента|Пациент недоволен сроком ремонта, прошу разобраться.
Удалите строку 5|В спецификации удалите строку 5 и добавьте строку 9.
Запись|не пишите мне пока, я занят?
Запись|стоп я передумал
Вопрос|остановить запись
Запись на прием|удалите мою запись на завтра
Ответ|не надо писать, я позвоню сам
Вопрос|стоп-цена какая?
Заказ|cancel
Заказ|спасибо
Обновление ПО|Вышло обновление программы аппарата. Обновите прошивку до версии 2.1.
Блокировка счёта|Банк заблокировал расчетный счет, оплата задержится.
Разблокируйте доступ|Просим разблокировать доступ к порталу сервиса для инженера.
Отзыв о работе|Хотим оставить отзыв: ваши инженеры работают отлично, согласны на повторный заказ.
Отзыв продукции|Производитель отзывает партию датчиков, согласуйте замену.
Согласие на обработку персональных данных|Во вложении подписанное согласие на обработку персональных данных нового сотрудника.
Политика|Напоминаем: политика обработки персональных данных размещена на сайте.
Новости медтехники|Читайте в выпуске: новые томографы. Вы получили письмо, потому что подписаны. Чтобы отписаться от рассылки, перейдите по ссылке в конце письма. Отличных вам продаж и удачной недели, наша команда желает вам здоровья и успехов, до новых встреч в эфире и на выставках года.
Уведомление о проверке оборудования|Плановая проверка оборудования пройдет 5 мая.
Приостановите обработку заказа|Просим приостановить обработку заказа 77 до оплаты.
Ошибка в имени файла|В имени файла ошибка, исправьте и пришлите снова.
Вакансия|Прошу рассмотреть мое резюме. Мои данные: инженер, опыт 5 лет, телефон 8 701 123 45 67.
Пропуск|Какие данные нужны от меня для пропуска?
Доверенность|Направляем доверенность на получение товара.
Судебный приказ|Юрист просит копию договора для суда.
Тендер министерства|Министерство здравоохранения объявило тендер, запрос ценовых предложений во вложении.
Откуда доставка|Откуда у вас отгрузка и какой срок?
Мой новый телефон не работает с прибором|Приложение не видит аппарат, помогите настроить.
Төлем шоты|Сәлеметсіз бе! Сәуір айының шотын жібереміз. Құрметпен, Асқар
Келісімшартты қайтару|Келісімшарттың бір данасын қайтарып беріңіз.
Баға сұрау|Құрметті әріптестер, аппараттың бағасын сұраймыз.
Кездесу|Кездесу уақытын өзгертуіңізді сұраймын, жұмаға ауыстырыңыз.
Жаңа баға тізімі|Жаңа баға тізімін жібердік, ескісі жарамсыз.
Мекенжай|Біздің кеңсенің мекенжайы өзгерді: Абай даңғылы 10.
Шот туралы|Шотты түзетіп жіберіңіз, сомасында қате бар.
Рахмет|Хатыңызды алдық, рахмет.
Тапсырыс|Тапсырысты тоқтатыңыз, ақшасын кейін төлейміз.
Хабарлама|Хатты қабылдадық, жауабын ертең жібереміз.
Өтініш|Аппаратты жөндеуге өтініш береміз.
Келісім|Кездесуге келісіміңізді күтеміз.
Актіні жою|Ескі актіні жойып, жаңасын жасаңыз.
Invoice 2041|Dear team, please find attached the invoice for March.
Request for quotation|Could you send us a quotation for ten sensors?
Meeting|Please update the agenda and change the time to 3 pm.
New price list|Our new price list is out, the old one is no longer valid.
Delivery|Please stop the delivery until the payment is confirmed.
Order 55|I want to cancel order 55 and get a copy of the receipt.
Your data sheet|Where can I get the data sheet of the monitor?
Access to the portal|Our engineer has no access to your portal, please help.
Server block|The firewall blocks our data transfer.
Spring newsletter|Great offers on monitors and probes for your clinic this spring, come and see us at the exhibition hall in Almaty where our engineers show the whole range of new equipment to every visitor. If you do not want these letters use the link below.\n\nUnsubscribe | View in browser
Question|I have a question about the warranty of the pump.
Complaint|The client complains about noise in the compressor.
Signature|Please change the signature page, my name stays as it is.
Email|I sent you an email yesterday, did you get it?
Phone call|Please call me, my phone is below.\n\nJohn\nTel: +7 701 123 45 67
Contract|We agree to the terms, no longer waiting.
Lessons|The lessons for your reason start soon, the person in charge is our son.
Data migration|We delete the old records after the migration of the database.
Confirmation|We confirm receipt of your letter.
Отзыв лицензии поставщика|Просим отозвать доверенность. Я отзываю свою заявку на тендер.
Заявка|Прошу удалить мою заявку и изменить мой заказ.
Пропуск|Направляю мои данные для оформления пропуска, исправьте если ошибка
Links|Read https://example.kz/delete/my/data and www.example.kz/unsubscribe-me or write to delete-my-data@example.kz.
Thread|Please remove me from this email thread
Shipping|Please update my shipping address for order 5
`

// Ordinary mail is the bulk of the mailbox: nothing of it may be acted on, and of
// these near misses hardly one may bother a person.
func TestOrdinaryMailAsksNothing(t *testing.T) {
	left := share{}
	for line := range strings.Lines(ordinaryLetters) {
		subjectLine, text, ok := strings.Cut(strings.TrimSpace(line), "|")
		if !ok {
			continue
		}
		text = strings.ReplaceAll(text, `\n`, "\n")
		got := Classify(letter(subjectLine, text))
		left.count(len(got) == 0)
		if len(got) > 0 && got[0].Certainty == privacy.Certain {
			t.Errorf("%q | %q: %s %v", subjectLine, text, got[0].Kind, got[0].Evidence)
		}
	}
	if left.of < 60 || left.percent() < 93 {
		t.Errorf("left alone: %s", left)
	}
}
