package search

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// soundOf is the sound under which a syllable is filed: its first letter and its
// first vowel, where what many speakers take for one another is the same. "za" is
// that of za, zang and zhan, "la" that of nang, too. So a character and those it
// is mistaken for are in one list, and a query with a slip needs few small ones.
func soundOf(syllable string) string {
	s := strings.ReplaceAll(blur(syllable), "v", "u")
	vowel := strings.IndexAny(s, "aeiou")
	if vowel < 1 {
		return s[:1]
	}
	return s[:1] + s[vowel:vowel+1]
}

// blur takes together the sounds that speakers of many regions do not part:
// zh and z, ch and c, sh and s, n and l, -ng and -n.
func blur(syllable string) string {
	initial, rest := syllable[:1], strings.TrimPrefix(syllable[1:], "h")
	if initial == "n" {
		initial = "l"
	}
	return initial + strings.TrimSuffix(rest, "g")
}

// sound is what the list of a sound says of characters. The list is written as
// one of these fields and of the words that begin with one of the characters,
// with their weights.
type sound struct {
	// homes are the characters whose likeliest reading has the sound, others
	// those that have another likelier one, by syllable.
	homes, others map[string]string
	// more are the further readings of homes that have several.
	more map[string][]string
}

func newSound() *sound {
	return &sound{map[string]string{}, map[string]string{}, map[string][]string{}}
}

// encode writes the list as far as the words.
func (s *sound) encode() []byte {
	data := encode([]any{s.homes, s.others, s.more})
	return append(data[:len(data)-1], ',')
}

// characterSounds are the sounds of characters and of those that people type by
// mistake, encoded. They are the same in every variant.
func characterSounds(chars map[rune]bool) map[string][]byte {
	sounds := map[string]*sound{}
	at := func(name string) *sound {
		if sounds[name] == nil {
			sounds[name] = newSound()
		}
		return sounds[name]
	}
	for _, c := range slices.Sorted(maps.Keys(typable(chars))) {
		readings := spoken(c)
		for i, syllable := range readings {
			if i == 0 {
				at(soundOf(syllable)).homes[syllable] += string(c)
			} else {
				at(soundOf(syllable)).others[syllable] += string(c)
				home := at(soundOf(readings[0]))
				home.more[string(c)] = append(home.more[string(c)], syllable)
			}
		}
	}
	encoded := make(map[string][]byte, len(sounds))
	for name, s := range sounds {
		encoded[name] = s.encode()
	}
	return encoded
}

// soundFiles makes the lists of sounds of a variant from those of characters
// and its vocabulary.
func soundFiles(characters map[string][]byte, vocabulary map[byte][]suggestion) []file {
	words := map[string][][2]any{}
	for name := range characters {
		words[name] = [][2]any{}
	}
	for _, letter := range slices.Sorted(maps.Keys(vocabulary)) {
		for _, s := range vocabulary[letter] {
			for _, name := range soundsOf(spoken(s.first)) { // that of what people say may stand in no text
				words[name] = append(words[name], [2]any{s.text, s.weight})
			}
		}
	}
	var files []file
	for _, name := range slices.Sorted(maps.Keys(words)) {
		head, found := characters[name]
		if !found {
			head = newSound().encode()
		}
		files = append(files, file{soundList(name), slices.Concat(head, encode(words[name]), []byte("]"))})
	}
	return files
}

// soundsOf are the sounds of readings, each once, sorted.
func soundsOf(readings []string) []string {
	var list []string
	for _, syllable := range readings {
		list = append(list, soundOf(syllable))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// typable are characters and those that people type by mistake.
func typable(chars map[rune]bool) map[rune]bool {
	all := maps.Clone(chars)
	for _, c := range common() {
		r, _ := utf8.DecodeRuneInString(fold(c))
		all[r] = true
	}
	return all
}
