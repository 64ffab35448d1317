package console

import (
	"net/http"
	"runtime/debug"
)

// policy lets a page load its own style, script and pictures, speak to its own
// origin, frame the HTML of a letter, and nothing else (CSP Level 3).
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// guard stands before every page: headers, the name we are called by, the origin
// of posts, panics.
func (s *Server) guard(next http.Handler) http.Handler {
	s.origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.failPlain(w, r, http.StatusForbidden, "error.origin")
	}))
	protected := s.origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer") // a login link stands in the path
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		if s.secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				// The value may be anybody's words; the stack is ours.
				s.Log.Error("console page failed", "stack", string(debug.Stack()))
				s.failPlain(w, r, http.StatusInternalServerError, "error.failed")
			}
		}()
		if !s.hosts[r.Host] { // a name of somebody else's that points here: DNS rebinding
			s.failPlain(w, r, http.StatusMisdirectedRequest, "error.host")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		protected.ServeHTTP(w, r)
	})
}
