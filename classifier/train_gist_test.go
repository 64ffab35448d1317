package classifier

import (
	"math"
	"math/rand/v2"
	"slices"
)

// gistExample is a whole letter to learn the gist from.
type gistExample struct {
	features []feature
	is       bool
}

// learnGists learns from the letters that keep chooses: from all of them whether anything
// is asked, and from those that ask whether it is clear.
func (l *trained) learnGists(list []lesson, keep func(l lesson) bool) {
	var asks, clear []gistExample
	for _, lesson := range list {
		if !keep(lesson) || lesson.alone || lesson.expect == wantAutomatic {
			continue
		}
		e := lesson.gistExample()
		e.is = lesson.expect != wantNone
		asks = append(asks, e)
		if e.is && !lesson.wording { // a wording alone is no letter that could be clear
			e.is = lesson.expect == wantCertain
			clear = append(clear, e)
		}
	}
	l.gists[gistAsks], l.gists[gistClear] = learnGist(asks), learnGist(clear)
}

// gistExample gathers the features of all sentences, as often as they stand there.
func (l lesson) gistExample() (e gistExample) {
	for _, x := range slices.Concat(l.examples, l.whole.examples) {
		e.features = append(e.features, x.features...)
	}
	return e
}

// learnGist fits one column: AdaGrad on the logarithm of the chance of what is.
func learnGist(list []gistExample) []float32 {
	const (
		epochs = 2
		rate   = 0.1
		decay  = 1e-5
	)
	count := counted(func(yield func([]feature) bool) {
		for _, e := range list {
			if !yield(e.features) {
				return
			}
		}
	})
	w, g := make([]float32, 1<<featureBits), make([]float32, 1<<featureBits)
	for i := range g {
		g[i] = 1e-2
	}
	rng := rand.New(rand.NewPCG(11, 1))
	for range epochs {
		for _, i := range rng.Perm(len(list)) {
			e := list[i]
			value, sum := gistValue(len(e.features)), float32(0)
			features := count.frequent(e.features)
			for _, f := range features {
				sum += w[f]
			}
			d := float32(1 / (1 + math.Exp(-float64(sum*value))))
			if e.is {
				d--
			}
			if d > -1e-3 && d < 1e-3 {
				continue
			}
			for _, f := range features {
				grad := d*value + decay*w[f]
				g[f] += grad * grad
				w[f] -= rate * grad / float32(math.Sqrt(float64(g[f])))
			}
		}
	}
	return w
}
