//go:build integration

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

const siteOperators = `[console]
listen = "127.0.0.1:0"
[[console.operator]]
login = "aliya"
name = "Әлия Бекова"
email = "aliya@desk.test"
language = "en"
[[console.operator]]
login = "timur"
name = "Тимур Ахметов"
email = "timur@desk.test"
role = "auditor"
language = "en"
`

// desk is a site with a console.
type desk struct {
	*site
	origin string
}

func newDesk(t *testing.T) *desk {
	s := newSite(t)
	s.conf.More = siteOperators
	s.up()
	s.register(aigul, olga, mary)
	return &desk{s, "http://" + s.daemon.page.listener.Addr().String()}
}

// asks takes a letter in that a person decides, and returns its number.
func (d *desk) asks(m incoming) privacy.Number {
	d.t.Helper()
	what := d.take(m)
	if len(what.Requests) == 0 {
		d.t.Fatalf("the letter became %+v", what)
	}
	return d.request(what).Number
}

var (
	unsureUpdate = incoming{from: aigul.email, name: aigul.name, subject: "Дербез деректерди жанарту",
		body: "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\nТелефон: 8 701 555 77 88\n\n> Сіз 12 қарашада жазған хат\n> Құрметпен, «Үлгі»"}
	whatIsHeld = incoming{from: olga.email, name: olga.name, subject: "Вопрос", body: "Здравствуйте! Какие мои данные у вас есть?"}
	evil       = incoming{from: "x@evil.test", name: `<script>document.title="pwned"</script>`,
		subject: `<img src=x onerror=document.title="pwned"> Erase my data`,
		body:    `Delete my personal data. <script>document.title="pwned"</script> "><svg onload=document.title="pwned"> javascript:document.title="pwned"`}
)

// evilFile is a letter whose attachment has a name and a content of that sort.
func (d *desk) evilFile() privacy.Number {
	d.t.Helper()
	m := evil
	m.subject += " with a file"
	raw := string(m.raw(d.sent + 1))
	head, body, _ := strings.Cut(raw, "Content-Type: text/plain")
	raw = head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html" + body +
		"--b\r\nContent-Type: text/html; name=\"<svg onload=document.title='pwned'>.html\"\r\n" +
		"Content-Disposition: attachment; filename=\"<svg onload=document.title='pwned'>.html\"\r\n\r\n<script>document.title='pwned'</script>\r\n--b--\r\n"
	before := d.taken()
	d.dovecot.Deliver("INBOX", []byte("Authentication-Results: "+siteServer+"; none\r\nReceived: from a by "+siteServer+"; "+
		"Tue, 24 Nov 2026 09:00:00 +0000\r\n"+raw), d.clock.Now())
	d.sent++
	d.until("the letter was taken", func() bool { return d.taken() > before })
	d.mu.Lock()
	what := d.outcomes[before].Disposition
	d.mu.Unlock()
	return d.request(what).Number
}

var siteLink = regexp.MustCompile(`http://\S+/login/\S+`)

// login asks for a link on the page and uses the one in the letter that comes.
func (d *desk) login(b *tab, email string) {
	d.t.Helper()
	b.open(d.origin + "/")
	b.do("ask for a link", chromedp.SendKeys("#email", email+"\r"), chromedp.WaitVisible(`[role="status"]`))
	letter := d.letter("console-login", email)
	link := siteLink.FindString(letter.Text)
	if !strings.HasPrefix(link, d.origin+"/login/") {
		d.t.Fatalf("the letter holds no link: %s", letter.Text)
	}
	d.secret(link[strings.LastIndexByte(link, '/')+1:])
	b.open(link)
	b.do("use the link", chromedp.Click("button.main"), chromedp.WaitVisible(".queue, .empty"))
}

func (d *desk) state(n privacy.Number) (r store.Request) {
	d.t.Helper()
	if err := d.daemon.store.View(func(tx *store.Tx) (err error) { r, err = tx.RequestByNumber(n); return err }); err != nil {
		d.t.Fatal(err)
	}
	return r
}

// An operator logs in by the link of a real letter, decides by mouse and by keyboard,
// and sees what comes in meanwhile.
func TestIntegrationConsoleDecides(t *testing.T) {
	d := newDesk(t)
	near, held, third := d.asks(unsureUpdate), d.asks(whatIsHeld), d.asks(evil)
	b := startChromium(t).tab()
	d.login(b, "aliya@desk.test")

	b.do("open a request with the mouse", chromedp.Click(fmt.Sprintf(`a[href="/requests/%s"]`, near)), chromedp.WaitVisible("#decide"))
	b.do("carry it out with the mouse", chromedp.Click(`.decide button.main`), chromedp.WaitVisible(`main .notice`))
	if got := d.record(aigul.email).Phone; d.state(near).State != privacy.StateClosed || got != "+77015557788" {
		t.Errorf("after the click the request is %s, the phone %s", d.state(near).State, got)
	}
	d.letter("updated", aigul.email)

	b.open(d.origin + "/requests/" + string(held))
	b.do("it is there", chromedp.WaitVisible("#reply-text"))
	b.press("KeyE", "у") // as on a Russian keyboard
	b.until("the answer has the caret", `document.activeElement.id === "reply-text"`)
	b.press("Escape", "Escape")
	b.until("the caret is out", `document.activeElement.id !== "reply-text"`)
	b.press("KeyR", "к") // the key that answers leads to the same
	b.until("the answer has the caret again", `document.activeElement.id === "reply-text"`)
	b.do("type the answer", chromedp.SendKeys("#reply-text", " Имя и адрес."))
	b.press("Escape", "Escape")
	b.until("the caret is out", `document.activeElement.id !== "reply-text"`)
	b.press("KeyA", "ф")
	b.until("the letter is shown", `document.activeElement?.id === "decide" && document.getElementById("letter")?.value.includes("Имя и адрес.") === true`)
	if r := d.state(held); r.State != privacy.StateInReview {
		t.Errorf("before the letter was looked at the request is %s", r.State)
	}
	b.press("KeyA", "ф")
	b.until("the next page is there", `document.querySelector("main .notice")?.innerText.includes("Answer recorded") === true`)
	if r := d.state(held); r.State != privacy.StateClosed {
		t.Errorf("after the key the request is %s", r.State)
	}
	d.letter("answer", olga.email)

	b.open(d.origin + "/requests/" + string(third))
	b.do("it is there", chromedp.WaitVisible("#decide"))
	b.until("keys decide", `document.body.dataset.ready === "yes"`)
	if ask[bool](b, `(() => {
		delete document.body.dataset.ready; // as it is just after the page came
		document.body.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyN", bubbles: true }));
		document.body.dataset.ready = "yes";
		return document.getElementById("not-a-request").dataset.sent === "1";
	})()`) {
		t.Error("a key decides about a page that has just come")
	}
	b.press("KeyN", "n")
	b.until("the queue is there", `location.pathname === "/" && document.querySelector("main .notice")?.innerText.includes("Closed as no request") === true`)
	if r := d.state(third); r.State != privacy.StateClosed {
		t.Errorf("after the key the request is %s", r.State)
	}
	b.until("the list is empty", `document.querySelector(".empty") !== null`)
	ask[bool](b, `window.sameDocument = true`)
	fresh := d.asks(incoming{from: mary.email, name: mary.name, subject: "Question", body: "Hello, what data do you hold about me?"})
	b.until("the new request shows", fmt.Sprintf(`document.querySelector('a[href="/requests/%s"]') !== null`, fresh))
	if !ask[bool](b, `window.sameDocument === true`) {
		t.Error("the page was loaded anew")
	}
	b.press("KeyJ", "j")
	b.until("the key goes to the first row", fmt.Sprintf(`document.activeElement.getAttribute("href") === "/requests/%s"`, fresh))
	b.do("open it with the keyboard", chromedp.KeyEvent("\r"), chromedp.WaitVisible("#reply-text"))
	d.verb("", "queue", "decline", string(fresh), "--ground", "NOT_A_REQUEST")
	b.until("the page says that it is stale", `!document.getElementById("stale").hidden`)
	b.onlyFrom(d.origin)
}

// What strangers write is text; other pages and auditors decide nothing.
func TestIntegrationConsoleHolds(t *testing.T) {
	d := newDesk(t)
	near, bad, file := d.asks(unsureUpdate), d.asks(evil), d.evilFile()
	c := startChromium(t)
	b := c.tab()
	d.login(b, "aliya@desk.test")
	for _, path := range []string{"/", "/requests", "/requests/" + string(bad), "/requests/" + string(file)} {
		b.open(d.origin + path)
		if title := ask[string](b, `document.title`); strings.Contains(title, "pwned") || !strings.Contains(title, "otinish") {
			t.Errorf("%s: script of a letter ran: %q", path, title)
		}
		if n := ask[int](b, `document.querySelectorAll("main script, main img, main svg, main iframe:not([sandbox]), main object").length`); n != 0 {
			t.Errorf("%s: %d elements of a letter's", path, n)
		}
	}
	b.onlyFrom(d.origin)
	disposition := ask[string](b, fmt.Sprintf(`fetch("/requests/%s/attachments/0").then(r => r.headers.get("content-disposition") + " " + r.headers.get("content-type"))`, file))
	if !strings.HasPrefix(disposition, "attachment;") || !strings.HasSuffix(disposition, "application/octet-stream") {
		t.Errorf("an attachment comes as %s", disposition)
	}

	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<form method="post" action="%s/requests/%s/approve"><input name="seen" value="1"></form><script>document.forms[0].submit()</script>`, d.origin, near)
	}))
	defer stranger.Close()
	for _, url := range []string{stranger.URL, strings.Replace(stranger.URL, "127.0.0.1", "localhost", 1)} {
		b.open(url)
		b.until("the post was answered", fmt.Sprintf(`location.href === "%s/requests/%s/approve" && document.readyState === "complete"`, d.origin, near))
		if text := ask[string](b, `document.body.innerText`); !strings.Contains(text, "page of another site") && !strings.Contains(text, "другого сайта") && !strings.Contains(text, "басқа сайттың") {
			t.Errorf("a post from %s: %s", url, text)
		}
	}
	if r := d.state(near); r.State != privacy.StateInReview {
		t.Errorf("another origin decided: %s", r.State)
	}

	auditor := c.tab()
	d.login(auditor, "timur@desk.test")
	auditor.open(d.origin + "/requests/" + string(near))
	if n := ask[int](auditor, `document.querySelectorAll("main form").length`); n != 0 {
		t.Errorf("an auditor sees %d forms", n)
	}
	auditor.press("KeyA", "a")
	auditor.press("KeyN", "n")
	status := ask[int](auditor, fmt.Sprintf(`fetch("/requests/%s/approve", {method: "POST", headers: {"Content-Type": "application/x-www-form-urlencoded"}, body: "seen=1"}).then(r => r.status)`, near))
	if r := d.state(near); status != http.StatusForbidden || r.State != privacy.StateInReview {
		t.Errorf("an auditor's post: %d, the request is %s", status, r.State)
	}
	if n := d.daemon.page.server.Load().Revoke("timur"); n != 1 {
		t.Errorf("%d sessions of the auditor ended", n)
	}
	auditor.open(d.origin + "/")
	if !ask[bool](auditor, `document.querySelector(".login") !== null`) {
		t.Error("the session goes on after it was revoked")
	}
}

// Every page, in every language, at the width of a phone, a tablet and a desk.
func TestIntegrationConsoleForEverybody(t *testing.T) {
	d := newDesk(t)
	near, held, file := d.asks(unsureUpdate), d.asks(whatIsHeld), d.evilFile()
	done := d.request(d.take(maryPhone))
	named := d.asks(incoming{from: "dep@gov.test", name: "Департамент", subject: "Запрос уполномоченного органа",
		body: "Просим представить сведения о персональных данных граждан в срок до " + d.clock.Now().AddDate(0, 0, 2).Format("02.01.2006") + " года."})
	three := d.asks(incoming{from: olga.email, name: olga.name, subject: "Здравствуйте",
		body: "Прошу удалить мои данные и сообщить, какие данные у вас есть. Откуда у вас мой номер, на каком основании вы звоните?"})
	b := startChromium(t).tab()
	d.login(b, "aliya@desk.test")
	d.until("the letter left", func() bool { return len(d.state(near).ID) > 0 && d.status().Letters.Queued == 0 })
	pages := []string{
		"/", "/?kind=access", "/requests", "/requests/" + string(near), "/requests/" + string(held), "/requests/" + string(file),
		"/requests/" + string(named), "/requests/" + string(three), "/requests/" + string(done.Number), "/requests/" + string(near) + "/letters/0", "/subjects", "/subjects/" + string(d.record(aigul.email).ID),
		"/consents", "/letters", "/audit", "/figures", "/account?count=1", "/health", "/help", "/no-such-page",
	}
	for _, language := range privacy.Languages {
		b.size(1280, "light")
		b.open(d.origin + "/help")
		b.do("speak "+string(language), chromedp.Click(fmt.Sprintf(`.me .languages [value="%s"]`, language)), chromedp.WaitReady(fmt.Sprintf(`html[lang="%s"]`, language)))
		for _, path := range pages {
			b.open(d.origin + path)
			for i, width := range []int64{390, 768, 1280} {
				scheme := "light"
				if i == 1 {
					scheme = "dark"
				}
				b.size(width, scheme)
				name := pictureName(strings.NewReplacer(string(near), "near", string(held), "access", string(file), "evil", string(named), "named", string(three), "three", string(done.Number), "done").Replace(path), string(language), width, scheme)
				b.shoot(name)
				b.axe(name)
			}
		}
	}
	d.states(b, near, held)
	b.onlyFrom(d.origin)
	b.do("log out", chromedp.Click(`form[action="/logout"] button`), chromedp.WaitVisible(".login"))
	for _, language := range privacy.Languages {
		b.open(d.origin + "/login?lang=" + string(language))
		b.axe("login-" + string(language))
		b.shoot(pictureName("/login", string(language), 1280, "light"))
	}
}

// several looks at the page of several at once: the words for a refusal and a question
// are typed, and the letters looked at, by keyboard alone.
func (d *desk) several(b *tab, language string, check func(string)) {
	d.t.Helper()
	b.size(1280, "light")
	b.open(d.origin + "/")
	b.do("speak "+language, chromedp.Click(fmt.Sprintf(`.me .languages [value="%s"]`, language)), chromedp.WaitReady(fmt.Sprintf(`html[lang="%s"]`, language)))
	check("queue-" + language)
	for _, verb := range []string{"decline", "ask", "hold"} {
		b.open(d.origin + "/")
		for range ask[int](b, `document.querySelectorAll("[data-row]").length`) {
			b.press("KeyJ", "j")
			b.press("KeyX", "x")
		}
		b.press("KeyM", "m")
		b.until("the choice has the caret", `document.activeElement.id === "more"`)
		b.do("choose", chromedp.SetValue("#more", verb), chromedp.KeyEvent("\t"), chromedp.KeyEvent("\r"), chromedp.WaitVisible(".together"))
		check(verb + "-words-" + language)
		ask[bool](b, `(() => { for (const f of document.querySelectorAll(".together textarea, .together input:not([type=hidden])")) f.value = f.type === "date" ? "2099-01-01" : "Заң сақтауға міндеттейді.";
			const p = document.getElementById("prepared"); if (p) p.value = "which-right"; return true })()`)
		b.press("KeyA", "a")
		b.do("the rows tell what happens", chromedp.WaitVisible(`.together [name=sure], .together .late`))
		check(verb + "-look-" + language)
	}
}

// brokenTwice counts the lines of a letter to be looked over that do not fit.
const brokenTwice = `(() => { const e = document.getElementById("letter"), s = getComputedStyle(e); e.rows = 1; e.style.height = "2rem";
	return Math.round((e.scrollHeight - parseFloat(s.paddingTop) - parseFloat(s.paddingBottom)) / parseFloat(s.lineHeight)) - e.value.split("\n").length })()`

// states are what a page looks like after something was done: a form that comes back,
// a letter before it leaves, a decision carried out, a page that has become stale.
func (d *desk) states(b *tab, near, held privacy.Number) {
	d.t.Helper()
	check := func(name string) {
		d.t.Helper()
		for _, width := range []int64{390, 1280} {
			b.size(width, "light")
			b.shoot(fmt.Sprintf("state-%s-%d", name, width))
			b.axe(name)
		}
	}
	b.open(d.origin + "/requests/" + string(near))
	ask[bool](b, `(() => { const f = document.querySelector('form[action$="/decline"]'); f.noValidate = true; f.requestSubmit(); return true })()`)
	b.until("the form comes back", `document.querySelector('main [role="alert"]') !== null && document.getElementById("article")?.closest("details").open === true`)
	check("problem")
	b.open(d.origin + "/requests/" + string(held))
	b.do("look at the letter", chromedp.SendKeys("#reply-text", "\nС уважением, Әлия."), chromedp.Click(`.decide button.main`), chromedp.WaitVisible("#letter"))
	check("preview")
	if n := ask[int](b, brokenTwice); n != 0 {
		d.t.Errorf("%d lines of the letter break twice", n)
	}
	b.open(d.origin + "/requests/" + string(near))
	b.do("add a value", chromedp.SendKeys(`[name="value-email"]`, "aigul@zhana.example"), chromedp.Click(`.decide button.main`), chromedp.WaitVisible(".decide .draft pre"))
	if n := ask[int](b, `document.querySelectorAll(".decide .draft").length`); n != 3 {
		d.t.Errorf("%d letters are shown of a change of telephone and address", n)
	}
	check("values")
	b.open(d.origin + "/requests/" + string(near))
	d.verb("a remark\n", "queue", "assign", string(near), "aliya")
	b.until("the page says that it is stale", `!document.getElementById("stale").hidden`)
	check("stale")
	for _, language := range []string{"kk", "ru", "en"} {
		d.several(b, language, check)
	}
	b.open(d.origin + "/requests/" + string(near))
	b.do("carry it out", chromedp.Click(`.decide button.main`), chromedp.WaitVisible(`main .notice`))
	check("done")
}
