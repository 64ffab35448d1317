//go:build integration

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store"
)

// otinish runs a verb of the command line against the daemon.
func (s *site) otinish(in string, args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	code = run(s.t.Context(), append([]string{"--socket", filepath.Join(s.dir, "sock")}, args...), strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

// verb runs one that must succeed.
func (s *site) verb(in string, args ...string) string {
	s.t.Helper()
	code, out, errOut := s.otinish(in, args...)
	if code != exitDone {
		s.t.Fatalf("otinish %s: exit %d: %s%s", strings.Join(args, " "), code, out, errOut)
	}
	return out
}

// objects runs a verb with --json and reads its lines, whatever its exit code.
func objects[T any](s *site, in string, args ...string) []T {
	s.t.Helper()
	_, out, errOut := s.otinish(in, append([]string{"--json"}, args...)...)
	var list []T
	for d := json.NewDecoder(strings.NewReader(out)); ; {
		var v T
		if err := d.Decode(&v); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			s.t.Fatalf("otinish %s: %v in %q, %s", strings.Join(args, " "), err, out, errOut)
		}
		list = append(list, v)
	}
}

func object[T any](s *site, in string, args ...string) T {
	s.t.Helper()
	list := objects[T](s, in, args...)
	if len(list) != 1 {
		s.t.Fatalf("otinish %s: %d objects, want one", strings.Join(args, " "), len(list))
	}
	return list[0]
}

func (s *site) status() adminapi.Status {
	s.t.Helper()
	return object[adminapi.Status](s, "", "status")
}

func (s *site) statusIfAny() any {
	if s.daemon == nil {
		return "not running"
	}
	st, err := s.daemon.Status(context.Background())
	return fmt.Sprintf("%+v %v", st, err)
}

// alarm finds one by where and what.
func (s *site) alarm(where, what string) (adminapi.Alarm, bool) {
	for _, a := range s.status().Alarms {
		if a.Where == where && a.What == what {
			return a, true
		}
	}
	return adminapi.Alarm{}, false
}

// untilAlarm waits for an alarm and wants a remedy with it.
func (s *site) untilAlarm(where, what string) {
	s.t.Helper()
	var a adminapi.Alarm
	s.until("alarm "+what+" at "+where, func() (ok bool) { a, ok = s.alarm(where, what); return ok })
	if a.Remedy == "" {
		s.t.Errorf("the alarm %q at %s tells no remedy", what, where)
	}
}

// accounted runs account: no exception, nothing waiting, in any mailbox (P1).
func (s *site) accounted() []adminapi.Account {
	s.t.Helper()
	var list []adminapi.Account
	s.until("every message is accounted for", func() bool {
		list = objects[adminapi.Account](s, "", "account")
		for _, a := range list {
			if a.Waiting > 0 {
				return false
			}
		}
		return true
	})
	for _, a := range list {
		if len(a.Exceptions) > 0 {
			s.t.Errorf("%s: no disposition for UIDs %v", a.Mailbox, a.Exceptions)
		}
	}
	s.verb("", "account")
	s.verb("", "audit", "verify")
	return list
}

func (s *site) requests() []adminapi.Request {
	s.t.Helper()
	return objects[adminapi.Request](s, "", "request", "list")
}

// request shows the one that a message caused.
func (s *site) request(d store.Disposition) (r adminapi.Request) {
	s.t.Helper()
	if len(d.Requests) != 1 {
		s.t.Fatalf("disposition %+v, want one request", d)
	}
	var number string
	if err := s.daemon.store.View(func(tx *store.Tx) error {
		r, err := tx.Request(d.Requests[0])
		number = string(r.Number)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return object[adminapi.Request](s, "", "request", "show", number)
}
