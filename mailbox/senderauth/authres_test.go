package senderauth

import (
	"reflect"
	"strings"
	"testing"
)

// What servers really write must come out whole.
func TestParseResultsOfRealServers(t *testing.T) {
	cases := []struct {
		name, value, server string
		want                []string // method=value then ptype.name=value of interest
	}{
		{"OpenDKIM", "mx.medico.example;\r\n\tdkim=pass (2048-bit key; unprotected) header.d=client.example header.i=@client.example header.a=rsa-sha256 header.s=mail header.b=AbC/d+e=;\r\n\tdkim-atps=neutral",
			"mx.medico.example", []string{"dkim=pass", "header.d=client.example", "header.b=AbC/d+e=", "dkim-atps=neutral"}},
		{"OpenDMARC", "mx.medico.example; dmarc=fail (p=reject dis=none) header.from=client.example", "mx.medico.example",
			[]string{"dmarc=fail", "header.from=client.example"}},
		{"Gmail", "mx.google.com;\r\n       dkim=pass header.i=@client.example header.s=20230601 header.b=\"A/b+\";\r\n       spf=pass (google.com: domain of a@client.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@client.example;\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=client.example",
			"mx.google.com", []string{"dkim=pass", "header.b=A/b+", "spf=pass", "smtp.mailfrom=a@client.example", "dmarc=pass"}},
		{"rspamd", "mx.x.example;\n\tdkim=none;\n\tdmarc=fail reason=\"SPF not aligned (relaxed), No valid DKIM\" header.from=client.example (policy=quarantine);\n\tspf=softfail (mx.x.example: 192.0.2.9 is neither permitted nor denied by domain of a@client.example) smtp.mailfrom=a@client.example",
			"mx.x.example", []string{"dkim=none", "dmarc=fail", "spf=softfail"}},
		{"amavis, comment behind the name", "mail.x.example (amavisd-new); dkim=pass (1024-bit key) header.d=client.example", "mail.x.example", []string{"dkim=pass"}},
		{"version, method version, final semicolon", "x.example 1 ; dkim/1 = pass header . d (c) = \"client.example\" ;", "x.example", []string{"dkim=pass", "header.d=client.example"}},
		{"nested comment", "x.example; spf=fail (a (b (c)) d) smtp.mailfrom=a@b.example", "x.example", []string{"spf=fail", "smtp.mailfrom=a@b.example"}},
		{"none", "x.example; none", "x.example", nil},
		{"empty name of the sender", "x.example; spf=none smtp.mailfrom=<>; iprev=pass smtp.remote-ip=192.0.2.1", "x.example", []string{"spf=none", "iprev=pass"}},
		{"bare word", "x.example; dmarc=fail action=oreject header.from=client.example", "x.example", []string{"dmarc=fail", ".action=oreject"}},
		{"RFC 8601 B.2", "example.org 1; none", "example.org", nil},
		{"RFC 8601 B.3", "example.com;\r\n  spf=pass smtp.mailfrom=example.net", "example.com", []string{"spf=pass", "smtp.mailfrom=example.net"}},
		{"RFC 8601 B.4", "example.com;\r\n  auth=pass (cram-md5) smtp.auth=sender@example.net;\r\n  spf=pass smtp.mailfrom=example.net", "example.com", []string{"auth=pass", "smtp.auth=sender@example.net", "spf=pass", "smtp.mailfrom=example.net"}},
		{"RFC 8601 B.6", "example.com;\r\n  dkim=pass reason=\"good signature\"\r\n    header.i=@mail-router.example.net;\r\n  dkim=fail reason=\"bad signature\"\r\n    header.i=@newyork.example.com", "example.com", []string{"dkim=pass", "header.i=@mail-router.example.net", "dkim=fail", "header.i=@newyork.example.com"}},
		{"RFC 8601 B.7", "foo.example.net (foobar) 1 (baz);\r\n  dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n    policy (A dot can go here) . (like that) expired\r\n    (this surprised me) = (as I wasn't expecting it) 1362471462", "foo.example.net", []string{"dkim=fail", "policy.expired=1362471462"}},
		{"quoted pair in a comment", `x.example; spf=fail (a \) dkim=pass header.d=bank.example) smtp.mailfrom=a@b.example`, "x.example", []string{"spf=fail"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseResults(c.value)
			if err != nil || got.Server != c.server {
				t.Fatalf("server %q, error %v", got.Server, err)
			}
			var all []string
			results := 0
			for _, r := range got.Results {
				all = append(all, r.Method+"="+r.Value)
				results++
				for _, p := range r.Properties {
					all = append(all, p.Type+"."+p.Name+"="+p.Value)
				}
			}
			wantResults := 0
			for _, w := range c.want {
				if !strings.Contains(strings.Split(w, "=")[0], ".") {
					wantResults++
				}
				if !strings.Contains("\n"+strings.Join(all, "\n")+"\n", "\n"+w+"\n") {
					t.Errorf("%q is missing in %q", w, all)
				}
			}
			if results != wantResults {
				t.Errorf("%d results, want %d: %q", results, wantResults, all)
			}
		})
	}
}

// attacks put a sender's text where a server quotes it; it must never be a result.
var attacks = []string{
	"mx.medico.example; spf=fail (evil; dkim=pass header.d=bank.example) smtp.mailfrom=x@evil.example",
	`mx.medico.example; spf=fail reason="x; dkim=pass header.d=bank.example" smtp.mailfrom=x@evil.example`,
	"mx.medico.example; spf=fail (a (b; dkim=pass header.d=bank.example; c) d; dkim=pass header.d=bank.example) smtp.mailfrom=x@evil.example",
	`mx.medico.example; spf=fail smtp.mailfrom="x; dkim=pass header.d=bank.example"@evil.example`,
	`mx.medico.example; spf=fail reason="a \"; dkim=pass header.d=bank.example; b" smtp.mailfrom=x@evil.example`,
	"mx.medico.example; spf=fail smtp.mailfrom=x@evil.example dkim=pass header.d=bank.example",
	"mx.medico.example (; dkim=pass header.d=bank.example); spf=fail",
	"mx.medico.example; spf=fail (unclosed; dkim=pass header.d=bank.example",
	`mx.medico.example; spf=fail reason="unclosed; dkim=pass header.d=bank.example`,
}

func TestParseResultsAttacks(t *testing.T) {
	for _, value := range attacks {
		got, _ := ParseResults(value)
		for _, r := range got.Results {
			if r.Method == "dkim" {
				t.Errorf("a sender's text became a result: %q", value)
			}
		}
	}
}

func TestParseResultsErrors(t *testing.T) {
	for value, want := range map[string]error{
		"":                              errNoServer,
		"spf=pass smtp.mailfrom=a@b.kz": errNoServer,
		"x.example 2; dkim=pass":        errVersion,
		"x.example; dkim":               errSyntax,
		"x.example; dkim=":              errSyntax,
		"x.example; dkim=pass )":        errSyntax,
		"x.example; (open":              errSyntax,
		"x.example; " + strings.Repeat("dkim=pass;", maxResults+1): errTooMany,
		"x.example; spf=pass " + strings.Repeat("(", 100000) + "x": errSyntax,
	} {
		if _, err := ParseResults(value); err != want {
			t.Errorf("%.40q: %v, want %v", value, err, want)
		}
	}
}

// FuzzParseResults: never a panic; and a value's results, written out plainly, are
// read back the same, so nothing is read that does not stand there.
func FuzzParseResults(f *testing.F) {
	for _, a := range attacks {
		f.Add(a)
	}
	f.Add("x.example 1; dkim/1=pass (a (b) \\) c) reason=\"q\\\"r\" header.d=b.kz header.b=a/b=; none; spf=none")
	f.Fuzz(func(t *testing.T, value string) {
		got, err := ParseResults(value)
		if got == nil {
			t.Fatal("no results and no nil")
		}
		if err != nil {
			return
		}
		var b strings.Builder
		b.WriteString(quote(got.Server))
		for _, r := range got.Results {
			b.WriteString(";" + quote(r.Method))
			if r.Version != "" {
				b.WriteString("/" + quote(r.Version))
			}
			b.WriteString("=" + quote(r.Value))
			if r.Reason != "" {
				b.WriteString(" reason=" + quote(r.Reason))
			}
			for _, p := range r.Properties {
				name := p.Name
				if p.Type != "" {
					name = p.Type + "." + p.Name
				}
				b.WriteString(" " + quote(name) + "=" + quote(p.Value))
			}
		}
		again, err := ParseResults(b.String())
		if err != nil {
			t.Fatalf("%q, written as %q: %v", value, b.String(), err)
		}
		for i := range got.Results {
			got.Results[i].Comments = nil
			if i < len(again.Results) && !reflect.DeepEqual(got.Results[i], again.Results[i]) {
				t.Fatalf("%+v became %+v", got.Results[i], again.Results[i])
			}
		}
		if len(got.Results) != len(again.Results) {
			t.Fatalf("%d results became %d", len(got.Results), len(again.Results))
		}
	})
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
