package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
)

// deskLetter is a letter for the desk: it stops before a person.
type deskLetter struct {
	letter
	ago   time.Duration // when it came
	html  bool
	files []demoFile
}

type demoFile struct{ name, kind, content string }

const demoDay = 24 * time.Hour

// deskLetters make a queue to try the console on. Everybody in them is invented.
var deskLetters = []deskLetter{
	{letter: letter{from: "kense@mvi.gov.example", name: "Комитет", results: pass("mvi.gov.example"),
		subject: "Запрос уполномоченного органа", body: "Исх. № 17-4/812\n\nВ связи с обращением гражданина просим в срок до конца недели представить пояснения об обработке его персональных данных.\n\nГлавный специалист С. Ибраев"}, ago: 4 * time.Hour},
	{letter: letter{from: "saule@posta.example", name: "Сәуле Қасымова", results: pass("posta.example"),
		subject: "Мен туралы қандай деректер бар?", body: "Сәлеметсіз бе!\n\nМен туралы қандай деректер сақтайсыздар және оларды қайдан алдыңыздар? Жауабын осы мекенжайға жіберіңіздерші.\n\nРақмет,\nСәуле Тимурқызы\n+7 702 555 00 12"}, ago: 3 * demoDay},
	{letter: letter{from: "maria@pochta.example", name: "Мария Иванова", results: pass("pochta.example"),
		subject: "Re: Ваш заказ", body: "Добрый день!\n\nУ меня новый номер: 8 778 555 99 00, старый больше не работает. Поменяйте, пожалуйста, если можно.\n\nИ ещё: когда привезут заказ?\n\nМария\n\n12.11.2026 10:15, «Мысал» пишет:\n> Мария Олеговна, заказ собран.\n> Доставка на следующей неделе.\n> С уважением, склад"}, ago: 30 * time.Hour},
	{letter: letter{from: "dana@posta.example", name: "Дана Әлиева", results: pass("posta.example"),
		subject: "Дербес деректерді жаңарту", body: "Тегім өзгерді, куәлігім тіркелді.\n\nАты-жөні: Сейітова Дана Маратқызы\n\nДана"}, ago: 6 * time.Hour,
		files: []demoFile{{"куәлік.pdf", "application/pdf", "%PDF-1.7 demo"}, {"сурет.jpg", "image/jpeg", "demo"}}},
	{letter: letter{from: "bekzat@posta.example", name: "Бекзат", results: pass("posta.example"),
		subject: "Сот шешілгенше", body: "Сот шешім шығарғанша деректерімді бұғаттап қойыңыздар.\n\nБекзат Жұмабаев"}, ago: 2 * demoDay},
	{letter: letter{from: "olga@pochta.example", name: "Ольга", results: pass("pochta.example"),
		subject: "Удалите мои данные", body: "Прошу удалить все мои персональные данные из вашей базы и больше не присылать мне письма.\n\nСмагулова О. П."}, ago: 20 * demoDay},
	{letter: letter{from: "john@mail.example", name: "John Miller", results: pass("mail.example"),
		subject: "Complaint about data processing", body: "Hello,\n\nwhy do I get calls from your partners although I never agreed to that? Please explain who has my number.\n\nJohn Miller"}, ago: 26 * time.Hour},
	{letter: letter{from: "sister@mail.example", name: "Anna Kim",
		subject: "Отзыв согласия", body: "Здравствуйте! Пишу за маму, она просит прекратить обработку её персональных данных. Её зовут Ким Людмила.\n\nАнна"}, ago: 50 * time.Hour},
	{letter: letter{from: "gulnar@posta.example", name: "Гүлнар Оспанова", results: pass("posta.example"),
		subject: "unsubscribe және келісім", body: "<p>Сәлеметсіз бе!</p><p>Келісімімді қайтарып алғым келеді, бірақ ертең шешемін. Әзірге <b>хат жібермеңіздер</b>.</p><p><img src=\"https://tracker.example/p.gif\">Гүлнар</p>"}, ago: 28 * time.Hour, html: true},
	{letter: letter{from: "mary@mail.example", name: "Mary O'Connor", results: pass("mail.example"),
		subject: "Fwd: my details", body: "Could you perhaps put my record on hold until I am back from holiday?\n\nMary"}, ago: 5 * time.Hour},
	{letter: letter{from: "erlan@posta.example", name: "Ерлан", results: pass("posta.example"),
		subject: "Жауап қайда?", body: "Өтінішіме әлі жауап жоқ, мерзімі өтіп кетті. Шағымданамын!\n\nЕрлан"}, ago: 9 * demoDay},
	{letter: letter{from: "attacker@mail.example", name: `"><script>document.title='x'</script>`,
		subject: `<script>document.title='x'</script> Erase my data`, body: "Delete my personal data <img src=x onerror=\"document.title='x'\">\n\njavascript:alert(1)"}, ago: 3 * time.Hour,
		files: []demoFile{{`<img src=x onerror=alert(1)>.html`, "text/html", "<script>document.title='x'</script>"}}},
}

// desk delivers the letters for the desk and waits until each is taken.
func (d *demo) desk(ctx context.Context, letters []deskLetter) error {
	for i, l := range letters {
		at := time.Now().Add(-l.ago)
		d.server.Deliver("INBOX", l.raw(100+i, at), at)
		select {
		case <-d.outcomes:
		case <-ctx.Done():
			return errors.New("a letter was not taken in time")
		}
	}
	return nil
}

// raw is the letter with its files, as our mail server would have delivered it.
func (l deskLetter) raw(n int, at time.Time) []byte {
	plain := string(l.letter.raw(n, at))
	if l.html {
		plain = strings.Replace(plain, "text/plain", "text/html", 1)
	}
	if len(l.files) == 0 {
		return []byte(plain)
	}
	head, content, _ := strings.Cut(plain, "Content-Type: ")
	var b strings.Builder
	fmt.Fprintf(&b, "%sContent-Type: multipart/mixed; boundary=demo\r\n\r\n--demo\r\nContent-Type: %s\r\n", head, content)
	for _, f := range l.files {
		fmt.Fprintf(&b, "--demo\r\nContent-Type: %s; name=\"%s\"\r\nContent-Disposition: attachment; filename=\"%s\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n",
			f.kind, l.word(f.name), l.word(f.name), base64.StdEncoding.EncodeToString([]byte(f.content)))
	}
	b.WriteString("--demo--\r\n")
	return []byte(b.String())
}

// serve shows the console until it is stopped.
func (d *demo) serve(ctx context.Context) error {
	if err := d.desk(ctx, deskLetters); err != nil {
		return err
	}
	login, err := d.client.ConsoleLogin(ctx)
	if err != nil {
		return err
	}
	d.pen.console(login.Link)
	<-ctx.Done()
	return nil
}
