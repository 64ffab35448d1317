package classifier

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// weights are a row of octets for each feature: one a sense, and behind them the gist's
// (gist.go). Two features in five were never learned and have none. An octet is its weight
// plus 128, so that several can be added at once without a sign in the way.
type weights struct {
	blocks [][]byte
	has    bitset   // features with a row
	before []uint16 // by 64 features: rows before them in their block
}

// blockBits is how many features, as a power of two, have their rows in one piece:
// neither reading nor growing then needs a second copy of all.
const blockBits = 12

const weightZero = 128

// columns is how many octets a row has.
var columns = senses + gistSize

func newWeights() weights {
	return weights{
		blocks: make([][]byte, 1<<(featureBits-blockBits)),
		has:    make(bitset, 1<<featureBits/64),
		before: make([]uint16, 1<<featureBits/64),
	}
}

// fill keeps the rows of block n, of which dense has all, also those of nothing but 0.
func (w *weights) fill(n int, dense []byte) {
	rows := uint16(0)
	for i := 0; i*columns < len(dense); i++ {
		f := n<<blockBits + i
		if f&63 == 0 {
			w.before[f>>6] = rows
		}
		if slices.ContainsFunc(dense[i*columns:][:columns], func(v byte) bool { return v != 0 }) {
			w.has[f>>6] |= 1 << (f & 63)
			rows++
		}
	}
	block := make([]byte, 0, int(rows)*columns)
	for i := 0; i*columns < len(dense); i++ {
		if f := n<<blockBits + i; w.has[f>>6]&(1<<(f&63)) != 0 {
			for _, v := range dense[i*columns:][:columns] {
				block = append(block, v+weightZero)
			}
		}
	}
	w.blocks[n] = block
}

// row returns the row of a feature, nil where it has none.
func (w *weights) row(f feature) []byte {
	word, bit := w.has[f>>6], uint64(1)<<(f&63)
	if word&bit == 0 {
		return nil
	}
	at := int(w.before[f>>6]) + bits.OnesCount64(word&(bit-1))
	return w.blocks[f>>blockBits][at*columns:][:columns]
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
