package message

import (
	"slices"
	"strings"
	"testing"
)

// Outlook puts question marks for Kazakh letters into the plain form; the HTML form beside it is whole.
func TestLostLettersStandInTheHTML(t *testing.T) {
	mail := func(plain, html string) *Message {
		return Parse([]byte("From: a@client.example\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
			"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + plain + "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b--\r\n"))
	}
	for name, c := range map[string]struct {
		plain, html, text string
		restored          bool
	}{
		"letters":         {"Мені? н?мірім ауысты.\r\nКеше ?ана?", "<p>Мені&#1187; н&#1257;мірім ауысты.</p><p>Кеше &#1171;ана?</p>", "Менің нөмірім ауысты.\nКеше ғана?", true},
		"a dash as well":  {"?мір ? келісім", "<p>&#1256;мір &mdash; келісім</p>", "Өмір — келісім", true},
		"a real question": {"Қалай? Жарайды.", "<p>Қалай? Жарайды.</p>", "Қалай? Жарайды.", false},
		"another word":    {"?мір ескі", "<p>Өмір жаңа</p>", "?мір ескі", false},
		"a digit":         {"8 70? 111", "<p>8 701 111</p>", "8 70? 111", false},
	} {
		m := mail(c.plain, c.html)
		if got := slices.Contains(m.Notes, NoteRestored); got != c.restored {
			t.Errorf("%s: restored %v, want %v", name, got, c.restored)
		}
		if got := strings.TrimSpace(m.Text); !strings.HasPrefix(got, c.text) || c.restored && (got != c.text || len(m.Damage) > 0) {
			t.Errorf("%s: %q %v, want %q", name, got, m.Damage, c.text)
		}
	}
}
