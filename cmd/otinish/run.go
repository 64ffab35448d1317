package main

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"medico-intech.kz/otinish/classifier"
)

// RunCmd is the daemon.
type RunCmd struct {
	Config string `help:"Configuration file." default:"/etc/otinish/otinish.toml" type:"path" placeholder:"FILE"`

	TrustClock bool `help:"The clock is right, although it contradicts what is on record."`
}

// Run implements the verb.
func (q RunCmd) Run(ctx context.Context, t *Terminal) error {
	c, err := LoadConfig(q.Config)
	if err != nil {
		return err
	}
	tuneRuntime()
	classifier.Load() // while the store is opened and the mailbox selected
	log := newLog(t)
	d, err := newDaemon(c, Seams{Log: log, Step: crashStep(), TrustClock: q.TrustClock})
	if err != nil {
		return err
	}
	err = d.Run(ctx)
	log.Info("stopped")
	return errors.Join(err, d.Close())
}

// newLog writes to standard error, where journald takes it and adds the time.
func newLog(t *Terminal) *slog.Logger {
	options := &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey && os.Getenv("JOURNAL_STREAM") != "" {
			return slog.Attr{}
		}
		return a
	}}
	return slog.New(slog.NewTextHandler(t.Err, options))
}
