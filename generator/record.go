package generator

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/record"
	"gongshi/generator/site"
)

// recording is what a build notes for the public log.
type recording struct {
	publication *record.Publication // nil if none is kept
	earlier     map[string][]record.Version
	texts       map[string]record.File // of documents, by file
	tasks       map[string]*site.Task  // by file
	mu          sync.Mutex
	files       []record.File // made so far
}

func (p *Plan) recordFault(err error) {
	p.report(diag.File(diag.Error, "record", content.SitePath, err.Error()).WithHint("网站没有改动；公开日志的用法见手册“归档和核验”"))
}

// RecordOrigin returns the name of the public log of a site: "www.example.gov.cn/record".
func RecordOrigin(base site.Base) string {
	_, origin, _ := strings.Cut(base.Absolute(strings.TrimSuffix(site.RecordPath, "/")), "://")
	return origin
}

// openRecord reads the public log so far, and says which version each text is.
func (p *Plan) openRecord() {
	if p.site.Record == nil || p.Record == nil {
		return
	}
	opt := *p.Record
	opt.Clock, opt.Lost, opt.Redactions = p.Clock, p.site.Record.Lost, p.site.Record.Redactions
	publication, err := record.Open(RecordOrigin(p.site.Base), opt)
	if err != nil {
		p.recordFault(err)
		return
	}
	r := &p.record
	r.publication, r.earlier = publication, publication.Versions()
	r.texts, r.tasks = map[string]record.File{}, map[string]*site.Task{}
	add := func(d *site.Document, text, reason string) {
		file := site.OutputFile(d.Path)
		v := publication.Version(file, text)
		v.Reason = reason
		r.texts[file] = record.File{Path: file, Text: text, Version: v, Reason: reason}
		for _, old := range r.earlier[file] {
			if old.Number < v.Number {
				d.Versions = append(d.Versions, version(old))
			}
		}
		d.Versions = append(d.Versions, version(v))
	}
	for _, report := range p.site.Reports {
		add(&report.Document, report.FullText(), report.Withdrawn)
		for _, task := range report.Tasks {
			r.tasks[site.OutputFile(task.Path)] = task
			add(&task.Document, task.FullText(), cmp.Or(task.Withdrawn, task.Revision))
		}
	}
	for _, page := range p.site.Pages {
		add(&page.Document, page.Title+"\n"+page.Body.Text, "")
	}
	if err := publication.Redact(func(file string) int { return r.texts[file].Version.Number }); err != nil {
		p.recordFault(err)
		return
	}
	p.site.Record.On = true
}

func version(v record.Version) site.Version {
	date, _ := time.Parse(time.RFC3339, v.Since) // as package record writes it
	return site.Version{Number: v.Number, Date: date.In(site.Beijing), Reason: v.Reason, Removed: v.Removed}
}

// versionFiles lists the pages of versions: those made now, and the earlier ones as they
// were published.
func (p *Plan) versionFiles() (list []File) {
	if p.record.publication == nil {
		return nil
	}
	add := func(file, source string, make func() ([]byte, error)) {
		list = append(list, File{Path: file, Source: source, Variant: p.variants[0].Variant, Make: func() ([]byte, *diag.Diagnostic) {
			data, err := make()
			if err != nil {
				d := diag.File(diag.Error, "record", source, err.Error())
				return nil, &d
			}
			return data, nil
		}})
	}
	list = append(list, File{Path: record.StyleFile, Source: "程序", Variant: p.variants[0].Variant, Make: func() ([]byte, *diag.Diagnostic) { return record.Style, nil }})
	for _, page := range slices.Sorted(maps.Keys(p.record.earlier)) {
		for _, v := range p.record.earlier[page] {
			file := record.VersionFile(page, v.Number)
			if p.record.publication.Fresh(file) {
				add(file, content.SitePath, func() ([]byte, error) { return p.versionPage(page, nil, v) })
			} else {
				add(file, "record", func() ([]byte, error) { return p.record.publication.Carried(file) })
			}
		}
	}
	for _, page := range slices.Sorted(maps.Keys(p.record.tasks)) {
		if v := p.record.texts[page].Version; v.New {
			add(record.VersionFile(page, v.Number), p.record.tasks[page].Source, func() ([]byte, error) { return p.versionPage(page, p.record.tasks[page], v) })
		}
	}
	return list
}

// versionPage makes the page of a version; without a task one that says that the text was
// removed.
func (p *Plan) versionPage(page string, task *site.Task, v record.Version) ([]byte, error) {
	first := p.variants[0]
	if first.pages == nil {
		return nil, fmt.Errorf("模板有错误，没有做历史版本")
	}
	var b bytes.Buffer
	if fault := first.pages.Render(&b, first.pages.Version("/"+strings.TrimSuffix(page, "index.html"), task, version(v))); fault != nil {
		return nil, fmt.Errorf("%s", fault.Message)
	}
	return b.Bytes(), nil
}

// enter notes a file that was made.
func (p *Plan) enter(path string, data []byte) {
	if p.record.publication == nil {
		return
	}
	f := p.record.texts[path]
	if page, number, ok := record.PageOfVersion(path); ok {
		f.Version = p.record.versionOf(page, number)
		f.Reason = f.Version.Reason
	}
	f.Path, f.Sum = path, sha256.Sum256(data)
	p.record.mu.Lock()
	defer p.record.mu.Unlock()
	p.record.files = append(p.record.files, f)
}

func (r *recording) versionOf(page string, number int) record.Version {
	for _, v := range r.earlier[page] {
		if v.Number == number {
			return v
		}
	}
	return r.texts[page].Version
}

// closeRecord enters all files into the log and adds those of the log to the site.
func (p *Plan) closeRecord(context.Context) {
	if p.record.publication == nil || p.Set == nil || p.faulty() {
		return
	}
	files, err := p.record.publication.Finish(p.record.files)
	if err != nil {
		p.recordFault(err)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := p.Set.Add(name, files[name], "公开日志"); err != nil {
			p.recordFault(fmt.Errorf("网址 /%s 属于公开日志，请把 content 和 static 里的 record 文件夹改名", name))
			return
		}
	}
}
