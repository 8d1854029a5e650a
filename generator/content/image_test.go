package content

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"testing/fstest"
)

// TestImage checks the picture that site.toml names for links to the site.
func TestImage(t *testing.T) {
	picture := func(width, height int) *fstest.MapFile {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
			t.Fatal(err)
		}
		return &fstest.MapFile{Data: b.Bytes()}
	}
	files := fstest.MapFS{"content/a.png": picture(300, 300), "content/图/b.png": picture(1200, 630), "content/c.png": picture(1200, 299), "x.png": picture(400, 400), "content/d.png": {Data: []byte("\x89PNG\r\n\x1a\n")}}
	for written, want := range map[string]struct{ path, fault string }{
		"": {path: "/share.png"}, `"/a.png"`: {path: "/a.png"}, `"图/b.png"`: {path: "/图/b.png"}, `"/c.png"`: {fault: "1200×299"}, `"/d.png"`: {fault: "不是 PNG"},
		`"/e.png"`: {fault: "没有这个"}, `"../x.png"`: {fault: "没有这个"}, `"https://a.cn/a.png"`: {fault: "没有这个"}, `""`: {fault: "没有这个"},
	} {
		text := "title = \"甲\"\nbase_url = \"https://a.cn/\"\n"
		if written != "" {
			text += "image = " + written + "\n"
		}
		files["content/site.toml"] = &fstest.MapFile{Data: []byte(text)}
		s, faults := Load(files, Options{})
		told := ""
		for _, d := range faults {
			if d.Rule == "image" {
				told = d.Message
			}
		}
		if want.fault == "" && (told != "" || s.Image != want.path) || want.fault != "" && !strings.Contains(told, want.fault) {
			t.Errorf("image = %s: %q, %q", written, s.Image, told)
		}
	}
}
