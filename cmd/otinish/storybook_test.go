package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/intake"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox/demoserver"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// story is the demo's world with its console, to show every page and letter with
// invented data.
type story struct {
	*demo
	t      *testing.T
	origin string
	client *http.Client
	dir    string // where pages are kept; empty: they are only checked
}

func newStory(t *testing.T, dir string) *story {
	t.Helper()
	d := &demo{
		pen: newPen(io.Discard), term: &Terminal{Out: io.Discard, Err: io.Discard}, listen: "127.0.0.1:0",
		outcomes: make(chan intake.Outcome, len(demoLetters)+len(deskLetters)),
	}
	folder, err := os.MkdirTemp("", "otinish-story-") // short: a socket's path has 108 octets
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(folder) })
	d.dir = folder
	d.server, err = demoserver.Start(demoserver.Options{})
	must(t, err)
	t.Cleanup(func() { d.server.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), demoTimeout)
	defer cancel()
	must(t, d.start(t.Context()))
	t.Cleanup(func() { must(t, d.stop()) })
	for i, l := range demoLetters {
		must(t, d.act(ctx, i, l))
	}
	must(t, d.desk(ctx, deskLetters))
	jar, err := cookiejar.New(nil)
	must(t, err)
	return &story{demo: d, t: t, origin: "http://" + d.daemon.page.listener.Addr().String(), client: &http.Client{Jar: jar, Timeout: demoTimeout}, dir: dir}
}

func (s *story) post(path string, form url.Values) {
	s.t.Helper()
	r, err := s.client.PostForm(s.origin+path, form)
	must(s.t, err)
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		b, _ := io.ReadAll(r.Body)
		s.t.Fatalf("POST %s: %d\n%s", path, r.StatusCode, b)
	}
}

func (s *story) login() {
	s.t.Helper()
	link, _, err := s.daemon.page.server.Load().Link(privacy.Operator("aliya"))
	must(s.t, err)
	s.post(strings.TrimPrefix(link, s.origin), nil)
}

// rawKey is a text that was not found, or a format that was not filled.
var rawKey = regexp.MustCompile(`>(title|do|item|why|act|kind|state|letter|proof|form|col|queue|unit)\.[a-z-]+<|%!|<no value>|‹personal›|‹address›`)

// page fetches a page, checks it and keeps it.
func (s *story) page(name, path string, l privacy.Language, status int) {
	s.t.Helper()
	r, err := s.client.Get(s.origin + path)
	must(s.t, err)
	s.shown(name, path, l, status, r)
}

func (s *story) shown(name, path string, l privacy.Language, status int, r *http.Response) (text string) {
	s.t.Helper()
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	must(s.t, err)
	text = string(body)
	if r.StatusCode != status || !strings.Contains(text, fmt.Sprintf(`<html lang="%s">`, l)) {
		s.t.Errorf("%s in %s: %d\n%.2000s", path, l, r.StatusCode, text)
	}
	if bad := rawKey.FindString(text); bad != "" {
		s.t.Errorf("%s in %s shows %s", path, l, bad)
	}
	if l != privacy.English {
		for _, word := range english(text, l) {
			s.t.Errorf("%s in %s: %s", path, l, word)
		}
	}
	s.keep(name+"."+string(l)+".html", strings.NewReplacer(`href="/console.css"`, `href="console.css"`, `src="/console.js"`, `src="console.js"`, `href="/icon.svg"`, `href="icon.svg"`).Replace(text))
	return text
}

func (s *story) keep(name, content string) {
	s.t.Helper()
	if s.dir == "" {
		return
	}
	must(s.t, os.MkdirAll(s.dir, 0o755))
	must(s.t, os.WriteFile(filepath.Join(s.dir, name), []byte(content), 0o644))
}

// number finds the first request of a kind from an address.
func (s *story) number(from string, kind privacy.Kind) (n privacy.Number) {
	s.t.Helper()
	must(s.t, s.daemon.desk.Requests(s.t.Context(), false, func(r review.Record) bool {
		if r.From.Reveal() == from && r.Kind == kind {
			n = r.Number
			return false
		}
		return true
	}))
	if n == "" {
		s.t.Fatalf("no request of the kind %s from %s", kind, from)
	}
	return n
}

// pages are what there is to see, by the names they are kept under.
func (s *story) pages() [][2]string {
	s.t.Helper()
	id := privacy.SubjectID("")
	must(s.t, s.daemon.store.View(func(tx *store.Tx) error {
		a, err := privacy.ParseAddress("saule@posta.example")
		if err != nil {
			return err
		}
		found, err := tx.SubjectByAddress(a)
		id = found.ID
		return err
	}))
	request := func(from string, kind privacy.Kind) string { return "/requests/" + string(s.number(from, kind)) }
	return [][2]string{
		{"queue", "/"}, {"queue-filtered", "/?kind=update"}, {"queue-nothing", "/?proof=unproven&kind=update"},
		{"request-update", request("gulnar@posta.example", privacy.KindUpdate)},
		{"request-access", request("saule@posta.example", privacy.KindAccess)},
		{"request-authority", request("kense@mvi.gov.example", privacy.KindAuthority)},
		{"request-block", request("bekzat@posta.example", privacy.KindBlock)},
		{"request-erase", request("olga@pochta.example", privacy.KindErase)},
		{"request-hostile", request("attacker@mail.example", privacy.KindErase)},
		{"request-done", request("aigul@posta.example", privacy.KindUpdate)},
		{"letter", request("aigul@posta.example", privacy.KindUpdate) + "/letters/0"},
		{"requests", "/requests"}, {"subjects", "/subjects"}, {"subject", "/subjects/" + string(id)}, {"consents", "/consents"},
		{"letters", "/letters"}, {"figures", "/figures"}, {"audit", "/audit"}, {"account", "/account?count=1"}, {"health", "/health"}, {"help", "/help"},
	}
}

// TestStorybook renders every page and every letter in every language. OTINISH_STORYBOOK
// names a folder to keep them in: make storybook.
func TestStorybook(t *testing.T) {
	s := newStory(t, os.Getenv("OTINISH_STORYBOOK"))
	for _, l := range privacy.Languages {
		s.page("login", "/login?lang="+string(l), l, http.StatusOK)
	}
	s.login()
	s.post("/requests/"+string(s.number("john@mail.example", privacy.KindQuestion))+"/note", url.Values{"text": {"Asked the call centre: they bought a list."}})
	pages := append(s.pages(), s.scenes()...)
	forms := s.forms()
	for _, l := range privacy.Languages {
		s.post("/language", url.Values{"language": {string(l)}})
		for _, p := range pages {
			s.page(p[0], p[1], l, http.StatusOK)
		}
		for _, f := range forms {
			s.form(f, l)
		}
		s.page("not-found", "/no-such-page", l, http.StatusNotFound)
	}
	s.letters()
	s.codesHaveWords()
	for _, name := range []string{"console.css", "console.js", "icon.svg"} {
		b, err := templates.Asset(name)
		must(t, err)
		s.keep(name, string(b))
	}
	s.index(pages)
}

// letters keeps every letter, to writers and to operators, as text.
func (s *story) letters() {
	s.t.Helper()
	set, err := templates.Parse()
	must(s.t, err)
	digests, err := templates.ParseDigests()
	must(s.t, err)
	write := func(name string, l privacy.Language, subjectLine, body string, err error) {
		s.t.Helper()
		if err != nil || subjectLine == "" || len(body) < 50 {
			s.t.Errorf("letter %s in %s: %v", name, l, err)
		}
		s.keep("letter-"+name+"."+string(l)+".html", fmt.Sprintf("<!doctype html><html lang=%q><meta charset=\"utf-8\"><title>%s</title><link rel=\"stylesheet\" href=\"console.css\"><main><h1>%s</h1><pre>%s</pre></main></html>\n",
			l, name, html.EscapeString(subjectLine), html.EscapeString(body)))
	}
	for _, l := range privacy.Languages {
		for _, name := range set.Names() {
			subjectLine, body, err := set.Letter(name, l, templates.Sample(name, l))
			write(name, l, subjectLine, body, err)
		}
		for _, name := range []string{templates.Digest, templates.Urgent} {
			subjectLine, body, err := digests.Letter(name, l, templates.SampleDigest(name))
			write(name, l, subjectLine, body, err)
		}
		pages, err := templates.ParsePages()
		must(s.t, err)
		write("console-login", l, pages.Text(l, "mail.subject"), pages.Text(l, "mail.body", "https://desk.example/login/…", "14:20"), nil)
	}
}

// codesHaveWords: whatever stands on the chain of the demo is shown in words.
func (s *story) codesHaveWords() {
	s.t.Helper()
	pages, err := templates.ParsePages()
	must(s.t, err)
	set, err := templates.Parse()
	must(s.t, err)
	keys := map[string]bool{}
	for _, name := range append(set.Names(), templates.Digest, templates.Urgent, "console-login") {
		keys["letter."+name] = true
	}
	must(s.t, s.daemon.store.View(func(tx *store.Tx) error {
		return errors.Join(tx.EachEntry(func(e store.AuditEntry) bool {
			key := "act." + e.Act.Act
			if name, ok := strings.CutPrefix(e.Act.Act, "letter/"); ok {
				key = "letter." + name
			}
			keys[key] = true
			return true
		}),
			tx.EachWaiting(func(i store.ReviewItem) bool { keys["why."+i.Why] = true; return true }),
			tx.EachRequest(func(r store.Request) bool {
				keys["why."+r.Reason], keys["state."+string(r.State)], keys["kind."+string(r.Kind)] = true, true, true
				for _, d := range r.Doubts {
					keys["doubt."+d] = true
				}
				for _, f := range r.Found {
					keys["found."+f] = true
				}
				return true
			}))
	}))
	for _, ground := range review.HoldGrounds() {
		keys["hold."+ground] = true
	}
	for key := range keys {
		if pages.Text(privacy.Kazakh, key) == key {
			s.t.Errorf("no words for %s", key)
		}
	}
}

func (s *story) index(pages [][2]string) {
	s.t.Helper()
	entries, _ := os.ReadDir(s.dir)
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>otinish: storybook</title><link rel=\"stylesheet\" href=\"console.css\"><main><h1>Every page and letter, %s</h1><ul>\n", time.Now().Format(time.DateOnly))
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".html") && e.Name() != "index.html" {
			fmt.Fprintf(&b, "<li><a href=\"%s\">%s</a></li>\n", e.Name(), strings.TrimSuffix(e.Name(), ".html"))
		}
	}
	b.WriteString("</ul></main></html>\n")
	s.keep("index.html", b.String())
}
