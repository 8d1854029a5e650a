// Package history reads from git which commits changed the files of a site,
// with their dates, subjects and the texts they left. It runs the command git
// once per kind of data. It never guesses: from a shallow clone it reads nothing.
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

// Reasons why there is no history, as editors read them.
var (
	ErrNoGit        = errors.New("这台机器上没有 git")
	ErrNoRepository = errors.New("网站的文件夹不在 git 仓库里，或者还没有提交过")
	ErrShallow      = errors.New("这个 git 仓库只有最近的提交（浅克隆）")
)

// Separators in the output of git log: control characters, which a subject
// does not contain.
const (
	commitStart = "\x1e"
	fieldEnd    = "\x1f"
)

// Read returns the commits of each file in content, newest first, by its path
// from folder ("content/2021/04.md"). A renamed file keeps its history; a file
// that was deleted and added again starts a new one. Commits have a text only
// if the file was changed more than once.
func Read(folder string) (map[string][]site.Commit, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, ErrNoGit
	}
	shallow, err := git(folder, "", "rev-parse", "--is-shallow-repository")
	if err != nil {
		return nil, ErrNoRepository
	}
	if strings.TrimSpace(string(shallow)) != "false" {
		return nil, ErrShallow
	}
	out, err := git(folder, "", "-c", "core.quotepath=off", "log", "--format="+commitStart+"%H"+fieldEnd+"%cI"+fieldEnd+"%s",
		"--name-status", "-M", "--relative", "--", "content")
	if err != nil {
		return nil, ErrNoRepository
	}
	log, objects, err := parse(string(out))
	if err == nil {
		err = readTexts(folder, log, objects)
	}
	if err != nil {
		return nil, err
	}
	return log, nil
}

// parse reads the output of git log, newest commit first, and follows renames.
// objects has the git object names ("commit:./path") in the order of log.
// Paths that git quotes are skipped.
func parse(out string) (log map[string][]site.Commit, objects map[string][]string, err error) {
	log, objects = map[string][]site.Commit{}, map[string][]string{}
	current := map[string]string{} // path in an older commit → path today, "" if deleted
	for _, text := range strings.Split(out, commitStart)[1:] {
		head, changes, _ := strings.Cut(text, "\n")
		fields := strings.SplitN(head, fieldEnd, 3)
		if len(fields) < 3 {
			return nil, nil, fmt.Errorf("git log: %q", head)
		}
		date, err := time.Parse(time.RFC3339, fields[1])
		if err != nil {
			return nil, nil, fmt.Errorf("git log: %w", err)
		}
		for line := range strings.Lines(changes) {
			parts := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
			if len(parts) < 2 || strings.HasPrefix(parts[1], `"`) {
				continue
			}
			path := parts[len(parts)-1]
			now, known := current[path]
			if !known {
				now = path
			}
			switch parts[0][0] {
			case 'D':
				if !known {
					current[path] = ""
				}
				continue
			case 'R':
				current[parts[1]] = now
				current[path] = ""
			case 'A':
				current[path] = ""
			}
			if now != "" {
				log[now] = append(log[now], site.Commit{Date: date.In(site.Beijing), Subject: fields[2]})
				objects[now] = append(objects[now], fields[0]+":./"+path)
			}
		}
	}
	return log, objects, nil
}

// readTexts sets the texts of all files with more than one commit.
func readTexts(folder string, log map[string][]site.Commit, objects map[string][]string) error {
	var commits []*site.Commit
	var names strings.Builder
	for path, list := range log {
		if len(list) < 2 {
			continue
		}
		for i := range list {
			commits = append(commits, &list[i])
			names.WriteString(objects[path][i] + "\n")
		}
	}
	if len(commits) == 0 {
		return nil
	}
	out, err := git(folder, names.String(), "cat-file", "--batch")
	if err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	r := bufio.NewReader(bytes.NewReader(out))
	for _, c := range commits {
		head, err := r.ReadString('\n')
		if err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		fields := strings.Fields(head)
		size, err := strconv.Atoi(fields[len(fields)-1])
		if err != nil {
			continue // "… missing": no text
		}
		text := make([]byte, size+1) // with the line feed that git adds
		if _, err := io.ReadFull(r, text); err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		c.Text = text[:size]
	}
	return nil
}

// git runs a git command in a folder and returns its output.
func git(folder, input string, args ...string) ([]byte, error) {
	cmd := exec.Command("git", append([]string{"-C", folder}, args...)...)
	cmd.Stdin = strings.NewReader(input)
	return cmd.Output()
}
