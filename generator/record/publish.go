package record

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"gongshi/generator/site"
)

// Place is a folder or site where the log of earlier publications may lie.
type Place struct {
	Name string // for messages
	Get  Source
}

// Options of Open.
type Options struct {
	// Places hold the log so far. The longest counts; all others must be beginnings of it.
	Places []Place
	// Keys are private keys, one a line. The first signs; a second one is the key before
	// it, which hands over. Empty means that nothing is signed.
	Keys string
	// Lost is the public key of a log that cannot be continued, since its private key is lost.
	Lost string
	// Clock is the time of the publication.
	Clock time.Time
	// Redactions are the old versions whose text is to be removed, of all times.
	Redactions []site.Redaction
}

// Publication adds one publication to a log.
type Publication struct {
	opt     Options
	signer  *signer
	time    string
	log     *Log             // is added to
	state   map[string]int64 // of log, before the publication
	earlier *Log             // holds the versions so far: the log itself, or the one before it
	known   map[string]int64 // state of earlier
	heads   [][]byte         // the checkpoints of all places, as read
	place   Place            // where the log was read; empty for a first publication

	texts    map[string]Text
	versions map[string][]Version
}

// Open reads the log of an origin so far. Errors are in Chinese: the log was changed, has
// forks, belongs to another key or origin; then nothing must be published.
func Open(origin string, opt Options) (*Publication, error) {
	p := &Publication{opt: opt}
	signers, err := newSigners(opt.Keys, origin)
	if err != nil {
		return nil, err
	}
	if len(signers) > 0 {
		p.signer = &signers[0]
	}
	if err := p.readLatest(origin); err != nil {
		return nil, err
	}
	if p.earlier == nil {
		p.time, p.log, p.earlier = stamp(opt.Clock), &Log{Origin: origin}, &Log{Origin: origin}
		p.begin("")
		return p, nil
	}
	last := p.earlier.Entries[p.earlier.size()-1].Time
	if p.time, err = after(opt.Clock, last); err != nil {
		return nil, err
	}
	p.log, p.state, p.known = p.earlier, p.earlier.state(), p.earlier.state()
	public, err := p.log.key()
	if err == nil && strings.Contains(string(p.log.Note), "\n\n") {
		err = p.log.Signed()
	}
	if err != nil {
		return nil, err
	}
	return p, p.settleKey(signers, public)
}

// begin begins a new log; old is the last checkpoint of the one before it.
func (p *Publication) begin(old string) {
	e := Entry{Kind: kindLog, Time: p.time, Proof: old}
	if p.signer != nil {
		e.Key = p.signer.public
	}
	p.log.append(e, "")
}

// settleKey continues with the key in force, hands over to another, or begins a new log.
func (p *Publication) settleKey(signers []signer, public string) error {
	switch {
	case p.signer == nil || p.signer.public == public:
		return nil
	case public == "":
		p.log.append(Entry{Kind: kindKey, Time: p.time, Key: p.signer.public}, "")
	case len(signers) > 1 && signers[1].public == public:
		proof := signers[1].sign(handover(p.log.Origin, p.signer.public))
		p.log.append(Entry{Kind: kindKey, Time: p.time, Key: p.signer.public, Proof: string(proof)}, "")
	case p.opt.Lost == public:
		p.log, p.state = &Log{Origin: p.earlier.Origin, before: p.earlier}, nil
		p.begin(string(p.earlier.Note))
	default:
		return fmt.Errorf("日志现在的密钥指纹是 %s，给出的密钥不是它。换密钥：把新旧两把私钥都给出，新的写在第一行；旧的丢了：在 site.toml 的 [record] 里写 lost = %q，另起一个日志", Fingerprint(public), public)
	}
	return nil
}

// readLatest reads the log that all places hold the whole or a beginning of.
func (p *Publication) readLatest(origin string) error {
	heads := make([]head, 0, len(p.opt.Places))
	for _, place := range p.opt.Places {
		text, err := place.Get(Checkpoint)
		p.heads = append(p.heads, text)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("读不到 %s 里的日志：%w", place.Name, err)
		}
		h, err := parseHead(text)
		if err != nil {
			return fmt.Errorf("%s 里的日志：%w", place.Name, err)
		}
		if h.Origin != origin {
			return fmt.Errorf("%s 里的日志是 %s 的，不是 %s 的", place.Name, h.Origin, origin)
		}
		heads = append(heads, head{place, h.Tree})
	}
	slices.SortStableFunc(heads, func(a, b head) int { return cmp.Compare(b.N, a.N) })
	var fork error
	for i, h := range heads {
		l, err := Read(h.Get)
		if err != nil {
			return fmt.Errorf("%s 里的日志坏了：%w", h.Name, err)
		}
		odd := slices.IndexFunc(heads, func(other head) bool { return !l.extends(other.Tree) })
		if odd < 0 {
			p.earlier, p.place = l, h.Place
			return nil
		}
		if i == 0 {
			fork = fmt.Errorf("%s 里的日志和 %s 里的分了叉，谁也不是谁的继续；不能发布，否则公开过的记录会前后矛盾。找出哪一个是公开过的，删去另一个", h.Name, heads[odd].Name)
		}
	}
	return fork
}

// stamp writes a time as entries have it.
func stamp(t time.Time) string { return t.In(site.Beijing).Format(time.RFC3339) }

// after returns the time of a publication, which is later than that of the last one, also
// if two came in one second.
func after(clock time.Time, last string) (string, error) {
	t, err := time.Parse(time.RFC3339, last)
	switch {
	case err != nil:
		return "", fmt.Errorf("日志最后一条的时间读不懂：%s", last)
	case clock.Truncate(time.Second).After(t):
		return stamp(clock), nil
	case t.Sub(clock) > time.Hour:
		return "", fmt.Errorf("日志最后一条的时间是 %s，现在的时间（%s）却在它之前；请校准时钟", last, stamp(clock))
	}
	return stamp(t.Add(time.Second)), nil
}

// Version is one text of a page.
type Version struct {
	site.Version
	// New is true if its page is made in this publication: the text is new, or removed now.
	New bool
}

// Text is what a page says.
type Text struct {
	Text, Reason string // Reason is why it was changed or withdrawn
	Kept         bool   // each version has a page of its own
}

// Number says which version each text is, by the file of its page, and enters the
// redactions that are new. It returns all versions of all pages, the first one first; of
// pages without pages of versions only the present one.
func (p *Publication) Number(texts map[string]Text) (map[string][]Version, error) {
	p.texts, p.versions = texts, map[string][]Version{}
	now := map[string]int{}
	for file, i := range p.known {
		if page, number, ok := PageOfVersion(file); ok && p.earlier.Entries[i].Kind == kindFile {
			e := p.earlier.Entries[i]
			p.versions[page] = append(p.versions[page], Version{site.Version{Number: number, Date: moment(e.Since), Reason: e.Reason}, false})
		}
	}
	for file, text := range texts {
		v := Version{site.Version{Number: 1, Date: moment(p.time), Reason: text.Reason}, true}
		if i, ok := p.known[file]; ok {
			e := p.earlier.Entries[i]
			v.Number = e.Version + 1
			if e.Kind == kindFile && e.Text == Seal(p.earlier.Salts[i], sha256.Sum256([]byte(text.Text))) {
				v = Version{site.Version{Number: e.Version, Date: moment(e.Since), Reason: e.Reason}, false}
			}
		}
		now[file] = v.Number
		if v.New || !text.Kept {
			p.versions[file] = append(p.versions[file], v)
		}
	}
	if err := p.redact(now); err != nil {
		return nil, err
	}
	for page, list := range p.versions {
		slices.SortFunc(list, func(a, b Version) int { return a.Number - b.Number })
		for i := range list {
			if r := slices.IndexFunc(p.log.redacted, func(e Entry) bool { return e.Path == page && e.Version == list[i].Number }); r >= 0 {
				list[i].Removed, list[i].New = true, p.log.redacted[r].Time == p.time
			}
		}
	}
	return p.versions, nil
}

func moment(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text) // of another form only in a log that is refused
	return t.In(site.Beijing)
}

// redact enters the redactions that are new. Texts of a version that still stands cannot
// be removed: they are edited first.
func (p *Publication) redact(now map[string]int) error {
	for _, r := range p.opt.Redactions {
		page := site.OutputFile(r.Path)
		if slices.ContainsFunc(p.log.redacted, func(e Entry) bool { return e.Path == page && e.Version == r.Version }) {
			continue
		}
		if i, ok := p.known[VersionFile(page, r.Version)]; !ok || p.earlier.Entries[i].Kind != kindFile {
			return fmt.Errorf("日志里没有 %s 的第 %d 版，不能删去它的文字", r.Path, r.Version)
		}
		if now[page] == r.Version {
			return fmt.Errorf("%s 的第 %d 版就是现在公开的文字；先改正文，再删去旧版", r.Path, r.Version)
		}
		p.log.append(Entry{Kind: kindRedact, Time: p.time, Path: page, Version: r.Version, Reason: r.Reason, By: r.By}, "")
	}
	return nil
}

// Carries reports whether a file is the page of a version that was published before and is
// not made again, as that of a version whose text is removed now would be.
func (p *Publication) Carries(file string) bool {
	page, number, _ := PageOfVersion(file)
	_, published := p.known[file]
	return published && slices.ContainsFunc(p.versions[page], func(v Version) bool { return v.Number == number && !v.New })
}

// From names the place where the log was read: all that is carried lies there already.
func (p *Publication) From() string { return p.place.Name }

// Carried returns the page of an earlier version as it was published.
func (p *Publication) Carried(file string) ([]byte, error) {
	data, err := p.place.Get(file)
	if i := p.known[file]; err == nil && Seal(p.earlier.Salts[i], sha256.Sum256(data)) != p.earlier.Entries[i].Digest {
		err = errors.New("和公布时的不一样了")
	}
	if err != nil {
		return nil, fmt.Errorf("历史版本 %s：%w；从备份或公开的网站取回这个文件", file, err)
	}
	return data, nil
}

// ownEntry reports whether a file has entries of its own; all others are summed up in one
// list. Bundled files name their content by themselves; names with a dot or dash are for
// servers; FILE.br is FILE.
func ownEntry(file string, has func(string) bool) bool {
	ending := path.Ext(file)
	return !strings.HasPrefix(file, "assets/") && !strings.HasPrefix(file, "_") && !strings.HasPrefix(file, ".") &&
		((ending != ".br" && ending != ".gz") || !has(strings.TrimSuffix(file, ending)))
}

// Finish enters all files of the publication, by the sum of each, and returns those of the
// log.
func (p *Publication) Finish(files map[string][sha256.Size]byte) (map[string][]byte, error) {
	has := func(name string) bool { _, ok := files[name]; return ok }
	paths := []string{Sums}
	var sums bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if ownEntry(name, has) {
			paths = append(paths, name)
		} else {
			fmt.Fprintf(&sums, "%x  %s\n", files[name], name)
		}
	}
	for name := range p.state {
		if !has(name) && name != Sums {
			paths = append(paths, name)
		}
	}
	slices.Sort(paths)
	for _, name := range paths {
		sum, here := files[name]
		if name == Sums {
			sum, here = sha256.Sum256(sums.Bytes()), true
		}
		if err := p.enter(name, sum, here); err != nil {
			return nil, err
		}
	}
	p.log.forget()
	if p.signer != nil {
		p.log.Note = p.signer.sign(p.log.head())
	} else if h, err := parseHead(p.log.Note); err != nil || h.N != p.log.size() {
		p.log.Note = []byte(p.log.head())
	}
	out := p.log.files()
	out[Sums] = sums.Bytes()
	return out, nil
}

// enter adds an entry for a file that changed, or is gone.
func (p *Publication) enter(file string, sum [sha256.Size]byte, here bool) error {
	i, known := p.state[file]
	known = known && p.log.Entries[i].Kind == kindFile
	e := Entry{Kind: kindGone, Time: p.time, Path: file, Replaces: i}
	switch {
	case known && !here:
		e.Version = p.log.Entries[i].Version
		p.log.append(e, "")
		return nil
	case !here, known && p.log.Entries[i].Digest == Seal(p.log.Salts[i], sum):
		return nil
	}
	var secret []byte
	if p.signer != nil {
		secret = p.signer.secret
	}
	salt := newSalt(secret, len(p.log.Entries), file, sum)
	e.Kind, e.Digest = kindFile, Seal(salt, sum)
	page, number, versioned := PageOfVersion(file)
	if text, ok := p.texts[file]; ok {
		list := p.versions[file]
		page, number, versioned = file, list[len(list)-1].Number, true
		e.Text = Seal(salt, sha256.Sum256([]byte(text.Text)))
	}
	if k := slices.IndexFunc(p.versions[page], func(v Version) bool { return v.Number == number }); versioned && k >= 0 {
		v := p.versions[page][k]
		e.Version, e.Since, e.Reason = number, stamp(v.Date), v.Reason
	}
	if len(file)+len(e.Reason) > maxEntry {
		return fmt.Errorf("%s：说明太长，记不进日志", file)
	}
	p.log.append(e, salt)
	return nil
}

// maxEntry is how many bytes of a path and a reason an entry takes; the format has 65,535
// for the whole, and JSON may write six for one.
const maxEntry = 8_000

// Keep lists the files of this publication that later ones need, in the order in which they
// are to be kept: those of the log, but what can be made again, and the pages of versions;
// the checkpoint last, so that it never tells of what is not there.
func (p *Publication) Keep(files []string) (list []string) {
	for _, file := range files {
		_, _, version := PageOfVersion(file)
		own := strings.TrimPrefix(file, Folder)
		for strings.HasPrefix(own, "old/") {
			own = strings.TrimPrefix(own, "old/")
		}
		if version || file != Checkpoint && own != file && (own == "checkpoint" || strings.HasPrefix(own, "tile/") || strings.HasPrefix(own, "salt/")) {
			list = append(list, file)
		}
	}
	return append(list, Checkpoint)
}

// Outcome returns the number of entries of the log, and whether it is signed.
func (p *Publication) Outcome() (entries int, signed bool) {
	return len(p.log.Entries), strings.Contains(string(p.log.Note), "\n\n")
}

// StillLatest reports an error if one of the places has got another log since Open.
func (p *Publication) StillLatest() error {
	for i, place := range p.opt.Places {
		text, err := place.Get(Checkpoint)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("读不到 %s 里的日志：%w", place.Name, err)
		}
		if !bytes.Equal(text, p.heads[i]) {
			return errors.New("这次生成期间，另一次发布已经写进了日志；请再运行一次")
		}
	}
	return nil
}
