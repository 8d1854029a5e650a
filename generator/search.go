package generator

import (
	"fmt"
	"html"
	"regexp"
	"slices"

	"gongshi/generator/assets"
	"gongshi/generator/diag"
	"gongshi/generator/search"
	"gongshi/generator/site"
)

func (b *builder) searchFault(err error) {
	b.report(diag.File(diag.Error, "search", "搜索索引", "没有做成搜索索引："+err.Error()))
}

// search makes the index of the site and asks it for texts of the site: a
// search that silently finds nothing is the worst kind. The search pages, which
// say where parts of the index are, are done with it.
func (b *builder) search() {
	if b.faulty() {
		b.finishSearchPages()
		return // nothing will be published
	}
	b.corpus = search.NewCorpus(b.site, b.words)
	editions := b.searchEditions()
	search.Build(b.corpus, editions, search.Options{
		Folder: assets.BundlePath, Parallel: b.pool.each,
		Add:   func(path string, data []byte) { b.add(path[1:], data, "搜索索引") },
		Early: func(v site.Variant, data []byte) { b.tellSearchPage(v.Path(site.SearchPath), data) },
	})
	b.finishSearchPages()
	b.beside(func() { b.selfCheck(editions) }, b.Set.Flush)
}

// samples is how many texts the index is asked for in each script.
const samples = 24

// selfCheck asks the index for texts of the site.
func (b *builder) selfCheck(editions []search.Edition) {
	missed, err := search.SelfCheck(b.corpus, editions, samples, Parallel(b.pool.size), b.file)
	if b.Set.Fault() != nil {
		return // the index is not at fault
	}
	if err != nil {
		b.searchFault(err)
	}
	for _, m := range missed {
		b.report(diag.File(diag.Error, "search", m.Passage.Source, fmt.Sprintf("网页上有“%s”，搜索却找不到", m.Run)).
			WithHint("这是程序的错误，网站没有更新；请把这个文件和这条信息发给程序的维护者"))
	}
}

// file is a file of the set by its site path.
func (b *builder) file(path string) ([]byte, error) {
	data, ok := b.Set.Get(path[1:])
	if !ok {
		return nil, fmt.Errorf("没有 %s", path)
	}
	return data, nil
}

// earlyIndex is the place in the layout of the search page for what
// search.Options.Early gives. A layout without it works, a trip later.
var earlyIndex = regexp.MustCompile(`(<meta name="search-index" content)(?:="")?>`)

// tellSearchPage writes into the search page at a site path what its first
// script is to know of the index.
func (b *builder) tellSearchPage(path string, data []byte) {
	text, known := b.searchPages[path]
	place := earlyIndex.FindSubmatchIndex(text)
	if !known || place == nil || data == nil {
		return
	}
	with := `="` + html.EscapeString(string(data)) + `">`
	b.searchPages[path] = slices.Concat(text[:place[3]], []byte(with), text[place[1]:])
}

func (b *builder) finishSearchPages() {
	for path, text := range b.searchPages {
		b.Set.Fill(site.OutputFile(path), text)
	}
}

// searchEditions are the editions that are searched.
func (b *builder) searchEditions() []search.Edition {
	var list []search.Edition
	for _, e := range b.exports() {
		list = append(list, search.Edition{Site: e.Site, Variant: e.Variant, Convert: e.Convert})
	}
	return list
}
