package classifier

import (
	"reflect"
	"testing"
)

// A letter is read the same whatever was read in the same memory before it.
func TestReaderForgets(t *testing.T) {
	var reader Reader
	letters := oneIn(3, wholeLetters(t)) // under the race detector all of them take minutes
	asked := 0
	for i := range letters {
		l := letters[i*7919%len(letters)] // short and long ones in turn
		want := Classify(l.message)
		if got := reader.Classify(l.message); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: %+v\nwant %+v", l.name, got, want)
		}
		if len(want) > 0 {
			asked++
		}
	}
	if asked < 1000 {
		t.Errorf("something is asked in %d letters only", asked)
	}
}

// oneIn returns one of so many samples, of all sorts: those of one writer stand together.
func oneIn(many int, samples []sample) (some []sample) {
	for i := 0; i < len(samples); i += many {
		some = append(some, samples[i])
	}
	return some
}
