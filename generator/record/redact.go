package record

import (
	"path"
	"strings"

	"gongshi/generator/site"
)

// forget deletes the salts of what redactions removed, in this log and those before it.
func (l *Log) forget() {
	for log := l; log != nil && len(l.redacted) > 0; log = log.before {
		for i := range log.forgotten(l.redacted) {
			log.Salts[i] = ""
		}
	}
}

// forgotten lists the entries whose salts redactions delete: superseded entries of files
// that could hold the text while the version stood. Those are the pages of the task, and
// all files in the folders above it, in every script.
func (l *Log) forgotten(redactions []Entry) map[int64]bool {
	next := map[int64]string{} // entry → time of the one that replaced it
	since := map[string]string{}
	for _, e := range l.Entries {
		if e.Replaces > 0 {
			next[e.Replaces] = e.Time
		}
		if _, _, ok := PageOfVersion(e.Path); ok && since[e.Path] == "" {
			since[e.Path] = e.Since
		}
	}
	list := map[int64]bool{}
	for _, r := range redactions {
		own := VersionFile(r.Path, r.Version)
		from, until := since[own], since[VersionFile(r.Path, r.Version+1)]
		for i, e := range l.Entries {
			replaced, ok := next[int64(i)]
			if e.Kind == kindFile && ok && (e.Path == own || mayQuote(e.Path, r.Path) && replaced > from && (until == "" || e.Time < until)) {
				list[int64(i)] = true
			}
		}
	}
	return list
}

// mayQuote reports whether a file can hold the text of a page.
func mayQuote(file, page string) bool {
	for _, v := range site.Variants[1:] {
		file = strings.TrimPrefix(file, v.Folder+"/")
	}
	folder, own := path.Dir(file)+"/", path.Dir(page)+"/"
	return folder == "./" || file == Sums || strings.HasPrefix(own, folder) || strings.HasPrefix(folder, own)
}
