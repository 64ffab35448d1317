package classifier

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
)

//go:embed model.bin
var modelFile []byte

// model weighs the features of a sentence for each sense: a logistic regression,
// learned from the letters in testdata/labelled (docs/reading.md). Constant
// data, read at first use.
type model struct {
	weights   weights // by feature, senses in a row, and the gist behind them
	scale     float64
	gistScale float64

	seen bitset // stems that stood in letters to learn from

	values     []int8 // by feature of a value: is it the new one
	valueScale float64

	act  []float32 // by sign: may it be acted upon
	heed []float32 // by sign: is anything asked
}

// modelMagic names the format. It changes with the features, and with the senses.
const modelMagic = "otinish senses 7\n"

var senseModel = sync.OnceValue(func() *model {
	m, err := readModel(modelFile)
	if err != nil { // embedded and tested: cannot happen outside development
		return emptyModel()
	}
	return m
})

var errModel = errors.New("not a model of this program: run make train")

// readModel reads what writeModel of the tests has written: the magic, a digest of
// what it was learned from, the scales, the small parts, and the rows of the weights, which stay
// where they are.
func readModel(file []byte) (*model, error) {
	r := bytes.NewReader(file)
	head := make([]byte, len(modelMagic)+modelSource)
	if _, err := io.ReadFull(r, head); err != nil || !bytes.HasPrefix(head, []byte(modelMagic)) {
		return nil, errModel
	}
	m := emptyModel()
	for _, part := range m.parts() {
		if err := binary.Read(r, binary.BigEndian, part); err != nil {
			return nil, fmt.Errorf("read model: %w", err)
		}
	}
	var whole bool
	if m.weights, whole = newWeights(m.weights.has, file[len(file)-r.Len():]); !whole {
		return nil, errModel
	}
	return m, nil
}

func emptyModel() *model {
	has := make(bitset, 1<<featureBits/64)
	w, _ := newWeights(has, nil)
	return &model{
		weights: w, scale: 1, gistScale: 1, seen: make(bitset, 1<<featureBits/64),
		values: make([]int8, 1<<valueBits), valueScale: 1,
		act: make([]float32, 1<<actBits), heed: make([]float32, heedSize),
	}
}

// parts are what a model file holds between its head and the rows of its weights, in order.
func (m *model) parts() []any {
	return []any{&m.scale, &m.gistScale, &m.valueScale, m.values, m.act, m.heed, []uint64(m.seen), []uint64(m.weights.has)}
}

// modelSource is the size of the digest of what a model was learned from.
const modelSource = 16

// letter returns what the words of the whole letter add to the senses of each of
// its sentences.
func (m *model) letter(bag []feature, value float32) *[maxSenses]int32 {
	var sums [maxSenses]int32
	m.weights.add(bag, &sums)
	for k := range sums {
		sums[k] = int32(float32(sums[k]) * value)
	}
	return &sums
}

// chances says how likely each sense is.
type chances []float32

// unknown counts the stems that no letter to learn from held.
func (m *model) unknown(stems []feature) (n int) {
	for _, f := range stems {
		if m.seen[f>>6]&(1<<(f&63)) == 0 {
			n++
		}
	}
	return n
}

// weigh returns the chances of the senses of a sentence with these features, and what
// they say of the gist.
func (m *model) weigh(features []feature, bag *[maxSenses]int32, dst chances) (chances, [gistSize]int32) {
	var sums [maxSenses]int32
	m.weights.add(features, &sums)
	gist := [gistSize]int32(sums[senses:])
	if bag != nil {
		for k, s := range bag[:senses] {
			sums[k] += s
		}
	}
	high := int32(math.MinInt32)
	for _, s := range sums[:senses] {
		high = max(high, s)
	}
	total := 0.0
	dst = dst[:0]
	for _, s := range sums[:senses] {
		e := math.Exp(float64(s-high) * m.scale)
		total += e
		dst = append(dst, float32(e))
	}
	for k := range dst {
		dst[k] /= float32(total)
	}
	return dst, gist
}

// maxSenses bounds the columns: nine kinds twice, three more senses, and the gist. They must be 16 at least,
// see addLanes.
const maxSenses = 24
