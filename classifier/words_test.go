package classifier

import (
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
)

// People on telephones write small letters behind a full stop; an abbreviation ends no
// sentence all the same.
func TestFullStopBeforeASmallLetter(t *testing.T) {
	checkSentences(t, map[string]int{
		"сменила номер. новый 8 701 555 22 33. старый не звоните. спасибо": 4,
		"нөмірім ауысты. жаңасы 8 701 555 22 33. рахмет":                   3,
		"my number changed. the new one is below. thanks":                  3,
		"отзываю согласие на обработку перс. данных":                       1,
		"живу на ул. абая в г. алматы":                                     1,
		"но... я передумала":                                               1,
		"мой сайт posta.example работает":                                  1,
	})
}

func checkSentences(t *testing.T, wants map[string]int) {
	t.Helper()
	for text, want := range wants {
		r := read(letter("", text), lexiconIndex(), message.Own)
		if got := len(r.units()); got != want {
			t.Errorf("%q: %d sentences, want %d", text, got, want)
		}
	}
}

// A sentence may end in an address: what follows is another, and what it asks as well.
func TestAddressAtTheEndOfASentence(t *testing.T) {
	checkSentences(t, map[string]int{
		"Please use new.addr@post.example. Second, send me all you hold about me.": 2,
		"Почта теперь new.addr@post.example. Ещё вопрос: когда починят лифт?":      2,
		"Жаңасы new.addr@post.example ме? Жоқ, бұрынғысы.":                         2,
		"Пошта new.addr@post.example болды, соған жазыңыздар.":                     1,
		"See https://post.example. Then write to me.":                              2,
	})
}
