package classifier

import "testing"

// A subject line that says what is new, over nothing but its value, is an update.
func TestTitledValue(t *testing.T) {
	for _, c := range []struct{ title, text, want string }{
		{"Новый номер", "8 701 462 19 05", "certain: phone=+77014621905"},
		{"Жаңа нөмірім", "87053317724", "certain: phone=+77053317724"},
		{"my new email", "g.harcourt@postbox.example", "certain: email=g.harcourt@postbox.example"},
		{"Сменился телефон", "Добрый день\n+77023846510\nИгнатенко, кв 41", "certain: phone=+77023846510"},
		{"new phone n mail", "87478813056 / cora.lindqvist@inbox.example", "certain: phone=+77478813056; email=cora.lindqvist@inbox.example"},
	} {
		if got := outcome(c.title, c.text); got != c.want {
			t.Errorf("%s / %s: %s, want %s", c.title, c.text, got, c.want)
		}
	}
}

// Two values of a field, one of another field, somebody else's, an answer or a question are for a person.
func TestNotTitled(t *testing.T) {
	for _, c := range []struct{ title, text string }{
		{"Новый номер", "8 701 462 19 05\n8 702 462 19 05"},
		{"Новая почта", "8 702 455 81 30\nДмитрий Цой"},
		{"Новый номер мужа", "8 701 462 19 05"},
		{"Re: Новый номер", "8 701 462 19 05"},
		{"Новый номер?", "8 701 462 19 05"},
		{"Новый номер Айгуль", "8 701 462 19 05"},
		{"Новый номер", "8 800 080 77 77"},
		{"Новый номер", "8 701 462 19"},
	} {
		if got := outcome(c.title, c.text); len(got) > 7 && got[:7] == "certain" {
			t.Errorf("%s / %s: %s", c.title, c.text, got)
		}
	}
}
