package main

import (
	"strings"
	"testing"
)

// One writer whose name server is silent is no alarm; that all are is.
func TestSilentNameServersAreAnAlarm(t *testing.T) {
	if got := silentNames(manyUnproven - 1); got != nil {
		t.Errorf("%+v", got)
	}
	if got := silentNames(7); len(got) != 1 || !strings.Contains(got[0].What, "7 requests") || !strings.Contains(got[0].Remedy, "sender.dns") {
		t.Errorf("%+v", got)
	}
}

func TestOneRequestIsOverdueAndTwoAre(t *testing.T) {
	if one, two := overdue(1).What, overdue(2).What; one != "1 request is overdue" || two != "2 requests are overdue" {
		t.Errorf("%q, %q", one, two)
	}
}
