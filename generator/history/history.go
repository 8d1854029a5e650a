// Package history reads from git when the files of a site were changed, by
// what commits, and what they said then. It runs the command git and never
// guesses: of a repository that is not whole it tells nothing.
package history

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/site"
)

// Reasons why there is no history, in the words an editor is told.
var (
	ErrNoGit        = errors.New("这台机器上没有 git")
	ErrNoRepository = errors.New("网站的文件夹不在 git 仓库里，或者还没有提交过")
	ErrShallow      = errors.New("这个 git 仓库只有最近的提交（浅克隆）")
)

// Read returns the commits that changed each file below a folder's content, by
// path from the folder ("content/2021/04.md"), the latest first. A file keeps
// its history when it is renamed; one that was deleted and made again begins
// anew. Texts are read only of files that were changed more than once.
func Read(folder string) (map[string][]site.Commit, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, ErrNoGit
	}
	shallow, err := git(folder, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return nil, ErrNoRepository
	}
	if strings.TrimSpace(string(shallow)) != "false" {
		return nil, ErrShallow
	}
	out, err := git(folder, "-c", "core.quotepath=off", "log", "--format="+record+"%H"+unit+"%cI"+unit+"%s", "--name-status", "-M", "--relative", "--", "content")
	if err != nil {
		return nil, ErrNoRepository
	}
	versions, err := parse(out)
	if err != nil {
		return nil, err
	}
	if err := readTexts(folder, versions); err != nil {
		return nil, err
	}
	log := map[string][]site.Commit{}
	for path, list := range versions {
		for _, v := range list {
			log[path] = append(log[path], v.Commit)
		}
	}
	return log, nil
}

// Marks in what git is asked to print: ASCII's own, which no subject holds.
const (
	record = "\x1e"
	unit   = "\x1f"
)

// version is a file as one commit left it.
type version struct {
	site.Commit
	object string // what git calls it: "commit:./path"
}

// parse reads the log, from the latest commit to the first, and follows files
// through renames. An entry that git had to quote is left out.
func parse(out []byte) (map[string][]*version, error) {
	versions := map[string][]*version{}
	now := map[string]string{} // an earlier path → the file's path today, "" for one deleted
	for _, text := range strings.Split(string(out), record)[1:] {
		head, changes, _ := strings.Cut(text, "\n")
		fields := strings.SplitN(head, unit, 3)
		if len(fields) < 3 {
			return nil, fmt.Errorf("git log: %q", head)
		}
		date, err := time.Parse(time.RFC3339, fields[1])
		if err != nil {
			return nil, fmt.Errorf("git log: %w", err)
		}
		for line := range strings.Lines(changes) {
			parts := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
			if len(parts) < 2 || strings.HasPrefix(parts[1], `"`) {
				continue
			}
			path := parts[len(parts)-1]
			current, moved := now[path]
			if !moved {
				current = path
			}
			switch kind := parts[0][0]; {
			case kind == 'D':
				if !moved {
					now[path] = ""
				}
				continue
			case kind == 'R':
				now[parts[1]] = current
				now[path] = ""
			case kind == 'A':
				now[path] = ""
			}
			if current != "" {
				versions[current] = append(versions[current], &version{site.Commit{Date: date.In(site.Beijing), Subject: fields[2]}, fields[0] + ":./" + path})
			}
		}
	}
	return versions, nil
}

// readTexts asks git for the texts of files with more than one version.
func readTexts(folder string, versions map[string][]*version) error {
	var wanted []*version
	var names strings.Builder
	for _, list := range versions {
		if len(list) > 1 {
			for _, v := range list {
				wanted = append(wanted, v)
				names.WriteString(v.object + "\n")
			}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	cmd := exec.Command("git", "-C", folder, "cat-file", "--batch")
	cmd.Stdin = strings.NewReader(names.String())
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	r := bufio.NewReader(bytes.NewReader(out))
	for _, v := range wanted {
		head, err := r.ReadString('\n')
		if err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		fields := strings.Fields(head)
		size, err := strconv.Atoi(fields[len(fields)-1])
		if err != nil {
			continue // "… missing": the entry has no text
		}
		text := make([]byte, size+1) // and a line feed
		if _, err := io.ReadFull(r, text); err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		v.Text = text[:size]
	}
	return nil
}

func git(folder string, args ...string) ([]byte, error) {
	return exec.Command("git", append([]string{"-C", folder}, args...)...).Output()
}
