package console

// Forget lets go of what people typed and were shown: after a destruction nothing of
// the person may be left in memory (P9). Sessions go on. Connections, whose buffers
// hold what came over them last, are closed as soon as they rest; browsers open new ones.
func (s *Server) Forget() {
	s.sessions.forget()
	if server := s.serving.Load(); server != nil {
		server.SetKeepAlivesEnabled(false)
		server.SetKeepAlivesEnabled(true)
	}
	s.hub.renew()
}

// forget drops searches and the lines for the lexicon, which have words of letters.
func (s *sessions) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.list {
		v.finds = finds{first: v.finds.first + len(v.finds.texts)}
		v.notice.Lessons = nil
	}
}
