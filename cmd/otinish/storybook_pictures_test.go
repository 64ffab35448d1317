//go:build integration

package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"medico-intech.kz/otinish/store/privacy"
)

// TestStorybookPictures makes the pictures of docs/operator.md in the folder that
// OTINISH_PICTURES names: make storybook.
func TestStorybookPictures(t *testing.T) {
	dir := os.Getenv("OTINISH_PICTURES")
	if dir == "" {
		t.Skip("OTINISH_PICTURES names no folder; make storybook does")
	}
	s := newStory(t, "")
	must(t, os.MkdirAll(dir, 0o755))
	b := startChromium(t).tab()
	link, _, err := s.daemon.page.server.Load().Link(privacy.Operator("aliya"))
	must(t, err)
	b.open(link)
	b.do("log in", chromedp.Click("button.main"), chromedp.WaitVisible(".queue"))
	for _, l := range privacy.Languages {
		b.open(s.origin + "/help")
		b.do("speak "+string(l), chromedp.Click(fmt.Sprintf(`.me .languages [value="%s"]`, l)), chromedp.WaitReady(fmt.Sprintf(`html[lang="%s"]`, l)))
		for _, p := range s.pages() {
			if p[0] != "queue" && p[0] != "request-update" {
				continue
			}
			b.do("set the size", chromedp.EmulateViewport(1120, 640))
			b.open(s.origin + p[1])
			picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
			must(t, err)
			must(t, os.WriteFile(filepath.Join(dir, strings.TrimPrefix(p[0], "request-")+"."+string(l)+".png"), small(t, picture), 0o644))
		}
	}
}

// small makes a picture of 256 colours of it, a third of the size: pages have few.
func small(t *testing.T, picture []byte) []byte {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(picture))
	must(t, err)
	counts := make(map[color.Color]int)
	for y := full.Bounds().Min.Y; y < full.Bounds().Max.Y; y++ {
		for x := full.Bounds().Min.X; x < full.Bounds().Max.X; x++ {
			counts[full.At(x, y)]++
		}
	}
	var palette color.Palette
	for c := range counts {
		palette = append(palette, c)
	}
	slices.SortFunc(palette, func(a, b color.Color) int { return counts[b] - counts[a] })
	flat := image.NewPaletted(full.Bounds(), palette[:min(len(palette), 256)])
	draw.Draw(flat, flat.Bounds(), full, full.Bounds().Min, draw.Src)
	var b bytes.Buffer
	must(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, flat))
	return b.Bytes()
}
