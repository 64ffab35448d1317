//go:build !crashpoints

package main

// crashStep is nothing in a release; see crash_on.go.
func crashStep() func(string) { return nil }
