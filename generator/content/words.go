package content

import (
	_ "embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// The files of settings in the content folder.
const (
	variantsPath = Root + "/variants.toml"
	synonymsPath = Root + "/synonyms.toml"
	wordsPath    = Root + "/words.toml"
	wrongPath    = Root + "/wrong.toml"
	namesPath    = Root + "/names.toml"
)

var settings = []string{SitePath, variantsPath, synonymsPath, wordsPath, wrongPath, namesPath}

//go:embed wrong.toml
var commonlyWrong []byte

// loadWrong reads the wrong words that come with the program, and the site's own.
func loadWrong(fsys fs.FS, paths []string) (site.Proof, []diag.Diagnostic) {
	var file wrongFile
	if _, ok := bind(diag.NewSource("wrong.toml", commonlyWrong), 0, len(commonlyWrong), &file, nil); !ok {
		panic("content: the list of wrong words cannot be read")
	}
	p := site.Proof{Wrong: file.Wrong, Right: file.Right}
	var own wrongFile
	b, found := bindFile(fsys, paths, wrongPath, &own)
	if b == nil {
		return p, found
	}
	for _, wrong := range slices.Sorted(maps.Keys(own.Wrong)) {
		if s := b.where["wrong."+wrong]; utf8.RuneCountInString(wrong) < 2 || own.Wrong[wrong] == "" || own.Wrong[wrong] == wrong {
			b.report(diag.Error, "wrong-list", s.keyStart, s.valueEnd, "左边写错的词，至少两个字，右边写对的词").
				Hint = `例如 "登陆系统" = "登录系统"`
			continue
		}
		p.Wrong[wrong] = own.Wrong[wrong]
	}
	p.Right = append(p.Right, own.Right...)
	return p, b.found
}

// loadNames reads names.toml, which may be missing: who holds which office.
func loadNames(fsys fs.FS, paths []string) (map[string][]string, []diag.Diagnostic) {
	var file namesFile
	b, found := bindFile(fsys, paths, namesPath, &file)
	if b == nil {
		return nil, found
	}
	names := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(file.Names)) {
		offices, s := file.Names[name], b.where["names."+name]
		if utf8.RuneCountInString(name) < 2 || len(offices) == 0 || slices.Contains(offices, "") {
			b.report(diag.Error, "names-list", s.keyStart, s.valueEnd, "左边写姓名，至少两个字，右边写他的职务").
				Hint = `例如 "张三" = ["区委副书记", "区长"]`
			continue
		}
		names[name] = offices
	}
	return names, b.found
}

// loadWords reads variants.toml, the site's own rules for other scripts. The
// file may be missing.
func loadWords(fsys fs.FS, paths []string) (site.Words, []diag.Diagnostic) {
	var file variantsFile
	b, found := bindFile(fsys, paths, variantsPath, &file)
	if b == nil {
		return site.Words{}, found
	}
	for _, from := range slices.Sorted(maps.Keys(file.Phrases)) {
		to, s := file.Phrases[from], b.where["phrases."+from]
		if want, have := utf8.RuneCountInString(from), utf8.RuneCountInString(to); want != have || want == 0 {
			b.report(diag.Error, "variant-length", s.keyStart, s.valueEnd, fmt.Sprintf("“%s”有 %d 个字，它的繁体写法有 %d 个字", from, want, have)).
				Hint = "繁体只换字，不换词，两边的字数要相同"
		}
	}
	for i, word := range file.Protect {
		if utf8.RuneCountInString(word) < 2 {
			s := b.where[fmt.Sprintf("protect.%d", i)]
			b.report(diag.Error, "variant-protect", s.valueStart, s.valueEnd, "保持原样的词至少要有两个字").
				Hint = "一个字在别处可能要转换；写上它前后的字"
		}
	}
	return site.Words{Protect: file.Protect, Phrases: file.Phrases}, b.found
}

// loadVocabulary reads synonyms.toml and words.toml, each of which may be missing.
func loadVocabulary(fsys fs.FS, paths []string) (site.Vocabulary, []diag.Diagnostic) {
	var words wordsFile
	var synonyms synonymsFile
	v := site.Vocabulary{Synonyms: map[string][]string{}}
	own, found := bindFile(fsys, paths, wordsPath, &words)
	if own != nil {
		v.Words = words.Words
		for i, word := range words.Words {
			if utf8.RuneCountInString(word) < 2 {
				s := own.where[fmt.Sprintf("words.%d", i)]
				own.report(diag.Error, "word-length", s.valueStart, s.valueEnd, "一个词至少要有两个字").
					Hint = "一个字不用写在这里，搜索本来就认得每一个字"
			}
		}
		found = own.found
	}
	b, faults := bindFile(fsys, paths, synonymsPath, &synonyms)
	found = append(found, faults...)
	if b == nil {
		return v, found
	}
	for _, said := range slices.Sorted(maps.Keys(synonyms.Synonyms)) {
		written, s := synonyms.Synonyms[said], b.where["synonyms."+said]
		switch {
		case utf8.RuneCountInString(said) < 2:
			b.report(diag.Error, "synonym", s.keyStart, s.keyEnd, "大家的说法至少要有两个字").
				Hint = "一个字太宽：搜什么都会带上它；写上它前后的字"
		case len(written) == 0 || slices.Contains(written, ""):
			b.report(diag.Error, "synonym", s.keyStart, s.valueEnd, fmt.Sprintf("没有写“%s”在文件里叫什么", said)).
				Hint = `例如 "开公司" = ["开办企业"]`
		case slices.Contains(written, said):
			b.report(diag.Error, "synonym", s.valueStart, s.valueEnd, fmt.Sprintf("“%s”的同义词里有它自己", said)).
				Hint = "左边写大家怎么说，右边只写文件里怎么写"
		}
		v.Synonyms[said] = written
	}
	return v, append(found, b.found...)
}

// bindFile reads a file of settings. The binder is nil if the file is missing
// or cannot be read.
func bindFile(fsys fs.FS, paths []string, name string, into any) (*binder, []diag.Diagnostic) {
	if !slices.Contains(paths, name) {
		return nil, nil
	}
	src, fault := readText(fsys, name)
	if fault != nil {
		return nil, []diag.Diagnostic{*fault}
	}
	b, _ := bind(src, 0, len(src.Text), into, nil)
	return b, nil
}
