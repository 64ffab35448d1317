package classifier

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Below the name that signs a letter stand a post, a firm and its telephones, also without
// «С уважением».
func TestSignaturesWithoutClosingWords(t *testing.T) {
	const mail = "certain: email=new.addr@mail.kz"
	checkValues(t, []valueCase{
		{markRu, "Прошу вместо old.addr@mail.kz записать new.addr@mail.kz.\n\nРуслан Хамитов\nПрораб, «Новый дом»\nмоб. +7 778 340 17 65 | офис +7 7172 60 80 90", mail},
		{markRu, "Прошу исправить мои данные:\n\nСмагулова Айгерим Ерлановна\n8 701 555 22 33", "doubtful contradictory: phone=+77015552233"}, // her name, or a new one
	})
}

// A value may be called somebody else's, and given up.
func TestValuesOfOthers(t *testing.T) {
	const phone = "certain: phone=+77085503131"
	checkValues(t, []valueCase{
		{"СМС уходят не мне", "В моей карте стоит её номер 8 708 550 13 13, а мой — 8 708 550 31 31. Поставьте мой, пожалуйста!", phone},
		{markRu, "Мой новый номер: 8 708 550 31 31. Казахстанский 8 708 550 13 13 я сдал.", phone},
		{markEn, "Please use 8 708 550 31 31 instead of 8 708 550 13 13, which I have given up.", phone},
	})
}

// Tables drawn with signs are tables where the head tells old from new; a slash between two
// numbers is none.
func TestTablesOfSigns(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "Прошу обновить мои данные.\n\nполе / было / стало\nмоб. / 8 705 111 22 33 / 8 701 555 22 33", "certain: phone=+77015552233"},
		{markEn, "Please update my record.\n\nItem | Old | New\nPhone | 8 705 111 22 33 | 8 701 555 22 33", "certain: phone=+77015552233"},
		{markRu, "Телефон: 8 705 111 22 33 / 8 701 555 22 33", "doubtful contradictory: phone=+77051112233; phone=+77015552233"},
		{markRu, "Мой новый номер 8/701/555/22/33", "certain: phone=+77015552233"},
	})
}

// A sentence of several matters does not make the request doubtful that another one asks.
func TestGuardsOfOtherMatters(t *testing.T) {
	const talk = "The invoice is paid. I left a green scarf in room 3; if it turns up, give it to Dana. It was a good year. "
	got := Classify(letter("Invoice, lost scarf, and my file", talk+"As I won't be coming back, please erase all the personal data you keep about me."))
	if len(got) != 1 || got[0].Kind != privacy.KindErase || got[0].Certainty != privacy.Certain {
		t.Errorf("%+v", got)
	}
	got = Classify(letter("", "Please erase all the personal data you keep about me. But only if my contract has ended."))
	if len(got) != 1 || got[0].Certainty == privacy.Certain {
		t.Errorf("a condition beside the request: %+v", got)
	}
}

// What a file is called is heard where the letter itself asks nothing.
func TestRequestInAFileName(t *testing.T) {
	m := letter("Documents", "Good afternoon, the file is attached.")
	for name, kind := range map[string]privacy.Kind{
		"withdrawal-of-consent_Caldeira.pdf": privacy.KindWithdraw, "Отзыв согласия.pdf": privacy.KindWithdraw,
		"Счёт на оплату.pdf": "", "бланк согласия.docx": "", "IMG_4417.jpeg": "",
	} {
		m.Attachments = []message.Attachment{{Name: name, MediaType: "application/pdf"}}
		got := Classify(m)
		if kind == "" && got != nil || kind != "" && (len(got) != 1 || got[0].Kind != kind || !slices.Contains(got[0].Doubts, DoubtAttachment)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// In an English letter a word with a Cyrillic look-alike is the English word.
func TestLookAlikesInAnEnglishLetter(t *testing.T) {
	got := Classify(letter("Updаting pеrsоnаl dаtа", "Hello! Plеаse chаnge my phоne numbеr tо +7 706 611 40 87. Thаnk yоu."))
	if len(got) != 1 || got[0].Certainty != privacy.Certain || values(got[0]) != "phone=+77066114087" {
		t.Errorf("%+v", got)
	}
}

// The words of a mark in another sense are no mark: its own word is missing.
func TestMarkWithoutItsOwnWord(t *testing.T) {
	if got := Classify(letter("Пропуска на форум", "Пришлите до среды список гостей и подписанные ими согласия на обработку персональных данных.")); got != nil {
		t.Errorf("%+v", got)
	}
}

// A slip in that word is none where the mark fills its line.
func TestMarkWithASlipInItsOwnWord(t *testing.T) {
	checkValues(t, []valueCase{{"Opdating personal data", "New phone: +7 747 555 90 90", "certain: phone=+77475559090"}})
}
