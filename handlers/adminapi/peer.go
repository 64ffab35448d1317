package adminapi

import (
	"context"
	"net"
	"os"
	"os/user"
	"strconv"

	"golang.org/x/sys/unix"

	"medico-intech.kz/otinish/store/privacy"
)

type actorKey struct{}

// withActor asks the kernel who is at the other end of the socket.
func withActor(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, actorKey{}, peer(c))
}

func actor(ctx context.Context) privacy.Actor {
	a, _ := ctx.Value(actorKey{}).(privacy.Actor)
	return a
}

// peer returns the operator at the other end, or "" where the kernel does not say:
// nobody decides anonymously.
func peer(c net.Conn) privacy.Actor {
	conn, ok := c.(*net.UnixConn)
	if !ok {
		return ""
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return ""
	}
	var cred *unix.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) {
		cred, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil || failed != nil {
		return ""
	}
	return operatorOf(int(cred.Uid))
}

func operatorOf(uid int) privacy.Actor {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return privacy.Operator(u.Username)
	}
	return privacy.Operator("uid-" + strconv.Itoa(uid))
}

// isAdministrator: root, or who the daemon runs as. An operator of the queue must
// not be able to lock the store with a key of their own.
func isAdministrator(a privacy.Actor) bool {
	return a == operatorOf(0) || a == operatorOf(os.Geteuid())
}
