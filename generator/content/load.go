// Package content reads what editors write: site.toml, reports, tasks, pages
// and the files beside them, and makes a site.Site of it.
//
// Every fault of the input becomes a Chinese diagnostic at its place in the
// file; the package never stops at the first one and never prints. It reads
// through an fs.FS and writes nothing. A file is parsed by itself (parse),
// which can be cached and run in parallel; what needs several files (numbers,
// addresses, links) is decided afterwards (assemble), one after the other.
package content

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// Options of Load.
type Options struct {
	// Drafts includes what is marked draft = true.
	Drafts bool
	// BaseURL, if not empty, replaces base_url of site.toml.
	BaseURL string
	// Clock is now; a date after it is warned about. Zero means no warning.
	Clock time.Time
	// Parallel runs do(0) … do(n-1), in any order and at once if it likes;
	// nil runs them in order.
	Parallel func(n int, do func(i int))
	// Review also reads what proofreading goes by.
	Review bool
	// History, if not nil, tells the commits of each file of the folder content,
	// the latest first. It is asked only by a site that publishes them. Its
	// error is a reason in Chinese.
	History func() (map[string][]site.Commit, error)
	// Attachment reads a file that is published as it is, for what must not be;
	// nil means that these files are not looked at.
	Attachment func(name string, data []byte) Attached
	// Cache, if not nil, keeps parsed files from one Load to the next.
	Cache *Cache
}

// Cache keeps the parsed files of the last Load with their bytes. The zero
// value is ready. It is for one Load at a time.
type Cache struct {
	last map[cacheKey]parsed
	mu   sync.Mutex
	next map[cacheKey]parsed // what the current Load has used

	attachments map[string]inspected
}

type cacheKey struct {
	path string
	kind kind
	safe string
}

// parsed is a file and the bytes it was made of.
type parsed struct {
	data []byte
	file *file
}

// Load reads the folder "content" of fsys. The site is nil if site.toml could
// not be read; otherwise it holds all that was understood, whatever the diagnostics.
func Load(fsys fs.FS, opt Options) (*site.Site, []diag.Diagnostic) {
	if opt.Parallel == nil {
		opt.Parallel = func(n int, do func(int)) {
			for i := range n {
				do(i)
			}
		}
	}
	paths, links, found := scan(fsys)
	if !slices.Contains(paths, SitePath) && len(found) == 0 {
		found = append(found, diag.File(diag.Error, "site-missing", SitePath, "缺少 site.toml").
			WithHint("新建 content/site.toml，写上网站的名称和网址").
			WithAddition("title = \"北京市某某区人民政府\"\nbase_url = \"https://www.example.gov.cn/\""))
	}
	config := loadSite(fsys, paths, opt.BaseURL)
	var texts, others []string
	for _, p := range paths {
		switch strings.ToLower(path.Ext(p)) {
		case ".md", ".markdown":
			texts = append(texts, p)
		case ".toml":
			if !slices.Contains(settings, p) {
				found = append(found, diag.File(diag.Warning, "unknown-file", p, "没有用到这个文件").WithHint("网站的设置写在 content/site.toml"))
			}
		default:
			others = append(others, p)
		}
	}
	words, faults := loadWords(fsys, paths)
	found = append(found, faults...)
	config.site.Words = words
	if opt.Review {
		proof, faults := loadWrong(fsys, paths)
		found = append(found, faults...)
		proof.Names, faults = loadNames(fsys, paths)
		found = append(found, faults...)
		proof.Levels = config.levels()
		proof.Hosts = config.hosts()
		config.site.Proof = proof
	}
	config.site.Vocabulary, faults = loadVocabulary(fsys, paths)
	found = append(found, faults...)
	files := parseAll(fsys, texts, config.file.SafeHTML, opt)
	a := assembler{config: config, drafts: opt.Drafts, clock: opt.Clock, symlinks: links, claims: map[string]claim{}}
	for _, f := range files {
		found = append(found, f.found...)
		a.judge(f.private)
	}
	s := a.site(files)
	attached := newAttachments(opt)
	s.Files = loadFiles(fsys, others, &a, attached)
	a.static(fsys, attached)
	if config.usable {
		a.histories(s, opt, markdown.New(config.file.SafeHTML))
	}
	found = append(found, a.found...)
	found = append(found, config.found...)
	if !config.usable {
		return nil, found
	}
	return s, found
}

// parseAll reads and parses Markdown files, in parallel.
func parseAll(fsys fs.FS, paths []string, safe []string, opt Options) []*file {
	reports := map[string]bool{}
	for _, p := range paths {
		if path.Base(p) == indexName {
			reports[path.Dir(p)] = true
		}
	}
	parser := markdown.New(safe)
	originals := map[string]kind{}
	for _, p := range paths {
		originals[p] = kindOf(p, reports)
	}
	files := make([]*file, len(paths))
	opt.Cache.begin()
	defer opt.Cache.end()
	opt.Parallel(len(paths), func(i int) {
		k := originals[paths[i]]
		if original, _, ok := overridden(paths[i]); ok {
			k = overrideKind
			if originals[original] == taskKind {
				k = taskOverrideKind
			}
		}
		data, fault := readData(fsys, paths[i])
		if fault != nil {
			files[i] = &file{path: paths[i], kind: k, found: []diag.Diagnostic{*fault}}
			return
		}
		files[i] = opt.Cache.file(cacheKey{paths[i], k, strings.Join(safe, ",")}, data, parser)
	})
	return files
}

// kindOf says by its place what a Markdown file stands for.
func kindOf(p string, reports map[string]bool) kind {
	switch {
	case path.Base(p) == indexName:
		return reportKind
	case path.Dir(p) != Root && reports[path.Dir(p)]: // the root is never a report
		return taskKind
	}
	return pageKind
}

func (c *Cache) begin() {
	if c != nil {
		c.next = map[cacheKey]parsed{}
	}
}

// end forgets what this Load has not used: earlier texts of edited files.
func (c *Cache) end() {
	if c != nil {
		c.last, c.next = c.next, nil
	}
}

// file parses a file, unless the last Load has read the same bytes.
func (c *Cache) file(key cacheKey, data []byte, parser *markdown.Parser) *file {
	if c == nil {
		return readFile(key.path, data, key.kind, parser)
	}
	known, ok := c.last[key]
	if !ok || !bytes.Equal(known.data, data) {
		known = parsed{data, readFile(key.path, data, key.kind, parser)}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next[key] = known
	return known.file
}

func readFile(name string, data []byte, k kind, parser *markdown.Parser) *file {
	src, fault := decodeText(name, data)
	if fault != nil {
		return &file{path: name, kind: k, found: []diag.Diagnostic{*fault}}
	}
	return parse(src, k, parser)
}

// belowDraft says whether a file lies below the folder of a report that is a
// draft, or leads there as a link.
func (a *assembler) belowDraft(name string) bool {
	if to, ok := a.symlinks[name]; ok && (a.hidden[to] == draftFile || a.belowDraft(to)) {
		return true
	}
	for dir := path.Dir(name); dir != Root && dir != "."; dir = path.Dir(dir) {
		if a.hidden[dir+"/"+indexName] == draftFile {
			return true
		}
	}
	return false
}

// loadFiles reads pictures and downloads, which are published as they are,
// except those of a draft report.
func loadFiles(fsys fs.FS, paths []string, a *assembler, attached *attachments) []site.File {
	var files []site.File
	for _, p := range paths {
		if a.belowDraft(p) {
			continue
		}
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			a.found = append(a.found, unreadable(p, err))
			continue
		}
		a.attachment(attached, p, data)
		address := strings.TrimPrefix(p, Root)
		if a.claim(address, p, func() diag.Diagnostic { return diag.File(diag.Error, "", p, "") }) {
			files = append(files, site.File{Path: address, Source: p, Data: data})
		}
	}
	return files
}
