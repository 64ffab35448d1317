package classifier

import (
	"errors"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// An operator's spelling of a number is held to the same rules as a letter's.
func TestPhone(t *testing.T) {
	if got, err := Phone("8 (701) 123-45-67"); err != nil || got != "+77011234567" {
		t.Errorf("%q, %v", got, err)
	}
	for _, raw := range []string{"", "12345", "900101300123", "8 701 123 45 67 доб. 12", "+7 701 123 45 6", "8 775 412 90 3"} {
		got, err := Phone(raw)
		if !errors.Is(err, privacy.ErrBadInput) || got != "" {
			t.Errorf("%q: %q, %v", raw, got, err)
		}
		if err != nil && raw != "" && strings.Contains(err.Error(), raw) {
			t.Errorf("%q: the error repeats it: %v", raw, err)
		}
	}
}

func TestLanguageOfOrdinaryLetters(t *testing.T) {
	for text, want := range map[string]privacy.Language{
		"Сәлеметсіз бе! Сәуір айының шотын жібереміз.":         privacy.Kazakh,
		"Добрый день! Направляем счет на оплату для Айгүл.":    privacy.Russian,
		"Dear team, please find attached the invoice for May.": privacy.English,
		"": privacy.Kazakh,
	} {
		if got := Language(letter("", text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
