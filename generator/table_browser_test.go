package generator_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

// filterSite is a report with units, states, measures and categories to choose from.
var filterSite = fstest.MapFS{
	"content/site.toml":      {Data: []byte("title = \"东海区\"\nbase_url = \"https://a.cn/\"\n")},
	"content/2024/_index.md": {Data: []byte("+++\ntitle = \"汇总表\"\ndate = 2024-01-01\nsource = \"区\"\n+++\n")},
	"content/2024/01.md": {Data: []byte("+++\ntitle = \"绿化\"\nnumber = 1\nlead = \"园林局、住建委\"\nstatus = \"已完成\"\n[[target]]\n" +
		"measure = {name = \"树\", direction = \"≥\", goal = 20, actual = 10, unit = \"棵\"}\n[[target]]\nmeasure = {name = \"花\", direction = \"≥\", goal = 5, actual = 6, unit = \"盆\", provisional = true}\n" +
		"+++\n\n## 种树\n\n种了 10 棵。\n\n## 种花\n\n没有种。\n")},
	"content/2024/02.md": {Data: []byte("+++\ntitle = \"道路\"\nnumber = 2\nlead = \"住建委\"\nstatus = \"未完成\"\nnote = \"=1+1\"\n+++\n\n## 修路\n\n修了\"一\"条,长 3 里。\n")},
	"content/2024/03.md": {Data: []byte("+++\ntitle = \"学校\"\nnumber = 10\nlead = \"教委\"\nstatus = \"已完成\"\n+++\n\n## 建校\n\n建了。\n")},
}

const rowsShown = `[...document.querySelectorAll(".report tbody tr")].filter(r => r.checkVisibility()).map(r => [...r.cells].map(c => c.rowSpan + ":" + c.querySelector("div").textContent.trim()).join(" ")).join("\n")`

// filtering is a visit to the table of filterSite, or of another site.
func filtering(t *testing.T, server string) searching {
	t.Helper()
	s := searching{t: t, server: server, visit: newVisit(t)}
	s.screen(t, 1440, "light", true)
	return s
}

// choose sets a field of the tools by its name.
func (s searching) choose(name, value string) {
	s.t.Helper()
	eval[bool](s.t, s.visit, `(() => { const f = document.querySelector(".table-tools [name=`+name+`]"); f.value = "`+value+`"; return f.dispatchEvent(new Event("input", {bubbles: true})) })()`)
}

// rows waits until so many rows are shown.
func (s searching) rows(n int) string {
	s.t.Helper()
	status := `document.querySelector(".table-tools [role=status]").textContent`
	s.until(fmt.Sprintf(`(/[显顯]示 %d 行/.test(%s) || !%[1]d && /[没沒]有/.test(%[2]s))`, n, status))
	if got := eval[int](s.t, s.visit, `[...document.querySelectorAll(".report tbody tr")].filter(r => r.checkVisibility()).length`); got != n {
		s.t.Errorf("%d rows are told, and %d are seen", n, got)
	}
	return eval[string](s.t, s.visit, rowsShown)
}

// TestTableTools filters and sorts a table: what is chosen stands in the
// address and holds there, cells that span a task's rows stay right, and the
// rows shown can be downloaded. Without script the whole table is there.
func TestTableTools(t *testing.T) {
	t.Parallel()
	s := filtering(t, strictServer(t, build(t, filterSite).Set))
	s.open("/2024/")
	s.do(click(`.table-tools summary`), appears(`.table-tools [name=牵头单位]`))
	s.until(`document.querySelector(".table-tools [name=牵头单位]").options.length === 4`)
	s.choose("牵头单位", "住建委")
	if got := s.rows(3); strings.Contains(got, "学校") || !strings.Contains(got, "绿化") || !strings.Contains(got, "道路") {
		t.Errorf("of one unit:\n%s", got)
	}
	s.choose("q", "没有种")
	if got := s.rows(1); !strings.Contains(got, "1:绿化 1:种花") {
		t.Errorf("the second row of a task alone has to carry the task's cells:\n%s", got)
	}
	address := eval[string](t, s.visit, `location.search`)
	s.open("/2024/" + address)
	if got := s.rows(1); !strings.Contains(got, "1:绿化 1:种花") {
		t.Errorf("at the address %s:\n%s", address, got)
	}
	s.do(click(`.table-tools [type=reset]`))
	s.until(`location.search === "" && [...document.querySelectorAll(".report tbody tr")].every(r => r.checkVisibility())`)
	if got := s.rows(4); !strings.Contains(got, "2:绿化") {
		t.Errorf("after all is shown again:\n%s", got)
	}
	s.choose("sort", "-number")
	if got := s.rows(4); strings.Index(got, "学校") > strings.Index(got, "道路") || strings.Index(got, "道路") > strings.Index(got, "绿化") {
		t.Errorf("by number, the largest first:\n%s", got)
	}
	if eval[string](t, s.visit, `document.querySelector("th[aria-sort]").className + document.querySelector("th[aria-sort]").ariaSort`) != "c-numberdescending" {
		t.Error("the order is not told")
	}
	s.choose("状态", "未完成")
	text := eval[string](t, s.visit, `(() => {
		URL.createObjectURL = (blob) => { window.file = blob; return "blob:test" };
		HTMLAnchorElement.prototype.click = function () { window.saved = this.download };
		document.querySelector("[data-download]").click();
		return file.text().then((text) => saved + "\n" + text);
	})()`)
	name, rest, _ := strings.Cut(text, "\n")
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(rest, "\uFEFF"))).ReadAll()
	if err != nil || name != "汇总表（筛选）.csv" || len(lines) != 2 || lines[0][0] != "序号" || lines[1][3] != "修了\"一\"条,长 3 里。" || lines[1][len(lines[1])-1] != "'=1+1" {
		t.Errorf("%s holds %q: %v", name, lines, err)
	}
	s.choose("q", "无此文字")
	s.rows(0)
	s.screen(t, 1440, "light", false)
	s.open("/2024/?状态=未完成")
	if got := eval[int](t, s.visit, `[...document.querySelectorAll(".report tbody tr")].filter(r => r.checkVisibility()).length + 10 * document.querySelector(".table-tools").checkVisibility()`); got != 4 {
		t.Errorf("without script: %d", got)
	}
}

// TestTableByAddress opens addresses that say what to show, in the words of either
// script; a link to a row that the filter hides shows this row, too.
func TestTableByAddress(t *testing.T) {
	t.Parallel()
	s := filtering(t, strictServer(t, build(t, filterSite).Set))
	for _, c := range []struct {
		address string
		rows    int
		with    string
	}{
		{"/2024/?状态=未完成", 1, "修路"},
		{"/2024/?结果=未达到", 1, "种树"},
		{"/2024/?结果=待核定", 1, "种花"},
		{"/2024/?状态=待核定", 1, "种花"}, // which is the state of a measure here
		{"/2024/?状态=已完成&q=棵", 1, "种树"},
		{"/hant/2024/?状态=未完成", 1, "修路"},
		{"/2024/?狀態=已完成&牽頭單位=園林局", 2, "种花"},
		{"/2024/?状态=未完成#task-10-t1", 2, "建校"},
		{"/2024/?状态=没有这样的状态&utm_source=x", 4, "建校"},
		{"/2024/?状态=未完成#%E0%A4%A", 1, "修路"},
		{"/2024/?q=%5B(.*&状态=__proto__", 0, ""},
	} {
		s.open(c.address)
		for _, width := range []int64{360, 1440} { // rows are cards on a phone
			s.screen(t, width, "light", true)
			if got := s.rows(c.rows); !strings.Contains(got, c.with) {
				t.Errorf("%s:\n%s", c.address, got)
			}
		}
	}
	s.open("/2024/?状态=未完成")
	s.rows(1)
	eval[bool](t, s.visit, `(location.hash = "task-1", true)`)
	if got := s.rows(3); !strings.Contains(got, "2:绿化") {
		t.Errorf("a link to a hidden task:\n%s", got)
	}
	s.choose("状态", "已完成")
	s.rows(3)
	if said := s.said(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

// TestTableUnderstands types into the filter what is written otherwise in the table: it
// shows the rows that the search finds.
func TestTableUnderstands(t *testing.T) {
	t.Parallel()
	s := filtering(t, realServer(t))
	for _, path := range []string{"/2021/", "/hant/2021/"} {
		s.open(path)
		s.do(click(`.table-tools summary`), appears(`.table-tools [name=q]`))
		s.until(`document.querySelector(".table-tools [name=sort]").options.length > 0`)
		for _, c := range []struct {
			query string
			rows  int
		}{
			{"停車", 1}, {"停车", 1}, {"tingche", 1}, {"２８００", 1}, {"外防输入，内防反弹", 1}, {"垃級分类", 1}, {"堵车", 1}, {"", 46}, {"xyzzy", 0}, {"停车 2800", 1}, {"停车 -泊位", 0}, {"“停车泊位”", 1},
		} {
			s.choose("q", c.query)
			s.rows(c.rows)
		}
	}
}

// TestTableWithoutSearch cuts the way to the search: the text is then looked for as it is.
func TestTableWithoutSearch(t *testing.T) {
	t.Parallel()
	s := filtering(t, realServer(t)).through(func(pass http.Handler, w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/entry.json") {
			pass = http.NotFoundHandler()
		}
		pass.ServeHTTP(w, r)
	})
	s.open("/2021/?q=２８００")
	s.rows(1)
	s.choose("q", "tingche")
	s.rows(0)
}
