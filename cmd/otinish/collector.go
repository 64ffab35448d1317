package main

import (
	"os"
	"runtime/debug"
)

// gcPercent is a little less than the usual 100: a part of what lives is the lexicon, which
// needs no room to grow.
const gcPercent = 90

// tuneRuntime sets how much the collector lets grow. What the environment says goes
// before.
func tuneRuntime() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
