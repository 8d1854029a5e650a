package record

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// NewKey makes a key for the log of an origin: the private key, which signs, and the
// public one.
func NewKey(random io.Reader, origin string) (private, public string, err error) {
	return note.GenerateKey(random, origin)
}

// Fingerprint returns the SHA-256 of a public key in groups of four hex digits, as an
// office prints it; "" if it is none.
func Fingerprint(public string) string {
	parts := strings.SplitN(public, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(parts) != 3 || len(key) != 1+ed25519.PublicKeySize {
		return ""
	}
	digits := fmt.Sprintf("%x", sha256.Sum256(key[1:]))
	var b strings.Builder
	for i := 0; i < len(digits); i += 4 {
		b.WriteString(" " + digits[i:i+4])
	}
	return b.String()[1:]
}

// signer is a private key with its public one.
type signer struct {
	note.Signer
	public string
	secret []byte // for salts
}

// newSigners parses private keys, one a line.
func newSigners(text, origin string) (list []signer, err error) {
	for _, line := range strings.Fields(text) {
		s, err := note.NewSigner(line)
		if err != nil {
			return nil, fmt.Errorf("密钥读不懂；应当是 gongshi key 生成的那一行")
		}
		if s.Name() != origin {
			return nil, fmt.Errorf("这是 %s 的密钥，不是 %s 的", s.Name(), origin)
		}
		parts := strings.SplitN(line, "+", 5)
		seed, _ := base64.StdEncoding.DecodeString(parts[4]) // it was a key
		public, err := note.NewEd25519VerifierKey(s.Name(), ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey))
		if err != nil {
			return nil, err
		}
		secret := sha256.Sum256([]byte("gongshi salts\n" + line))
		list = append(list, signer{s, public, secret[:]})
	}
	return list, nil
}

// verify reports whether a note is signed with a public key.
func verify(text []byte, public string) (*note.Note, bool) {
	v, err := note.NewVerifier(public)
	if err != nil {
		return nil, false
	}
	n, err := note.Open(text, note.VerifierList(v))
	return n, err == nil
}

// sign signs a text. Ed25519 gives the same signature each time.
func (s signer) sign(text string) []byte {
	signed, err := note.Sign(&note.Note{Text: text}, s)
	if err != nil {
		panic(err) // the text ends with a newline
	}
	return signed
}

// handover is what an old key signs to name a new one.
func handover(origin, public string) string { return origin + "\n" + public + "\n" }

// key returns the public key in force at the end of the log; "" as long as there was none.
// Each new key has to be named by the one before it.
func (l *Log) key() (string, error) {
	public := l.Entries[0].Key
	for i, e := range l.Entries {
		if e.Kind != kindKey {
			continue
		}
		if public != "" {
			if n, ok := verify([]byte(e.Proof), public); !ok || n.Text != handover(l.Origin, e.Key) {
				return "", &Damage{Checkpoint, fmt.Sprintf("第 %d 条换了密钥，但没有旧密钥的签名", i)}
			}
		}
		public = e.Key
	}
	return public, nil
}

// Signed reports whether the checkpoint carries a signature of the key in force.
func (l *Log) Signed() error {
	public, err := l.key()
	if err != nil {
		return err
	}
	if !strings.Contains(string(l.Note), "\n\n") || public == "" {
		return errors.New("日志没有签名")
	}
	if n, ok := verify(l.Note, public); !ok || n.Text != l.head() {
		return &Damage{Checkpoint, "签名不是这个日志的密钥签的（指纹 " + Fingerprint(public) + "）"}
	}
	return nil
}
