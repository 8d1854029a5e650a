package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator/archive"
	"gongshi/generator/output"
)

// archiveFlags are the flags of the command archive.
type archiveFlags struct {
	site, output, verify, extract, retention string
	since                                    []string
	siteFlags                                // the clock
}

func archiveCommand(env Environment) *cobra.Command {
	f := archiveFlags{site: "public"}
	cmd := &cobra.Command{
		Use: "archive", Short: "把生成好的网站归档，核对归档，从归档取回网站",
		Long: `把生成好的网站存成 WARC 文件（国家标准 GB/T 33994，.warc.gz）或 WACZ 文件（.wacz，
可以用 replayweb.page 打开），旁边放归档清单（.xlsx 和 .csv）：
  gongshi archive -o 2022.wacz                      归档
  gongshi archive -o 2023.wacz --since 2022.wacz    没有改变的内容不再存一份
  gongshi archive --verify 2022.wacz                核对每一个文件的摘要
  gongshi archive --extract 2022.wacz -o 2022       取回网站，放进 2022 文件夹`,
		RunE: func(*cobra.Command, []string) error { return f.run(env) },
	}
	clockFlag(cmd, &f.clock)
	flag := func(to *string, word, name, short, help string, read func(string) (string, error)) {
		cmd.Flags().VarP(&value[string]{to: to, word: word, read: read}, name, short, help)
	}
	flag(&f.site, "文件夹", "destination", "d", "生成好的网站所在的文件夹（默认是 public）", folder)
	flag(&f.output, "文件", "output", "o", "归档存成哪个文件，.warc.gz 或 .wacz；取回网站时，是放网站的文件夹", folder)
	flag(&f.verify, "文件", "verify", "", "核对这个归档；旁边有归档清单的，一起核对", folder)
	flag(&f.extract, "文件", "extract", "", "从这个归档取回网站", folder)
	flag(new(string), "文件", "since", "", "以前的归档，可以写几次：归档时，其中已有的内容不再存；取回时，从其中取", func(name string) (string, error) {
		f.since = append(f.since, name)
		if _, err := time.Parse(time.DateOnly, name); err == nil {
			return "", usageError("要写以前的归档文件；日期说不出哪些内容变了")
		}
		return folder(name)
	})
	flag(&f.retention, "期限", "retention", "", "写进归档清单的保管期限：永久、30年或10年（默认空着）", oneWord(archive.Retentions...))
	return cmd
}

func (f *archiveFlags) run(env Environment) error {
	if f.verify != "" && f.output+f.extract == "" && f.since == nil {
		return f.check(env)
	}
	if f.verify != "" || f.output == "" {
		return usageError("要写 -o 和一个名字，例如 gongshi archive -o 2022.wacz；核对只写 --verify 和一个归档")
	}
	run, names := f.restore, []string{f.output}
	if f.extract == "" {
		run, names = f.write, append(names, listName(f.output)+".xlsx", listName(f.output)+".csv")
	}
	for _, name := range names {
		if _, err := os.Lstat(name); err == nil {
			return usageError("%s 已经有了，没有改动它；请换一个名字", name)
		}
	}
	return run(env)
}

// readArchive reads and checks an archive. each may be nil.
func readArchive(name string, each func(archive.File, []byte) error) (*archive.Archive, error) {
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	a, err := archive.Read(data, each)
	if err != nil {
		err = usageError("%s %s", name, err)
	}
	return a, err
}

// listName is the name of the list beside an archive, without its extension.
func listName(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, ".wacz"), ".warc.gz") + "-归档清单"
}

func (f *archiveFlags) write(env Environment) error {
	o := archive.Options{Date: f.now(), Software: "gongshi/" + Version, WACZ: strings.HasSuffix(f.output, ".wacz")}
	if !o.WACZ && !strings.HasSuffix(f.output, ".warc.gz") {
		return usageError("归档的名字要以 .warc.gz 或 .wacz 结尾，例如 -o 2022.wacz")
	}
	for _, name := range f.since {
		old, err := readArchive(name, nil)
		if err != nil {
			return err
		}
		o.Since = append(o.Since, old)
	}
	root, err := os.OpenRoot(f.site)
	if err != nil {
		return usageError("打不开 %s：%s；先运行 gongshi build", f.site, reason(err))
	}
	defer root.Close()
	data, a, err := archive.Write(root.FS(), o)
	if system := (*fs.PathError)(nil); errors.As(err, &system) {
		return err
	} else if err != nil {
		return usageError("%s %s", f.site, err)
	}
	list := listName(f.output)
	workbook, table := a.Manifest(filepath.Base(f.output), f.retention)
	files := map[string][]byte{list + ".xlsx": workbook, list + ".csv": table, f.output: data}
	for name, data := range files {
		if err := os.WriteFile(name, data, 0o666); err != nil {
			for name := range files { // none of them was there before
				os.Remove(name)
			}
			return usageError("写不了 %s：%s", name, reason(err))
		}
	}
	_, err = fmt.Fprintf(env.Stdout, "归档了 %s\n归档清单在 %s.xlsx 和 %s.csv\n", counts(a, f.output), list, list)
	return err
}

// counts says what an archive holds.
func counts(a *archive.Archive, name string) string {
	return fmt.Sprintf("%d 个文件，其中 %d 个的内容在以前的归档里 → %s（%d 字节，SHA-256 %s）", len(a.Files), a.Kept, name, a.Size, a.Digest)
}

func (f *archiveFlags) check(env Environment) error {
	a, err := readArchive(f.verify, nil)
	if err != nil {
		return err
	}
	list, found := listName(f.verify)+".csv", "，与归档清单相符"
	if table, err := os.ReadFile(list); err != nil {
		found = "；没有归档清单 " + list + "，请另外核对 SHA-256"
	} else if err := a.CheckManifest(table); err != nil {
		return usageError("%s 与归档不符：%s", list, err)
	}
	_, err = fmt.Fprintf(env.Stdout, "完好：%s%s\n", counts(a, f.verify), found)
	return err
}

// restore writes the site of an archive to a new folder: all of it, or nothing.
func (f *archiveFlags) restore(env Environment) error {
	stage, err := output.Open(f.output, output.Options{})
	if err != nil {
		return err
	}
	defer stage.Discard()
	add := func(path string, data []byte) error {
		if stage.Set().Add(path, data, f.extract) != nil { // addresses are checked, folders are not
			return fmt.Errorf("里的 %s 又是文件，又是文件夹，没有取回；请用没有改动的一份", path)
		}
		return nil
	}
	missing := map[string][]string{} // digest → paths
	a, err := readArchive(f.extract, func(file archive.File, data []byte) error {
		if file.Kept {
			missing[file.Digest] = append(missing[file.Digest], file.Path)
			return nil
		}
		return add(file.Path, data)
	})
	for i := 0; i < len(f.since) && err == nil; i++ {
		_, err = readArchive(f.since[i], func(file archive.File, data []byte) (err error) {
			if !file.Kept {
				for _, path := range missing[file.Digest] {
					err = cmp.Or(err, add(path, data))
				}
				delete(missing, file.Digest)
			}
			return err
		})
	}
	if err == nil && len(missing) > 0 {
		err = usageError("%s 里有 %d 种内容在以前的归档里；请加上 --since 和那些归档", f.extract, len(missing))
	}
	if err == nil {
		err = stage.Publish()
	}
	if err == nil {
		_, err = fmt.Fprintf(env.Stdout, "取回了 %d 个文件 → %s\n", len(a.Files), f.output)
	}
	return err
}
