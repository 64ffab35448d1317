package message

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

func TestAttached(t *testing.T) {
	pdf := bytes.Repeat([]byte("%PDF-1.7 \x00\xff"), 40)
	raw := strings.ReplaceAll(fmt.Sprintf(`From: a@b.example
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

hello
--x
Content-Type: application/pdf; name="a.pdf"
Content-Transfer-Encoding: base64

%s
--x
Content-Type: text/plain
Content-Disposition: attachment; filename="b.txt"

second
--x
Content-Type: image/png; name="empty.png"

--x--
`, base64.StdEncoding.EncodeToString(pdf)), "\n", "\r\n")
	if n := len(Parse([]byte(raw)).Attachments); n != 3 {
		t.Fatalf("%d attachments", n)
	}
	for i, want := range [][]byte{pdf, []byte("second")} {
		got, ok := Attached([]byte(raw), i)
		if !ok || !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(want)) {
			t.Errorf("attachment %d: %q, %v", i, got, ok)
		}
	}
	for _, i := range []int{-1, 2, 3} {
		if _, ok := Attached([]byte(raw), i); ok {
			t.Errorf("attachment %d is given although its content is not there", i)
		}
	}
}
