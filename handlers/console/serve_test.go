package console

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Over a real connection: a change reaches an open page, and an open page does not
// hold up the end.
func TestLiveLineOverAConnection(t *testing.T) {
	d := newDesk(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	d.must(err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- d.s.Serve(ctx, listener, nil) }()
	link, _, err := d.s.Link(privacy.Operator("aliya"))
	d.must(err)
	origin := "http://" + listener.Addr().String()
	token := strings.TrimPrefix(link, pageA)
	stay := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := stay.Post(origin+token, "application/x-www-form-urlencoded", nil)
	d.must(err)
	answer.Body.Close()
	if len(answer.Cookies()) != 1 {
		t.Fatalf("log in: %s", answer.Status)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, origin+"/live?seen=0", nil)
	d.must(err)
	r.AddCookie(answer.Cookies()[0])
	live, err := stay.Do(r)
	d.must(err)
	defer live.Body.Close()
	if live.StatusCode != http.StatusOK || live.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("the line: %s, %v", live.Status, live.Header)
	}
	lines := bufio.NewScanner(live.Body)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "retry:") {
		t.Fatalf("the line begins with %q", lines.Text())
	}
	d.s.Changed()
	for lines.Scan() && lines.Text() != "event: changed" {
	}
	if lines.Text() != "event: changed" {
		t.Fatal("the change was not told")
	}
	r.URL.RawQuery = "seen=0" // a page made before that change
	late, err := stay.Do(r.Clone(t.Context()))
	d.must(err)
	defer late.Body.Close()
	for lines = bufio.NewScanner(late.Body); lines.Scan() && lines.Text() != "event: changed"; {
	}
	if lines.Text() != "event: changed" {
		t.Error("a change between page and line is lost")
	}
	d.s.Forget() // after a destruction open lines end, and a new one can be had
	for lines.Scan() {
	}
	if err := lines.Err(); err != nil {
		t.Errorf("the line broke: %v", err)
	}
	again, err := stay.Do(r.Clone(t.Context()))
	d.must(err)
	defer again.Body.Close()
	if again.StatusCode != http.StatusOK {
		t.Errorf("no new line: %s", again.Status)
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(2 * time.Second): // it would be cut after three
		t.Error("an open page holds up the end")
	}
}
