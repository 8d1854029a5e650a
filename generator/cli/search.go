package cli

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"gongshi/generator/assets"
	"gongshi/generator/diag"
	"gongshi/generator/engine"
	"gongshi/generator/search"
	"gongshi/generator/site"
	"gongshi/generator/source"
)

func searchCommand(env Environment) *cobra.Command {
	folder := &value[string]{to: new(string), word: "文件夹", read: folder}
	variant := &value[site.Variant]{to: &site.Variant{}, word: "版本", read: oneOf(site.Variants, variantCode)}
	limit := &value[int]{to: new(int), word: "条数", read: whole(1, 1000, "应当是 1 到 1000 的整数")}
	*folder.to, *variant.to, *limit.to = "public", site.Variants[0], 10
	format := "text"
	var literal bool
	cmd := &cobra.Command{
		Use: "search 词", Short: "在生成好的网站里搜索，并说明排名的理由", Args: queryArguments,
		Long: `读生成好的搜索索引，列出网站的搜索页会给出的结果：顺序相同，并说明每一条的分数是怎么来的。`,
		RunE: func(_ *cobra.Command, args []string) error {
			script, err := assets.Script(source.Layers(os.DirFS("."), env.Defaults), engine.Module, engine.Name)
			if err != nil {
				return err
			}
			root := os.DirFS(*folder.to)
			x, err := engine.New(script, search.EntryPath(*variant.to), func(path string) ([]byte, error) { return fs.ReadFile(root, path[1:]) })
			if err != nil {
				return searchError(*folder.to, err)
			}
			f, err := look(x, strings.Join(args, " "), literal, *limit.to)
			if err != nil {
				return searchError(*folder.to, err)
			}
			if format == "json" {
				return diag.WriteJSON(env.Stdout, f)
			}
			return f.print(env.Stdout)
		},
	}
	cmd.Flags().VarP(folder, "destination", "d", "生成好的网站所在的文件夹（默认是 public）")
	cmd.Flags().Var(variant, "variant", codes(site.Variants)+"（默认是 Hans）")
	cmd.Flags().Var(limit, "limit", "最多列几条（默认 10）")
	cmd.Flags().Var(&value[string]{to: &format, word: "格式", read: oneWord("text", "json")}, "format", "text（默认，给人看）或 json")
	cmd.Flags().BoolVar(&literal, "literal", false, "照原样搜索，不改错字，不读拼音")
	return cmd
}

func queryArguments(_ *cobra.Command, args []string) error {
	if strings.TrimSpace(strings.Join(args, "")) == "" {
		return usageError("要写搜索什么，例如：gongshi search 急救站")
	}
	return nil
}

func variantCode(v site.Variant) string { return v.Code }

func codes(list []site.Variant) string {
	var text []string
	for _, v := range list {
		text = append(text, v.Code)
	}
	return strings.Join(text, "、")
}

// searchError explains in Chinese why an index cannot be read.
func searchError(folder string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOTDIR):
		return usageError("%s 是文件，不是文件夹；-d 后面要写生成好的网站所在的文件夹，例如 -d public", filepath.ToSlash(folder))
	case errors.Is(err, fs.ErrNotExist):
		return usageError("%s 里没有搜索索引，或者缺了文件；先运行 gongshi build，再来搜索", filepath.ToSlash(folder))
	case errors.Is(err, engine.ErrDamaged):
		return usageError("%s 里的搜索索引坏了；再运行一次 gongshi build", filepath.ToSlash(folder))
	case errors.Is(err, engine.ErrVersion):
		return usageError("%s 里的搜索索引是另一个版本的 gongshi 做的；再运行一次 gongshi build", filepath.ToSlash(folder))
	}
	return err
}

// found is an answer with what is shown of its hits.
type found struct {
	*engine.Answer
	Card         *engine.Card
	Hits         []shownHit
	Near         int // hits that do not quite meet the query
	Files, Bytes int // that have been read
}

type shownHit struct {
	engine.Hit
	engine.Passage
	Snippet string // what was found is in 【】
}

// snippetLength is the length of a printed snippet in characters.
const snippetLength = 60

// look asks for a query.
func look(x *engine.Engine, query string, literal bool, limit int) (*found, error) {
	a, err := x.Search(query, map[string]any{"literal": literal})
	if err != nil {
		return nil, err
	}
	f := &found{Answer: a, Near: len(a.Hits) - a.Total, Hits: []shownHit{}}
	if f.Card, err = x.Card(a); err != nil {
		return nil, err
	}
	for _, h := range a.Hits[:min(len(a.Hits), limit)] {
		passages, err := x.Passages(h.ID)
		if err != nil {
			return nil, err
		}
		snippet, err := x.Snippet(passages[0].Text, a, snippetLength)
		if err != nil {
			return nil, err
		}
		f.Hits = append(f.Hits, shownHit{h, passages[0], snippet.Marked("【", "】")})
	}
	f.Files, f.Bytes = x.Files, x.Bytes
	return f, nil
}

func (f *found) print(w io.Writer) error {
	b := bufio.NewWriter(w)
	if f.Column != "" {
		printf(b, "本站的表里没有“%s”这一栏。\n", f.Column)
	}
	if f.State != nil {
		printf(b, "问的是状态：%s；表里符合的：%s；表里标明的：%s\n", f.State.Said, cmp.Or(strings.Join(f.State.Values, "、"), "没有"), cmp.Or(strings.Join(f.State.Known, "、"), "没有"))
	}
	if f.Answered != f.Query {
		printf(b, "没有找到“%s”，以下是“%s”的结果。\n", f.Query, f.Answered)
	}
	if len(f.Suggestions) > 0 {
		printf(b, "您是不是要找：%s\n", strings.Join(f.Suggestions, "、"))
	}
	if len(f.Dropped) > 0 && f.Total == 0 {
		printf(b, "公开的文字里没有出现：%s\n", strings.Join(f.Dropped, "、"))
	}
	printf(b, "查找：%s\n完全符合 %d 条，近似 %d 条；读了 %d 个文件，%d 字节\n", sought(f.Answer), f.Total, f.Near, f.Files, f.Bytes)
	if f.Card != nil {
		printf(b, "最接近的原文：%s\n", f.Card.Text.Marked("【", "】"))
	}
	for i, h := range f.Hits {
		if i == f.Total {
			printf(b, "\n近似结果：\n")
		}
		h.print(b, i+1)
	}
	return b.Flush()
}

// sought are the words of a query, each with what may stand for it.
func sought(a *engine.Answer) string {
	var words []string
	for _, alternatives := range a.Sought {
		words = append(words, strings.Join(alternatives, "/"))
	}
	return strings.Join(words, " + ")
}

func (h *shownHit) print(b *bufio.Writer, number int) {
	printf(b, "\n%d. %s  %.2f 分\n   %s", number, h.URL, h.Score, h.Title)
	if h.Heading != "" {
		printf(b, "：%s", h.Heading)
	}
	printf(b, "\n   %s\n", h.Snippet)
	if len(h.Missing) > 0 {
		printf(b, "   缺少：%s\n", strings.Join(h.Missing, "、"))
	}
	printf(b, "   理由：%s\n", scoreOf(h.Hit))
}

var tierNames = map[int]string{3: "原样", 2: "全部词语", 1: "大部分词语"}

// scoreOf lists the parts of a score, those of pairs as one sum.
func scoreOf(h engine.Hit) string {
	list := []string{tierNames[h.Tier]}
	pairs := 0.0
	for _, p := range h.Parts {
		switch p.Kind {
		case "pair":
			pairs += p.Score
		case "report":
			list = append(list, fmt.Sprintf("“%s”是报告的名称", p.Text))
		default:
			list = append(list, fmt.Sprintf("词“%s” %.2f", p.Text, p.Score))
		}
	}
	if pairs > 0 {
		list = append(list, fmt.Sprintf("双字 %.2f", pairs))
	}
	return strings.Join(list, "，")
}
