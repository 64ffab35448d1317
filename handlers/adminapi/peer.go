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

type (
	actorKey struct{}
	uidKey   struct{}
)

// withActor asks the kernel who is at the other end of the socket.
func withActor(ctx context.Context, c net.Conn) context.Context {
	cred := credentials(c)
	if cred != nil {
		ctx = context.WithValue(ctx, uidKey{}, cred.Uid)
	}
	return context.WithValue(ctx, actorKey{}, peer(cred))
}

// administers reports whether root or the daemon's own user is at the other end:
// the group of the socket are operators.
func administers(ctx context.Context) bool {
	uid, known := ctx.Value(uidKey{}).(uint32)
	return known && (uid == 0 || uid == uint32(os.Geteuid()))
}

func actor(ctx context.Context) privacy.Actor {
	a, _ := ctx.Value(actorKey{}).(privacy.Actor)
	return a
}

// credentials are those of the process at the other end, or nil where the kernel
// does not say.
func credentials(c net.Conn) (cred *unix.Ucred) {
	conn, ok := c.(*net.UnixConn)
	if !ok {
		return nil
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil
	}
	var failed error
	if err := raw.Control(func(fd uintptr) {
		cred, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil || failed != nil {
		return nil
	}
	return cred
}

// peer returns the operator at the other end, or "": nobody decides anonymously.
func peer(cred *unix.Ucred) privacy.Actor {
	if cred == nil {
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
