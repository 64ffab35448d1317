package store

import (
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// noteDamage stops all writing after the first damage that a writer met: what it
// would look up before it writes cannot be believed any more, and each commit would
// carry the damage further, into backups too. Reading goes on.
func (s *Store) noteDamage(err error) {
	if errors.Is(err, privacy.ErrDamaged) {
		s.damage.CompareAndSwap(nil, &err)
	}
}

// Damage is what made the store refuse further writes, until it is opened again;
// nil: nothing did.
func (s *Store) Damage() error {
	err := s.damage.Load()
	if err == nil {
		return nil
	}
	return fmt.Errorf("nothing more is written: stop, and put a backup back (otinish restore); first found: %w", *err)
}
