package cli

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/content"
	"gongshi/generator/output"
	"gongshi/generator/record"
	"gongshi/generator/site"
)

// keyVariable holds the private key of the public log where no file does.
const keyVariable = "GONGSHI_RECORD_KEY"

// recordFolder is where a site keeps its public log, beside content; the pages of old
// versions lie in its folder pages. Messages call it recordPlace.
const recordFolder, recordPlace = "record", "record 文件夹"

// recordFlags are the flags of build for the public log.
type recordFlags struct{ key, published string }

func (f *recordFlags) add(cmd *cobra.Command) {
	cmd.Flags().Var(&value[string]{to: &f.key, word: "文件", read: folder}, "key", "公开日志的私钥文件（没有写，就用环境变量 "+keyVariable+"）")
	cmd.Flags().Var(&value[string]{to: &f.published, word: "网址", read: address}, "record", "公开日志接着这个已经发布的网站写")
}

// options says where the log lies and what signs it. A build for another address than the
// site's own, a preview, keeps none.
func (f *recordFlags) options(s *siteFlags, destination string) (*record.Options, error) {
	if s.baseURL != "" {
		return nil, nil
	}
	opt := &record.Options{Keys: os.Getenv(keyVariable), Places: []record.Place{
		{Name: recordPlace, Get: func(name string) ([]byte, error) {
			return inFolder(filepath.Join(s.source, recordFolder))(keptAs(name))
		}},
		{Name: destination, Get: inFolder(destination)},
	}}
	if f.key != "" {
		data, err := readFile(f.key)
		if err != nil {
			return nil, usageError("读不了密钥文件 %s：%s", f.key, reason(err))
		}
		opt.Keys = string(data)
	}
	if f.published != "" {
		opt.Places = append(opt.Places, record.Place{Name: f.published, Get: onNetwork(f.published)})
	}
	return opt, nil
}

// inFolder reads the files of a site from a folder.
func inFolder(dir string) record.Source {
	return func(name string) ([]byte, error) { return fs.ReadFile(os.DirFS(dir), name) }
}

// keptAs is the name in the folder record of a file of the site.
func keptAs(name string) string {
	if own, ok := strings.CutPrefix(name, record.Folder); ok {
		return own
	}
	return "pages/" + name
}

// onNetwork reads the files of a site as a browser asks for them.
func onNetwork(base string) record.Source {
	client := &http.Client{Timeout: publishedTimeout, Transport: &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections, Proxy: http.ProxyFromEnvironment}}
	return func(name string) ([]byte, error) {
		if path.Base(name) == "index.html" {
			name = strings.TrimSuffix(name, "index.html")
		}
		return fetch(client, strings.TrimSuffix(base, "/")+site.Escape("/"+name))
	}
}

// keepRecord brings the folder record up to date after a publication; what is superseded
// goes at last.
func keepRecord(source string, p *record.Publication, set *output.Set) error {
	dir := filepath.Join(source, recordFolder)
	kept := map[string]bool{".gitattributes": true}
	if err := writeChanged(filepath.Join(dir, ".gitattributes"), []byte("* -text\n")); err != nil { // git must not change line ends
		return err
	}
	for _, name := range p.Keep(set.Paths()) {
		kept[keptAs(name)] = true
		if p.From() == recordPlace && p.Carries(name) {
			continue
		}
		data, ok := set.Get(name)
		if !ok {
			return set.Fault()
		}
		if err := writeChanged(filepath.Join(dir, filepath.FromSlash(keptAs(name))), data); err != nil {
			return err
		}
	}
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !kept[name] {
			err = os.Remove(filepath.Join(dir, filepath.FromSlash(name)))
		}
		return err
	})
}

// writeChanged writes a file whole or not at all, unless it has these bytes.
func writeChanged(name string, data []byte) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), replaceFile(name, data))
}

// recordNote says what became of the log.
func recordNote(p *record.Publication) string {
	n, signed := p.Outcome()
	if !signed {
		return fmt.Sprintf("公开日志：共 %d 条，未签名：没有给出密钥，别人不能核验是谁写的", n)
	}
	return fmt.Sprintf("公开日志：共 %d 条，已签名", n)
}

func keyCommand(env Environment) *cobra.Command {
	var source string
	cmd := &cobra.Command{
		Use: "key 文件", Short: "生成公开日志的密钥",
		Long: `为公开日志生成一把密钥，私钥写进给出的文件，公钥和指纹显示出来。
私钥不要放进仓库，另外备份一份；指纹请印在公告上，让大家核对。`,
		Args: oneArgument("要写私钥放进哪个文件"),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := inSite(source); err != nil {
				return err
			}
			s, _ := content.Load(os.DirFS(source), content.Options{})
			if s == nil {
				return usageError("读不了 content/site.toml；先运行 gongshi check")
			}
			private, public, err := record.NewKey(rand.Reader, generator.RecordOrigin(s.Base))
			if err != nil {
				return err
			}
			file, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
			if errors.Is(err, fs.ErrExist) {
				return usageError("%s 已经有了，没有改动；换一个文件名", args[0])
			}
			if err == nil {
				_, err = file.WriteString(private + "\n")
				err = errors.Join(err, file.Close())
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(env.Stdout, "私钥：%s\n公钥：%s\n指纹：%s\n", args[0], public, record.Fingerprint(public))
			return err
		},
	}
	sourceFlag(cmd, &source)
	return cmd
}
