package main

import (
	"medico-intech.kz/otinish/handlers/intake"
	"medico-intech.kz/otinish/store/privacy"
)

// ProofConfig says which evidence is enough for which act; see intake.Ladder. It can
// only be made stricter than what is shipped.
type ProofConfig struct {
	Update      UpdateProofConfig `toml:"update"`
	Withdraw    []intake.Evidence `toml:"withdraw"`
	Unsubscribe []intake.Evidence `toml:"unsubscribe"`
}

// UpdateProofConfig has a list for each field that a letter can change.
type UpdateProofConfig struct {
	Name  []intake.Evidence `toml:"name"`
	Phone []intake.Evidence `toml:"phone"`
	Email []intake.Evidence `toml:"email"`
}

func (c ProofConfig) ladder() intake.Ladder {
	return intake.Ladder{
		Update: map[privacy.Field][]intake.Evidence{
			privacy.FieldName: c.Update.Name, privacy.FieldPhone: c.Update.Phone, privacy.FieldEmail: c.Update.Email,
		},
		Withdraw: c.Withdraw, Unsubscribe: c.Unsubscribe,
	}
}
