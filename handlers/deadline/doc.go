// Package deadline says until when a request must be answered, and shows its
// working: the clock with its act and paragraph, the days it stepped over, and
// what is uncertain (P11).
//
// Clocks and days off are data, data/clocks.toml and data/calendar.toml, because
// both change by orders that come weeks before they count. The package is pure:
// it reads no clock, file or network after New.
//
// How days are counted:
//   - The day of receipt is the local date on which our mail server took the
//     message. It does not count: day 1 is the day after.
//   - Working days ("wd") are Monday to Friday less the days off, plus days that an
//     order made working days.
//   - Calendar days ("cd") all count. Where the last one is a day off, the period
//     ends on the working day before it: the extension to the next working day is
//     not used in our favour.
//   - The period ends with the last second of its last day.
package deadline
