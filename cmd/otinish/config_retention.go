package main

import "medico-intech.kz/otinish/handlers"

// RetentionConfig is how long what is kept: "90d", "18m", "3y" or "never". What is
// left out has its default (handlers.DefaultRetention).
type RetentionConfig struct {
	Purposes       map[string]handlers.Period `toml:"purposes"` // term of a consent, by purpose
	Subjects       *handlers.Period           `toml:"subjects"`
	WithoutConsent *handlers.Period           `toml:"subjects_without_consent"`
	Requests       *handlers.Period           `toml:"requests"`
	Messages       *handlers.Period           `toml:"messages"`
	Letters        *handlers.Period           `toml:"letters"`
	Proofs         *handlers.Period           `toml:"proofs"`
	Audit          *handlers.Period           `toml:"audit"`
	Notice         *handlers.Period           `toml:"notice"`
}

func (c RetentionConfig) withDefaults() handlers.Retention {
	r := handlers.DefaultRetention()
	r.Purposes = c.Purposes
	for _, set := range []struct {
		to   *handlers.Period
		from *handlers.Period
	}{
		{&r.Subjects, c.Subjects}, {&r.WithoutConsent, c.WithoutConsent}, {&r.Requests, c.Requests}, {&r.Messages, c.Messages},
		{&r.Letters, c.Letters}, {&r.Proofs, c.Proofs}, {&r.Audit, c.Audit}, {&r.Notice, c.Notice},
	} {
		if set.from != nil {
			*set.to = *set.from
		}
	}
	if c.Audit == nil {
		r.Audit = handlers.Longer(r.Audit, r.Proofs)
	}
	return r
}

// check refuses what is shorter than the law demands, with the reason: a daemon that
// destroys too early must not start.
func (c RetentionConfig) check() error {
	return c.withDefaults().Check()
}
