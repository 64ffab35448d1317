package templates

import (
	"strings"
	"time"
)

// backupMoment is how a backup is named (store.backupStamp).
const backupMoment = "20060102T150405Z"

// countedIn is the words for what acts on the records themselves give as their reason:
// "destroyed 3 kept 5", "schema-7", "backup-of-20261128T101500Z", and of a cut its place.
func (t pageTexts) countedIn(code string) (string, bool) {
	if n, ok := strings.CutPrefix(code, "schema-"); ok {
		return t.counts("schema", n)
	}
	if stamp, ok := strings.CutPrefix(code, "backup-of-"); ok {
		at, err := time.Parse(backupMoment, stamp)
		if err != nil {
			return "", false
		}
		return t.counts("backup-of", t.shortMoment(at)+" UTC")
	}
	parts := strings.Fields(code)
	if len(parts) == 3 && len(parts[0]) > 8 { // a cut: head of what is gone, when it was written, restores until then
		at, err := time.Parse(time.RFC3339Nano, parts[1])
		return parts[0][:8] + "…, " + t.shortMoment(at) + " UTC", err == nil
	}
	if len(parts) < 2 || len(parts)%2 != 0 {
		return "", false
	}
	var said []string
	for i := 0; i < len(parts); i += 2 {
		one, ok := t.counts(parts[i], parts[i+1])
		if !ok {
			return "", false
		}
		said = append(said, one)
	}
	return strings.Join(said, ", "), true
}

func (t pageTexts) counts(what, n string) (string, bool) {
	words, ok := t.words["counted."+what]
	return strings.Replace(words, "%s", n, 1), ok
}
