package main

import (
	"errors"
	"reflect"

	"github.com/alecthomas/kong"
)

// errEmptyPath: a script whose variable is unset names no file; taken for the current
// folder, or for a flag that is not there, it does what nobody asked for.
var errEmptyPath = errors.New("the name of a file or folder is empty; for the current folder write a dot")

// noEmptyPaths refuses empty values of the types "path" and "given", which is a name that
// is left as it is.
func noEmptyPaths() kong.Option {
	known := kong.NewRegistry().RegisterDefaults()
	return kong.OptionFunc(func(k *kong.Kong) error {
		for name, as := range map[string]string{"path": "path", "given": ""} {
			err := kong.NamedMapper(name, notEmpty{known, as}).Apply(k)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

type notEmpty struct {
	known *kong.Registry
	as    string
}

// Decode implements kong.Mapper.
func (n notEmpty) Decode(ctx *kong.DecodeContext, target reflect.Value) error {
	if v, is := ctx.Scan.Peek().Value.(string); is && v == "" && !ctx.Scan.Peek().IsEOL() {
		return errEmptyPath
	}
	return n.known.ForNamedValue(n.as, target).Decode(ctx, target)
}
