package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// visit is one request of a browser that has logged in.
type visit struct {
	session
	token  string
	notice notice // of the last decision, shown on this page
	seen   uint64 // changes before the page was made
}

func (v *visit) actor() privacy.Actor { return v.operator.Actor() }
func (v *visit) decides() bool        { return v.operator.Role != review.RoleAuditor }

// page is what every page's file sees; Data is the page's own.
type page struct {
	Title      string
	Section    string // of the navigation
	Controller string
	Operator   string
	Decides    bool
	LoggedIn   bool
	Seen       uint64 // changes before the page was made
	Keys       bool   // keys of one letter are on
	Here       string // path and query, to come back to
	Typed      bool   // the page came of a form, and holds what was typed into it
	Languages  []privacy.Language
	Notice     notice
	Unread     int // people and requests of whom records cannot be read: lists leave them out
	Data       any
}

type handler func(w http.ResponseWriter, r *http.Request, v *visit) error

// inside lets those in who have logged in; others see the login page.
func (s *Server) inside(next handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, ok := s.visit(r)
		if !ok {
			switch {
			case r.Header.Get("X-Otinish-Live") != "":
				s.failPlain(w, r, http.StatusUnauthorized, "error.session")
			case r.Method != http.MethodGet: // what was typed is still in the page before
				s.loginPage(w, r, http.StatusUnauthorized, "ended")
			default:
				s.loginPage(w, r, http.StatusUnauthorized, "")
			}
			return
		}
		if err := next(w, r, v); err != nil {
			s.fail(w, r, v, err)
		}
	})
}

// deciding is inside for what an auditor must not do.
func (s *Server) deciding(next handler) http.Handler {
	return s.inside(func(w http.ResponseWriter, r *http.Request, v *visit) error {
		if !v.decides() {
			return review.Auditor()
		}
		return next(w, r, v)
	})
}

func (s *Server) visit(r *http.Request) (*visit, bool) {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return nil, false
	}
	found, ok := s.sessions.find(c.Value, r.Header.Get("X-Otinish-Live") == "")
	_, seen, _ := s.hub.wait()
	return &visit{session: found, token: c.Value, seen: seen}, ok
}

// show writes a page for somebody who has logged in.
func (s *Server) show(w http.ResponseWriter, r *http.Request, v *visit, name, section string, data any) error {
	return s.showStatus(w, r, v, http.StatusOK, name, section, data)
}

func (s *Server) showStatus(w http.ResponseWriter, r *http.Request, v *visit, status int, name, section string, data any) error {
	if v.notice.Key == "" && r.Method == http.MethodGet && r.Header.Get("X-Otinish-Live") == "" {
		s.sessions.change(v.key, func(stored *session) { v.notice, stored.notice = stored.notice, notice{} })
	}
	title := s.Pages.Text(v.language, "title."+section)
	if d, ok := data.(interface{ title() string }); ok {
		title += " " + d.title()
	}
	_, typed := data.(itemData)
	if d, ok := data.(severalData); ok {
		typed = d.Form.Asks()
	}
	if status >= http.StatusBadRequest {
		title = s.Pages.Text(v.language, "title.error", title)
	}
	return s.write(w, status, name, v.language, page{
		Title: title, Section: section, Controller: s.Controller[v.language],
		Operator: v.operator.Name, Decides: v.decides(), LoggedIn: true, Seen: v.seen, Keys: !v.keysOff, Here: here(r), Typed: r.Method == http.MethodPost && typed,
		Languages: privacy.Languages, Notice: v.notice, Data: data,
		Unread: s.Desk.Unreadable(), // after the lists were read: that may be how it was noticed
	})
}

func (s *Server) write(w http.ResponseWriter, status int, name string, l privacy.Language, p page) error {
	var b strings.Builder
	if err := s.Pages.Page(&b, name, l, p); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write([]byte(b.String())) // the browser may be gone: nobody to tell
	return nil
}

// tell keeps a notice for the next page.
func (s *Server) tell(v *visit, n notice) {
	s.sessions.change(v.key, func(stored *session) { stored.notice = n })
}

func here(r *http.Request) string {
	if r.Method != http.MethodGet {
		if n, err := privacy.ParseNumber(r.PathValue("number")); err == nil {
			return "/requests/" + string(n)
		}
		return "/"
	}
	return r.URL.RequestURI()
}

// back is a path of ours to go to after a post; nothing else is followed.
func back(path, otherwise string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return otherwise
	}
	return path
}

// languageOf is what a stranger's browser prefers of our languages.
func languageOf(r *http.Request) privacy.Language {
	if l := privacy.Language(r.URL.Query().Get("lang")); l.Valid() {
		return l
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		tag, _, _ = strings.Cut(tag, "-")
		if l := privacy.Language(strings.ToLower(tag)); slices.Contains(privacy.Languages, l) {
			return l
		}
	}
	return privacy.Languages[0]
}
