package record

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strings"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/tlog"
)

// Folder is where the log lies in a site.
const Folder = "record/"

// Files of the log beside its tiles. Sums lists, as sha256sum does, the files that have no
// entries of their own, and has one itself.
const (
	Checkpoint = Folder + "checkpoint"
	keyFile    = Folder + "key" // the public key in force, for readers' browsers
	Sums       = Folder + "assets.sha256"
	saltFolder = Folder + "salt/"
	oldFolder  = Folder + "old/" // of the log before this one
)

// Source reads a file of a site by its path; a file that is not there is fs.ErrNotExist.
type Source func(path string) ([]byte, error)

// Log is a log that was read whole.
type Log struct {
	Origin  string
	Entries []Entry
	// Salts are those of the entries, in hex; empty for entries without a digest, and for
	// digests of what was removed.
	Salts []string
	// Note is the checkpoint as published.
	Note     []byte
	raw      [][]byte
	hashes   []tlog.Hash // as tlog.StoredHashIndex counts them
	redacted []Entry     // those of redactions
	before   *Log        // the log that this one replaced, whose key was lost; nil if none was
}

// head is the state of a log at a place.
type head struct {
	Place
	tlog.Tree
}

// extends reports whether the log was once in a state.
func (l *Log) extends(t tlog.Tree) bool {
	return t.N <= l.size() && l.root(t.N) == t.Hash || l.before != nil && l.before.extends(t)
}

// ReadHashes implements tlog.HashReader.
func (l *Log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(l.hashes)) {
			return nil, fmt.Errorf("no hash %d", x)
		}
		list[i] = l.hashes[x]
	}
	return list, nil
}

func (l *Log) size() int64 { return int64(len(l.Entries)) }

// root returns the hash of the first n entries.
func (l *Log) root(n int64) tlog.Hash {
	hash, err := tlog.TreeHash(n, l)
	if err != nil {
		panic(err) // n is not larger than the log
	}
	return hash
}

func (l *Log) append(e Entry, salt string) {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // plain strings and numbers
	}
	l.add(e, data, salt)
}

func (l *Log) add(e Entry, data []byte, salt string) {
	more, err := tlog.StoredHashes(l.size(), data, l)
	if err != nil {
		panic(err) // all hashes are there
	}
	l.hashes = append(l.hashes, more...)
	if e.Kind == kindRedact {
		l.redacted = append(l.redacted, e)
	}
	l.Entries, l.raw, l.Salts = append(l.Entries, e), append(l.raw, data), append(l.Salts, salt)
}

// head returns the checkpoint without signatures.
func (l *Log) head() string {
	return torchwood.Checkpoint{Origin: l.Origin, Tree: tlog.Tree{N: l.size(), Hash: l.root(l.size())}}.String()
}

// bundles returns the tiles of the entries of a log of some size.
func bundles(size int64) iter.Seq[tlog.Tile] {
	return func(yield func(tlog.Tile) bool) {
		for n := int64(0); n < size && yield(tlog.Tile{H: torchwood.TileHeight, L: -1, N: n / torchwood.TileWidth, W: int(min(torchwood.TileWidth, size-n))}); n += torchwood.TileWidth {
		}
	}
}

func saltPath(t tlog.Tile) string {
	return saltFolder + strings.TrimPrefix(torchwood.TilePath(t), "tile/entries/")
}

// files returns all files of the log.
func (l *Log) files() map[string][]byte {
	out := map[string][]byte{Checkpoint: l.Note}
	for t := range bundles(l.size()) {
		var entries []byte
		var salts strings.Builder
		for i := t.N * torchwood.TileWidth; i < t.N*torchwood.TileWidth+int64(t.W); i++ {
			entries, _ = torchwood.AppendTileEntry(entries, l.raw[i]) // short: Finish sees to that
			salts.WriteString(l.Salts[i] + "\n")
		}
		out[Folder+torchwood.TilePath(t)], out[saltPath(t)] = entries, []byte(salts.String())
	}
	for _, t := range tlog.NewTiles(torchwood.TileHeight, 0, l.size()) {
		data, err := tlog.ReadTileData(t, l)
		if err != nil {
			panic(err) // all hashes are there
		}
		out[Folder+torchwood.TilePath(t)] = data
	}
	public, _ := l.key() // it was checked when the log was read
	out[keyFile] = []byte(public + "\n")
	var shards [16]map[string]int64 // file → entry, by the first digit of the SHA-256 of its path
	for digit := range shards {
		shards[digit] = map[string]int64{}
	}
	for file, i := range l.state() {
		if l.Entries[i].Kind == kindFile {
			shards[sha256.Sum256([]byte(file))[0]>>4][file] = i
		}
	}
	for digit, shard := range shards { // for readers' browsers; the entry proves what it says
		out[fmt.Sprintf("%sindex/%x.json", Folder, digit)], _ = json.Marshal(shard)
	}
	if l.before != nil {
		for name, data := range l.before.files() {
			out[oldFolder+strings.TrimPrefix(name, Folder)] = data
		}
	}
	return out
}

// state maps every path that was ever published to its last entry.
func (l *Log) state() map[string]int64 {
	state := map[string]int64{}
	for i, e := range l.Entries {
		if e.Kind == kindFile || e.Kind == kindGone {
			state[e.Path] = int64(i)
		}
	}
	return state
}

// Damage is what is wrong with a log as it was read.
type Damage struct{ Path, Text string }

func (d *Damage) Error() string { return d.Path + "：" + d.Text }

// parseHead parses a checkpoint, signed or not.
func parseHead(note []byte) (torchwood.Checkpoint, error) {
	text, _, signed := strings.Cut(string(note), "\n\n")
	if signed {
		text += "\n"
	}
	head, err := torchwood.ParseCheckpoint(text)
	if err != nil || head.N < 0 {
		return head, &Damage{Checkpoint, "检查点读不懂"}
	}
	return head, nil
}

// Read reads the log of a site. The error is fs.ErrNotExist if it has none, *Damage if its
// files do not fit together, or an error of the source. Signatures are not checked.
func Read(get Source) (*Log, error) {
	text, err := get(Checkpoint)
	if err != nil {
		return nil, err
	}
	head, err := parseHead(text)
	if err != nil {
		return nil, err
	}
	l := &Log{Origin: head.Origin, Note: text}
	for t := range bundles(head.N) {
		if err := l.readBundle(get, t); err != nil {
			return nil, err
		}
	}
	if l.size() > 0 && l.root(l.size()) != head.Hash {
		return nil, &Damage{Checkpoint, fmt.Sprintf("日志的 %d 条与检查点对不上，其中有条目被改动", head.N)}
	}
	if l.size() == 0 || l.Entries[0].Kind != kindLog {
		return nil, &Damage{Checkpoint, "日志没有开头"}
	}
	if old := l.Entries[0].Proof; old != "" {
		before := func(name string) ([]byte, error) { return get(oldFolder + strings.TrimPrefix(name, Folder)) }
		if note, err := before(Checkpoint); err != nil || string(note) != old {
			return nil, &Damage{oldFolder, "这里应当是前一个日志，缺了或被改动"}
		}
		l.before, err = Read(before)
	}
	return l, err
}

func (l *Log) readBundle(get Source, t tlog.Tile) error {
	name := Folder + torchwood.TilePath(t)
	data, err := need(get, name)
	if err != nil {
		return err
	}
	salts, err := need(get, saltPath(t))
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSuffix(string(salts), "\n"), "\n")
	if len(lines) != t.W {
		return &Damage{saltPath(t), "盐值的数目不对"}
	}
	for _, salt := range lines {
		var e Entry
		entry, rest, err := torchwood.ReadTileEntry(data)
		if err == nil {
			err = json.Unmarshal(entry, &e)
		}
		if err != nil {
			return &Damage{name, fmt.Sprintf("读不懂第 %d 条", l.size())}
		}
		l.add(e, slices.Clone(entry), salt)
		data = rest
	}
	if len(data) > 0 {
		return &Damage{name, "后面多了内容"}
	}
	return nil
}

// need reads a file that has to be there.
func need(get Source, name string) ([]byte, error) {
	data, err := get(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Damage{name, "日志缺了这个文件"}
	}
	return data, err
}
