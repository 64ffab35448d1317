package main

import (
	"os"
	"runtime/debug"
)

// gcPercent is less than the usual 100: a third of what lives is lexicon and
// model, which need no room to grow.
const gcPercent = 68

// tuneRuntime sets how much the collector lets grow. What the environment says goes
// before.
func tuneRuntime() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
