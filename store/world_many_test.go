//go:build integration

package store_test

const worldFew = 10_000
