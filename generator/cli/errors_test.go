package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"gongshi/generator/output"
	"gongshi/generator/serve"
)

// TestExplain wraps each error as the packages below do and reads what a
// person is told.
func TestExplain(t *testing.T) {
	full := &fs.PathError{Op: "write", Path: "/srv/x", Err: syscall.ENOSPC}
	tests := []struct {
		err  error
		want string
	}{
		{usageError("%d 个", 3), "3 个"},
		{fmt.Errorf("lock: %w", output.ErrLocked), "另一个 gongshi 正在写这个文件夹；等它结束后再运行"},
		{output.ErrEmpty, "没有可以发布的文件"},
		{&output.ForeignError{Dir: "/srv/www", Found: "photo.jpg"}, "/srv/www 不是 gongshi 生成的（里面有 photo.jpg），没有改动它；"},
		{&output.ProtectedError{Dir: "/home", Path: "/home/a"}, "不能把网站放到 /home，这会毁掉 /home/a；"},
		{&output.NotFolderError{Path: "/srv/www"}, "/srv/www 是一个文件，不是文件夹；"},
		{&output.MountError{Dir: "/srv/www"}, "/srv/www 是挂载点，不能整个替换；请放到它里面的文件夹，例如 /srv/www/public"},
		{&output.MountError{Dir: "/srv/www", At: "/srv/www/files"}, "/srv/www 里的 /srv/www/files 是挂载点，替换网站会删掉挂在那里的文件，没有改动它；"},
		{fmt.Errorf("write site: %w", &output.WriteError{Path: "2021/index.html", Err: full}), "写不了 2021/index.html：磁盘已满；原来的网站没有改动"},
		{&output.LeftoverError{Dir: "/srv/.www.staging", Err: fs.ErrPermission}, "新网站已经换上，但旧网站留在 /srv/.www.staging 没有删掉：没有权限；"},
		{fmt.Errorf("write site: %w", &fs.PathError{Op: "mkdir", Path: "/srv/www", Err: syscall.EACCES}), "/srv/www：没有权限"},
		{&os.LinkError{Op: "rename", Old: "/a", New: "/b", Err: syscall.EROFS}, "/a 不能改名为 /b：磁盘是只读的"},
		{fmt.Errorf("sync: %w", syscall.EIO), "磁盘读写出错"},
		{errors.New("strange"), "系统报告 strange"},
		{&serve.WatchError{Folder: "content", Err: syscall.ENOSPC}, "不能监视 content 里的改动：系统允许监视的文件夹用完了；"},
		{&serve.WatchError{Err: syscall.EMFILE}, "不能监视文件的改动：系统允许监视的文件夹用完了；"},
		{&serve.WatchError{Folder: "content", Err: syscall.EIO}, "不能监视 content 里的改动：磁盘读写出错"},
	}
	for _, tt := range tests {
		if got := explain(tt.err); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%v:\ngot  %s\nwant %s…", tt.err, got, tt.want)
		}
	}
}
