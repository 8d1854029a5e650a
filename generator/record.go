package generator

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/record"
	"gongshi/generator/site"
)

// recording is what a build notes for the public log.
type recording struct {
	*record.Publication // nil if none is kept
	versions            map[string][]record.Version
	tasks               map[string]*site.Task // by file
	mu                  sync.Mutex
	sums                map[string][sha256.Size]byte // of the files made so far
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
	texts, documents, tasks := map[string]record.Text{}, map[string]*site.Document{}, map[string]*site.Task{}
	add := func(d *site.Document, text, reason string, kept bool) string {
		file := site.OutputFile(d.Path)
		texts[file], documents[file] = record.Text{Text: text, Reason: reason, Kept: kept}, d
		return file
	}
	for _, report := range p.site.Reports {
		add(&report.Document, report.FullText(), report.Withdrawn, false)
		for _, task := range report.Tasks {
			tasks[add(&task.Document, task.FullText(), cmp.Or(task.Withdrawn, task.Revision), true)] = task
		}
	}
	for _, page := range p.site.Pages {
		add(&page.Document, page.Title+"\n"+page.Body.Text, "", false)
	}
	versions, err := publication.Number(texts)
	if err != nil {
		p.recordFault(err)
		return
	}
	for file, d := range documents {
		for _, v := range versions[file] {
			d.Versions = append(d.Versions, v.Version)
		}
	}
	p.record.Publication, p.record.versions, p.record.tasks, p.record.sums = publication, versions, tasks, map[string][sha256.Size]byte{}
	p.site.Record.On = true
}

// versionFiles lists the pages of versions: those made now, and the earlier ones as they
// were published.
func (p *Plan) versionFiles() (list []File) {
	if p.record.Publication == nil {
		return nil
	}
	add := func(file string, make func() ([]byte, error)) {
		list = append(list, File{Path: file, Source: "公开日志", Variant: p.variants[0].Variant, Make: func() ([]byte, *diag.Diagnostic) {
			data, err := make()
			if err != nil {
				d := diag.File(diag.Error, "record", content.SitePath, err.Error())
				return nil, &d
			}
			return data, nil
		}})
	}
	add(record.StyleFile, func() ([]byte, error) { return record.Style, nil })
	for _, page := range slices.Sorted(maps.Keys(p.record.versions)) {
		for _, v := range p.record.versions[page] {
			file := record.VersionFile(page, v.Number)
			if v.New && (v.Removed || p.record.tasks[page] != nil) {
				add(file, func() ([]byte, error) { return p.versionPage(page, v.Version) })
			} else if p.record.Carries(file) {
				add(file, func() ([]byte, error) { return p.record.Carried(file) })
			}
		}
	}
	return list
}

// versionPage makes the page of a version.
func (p *Plan) versionPage(page string, v site.Version) ([]byte, error) {
	first := p.variants[0]
	if first.pages == nil {
		return nil, errors.New("模板有错误，没有做历史版本")
	}
	task := p.record.tasks[page]
	if v.Removed {
		task = nil
	}
	var b bytes.Buffer
	if fault := first.pages.Render(&b, first.pages.Version("/"+strings.TrimSuffix(page, "index.html"), task, v)); fault != nil {
		return nil, errors.New(fault.Message)
	}
	return b.Bytes(), nil
}

// enter notes a file that was made.
func (p *Plan) enter(path string, data []byte) {
	if p.record.Publication == nil {
		return
	}
	sum := sha256.Sum256(data)
	p.record.mu.Lock()
	defer p.record.mu.Unlock()
	p.record.sums[path] = sum
}

// closeRecord enters all files into the log and adds those of the log to the site.
func (p *Plan) closeRecord(context.Context) {
	if p.record.Publication == nil || p.Set == nil || p.faulty() {
		return
	}
	files, err := p.record.Finish(p.record.sums)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if p.Set.Add(name, files[name], "公开日志") != nil {
			err = cmp.Or(err, fmt.Errorf("网址 /%s 属于公开日志，请把 content 和 static 里的 record 文件夹改名", name))
		}
	}
	if err != nil {
		p.recordFault(err)
	}
}
