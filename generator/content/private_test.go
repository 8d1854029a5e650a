package content

import (
	"testing"
	"testing/fstest"
)

// TestAttachmentsAreReadOnce until their bytes change; what was found is told
// each time.
func TestAttachmentsAreReadOnce(t *testing.T) {
	source := fstest.MapFS{
		"content/site.toml": {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/\"\n")},
		"content/名单.txt":    {Data: []byte("13800138000")},
		"static/说明.txt":     {Data: []byte("干净")},
	}
	reads := 0
	opt := Options{Cache: &Cache{}, Attachment: func(_ string, data []byte) Attached {
		reads++
		return Attached{Texts: []string{string(data)}}
	}}
	for _, step := range []struct {
		change        string // new bytes of 名单.txt, if any
		reads, faults int
	}{{"", 2, 1}, {"", 2, 1}, {"已经删掉", 3, 0}, {"15012345678", 4, 1}} {
		if step.change != "" {
			source["content/名单.txt"] = &fstest.MapFile{Data: []byte(step.change)}
		}
		if _, found := Load(source, opt); len(found) != step.faults || reads != step.reads {
			t.Errorf("after %q: %d reads, %v", step.change, reads, found)
		}
	}
}
