package store

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// errPages is damage of pages so grave that bbolt cannot walk them.
var errPages = fmt.Errorf("pages of the data cannot be read: %w", privacy.ErrDamaged)

// errNoEnd is damage that bbolt would follow for ever.
var errNoEnd = fmt.Errorf("%w (they point in a circle)", errPages)

// guard turns a panic of fn into an error. Its text tells where, and what the
// runtime says; another panic value may hold anything (P7) and at most its type is
// told. A fault at an address, or a panic out of bbolt, means that pages of the
// file cannot be read: privacy.ErrDamaged.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = panicError(r)
		}
	}()
	return fn()
}

func panicError(value any) error {
	text := ""
	if runtimeErr, ok := value.(runtime.Error); ok {
		text = ": " + runtimeErr.Error()
	} else if _, said := value.(string); !said { // "string" tells nobody anything
		text = fmt.Sprintf(": %T", value)
	}
	where, inBolt := panicSite()
	if _, fault := value.(interface{ Addr() uintptr }); fault || inBolt {
		return fmt.Errorf("%w (found by %s%s)", errPages, where, text)
	}
	return fmt.Errorf("panic at %s%s", where, text)
}

// panicSite finds the first frame below the runtime's: who panicked.
func panicSite() (where string, inBolt bool) {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
	panicked := false
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		switch {
		case strings.HasPrefix(f.Function, "runtime."):
			panicked = panicked || f.Function == "runtime.gopanic"
		case panicked:
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line),
				strings.HasPrefix(f.Function, "go.etcd.io/bbolt")
		}
	}
	return "unknown place", false
}
