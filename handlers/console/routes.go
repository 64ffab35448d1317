package console

import (
	"fmt"
	"maps"
	"net/http"
	"path"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, name := range []string{"console.css", "console.js", "icon.svg"} {
		mux.HandleFunc("GET /"+name, asset(name))
	}
	mux.HandleFunc("GET /login", s.login)
	mux.HandleFunc("POST /login", s.askLink)
	mux.HandleFunc("GET /login/{token}", s.openLink)
	mux.HandleFunc("POST /login/{token}", s.useLink)
	for pattern, h := range s.looks() {
		mux.Handle(pattern, s.inside(h))
	}
	for pattern, h := range s.decisions() {
		mux.Handle(pattern, s.deciding(h))
	}
	mux.Handle("/", s.inside(func(http.ResponseWriter, *http.Request, *visit) error {
		return privacy.Mistaken("no-page", fmt.Errorf("no such page: %w", privacy.ErrNotFound))
	}))
	return mux
}

// looks are the pages that everybody may see who has logged in.
func (s *Server) looks() map[string]handler {
	return map[string]handler{
		"GET /{$}":                               s.queue,
		"GET /requests":                          s.requests,
		"GET /requests/{number}":                 s.item,
		"GET /requests/{number}/message.eml":     s.rawMessage,
		"GET /requests/{number}/letter.html":     s.letterHTML,
		"GET /requests/{number}/attachments/{i}": s.attachment,
		"GET /requests/{number}/letters/{i}":     s.sentLetter,
		"GET /subjects":                          s.subjects,
		"GET /subjects/{id}":                     s.subject,
		"POST /search":                           s.search,
		"POST /subjects/find":                    s.findSubject, // the address stands in no URL (P7)
		"GET /consents":                          s.consents,
		"GET /letters":                           s.letters,
		"GET /audit":                             s.audit,
		"POST /audit/verify":                     s.verifyAudit,
		"GET /figures":                           s.figures,
		"GET /account":                           s.account,
		"GET /health":                            s.health,
		"GET /help":                              s.help,
		"GET /live":                              s.live,
		"POST /logout":                           s.logout,
		"POST /language":                         s.speak,
		"POST /keys":                             s.switchKeys,

		"GET /requests/{number}/answers/{answer}/message.eml":     s.answerMessage,
		"GET /requests/{number}/answers/{answer}/attachments/{i}": s.answerAttachment,
	}
}

// decisions are what an auditor must not do.
func (s *Server) decisions() map[string]handler {
	return map[string]handler{
		"POST /queue":                    s.decideSeveral,
		"POST /requests/{number}/{verb}": s.decide,
		"POST /subjects":                 s.addSubject,
		"POST /subjects/{id}/change":     s.changeSubject,
		"POST /subjects/{id}/block":      s.blockSubject,
	}
}

// Patterns lists what can be done on the page, as methods and paths, sorted; logging
// in and files are left out.
func (s *Server) Patterns() []string {
	list := slices.Collect(maps.Keys(s.looks()))
	list = slices.AppendSeq(list, maps.Keys(s.decisions()))
	slices.Sort(list)
	return list
}

var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func asset(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		b, err := templates.Asset(name)
		if err != nil {
			http.NotFound(w, nil)
			return
		}
		w.Header().Set("Content-Type", assetTypes[path.Ext(name)])
		w.Header().Set("Cache-Control", "no-cache")
		w.Write(b)
	}
}
