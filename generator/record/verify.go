package record

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Site is what somebody serves.
type Site struct {
	Get Source
	// Files are all files there are; nil if nobody can list them, as on the network.
	Files []string
	// Each calls do for every i in 0…n-1, possibly concurrently.
	Each func(n int, do func(i int) error) error
}

// Report is the outcome of Verify.
type Report struct {
	// Faults are in Chinese, sorted, each with the file it is about.
	Faults []string
	// Log is nil if it could not be read.
	Log *Log
	// Checked is the number of files that were compared.
	Checked int
	// Restarted is true if the log seen before was given up for this one.
	Restarted bool
}

// Verify checks the log of a site, that it grew from the checkpoint seen before, and that
// each file is the one recorded. key, if not empty, is the fingerprint the log has to have.
// The error is one of the source.
func Verify(s Site, seen []byte, key string) (Report, error) {
	var r Report
	err := r.readLog(s, seen, key)
	if r.Log == nil {
		return r, err
	}
	checks := r.checks(s)
	faults := make([]string, len(checks))
	err = s.Each(len(checks), func(i int) (err error) {
		faults[i], err = checks[i]()
		return err
	})
	for _, text := range faults {
		if text != "" {
			r.Faults = append(r.Faults, text)
		}
	}
	slices.Sort(r.Faults)
	return r, err
}

// readLog reads the log and judges it by itself.
func (r *Report) readLog(s Site, seen []byte, key string) error {
	fault := func(format string, args ...any) { r.Faults = append(r.Faults, fmt.Sprintf(format, args...)) }
	before, beforeErr := parseHead(seen)
	text, err := s.Get(Checkpoint)
	if now, faulty := parseHead(text); err == nil && faulty == nil && beforeErr == nil && now.N < before.N {
		// A new log may be short: then Read finds the one before it.
		if l, err := Read(s.Get); err != nil || !l.extends(before.Tree) {
			fault("日志：比上次看到的短（上次 %d 条，现在 %d 条），有人换回了旧的检查点，或者另写了一个日志", before.N, now.N)
			return nil
		}
	}
	l, err := Read(s.Get)
	var damage *Damage
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fault("日志：没有 /%s，这个网站没有公开日志，或者被删去了", Checkpoint)
		return nil
	case errors.As(err, &damage):
		fault("日志：%s", damage)
		return nil
	case err != nil:
		return err
	}
	r.Log = l
	if err := l.Signed(); err != nil {
		fault("日志：%s", err)
	}
	if public, err := l.key(); err == nil && key != "" && Fingerprint(public) != key {
		fault("日志：密钥的指纹是 %s，不是 %s", Fingerprint(public), key)
	}
	if beforeErr == nil {
		switch {
		case l.Origin != before.Origin || !l.extends(before.Tree):
			fault("日志：分了叉，上次看到的 %d 条与现在的不一样，公开过的记录被改写", before.N)
		case before.N > l.size() || l.root(before.N) != before.Hash:
			r.Restarted = true
		}
	}
	return nil
}

// checks lists what is to be compared: salts, files of the log that follow from its entries,
// and every file that has to be there or is.
func (r *Report) checks(s Site) []func() (string, error) {
	j := judge{Site: s, log: r.Log, own: r.Log.files(), state: r.Log.state(), sums: map[string]string{}}
	sums, _ := s.Get(Sums) // it has an entry, too: whether it is right is seen then
	for line := range strings.Lines(string(sums)) {
		if sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  "); ok && (s.Files != nil || name[0] != '_' && name[0] != '.') {
			j.sums[name] = sum // servers do not hand out files for themselves
		}
	}
	names := map[string]bool{}
	for name := range j.own {
		names[name] = name == keyFile || strings.HasPrefix(name, Folder+"tile/") || strings.HasPrefix(name, Folder+"index/")
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(j.state)), slices.Collect(maps.Keys(j.sums)), s.Files) {
		names[name] = names[name] || j.own[name] == nil
	}
	list := []func() (string, error){r.checkSalts}
	for name, checked := range names {
		if checked {
			r.Checked++
			list = append(list, func() (string, error) { return j.file(name) })
		}
	}
	return list
}

// judge knows what each file should be.
type judge struct {
	Site
	log   *Log
	own   map[string][]byte // files of the log
	state map[string]int64
	sums  map[string]string // of files without entries of their own
}

// file says what is wrong with a file; "" if nothing is.
func (j judge) file(name string) (string, error) {
	data, err := j.Get(name)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return "", err
	}
	sum := sha256.Sum256(data)
	i, logged := j.state[name]
	var e Entry
	var was []Occurrence // the same bytes, earlier
	if logged {
		e = j.log.Entries[i]
		if !missing && e.Digest != Seal(j.log.Salts[i], sum) {
			was = j.log.find(sum, name)
		}
	}
	_, number, old := PageOfVersion(name)
	fault := ""
	switch own, plain := j.own[name], j.sums[name]; {
	case own != nil && (missing || !bytes.Equal(data, own)):
		fault = "日志的这个文件被改动"
	case own != nil:
	case plain != "" && missing:
		fault = "不见了"
	case plain != "" && fmt.Sprintf("%x", sum) != plain:
		fault = "被改动"
	case plain != "":
	case !logged:
		fault = "日志里没有记录，是后来加上的"
	case e.Kind == kindGone && !missing && (len(was) > 0 || j.Files != nil):
		fault = fmt.Sprintf("第 %d 条记录它已经撤下，却还在", i)
	case e.Kind == kindGone:
	case missing:
		fault = fmt.Sprintf("不见了，第 %d 条记录它在 %s 公布", i, e.Time)
	case e.Digest == Seal(j.log.Salts[i], sum):
	case len(was) > 0:
		fault = fmt.Sprintf("换回了旧的内容（第 %d 条），应当是第 %d 条公布的", was[0].Entry, i)
	case old:
		fault = fmt.Sprintf("历史版本第 %d 版被改动，与第 %d 条的记录不符", number, i)
	default:
		fault = fmt.Sprintf("被改动，与第 %d 条（%s）的记录不符", i, e.Time)
	}
	if fault != "" {
		fault = "/" + name + "：" + fault
	}
	return fault, nil
}

// checkSalts holds that salts are missing exactly where a redaction says so.
func (r *Report) checkSalts() (string, error) {
	forgotten := r.Log.forgotten(r.Log.redacted)
	for i, e := range r.Log.Entries {
		switch kept := r.Log.Salts[i] != ""; {
		case e.Kind == kindFile && !kept && !forgotten[int64(i)]:
			return fmt.Sprintf("/%s：第 %d 条的盐值没有了，却没有记录删去它的理由", e.Path, i), nil
		case kept && forgotten[int64(i)]:
			return fmt.Sprintf("/%s：第 %d 条的文字已经记为删去，盐值却还在", e.Path, i), nil
		}
	}
	return "", nil
}

// Occurrence is one time that a file was published.
type Occurrence struct {
	Path     string
	Entry    int64
	From, To string // RFC 3339; To is empty if it still is
	Version  int
}

// Find lists when a file with this sum was published.
func (l *Log) Find(sum [sha256.Size]byte) []Occurrence { return l.find(sum, "") }

func (l *Log) find(sum [sha256.Size]byte, name string) (list []Occurrence) {
	until := map[int64]string{}
	for _, e := range l.Entries {
		if e.Replaces > 0 {
			until[e.Replaces] = e.Time
		}
	}
	for i, e := range l.Entries {
		if (name == "" || name == e.Path) && e.Kind == kindFile && e.Digest == Seal(l.Salts[i], sum) {
			list = append(list, Occurrence{e.Path, int64(i), e.Time, until[int64(i)], e.Version})
		}
	}
	return list
}

// Fingerprint returns that of the key in force; "" without one.
func (l *Log) Fingerprint() string {
	public, err := l.key()
	if err != nil {
		return ""
	}
	return Fingerprint(public)
}

// Ends returns the number and the time of the last entry.
func (l *Log) Ends() (int64, string) { return l.size() - 1, l.Entries[l.size()-1].Time }
