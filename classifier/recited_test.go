package classifier

import "testing"

// What stands in quotation marks was written to somebody else.
func TestRecited(t *testing.T) {
	notActedUpon(t,
		"Директору ТОО «Тур-Сити».\nЯ отзываю согласие на обработку моих персональных данных, которое дал вашей турфирме.\nКопия направляется в музей для сведения.",
		"For your information, this went to my bank last night.\n\"Dear Bank, I cancel my consent to the processing of my personal data, this is my formal notice.\"\nDeclan Hall",
		"Төмендегіні телеком компаниясына жібергенмін.\n«Құрметті Байланыс-Телеком, дербес деректерімді өңдеуге берген келісімімді қайтарып аламын».\nҚұралай",
		"For your information, this went to my bank: \"Dear Bank, I cancel my consent to the processing of my personal data.\" Nothing to do with you. Declan Hall",
		"Сидим с подругой, она читает ваше сообщение и диктует.\n«Уберите меня из рассылки, надоело, Оксана Гринь».\nЯ тут только печатаю.",
	)
}
