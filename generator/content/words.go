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

// other reads a settings file beside site.toml into the struct that dst points to, and
// lets check report what is wrong in it.
func (c *config) other(fsys fs.FS, paths []string, name string, dst any, check func(r *reporter)) {
	var r reporter
	r.readFile(fsys, paths, name, dst)
	check(&r)
	c.found = append(c.found, r.found...)
}

// short reports whether a word has less than two characters.
func short(word string) bool { return utf8.RuneCountInString(word) < 2 }

// loadWrong reads the site's own list of wrong words.
func (c *config) loadWrong(fsys fs.FS, paths []string) {
	var own wrongFile
	c.other(fsys, paths, wrongPath, &own, func(r *reporter) {
		for _, wrong := range slices.Sorted(maps.Keys(own.Wrong)) {
			if right := own.Wrong[wrong]; short(wrong) || right == "" || right == wrong {
				r.add(r.atPair("wrong-list", "wrong."+wrong, "左边写错的词，至少两个字，右边写对的词").
					WithHint(`例如 "登陆系统" = "登录系统"`))
				delete(own.Wrong, wrong)
			}
		}
	})
	c.site.Proof.Wrong, c.site.Proof.Right = own.Wrong, own.Right
}

// loadNames reads names.toml, which maps persons to their offices.
func (c *config) loadNames(fsys fs.FS, paths []string) {
	var file namesFile
	c.site.Proof.Names = map[string][]string{}
	c.other(fsys, paths, namesPath, &file, func(r *reporter) {
		for _, name := range slices.Sorted(maps.Keys(file.Names)) {
			offices := file.Names[name]
			if short(name) || len(offices) == 0 || slices.Contains(offices, "") {
				r.add(r.atPair("names-list", "names."+name, "左边写姓名，至少两个字，右边写他的职务").
					WithHint(`例如 "张三" = ["区委副书记", "区长"]`))
				continue
			}
			c.site.Proof.Names[name] = offices
		}
	})
}

// loadWords reads variants.toml, the site's own rules for conversion.
func (c *config) loadWords(fsys fs.FS, paths []string) {
	var file variantsFile
	c.other(fsys, paths, variantsPath, &file, func(r *reporter) {
		for _, from := range slices.Sorted(maps.Keys(file.Phrases)) {
			if want, have := utf8.RuneCountInString(from), utf8.RuneCountInString(file.Phrases[from]); want != have || want == 0 {
				r.add(r.atPair("variant-length", "phrases."+from, fmt.Sprintf("“%s”有 %d 个字，它的繁体写法有 %d 个字", from, want, have)).
					WithHint("繁体只换字，不换词，两边的字数要相同"))
			}
		}
		r.checkWords("protect", file.Protect, "variant-protect", "保持原样的词至少要有两个字", "一个字在别处可能要转换；写上它前后的字")
	})
	c.site.Words = site.Words{Protect: file.Protect, Phrases: file.Phrases}
}

// checkWords reports the short words in a list.
func (r *reporter) checkWords(key string, words []string, rule, message, hint string) {
	for i, word := range words {
		if short(word) {
			r.add(r.at(diag.Error, rule, r.element(key, i), message).WithHint(hint))
		}
	}
}

// loadVocabulary reads words.toml and synonyms.toml.
func (c *config) loadVocabulary(fsys fs.FS, paths []string) {
	var words wordsFile
	c.other(fsys, paths, wordsPath, &words, func(r *reporter) {
		r.checkWords("words", words.Words, "word-length", "一个词至少要有两个字", "一个字不用写在这里，搜索本来就认得每一个字")
	})
	var synonyms synonymsFile
	c.site.Vocabulary = site.Vocabulary{Words: words.Words, Synonyms: map[string][]string{}}
	c.other(fsys, paths, synonymsPath, &synonyms, func(r *reporter) {
		for _, everyday := range slices.Sorted(maps.Keys(synonyms.Synonyms)) {
			official, key := synonyms.Synonyms[everyday], join("synonyms", everyday)
			switch at := r.where[key]; {
			case short(everyday):
				r.add(r.src.Report(diag.Error, "synonym", at.keyStart, at.keyEnd, "大家的说法至少要有两个字").
					WithHint("一个字太宽：搜什么都会带上它；写上它前后的字"))
			case len(official) == 0 || slices.Contains(official, ""):
				r.add(r.atPair("synonym", key, fmt.Sprintf("没有写“%s”在文件里叫什么", everyday)).WithHint(`例如 "开公司" = ["开办企业"]`))
			case slices.Contains(official, everyday):
				r.add(r.at(diag.Error, "synonym", key, fmt.Sprintf("“%s”的同义词里有它自己", everyday)).
					WithHint("左边写大家怎么说，右边只写文件里怎么写"))
			}
			c.site.Vocabulary.Synonyms[everyday] = official
		}
	})
}
