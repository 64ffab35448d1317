package console

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	readHeader = 5 * time.Second
	readAll    = 15 * time.Second
	writeAll   = 60 * time.Second // a large attachment over a slow line; the live line sets its own
	idle       = 2 * time.Minute
	maxHeader  = 32 << 10
	// Octets of a decision with its texts. A browser sends the words up to three times,
	// and each octet of a Kazakh letter as three; one text too long must come back, too.
	maxForm  = 4 << 20
	maxLogin = 16 << 10 // of whoever has not logged in
)

// Serve answers on l until ctx ends; certificate is nil behind a proxy and on
// loopback.
func (s *Server) Serve(ctx context.Context, l net.Listener, certificate *tls.Config) error {
	s.allow(l.Addr())
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: readHeader, ReadTimeout: readAll, WriteTimeout: writeAll, IdleTimeout: idle,
		MaxHeaderBytes: maxHeader, TLSConfig: certificate,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // it would repeat what strangers send
	}
	s.serving.Store(server)
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		s.hub.close() // the live lines would hold the shutdown up
		shut, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		server.Shutdown(shut) // what does not finish in time is cut by Close
		server.Close()
	})
	var err error
	if certificate != nil {
		err = server.ServeTLS(l, "", "")
	} else {
		err = server.Serve(l)
	}
	if stop() {
		return fmt.Errorf("serve the console: %w", err)
	}
	<-done
	s.behind.Wait()
	return nil
}

// allow takes the address listened on for a name of ours, where it is loopback.
func (s *Server) allow(a net.Addr) {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsLoopback() {
		return
	}
	s.hosts[tcp.String()] = true
	s.hosts[fmt.Sprintf("localhost:%d", tcp.Port)] = true
}
