package console

import (
	"strings"
	"testing"
)

// The display name is shown on the page of the request alone, with what stands
// behind it.
func TestTheSendersNameIsShown(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл Ахметова", "")
	named := func(results, name, subject string) string {
		raw := letterFrom("aigul@posta.example", subject, "Мен туралы қандай деректеріңіз бар?")
		raw = strings.Replace(raw, "dmarc=pass header.from=posta.example", results, 1)
		return "/requests/" + string(d.gets(strings.Replace(raw, "From: <", "From: "+name+" <", 1)))
	}
	dmarc, signature, none := "dmarc=pass header.from=posta.example", "dkim=pass header.d=posta.example", "dmarc=none"
	b := d.as("aliya")
	for _, c := range []struct{ results, name, want string }{
		{dmarc, "ахметова Айгүл", "<bdi>ахметова Айгүл</bdi> <span class=\"dim\">(as on record)"},
		{none, "Айгүл Ахметова", "(name not proven)"},
		{dmarc, "Бас Дәрігер", "(name not proven; on record: <bdi>Айгүл Ахметова</bdi>)"},
		{signature, "Бас Дәрігер", "(name signed by the sender&#39;s domain; on record:"},
		{none, "\"<b>x</b> \u202egnp.exe\"", "<bdi>&lt;b&gt;x&lt;/b&gt; gnp.exe</bdi>"},
		{none, strings.Repeat("Ә", 300), "<bdi>" + strings.Repeat("Ә", 100) + "…</bdi>"},
	} {
		page := b.page(named(c.results, c.name, "Сұрақ "+c.results+c.name[:4]))
		if !strings.Contains(page, c.want) {
			_, rest, _ := strings.Cut(page, "<dt>From</dt>")
			t.Errorf("%s %q: %.300s", c.results, c.name, rest)
		}
	}
	for _, path := range []string{"/", "/requests", "/letters", "/audit"} {
		if page := b.page(path); strings.Contains(page, "Бас Дәрігер") || strings.Contains(page, "gnp.exe") {
			t.Errorf("%s shows the name", path)
		}
	}
	if strings.Contains(d.log.String(), "Дәрігер") {
		t.Error("the log holds the name")
	}
}
