package store

import (
	"fmt"
	"path/filepath"

	"medico-intech.kz/otinish/store/privacy"
)

// apart sees, before anything is made, that no folder of the backups is that of a store
// or lies within one: what befalls the one would befall the other.
func (p BackupPlace) apart() error {
	for _, dir := range []string{p.Dir, p.keysDir()} {
		if of := storeAround(dir); of != "" {
			return fmt.Errorf("%s is the folder of a store, and backups lie elsewhere, best on another disk: name another folder: %w", of, privacy.ErrBadInput)
		}
	}
	return nil
}

// storeAround is the folder of a store that dir is or lies in, or nothing. A store has
// its keys beside the data; a backup has them apart.
func storeAround(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		real, err := filepath.EvalSymlinks(dir)
		if err == nil && real != dir {
			return storeAround(real)
		}
		if fileThere(filepath.Join(dir, FileName)) && fileThere(filepath.Join(dir, KeysName)) {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}
