package adminapi

import (
	"context"
	"errors"
	"net/http"

	"medico-intech.kz/otinish/store/privacy"
)

// inLanguage settles in which language a call is answered: the one the caller asks
// for, else the one the configuration gives the operator, else English.
func (s *Server) inLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Language", string(s.language(r)))
		next.ServeHTTP(w, r)
	})
}

func (s *Server) language(r *http.Request) privacy.Language {
	if l := privacy.Language(r.Header.Get("Accept-Language")); l.Valid() {
		return l
	}
	for _, o := range s.Desk.Operators {
		if o.Actor() == actor(r.Context()) && o.Language.Valid() {
			return o.Language
		}
	}
	return privacy.English
}

// Reader asks in which language the daemon tells whoever calls what it refuses; empty
// where it does not answer.
func (c *Client) Reader(ctx context.Context) privacy.Language {
	resp, err := c.send(ctx, http.MethodGet, "/texts/"+string(privacy.English), nil) // whatever costs little
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	return privacy.Language(resp.Header.Get("Content-Language"))
}

// LanguageOf is the language in which the daemon would tell an error; empty where the
// error is not the daemon's.
func LanguageOf(err error) privacy.Language {
	var remote *remoteError
	if errors.As(err, &remote) {
		return remote.language
	}
	return ""
}
