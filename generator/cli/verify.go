package cli

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/output"
	"gongshi/generator/record"
)

func verifyCommand(env Environment) *cobra.Command {
	at, key := "public", ""
	cmd := &cobra.Command{
		Use: "verify 网址|文件夹|文件", Short: "用公开日志核验网站或文件",
		Long: `核验一个网站，或者它的文件夹：日志的签名对不对，是不是在上次看到的后面接着写的，
每个网页和文件是不是日志里记的那一个。给出一个文件，就查它什么时候在网站上公布过。

退出码：0 相符，1 有不相符的，2 没有核验成。`,
		Example: `  gongshi verify https://www.example.gov.cn/
  gongshi verify public
  gongshi verify 保存的网页.html --log https://www.example.gov.cn/`,
		Args: oneArgument("要写核验什么：网址、网站的文件夹，或者一个文件"),
		RunE: func(_ *cobra.Command, args []string) error {
			if info, err := os.Stat(args[0]); err == nil && !info.IsDir() {
				return verifyFile(env, args[0], at)
			}
			return verifySite(env, args[0], strings.ToLower(strings.TrimSpace(key)))
		},
	}
	cmd.Flags().Var(&value[string]{to: &at, word: "网站", read: folder}, "log", "文件在哪个网站公布过：网址或文件夹（默认是 public）")
	cmd.Flags().Var(&value[string]{to: &key, word: "指纹", read: folder}, "fingerprint", "公钥应当有的指纹，照主办单位印发的写")
	return cmd
}

// served opens a site on the network or in a folder.
func served(where string) (record.Site, error) {
	if strings.HasPrefix(where, "https://") || strings.HasPrefix(where, "http://") {
		return record.Site{Get: onNetwork(where), Each: generator.Parallel(connections)}, nil
	}
	s := record.Site{Get: inFolder(where), Files: []string{}, Each: generator.Parallel(runtime.GOMAXPROCS(0))}
	if info, err := os.Stat(where); err != nil || !info.IsDir() {
		return s, usageError("没有文件夹 %s；网址要写全，以 https:// 开头", where)
	}
	return s, fs.WalkDir(os.DirFS(where), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && name != output.Marker {
			s.Files = append(s.Files, name)
		}
		return err
	})
}

// seenFile is where the checkpoint of a log is kept that was seen last.
func seenFile(where string) string {
	if dir, err := filepath.Abs(where); err == nil && !strings.Contains(where, "://") {
		where = dir
	}
	return filepath.Join(cacheFolder(), "seen", fmt.Sprintf("%x", sha256.Sum256([]byte(strings.TrimSuffix(where, "/"))))[:32])
}

func verifySite(env Environment, where, key string) error {
	s, err := served(where)
	if err != nil {
		return err
	}
	seen, _ := os.ReadFile(seenFile(where)) // the first time there is none
	r, err := record.Verify(s, seen, key)
	if err != nil {
		return err
	}
	for _, fault := range r.Faults {
		fmt.Fprintln(env.Stdout, "不相符　"+fault)
	}
	if r.Restarted {
		fmt.Fprintln(env.Stdout, "注意　　旧日志的密钥丢了，这是接着它另起的日志；请向主办单位核实新的指纹")
	}
	if r.Log != nil {
		last, when := r.Log.Ends()
		fmt.Fprintf(env.Stdout, "日志：%s，共 %d 条，最后一条 %s\n公钥的指纹：%s\n", r.Log.Origin, last+1, when, cmp.Or(r.Log.Fingerprint(), "没有公钥"))
	}
	if len(r.Faults) > 0 {
		fmt.Fprintf(env.Stdout, "核对了 %d 个文件，有 %d 处不相符\n", r.Checked, len(r.Faults))
		return errContent
	}
	if err := writeChanged(seenFile(where), r.Log.Note); err != nil {
		fmt.Fprintf(env.Stderr, "记不下这次看到的日志：%s；下次不能核对它有没有被改写\n", reason(err))
	}
	_, err = fmt.Fprintf(env.Stdout, "相符：核对了 %d 个文件\n", r.Checked)
	return err
}

func verifyFile(env Environment, file, at string) error {
	data, err := readFile(file)
	if err != nil {
		return usageError("读不了 %s：%s", file, reason(err))
	}
	s, err := served(at)
	if err != nil {
		return err
	}
	l, err := record.Read(s.Get)
	var damage *record.Damage
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return usageError("%s 没有公开日志；用 --log 写明在哪个网站", at)
	case errors.As(err, &damage):
		fmt.Fprintln(env.Stdout, "不相符　日志："+damage.Error())
		return errContent
	case err != nil:
		return err
	}
	if err := l.Signed(); err != nil {
		fmt.Fprintln(env.Stdout, "注意　　日志："+err.Error())
	}
	found := l.Find(sha256.Sum256(data))
	for _, o := range found {
		until, version := "，现在还是", ""
		if o.To != "" {
			until = "起，到 " + o.To + " 为止"
		}
		if o.Version > 0 {
			version = fmt.Sprintf("，第 %d 版", o.Version)
		}
		fmt.Fprintf(env.Stdout, "公布过：%s 在 %s/%s，从 %s %s（第 %d 条%s）\n", file, strings.TrimSuffix(l.Origin, "/record"), o.Path, o.From, until, o.Entry, version)
	}
	if len(found) == 0 {
		fmt.Fprintf(env.Stdout, "没有公布过：%s 的日志里没有 %s\n", l.Origin, file)
		return errContent
	}
	return nil
}
