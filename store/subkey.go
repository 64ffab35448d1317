package store

// subKey stands in until keys have a store of their own.
func (s *Store) subKey(use string) (key [32]byte) {
	for i := range 2 {
		d := s.keys.Digest("sub key", []byte(use), []byte{byte(i)})
		copy(key[16*i:], d[:])
	}
	return key
}
