package classifier

import "testing"

// Thanks for what was done ask nothing, also below the mark of the policy in an answer.
func TestThanksForWhatWasDone(t *testing.T) {
	for _, c := range []struct{ title, text string }{
		{"Re: Дербес деректерді жаңарту", "Рақмет, нөмірімді жаңартып қойған екенсіздер, бүгін хабарлама дұрыс келді."},
		{"Re: Нөміріңіз жаңартылды", "Нөмірімді бір күнде жаңартып қойыпсыздар, көп рақмет!"},
		{"Спасибо", "Получила новую справку, фамилия теперь верная — Власенко Оксана Игоревна. Спасибо, что так быстро всё исправили!"},
		{"Re: Ваш запрос выполнен", "Благодарю, телефон обновили, СМС приходят."},
		{"Re: Your request has been carried out", "Perfect, I see the new surname in my account now. Thank you for being so quick!"},
		{"", "You unsubscribed me yesterday, thanks, it worked."},
		{"Re: Дербес деректерді жаңарту", "Армысыздар! Кеше жіберген өтінішім бойынша нөмірім ауысыпты, бүгін СМС те келді. Жылдам істегендеріңізге рақмет, басқа шаруам жоқ."},
		{"Re: Актуализация персональных данных", "Спасибо, всё верно, вижу в личном кабинете. Больше ничего не нужно."},
		{"Re: Updating personal data", "Thank you, that was quick! I have just seen the new number in my account, all correct."},
	} {
		if got := Classify(letter(c.title, c.text)); got != nil {
			t.Errorf("%s / %s: %s %v", c.title, c.text, got[0].Kind, got[0].Doubts)
		}
	}
}

// What is asked beside thanks is heard.
func TestThanksWithAWish(t *testing.T) {
	for _, c := range []struct{ title, text string }{
		{"done with this", "yo, two things. 1) take me off the promo texts list. 2) delete my data from your system too, profile and waiver and whatever else is there.\ncheers, Zack"},
		{"Дербес деректерді жаңарту", "Рақмет, нөмірімді жаңартып қойыпсыздар."}, // the mark is no answer
		{"Re: Дербес деректерді жаңарту", "Рақмет, жаңартып қойыпсыздар, бірақ поштам әлі ескі."},
		{"change of my details", "Hi, I wrote it all down on paper, see the photo.\nThanks, Ruth"},
		{"", "Рақмет, нөмірімді жаңартып қойыпсыздар. Енді дербес деректерімді түгел өшіріңіздер."},
		{"", "Спасибо, телефон обновили. Почту тоже поменяйте: anna@posta.example"},
		{"", "Спасибо, что обновили, но фамилия с опечаткой."},
		{"", "Спасибо, что обновили. Отзываю согласие на обработку персональных данных."},
		{"", "Thanks for updating the phone, but the e-mail is wrong now."},
		{"Re: Withdrawal of consent to the processing of personal data", "Thanks, received."},
	} {
		if got := Classify(letter(c.title, c.text)); got == nil {
			t.Errorf("%s / %s: nothing is heard", c.title, c.text)
		}
	}
}
