package console

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// How often within tryWindow: from one place, for one operator, and by everybody.
const (
	askPerPlace    = 10
	askPerOperator = 3
	askInAll       = 100
	wrongPerPlace  = 20
)

type loginData struct {
	Step   string // "": asks for the address; "sent", "used-up", "button", "often", "ended"
	Path   string // of the button
	Back   string
	Letter bool // links are sent by letter
}

func (s *Server) loginPage(w http.ResponseWriter, r *http.Request, status int, step string) {
	d := loginData{Step: step, Letter: s.SendLink != nil && len(s.Desk.Operators) > 0}
	if step == "button" {
		d.Path = r.URL.Path
	}
	l := languageOf(r)
	err := s.write(w, status, "login", l, page{
		Title: s.Pages.Text(l, "title.login"), Section: "login", Controller: s.Controller[l], Languages: privacy.Languages, Data: d,
	})
	if err != nil {
		s.Log.Error("console page failed", "error", err)
		s.failPlain(w, r, http.StatusInternalServerError, "error.failed")
	}
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.visit(r); ok {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	s.loginPage(w, r, http.StatusOK, "")
}

// askLink answers the same, and as fast, whether the address is an operator's or
// not: the letter is laid out behind the answer.
func (s *Server) askLink(w http.ResponseWriter, r *http.Request) {
	if !s.tries.allow("ask "+place(r), askPerPlace) || !s.tries.allow("ask", askInAll) {
		s.loginPage(w, r, http.StatusTooManyRequests, "often")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxLogin)
	if address, err := privacy.ParseAddress(r.FormValue("email")); err == nil && s.SendLink != nil {
		s.behind.Go(func() { s.sendLink(context.WithoutCancel(r.Context()), address) })
	}
	s.loginPage(w, r, http.StatusOK, "sent")
}

const sendPatience = 10 * time.Second

func (s *Server) sendLink(ctx context.Context, address privacy.Address) {
	ctx, cancel := context.WithTimeout(ctx, sendPatience)
	defer cancel()
	for _, o := range s.Desk.Operators {
		if o.Email != address || !s.tries.allow("letter "+o.Login, askPerOperator) {
			continue
		}
		token, until, err := s.links.make(o, letterLinkLife)
		if err == nil {
			err = s.SendLink(ctx, o, s.URL+"/login/"+token, until)
		}
		if err != nil {
			s.Log.Error("login link not sent", "error", err)
		}
	}
}

// openLink shows a button: programs that open the links of letters use up nothing.
func (s *Server) openLink(w http.ResponseWriter, r *http.Request) {
	if !s.links.valid(r.PathValue("token")) {
		s.wrongLink(w, r)
		return
	}
	s.loginPage(w, r, http.StatusOK, "button")
}

func (s *Server) useLink(w http.ResponseWriter, r *http.Request) {
	o, ok := s.links.use(r.PathValue("token"))
	if !ok {
		s.wrongLink(w, r)
		return
	}
	l := o.Language
	if !l.Valid() {
		l = languageOf(r)
	}
	if c, err := r.Cookie(s.cookieName()); err == nil { // whoever was logged in here is no longer
		if old, ok := s.sessions.find(c.Value, false); ok {
			s.sessions.end(old.key)
		}
	}
	token, err := s.sessions.begin(o, l)
	if err != nil {
		s.Log.Error("console session failed", "error", err)
		s.failPlain(w, r, http.StatusInternalServerError, "error.failed")
		return
	}
	s.Log.Info("console login", "actor", o.Actor())
	s.setCookie(w, token, int(sessionLife.Seconds()))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (s *Server) wrongLink(w http.ResponseWriter, r *http.Request) {
	if !s.tries.allow("wrong "+place(r), wrongPerPlace) {
		s.loginPage(w, r, http.StatusTooManyRequests, "often")
		return
	}
	s.loginPage(w, r, http.StatusNotFound, "used-up")
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request, v *visit) error {
	if r.FormValue("everywhere") != "" {
		s.Revoke(v.operator.Login)
	}
	s.sessions.end(v.key)
	s.setCookie(w, "", -1)
	http.Redirect(w, r, "/login?lang="+string(v.language), http.StatusSeeOther)
	return nil
}

func (s *Server) speak(w http.ResponseWriter, r *http.Request, v *visit) error {
	l := privacy.Language(r.FormValue("language"))
	if !l.Valid() {
		return privacy.ErrBadInput
	}
	s.sessions.change(v.key, func(stored *session) { stored.language = l })
	http.Redirect(w, r, back(r.FormValue("back"), "/"), http.StatusSeeOther)
	return nil
}

// place tells where somebody tries from. A proxy on this machine names whom it
// speaks for last in X-Forwarded-For; what stands before that is anybody's word.
func place(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := strings.TrimSpace(all[len(all)-1]); net.ParseIP(last) != nil {
			return last
		}
	}
	return host
}
