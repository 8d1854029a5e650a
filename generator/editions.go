package generator

import (
	"gongshi/generator/export"
	"gongshi/generator/render"
	"gongshi/generator/site"
)

// script is one of the scripts a site is made in. The pages of the first are
// rendered, those of the others made of them.
type script struct {
	site.Variant
	// site is as editors have written it for this script.
	site *site.Site
	// renderer and jobs make the pages where they are not those of the first
	// script: editors have written texts for this one.
	renderer *render.Renderer
	jobs     []render.Job
	// converter and edition are nil for the first script.
	converter *render.Keeping
	edition   *render.Edition
}

func (b *builder) newScripts() []script {
	renderer := render.New(b.layouts, b.site, b.pageFiles())
	list := []script{{Variant: b.site.Variants[0], site: b.site, renderer: renderer, jobs: renderer.Jobs()}}
	for _, v := range b.site.Variants[1:] {
		s := script{Variant: v, site: b.site}
		if own, any := b.site.In(v); any {
			s.site = own
			s.renderer = render.New(b.layouts, own, b.pageFiles())
			s.jobs = s.renderer.Jobs()
		}
		list = append(list, s)
	}
	return list
}

// pageFiles is what the pages say of files beside them.
func (b *builder) pageFiles() render.Files {
	return render.Files{Bundles: b.static.URLs, Inline: b.static.Inline, Sizes: b.sizes}
}

// addresses are the site paths of what every script has of its own.
func (b *builder) addresses() map[string]bool {
	has := map[string]bool{"/" + site.FeedName: true, site.DataPath: true}
	for _, p := range b.pages {
		if !p.Stub {
			has[p.Path], has[export.TwinPath(p.Path)] = true, true
		}
	}
	for _, r := range b.site.Reports {
		has[r.Path+site.FeedName], has[r.Path+site.ChangesName] = true, true
		for _, f := range site.Formats {
			has[site.TablePath(r, f)] = true
		}
	}
	return has
}

// exports are the editions whose feeds are to be made.
func (b *builder) exports() []site.Edition {
	var list []site.Edition
	for _, s := range b.scripts {
		e := site.Edition{Site: s.site, Variant: s.Variant}
		if s.converter != nil {
			e.Convert = s.converter.Convert
		}
		list = append(list, e)
	}
	return list
}
