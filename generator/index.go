package generator

import (
	"context"
	"fmt"
	"sync"

	"gongshi/generator/assets"
	"gongshi/generator/diag"
	"gongshi/generator/search"
	"gongshi/generator/site"
)

// index is the index of the search.
type index struct {
	files  []site.File
	byPath map[string][]byte
}

// makeIndex makes the index of the search. A site with faults needs none: it is
// not published.
func (p *Plan) makeIndex(context.Context) {
	p.corpus = nil
	if p.faulty() {
		p.list(nil)
		return
	}
	p.corpus = search.NewCorpus(p.site, p.words)
	x := &index{byPath: map[string][]byte{}}
	var mu sync.Mutex
	search.Build(p.corpus, p.sites(), search.Options{
		Folder: assets.BundlePath, Parallel: p.pool.each,
		Convert: func(v site.Variant) func(string) string { return newConverter(p.site, v, p.cutting).Convert },
		Add: func(path string, data []byte) {
			mu.Lock()
			defer mu.Unlock()
			if _, same := x.byPath[path]; same { // two variants are alike: a path names what it holds
				return
			}
			x.byPath[path] = data
			x.files = append(x.files, site.File{Path: path, Source: "搜索索引", Data: data})
		},
	})
	p.list(x)
}

// samples is how many texts are looked for in each script.
const samples = 24

// checkSearch looks for texts of the site in the index: a search that silently
// finds nothing is the worst kind.
func (p *Plan) checkSearch(context.Context) {
	if p.corpus == nil {
		return
	}
	x := p.listing.Load().index
	get := func(path string) ([]byte, error) {
		if data, ok := x.byPath[path]; ok {
			return data, nil
		}
		return nil, fmt.Errorf("没有 %s", path)
	}
	missed, err := search.SelfCheck(p.corpus, p.sites(), samples, Parallel(p.pool.size), get)
	if err != nil {
		p.report(diag.File(diag.Error, "search", "搜索索引", "没有做成搜索索引："+err.Error()))
	}
	for _, m := range missed {
		p.report(diag.File(diag.Error, "search", m.Passage.Source, fmt.Sprintf("网页上有“%s”，搜索却找不到", m.Run)).
			WithHint("这是程序的错误，网站没有更新；请把这个文件和这条信息发给程序的维护者"))
	}
}

// sites are the site in every script, the first one first.
func (p *Plan) sites() []*site.Site {
	var list []*site.Site
	for _, v := range p.variants {
		list = append(list, v.inScript())
	}
	return list
}
