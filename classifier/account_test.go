package classifier

import (
	"slices"
	"testing"
)

// Who gives an account, or says what else shall be changed, beside a new number is not answered as if all were done.
func TestChangesThatNoFieldHolds(t *testing.T) {
	for text, found := range map[string]bool{
		"Please change my phone to +7 701 555 22 33. Send the refund to KZ90319B010027745561, the old account is closed.": true,
		"Мой новый телефон 8 701 555 22 33, запишите. Выплаты пускайте на KZ07 601A 0004 5678 1234.":                      true,
		"Жаңа нөмірім 8 701 555 22 33, жазып қойыңыздар. Айлықты KZ31998B000077654321 шотына аударыңыз.":                  true,
		"Мой новый телефон 8 701 555 22 33, запишите. Счёт прежний, KZ07601A000456781234.":                                false,
		"Мой новый телефон 8 701 555 22 33, запишите. Семейное положение укажите «замужем».":                              true,
		"Please change my phone to +7 701 555 22 33. My title should say Senior Analyst from the first of the month.":     true,
		"Телефоным ауысты, 8 701 555 22 33 деп жазып қойыңыздаршы. Лауазымымды «аға маман» деп түзетіңіз.":                true,
		"Мой новый телефон 8 701 555 22 33, запишите. И день рождения там поправьте, я родилась 3 мая.":                   true,
		"Мой новый телефон 8 701 555 22 33, запишите. И номер паспорта новый внесите: N09427716.":                         true,
		"Please change my phone to +7 701 555 22 33. My passport number changed too, it is C8807341.":                     true,
		"Please put me down at 12 microdistrict, building 40, flat 17 from now on, and my mobile is now +7 701 555 22 33": true,
		"Please change my phone to +7 701 555 22 33. My birthday is wrong there too.":                                     true,
		"Телефонымды 8 701 555 22 33-ке, карточкамның шотын ауыстырып жіберіңіздер.":                                      true,
		"Мой новый телефон 8 701 555 22 33, запишите. Должность прежняя, бухгалтер.":                                      false,
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
