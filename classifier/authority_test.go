package classifier

import (
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// «Сұрау салу» is the title of many a letter, and a court a reason: who surely asks for a right of his own is no authority.
// An authority's letter stays one, whatever it says of blocking and copies.
func TestOwnRightsAndAnAuthoritys(t *testing.T) {
	for _, c := range []struct {
		subjectLine, text string
		kind              privacy.Kind
	}{
		{"Сұрау салу", "Мен туралы қандай дербес деректерді сақтап отырғандарыңызды білгім келеді. Көшірмесін осы поштама жіберулеріңізді сұраймын.", privacy.KindAccess},
		{"Suspension of processing", "I dispute the debt that your department has entered under my name, and the matter is before the court. I request that you block my personal data, i.e. suspend all processing of it.", privacy.KindBlock},
		{"Сұрау салу", "Уәкілетті орган азамат Б. Оспановтың өтініші бойынша оның дербес деректерінің көшірмесін бес жұмыс күні ішінде жіберуді талап етеді.", privacy.KindAuthority},
		{"Сұрау салу", "Прокуратура № 12-345 іс бойынша клиент деректерін ұсынуды сұрайды.", privacy.KindAuthority},
		{"Запрос", "Суд истребует сведения о персональных данных гражданина Ахметова. Определение суда прилагается. Прошу предоставить их копию в пятидневный срок.", privacy.KindAuthority},
	} {
		got := Classify(letter(c.subjectLine, c.text))
		if len(got) == 0 || got[0].Kind != c.kind {
			t.Errorf("%q: %v, want %s", c.text, got, c.kind)
		}
	}
}
