//go:build crashpoints

package main

import (
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
)

// crashStep kills the process with SIGKILL at the k-th step of docs/flow.md, k from
// $OTINISH_CRASH_AT. Only the crash driver builds with the tag crashpoints. Where
// the name of a step is given, as in "3:outbox:sent", only steps of that name count.
func crashStep() func(string) {
	spec := os.Getenv("OTINISH_CRASH_AT")
	if spec == "" {
		return nil
	}
	count, name := spec, ""
	for i := range len(spec) {
		if spec[i] == ':' {
			count, name = spec[:i], spec[i+1:]
			break
		}
	}
	at, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		panic("OTINISH_CRASH_AT must be a number or number:step")
	}
	var n atomic.Int64
	return func(step string) {
		if name != "" && name != step {
			return
		}
		if n.Add(1) == at {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // the signal is on its way
		}
	}
}
