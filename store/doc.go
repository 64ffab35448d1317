// Package store remembers: subjects, consents, requests, the review queue, the
// outbox, cursors and the audit chain, in one bbolt file.
//
// Everything that belongs to one decision is written in one transaction
// ([Store.Update]); what Update returned nil for survives a crash and a power
// cut. One goroutine writes and takes all waiting calls into one commit, so that
// a commit's two syncs are shared by whoever waits.
//
// A function given to Update may run more than once and must have no effect but
// through its Tx. It must not call Update or View: the writer would wait for
// itself. Nothing read from a Tx may be used through that Tx after its function
// returned; records are copies and stay valid.
//
// Only this package knows bbolt.
package store
