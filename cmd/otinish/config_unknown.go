package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/BurntSushi/toml"
)

// unknownKeys makes an error of every key that means nothing: a misspelt limit that
// is silently ignored is worse than a daemon that does not start.
func unknownKeys(meta toml.MetaData, text string) error {
	var errs []error
	known := knownKeys(reflect.TypeFor[Config](), "")
	for _, key := range meta.Undecoded() {
		name := key.String()
		errs = append(errs, fmt.Errorf("line %d: unknown key %s%s", lineOf(text, key), name, didYouMean(name, known)))
	}
	return errors.Join(errs...)
}

func knownKeys(t reflect.Type, prefix string) []string {
	var keys []string
	for i := range t.NumField() {
		tag := t.Field(i).Tag.Get("toml")
		if tag == "" {
			continue
		}
		keys = append(keys, prefix+tag)
		inner := t.Field(i).Type
		if inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct {
			keys = append(keys, knownKeys(inner, prefix+tag+".")...)
		}
	}
	return keys
}

// lineOf finds the line a key stands in, 0 if it cannot be told.
func lineOf(text string, key toml.Key) int {
	section, last := "", key[len(key)-1]
	want := strings.Join(key[:len(key)-1], ".")
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(strings.SplitN(line, "#", 2)[0], "[] \t")
			if section == key.String() {
				return i + 1
			}
			continue
		}
		name, _, ok := strings.Cut(line, "=")
		name = strings.Trim(strings.TrimSpace(name), `"'`)
		if ok && (section == want && name == last || section == "" && name == key.String()) {
			return i + 1
		}
		if ok && len(key) > 1 && strings.HasPrefix(want, section) && strings.HasSuffix("."+want, "."+name) && strings.Contains(line, last) {
			return i + 1 // an inline table
		}
	}
	return 0
}

func didYouMean(name string, known []string) string {
	best, distance := "", 4 // more than three slips are another word
	for _, k := range known {
		if d := editDistance(name, k); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		last := name[strings.LastIndexByte(name, '.')+1:]
		for _, k := range known { // the right key in the wrong section, or one cut short
			if k[strings.LastIndexByte(k, '.')+1:] == last || strings.HasPrefix(k, name+"_") {
				best = k
			}
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			above := row[j+1]
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(diagonal+cost, above+1, row[j]+1)
			diagonal = above
		}
	}
	return row[len(b)]
}
