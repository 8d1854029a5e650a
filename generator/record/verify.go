package record

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
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

// checks lists what is to be compared: tiles, salts, then files.
func (r *Report) checks(s Site) (list []func() (string, error)) {
	l := r.Log
	own := l.files()
	for name, want := range own {
		if name == keyFile || strings.HasPrefix(name, Folder+"tile/") || strings.HasPrefix(name, Folder+"index/") {
			list = append(list, func() (string, error) {
				got, err := s.Get(name)
				if errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.Equal(got, want) {
					return "/" + name + "：日志的这个文件被改动", nil
				}
				return "", err
			})
		}
	}
	list = append(list, r.checkSalts)
	state := l.state()
	has := func(name string) bool { i, ok := state[name]; return ok && l.Entries[i].Kind == kindFile }
	for name, i := range state {
		if has(name) {
			r.Checked++
			list = append(list, func() (string, error) { return l.checkFile(s, name, i) })
		} else if s.Files == nil {
			list = append(list, func() (string, error) { return l.checkGone(s, name, i) })
		}
	}
	sums, _ := s.Get(Sums) // that it is there, and right, is checked above
	others := parseSums(sums)
	for name, sum := range others {
		if s.Files == nil && (strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".")) {
			continue // for the server, which does not hand them out
		}
		r.Checked++
		list = append(list, func() (string, error) {
			data, err := s.Get(name)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return "/" + name + "：不见了", nil
			case err == nil && fmt.Sprintf("%x", sha256.Sum256(data)) != sum:
				return "/" + name + "：被改动", nil
			}
			return "", err
		})
	}
	for _, name := range s.Files {
		if _, ours := own[name]; !ours && !has(name) && others[name] == "" {
			list = append(list, func() (string, error) { return "/" + name + "：日志里没有记录，是后来加上的", nil })
		}
	}
	return list
}

// parseSums parses a list as sha256sum prints it: file → sum.
func parseSums(text []byte) map[string]string {
	sums := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  "); ok {
			sums[name] = sum
		}
	}
	return sums
}

// checkSalts holds that salts are missing exactly where a redaction says so.
func (r *Report) checkSalts() (string, error) {
	forgotten := r.Log.forgotten(r.Log.redactions())
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

// checkFile compares a file with its entry.
func (l *Log) checkFile(s Site, name string, i int64) (string, error) {
	e := l.Entries[i]
	data, err := s.Get(name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Sprintf("/%s：不见了，第 %d 条记录它在 %s 公布", name, i, e.Time), nil
	}
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	if e.Digest == Seal(l.Salts[i], sum) {
		return "", nil
	}
	_, number, old := PageOfVersion(name)
	switch was := l.find(sum, name); {
	case len(was) > 0:
		return fmt.Sprintf("/%s：换回了旧的内容（第 %d 条），应当是第 %d 条公布的", name, was[0].Entry, i), nil
	case old:
		return fmt.Sprintf("/%s：历史版本第 %d 版被改动，与第 %d 条的记录不符", name, number, i), nil
	}
	return fmt.Sprintf("/%s：被改动，与第 %d 条（%s）的记录不符", name, i, e.Time), nil
}

// checkGone looks whether a file that was taken away is served again as it was.
func (l *Log) checkGone(s Site, name string, i int64) (string, error) {
	data, err := s.Get(name)
	if err == nil && len(l.find(sha256.Sum256(data), name)) > 0 {
		return fmt.Sprintf("/%s：第 %d 条记录它已经撤下，却还在", name, i), nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return "", err
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
