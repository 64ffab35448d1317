// Package dnstest is a small name server on 127.0.0.1 for tests: TXT records over UDP
// and TCP, and every way a name server can fail its client.
package dnstest

import (
	"encoding/binary"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// Name says how the server answers for one name. The zero value is a name without
// TXT records.
type Name struct {
	TXT       []string
	TTL       uint32           // seconds; 0 means 300
	Alias     string           // a CNAME to this name, whose records follow in the answer
	RCode     dnsmessage.RCode // an error instead of an answer, such as RCodeServerFailure
	Silent    bool             // no answer at all
	Delay     time.Duration    // before the answer
	Truncated bool             // over UDP: cut, so that the client has to use TCP
	Authentic bool             // sets AD
	Garbage   bool             // first a denial with another id, then bytes that are no message, then the answer
}

// Server answers for the names of its zone, and NXDOMAIN for all others.
type Server struct {
	Addr string // host:port, the same for UDP and TCP

	mu    sync.Mutex
	zone  map[string]Name // without the final dot
	asked map[string]int
	done  chan struct{}
}

// Start serves a zone until the test ends. Names are lower case, without final dot.
func Start(t testing.TB, zone map[string]Name) *Server {
	t.Helper()
	s := &Server{zone: zone, asked: make(map[string]int), done: make(chan struct{})}
	udp, tcp := listen(t)
	s.Addr = udp.LocalAddr().String()
	var running sync.WaitGroup
	running.Go(func() { s.serveUDP(udp, &running) })
	running.Go(func() { s.serveTCP(tcp, &running) })
	t.Cleanup(func() {
		close(s.done)
		udp.Close()
		tcp.Close()
		running.Wait()
	})
	return s
}

// listen finds a port that is free for both.
func listen(t testing.TB) (net.PacketConn, net.Listener) {
	for range 20 {
		tcp, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		udp, err := net.ListenPacket("udp", tcp.Addr().String())
		if err == nil {
			return udp, tcp
		}
		tcp.Close()
	}
	t.Fatal("no port is free for UDP and TCP")
	return nil, nil
}

// Set changes a name.
func (s *Server) Set(name string, n Name) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zone[name] = n
}

// Asked returns how many queries came for a name; for "" all.
func (s *Server) Asked(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name != "" {
		return s.asked[name]
	}
	all := 0
	for _, n := range s.asked {
		all += n
	}
	return all
}

func (s *Server) serveUDP(conn net.PacketConn, running *sync.WaitGroup) {
	buf := make([]byte, 64<<10)
	for {
		n, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		query := append([]byte(nil), buf[:n]...)
		running.Go(func() {
			for _, answer := range s.answer(query, true) {
				conn.WriteTo(answer, from)
			}
		})
	}
}

func (s *Server) serveTCP(l net.Listener, running *sync.WaitGroup) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		running.Go(func() {
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(10 * time.Second))
			var length [2]byte
			if _, err := io.ReadFull(conn, length[:]); err != nil {
				return
			}
			query := make([]byte, binary.BigEndian.Uint16(length[:]))
			if _, err := io.ReadFull(conn, query); err != nil {
				return
			}
			for _, answer := range s.answer(query, false) {
				conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
			}
		})
	}
}

// answer returns the packets that answer a query, none for silence.
func (s *Server) answer(query []byte, udp bool) [][]byte {
	var p dnsmessage.Parser
	h, err := p.Start(query)
	if err != nil {
		return nil
	}
	q, err := p.Question()
	if err != nil {
		return nil
	}
	name := strings.ToLower(strings.TrimSuffix(q.Name.String(), "."))
	s.mu.Lock()
	s.asked[name]++
	n, known := s.zone[name]
	target := s.zone[n.Alias]
	s.mu.Unlock()
	if n.Delay > 0 {
		select {
		case <-time.After(n.Delay):
		case <-s.done:
			return nil
		}
	}
	if n.Silent {
		return nil
	}
	m := dnsmessage.Message{
		Header: dnsmessage.Header{
			ID: h.ID, Response: true, Authoritative: true, RecursionDesired: h.RecursionDesired,
			RecursionAvailable: true, AuthenticData: n.Authentic, RCode: n.RCode,
		},
		Questions: []dnsmessage.Question{q},
	}
	switch {
	case !known:
		m.RCode = dnsmessage.RCodeNameError
	case n.RCode != dnsmessage.RCodeSuccess || q.Type != dnsmessage.TypeTXT:
	case udp && n.Truncated:
		m.Truncated = true
	default:
		m.Answers = n.records(q.Name, target)
	}
	packed, err := m.Pack()
	if err != nil {
		return nil
	}
	if !n.Garbage {
		return [][]byte{packed}
	}
	forged := append([]byte(nil), packed...)
	forged[0] ^= 0xff
	forged[3] = forged[3]&0xf0 | byte(dnsmessage.RCodeNameError)
	return [][]byte{forged, []byte("not DNS"), packed}
}

func (n Name) records(name dnsmessage.Name, target Name) (list []dnsmessage.Resource) {
	header := dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: n.TTL}
	if n.TTL == 0 {
		header.TTL = 300
	}
	txt := n.TXT
	if n.Alias != "" {
		alias := dnsmessage.MustNewName(n.Alias + ".")
		list = append(list, dnsmessage.Resource{Header: header, Body: &dnsmessage.CNAMEResource{CNAME: alias}})
		header.Name, txt = alias, target.TXT
	}
	for _, record := range txt {
		list = append(list, dnsmessage.Resource{Header: header, Body: &dnsmessage.TXTResource{TXT: chunks(record)}})
	}
	return list
}

// chunks cuts a record into strings of at most 255 octets (RFC 1035 §3.3.14).
func chunks(s string) (list []string) {
	for len(s) > 255 {
		list = append(list, s[:255])
		s = s[255:]
	}
	return append(list, s)
}
