package senderauth

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

const (
	dnsAttempts  = 2                       // rounds over all servers
	dnsWait      = 1500 * time.Millisecond // for one answer over UDP
	dnsWaitTCP   = 3 * time.Second         // for one over TCP
	dnsUDPSize   = 1232                    // what fits a packet anywhere (DNS flag day 2020)
	maxServers   = 3                       // as resolvers everywhere read no more
	maxRecords   = 100                     // of one answer
	resolvConf   = "/etc/resolv.conf"      // resolver(5)
	localServer  = "127.0.0.1:53"          // where no file names one (resolver(5))
	maxAliasHops = 8                       // CNAMEs followed within one answer
)

// What kept an answer away. The errors name neither the name asked for nor the
// server: they may be logged.
var (
	errDNSSilent = errors.New("no name server answered")
	errDNSFailed = errors.New("the name server reported a failure")
	errDNSAnswer = errors.New("the name server's answer cannot be read")
	errDNSName   = errors.New("not a name DNS can be asked for")
)

// DNS asks recursive name servers for TXT records over UDP, and over TCP where an
// answer is cut. It is a stub of its own because net.Resolver tells neither how long
// an answer may be kept, nor whether the server vouches for it (DNSSEC), nor a name
// that does not exist from one without records. Search lists are not applied.
type DNS struct{ servers []string }

// NewDNS asks the servers given, as host:port or as an IP address, at most three; or
// those of /etc/resolv.conf, read at each question, where none is given.
func NewDNS(servers ...string) *DNS {
	d := &DNS{}
	for _, s := range servers[:min(len(servers), maxServers)] {
		d.servers = append(d.servers, withPort(s))
	}
	return d
}

func withPort(server string) string {
	if net.ParseIP(server) != nil || !strings.Contains(server, ":") {
		return net.JoinHostPort(server, "53")
	}
	return server
}

func (d *DNS) list() []string {
	if len(d.servers) > 0 {
		return d.servers
	}
	file, err := os.ReadFile(resolvConf)
	var servers []string
	if err == nil {
		servers = nameservers(string(file))
	}
	if len(servers) == 0 {
		return []string{localServer}
	}
	return servers
}

func nameservers(file string) (servers []string) {
	for line := range strings.Lines(file) {
		words := strings.Fields(line)
		if len(words) >= 2 && words[0] == "nameserver" && len(servers) < maxServers {
			servers = append(servers, withPort(words[1]))
		}
	}
	return servers
}

// TXT asks for the records of a name; see [Resolver].
func (d *DNS) TXT(ctx context.Context, name string) (Answer, error) {
	answer, _, err := d.AgedTXT(ctx, name)
	return answer, err
}

// AgedTXT asks each server in turn, twice over, until one answers or ctx ends. The
// error is the last one.
func (d *DNS) AgedTXT(ctx context.Context, name string) (Answer, time.Duration, error) {
	if !validName(name) {
		return Answer{}, 0, errDNSName
	}
	err := errDNSSilent
	for range dnsAttempts {
		for _, server := range d.list() {
			if ctx.Err() != nil {
				return Answer{}, 0, err
			}
			var r reply
			if r, err = ask(ctx, server, name); err == nil {
				return r.answer, r.age, nil
			}
		}
	}
	return Answer{}, 0, err
}

// reply is an answer with its age.
type reply struct {
	answer Answer
	age    time.Duration
}

// ask puts one question to one server.
func ask(ctx context.Context, server, name string) (reply, error) {
	id := randomID()
	query, question, err := packQuery(id, name)
	if err != nil {
		return reply{}, errDNSName
	}
	raw, err := exchange(ctx, "udp", server, query, id, question)
	if err != nil {
		return reply{}, err
	}
	var p dnsmessage.Parser
	if h, err := p.Start(raw); err == nil && h.Truncated {
		if raw, err = exchange(ctx, "tcp", server, query, id, question); err != nil {
			return reply{}, err
		}
	}
	return readReply(raw, question)
}

func randomID() uint16 {
	var b [2]byte
	rand.Read(b[:])
	return binary.BigEndian.Uint16(b[:])
}

// packQuery asks for TXT with recursion, a word on authenticity (AD, RFC 6840 §5.7)
// and answers up to dnsUDPSize (RFC 6891).
func packQuery(id uint16, name string) ([]byte, dnsmessage.Question, error) {
	n, err := dnsmessage.NewName(name + ".")
	if err != nil {
		return nil, dnsmessage.Question{}, err
	}
	q := dnsmessage.Question{Name: n, Type: dnsmessage.TypeTXT, Class: dnsmessage.ClassINET}
	var opt dnsmessage.ResourceHeader
	if err := opt.SetEDNS0(dnsUDPSize, dnsmessage.RCodeSuccess, false); err != nil {
		return nil, q, err
	}
	m := dnsmessage.Message{
		Header:      dnsmessage.Header{ID: id, RecursionDesired: true, AuthenticData: true},
		Questions:   []dnsmessage.Question{q},
		Additionals: []dnsmessage.Resource{{Header: opt, Body: &dnsmessage.OPTResource{}}},
	}
	raw, err := m.Pack()
	return raw, q, err
}

// exchange sends a query and waits for the answer to it. Packets that answer
// something else are passed over: anybody may send them.
func exchange(ctx context.Context, network, server string, query []byte, id uint16, q dnsmessage.Question) ([]byte, error) {
	wait := dnsWait
	if network == "tcp" {
		wait = dnsWaitTCP
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, network, server)
	if err != nil {
		return nil, errDNSSilent
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if network == "tcp" {
		return exchangeTCP(conn, query, id, q)
	}
	if _, err := conn.Write(query); err != nil {
		return nil, errDNSSilent
	}
	buf := make([]byte, 64<<10)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return nil, errDNSSilent
		}
		if answers(buf[:n], id, q) {
			return buf[:n], nil
		}
	}
}

// exchangeTCP puts two octets of length before each message (RFC 1035 §4.2.2).
func exchangeTCP(conn net.Conn, query []byte, id uint16, q dnsmessage.Question) ([]byte, error) {
	framed := binary.BigEndian.AppendUint16(nil, uint16(len(query)))
	if _, err := conn.Write(append(framed, query...)); err != nil {
		return nil, errDNSSilent
	}
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return nil, errDNSSilent
	}
	buf := make([]byte, binary.BigEndian.Uint16(length[:]))
	if _, err := io.ReadFull(conn, buf); err != nil {
		return nil, errDNSSilent
	}
	if !answers(buf, id, q) {
		return nil, errDNSAnswer
	}
	return buf, nil
}

// answers reports whether raw is a response to this very question.
func answers(raw []byte, id uint16, q dnsmessage.Question) bool {
	var p dnsmessage.Parser
	h, err := p.Start(raw)
	if err != nil || !h.Response || h.ID != id {
		return false
	}
	got, err := p.Question()
	return err == nil && got.Type == q.Type && got.Class == q.Class && sameName(got.Name, q.Name)
}

func sameName(a, b dnsmessage.Name) bool { return strings.EqualFold(a.String(), b.String()) }

// readReply reads the records of the name asked for, through aliases that the answer
// holds.
func readReply(raw []byte, q dnsmessage.Question) (reply, error) {
	var p dnsmessage.Parser
	h, err := p.Start(raw)
	if err != nil || p.SkipAllQuestions() != nil {
		return reply{}, errDNSAnswer
	}
	r := reply{age: maxAge}
	r.answer.Authentic = h.AuthenticData
	switch h.RCode {
	case dnsmessage.RCodeSuccess:
	case dnsmessage.RCodeNameError:
		r.answer.Missing = true
		return r, nil
	default:
		return reply{}, errDNSFailed
	}
	resources, err := p.AllAnswers()
	if err != nil {
		return reply{}, errDNSAnswer
	}
	r.collect(resources, q.Name)
	return r, nil
}

func (r *reply) collect(resources []dnsmessage.Resource, name dnsmessage.Name) {
	for range maxAliasHops {
		alias := slices.IndexFunc(resources, func(res dnsmessage.Resource) bool {
			return res.Header.Type == dnsmessage.TypeCNAME && sameName(res.Header.Name, name)
		})
		if alias < 0 {
			break
		}
		r.age = min(r.age, time.Duration(resources[alias].Header.TTL)*time.Second)
		name = resources[alias].Body.(*dnsmessage.CNAMEResource).CNAME
	}
	for _, res := range resources {
		txt, ok := res.Body.(*dnsmessage.TXTResource)
		if !ok || !sameName(res.Header.Name, name) || len(r.answer.Records) == maxRecords {
			continue
		}
		r.age = min(r.age, time.Duration(res.Header.TTL)*time.Second)
		r.answer.Records = append(r.answer.Records, strings.Join(txt.TXT, ""))
	}
}
