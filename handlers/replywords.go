package handlers

// The words our letters ask for come first; the others are what people write
// instead. They count only as the whole of a clause, so that "yes, but …" goes to a
// person.
var replyWords = map[string]Reply{
	"иә": ReplyYes, "иа": ReplyYes, "ия": ReplyYes, "растаймын": ReplyYes, "иә растаймын": ReplyYes, "келісемін": ReplyYes, "мақұлдаймын": ReplyYes, "ok": ReplyYes, "ок": ReplyYes,
	"да": ReplyYes, "подтверждаю": ReplyYes, "да подтверждаю": ReplyYes, "согласен": ReplyYes, "согласна": ReplyYes, "верно": ReplyYes,
	"yes": ReplyYes, "i confirm": ReplyYes, "confirm": ReplyYes, "confirmed": ReplyYes, "yes i confirm": ReplyYes, "yes please": ReplyYes,
	"жоқ": ReplyNo, "жок": ReplyNo, "тоқтату": ReplyNo, "токтату": ReplyNo, "тоқтатыңыз": ReplyNo, "бұл мен емес": ReplyNo, "бұл мен емеспін": ReplyNo, "мен емес": ReplyNo, "болдырмау": ReplyNo, "өзгертпеңіз": ReplyNo,
	"нет": ReplyNo, "стоп": ReplyNo, "отмена": ReplyNo, "отменить": ReplyNo, "отмените": ReplyNo, "остановите": ReplyNo, "это не я": ReplyNo, "не подтверждаю": ReplyNo, "не меняйте": ReplyNo, "это мошенники": ReplyNo,
	"no": ReplyNo, "stop": ReplyNo, "stop this": ReplyNo, "cancel": ReplyNo, "undo": ReplyNo, "it was not me": ReplyNo, "not me": ReplyNo,
}

// courtesies change nothing about an answer.
var courtesies = wordSet("рахмет", "рақмет", "көп рахмет", "көп рақмет", "үлкен рахмет", "сау болыңыз", "сау болыңыздар", "сәлеметсіз бе",
	"спасибо", "спасибо большое", "большое спасибо", "спасибо вам", "благодарю", "благодарю вас", "заранее спасибо", "пожалуйста", "здравствуйте", "добрый день", "хорошего дня", "доброго дня", "всего доброго",
	"thanks", "many thanks", "thank you", "thank you very much", "thanks a lot", "please", "hello", "have a nice day")

// agreeing words add nothing to a yes.
var agreeing = wordSet("бәрі дұрыс", "бұл мен", "все верно", "всё верно", "все правильно", "всё правильно", "это я", "that is me", "that s me", "it was me", "i do")

// closings stand above a signature.
var closings = wordSet("құрметпен", "зор құрметпен", "ізгі ниетпен", "ізгі тілекпен", "сәлеммен",
	"с уважением", "с ув", "с наилучшими пожеланиями", "всего хорошего",
	"regards", "best regards", "kind regards", "warm regards", "best wishes", "best", "sincerely", "yours sincerely", "respectfully", "cheers")

// objections are no names, however they are written.
var objections = wordSet("жоқ", "емес", "емеспін", "қате", "тоқтату", "алаяқтар", "алаяқтық",
	"не", "ни", "нет", "но", "стоп", "отмена", "отменить", "отмените", "ошибка", "ошибочно", "мошенники", "мошенничество", "обман", "спам", "верните", "это",
	"no", "not", "never", "but", "stop", "cancel", "undo", "wrong", "mistake", "error", "fraud", "scam", "spam")

func wordSet(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}
