// Package content reads what editors write (site.toml, reports, tasks, pages and
// the files beside them) and makes a site.Site of it.
//
// Every fault of the input becomes a Chinese diagnostic with its position in the
// file. The package never stops at the first fault, never prints and writes
// nothing; it reads through an fs.FS. Each Markdown file is parsed on its own
// (parse), in parallel and with a cache. Whatever needs several files, such as
// numbers, addresses and links, is checked afterwards by the assembler.
package content

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// Options of Load. The zero value loads a site without drafts and checks no
// attachments.
type Options struct {
	// Drafts includes documents with draft = true.
	Drafts bool
	// BaseURL, if not empty, replaces base_url of site.toml.
	BaseURL string
	// Clock is the current time. Later dates cause warnings; the zero time
	// disables them.
	Clock time.Time
	// Parallel runs do(0) … do(n-1) in any order, possibly concurrently; nil runs
	// them in order.
	Parallel func(n int, do func(i int))
	// Review also loads the settings of proofreading and reports attachments that
	// could not be read.
	Review bool
	// History, if not nil, returns the commits of each file in the content folder,
	// the latest first. It is called only if the site publishes them. Its error is
	// a reason in Chinese.
	History func() (map[string][]site.Commit, error)
	// Attachment, if not nil, extracts the contents of a file that is published
	// unchanged, to be checked for personal data.
	Attachment func(name string, data []byte) Attached
	// Cache, if not nil, keeps parsed files from one Load to the next.
	Cache *Cache
}

// Cache keeps the parsed files of the last Load. The zero value is ready to use. It
// must not be used by two Loads at once.
type Cache struct {
	files       memo[fileKey, *file]
	attachments memo[string, inspection]
}

// fileKey identifies a parsed file; parsing depends on nothing else but its bytes.
type fileKey struct {
	path     string
	kind     kind
	safeHTML string
}

// memo keeps what was computed from the bytes of files in the last Load and in the
// current one. Entries that the current Load has not used are dropped at its end.
type memo[K comparable, V any] struct {
	mu         sync.Mutex
	last, next map[K]memoEntry[V]
}

type memoEntry[V any] struct {
	data  []byte
	value V
}

func (m *memo[K, V]) begin() { m.next = make(map[K]memoEntry[V], len(m.last)) }

func (m *memo[K, V]) end() { m.last, m.next = m.next, nil }

// get returns the value of a key, computed anew if the bytes have changed.
func (m *memo[K, V]) get(key K, data []byte, compute func() V) V {
	entry, ok := m.last[key]
	if !ok || !bytes.Equal(entry.data, data) {
		entry = memoEntry[V]{data, compute()}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next[key] = entry
	return entry.value
}

// Load reads the folder "content" of fsys. The site is nil if site.toml could not
// be read; otherwise it holds everything that could be read, even if there are errors.
func Load(fsys fs.FS, opt Options) (*site.Site, []diag.Diagnostic) {
	if opt.Parallel == nil {
		opt.Parallel = func(n int, do func(int)) {
			for i := range n {
				do(i)
			}
		}
	}
	if opt.Cache == nil {
		opt.Cache = &Cache{}
	}
	opt.Cache.files.begin()
	defer opt.Cache.files.end()
	opt.Cache.attachments.begin()
	defer opt.Cache.attachments.end()
	paths, symlinks, found := scan(fsys)
	if !slices.Contains(paths, SitePath) && !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Error }) {
		found = append(found, diag.File(diag.Error, "site-missing", SitePath, "缺少 site.toml").
			WithHint("新建 content/site.toml，写上网站的名称和网址").
			WithAddition("title = \"北京市某某区人民政府\"\nbase_url = \"https://www.example.gov.cn/\""))
	}
	texts, others, unknown := sortPaths(paths)
	config := loadSite(fsys, paths, opt.BaseURL)
	config.loadWords(fsys, paths)
	config.loadVocabulary(fsys, paths)
	config.loadRobots(fsys, paths)
	config.checkAllowed(paths)
	if opt.Review {
		config.loadWrong(fsys, paths)
		config.loadNames(fsys, paths)
		config.site.Proof.Levels, config.site.Proof.Hosts = config.levels(), config.hosts()
	}
	a := assembler{opt: opt, config: config, symlinks: symlinks, claims: make(map[string]claim, 2*len(texts)), spelt: make(map[string]string, len(paths))}
	for _, p := range paths {
		a.spelt[norm.NFC.String(p)] = p
	}
	files := parseAll(fsys, texts, config.file.SafeHTML, opt)
	for _, f := range files {
		found = append(found, f.found...)
		a.checkPrivate(f.private)
	}
	for _, p := range config.private {
		if !p.found.Kind.Doubtful() { // an office names its own telephones and mailboxes
			a.checkPrivate([]private{p})
		}
	}
	s := a.site(files)
	s.Files = a.publishedFiles(fsys, others)
	a.checkStatic(fsys)
	a.reportUnread()
	s.Pictures = a.pictures
	a.histories(s, markdown.New(config.file.SafeHTML))
	found = slices.Concat(found, unknown, a.found, config.found)
	diag.Sort(found)
	found = diag.Fold(found, func(rule string) bool { return strings.HasPrefix(rule, "privacy") })
	if !config.usable {
		return nil, found
	}
	return s, found
}

// sortPaths separates Markdown files from files that are published unchanged and
// warns about TOML files that are not used.
func sortPaths(paths []string) (texts, others []string, found []diag.Diagnostic) {
	for _, p := range paths {
		switch strings.ToLower(path.Ext(p)) {
		case ".md", ".markdown":
			if copies := checkCopy(diag.Error, p, paths); copies != nil {
				found = append(found, copies...) // and none of the faults that follow from it
				continue
			}
			texts = append(texts, p)
		case ".toml":
			if !slices.Contains(settings, p) {
				found = append(found, diag.File(diag.Warning, "unknown-file", p, "没有用到这个文件").WithHint("网站的设置写在 content/site.toml"))
			}
		case ".mdx", ".mdown", ".mkd":
			found = append(found, diag.File(diag.Warning, "unknown-file", p, "只有 .md 文件才是页面，这个文件会原样公开").
				WithHint("改名为 "+strings.TrimSuffix(path.Base(p), path.Ext(p))+".md；里面的 import、export 和 <组件 /> 要换成文字"))
			others = append(others, p)
		default:
			found = append(found, checkCopy(diag.Warning, p, paths)...)
			others = append(others, p)
		}
	}
	return texts, others, found
}

// parseAll reads and parses Markdown files in parallel.
func parseAll(fsys fs.FS, paths, safeHTML []string, opt Options) []*file {
	reports := map[string]bool{} // folders with _index.md: whether they hold a report
	for _, p := range paths {
		if path.Base(p) == indexName {
			reports[path.Dir(p)] = holdsReport(fsys, p, paths)
		}
	}
	kinds := map[string]kind{}
	for _, p := range paths {
		kinds[p] = kindOf(p, reports)
	}
	parser := markdown.New(safeHTML)
	files := make([]*file, len(paths))
	opt.Parallel(len(paths), func(i int) {
		p, k := paths[i], kinds[paths[i]]
		if original, _, ok := overridden(p); ok {
			k = overrideKind
			if kinds[original] == taskKind {
				k = taskOverrideKind
			}
		}
		data, fault := readData(fsys, p)
		if fault != nil {
			files[i] = unreadableFile(p, k, *fault)
			return
		}
		files[i] = opt.Cache.files.get(fileKey{p, k, strings.Join(safeHTML, ",")}, data, func() *file {
			src, fault := decodeText(p, data)
			if fault != nil {
				return unreadableFile(p, k, *fault)
			}
			return parse(src, k, parser)
		})
	})
	return files
}

// reportKey matches a key, in TOML or YAML, that an _index.md of a report has.
var reportKey = regexp.MustCompile(`(?m)^\s*(source|date|year|period|columns?|来源|日期)\s*[=＝:：]|^\s*\[\s*column\s*\]`)

// holdsReport reports whether the folder of an _index.md holds a report: unlike the pages of
// a section of Hugo or Zola, the index has one of a report's keys, or there are tasks.
func holdsReport(fsys fs.FS, index string, paths []string) bool {
	for _, p := range paths {
		if path.Dir(p) != path.Dir(index) {
			continue
		}
		data, fault := readData(fsys, p)
		if fault != nil || p == index && reportKey.Match(data) || p != index && taskKey.Match(data) {
			return true
		}
	}
	return false
}

// kindOf returns the kind of a Markdown file that is not an override.
func kindOf(p string, reports map[string]bool) kind {
	switch {
	case path.Base(p) == indexName && !reports[path.Dir(p)]:
		return foreignIndexKind
	case path.Base(p) == indexName:
		return reportKind
	case path.Dir(p) != Root && reports[path.Dir(p)]: // the root folder cannot be a report
		return taskKind
	}
	return pageKind
}

func unreadableFile(p string, k kind, fault diag.Diagnostic) *file {
	return &file{path: p, kind: k, reporter: reporter{found: []diag.Diagnostic{fault}}}
}

// belowDraft reports whether a file is in the folder of a report that is a draft, or
// is a symbolic link to such a file.
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

// publishedFiles reads pictures and downloads, which are published unchanged,
// except those of a draft report.
func (a *assembler) publishedFiles(fsys fs.FS, paths []string) []site.File {
	var files []site.File
	for _, p := range paths {
		if a.belowDraft(p) {
			continue
		}
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			a.add(diag.Unreadable(p, err))
			continue
		}
		a.checkName(p)
		a.checkActive(p)
		a.checkAttachment(p, data)
		if p == robotsPath {
			continue // becomes part of a file of the program
		}
		address := strings.TrimPrefix(p, Root)
		if a.claim(address, p, func() diag.Diagnostic { return diag.File(diag.Error, "", p, "") }) {
			files = append(files, site.File{Path: address, Source: p, Data: data})
		}
	}
	return files
}
