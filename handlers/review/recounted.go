package review

import (
	"slices"
	"sync"
)

// recounted remembers differences for those who ask later.
type recounted struct {
	mu    sync.Mutex
	moved []Difference
}

// maxDifferences bounds the list in memory; the chain has them all (P18).
const maxDifferences = 10000

func (r *recounted) add(moved []Difference) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.moved = append(r.moved, moved...)
	r.moved = r.moved[max(0, len(r.moved)-maxDifferences):]
}

func (r *recounted) list() []Difference {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.moved)
}
