//go:build bench

package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox/demoserver"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

const benchWaiting = 10_000

// benchConsole: the first page of the queue with 10,000 requests waiting, as a browser
// gets it, beside a bare handler that writes the same octets.
func benchConsole(t *testing.T, _ string) []row {
	const rounds = 41
	server, err := demoserver.Start(demoserver.Options{})
	must(t, err)
	t.Cleanup(func() { server.Close() })
	l := &lab{t: t, dir: t.TempDir(), imap: server.IMAPAddr(), smtp: server.SMTPAddr()}
	path := l.files(l.dir)
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = file.WriteString(fmt.Sprintf(demoConsole, "127.0.0.1:0"))
	must(t, err)
	must(t, file.Close())
	config, err := LoadConfig(path)
	must(t, err)
	d, err := newDaemon(config, Seams{})
	must(t, err)
	t.Cleanup(func() { d.Close() })
	fillQueue(t, d)

	page := d.page.server.Load()
	console := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = strings.TrimPrefix(page.URL, "http://") // as a proxy on this machine hands it on
		page.ServeHTTP(w, r)
	}))
	defer console.Close()
	jar, err := cookiejar.New(nil)
	must(t, err)
	client := &http.Client{Jar: jar}
	link, _, err := page.Link(privacy.Operator("bench"))
	must(t, err)
	answer, err := client.Post(console.URL+strings.TrimPrefix(link, page.URL), "application/x-www-form-urlencoded", nil)
	must(t, err)
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	if n := strings.Count(string(body), "data-row"); answer.StatusCode != http.StatusOK || n != 50 {
		t.Fatalf("the queue: %d, %d rows", answer.StatusCode, n)
	}
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(body) }))
	defer bare.Close()

	var pages, searches, yards []time.Duration
	get := func(url string) time.Duration {
		began := time.Now()
		r, err := client.Get(url)
		must(t, err)
		defer r.Body.Close()
		if n, err := io.Copy(io.Discard, r.Body); err != nil || n < 1000 || r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d, %d octets, %v", url, r.StatusCode, n, err)
		}
		return time.Since(began)
	}
	searched, err := client.PostForm(console.URL+"/search", url.Values{"text": {"letter 9999"}})
	must(t, err)
	searched.Body.Close()
	for range rounds {
		yards = append(yards, get(bare.URL))
		pages = append(pages, get(console.URL+"/"))
		searches = append(searches, get(console.URL+"/?find=0"))
	}
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 }
	yard := fmt.Sprintf("bare handler %.2f ms", ms(median(yards)))
	return []row{
		{what: "queue page with 10,000 waiting", figure: fmt.Sprintf("%d KiB", len(body)>>10), yardstick: yard, ratio: ms(median(pages)), unit: " ms", must: 50, aim: 25},
		{what: "the same, in relation", figure: "", yardstick: yard, ratio: inPairs(pages, yards), unit: " ×"},
		{what: "the same, searched", figure: "", yardstick: yard, ratio: ms(median(searches)), unit: " ms"},
	}
}

func fillQueue(t *testing.T, d *Daemon) {
	t.Helper()
	from, err := privacy.ParseAddress("writer@mail.example")
	must(t, err)
	now := time.Now()
	for chunk := range benchWaiting / 1000 {
		must(t, d.store.Update(t.Context(), func(tx *store.Tx) error {
			for i := range 1000 {
				n := chunk*1000 + i
				number, err := tx.NewNumber()
				if err != nil {
					return err
				}
				r := store.Request{
					ID: tx.NewRequestID(), Number: number, Kind: privacy.Kinds[n%len(privacy.Kinds)], Certainty: privacy.Doubtful, Language: privacy.Languages[n%3],
					State: privacy.StateInReview, Proof: privacy.Proven, ProofBy: "dmarc", Route: privacy.RouteReview, Reason: "doubtful", From: from,
					ReceivedAt: now.Add(-time.Duration(n) * time.Minute), RecordedAt: now, DueAt: now.Add(time.Duration(n) * time.Minute), Clock: "A",
					SubjectLine: privacy.NewPersonal(fmt.Sprintf("Letter %d about my personal data", n)), Doubts: []string{"no-mark"},
					Evidence: []store.Observation{{Rule: "wording:update:en:1", Text: privacy.NewPersonal("my new number"), Where: "text, line 1"}},
				}
				if err := tx.PutRequest(r); err != nil {
					return err
				}
				if err := tx.PutReviewItem(store.ReviewItem{RequestID: r.ID, Since: now, DueAt: r.DueAt, Why: "doubtful", Version: 1}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}
