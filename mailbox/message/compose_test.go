package message

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

func address(t *testing.T, s string) privacy.Address {
	t.Helper()
	a, err := privacy.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func letterTo(t *testing.T) Outgoing {
	t.Helper()
	return Outgoing{
		From: address(t, "info@medico.example"), FromName: "Медико Интех", To: address(t, "aigul@client.example"),
		SubjectLine: "Re: Дербес деректерді жаңарту", Date: time.Date(2025, 11, 24, 10, 0, 0, 0, time.FixedZone("", 5*3600)),
		MessageID: "abc@medico.example", InReplyTo: "1@client.example", References: []string{"0@client.example"},
		AutoSubmitted: AutoReplied, Language: privacy.Kazakh, Extra: []HeaderField{{"X-Otinish", "1"}}, Body: "Сәлеметсіз бе!\n",
	}
}

func TestComposeGolden(t *testing.T) {
	got, err := Compose(letterTo(t))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`Date: Mon, 24 Nov 2025 10:00:00 +0500
From: =?utf-8?B?0JzQtdC00LjQutC+INCY0L3RgtC10YU=?= <info@medico.example>
To: aigul@client.example
Message-ID: <abc@medico.example>
In-Reply-To: <1@client.example>
References: <0@client.example>
 <1@client.example>
Subject: =?utf-8?B?UmU6INCU0LXRgNCx0LXRgSDQtNC10YDQtdC60YLQtdGA0LTRliA=?=
 =?utf-8?B?0LbQsNKj0LDRgNGC0YM=?=
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
X-Otinish: 1
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Language: kk
Content-Transfer-Encoding: base64

0KHTmdC70LXQvNC10YLRgdGW0Lcg0LHQtSENCg==
`, "\n", "\r\n")
	if string(got) != want {
		t.Errorf("%s", got)
	}
}

// oddities are values that fold, encode or quote in some way of their own.
var oddities = []struct{ name, subject, sender, body string }{
	{"plain", "Hello", "Medico", "hello\n"},
	{"empty", "", "", ""},
	{"long Kazakh", strings.Repeat("Дербес деректерді өңдеуге келісімді қайтарып алу ", 12) + "x", "«Медико Интех» ЖШС, дербес деректер бөлімі, Алматы қаласы", strings.Repeat("Сәлеметсіз бе, құрметті Айгүл! ", 40) + "\n.\nFrom here\n"},
	{"long English", strings.Repeat("withdrawal of consent ", 20) + "x", "Medico Intech LLP, Personal Data Department (Almaty)", strings.Repeat("long line ", 30) + "é \n.\n..\nFrom x\nend \t\n=3D\n"},
	{"one long word", strings.Repeat("x", 300), `A "quoted" \ name`, strings.Repeat("y", 300) + "\n"},
	{"blanks", " two  blanks ", "A. B.", "a\n\n\nb\n"},
	{"like an encoded word", "=?utf-8?Q?x?=", "=?x?=", "x\n"},
	{"emoji", "👍🏽 өтініш 👩‍👩‍👧", "👍", "👍\n"},
	{"fits by a hair", strings.Repeat("a", 66), strings.Repeat("b", 59), strings.Repeat("c", 76) + "\n" + strings.Repeat("d", 75) + "é\n"},
}

// Every letter is read back exactly as it was written.
func TestComposeParsesBack(t *testing.T) {
	for _, c := range oddities {
		t.Run(c.name, func(t *testing.T) {
			o := letterTo(t)
			o.SubjectLine, o.FromName, o.Body = c.subject, c.sender, c.body
			raw, err := Compose(o)
			if err != nil {
				t.Fatal(err)
			}
			checkLines(t, raw)
			m := Parse(raw)
			if m.SubjectLine != oneLine(c.subject) || m.From[0].Name != oneLine(c.sender) || m.From[0].Salvaged || m.Text != c.body || len(m.Damage) > 0 {
				t.Errorf("%q, %+v, %q, %v of\n%s", m.SubjectLine, m.From, m.Text, m.Damage, raw)
			}
			if !m.Automatic.Strong {
				t.Error("our own letter does not say that a machine wrote it")
			}
			if again, _ := Compose(o); !bytes.Equal(raw, again) {
				t.Error("other bytes at the second time")
			}
		})
	}
}

func checkLines(t *testing.T, raw []byte) {
	t.Helper()
	if bytes.Count(raw, []byte("\n")) != bytes.Count(raw, []byte("\r\n")) || bytes.Count(raw, []byte("\r")) != bytes.Count(raw, []byte("\r\n")) {
		t.Error("line ends that are not CRLF")
	}
	for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
		if len(line) > maxLine {
			t.Errorf("%d octets: %s", len(line), line)
		}
		if bytes.HasPrefix(line, []byte(".")) || bytes.HasPrefix(line, []byte("From ")) {
			t.Errorf("changed on the way: %s", line)
		}
	}
	for _, c := range raw {
		if c >= 0x80 {
			t.Error("8-bit octets")
			break
		}
	}
}

// A second opinion: Python's parser, where there is one. It is how many people's
// tools and several mail systems read a mail.
func TestComposeReadByPython(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("no python3: TestComposeParsesBack stands alone")
		return
	}
	const script = `
import sys, json, base64, email, email.policy
out = []
for raw in json.load(sys.stdin):
    m = email.message_from_bytes(base64.b64decode(raw), policy=email.policy.default)
    a = m["From"].addresses[0]
    out.append({"subject": m["Subject"], "name": a.display_name, "address": a.addr_spec, "body": m.get_content(),
      "defects": [type(d).__name__ for d in m.defects]})
json.dump(out, sys.stdout)`
	letters := make([][]byte, len(oddities))
	for i, c := range oddities {
		o := letterTo(t)
		o.SubjectLine, o.FromName, o.Body = c.subject, c.sender, c.body
		if letters[i], err = Compose(o); err != nil {
			t.Fatal(err)
		}
	}
	in, err := json.Marshal(letters)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "-c", script)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var read []struct {
		Subject, Name, Address, Body string
		Defects                      []string
	}
	if err := json.Unmarshal(out, &read); err != nil || len(read) != len(oddities) {
		t.Fatal(len(read), err)
	}
	for i, c := range oddities {
		got := read[i]
		if strings.TrimSpace(got.Subject) != strings.TrimSpace(c.subject) || strings.Join(strings.Fields(got.Name), " ") != c.sender ||
			got.Address != "info@medico.example" || strings.ReplaceAll(got.Body, "\r\n", "\n") != c.body || len(got.Defects) > 0 {
			t.Errorf("%s: %+v of\n%s", c.name, got, letters[i])
		}
	}
}

func TestComposeReferences(t *testing.T) {
	o := letterTo(t)
	o.References = nil
	for i := range 30 {
		o.References = append(o.References, strings.Repeat("r", i+1)+"@x")
	}
	raw, err := Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	got := Parse(raw).References
	if len(got) != maxReferences || got[0] != "r@x" || got[9] != "1@client.example" || got[8] != o.References[29] {
		t.Errorf("%q", got)
	}
	if o.References[1] != "rr@x" {
		t.Error("Compose wrote into its argument")
	}
}

// What would break the header is refused, and the error does not repeat it.
func TestComposeRefuses(t *testing.T) {
	cases := map[string]func(*Outgoing){
		"subject line": func(o *Outgoing) { o.SubjectLine = "x\r\nBcc: evil@evil.example" },
		"LF alone":     func(o *Outgoing) { o.SubjectLine = "evil\n" },
		"name":         func(o *Outgoing) { o.FromName = "evil\r" },
		"NUL":          func(o *Outgoing) { o.FromName = "evil\x00" },
		"message id":   func(o *Outgoing) { o.MessageID = "evil>\r\nX: y" },
		"in reply to":  func(o *Outgoing) { o.InReplyTo = "evil x" },
		"reference":    func(o *Outgoing) { o.References = []string{"evil<x"} },
		"extra name":   func(o *Outgoing) { o.Extra = []HeaderField{{"X: evil", ""}} },
		"extra value":  func(o *Outgoing) { o.Extra = []HeaderField{{"X", "evil\n"}} },
		"automatic":    func(o *Outgoing) { o.AutoSubmitted = "evil" },
		"language":     func(o *Outgoing) { o.Language = "evil" },
		"no sender":    func(o *Outgoing) { o.From = privacy.Address{} },
		"no recipient": func(o *Outgoing) { o.To = privacy.Address{} },
		"no date":      func(o *Outgoing) { o.Date = time.Time{} },
		"long id":      func(o *Outgoing) { o.MessageID = strings.Repeat("evil", 100) },
	}
	for name, change := range cases {
		o := letterTo(t)
		change(&o)
		raw, err := Compose(o)
		if !errors.Is(err, privacy.ErrBadInput) || raw != nil || strings.Contains(err.Error(), "evil") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNewMessageID(t *testing.T) {
	id, err := NewMessageID("0198f2c4-7a10-7abc-8def-0123456789ab", "medico.example")
	if err != nil || id != "0198f2c4-7a10-7abc-8def-0123456789ab@medico.example" {
		t.Errorf("%q, %v", id, err)
	}
	for _, bad := range [][2]string{{"", "medico.example"}, {"a", ""}, {"a", "a b"}, {"a", "a>\r\n"}} {
		if id, err := NewMessageID(privacy.LetterID(bad[0]), bad[1]); !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("%q at %q: %q, %v", bad[0], bad[1], id, err)
		}
	}
}
