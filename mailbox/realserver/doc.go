// Package realserver starts Debian's Dovecot, Postfix and smtp-sink for
// integration tests and benchmarks: each with folders, ports and users of its
// own, on 127.0.0.1, ended with the test. It touches neither /etc nor a system
// service.
//
// It is empty unless built with the tag "integration" or "bench", so that no
// ordinary build or test needs the servers. A missing program fails the test and
// says to run make deps. Dovecot and smtp-sink run with or without root; Postfix
// needs root.
package realserver
