package classifier

import "slices"

// distance is the edit distance of two skeletons, or of two words letter by letter, if it is at most limit, else
// limit+1: only the band that can stay below is computed.
func distance[T byte | rune](a, b []T, limit int) int {
	if slices.Equal(a, b) {
		return 0
	}
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var room [2][128]int
	if len(b) >= len(room[0]) {
		return limit + 1
	}
	previous, current := room[0][:len(b)+1], room[1][:len(b)+1]
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		low, high := max(1, i-limit), min(len(b), i+limit)
		current[low-1] = limit + 1
		if low == 1 {
			current[0] = i
		}
		least := current[low-1]
		for j := low; j <= high; j++ {
			cost := previous[j-1]
			if a[i-1] != b[j-1] {
				cost = 1 + min(cost, current[j-1], upTo(previous, j, i-1+limit, limit))
			}
			current[j] = cost
			least = min(least, cost)
		}
		if least > limit {
			return limit + 1
		}
		previous, current = current, previous
	}
	return min(previous[len(b)], limit+1)
}

// upTo reads row[j] if it lies inside the band of the row before.
func upTo(row []int, j, high, limit int) int {
	if j > high {
		return limit + 1
	}
	return row[j]
}
