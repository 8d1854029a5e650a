package site

import "time"

// Commit is one change of a file, as the repository keeps it.
type Commit struct {
	Date    time.Time
	Subject string // the first line of what was said of it
	// Text is the whole file after the change; nil if it is not known.
	Text []byte
}

// Revision is one change of a task that readers are told of.
type Revision struct {
	Date    time.Time
	Subject string
	// Changes are what became of its texts; empty for the first revision and
	// where nothing a reader sees was changed.
	Changes []Rewording
}

// Rewording is a text of a task before and after a change; one of the two is
// empty where it came or went as a whole.
type Rewording struct {
	// Key is that of the column: "title", "target", "result", "status".
	Key string
	// Target counts from 1; 0 for what belongs to the task.
	Target        int
	Before, After string
}

// Published is the time of the first change the repository knows; zero if it
// tells nothing.
func (t *Task) Published() time.Time {
	if len(t.History) == 0 {
		return time.Time{}
	}
	return t.History[len(t.History)-1].Date
}

// Revised is the time of the latest change.
func (t *Task) Revised() time.Time {
	if len(t.History) == 0 {
		return time.Time{}
	}
	return t.History[0].Date
}
