package classifier

import (
	"math/rand/v2"
	"testing"
)

// Adding several weights at once gives what adding one by one does, also with more
// features than a lane holds and with the largest weights there are.
func TestWeightsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	dense := make([]int8, columns<<featureBits)
	for f := range 1 << featureBits {
		if f%3 == 0 {
			continue // never learned
		}
		for k := range columns {
			dense[f*columns+k] = int8(r.UintN(256))
			if f%5 == 0 {
				dense[f*columns+k] = []int8{-128, 127}[k%2]
			}
		}
	}
	w := gather(dense)
	for _, size := range []int{0, 1, 7, 255, 256, 257, 1000, 5000} {
		features := make([]feature, size)
		for i := range features {
			features[i] = feature(r.UintN(1 << featureBits))
			if size == 5000 {
				features[i] = 5
			}
		}
		got, want := [maxSenses]int32{1, 2, 3}, [maxSenses]int32{1, 2, 3}
		w.add(features, &got)
		for _, f := range features {
			for k := range columns {
				want[k] += int32(dense[int(f)*columns+k])
			}
		}
		if got != want {
			t.Errorf("%d features: %v, want %v", size, got, want)
		}
	}
}
