package classifier

import (
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	updateMark   = "Дербес деректерді жаңарту"
	withdrawMark = "Отзыв согласия на обработку персональных данных"
)

func TestDoubts(t *testing.T) {
	withAttachment := letter(withdrawMark, "")
	withAttachment.Attachments = []message.Attachment{{Name: "a.pdf", MediaType: "application/pdf"}}
	attachedOnly := letter(withdrawMark, "Заявление во вложении.")
	attachedOnly.Attachments = withAttachment.Attachments
	valueAttached := letter(updateMark, "")
	valueAttached.Attachments = withAttachment.Attachments
	damaged := letter(withdrawMark, "")
	damaged.Damage = []message.Damage{message.DamageEncoding}
	winmail := letter(withdrawMark, "")
	winmail.Damage = []message.Damage{message.DamageWinmail}
	greeting := letter("Re: Анкета", "Здравствуйте!\n> "+withdrawMark+"\n")
	greeting.Ranges = []message.Range{{Start: 0, End: len("Здравствуйте!\n"), Origin: message.Own}, {Start: len("Здравствуйте!\n"), End: len(greeting.Text), Origin: message.Quoted}}
	quotedOnly := letter("Re: "+withdrawMark, "> алдыңғы хат\n")
	quotedOnly.Ranges[0].Origin = message.Quoted
	signed := letter(withdrawMark, "-- \nАсель\n")
	signed.Ranges[0].Origin = message.Signature

	thanks := letter("Re: "+withdrawMark, "Спасибо, получил ваш ответ.")
	thanks.InReplyTo = []string{"1@example.kz"}
	for name, c := range map[string]struct {
		m    *message.Message
		want []Doubt
	}{
		"mark and nothing else":    {letter(withdrawMark, ""), nil},
		"mark over a signature":    {signed, nil},
		"attachment":               {withAttachment, []Doubt{DoubtAttachment}}, // nobody knows what the picture says
		"attachment holds it":      {attachedOnly, []Doubt{DoubtAttachment}},
		"update, value attached":   {valueAttached, []Doubt{DoubtNoValue, DoubtAttachment}},
		"condition ru":             {letter(withdrawMark, "Если не перезвоните до пятницы, считайте согласие отозванным."), []Doubt{DoubtCondition}},
		"condition kk":             {letter(withdrawMark, "Егер жауап бермесеңіздер, келісімімді қайтарып аламын."), []Doubt{DoubtCondition}},
		"condition en":             {letter("Withdrawal of consent to the processing of personal data", "Unless you call me back."), []Doubt{DoubtCondition}},
		"courtesy":                 {letter(withdrawMark, "Если будут вопросы, звоните."), nil},
		"question":                 {letter("", "Как отозвать согласие на обработку моих данных?"), []Doubt{DoubtAsking}}, // beside no-mark or not
		"giving":                   {letter(withdrawMark, "Даю согласие на обработку моих персональных данных."), []Doubt{DoubtGiving}},
		"not decided":              {letter("", "Наверное, отзываю согласие на обработку моих данных, ещё подумаю."), []Doubt{DoubtUnsure}}, // likewise
		"another matter":           {letter(withdrawMark, "Просим оплатить счет до пятницы."), []Doubt{DoubtOtherMatter}},
		"passed on":                {letter("", "Пересылаю вам: отзываю согласие на обработку моих данных."), []Doubt{DoubtForwarded}},
		"damaged":                  {damaged, []Doubt{DoubtDamaged}},
		"thanks in an answer":      {thanks, []Doubt{DoubtOtherMatter, DoubtReply}},
		"a broken winmail.dat":     {winmail, nil}, // the text is whole
		"a greeting over a quote":  {greeting, []Doubt{DoubtNoOwnText}},
		"only a quoted letter":     {quotedOnly, []Doubt{DoubtNoOwnText}},
		"forwarded":                {letter("Fwd: "+withdrawMark, "см. ниже"), []Doubt{DoubtForwarded}},
		"forwarded, Russian":       {letter("Пересл: "+withdrawMark, "см. ниже"), []Doubt{DoubtForwarded}},
		"forwarded, Kazakh":        {letter("Қайта жіберу: "+withdrawMark, "төменде"), []Doubt{DoubtForwarded}},
		"forwarded, nested":        {letter("Re: FW: "+withdrawMark, "см. ниже"), []Doubt{DoubtForwarded}},
		"negation ru":              {letter(withdrawMark, "Это ошибка, я не отзываю ничего."), []Doubt{DoubtNegation}},
		"negation kk":              {letter(withdrawMark, "Келісімімді қайтармаймын"), []Doubt{DoubtNegation}},
		"negation kk, two words":   {letter(withdrawMark, "Жоқ, қайтарып алмаймын"), []Doubt{DoubtNegation}},
		"negation en":              {letter("Withdrawal of consent to the processing of personal data", "I don't want to withdraw it"), []Doubt{DoubtNegation}},
		"harmless not":             {letter(withdrawMark, "Это письмо можно не исполнять."), []Doubt{DoubtNegation}},
		"third person ru":          {letter(withdrawMark, "Прошу за мою маму, данные моей мамы."), []Doubt{DoubtThirdPerson}},
		"third person kk":          {letter(withdrawMark, "Бұл анамның деректері."), []Doubt{DoubtThirdPerson}},
		"third person en":          {letter(withdrawMark, "It is about my mother's data."), []Doubt{DoubtThirdPerson}},
		"for her, no mark":         {letter("Обращение", "Прошу удалить все персональные данные. Речь о моей маме, пишу за неё."), []Doubt{DoubtThirdPerson}},
		"on behalf of, no mark":    {letter("", "Please delete all my data. I am writing on behalf of my aunt."), []Doubt{DoubtThirdPerson}},
		"a daughter's number":      {letter("", "Поменяйте, пожалуйста, номер дочери на 8 701 555 22 33."), []Doubt{DoubtThirdPerson}},
		"a son's number, en":       {letter("", "Please change my son's number to +7 701 555 22 33."), []Doubt{DoubtThirdPerson}},
		"a child's number, kk":     {letter("", "Қызымның телефонын біреу алып кетті. Баланың тізімдегі нөмірін осыған өзгертіп қойыңыздаршы: 8 701 555 22 33."), []Doubt{DoubtThirdPerson}},
		"for an employee, no mark": {letter("", "Please amend your records on her behalf: the new number is 8 701 555 22 33."), []Doubt{DoubtThirdPerson}},
		"of a client, no mark":     {letter("", "По клиенту Иванову С. А. телефон поменялся: 8 701 555 22 33. Внесите в карточку."), []Doubt{DoubtThirdPerson}},
		"a son's surname":          {letter("", "После усыновления у сына новая фамилия. Исправьте, пожалуйста, в базе: был Кравец Тимур, стал Абенов Тимур Русланович."), []Doubt{DoubtThirdPerson}},
		"in her name, no mark":     {letter("", "Менің деректерімді жойыңыздар. Анамның атынан жазып отырмын."), []Doubt{DoubtThirdPerson}},
		"representative":           {letter(withdrawMark, "Действую по доверенности."), []Doubt{DoubtThirdPerson}},
		"update without value":     {letter(updateMark, "Жаңартыңыз"), []Doubt{DoubtNoValue}},
		"update with bad value":    {letter(updateMark, "Телефон: 12"), []Doubt{DoubtInvalidValue}},
		"update, two numbers":      {letter(updateMark, "Телефон: +77011234567\nТел.: +77021234567"), []Doubt{DoubtContradictory}},
		"update, same value twice": {letter(updateMark, "Телефон: +77011234567\nТел.: 8 701 123-45-67"), nil},
	} {
		got := Classify(c.m)
		if len(got) == 0 {
			t.Errorf("%s: nothing", name)
			continue
		}
		v := got[0]
		if name == "question" || name == "not decided" {
			v.Doubts = slices.DeleteFunc(v.Doubts, func(d Doubt) bool { return d == DoubtNoMark })
		}
		if !slices.Equal(v.Doubts, c.want) || (v.Certainty == privacy.Certain) != (c.want == nil) || len(got) > 1 {
			t.Errorf("%s: %s %v, want %v (%d verdicts)", name, v.Certainty, v.Doubts, c.want, len(got))
		}
	}
}

// Several things in one letter: each has its verdict, the most pressing first, and
// a person decides.
func TestSeveralKinds(t *testing.T) {
	for _, c := range []struct {
		m    *message.Message
		want []privacy.Kind
	}{
		{letter(withdrawMark, updateMark+"\n"+newPhone), []privacy.Kind{privacy.KindWithdraw, privacy.KindUpdate}},
		{letter(updateMark, newPhone+"\n"+withdrawMark), []privacy.Kind{privacy.KindWithdraw, privacy.KindUpdate}},
		{letter("", "Удалите мои данные. Какие мои данные вы храните?"), []privacy.Kind{privacy.KindErase, privacy.KindAccess}},
		{letter("", "Поменяйте мою почту на klim@tseh.example, а рассылку со скидками вообще больше не присылайте."), []privacy.Kind{privacy.KindUpdate, privacy.KindUnsubscribe}},
		{letter(withdrawMark, "Прошу также уничтожить мои персональные данные."), []privacy.Kind{privacy.KindWithdraw, privacy.KindErase}},
	} {
		got := Classify(c.m)
		if !slices.Equal(kinds(got), c.want) {
			t.Errorf("%q: %v, want %v", c.m.SubjectLine, kinds(got), c.want)
		}
		for _, v := range got {
			if v.Certainty != privacy.Doubtful || !slices.Contains(v.Doubts, DoubtSeveralKinds) {
				t.Errorf("%q: %s %s %v", c.m.SubjectLine, v.Kind, v.Certainty, v.Doubts)
			}
		}
	}
}

// Of two wishes in one sentence none is carried out alone, nor is a wish for a colleague, a number that is put right in words, or a complaint
// that is taken back.
func TestNotAlone(t *testing.T) {
	notActedUpon(t,
		"My new mobile is +7 701 888 99 05, please put it in my file. Sorry, the last digit is 6, not 5.",
		"Мой новый номер телефона +7 701 888 99 05, запишите, пожалуйста. Ой, опечатка: в конце 06.",
		"Менің жаңа нөмірім 8 701 888 99 05, жазып қойыңыздаршы. Кешіріңіздер, соңғы саны 6 болады.",
		"I hereby withdraw my complaint of 3 March concerning consent and the processing of my personal data. The matter is settled.",
		"Отзываю свою жалобу от 3 марта на обработку моих персональных данных без согласия. Вопрос решён.",
		"Электрондық поштам ауысты: asel.k@gmail.com. Растау үшін тағы жазамын: asel.k@gmai.com. Осыған жазыңыздар.",
		"Please send me a copy of all the personal data you keep about me. After that please delete my data from your system.",
		"Есепшіміз Раушанның телефон нөмірі ауысты, базаларыңызда соны өзгертіңіздер: 8 701 555 22 33.",
	)
}

// What tells of a request of before, or only says more of the one that is made, is no other request.
func TestOneKind(t *testing.T) {
	for text, kind := range map[string]privacy.Kind{
		"Жазда менің өтінішім бойынша дербес деректерімді өңдеуді тоқтатып қойған едіңіздер. Енді сол бұғаттауды алып тастап, деректерімді өңдеуді қайта бастауларыңызды сұраймын.": privacy.KindUnblock,
		"There is no reason any more for you to keep what you know about me. Please delete all of my personal data from your system and let me know when it is done.":               privacy.KindErase,
	} {
		if got := Classify(letter("", text)); len(got) != 1 || got[0].Kind != kind || got[0].Certainty != privacy.Certain {
			t.Errorf("%s: %s", text, describe(got))
		}
	}
}

// Unsubscribing is part of a withdrawal: the mark stays certain.
func TestWithdrawalIncludesUnsubscribing(t *testing.T) {
	got := Classify(letter(withdrawMark, "Отпишите меня от рассылки."))
	if len(got) != 1 || got[0].Kind != privacy.KindWithdraw || got[0].Certainty != privacy.Certain {
		t.Errorf("%+v", got)
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		m    *message.Message
		want privacy.Language
	}{
		{letter(updateMark, "Здравствуйте, прошу записать мой новый номер."), privacy.Kazakh}, // that of the mark
		{letter("", "Удалите мои персональные данные, пожалуйста. Құрметпен, Айгүл Сейітқызы"), privacy.Russian},
		{letter("", "Деректерімді өшіріңіз, пожалуйста"), privacy.Kazakh},
		{letter("", "Менин деректеримди оширип тастаныздар, мен туралы дерек болмасын"), privacy.Kazakh},
		{letter("", "derekterimdi oshirip tastanyzdar, men turaly esh narse kerek emes"), privacy.Kazakh},
		{letter("", "Please delete my personal data. Regards, Айгүл"), privacy.English},
		{letter("Удалите мои персональные данные", ""), privacy.Russian},
		{letter("DSAR", ""), privacy.English},
		{letter("СТОП", ""), privacy.Russian},
	} {
		got := Classify(c.m)
		if len(got) == 0 || got[0].Language != c.want {
			t.Errorf("%q %q: %+v, want %s", c.m.SubjectLine, c.m.Text, got, c.want)
		}
	}
}

// What nobody sees is not said, whatever it is; only a page of it makes a person look.
func TestHiddenWords(t *testing.T) {
	for hidden, want := range map[string]privacy.Certainty{
		"Скидки до пятницы, смотрите на сайте": privacy.Certain,
		"Прошу удалить мои данные":             privacy.Certain,
		"8 701 555 22 33": privacy.Certain,
		strings.Repeat("Не отзываю согласие. ", 60): privacy.Doubtful,
	} {
		m := message.Parse([]byte("From: a@b.kz\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Отзываю согласие на обработку персональных данных.</p><p style='display:none'>" + hidden + "</p>"))
		if v := Classify(m); len(v) != 1 || v[0].Kind != privacy.KindWithdraw || v[0].Certainty != want {
			t.Errorf("%q: %+v", hidden, v)
		}
	}
}
