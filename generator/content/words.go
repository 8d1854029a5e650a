package content

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// Optional settings files in the content folder.
const (
	variantsPath = Root + "/variants.toml"
	synonymsPath = Root + "/synonyms.toml"
	wordsPath    = Root + "/words.toml"
	wrongPath    = Root + "/wrong.toml"
	namesPath    = Root + "/names.toml"
)

var settings = []string{SitePath, variantsPath, synonymsPath, wordsPath, wrongPath, namesPath}

// readFile reads a settings file into the struct that dst points to. It returns
// false if the file is missing or could not be read; dst is then left as it is.
func (r *reporter) readFile(fsys fs.FS, paths []string, name string, dst any) bool {
	if !slices.Contains(paths, name) {
		return false
	}
	src, fault := readText(fsys, name)
	if fault != nil {
		r.add(*fault)
		return false
	}
	r.src = src
	return bind(r, 0, len(src.Text), dst, nil)
}

// loadWrong reads the site's own list of wrong words.
func loadWrong(fsys fs.FS, paths []string) (site.Proof, []diag.Diagnostic) {
	var r reporter
	var own wrongFile
	r.readFile(fsys, paths, wrongPath, &own)
	for _, wrong := range slices.Sorted(maps.Keys(own.Wrong)) {
		right := own.Wrong[wrong]
		if utf8.RuneCountInString(wrong) < 2 || right == "" || right == wrong {
			r.add(r.atPair("wrong-list", "wrong."+wrong, "左边写错的词，至少两个字，右边写对的词").
				WithHint(`例如 "登陆系统" = "登录系统"`))
			delete(own.Wrong, wrong)
		}
	}
	return site.Proof{Wrong: own.Wrong, Right: own.Right}, r.found
}

// loadNames reads names.toml, which maps persons to their offices.
func loadNames(fsys fs.FS, paths []string) (map[string][]string, []diag.Diagnostic) {
	var r reporter
	var file namesFile
	r.readFile(fsys, paths, namesPath, &file)
	names := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(file.Names)) {
		offices := file.Names[name]
		if utf8.RuneCountInString(name) < 2 || len(offices) == 0 || slices.Contains(offices, "") {
			r.add(r.atPair("names-list", "names."+name, "左边写姓名，至少两个字，右边写他的职务").
				WithHint(`例如 "张三" = ["区委副书记", "区长"]`))
			continue
		}
		names[name] = offices
	}
	return names, r.found
}

// loadWords reads variants.toml, the site's own rules for conversion.
func loadWords(fsys fs.FS, paths []string) (site.Words, []diag.Diagnostic) {
	var r reporter
	var file variantsFile
	r.readFile(fsys, paths, variantsPath, &file)
	for _, from := range slices.Sorted(maps.Keys(file.Phrases)) {
		if want, have := utf8.RuneCountInString(from), utf8.RuneCountInString(file.Phrases[from]); want != have || want == 0 {
			r.add(r.atPair("variant-length", "phrases."+from, fmt.Sprintf("“%s”有 %d 个字，它的繁体写法有 %d 个字", from, want, have)).
				WithHint("繁体只换字，不换词，两边的字数要相同"))
		}
	}
	for i, word := range file.Protect {
		if utf8.RuneCountInString(word) < 2 {
			r.add(r.at(diag.Error, "variant-protect", r.element("protect", i), "保持原样的词至少要有两个字").
				WithHint("一个字在别处可能要转换；写上它前后的字"))
		}
	}
	return site.Words{Protect: file.Protect, Phrases: file.Phrases}, r.found
}

// loadVocabulary reads words.toml and synonyms.toml.
func loadVocabulary(fsys fs.FS, paths []string) (site.Vocabulary, []diag.Diagnostic) {
	var r reporter
	var words wordsFile
	r.readFile(fsys, paths, wordsPath, &words)
	for i, word := range words.Words {
		if utf8.RuneCountInString(word) < 2 {
			r.add(r.at(diag.Error, "word-length", r.element("words", i), "一个词至少要有两个字").
				WithHint("一个字不用写在这里，搜索本来就认得每一个字"))
		}
	}
	s := reporter{found: r.found}
	var synonyms synonymsFile
	s.readFile(fsys, paths, synonymsPath, &synonyms)
	v := site.Vocabulary{Words: words.Words, Synonyms: map[string][]string{}}
	for _, everyday := range slices.Sorted(maps.Keys(synonyms.Synonyms)) {
		official, key := synonyms.Synonyms[everyday], join("synonyms", everyday)
		switch at := s.where[key]; {
		case utf8.RuneCountInString(everyday) < 2:
			s.add(s.src.Report(diag.Error, "synonym", at.keyStart, at.keyEnd, "大家的说法至少要有两个字").
				WithHint("一个字太宽：搜什么都会带上它；写上它前后的字"))
		case len(official) == 0 || slices.Contains(official, ""):
			s.add(s.atPair("synonym", key, fmt.Sprintf("没有写“%s”在文件里叫什么", everyday)).WithHint(`例如 "开公司" = ["开办企业"]`))
		case slices.Contains(official, everyday):
			s.add(s.at(diag.Error, "synonym", key, fmt.Sprintf("“%s”的同义词里有它自己", everyday)).
				WithHint("左边写大家怎么说，右边只写文件里怎么写"))
		}
		v.Synonyms[everyday] = official
	}
	return v, s.found
}
