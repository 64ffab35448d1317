package classifier

import (
	"encoding/binary"
	"math/bits"
)

// weights are a row of octets for each feature: one a sense, and behind them the gist's
// (gist.go). Most hashes are of no feature that was learned, and have none. An octet is its weight
// plus 128, so that several can be added at once without a sign in the way.
type weights struct {
	rows   []byte   // of all features that have one, in order
	has    bitset   // features with a row
	before []uint32 // by 64 features: rows before them
}

const weightZero = 128

// columns is how many octets a row has.
var columns = senses + gistSize

// newWeights returns the weights whose rows are those of the features in has. It keeps rows
// as they are: the model's lie in the program file, where they take no room of the heap.
func newWeights(has bitset, rows []byte) (weights, bool) {
	w := weights{rows: rows, has: has, before: make([]uint32, len(has))}
	n := uint32(0)
	for k, word := range has {
		w.before[k] = n
		n += uint32(bits.OnesCount64(word))
	}
	return w, len(rows) == int(n)*columns
}

// row returns the row of a feature, nil where it has none.
func (w *weights) row(f feature) []byte {
	word, bit := w.has[f>>6], uint64(1)<<(f&63)
	if word&bit == 0 {
		return nil
	}
	at := int(w.before[f>>6]) + bits.OnesCount64(word&(bit-1))
	return w.rows[at*columns:][:columns]
}

// add adds the rows of features to sums.
func (w *weights) add(features []feature, sums *[maxSenses]int32) {
	const most = 256 // so many octets fit a lane of 16 bits
	for len(features) > most {
		w.addLanes(features[:most], sums)
		features = features[most:]
	}
	w.addLanes(features, sums)
}

// addLanes adds four columns with one addition: this is where most of the time of
// reading went. The last eight are loaded together, some of them once more.
func (w *weights) addLanes(features []feature, sums *[maxSenses]int32) {
	const lanes = 0x00ff00ff00ff00ff
	var a, b, c [2]uint64
	rows := int32(0)
	last := columns - 8
	for _, f := range features {
		row := w.row(f)
		if row == nil {
			continue
		}
		rows++
		x, y, z := binary.LittleEndian.Uint64(row), binary.LittleEndian.Uint64(row[8:]), binary.LittleEndian.Uint64(row[last:])
		a[0], a[1] = a[0]+x&lanes, a[1]+x>>8&lanes
		b[0], b[1] = b[0]+y&lanes, b[1]+y>>8&lanes
		c[0], c[1] = c[0]+z&lanes, c[1]+z>>8&lanes
	}
	for k := range 8 {
		shift := k / 2 * 16
		sums[k] += int32(uint16(a[k&1]>>shift)) - rows*weightZero
		sums[8+k] += int32(uint16(b[k&1]>>shift)) - rows*weightZero
		if last+k >= 16 {
			sums[last+k] += int32(uint16(c[k&1]>>shift)) - rows*weightZero
		}
	}
}
