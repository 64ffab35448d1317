package classifier

import (
	"slices"
	"strings"
	"testing"
)

func TestSpokenNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"восемь семьсот один двести восемнадцать семьдесят четыре тридцать пять":    "87012187435",
		"сегіз жеті жүз жеті бес жүз жиырма қырық бір он сегіз":                     "87075204118",
		"plus seven seven zero five nine two four eight six one three":              "77059248613",
		"eight seven hundred and seven five hundred twenty forty one eighteen":      "87075204118",
		"восемь семьсот семьдесят семь триста сорок два восемнадцать ноль пять":     "87773421805",
		"8 семьсот один 555 двадцать два тридцать три":                              "87015552233",
		"two of the three lessons, seven places and one hundred and twenty minutes": "",
		"8 701 555 22 33":                "",
		"call 7172 55 40 10 three times": "",
		"eight seven oh two double two two double three double four": "87022223344",
	} {
		if list, _ := spokenNumbers(strings.Fields(text)); strings.Join(list, " ") != want {
			got := strings.Join(list, " ")
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestSpokenAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"emma underscore clarke dot k z at mail dot ru":         "emma_clarke.kz@mail.ru",
		"пишите на oleg точка sidorenko собака gmail точка com": "oleg.sidorenko@gmail.com",
		"viktor нижнее подчёркивание pak собака mail точка ru":  "viktor_pak@mail.ru",
		"we meet at the office at ten dot sharp":                "",
		"the number at the top":                                 "",
	} {
		if got := strings.Join(spokenAddresses(strings.Fields(text)), " "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// A value that words say otherwise is not recorded without a person; one that they say once more is.
func TestSaidOtherwise(t *testing.T) {
	const frame = "Здравствуйте. У меня новый номер. Диктую: восемь семьсот один, двести восемнадцать, %, тридцать пять. Цифрами 8 701 218 47 35. Запишите его, пожалуйста, вместо старого."
	if got := outcome("Новый номер", strings.Replace(frame, "%", "сорок семь", 1)); got != "certain: phone=+77012184735" {
		t.Error(got)
	}
	if got := outcome("Новый номер", strings.Replace(frame, "%", "семьдесят четыре", 1)); strings.HasPrefix(got, "certain") {
		t.Error(got)
	}
	if got := outcome("Новый номер", "Здравствуйте. У меня новый номер 8 701 218 47 35, запишите его, пожалуйста: восемь семьсот один, двести восемнадцать, сорок семь, тридцать."); strings.HasPrefix(got, "certain") {
		t.Error(got)
	}
	mail := "My old hotmail is gone. Please replace it with emma.clarke.kz@mail.ru. In words: emma % clarke dot kz at mail dot ru."
	if got := outcome("Change of e-mail", strings.Replace(mail, "%", "dot", 1)); !slices.Contains([]string{"certain: email=emma.clarke.kz@mail.ru"}, got) {
		t.Error(got)
	}
	if got := outcome("Change of e-mail", "My old hotmail is gone. Please replace it with anna.lee@mail.example, that is ana dot lee at mail dot example."); strings.HasPrefix(got, "certain") {
		t.Error(got)
	}
	if got := outcome("Change of e-mail", strings.Replace(mail, "%", "underscore", 1)); strings.HasPrefix(got, "certain") {
		t.Error(got)
	}
}
