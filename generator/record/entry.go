// Package record keeps the public log of a site: which files it published, when, and
// what replaced them. The log is a Merkle tree as static files (C2SP tlog-tiles) whose
// head, the checkpoint, is signed (C2SP signed-note, Ed25519); hashes and proofs are
// those of golang.org/x/mod/sumdb. The package makes the files of the log, the pages of
// old versions, and checks what somebody serves against them. It reads through functions
// that it is given, knows no clock, and writes nothing.
package record

import (
	"crypto/hmac"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
)

// Kinds of entries.
const (
	kindLog    = "log"    // the first entry: the key, and the log before this one, if it was lost
	kindKey    = "key"    // another key from here on
	kindFile   = "file"   // a file was published or changed
	kindGone   = "gone"   // a file is not published any more
	kindRedact = "redact" // the text of a version was removed
)

// Entry is one entry of the log, in JSON. Times are RFC 3339; all entries of one
// publication have the same, and later ones a later time.
type Entry struct {
	Kind string `json:"kind"`
	Time string `json:"time"`
	// Path is the file, as "2021/4/index.html"; of a redaction the page whose version it is.
	Path string `json:"path,omitempty"`
	// Digest is Seal of the bytes served, Text that of the page's text.
	Digest string `json:"digest,omitempty"`
	Text   string `json:"text,omitempty"`
	// Version counts the texts of a page; Since is when this one was published.
	Version int    `json:"version,omitempty"`
	Since   string `json:"since,omitempty"`
	// Replaces is the entry that was true of the path before; 0 if none was.
	Replaces int64 `json:"replaces,omitempty"`
	// Reason is why a text was withdrawn, changed or removed, By who answers for a removal.
	Reason string `json:"reason,omitempty"`
	By     string `json:"by,omitempty"`
	// Key is the public key from here on, Proof the signed note by which the key before
	// names it, or, of a new log, the last checkpoint of the old one.
	Key   string `json:"key,omitempty"`
	Proof string `json:"proof,omitempty"`
}

// Seal returns the salted digest of what has a SHA-256 sum, in hex: without the salt
// nobody can find out by trial what it was.
func Seal(salt string, sum [sha256.Size]byte) string {
	key, _ := hex.DecodeString(salt)
	sealed := sha256.Sum256(append(key, sum[:]...))
	return hex.EncodeToString(sealed[:])
}

// newSalt derives the salt of an entry from a secret, so that a build gives the same
// bytes twice.
func newSalt(secret []byte, number int, path string, sum [sha256.Size]byte) string {
	h := hmac.New(sha256.New, secret)
	fmt.Fprintf(h, "gongshi salt %d %s %x", number, path, sum)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// VersionFile returns the file of a version's page, by that of the page itself.
func VersionFile(page string, version int) string {
	return path.Join(path.Dir(page), "v", fmt.Sprint(version), "index.html")
}

// PageOfVersion returns the page a version's page belongs to, and its number; ok is false
// for all other files.
func PageOfVersion(file string) (page string, version int, ok bool) {
	folder, rest, ok := strings.Cut(file, "/v/")
	if !ok {
		return "", 0, false
	}
	_, err := fmt.Sscanf(rest, "%d/index.html", &version)
	page = folder + "/index.html"
	return page, version, err == nil && VersionFile(page, version) == file
}

// Style is the style sheet of the pages of versions, StyleFile its file. Published pages
// keep it: another look is another file.
var (
	//go:embed version-1.css
	Style     []byte
	StyleFile = Folder + "version-1.css"
)
