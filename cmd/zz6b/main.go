package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func main() {
	link, out := os.Args[1], os.Args[2]
	axe, _ := os.ReadFile("/tmp/wt-6b/cmd/otinish/testdata/axe/axe.min.js")
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath("/usr/bin/chromium"))
	ctx, c1 := chromedp.NewExecAllocator(context.Background(), opts...)
	defer c1()
	ctx, c2 := chromedp.NewContext(ctx)
	defer c2()
	ctx, c3 := context.WithTimeout(ctx, 300*time.Second)
	defer c3()
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	base := link[:strings.Index(link, "/login")]
	must(chromedp.Do(ctx, chromedp.Navigate(link), chromedp.Click("button.main"), chromedp.WaitVisible("nav")))
	scheme := "light"
	for _, arg := range os.Args[3:] {
		if arg == "dark" || arg == "light" {
			scheme = arg
			continue
		}
		lang, rest, _ := strings.Cut(arg, "@")
		wname, path, _ := strings.Cut(rest, "@")
		var w int64
		fmt.Sscan(wname, &w)
		var err error
		if strings.HasPrefix(path, "#") {
			must(chromedp.Do(ctx, chromedp.Navigate(base+"/")))
			path, err = chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelectorAll("[data-row]")[%s].getAttribute("href")`, path[1:])))
			must(err)
		}
		must(chromedp.Do(ctx, chromedp.Navigate(base+"/")))
		must(chromedp.Do(ctx, chromedp.Click(fmt.Sprintf(`.me .languages [value=%s]`, lang)), chromedp.WaitReady(fmt.Sprintf(`html[lang=%s]`, lang))))
		if strings.HasPrefix(path, "s") {
			must(chromedp.Do(ctx, chromedp.Navigate(base+"/subjects"), chromedp.SendKeys("#find", path[1:]+"\r"), chromedp.WaitVisible("#held")))
		} else {
			must(chromedp.Do(ctx, chromedp.Navigate(base+path)))
		}
		_, err = chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		must(err)
		must(chromedp.Do(ctx, chromedp.EmulateViewport(w, 900)))
		must(chromedp.Do(ctx, chromedp.Sleep(200*time.Millisecond)))
		shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		must(err)
		_, err = chromedp.Run(ctx, chromedp.Evaluate[int](string(axe)+";1"))
		must(err)
		res, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document,{runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]}).then(r=>r.violations.map(v=>v.id+": "+v.nodes.map(n=>n.html.slice(0,140)+" | "+n.failureSummary.replace(/\s+/g," ").slice(0,200)).join("\n    ")).join("\n"))`, chromedp.EvalAwaitPromise))
		must(err)
		ow, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth-innerWidth`))
		must(err)
		name := out + "/" + strings.NewReplacer("/", "_", "?", "_", "@", "-", "#", "i").Replace(arg) + "-" + scheme + ".png"
		must(os.WriteFile(name, shot, 0o644))
		fmt.Println(name, "overflow", ow, res)
	}
}
