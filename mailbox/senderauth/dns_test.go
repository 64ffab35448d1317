package senderauth

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"medico-intech.kz/otinish/mailbox/senderauth/dnstest"
)

func TestDNSAnswers(t *testing.T) {
	long := strings.Repeat("x", 700)
	server := dnstest.Start(t, map[string]dnstest.Name{
		"plain.kz":     {TXT: []string{"one", long}, TTL: 60, Authentic: true},
		"empty.kz":     {},
		"cut.kz":       {TXT: []string{strings.Repeat("y", 4000)}, Truncated: true},
		"alias.kz":     {Alias: "plain.kz", TTL: 30},
		"forged.kz":    {TXT: []string{"real"}, Garbage: true},
		"slow.kz":      {TXT: []string{"late"}, Delay: 200 * time.Millisecond},
		"forever.kz":   {TXT: []string{"z"}, TTL: 1 << 30},
		"selector._dk": {TXT: []string{"u"}},
	})
	dns := NewDNS(server.Addr)
	for _, c := range []struct {
		name    string
		records []string
		missing bool
		age     time.Duration
	}{
		{"plain.kz", []string{"one", long}, false, time.Minute},
		{"empty.kz", nil, false, maxAge},
		{"nothere.kz", nil, true, maxAge},
		{"cut.kz", []string{strings.Repeat("y", 4000)}, false, 300 * time.Second},
		{"alias.kz", []string{"one", long}, false, 30 * time.Second},
		{"forged.kz", []string{"real"}, false, 300 * time.Second},
		{"slow.kz", []string{"late"}, false, 300 * time.Second},
		{"forever.kz", []string{"z"}, false, maxAge},
		{"selector._dk", []string{"u"}, false, 300 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, age, err := dns.AgedTXT(context.Background(), c.name)
			if err != nil || strings.Join(got.Records, "|") != strings.Join(c.records, "|") || got.Missing != c.missing || age != c.age {
				t.Errorf("%d records, missing %v, age %v, error %v", len(got.Records), got.Missing, age, err)
			}
			if got.Authentic != (c.name == "plain.kz") {
				t.Errorf("authentic: %v", got.Authentic)
			}
		})
	}
}

// Whatever keeps an answer away is an error within the deadline, and names nothing.
func TestDNSFailures(t *testing.T) {
	server := dnstest.Start(t, map[string]dnstest.Name{
		"servfail.kz": {RCode: dnsmessage.RCodeServerFailure},
		"refused.kz":  {RCode: dnsmessage.RCodeRefused},
		"silent.kz":   {Silent: true},
		"slow.kz":     {TXT: []string{"late"}, Delay: time.Minute},
	})
	dead := NewDNS("127.0.0.1:1")
	for _, name := range []string{"servfail.kz", "refused.kz", "silent.kz", "slow.kz", "dead.kz", "no name.kz", strings.Repeat("a", 64) + ".kz"} {
		t.Run(name, func(t *testing.T) {
			dns := NewDNS(server.Addr)
			if name == "dead.kz" {
				dns = dead
			}
			ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
			defer cancel()
			began := time.Now()
			got, err := dns.TXT(ctx, name)
			if err == nil || strings.Contains(err.Error(), ".kz") {
				t.Errorf("answer %v, error %v", got, err)
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestDNSSecondServer(t *testing.T) {
	server := dnstest.Start(t, map[string]dnstest.Name{"a.kz": {TXT: []string{"here"}}})
	got, err := NewDNS("127.0.0.1:1", server.Addr).TXT(context.Background(), "a.kz")
	if err != nil || len(got.Records) != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestNameservers(t *testing.T) {
	got := nameservers("# comment\nsearch a.kz\nnameserver 192.0.2.1\nnameserver\t2001:db8::1 \noptions edns0\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n")
	if strings.Join(got, " ") != "192.0.2.1:53 [2001:db8::1]:53 192.0.2.2:53" {
		t.Errorf("%q", got)
	}
}

func TestCache(t *testing.T) {
	server := dnstest.Start(t, map[string]dnstest.Name{
		"a.kz":    {TXT: []string{"v"}, TTL: 60},
		"long.kz": {TXT: []string{"v"}, TTL: 86400},
	})
	now := time.Unix(1_800_000_000, 0)
	cache := NewCache(NewDNS(server.Addr), func() time.Time { return now })
	asked := func(name string, want int) {
		t.Helper()
		cache.TXT(context.Background(), name)
		if got := server.Asked(name); got != want {
			t.Errorf("%s was asked %d times, want %d", name, got, want)
		}
	}
	asked("a.kz", 1)
	asked("a.kz", 1)
	asked("long.kz", 1)
	asked("gone.kz", 1)
	asked("gone.kz", 1)
	now = now.Add(61 * time.Second)
	asked("a.kz", 2)
	now = now.Add(maxAgeMissing)
	asked("gone.kz", 2)
	asked("long.kz", 1)
	now = now.Add(maxAge)
	asked("long.kz", 2)
}

// A domain that gave no answer is left alone for a moment, all of it and nothing else:
// its letters must not hold up those of others.
func TestSilentDomainsAreLeftAlone(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	dns := &counted{zone: zone{"s._domainkey.mute.kz": {"!"}, "_dmarc.mute.kz": {"v=DMARC1"}, "a.loud.kz": {"x"}}}
	cache := NewCache(dns, func() time.Time { return now })
	ask := func(name string, asked int, answered bool) {
		t.Helper()
		_, err := cache.TXT(context.Background(), name)
		if len(dns.names) != asked || (err == nil) != answered {
			t.Errorf("%s: asked %d times, want %d; %v", name, len(dns.names), asked, err)
		}
	}
	ask("s._domainkey.mute.kz", 1, false)
	ask("s._domainkey.mute.kz", 1, false)
	ask("_dmarc.mute.kz", 1, false)
	ask("x.y.mute.kz", 1, false)
	ask("a.loud.kz", 2, true)
	now = now.Add(silentFor)
	ask("_dmarc.mute.kz", 3, true)
	dns.zone["s._domainkey.mute.kz"] = []string{"back"}
	ask("s._domainkey.mute.kz", 4, true)
	dns.zone["s._domainkey.mute.kz"] = []string{"!"}
	ask("s._domainkey.mute.kz", 4, true)

	late, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := cache.TXT(late, "z.loud.kz"); err == nil || len(dns.names) != 4 {
		t.Error("asked when there was no time left:", err)
	}
	ask("z.loud.kz", 5, true) // and nothing is held against the domain

	for i := range 2 * maxCached {
		cache.remember(strconv.Itoa(i) + ".kz")
	}
	if len(cache.silent) > maxCached {
		t.Errorf("%d silent domains remembered", len(cache.silent))
	}
}

// The cache never holds more than it may, and several goroutines may use it.
func TestCacheBounded(t *testing.T) {
	cache := NewCache(zone{}, nil)
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range maxCached {
				cache.TXT(context.Background(), strconv.Itoa(g)+"."+strconv.Itoa(i)+".kz")
			}
		})
	}
	all.Wait()
	if n := len(cache.kept); n != maxCached {
		t.Errorf("%d names kept", n)
	}
	cache = NewCache(zone{"big.kz": {strings.Repeat("x", maxCachedSize+1)}}, nil)
	cache.TXT(context.Background(), "big.kz")
	if len(cache.kept) != 0 {
		t.Error("a huge answer was kept")
	}
}
