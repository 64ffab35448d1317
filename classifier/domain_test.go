package classifier

import "testing"

// An address goes on record only if mail can reach it.
func TestAddressesThatAreNone(t *testing.T) {
	var cases []valueCase
	for _, bad := range []string{
		"new@mail.k", "new@gmail.c0m", "new@mail.kz8", "new@mail.123", "new@127.0.0.1", "new@-mail.kz", "new@mail-.kz", "new@mail_x.kz",
		"new@mail.kzthanks", "new@mail.kzThanks", "new@mail.ruu", "new@mail.con", "new@mail.kz.thanks", "new@mail.xn--", "new@mail.kz=x",
	} {
		cases = append(cases, valueCase{markRu, "E-mail: " + bad, "doubtful invalid-value: email!not an e-mail address"})
	}
	const good = "certain: email=new@mail.kz"
	checkValues(t, append(cases, []valueCase{
		{markRu, "E-mail: new@mail.kz?subject=x", good},
		{markRu, "E-mail: new@mail.kz.Спасибо", good},
		{markRu, "E-mail: new@mail.kz.спасибо", good},
		{markRu, "E-mail: *new@mail.kz*", good},
		{markRu, "E-mail: NEW@MAIL.KZ", good},
		{"", "Email changed to new@mail.kz.Thanks", "certain: email=new@mail.kz"},
		{"", "Поштам өзгерді, жаңасы new@mail.kz.Рахмет", "certain: email=new@mail.kz"},
		{markRu, "E-mail: new@почта.рф", "certain: email=new@почта.рф"},
		{markRu, "E-mail: new@xn--80a1acny.xn--p1ai", "certain: email=new@xn--80a1acny.xn--p1ai"},
		{markRu, "E-mail: new@a-b.com.kz", "certain: email=new@a-b.com.kz"},
		{markRu, "E-mail: new@сайт.қаз", "certain: email=new@сайт.қаз"},
		{markRu, "E-mail: new@clinic.kazakhstan", "doubtful invalid-value: email!not an e-mail address"},
	}...))
}
