package senderauth

import (
	"context"
	"sync"
	"time"
)

const (
	maxCached     = 1000             // names remembered: at 16 KiB each 16 MB, mostly under 1 MB
	maxCachedSize = 16 << 10         // octets of an answer worth remembering
	maxAge        = time.Hour        // whatever the zone says: a revoked key shall bite
	maxAgeMissing = 5 * time.Minute  // for names without records, since people add them
	silentFor     = 30 * time.Second // a domain that did not answer is not asked again
)

// Aged is a Resolver that knows how long an answer may be kept.
type Aged interface {
	Resolver
	// AgedTXT is TXT with the time an answer may be kept.
	AgedTXT(ctx context.Context, name string) (Answer, time.Duration, error)
}

// Cache remembers the answers of a Resolver, bounded in names and in time. It may be
// used by several goroutines. Where no answer could be had, nothing else of that
// domain is asked for a moment, so that its other letters do not wait as long.
type Cache struct {
	dns Resolver
	now func() time.Time

	mu     sync.Mutex
	kept   map[string]cached
	silent map[string]time.Time // until when, by organisation
}

type cached struct {
	answer Answer
	until  time.Time
}

// NewCache puts a cache before a Resolver; now nil means time.Now.
func NewCache(dns Resolver, now func() time.Time) *Cache {
	if now == nil {
		now = time.Now
	}
	return &Cache{dns: dns, now: now, kept: make(map[string]cached), silent: make(map[string]time.Time)}
}

// TXT returns what is remembered of a name, or asks.
func (c *Cache) TXT(ctx context.Context, name string) (Answer, error) {
	org := organisation(name)
	c.mu.Lock()
	hit, ok := c.kept[name]
	silent := c.silent[org]
	c.mu.Unlock()
	if ok && c.now().Before(hit.until) {
		return hit.answer, nil
	}
	if c.now().Before(silent) || ctx.Err() != nil {
		return Answer{}, errDNSSilent
	}
	answer, age, err := c.ask(ctx, name)
	if err != nil {
		c.remember(org)
		return Answer{}, err
	}
	size := len(name)
	for _, r := range answer.Records {
		size += len(r)
	}
	if size <= maxCachedSize && age > 0 {
		c.keep(name, cached{answer, c.now().Add(age)})
	}
	return answer, nil
}

func (c *Cache) ask(ctx context.Context, name string) (Answer, time.Duration, error) {
	limit := maxAge
	aged, ok := c.dns.(Aged)
	if !ok {
		answer, err := c.dns.TXT(ctx, name)
		return answer, maxAgeMissing, err
	}
	answer, age, err := aged.AgedTXT(ctx, name)
	if len(answer.Records) == 0 {
		limit = maxAgeMissing
	}
	return answer, min(age, limit), err
}

// keep makes room by dropping what is over, else anything.
func (c *Cache) keep(name string, entry cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.kept[name]; !known && len(c.kept) >= maxCached {
		now := c.now()
		for n, e := range c.kept {
			if !now.Before(e.until) {
				delete(c.kept, n)
			}
		}
		for n := range c.kept {
			if len(c.kept) < maxCached {
				break
			}
			delete(c.kept, n)
		}
	}
	c.kept[name] = entry
}

// remember has a domain left alone for a moment.
func (c *Cache) remember(org string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.silent) >= maxCached { // strangers name domains: forget them all rather than grow
		clear(c.silent)
	}
	c.silent[org] = c.now().Add(silentFor)
}
