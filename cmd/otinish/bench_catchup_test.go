//go:build bench

package main

import (
	"fmt"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox/realserver"
)

// TestBench measures the program against the yardsticks, side by side, and prints
// one table. docs/speed.md explains it.
func TestBench(t *testing.T) {
	binary := build(t)
	tuneRuntime() // as the program does, for the parts that run inside the test
	var rows []row
	for _, part := range []struct {
		name    string
		measure func(*testing.T, string) []row
	}{
		{"catch-up", benchCatchUp}, {"requests", benchOnlyRequests},
		{"one by one", benchOneByOne}, {"latency", benchLatency}, {"console", benchConsole}, {"growth", benchGrowth},
	} {
		t.Run(part.name, func(t *testing.T) { rows = append(rows, part.measure(t, binary)...) })
	}
	printTable(t, rows)
}

const benchRounds = 5

// benchCatchUp: 10,000 messages lie in the mailbox when the program starts.
func benchCatchUp(t *testing.T, binary string) []row {
	l := newLab(t, benchRequests, newCorpus(time.Now(), benchMessages).each)
	l.binary = binary
	l.download() // the server indexes new mail once: warm figures are quoted
	var runs []cost
	var yards []realserver.Cost
	var restarts []time.Duration
	for range benchRounds {
		l.forgetKeywords()
		yard := l.download()
		dir, config := l.fresh()
		run := l.run(dir, config, benchRequests)
		again := l.run(dir, config, benchRequests)
		t.Logf("mbsync %v, cpu %v; otinish %v, all filed %v, cpu %v, anonymous %d KiB, %d commits; again %v", yard.Wall, yard.CPU, run.wall, run.scanned, run.cpu, run.anon>>10, run.commits, again.scanned)
		runs, yards, restarts = append(runs, run), append(yards, yard), append(restarts, again.scanned)
	}
	walls, yardWalls := pick(runs, func(c cost) time.Duration { return c.wall }), pick(yards, func(c realserver.Cost) time.Duration { return c.Wall })
	cpus, yardCPUs := pick(runs, func(c cost) time.Duration { return c.cpu }), pick(yards, func(c realserver.Cost) time.Duration { return c.CPU })
	anon := median(pick(runs, func(c cost) int64 { return c.anon }))
	commits := median(pick(runs, func(c cost) uint64 { return c.commits }))
	restart := median(restarts)
	rows := []row{
		{what: "catch-up of 10,000, 2,000 answers: wall", figure: perSecond(benchMessages, median(walls)), yardstick: "mbsync " + perSecond(benchMessages, median(yardWalls)),
			ratio: inPairs(walls, yardWalls), unit: " ×", must: 4, aim: 2},
		{what: "the same: CPU a message", figure: each(median(cpus), benchMessages), yardstick: "mbsync " + each(median(yardCPUs), benchMessages),
			ratio: inPairs(cpus, yardCPUs), unit: " ×", must: 8, aim: 4},
		{what: "the same: anonymous memory", figure: fmt.Sprintf("%d KiB", anon>>10), ratio: float64(anon) / (1 << 20), unit: " MiB", must: 48, aim: 24},
		{what: "the same: commits a request", figure: fmt.Sprint(commits), ratio: float64(commits) / benchRequests, must: 0.1, aim: 0.1},
		{what: "restart with nothing new on 10,000", figure: restart.Round(time.Millisecond).String(), ratio: restart.Seconds(), unit: " s", must: 0.5, aim: 0.16},
	}
	return append(rows, l.count()...)
}

// benchOnlyRequests: a mailbox of nothing but requests, and as many messages of
// like size from smtp-source into the same sink.
func benchOnlyRequests(t *testing.T, binary string) []row {
	const requests = 5000
	l := newLab(t, requests, func(put func([]byte, time.Time)) {
		c := newCorpus(time.Now(), requests)
		for n := range requests {
			put(c.request(n))
		}
	})
	l.binary = binary
	l.download()
	var runs, yards []time.Duration
	for range benchRounds {
		l.forgetKeywords()
		yard := realserver.SMTPSource(t.Context(), t, l.sink.Addr(), requests, 1, benchLetterSize)
		dir, config := l.fresh()
		run := l.run(dir, config, requests)
		t.Logf("smtp-source %v; otinish %v, cpu %v, %d commits", yard.Wall, run.wall, run.cpu, run.commits)
		runs, yards = append(runs, run.wall), append(yards, yard.Wall)
	}
	return []row{{what: "requests only", figure: perSecond(requests, median(runs)), yardstick: "smtp-source " + perSecond(requests, median(yards)),
		ratio: 1 / inPairs(runs, yards), unit: " ×", must: 0.35, aim: 0.6, atLeast: true}}
}

// benchLetterSize is that of a usual answer, octets.
const benchLetterSize = 2500

func perSecond(n int, d time.Duration) string { return fmt.Sprintf("%.0f/s", float64(n)/d.Seconds()) }

func each(d time.Duration, n int) string {
	return fmt.Sprintf("%.3f ms", d.Seconds()*1000/float64(n))
}
