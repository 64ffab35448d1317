package store

import (
	"os"

	"go.etcd.io/bbolt"
)

// ahead writes zeros where the data file grows next, before pages are laid there. A
// first write to a block costs each sync a commit of the file system's own journal
// besides; a block that was written before does not. Nothing refers to what lies
// behind the last page, and only the writer lays pages.
//
// It is no more than a help: whatever fails is left to the commit that comes to it.
type ahead struct {
	file  *os.File
	until int64 // zeros were written up to here
}

const (
	aheadStep = 512 << 10
	aheadLow  = aheadStep / 2 // when so little of it is left, more is written
)

// prepare is called by the writer with a transaction that has laid no page yet.
func (a *ahead) prepare(path string, b *bbolt.Tx) {
	from := max(b.Size(), a.until)
	if from-b.Size() > aheadLow {
		return
	}
	if a.file == nil {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return
		}
		a.file = f
	}
	info, err := a.file.Stat()
	if err != nil {
		return
	}
	to := min(from+aheadStep, info.Size()) // growing the file is for bbolt
	if to <= from {
		return
	}
	zeros := make([]byte, 32<<10)
	for at := from; at < to; at += int64(len(zeros)) {
		_, _ = a.file.WriteAt(zeros[:min(int64(len(zeros)), to-at)], at)
	}
	a.until = to
}

// forget is for a file that is closed or opened anew.
func (a *ahead) forget() {
	if a.file != nil {
		a.file.Close()
	}
	*a = ahead{}
}
