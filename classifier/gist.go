package classifier

import "math"

// The gist is what a letter says as a whole, weighed from the features of all of its
// sentences at once. The senses say which sentence asks for what, and are learned from
// sentences; the gist is learned from how whole letters are to be taken. It sees what no
// sentence says by itself: that all of a letter is talk of other people's business.

// gistSize is how many columns of a row are the gist's.
const gistSize = 2

const (
	gistAsks  = iota // the letter asks for something that the policy gives a right to
	gistClear        // and what it asks is clear enough to act by
)

// gist is how strongly a letter says it: logarithms of odds, at most gistMost either way.
type gist [gistSize]float32

const gistMost = 8

// gistSums adds the weights of sentence after sentence.
type gistSums struct {
	sums     [gistSize]int32
	features int
}

func (g *gistSums) add(sums [gistSize]int32, features int) {
	for k, s := range sums {
		g.sums[k] += s
	}
	g.features += features
}

func (g *gistSums) gist(m *model) (said gist) {
	for k, s := range g.sums {
		odds := float32(float64(s)*m.gistScale) * gistValue(g.features)
		said[k] = min(max(odds, -gistMost), gistMost)
	}
	return said
}

// gistValue is what each of so many features weighs: less the more there are, so that a
// long letter is not surer than a short one.
func gistValue(features int) float32 { return float32(5 / math.Sqrt(float64(max(features, 1)))) }
