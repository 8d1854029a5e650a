package export

import (
	"cmp"

	"gongshi/generator/site"
)

// The structs below are DCAT 3 (W3C) as JSON-LD, in the form that data portals read.
type dcatCatalog struct {
	Context   map[string]string `json:"@context"`
	Type      string            `json:"@type"`
	ID        string            `json:"@id"`
	Title     string            `json:"dct:title"`
	About     string            `json:"dct:description"`
	Language  dcatReference     `json:"dct:language"`
	Publisher dcatAgent         `json:"dct:publisher"`
	Homepage  dcatReference     `json:"foaf:homepage"`
	Datasets  []dcatDataset     `json:"dcat:dataset"`
}

type dcatReference struct {
	ID string `json:"@id"`
}

type dcatAgent struct {
	Type string `json:"@type"`
	Name string `json:"foaf:name"`
}

type dcatDataset struct {
	Type          string             `json:"@type"`
	ID            string             `json:"@id"`
	Title         string             `json:"dct:title"`
	Description   string             `json:"dct:description"`
	Language      dcatReference      `json:"dct:language"`
	Identifier    string             `json:"dct:identifier"`
	Issued        *dcatDate          `json:"dct:issued,omitempty"`
	Keywords      []string           `json:"dcat:keyword,omitempty"`
	Publisher     dcatAgent          `json:"dct:publisher"`
	Page          dcatReference      `json:"dcat:landingPage"`
	Distributions []dcatDistribution `json:"dcat:distribution"`
}

type dcatDate struct {
	Type  string `json:"@type"`
	Value string `json:"@value"`
}

type dcatDistribution struct {
	Type      string        `json:"@type"`
	Title     string        `json:"dct:title"`
	URL       dcatReference `json:"dcat:downloadURL"`
	Access    dcatReference `json:"dcat:accessURL"`
	MediaType dcatReference `json:"dcat:mediaType"`
}

// dcatContext are the namespaces of the keys.
var dcatContext = map[string]string{
	"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#",
}

// The names of languages and media types are URLs, as DCAT wants them. All tables are in
// the first variant.
const (
	chinese    = "http://id.loc.gov/vocabulary/iso639-1/zh"
	mediaTypes = "https://www.iana.org/assignments/media-types/"
)

// dcat returns the catalogue of all tables of the site.
func dcat(s *site.Site) []byte {
	c := dcatCatalog{
		Context: dcatContext, Type: "dcat:Catalog", ID: s.Base.Absolute(site.CatalogPath), Title: s.Title, About: cmp.Or(s.Description, s.Title), Language: dcatReference{chinese},
		Publisher: dcatAgent{"foaf:Organization", s.Title}, Homepage: dcatReference{s.Absolute(site.HomePath)}, Datasets: []dcatDataset{},
	}
	for _, r := range s.Reports {
		if len(r.Tasks) == 0 {
			continue
		}
		page := s.Base.Absolute(r.Path)
		d := dcatDataset{
			Type: "dcat:Dataset", ID: page + "#dataset", Title: r.Title, Description: s.Describe(r), Language: dcatReference{chinese}, Identifier: page,
			Keywords: r.Tags, Publisher: dcatAgent{"foaf:Organization", publisher(s, r)}, Page: dcatReference{page},
		}
		if !r.Date.IsZero() {
			d.Issued = &dcatDate{"xsd:dateTime", site.Timestamp(r.Date)}
		}
		for _, f := range site.Formats {
			url := dcatReference{s.Base.Absolute(site.TablePath(r, f))}
			d.Distributions = append(d.Distributions, dcatDistribution{"dcat:Distribution", r.Title + " " + f.Name, url, url, dcatReference{mediaTypes + f.MediaType}})
		}
		c.Datasets = append(c.Datasets, d)
	}
	return encode(c)
}
