package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// gcPercent is less than the usual 100: a third of what lives is lexicon and
// model, which need no room to grow.
const gcPercent = 70

// tuneRuntime lets one thread more run Go than there are processors: the writer keeps
// its turn while a disk confirms, too short a time for the runtime to notice, and half
// of two processors would stand still in it. What the environment says goes before.
func tuneRuntime() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.SetDefaultGOMAXPROCS() // whatever was set before
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
