package classifier

import (
	"slices"
	"testing"
)

// There is no field for a passport: who gives the number of a new one to be recorded is not answered as if all were done. One that
// only says who writes is no matter.
func TestNewDocuments(t *testing.T) {
	for text, found := range map[string]bool{
		"I have a new passport and a new e-mail address. Please update my guest profile: e-mail new.addr@mail.kz, passport no. 41220987.":                         true,
		"Please update my details: my e-mail is now new.addr@mail.kz, and my passport number is now N14820736 in place of the old one.":                           true,
		"В базе две ошибки, прошу исправить обе. Имя: записано «Досжанов Мурат», правильно «Досжанов Марат». ИИН: записано 710204300118, правильно 710204300181.": true,
		"Получила новый паспорт. Прошу сменить телефон на 8 701 555 22 33, паспорт14820736.":                                                                      true,
		"I have a new passport, N14820736. Please change my e-mail to new.addr@mail.kz.":                                                                          false,
		"Прошу сменить мой телефон на 8 701 555 22 33. Мой паспорт N14820736.":                                                                                    false,
		"Прошу сменить мой телефон на 8 701 555 22 33. ИИН 710204300118 указан верно.":                                                                            false,
	} {
		v := Classify(letter("", text))
		if len(v) == 0 {
			t.Errorf("%q: nothing is asked", text)
			continue
		}
		if seen := slices.Contains(v[0].Doubts, DoubtOtherField); seen != found {
			t.Errorf("%q: %v, want %v: %+v", text, seen, found, v[0].Doubts)
		}
	}
}
