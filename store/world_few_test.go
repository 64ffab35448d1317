//go:build !integration

package store_test

// worldFew keeps make test short; make integration runs all ten thousand.
const worldFew = 500
