package console

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/handlers/intake"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
	"medico-intech.kz/otinish/templates"

	_ "time/tzdata"
)

// desk is an office with its console, without a network: mail goes in as bytes,
// browsers are requests.
type desk struct {
	t     *testing.T
	s     *Server
	in    *intake.Intake
	store *store.Store
	dir   string // of the store
	uid   uint32

	mu    sync.Mutex
	now   time.Time
	links []string // sent by letter
	log   strings.Builder
}

const (
	ours  = "info@mysal.example"
	pageA = "https://desk.mysal.example"
)

func (d *desk) clock() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.now }

func (d *desk) wait(t time.Duration) { d.mu.Lock(); defer d.mu.Unlock(); d.now = d.now.Add(t) }

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	d.store = storetest.OpenAt(t, d.dir, d.clock)
	letters, err := templates.Parse()
	d.must(err)
	rules, err := deadline.New()
	d.must(err)
	zone, err := time.LoadLocation("Asia/Almaty")
	d.must(err)
	from := d.address(ours)
	names := map[privacy.Language]string{privacy.Kazakh: "«Мысал» ЖШС", privacy.Russian: "ТОО «Мысал»", privacy.English: "Mysal LLP"}
	office := &handlers.Office{
		Templates: letters, From: from, Zone: zone, Random: rand.Reader, Limits: handlers.DefaultLimits, Periods: handlers.DefaultPeriods,
		Controller:     templates.Controller{Name: names, BIN: "123456789012", Address: ours, PolicyURL: "https://mysal.example"},
		Basis:          func(k privacy.Kind, at time.Time, l privacy.Language) string { return rules.Due(k, at, zone).Basis[l] },
		DestructionDue: func(at time.Time) time.Time { return rules.Due(privacy.KindWithdraw, at, zone).At },
	}
	office.Periods.Desk = 10 * time.Minute
	d.in, err = intake.New(intake.Config{
		Store: d.store, Office: office, Rules: rules, Log: slog.New(slog.DiscardHandler),
		Verifier: senderauth.New(senderauth.Config{AuthservIDs: []string{"mx.mysal.example"}, Own: []privacy.Address{from}}),
	})
	d.must(err)
	if _, err := d.in.Open(t.Context(), mailbox.Position{Mailbox: "INBOX", UIDValidity: 1, UIDNext: 1}); err != nil {
		t.Fatal(err)
	}
	texts, err := templates.ParseTexts(nil)
	d.must(err)
	pages, err := templates.ParsePages()
	d.must(err)
	log := slog.New(slog.NewTextHandler(&d.log, nil))
	d.s, err = New(Config{
		Desk: &review.Desk{
			Words: pages,
			Store: d.store, Office: office, Rules: rules, Log: log, Phone: classifier.Phone, Wake: func() {}, Library: texts,
			OwnText: func(raw []byte) string { return message.Parse(raw).OwnText() },
			Operators: []review.Operator{
				{Login: "aliya", Name: "Әлия", Email: d.address("aliya@mysal.example"), Role: review.RoleOperator, Language: privacy.English},
				{Login: "timur", Name: "Тимур", Email: d.address("timur@mysal.example"), Role: review.RoleAuditor, Language: privacy.English},
			},
		},
		Pages: pages, Controller: names, URL: pageA, Zone: zone, Now: d.clock, Random: rand.Reader, Log: log, Read: readForTest,
		Health:  func(context.Context) (Health, error) { return Health{Healthy: true}, nil },
		Account: func(context.Context) ([]Account, error) { return []Account{{Mailbox: "INBOX"}}, nil },
		SendLink: func(_ context.Context, to review.Operator, link string, _ time.Time) error {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.links = append(d.links, to.Login+" "+link)
			return nil
		},
	})
	d.must(err)
	t.Cleanup(func() {
		if strings.Contains(d.log.String(), "console page failed") {
			t.Errorf("a page failed: %s", d.log.String())
		}
	})
	return d
}

func readForTest(raw []byte) Letter {
	m := message.Parse(raw)
	l := Letter{SubjectLine: m.SubjectLine, Attached: func(i int) ([]byte, bool) { return message.Attached(raw, i) }}
	l.HasHTML, l.HTML = m.HTML, func() string { return message.Markup(raw) }
	if len(m.From) > 0 {
		l.FromName = m.From[0].Name
	}
	for text := range strings.Lines(m.Text) {
		l.Lines = append(l.Lines, Line{strings.TrimRight(text, "\r\n"), "own"})
	}
	for _, a := range m.Attachments {
		l.Attachments = append(l.Attachments, Attachment{Name: a.Name, MediaType: a.MediaType})
	}
	return l
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) address(s string) privacy.Address {
	d.t.Helper()
	a, err := privacy.ParseAddress(s)
	d.must(err)
	return a
}

func (d *desk) person(email, name, phone string) privacy.SubjectID {
	d.t.Helper()
	id, err := d.s.Desk.AddSubject(d.t.Context(), privacy.Operator("aliya"), review.Person{Email: email, Name: name, Phone: phone, Language: privacy.Kazakh, ConsentDate: d.clock(), Purpose: "letters"})
	d.must(err)
	return id
}

// gets takes a letter in and returns the number of its first request.
func (d *desk) gets(raw string) privacy.Number {
	d.t.Helper()
	d.uid++
	delivery := mailbox.Delivery{
		Key: mailbox.Key{Mailbox: "INBOX", UIDValidity: 1, UID: d.uid}, InternalDate: d.clock(), Raw: []byte(raw),
		Size: int64(len(raw)), Fingerprint: sha256.Sum256([]byte(raw)),
	}
	d.must(d.in.Process(d.t.Context(), []mailbox.Delivery{delivery}))
	var n privacy.Number
	d.must(d.store.View(func(tx *store.Tx) error {
		what, _, err := tx.Disposition(store.MessageKey{Mailbox: "INBOX", UIDValidity: 1, UID: d.uid})
		if err != nil || len(what.Requests) == 0 {
			return err
		}
		r, err := tx.Request(what.Requests[0])
		n = r.Number
		return err
	}))
	if n == "" {
		d.t.Fatal("the letter was no request")
	}
	return n
}

// near is an update that a person decides.
func (d *desk) near() privacy.Number {
	d.t.Helper()
	return d.gets(letterFrom("aigul@posta.example", "Дербез деректерди жанарту", "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 88"))
}

func letterFrom(from, subject, body string) string {
	return fmt.Sprintf("Authentication-Results: mx.mysal.example; dmarc=pass header.from=%s\r\nReceived: from a by mx.mysal.example; Tue, 24 Nov 2026 09:00:00 +0000\r\n"+
		"From: <%s>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%x@a.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
		from[strings.IndexByte(from, '@')+1:], from, ours, subject, sha256.Sum256([]byte(subject+body+from)), body)
}

// browser is somebody at the console.
type browser struct {
	d       *desk
	cookies []*http.Cookie
	header  http.Header
	host    string
}

func (d *desk) browser() *browser {
	return &browser{d: d, header: http.Header{"Sec-Fetch-Site": {"same-origin"}, "Accept-Language": {"en"}}, host: strings.TrimPrefix(pageA, "https://")}
}

// as is a browser of somebody who has logged in.
func (d *desk) as(login string) *browser {
	d.t.Helper()
	link, _, err := d.s.Link(privacy.Operator(login))
	d.must(err)
	b := d.browser()
	if r := b.post(strings.TrimPrefix(link, pageA), nil); r.Code != http.StatusSeeOther || len(b.cookies) == 0 {
		d.t.Fatalf("login: %d", r.Code)
	}
	return b
}

func (b *browser) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	b.d.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(b.d.t.Context(), method, path, body)
	r.Host = b.host
	for k, v := range b.header {
		r.Header[k] = v
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.d.s.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookies = slices.DeleteFunc(b.cookies, func(old *http.Cookie) bool { return old.Name == c.Name })
		if c.MaxAge >= 0 {
			b.cookies = append(b.cookies, c)
		}
	}
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	b.d.t.Helper()
	return b.do(http.MethodGet, path, nil)
}

func (b *browser) post(path string, form url.Values) *httptest.ResponseRecorder {
	b.d.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	return b.do(http.MethodPost, path, form)
}

// page is a page that must be there.
func (b *browser) page(path string) string {
	b.d.t.Helper()
	w := b.get(path)
	if w.Code != http.StatusOK {
		b.d.t.Fatalf("GET %s: %d\n%s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// form fills in what a browser would send of a page's form, before anybody types.
func (b *browser) form(page, action string) url.Values {
	b.d.t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	b.d.must(err)
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Form && attribute(n, "action") == action {
			return fields(n)
		}
	}
	b.d.t.Fatalf("no form for %s", action)
	return nil
}

func fields(form *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		switch name := attribute(n, "name"); {
		case name == "" || n.DataAtom == atom.Button || attribute(n, "type") == "checkbox":
		case n.DataAtom == atom.Input:
			v.Set(name, attribute(n, "value"))
		case n.DataAtom == atom.Textarea:
			if v.Set(name, ""); n.FirstChild != nil {
				v.Set(name, n.FirstChild.Data)
			}
		case n.DataAtom == atom.Select:
			for o := range n.Descendants() {
				if o.DataAtom == atom.Option && (!v.Has(name) || slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" })) {
					v.Set(name, attribute(o, "value"))
				}
			}
		}
	}
	return v
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
