package generator_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gongshi/generator/archive"
)

// replayScript is the program that shows archives, which `make test-all` installs.
const replayScript = "../.cache/replay/node_modules/@webrecorder/wabac/dist/sw.js"

// addArchive starts the program and gives it the archive.
const addArchive = `(async () => {
	await navigator.serviceWorker.register("/sw.js");
	await navigator.serviceWorker.ready;
	const worker = (await navigator.serviceWorker.getRegistration()).active;
	const added = new Promise((resolve, reject) => navigator.serviceWorker.addEventListener("message", e => {
		if (e.data.msg_type === "collAdded") resolve("added");
		if (e.data.error) reject(new Error(e.data.error));
	}));
	navigator.serviceWorker.startMessages();
	worker.postMessage({msg_type: "addColl", name: "site", file: {sourceUrl: location.origin + "/site.wacz"}});
	await added;
	// show opens a page of the archive and waits for what is looked for in it.
	window.show = (path, find) => new Promise((resolve, reject) => {
		const frame = document.body.appendChild(document.createElement("iframe"));
		frame.src = "/w/site/20220110072500mp_/https://www.bjdch.gov.cn" + path;
		const end = performance.now() + 20000;
		const look = () => {
			const d = frame.contentDocument;
			if (d?.readyState === "complete" && find(d)) resolve(d);
			else if (performance.now() > end) reject(new Error(path + ": " + (d ? d.location.href + d.documentElement.outerHTML.slice(0, 900) : "no document")));
			else setTimeout(look, 20);
		};
		look();
	});
	return "added";
})()`

// TestReplay shows the archive of this repository's own site in Chromium, from the WACZ file
// alone: the home page, a report and a task with their styles, and the search.
func TestReplay(t *testing.T) {
	t.Parallel()
	if !complete() {
		t.Skip("the program that shows archives is installed by `make test-all`")
	}
	script, err := os.ReadFile(replayScript)
	if err != nil {
		t.Fatalf("run the tests by `make test-all`: %v", err)
	}
	wacz, _ := archiveOf(t, buildReal(t).Set, archive.Options{WACZ: true})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			_, _ = io.WriteString(w, "<!doctype html><title>replay</title><style>iframe { width: 1200px; height: 800px }</style>")
		case "/sw.js":
			http.ServeContent(w, r, "sw.js", time.Time{}, bytes.NewReader(script))
		case "/site.wacz":
			http.ServeContent(w, r, "site.wacz", time.Time{}, bytes.NewReader(wacz))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	v := newVisit(t)
	must(t, chromedp.Do(v.ctx, chromedp.Navigate(server.URL)))
	if got := eval[string](t, v, addArchive); got != "added" {
		t.Fatal(got)
	}
	for path, title := range map[string]string{"/": "北京市东城区人民政府", "/2021/": "2021年度市政府绩效任务全年完成情况汇总表", "/2021/4/": "污染防治攻坚战工作"} {
		got := eval[[]string](t, v, `show("`+path+`", d => d.querySelector(".site-band")).then(d => [d.title, d.defaultView.getComputedStyle(d.querySelector(".site-band")).backgroundColor])`)
		if !strings.HasPrefix(got[0], title) || got[1] != "rgb(125, 26, 22)" {
			t.Errorf("%s is shown as %q", path, got)
		}
	}
	// An address with a query is no record; the search page itself is one.
	got := eval[string](t, v, `show("/search/", d => {
		const field = d.querySelector("main input[type=search]");
		if (field && field.value !== "急救站") {
			field.value = "急救站";
			field.dispatchEvent(new Event("input", {bubbles: true}));
		}
		return d.querySelector("#search-results li a");
	}).then(d => d.querySelector("#search-results").innerText)`)
	if !strings.Contains(got, "急救") {
		t.Errorf("the search answers %q", got)
	}
}

// inZip is the text of a file in a ZIP file.
func inZip(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	f, err := z.Open(name)
	must(t, err)
	text, err := io.ReadAll(f)
	must(t, err)
	return string(text)
}
