package generator_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongshi/generator/pdf"
)

// wideSite is a report of twelve columns: short values, an empty column, a long title.
func wideSite(tasks int) fstest.MapFS {
	site := fstest.MapFS{
		"content/site.toml": {Data: []byte("title = \"东海区\"\nbase_url = \"https://a.cn/\"\n")},
		"content/2024/_index.md": {Data: []byte("+++\ntitle = \"汇总表\"\ndate = 2024-01-01\nsource = \"区\"\n" +
			"columns = [\"category\", \"number\", \"title\", \"target\", \"result\", \"lead\", \"support\", \"leader\", \"due\", \"status\", \"note\", \"extra.依据文件\"]\n+++\n")},
	}
	for i := range tasks {
		site[fmt.Sprintf("content/2024/%03d.md", i+1)] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"推进第%d项重点工程和老旧小区改造\"\nnumber = %[1]d\ncategory = \"民生保障\"\n"+
			"lead = \"区生态环境局\"\nsupport = [\"区财政局\", \"各街道办事处\"]\nleader = \"张某\"\ndue = \"2024年底\"\nstatus = \"超额完成\"\n"+
			"[extra]\n\"依据文件\" = \"海政发〔2024〕%[1]d号\"\n+++\n\n## 完成%[1]d个小区的改造\n\n全年完成%[1]d个小区的改造，居民满意度达到九成以上。\n", i+1)}
	}
	return site
}

// printed returns the text of each page of the open page on paper.
func (s searching) printed(reader *pdf.Reader) []string {
	s.t.Helper()
	yes := true
	result, err := chromedp.Call(s.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PreferCSSPageSize: &yes})
	must(s.t, err)
	pages, err := reader.Pages(result.Data)
	must(s.t, err)
	return pages
}

// TestPaper prints a report as readers see it, in the dark and with large letters too: every
// page is white, repeats the heads of the table and has letters of 9 pt at least; nothing that
// is only for screens is on it, and the last page is more than its footer.
func TestPaper(t *testing.T) {
	t.Parallel()
	reader := &pdf.Reader{Cache: "../.cache/pdf", Patience: time.Minute}
	for i, c := range []struct {
		name, server string
		heads        []string
		unbroken     string
	}{
		{"the report", realServer(t), []string{"序号", "任务名称", "年度任务及目标", "全年完成情况"}, ""},
		{"twelve columns", strictServer(t, build(t, wideSite(40)).Set), []string{"类别", "任务名称", "牵头单位", "依据文件"}, "超额完成"},
	} {
		path := map[bool]string{true: "/2021/", false: "/2024/"}[c.name == "the report"]
		s := searching{t: t, server: c.server, visit: newVisit(t)}
		chosen := []look{looks[3], looks[6]}
		if !complete() { // one of the two on each
			chosen = chosen[i : i+1]
		}
		for _, look := range chosen {
			s.screen(t, 1440, look.scheme, true)
			s.open("/404.html")
			eval[bool](t, s.visit, `localStorage.setItem("gongshi-display", `+"`"+look.kept+"`"+`); true`)
			s.open(path)
			pages := s.printed(reader)
			for i, text := range pages {
				for _, head := range c.heads {
					if !strings.Contains(text, head) {
						t.Errorf("%s, %s: page %d does not repeat %s:\n%s", c.name, look.name, i+1, head, text)
					}
				}
				for _, screen := range []string{"复制", "打印", "筛选和排序", "下载", "微信公众号", "返回顶部", "使用帮助", "跳到正文"} {
					if strings.Contains(text, screen) {
						t.Errorf("%s, %s: page %d says %s", c.name, look.name, i+1, screen)
					}
				}
			}
			if !strings.Contains(strings.Join(pages, "\n"), c.unbroken) {
				t.Errorf("%s, %s: %q does not stand in one line", c.name, look.name, c.unbroken)
			}
			call(t, s.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			if faults := eval[[]string](t, s.visit, paperFaults); len(faults) > 0 {
				t.Errorf("%s, %s: %q", c.name, look.name, faults)
			}
			t.Logf("%s, %s: %d pages", c.name, look.name, len(pages))
		}
	}
}

// paperFaults lists grounds that are not white, and letters smaller than 9 pt.
const paperFaults = `(() => {
	const faults = new Set();
	for (const e of [document.documentElement, document.body, document.querySelector("main")]) {
		const ground = getComputedStyle(e).backgroundColor;
		if (ground !== "rgb(255, 255, 255)" && ground !== "rgba(0, 0, 0, 0)") faults.add("ground " + ground);
	}
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const e = walker.currentNode.parentElement;
		if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest(".visually-hidden")) continue;
		const style = getComputedStyle(e);
		if (parseFloat(style.fontSize) < 11.99) faults.add(style.fontSize + ": " + e.tagName + "." + e.className);
		if (style.color !== "rgb(0, 0, 0)" && style.color !== "rgb(51, 51, 51)") faults.add(style.color + ": " + e.tagName + "." + e.className);
	}
	return [...faults];
})()`

// TestWideTable looks at twelve columns: on a desk short values stand in one line, the empty
// column is narrow, the first columns stay while the others scroll, and the page itself does
// not; on a tablet and a phone each row is a card under its goal, without empty lines.
func TestWideTable(t *testing.T) {
	t.Parallel()
	s := filtering(t, strictServer(t, build(t, wideSite(12)).Set))
	s.open("/2024/")
	for _, check := range []struct{ what, expression string }{
		{"values are broken", `[...document.querySelectorAll("tbody :is(.c-status, .c-category, .c-lead, .c-due) > div")].every(d => d.offsetHeight < 40)`},
		{"the empty column is wide", `document.querySelector("thead .c-note").offsetWidth < 60`},
		{"the page is wider than the screen", tooWide + ` === 0`},
		{"the first columns go", `(() => {
			const frame = document.querySelector(".report-scroll"), left = () => document.querySelector("#task-3 .c-title").getBoundingClientRect().left - frame.getBoundingClientRect().left;
			frame.scrollLeft = 10_000;
			return frame.scrollLeft > 50 && left() >= 0 && left() < 100;
		})()`},
		{"the head goes", `(() => {
			const frame = document.querySelector(".report-scroll");
			frame.scrollTop = 10_000;
			return frame.scrollTop > 50 && document.querySelector("thead th").getBoundingClientRect().top - frame.getBoundingClientRect().top < 5;
		})()`},
	} {
		if !eval[bool](t, s.visit, check.expression) {
			t.Errorf("at 1440: %s", check.what)
		}
	}
	for _, width := range []int64{360, 768} {
		s.screen(t, width, "light", true)
		if fault := eval[string](t, s.visit, `(() => {
			const top = (key) => document.querySelector("#task-3 .c-" + key).getBoundingClientRect().top;
			const goal = getComputedStyle(document.querySelector("#task-3 .c-target > div")), label = getComputedStyle(document.querySelector("#task-3 .c-target"), "::before");
			if (!(top("title") < top("category") && top("category") < top("target"))) return "the category does not follow the title";
			if (document.querySelector("#task-3 .c-note").checkVisibility()) return "an empty line is shown";
			if (goal.fontWeight < 600 || parseFloat(label.fontSize) >= parseFloat(goal.fontSize)) return "the goal is no heading";
			return "";
		})()`); fault != "" {
			t.Errorf("at %d: %s", width, fault)
		}
	}
}
