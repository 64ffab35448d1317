package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"medico-intech.kz/otinish/store/privacy"
)

// stagingName is the folder in which Restore makes a store of the parts, beside
// where it will lie.
const stagingName = "restoring"

// settleRestoring looks for what Restore left. Without the data in its place it was
// interrupted, and a new store must not begin there as if nothing had ever been;
// with it, all was done but clearing away.
func settleRestoring(dir string) error {
	stage := filepath.Join(dir, stagingName)
	if !fileThere(stage) {
		return nil
	}
	if fileThere(filepath.Join(dir, FileName)) && !fileThere(filepath.Join(stage, FileName)) {
		return os.RemoveAll(stage)
	}
	return fmt.Errorf("%s lies there: a restore was interrupted, and this is no store yet; run otinish restore again: %w", stage, privacy.ErrNotAllowed)
}

// clearRestoring takes away what an interrupted Restore left in a folder that was
// empty when it began: all of it are copies of the backup.
func clearRestoring(dir string) error {
	stage := filepath.Join(dir, stagingName)
	if !fileThere(stage) || fileThere(filepath.Join(dir, FileName)) {
		return nil
	}
	keys := []string{filepath.Join(stage, KeysName), filepath.Join(dir, KeysName)}
	for _, path := range keys {
		if fileThere(path) {
			if err := shredFile(path); err != nil {
				return err
			}
		}
	}
	return errors.Join(removeIfThere(filepath.Join(dir, LedgerName)), os.RemoveAll(stage))
}
