//go:build bench

package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// row is a line of the table. must and aim are zero where there is no goal.
type row struct {
	what, figure, yardstick string
	ratio                   float64
	unit                    string // of ratio and goals
	must, aim               float64
	atLeast                 bool // the goals are lower bounds
}

func (r row) within(goal float64) bool {
	if r.atLeast {
		return r.ratio >= goal
	}
	return r.ratio <= goal
}

func (r row) reached() string {
	switch {
	case r.must == 0 && r.aim == 0:
		return ""
	case !r.within(r.must):
		return "no"
	case r.within(r.aim):
		return "aim"
	}
	return "must"
}

func (r row) goal(v float64) string {
	if v == 0 {
		return ""
	}
	sign := "≤ "
	if r.atLeast {
		sign = "≥ "
	}
	return sign + number(v) + r.unit
}

func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", v), "0"), ".")
}

// printTable prints rows as Markdown, which docs/speed.md quotes, and fails the test
// where a must was missed.
func printTable(t *testing.T, rows []row) {
	var b strings.Builder
	b.WriteString("\n| what | figure | yardstick | ratio | must | aim | reached |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", r.what, r.figure, r.yardstick, number(r.ratio)+r.unit, r.goal(r.must), r.goal(r.aim), r.reached())
		if r.reached() == "no" {
			t.Errorf("%s: %s%s, must be %s", r.what, number(r.ratio), r.unit, r.goal(r.must))
		}
	}
	fmt.Println(b.String())
}

func median[T time.Duration | int64 | uint64 | float64](values []T) T {
	s := slices.Sorted(slices.Values(values))
	return s[len(s)/2]
}

// inPairs is the median of what each run took in relation to the yardstick beside
// it, which the neighbours of the machine disturbed as much.
func inPairs(runs, yards []time.Duration) float64 {
	ratios := make([]float64, len(runs))
	for i := range runs {
		ratios[i] = runs[i].Seconds() / yards[i].Seconds()
	}
	return median(ratios)
}

// pick gathers one figure of many runs.
func pick[C any, T any](runs []C, of func(C) T) []T {
	values := make([]T, len(runs))
	for i, r := range runs {
		values[i] = of(r)
	}
	return values
}
