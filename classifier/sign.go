package classifier

import (
	"math"
	"slices"
	"strings"
)

// A sign is something that speaks for or against acting: what it is, in words, and how much of it there is. The words are put
// together only where somebody reads them.
type sign struct {
	words   [4]string
	value   float32
	against bool // it can only speak against acting, however it went in the letters to learn from
}

// signs are what speaks for or against acting on one thing that a letter asks.
type signs []sign

func (s *signs) add(name string, value float32) {
	if value != 0 {
		*s = append(*s, sign{words: [4]string{name}, value: value})
	}
}

func (s *signs) is(name string, yes bool) {
	if yes {
		*s = append(*s, sign{words: [4]string{name}, value: 1})
	}
}

// yes adds a sign that is there, in several words.
func (s *signs) yes(words ...string) {
	to := sign{value: 1}
	copy(to.words[:], words)
	*s = append(*s, to)
}

func (s *signs) against(yes bool, words ...string) {
	if yes {
		to := sign{value: 1, against: true}
		copy(to.words[:], words)
		*s = append(*s, to)
	}
}

// name is what a sign is, in words.
func (s sign) name() string {
	n := slices.Index(s.words[:], "")
	if n < 0 {
		n = len(s.words)
	}
	return strings.Join(s.words[:n], ", ")
}

// actBits is how many bits of the hash of a sign's name count.
const actBits = 14

func (s sign) at() feature {
	h := uint32(seedMark)
	for _, w := range s.words {
		if w != "" {
			h = hashOf(h, w)
		}
	}
	return cut(h, actBits)
}

// mayAct returns the chance that acting is what the writer wants.
func (m *model) mayAct(list signs) float32 {
	sum := 0.0
	for _, s := range list {
		sum += float64(m.act[s.at()] * s.value)
	}
	return float32(1 / (1 + math.Exp(-sum)))
}
