package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/message"
)

func withConsole(config string) string { return config + fmt.Sprintf(demoConsole, "127.0.0.1:0") }

// client is a browser without pages: it keeps cookies and trusts a certificate.
func client(t *testing.T, trust *x509.CertPool) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	return &http.Client{Jar: jar, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust}, DisableKeepAlives: true}}
}

func fetch(t *testing.T, c *http.Client, method, address string, form url.Values) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := c.Do(r)
	must(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	return answer.StatusCode, string(body)
}

func TestConsoleLoginAtTheTerminal(t *testing.T) {
	h := newHouseChanged(t, withConsole)
	out, errOut := h.otinish(exitDone, "", "console", "login")
	link := strings.TrimSpace(out)
	if !strings.HasPrefix(link, "http://127.0.0.1:") || !strings.Contains(errOut, "once") {
		t.Fatalf("printed %q and %q", out, errOut)
	}
	c := client(t, nil)
	if code, _ := fetch(t, c, http.MethodPost, link, nil); code != http.StatusOK {
		t.Fatalf("log in: %d", code)
	}
	origin := link[:strings.Index(link, "/login/")]
	if code, body := fetch(t, c, http.MethodGet, origin+"/", nil); code != http.StatusOK || !strings.Contains(body, `class="me"`) {
		t.Errorf("the queue: %d", code)
	}
	var in adminapi.Session
	out, _ = h.otinish(exitDone, "", "--json", "console", "sessions")
	if err := json.Unmarshal([]byte(out), &in); err != nil || in.Login == "" || in.Role != "operator" || !in.Ends.After(in.Began) {
		t.Errorf("sessions: %s", out)
	}
	var ended adminapi.Logout
	out, _ = h.otinish(exitDone, "", "--json", "console", "logout")
	if err := json.Unmarshal([]byte(out), &ended); err != nil || ended.Ended != 1 {
		t.Errorf("logout: %s", out)
	}
	if code, _ := fetch(t, c, http.MethodGet, origin+"/", nil); code != http.StatusUnauthorized {
		t.Errorf("after the logout: %d", code)
	}
	out, _ = h.otinish(exitDone, "", "console", "sessions")
	says(t, out, "Nobody is logged in.")
	if strings.Contains(h.log.String(), link[strings.LastIndexByte(link, '/')+1:]) {
		t.Error("the link stands in the log")
	}
}

// The link in the letter to an operator, from the page that asked for it.
func TestConsoleLoginByLetter(t *testing.T) {
	h := newHouseChanged(t, withConsole)
	origin := "http://" + h.daemon.page.listener.Addr().String()
	c := client(t, nil)
	if code, _ := fetch(t, c, http.MethodPost, origin+"/login", url.Values{"email": {"aliya@otinish.example"}}); code != http.StatusOK {
		t.Fatalf("ask: %d", code)
	}
	h.letters(1)
	mail := h.server.Received()[0]
	m := message.Parse(mail.Data)
	at := strings.Index(m.Text, origin+"/login/")
	if strings.Join(mail.To, "") != "aliya@otinish.example" || m.SubjectLine != "Консольге кіру сілтемесі" || at < 0 {
		t.Fatalf("the letter to %v: %s\n%s", mail.To, m.SubjectLine, m.Text)
	}
	link, _, _ := strings.Cut(m.Text[at:], "\n")
	if code, _ := fetch(t, c, http.MethodPost, strings.TrimSpace(link), nil); code != http.StatusOK {
		t.Errorf("log in: %d", code)
	}
	if code, body := fetch(t, c, http.MethodGet, origin+"/", nil); code != http.StatusOK || !strings.Contains(body, `lang="kk"`) || !strings.Contains(body, "Әлия Бекова") {
		t.Errorf("the queue: %d", code)
	}
}

func TestNoConsoleIsToldWithARemedy(t *testing.T) {
	h := newHouse(t)
	if _, errOut := h.otinish(exitFailed, "", "console", "login"); !strings.Contains(errOut, "console.listen") {
		t.Errorf("said %q", errOut)
	}
}

// certificate writes a certificate of its own for 127.0.0.1 and returns what trusts it.
func certificate(t *testing.T, dir string, serial int64) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	private, err := x509.MarshalECPrivateKey(key)
	must(t, err)
	pemOf := func(kind string, b []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}) }
	must(t, os.WriteFile(filepath.Join(dir, "desk-key"), pemOf("EC PRIVATE KEY", private), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "desk.pem"), pemOf("CERTIFICATE", der), 0o644))
	changed := time.Now().Add(time.Duration(serial) * time.Second) // the clock of a disk may be coarse
	must(t, os.Chtimes(filepath.Join(dir, "desk.pem"), changed, changed))
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pemOf("CERTIFICATE", der))
	return pool
}

// The page with its own certificate, renewed while the daemon runs.
func TestConsoleWithItsOwnCertificate(t *testing.T) {
	dir := t.TempDir()
	trust := certificate(t, dir, 1)
	h := newHouseChanged(t, func(config string) string {
		config = withConsole(config)
		return strings.Replace(config, "[console]\n", fmt.Sprintf("[console]\ncert_file = %q\nkey_file = %q\n", filepath.Join(dir, "desk.pem"), filepath.Join(dir, "desk-key")), 1)
	})
	out, _ := h.otinish(exitDone, "", "console", "login")
	link := strings.TrimSpace(out)
	if !strings.HasPrefix(link, "https://127.0.0.1:") {
		t.Fatalf("the link is %s", link)
	}
	c := client(t, trust)
	if code, _ := fetch(t, c, http.MethodPost, link, nil); code != http.StatusOK {
		t.Fatalf("log in: %d", code)
	}
	at, err := url.Parse(link)
	must(t, err)
	at.Path = "/"
	if cookies := c.Jar.Cookies(at); len(cookies) != 1 || cookies[0].Name != "__Host-otinish" {
		t.Errorf("cookies %v", cookies)
	}
	renewed := certificate(t, dir, 2)
	if code, _ := fetch(t, client(t, renewed), http.MethodGet, at.String(), nil); code != http.StatusUnauthorized {
		t.Errorf("with the new certificate: %d", code)
	}
	must(t, os.WriteFile(filepath.Join(dir, "desk.pem"), []byte("broken"), 0o644))
	if code, _ := fetch(t, client(t, renewed), http.MethodGet, at.String(), nil); code != http.StatusUnauthorized {
		t.Errorf("with a broken file the old certificate goes on: %d", code)
	}
}

func TestConsoleConfigurationMistakes(t *testing.T) {
	for name, c := range map[string]struct{ lines, want string }{
		"open to the network": {`listen = "0.0.0.0:8470"`, "needs cert_file and key_file"},
		"all addresses":       {`listen = ":8470"`, "needs cert_file and key_file"},
		"half a pair":         {"listen = \"0.0.0.0:8470\"\ncert_file = \"a.pem\"", "go together"},
	} {
		_, err := LoadConfig(writeConfig(t, goodConfig+"[console]\n"+c.lines+"\n"))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, lines := range []string{`listen = "127.0.0.1:8470"`, `listen = "[::1]:8470"`, "listen = \"0.0.0.0:8470\"\ncert_file = \"a.pem\"\nkey_file = \"a-key\""} {
		if _, err := LoadConfig(writeConfig(t, goodConfig+"[console]\n"+lines+"\n")); err != nil {
			t.Errorf("%s: %v", lines, err)
		}
	}
}
