package main

import (
	"fmt"

	"medico-intech.kz/otinish/store/seal"
)

// keyring reads the master key.
func (c *Config) keyring() (*seal.Keyring, error) {
	secret, err := c.readSecret(c.Store.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("store.key_file: %w; make one with: (umask 077; head -c 32 /dev/urandom | base64 > %s)", err, c.Store.KeyFile)
	}
	key, err := seal.ParseKey(secret)
	if err != nil {
		return nil, fmt.Errorf("store.key_file: %w", err)
	}
	ring, err := seal.NewKeyring(key)
	if err != nil {
		return nil, fmt.Errorf("store.key_file: %w", err)
	}
	return ring, nil
}
