package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// readSecret reads a secret file: from $CREDENTIALS_DIRECTORY where systemd put it
// there, else by its path, relative to the configuration. A file that others may
// read is refused: the secret is then no longer one.
func (c *Config) readSecret(name string) ([]byte, error) {
	path := name
	if !filepath.IsAbs(name) {
		path = filepath.Join(c.dir, name)
		if dir := os.Getenv("CREDENTIALS_DIRECTORY"); dir != "" {
			if credential := filepath.Join(dir, name); fileExists(credential) {
				path = credential
			}
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read secret: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o007 != 0 {
		return nil, fmt.Errorf("secret file %s may be read by others (mode %04o); run: chmod 0600 %s", path, mode, path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read secret: %w", err)
	}
	return b, nil
}

// readPassword is readSecret for a password: one line.
func (c *Config) readPassword(name string) (string, error) {
	b, err := c.readSecret(name)
	if err != nil {
		return "", err
	}
	password := string(bytes.TrimRight(b, "\r\n"))
	if password == "" {
		return "", fmt.Errorf("secret file %s is empty; write the password into it", name)
	}
	return password, nil
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
