//go:build bench

package main

import ("testing";"time")

func TestZZProf(t *testing.T) {
	const requests = 5000
	l := newLab(t, requests, func(put func([]byte, time.Time)) {
		c := newCorpus(time.Now(), requests)
		for n := range requests { put(c.request(n)) }
	})
	l.download()
	for range 3 { t.Log(l.count()) }
}
