package render

import (
	"cmp"
	"encoding/json"
	"html/template"
	"strconv"

	"gongshi/generator/site"
)

// The linked data of a page: a graph of schema.org nodes. Every node has a type; empty
// properties are omitted.
type (
	graph struct {
		Context string `json:"@context"`
		Nodes   []any  `json:"@graph"`
	}
	// reference refers to a node by its ID.
	reference struct {
		Type string `json:"@type,omitempty"`
		ID   string `json:"@id"`
	}
	organizationNode struct {
		Type    string     `json:"@type"`
		ID      string     `json:"@id,omitempty"`
		Name    string     `json:"name"`
		URL     string     `json:"url,omitempty"`
		Phone   string     `json:"telephone,omitempty"`
		Address *placeNode `json:"address,omitempty"`
	}
	placeNode struct {
		Type     string `json:"@type"`
		Street   string `json:"streetAddress,omitempty"`
		Postcode string `json:"postalCode,omitempty"`
		Country  string `json:"addressCountry"`
	}
	websiteNode struct {
		Type      string       `json:"@type"`
		URL       string       `json:"url"`
		Name      string       `json:"name"`
		Language  string       `json:"inLanguage"`
		Publisher reference    `json:"publisher"`
		Action    searchAction `json:"potentialAction"`
	}
	searchAction struct {
		Type   string `json:"@type"`
		Target string `json:"target"`
		Input  string `json:"query-input"`
	}
	datasetNode struct {
		Type          string             `json:"@type"`
		ID            string             `json:"@id"`
		Name          string             `json:"name"`
		Description   string             `json:"description"`
		URL           string             `json:"url"`
		Language      string             `json:"inLanguage"`
		Published     string             `json:"datePublished,omitempty"`
		Modified      string             `json:"dateModified,omitempty"`
		Covers        string             `json:"temporalCoverage,omitempty"`
		Free          bool               `json:"isAccessibleForFree"`
		Creator       organizationNode   `json:"creator"`
		Distributions []distributionNode `json:"distribution,omitempty"`
	}
	distributionNode struct {
		Type   string `json:"@type"`
		Format string `json:"encodingFormat"`
		URL    string `json:"contentUrl"`
	}
	articleNode struct {
		Type      string            `json:"@type"`
		Headline  string            `json:"headline"`
		URL       string            `json:"url"`
		Language  string            `json:"inLanguage"`
		Published string            `json:"datePublished,omitempty"`
		Modified  string            `json:"dateModified,omitempty"`
		Author    *organizationNode `json:"author,omitempty"`
		PartOf    *reference        `json:"isPartOf,omitempty"`
	}
	breadcrumbNode struct {
		Type  string     `json:"@type"`
		Items []stepNode `json:"itemListElement"`
	}
	stepNode struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		Name     string `json:"name"`
		Item     string `json:"item,omitempty"`
	}
)

const datasetFragment = "#dataset"

// linkedData returns nodes as a JSON-LD <script>. encoding/json escapes "<" as \u003c,
// so no text can end the element.
func linkedData(nodes ...any) template.HTML {
	data, err := json.Marshal(graph{"https://schema.org", nodes})
	if err != nil {
		panic(err) // impossible: the nodes are structs of strings and numbers
	}
	return template.HTML(`<script type="application/ld+json">` + string(data) + `</script>`)
}

// breadcrumbs lists the breadcrumb links that have a URL, then the page itself.
func (r *Renderer) breadcrumbs(p *Page) breadcrumbNode {
	node := breadcrumbNode{Type: "BreadcrumbList"}
	for i, step := range p.Breadcrumb {
		s := stepNode{Type: "ListItem", Position: len(node.Items) + 1, Name: step.Name}
		switch path, _, ok := r.site.Base.Split(step.URL); {
		case ok:
			s.Item = r.site.Base.Absolute(path)
		case i == len(p.Breadcrumb)-1:
			s.Name, s.Item = p.Title, p.Canonical
		default:
			continue
		}
		node.Items = append(node.Items, s)
	}
	return node
}

func (r *Renderer) organizationID() string {
	return r.site.Absolute(site.HomePath) + "#organization"
}

// homeData describes the site and the organization responsible for it.
func (r *Renderer) homeData(p *Page) template.HTML {
	o := r.site.Organization
	org := organizationNode{
		Type: "GovernmentOrganization", ID: r.organizationID(), Name: cmp.Or(o.Host, r.site.Title), URL: p.Canonical, Phone: o.Hotline,
	}
	if o.Address != "" || o.Postcode != "" {
		org.Address = &placeNode{"PostalAddress", o.Address, o.Postcode, "CN"}
	}
	return linkedData(org, websiteNode{
		Type: "WebSite", URL: p.Canonical, Name: r.site.Title, Language: p.Lang, Publisher: reference{"GovernmentOrganization", r.organizationID()},
		Action: searchAction{"SearchAction", r.site.Absolute(site.SearchPath) + "?q={search_term_string}", "required name=search_term_string"},
	})
}

// reportData describes a report as a dataset with its files.
func (r *Renderer) reportData(p *Page, report *site.Report) template.HTML {
	node := datasetNode{
		Type: "Dataset", ID: p.Canonical + datasetFragment, Name: report.Title, Description: r.site.Describe(report), URL: p.Canonical, Language: p.Lang,
		Published: p.Date.Machine(), Modified: p.Date.Machine(), Free: true, Creator: *r.author(report),
	}
	if report.Year > 0 {
		node.Covers = strconv.Itoa(report.Year)
	}
	for _, f := range site.Formats {
		if path := site.TablePath(report, f); r.files.Size(path) > 0 {
			node.Distributions = append(node.Distributions, distributionNode{"DataDownload", f.MediaType, r.site.Base.Absolute(path)})
		}
	}
	return linkedData(node, r.breadcrumbs(p))
}

// articleData describes a task as part of its report, or, with a nil report, a page.
func (r *Renderer) articleData(p *Page, report *site.Report) template.HTML {
	node := articleNode{
		Type: "Article", Headline: p.Title, URL: p.Canonical, Language: p.Lang, Published: p.Date.Machine(), Modified: p.Date.Machine(),
		Author: r.author(report),
	}
	if report != nil {
		node.PartOf = &reference{"Dataset", r.site.Base.Absolute(report.Path) + datasetFragment}
	}
	return linkedData(node, r.breadcrumbs(p))
}

// author returns the publisher of a report, or the organization behind the site.
func (r *Renderer) author(report *site.Report) *organizationNode {
	if report == nil || report.From == "" {
		return &organizationNode{Type: "GovernmentOrganization", ID: r.organizationID(), Name: cmp.Or(r.site.Organization.Host, r.site.Title)}
	}
	return &organizationNode{Type: "GovernmentOrganization", Name: report.From}
}

// openGraph returns the Open Graph properties of a page, except og:locale.
func (r *Renderer) openGraph(p *Page, kind, description string) []Meta {
	list := []Meta{{"og:type", kind}, {"og:site_name", r.site.Title}, {"og:title", p.Title}, {"og:url", p.Canonical}, {"og:image", r.site.Base.Absolute(r.site.Image)}}
	if description != "" {
		list = append(list, Meta{"og:description", description})
	}
	if kind == "article" && !p.Date.IsZero() {
		list = append(list, Meta{"article:published_time", p.Date.Machine()})
	}
	return list
}
