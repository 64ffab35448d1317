//go:build bench

package main

import (
	"encoding/base64"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"
)

// The mail of the measurement: invented, and the same in every run.

const (
	benchMessages = 10_000
	benchRequests = benchMessages * 20 / 100
	benchMachines = benchMessages * 10 / 100
)

// corpus writes messages. It holds no more than the message in hand.
type corpus struct {
	r    *rand.Rand
	from time.Time // INTERNALDATE of the first; a second later for each further one
	n    int
}

func newCorpus(now time.Time, messages int) *corpus {
	return &corpus{r: rand.New(rand.NewPCG(20, 26)), from: now.Add(-time.Duration(messages+3600) * time.Second)}
}

// each calls put for every message of the mixed mailbox. The kinds are shuffled;
// the last is a request, so that the last answer stands for the end of the work.
func (c *corpus) each(put func(raw []byte, at time.Time)) {
	order := make([]byte, 0, benchMessages)
	order = append(order, strings.Repeat("r", benchRequests-1)...)
	order = append(order, strings.Repeat("a", benchMachines)...)
	order = append(order, strings.Repeat("o", benchMessages-benchRequests-benchMachines)...)
	c.r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	person := 0
	for _, kind := range append(order, 'r') {
		switch kind {
		case 'r':
			put(c.request(person))
			person++
		case 'a':
			put(c.machine())
		default:
			put(c.ordinary())
		}
	}
}

func (c *corpus) at() time.Time {
	c.n++
	return c.from.Add(time.Duration(c.n) * time.Second)
}

var benchAsks = []struct{ subject, body string }{
	{"Дербес деректерді жаңарту", "Сәлеметсіз бе!\n\nЖаңа телефон нөмірім: 8 701 5%06d\n\nҚұрметпен, %s"},
	{"Отзыв согласия на обработку персональных данных", "Здравствуйте.\n\nПрошу подтвердить (дело %06d).\n\n%s"},
	{"Updating personal data", "Hello,\n\nNew phone: +7 705 5%06d\n\nRegards, %s"},
	{"Дербес деректерді өңдеуге келісімді қайтарып алу", "Алдын ала рақмет (%06d).\n\n%s"},
	{"Актуализация персональных данных", "Здравствуйте.\n\nТелефон: 8 (702) 5%06d\n\nСпасибо, %s"},
	{"Withdrawal of consent to the processing of personal data", "Please confirm (%06d).\n\n%s"},
}

// benchPerson is the address and the name of the n-th person on record.
func benchPerson(n int) (address, name string) {
	name = syllables(n)
	return fmt.Sprintf("%s.%d@posta%d.example", name, n, n%40), strings.ToUpper(name[:1]) + name[1:]
}

// syllables spells a number: names in letters only, since the limits look at words.
func syllables(n int) string {
	s := "na"
	for ; n > 0; n /= 20 {
		s += string("bdfghklmnprstvzjcxqw"[n%20]) + string("aeiou"[n%5])
	}
	return s
}

func benchRegister(from, to int) string {
	var b strings.Builder
	b.WriteString("name,phone,email,language,consent date,source,purpose\n")
	for n := from; n < to; n++ {
		address, name := benchPerson(n)
		fmt.Fprintf(&b, "%s,+7 701 4%02d %02d %02d,%s,%s,2025-03-14,site form,letters\n", name, n/10000%100, n/100%100, n%100, address, []string{"kk", "ru", "en"}[n%3])
	}
	return b.String()
}

// request is a certain request of a proven person on record: it is decided and
// answered by rule.
func (c *corpus) request(person int) ([]byte, time.Time) {
	address, name := benchPerson(person)
	ask := benchAsks[person%len(benchAsks)]
	_, domain, _ := strings.Cut(address, "@")
	l := letter{from: address, name: name, subject: ask.subject, results: pass(domain), body: fmt.Sprintf(ask.body, person%1_000_000, name)}
	at := c.at()
	return l.raw(c.n, at), at
}

// machine is mail that no person wrote.
func (c *corpus) machine() ([]byte, time.Time) {
	l := letter{from: fmt.Sprintf("noreply%d@service.example", c.n), name: "Service", subject: "Уведомление № " + fmt.Sprint(c.n),
		results: pass("service.example"), header: []string{"Auto-Submitted: auto-generated"}, body: c.prose(1500)}
	if c.n%3 == 0 {
		l.header = []string{"Precedence: list", "List-Id: <news.service.example>", "List-Unsubscribe: <https://service.example/u>"}
	}
	at := c.at()
	return l.raw(c.n, at), at
}

// ordinary is the mail of a company, 2 to 60 kB, small more often than large.
func (c *corpus) ordinary() ([]byte, time.Time) {
	at := c.at()
	size := int(2000 * math.Pow(30, c.r.Float64()))
	var b strings.Builder
	fmt.Fprintf(&b, "Authentication-Results: mx.otinish.example;\r\n %s\r\n", pass("firma.example"))
	for hop := range 3 {
		fmt.Fprintf(&b, "Received: from h%d.firma.example (h%d.firma.example [192.0.2.%d])\r\n\tby mx%d.example with ESMTPS id %08x; %s\r\n", hop, hop, c.r.IntN(250), hop, c.r.Uint32(), at.Format(time.RFC1123Z))
	}
	fmt.Fprintf(&b, "From: =?utf-8?B?%s?= <sales%d@firma.example>\r\nTo: %s\r\n", base64.StdEncoding.EncodeToString([]byte("ТОО «Фирма»")), c.n, demoAddress)
	fmt.Fprintf(&b, "Subject: =?utf-8?B?%s?=\r\nDate: %s\r\nMessage-ID: <%d.%d@firma.example>\r\nMIME-Version: 1.0\r\n",
		base64.StdEncoding.EncodeToString([]byte("Коммерческое предложение № "+fmt.Sprint(c.n))), at.Format(time.RFC1123Z), c.n, at.Unix())
	switch {
	case size < 6000:
		c.part(&b, "text/plain", c.prose(size/2))
	case size < 15000: // what mail programs write: the same twice, plain and HTML
		c.alternative(&b, size)
	default:
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"mixed-%d\"\r\n\r\n--mixed-%d\r\n", c.n, c.n)
		c.alternative(&b, 6000)
		fmt.Fprintf(&b, "\r\n--mixed-%d\r\nContent-Type: application/pdf; name=\"offer.pdf\"\r\nContent-Disposition: attachment; filename=\"offer.pdf\"\r\n", c.n)
		file := make([]byte, (size-6000)*3/4)
		for i := range file {
			file[i] = byte(c.r.Uint32())
		}
		base64Body(&b, file)
		fmt.Fprintf(&b, "--mixed-%d--\r\n", c.n)
	}
	return []byte(b.String()), at
}

func (c *corpus) alternative(b *strings.Builder, size int) {
	text := c.prose(size / 4)
	fmt.Fprintf(b, "Content-Type: multipart/alternative; boundary=\"alt-%d\"\r\n\r\n--alt-%d\r\n", c.n, c.n)
	c.part(b, "text/plain", text)
	fmt.Fprintf(b, "\r\n--alt-%d\r\n", c.n)
	c.part(b, "text/html", "<html><head><style>p{margin:0;font:12px Arial}</style></head><body><p>"+strings.ReplaceAll(text, "\r\n", "</p>\r\n<p>")+"</p></body></html>")
	fmt.Fprintf(b, "\r\n--alt-%d--\r\n", c.n)
}

func (c *corpus) part(b *strings.Builder, media, text string) {
	fmt.Fprintf(b, "Content-Type: %s; charset=utf-8\r\n", media)
	base64Body(b, []byte(text))
}

func base64Body(b *strings.Builder, content []byte) {
	b.WriteString("Content-Transfer-Encoding: base64\r\n\r\n")
	s := base64.StdEncoding.EncodeToString(content)
	for len(s) > 76 {
		b.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	b.WriteString(s + "\r\n")
}

var benchSentences = strings.Split(`Направляем прайс-лист на бумагу и картриджи|Просим согласовать сроки поставки до конца недели|`+
	`Счёт на оплату во вложении|Келісімшарттың жобасын жолдаймыз|Жеткізу мерзімі он жұмыс күні|Шот-фактураны қол қойып қайтарыңыз|`+
	`Please find the offer attached|We look forward to your reply|The data sheet is on page four|Согласие руководства получено|`+
	`Данные по отгрузке обновлены в таблице|Звоните по телефону 8 727 255 00 10|Деректер кестеде көрсетілген|Best regards from our sales team`, "|")

// prose is about size octets of business, which now and then uses the words that
// requests are made of.
func (c *corpus) prose(size int) string {
	var b strings.Builder
	for b.Len() < size {
		b.WriteString(benchSentences[c.r.IntN(len(benchSentences))])
		b.WriteString(fmt.Sprintf(" (%d).\r\n", c.r.IntN(10_000)))
	}
	return b.String()
}
