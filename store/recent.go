package store

import (
	"slices"
	"time"
)

// recentLetter is what the limits need to know of a letter.
type recentLetter struct {
	at   time.Time
	keys []LimitKey
}

// recent is an index in memory over the letters of the window that limits look at:
// they ask for several keys with each letter, and on disk each key would be one
// more page in every commit. It is read from the letters when it is first asked
// for, and again when the file was opened anew. It belongs to the writer.
type recent struct {
	loaded bool
	from   time.Time // letters queued since then are in it
	asked  time.Time // since when the last question looked
	times  map[LimitKey][]int64
	size   int // times held
	prune  int // the size at which those before asked are dropped
}

// pruneFrom is the least size at which dropping is worth the walk.
const pruneFrom = 4096

func (r *recent) forget() {
	*r = recent{times: make(map[LimitKey][]int64), prune: pruneFrom}
}

func (r *recent) reaches(since time.Time) bool {
	r.asked = since
	return r.loaded && !since.Before(r.from)
}

// committed takes in a letter that is durable.
func (r *recent) committed(l recentLetter) {
	if !r.loaded {
		return
	}
	r.add(l)
	if r.size > r.prune {
		r.drop(r.asked)
		r.prune = max(pruneFrom, 2*r.size)
	}
}

// add keeps the times ascending: the clock may have gone back.
func (r *recent) add(l recentLetter) {
	at := l.at.UnixNano()
	for _, key := range l.keys {
		times := r.times[key]
		r.times[key] = slices.Insert(times, until(times, at), at)
		r.size++
	}
}

func (r *recent) drop(before time.Time) {
	r.from, r.size = before, 0
	for key, times := range r.times {
		times = slices.Delete(times, 0, until(times, before.UnixNano()))
		if len(times) == 0 {
			delete(r.times, key)
			continue
		}
		r.times[key] = times
		r.size += len(times)
	}
}

// count is how many lie after since and not after end.
func (r *recent) count(key LimitKey, since, end time.Time) int {
	times := r.times[key]
	return max(0, until(times, end.UnixNano())-until(times, since.UnixNano()))
}

// until is how many of the ascending times are not after at.
func until(times []int64, at int64) int {
	n, _ := slices.BinarySearch(times, at+1)
	return n
}
