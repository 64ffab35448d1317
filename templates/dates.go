package templates

import (
	"fmt"
	"strconv"
	"time"
)

// almaty names the zone of Kazakhstan's civil time in tzdata.
const almaty = "Asia/Almaty"

// kazakhstan stands where the data name no zone: the whole country keeps UTC+5
// since 1 March 2024.
var kazakhstan = time.FixedZone(almaty, 5*60*60)

func inZone(t time.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = kazakhstan
	}
	return t.In(zone)
}

// day writes the date of t as people write it: «2026 жылғы 24 қараша»,
// «24 ноября 2026 года», "24 November 2026".
func (w *vocabulary) day(t time.Time) string {
	year, month, day := t.Date()
	if w.yearFirst {
		return strconv.Itoa(year) + w.yearWord + " " + strconv.Itoa(day) + " " + w.months[month-1]
	}
	return strconv.Itoa(day) + " " + w.months[month-1] + " " + strconv.Itoa(year) + w.yearWord
}

// moment writes date, time and the zone they are in.
func (w *vocabulary) moment(t time.Time, zone *time.Location) string {
	t = inZone(t, zone)
	return w.day(t) + ", " + t.Format("15:04") + " (" + w.zoneName(t) + ")"
}

// zoneName names the zone for people; one that is not Almaty's by its distance
// from UTC, which reads the same in every language.
func (w *vocabulary) zoneName(t time.Time) string {
	if t.Location().String() == almaty {
		return w.almatyTime
	}
	_, seconds := t.Zone()
	hours, minutes := seconds/3600, seconds/60%60
	if minutes == 0 {
		return fmt.Sprintf("UTC%+d", hours)
	}
	return fmt.Sprintf("UTC%+d:%02d", hours, max(minutes, -minutes))
}
