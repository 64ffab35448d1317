package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// backupChecked is what --json prints for each backup.
type backupChecked struct {
	Dir    string   `json:"dir"`
	Whole  bool     `json:"whole"` // and of a store that was whole
	Wrong  string   `json:"wrong,omitempty"`
	Keys   string   `json:"keys,omitempty"`    // the copy of the keys it can be opened with
	Opened uint64   `json:"opened"`            // sealed values that were opened
	TooOld []string `json:"too_old,omitempty"` // copies of keys that must be gone by now
	store.Copied
}

// dataAlone checks a copy of the data that is no backup of ours.
func (q BackupCheckCmd) dataAlone() (is bool, c store.Copied, err error) {
	info, err := os.Stat(q.Path)
	if err != nil {
		return true, c, err
	}
	if info.IsDir() {
		return false, c, nil
	}
	c, err = store.CheckCopy(q.Path, nil)
	return true, c, err
}

func (q BackupCheckCmd) checkEach(t *Terminal, place store.BackupPlace, dirs []string) error {
	ring, err := q.ring()
	if err != nil {
		return err
	}
	bad, keyless, old, damaged := 0, 0, 0, ""
	future, err := place.FromFuture(time.Now().Add(store.StampSlack))
	if err != nil {
		return err
	}
	if len(dirs) == 1 {
		if _, err := store.ReadManifest(dirs[0]); errors.Is(err, privacy.ErrNotFound) {
			return err // a folder of something else is no bad backup
		}
	}
	for _, dir := range dirs {
		r, err := place.CheckBackup(dir, ring, time.Now())
		v := backupChecked{Dir: dir, Whole: err == nil && !r.Manifest.Damaged(), Keys: r.Keys, TooOld: r.TooOld, Copied: r.Manifest.Copied}
		if err != nil {
			bad++
			v.Wrong = err.Error()
		}
		damaged = ""
		if err == nil && r.Manifest.Damaged() { // only of the newest it is said again at the end
			damaged = fmt.Sprintf("%s was taken of a damaged store: %s; otinish restore puts it back only with --damaged; keep all backups, an older one may have what is damaged", dir, damageOf(r.Manifest.Copied))
		}
		if err == nil && r.Keys == "" {
			keyless++
		}
		old = max(old, len(r.TooOld))
		if r.Opened != nil {
			v.Opened = r.Opened.Values
		}
		if err := t.print(v, func(w io.Writer) { writeChecked(w, v, r) }); err != nil {
			return err
		}
	}
	for _, path := range future {
		if !t.JSON {
			fmt.Fprintf(t.Out, "FROM THE FUTURE, move it away: %s; it was taken under a clock that was ahead, or this one is behind\n", path)
		}
	}
	left, err := place.CutShort()
	if err != nil {
		return err
	}
	for _, path := range left {
		if !t.JSON {
			fmt.Fprintf(t.Out, "LEFT by a backup that was cut short: %s; the next backup there removes it\n", path)
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d backups are bad; take a new one: otinish backup %s", bad, len(dirs), place.Dir)
	}
	newest := ""
	if place.Dir == q.Path { // all were looked at, not one
		newest, err = place.Unfinished()
	}
	switch {
	case err != nil:
		return err
	case newest != "":
		return fmt.Errorf("the newest folder, %s, has no manifest and is no backup; take a new one: otinish backup %s", newest, place.Dir)
	case keyless > 0:
		return fmt.Errorf("no copy of the keys is there, and without one nothing can be restored; name their folder with --keys-dir, or take a new backup: otinish backup %s", place.Dir)
	case len(future) > 0:
		return fmt.Errorf("dated later than now: %s; if the clock is right, move them away and end their copies of keys within %d days: no backup is taken beside them", strings.Join(future, ", "), int(store.KeyBackupMaxAge.Hours()/24))
	case len(left) > 0:
		return fmt.Errorf("a backup was cut short and left %s: it may hold a copy of the keys, which must end within %d days; otinish backup %s removes it", strings.Join(left, ", "), int(store.KeyBackupMaxAge.Hours()/24), place.Dir)
	case damaged != "":
		return errors.New(damaged)
	case old > 0:
		return fmt.Errorf("%d copies of the keys are too old, and no destruction is final while they exist; remove them: otinish backup %s does", old, place.Dir)
	}
	return nil
}

func (q BackupCheckCmd) ring() (*seal.Keyring, error) {
	if q.Config == "" {
		return nil, nil
	}
	_, ring, err := configWithKeys(q.Config)
	return ring, err
}

func writeChecked(w io.Writer, v backupChecked, r store.BackupReport) {
	if v.Wrong != "" {
		fmt.Fprintf(w, "BAD: %s\n  %s\n", v.Dir, v.Wrong)
		return
	}
	word := "Whole"
	if !v.Whole {
		word = "DAMAGED when it was taken, and as it was then"
	}
	fmt.Fprintf(w, "%s: %s\n  %s\n", word, v.Dir, holds(v.Copied))
	if !v.Whole {
		fmt.Fprintf(w, "  %s; all else can be put back, with otinish restore --damaged alone\n", damageOf(v.Copied))
	}
	for _, u := range r.Unread {
		fmt.Fprintf(w, "  cannot be read: %s (%s)\n", u, whyUnread(u))
	}
	others := ""
	if len(r.Unread) > 0 {
		others = "other "
	}
	switch {
	case r.Opened != nil:
		fmt.Fprintf(w, "  all %s%d sealed values were opened with %s\n", others, v.Opened-r.Opened.Ended-r.Opened.Unread, filepath.Base(v.Keys))
		if r.Opened.Ended > 0 {
			fmt.Fprintf(w, "  %d more are of people and requests that were destroyed since: they stay so in a restore\n", r.Opened.Ended)
		}
	case v.Keys == "":
		fmt.Fprintln(w, "  NO COPY OF THE KEYS is there: it can be restored only with one, see --keys-dir")
	case !r.OwnKeys:
		gone := "is not there (is their folder another one, see --keys-dir?)"
		if time.Since(v.TakenAt) > store.KeyBackupMaxAge {
			gone = fmt.Sprintf("is gone, as it must be after %d days", int(store.KeyBackupMaxAge.Hours()/24))
		}
		fmt.Fprintf(w, "  its own copy of the keys %s; it can be restored with %s, if that opens it: give --config for that\n", gone, filepath.Base(v.Keys))
	default:
		fmt.Fprintln(w, "  its sealed values were not opened: give --config for that")
	}
	if r.Former {
		fmt.Fprintln(w, "  its own copy of the keys needs another master key, that of before a rotation")
	}
	for _, old := range v.TooOld {
		fmt.Fprintf(w, "  TOO OLD, remove it: %s; while it exists no destruction since is final\n", old)
	}
}
