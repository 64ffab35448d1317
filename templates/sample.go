package templates

import (
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Sample is invented data with which the letter renders, for previews and for the
// check at start. No person, number or organisation in it exists.
func Sample(name string, lang privacy.Language) Data {
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, kazakhstan)
	}
	words := sampleWords[lang]
	return Data{
		Controller: Controller{
			Name: map[privacy.Language]string{
				privacy.Kazakh:  "«Үлгі» жауапкершілігі шектеулі серіктестігі",
				privacy.Russian: "Товарищество с ограниченной ответственностью «Үлгі»",
				privacy.English: "Ulgi LLP",
			},
			BIN:         "000000000000",
			Address:     "info@ulgi.example",
			PolicyURL:   "https://ulgi.example",
			Responsible: "privacy@ulgi.example",
		},
		Number:        "OT-7F3K-92QT",
		Kind:          sampleKind(name),
		Fields:        []privacy.Field{privacy.FieldName, privacy.FieldPhone},
		ReceivedAt:    at(time.November, 24, 14, 5),
		DueAt:         at(time.November, 25, 23, 59),
		DueBasis:      words.basis,
		DoneAt:        at(time.November, 24, 14, 6),
		DestroyBy:     at(time.December, 9, 23, 59),
		ExpiresAt:     at(time.December, 1, 14, 6),
		UndoUntil:     at(time.December, 8, 14, 6),
		Token:         "K7QM-2X9D-HF4T-8WZC",
		MaskedAddress: "a***@m***.example",
		Ground:        GroundRetention,
		Article:       words.article,
		Text:          words.text,
	}
}

func sampleKind(name string) privacy.Kind {
	switch name {
	case Destruction, Destroyed:
		return privacy.KindErase
	case Withdrawn, NothingHeld, Refusal:
		return privacy.KindWithdraw
	case Unsubscribed:
		return privacy.KindUnsubscribe
	case Unblocked, NotBlocked:
		return privacy.KindUnblock
	case Answer:
		return privacy.KindQuestion
	}
	return privacy.KindUpdate
}

var sampleWords = map[privacy.Language]struct{ basis, article, text string }{
	privacy.Kazakh: {
		basis:   "заң бойынша 1 жұмыс күні",
		article: "Үлгі заңының 1-бабы",
		text:    "Бұл – қызметкер жазатын мәтіннің үлгісі.\n\nОл бірнеше азат жолдан тұра алады.",
	},
	privacy.Russian: {
		basis:   "1 рабочий день по закону",
		article: "статья 1 Закона-образца",
		text:    "Это образец текста, который пишет сотрудник.\n\nВ нём может быть несколько абзацев.",
	},
	privacy.English: {
		basis:   "1 working day by law",
		article: "Article 1 of the Sample Law",
		text:    "This is a sample of what a member of staff writes.\n\nIt may have several paragraphs.",
	},
}
