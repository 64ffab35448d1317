package store

import "fmt"

// Mark returns a small fact that the program remembers about itself, such as the day
// of the last digest; empty where there is none. It has no room for personal data:
// marks are not sealed.
func (tx *Tx) Mark(name string) string { return string(tx.get(tableMark, []byte(name))) }

// PutMark remembers a fact.
func (tx *Tx) PutMark(name, value string) error {
	if err := tx.put(tableMark, []byte(name), []byte(value)); err != nil {
		return fmt.Errorf("put mark: %w", err)
	}
	return nil
}
