package site

import "time"

// Commit is a commit that changed a file.
type Commit struct {
	Date    time.Time
	Subject string // the first line of the commit message
	// Text is the file after the commit; nil if it is not known.
	Text []byte
}

// Revision is a published change of a task.
type Revision struct {
	Date    time.Time
	Subject string
	// Changes is empty for the first revision and for changes that pages do not show.
	Changes []Rewording
}

// Rewording is a text of a task before and after a change. One of them is empty if the
// text was added or removed.
type Rewording struct {
	Key           string `text:"-"` // of the column: "title", "target", "result", "status"
	Target        int    // counted from 1; 0 for a text of the task itself
	Before, After string
}

// Published returns the time of the first revision; zero if there is no history.
func (t *Task) Published() time.Time {
	if len(t.History) == 0 {
		return time.Time{}
	}
	return t.History[len(t.History)-1].Date
}

// Revised returns the time of the latest revision; zero if there is no history.
func (t *Task) Revised() time.Time {
	if len(t.History) == 0 {
		return time.Time{}
	}
	return t.History[0].Date
}
