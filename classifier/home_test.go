package classifier

import (
	"slices"
	"testing"
)

// There is no field for a home address: who gives a new one beside a number is not answered as if all were done.
func TestNewHomes(t *testing.T) {
	const ask = "Прошу обновить мои данные. Мой новый телефон 8 701 555 22 33. "
	for text, found := range map[string]bool{
		ask + "И адрес теперь другой: Кокшетау, Васильковский, дом 18, кв. 63.":                                                                                                  true,
		"Прошу обновить в моей карте:\nтелефон теперь 8 705 118 27 60\nадрес доставки: мкр. Самал-3, дом 14, кв. 52":                                                             true,
		"Прошу внести следующие изменения:\nа) телефон – 8 701 290 65 14 (вместо 8 701 118 04 77);\nб) адрес проживания – г. Рудный, ул. Шахтёрская, д. 14, кв. 9.":              true,
		"Теперь Темиртау, проспект Мира 61, кв. 20, тел. 8 771 560 34 17. Исправьте и адрес, и телефон в моём договоре.":                                                         true,
		"Телефонымды 8 702 818 40 11 деп, үй мекенжайымды Абай көшесі 14 деп өзгертіңізші.":                                                                                      true,
		"Жаңа пәтерге қоныстандық, мекенжайымыз: Сарыарқа көшесі 18, 44-пәтер. Телефонымды да ауыстырдым, 8 776 520 19 47. Екеуін де абонент карточкасында өзгертіп беріңіздер.": true,
		"Please change my phone to +7 701 555 22 33 and my home address to 14 Abai Street, flat 5.":                                                                              true,
		"Проживаю по адресу Розыбакиева 112, кв. 40. " + ask:                                                                                                                     false,
		ask + "Адрес прежний: ул. Абая 5, кв. 6.":                                                                                                                                false,
		ask + "\n\nИванова Дана\nАдрес: ул. Абая 5, кв. 6":                                                                                                                       false,
		"Мен Абай 17, 5-пәтерде тұрамын. Телефоным ауысты, 8 701 555 22 33 деп жазып қойыңыздаршы.":                                                                              false,
		"Please change my phone to +7 701 555 22 33. My home address has not changed.":                                                                                           false,
		"Please change my phone to +7 701 555 22 33. My name, address and e-mail are right.":                                                                                     false,
		"Прошу сменить адрес электронной почты на new.addr@mail.kz":                                                                                                              false,
		"Мой новый адрес: new.addr@mail.kz, прошу обновить. Живу там же, ул. Мира 8, кв. 2.":                                                                                     false,
	} {
		v := Classify(letter("", text))
		if len(v) == 0 {
			t.Errorf("%q: nothing is asked", text)
			continue
		}
		seen := slices.ContainsFunc(v[0].Evidence, func(e Evidence) bool {
			return e.Rule == "guard:field:home" || e.Rule == "guard:field:both"
		})
		if seen != found {
			t.Errorf("%q: %v, want %v: %+v", text, seen, found, v[0].Doubts)
		}
	}
}
