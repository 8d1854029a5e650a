package search

import (
	"maps"
	"slices"
	"strings"
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

// sound is the list of a sound, written as a list of its fields.
type sound struct {
	// homes are the characters whose likeliest reading has the sound, others
	// those that have another likelier one, by syllable.
	homes, others map[string]string
	// more are the further readings of homes that have several.
	more map[string][]string
	// words are those that begin with one of all these, with their weights.
	words [][2]any
}

func (s *sound) encode() []byte {
	return encode([]any{s.homes, s.others, s.more, s.words})
}

// soundFiles makes the lists of sounds of an edition from its vocabulary.
func soundFiles(chars map[rune]bool, vocabulary map[byte][]suggestion) []file {
	sounds := map[string]*sound{}
	at := func(name string) *sound {
		if sounds[name] == nil {
			sounds[name] = &sound{homes: map[string]string{}, others: map[string]string{}, more: map[string][]string{}, words: [][2]any{}}
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
	for _, letter := range slices.Sorted(maps.Keys(vocabulary)) {
		for _, s := range vocabulary[letter] {
			for _, name := range soundsOf(spoken(s.first)) { // that of what people say may stand in no text
				at(name).words = append(at(name).words, [2]any{s.text, s.weight})
			}
		}
	}
	var files []file
	for _, name := range slices.Sorted(maps.Keys(sounds)) {
		files = append(files, file{soundList(name), sounds[name].encode()})
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
		all[fold(c)] = true
	}
	return all
}
