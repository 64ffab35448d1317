// Keys and live pages. Everything works without this file.
"use strict";
(() => {
  const live = document.querySelector("[data-live]");
  const typing = (e) => e && (e.isContentEditable || /^(TEXTAREA|SELECT)$/.test(e.tagName) ||
    e.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(e.type));

  // press does what a key stands for: a button is pressed, a field gets the caret, a
  // fold opens at its first field.
  const press = (e) => {
    if (e.tagName === "SUMMARY") {
      e.parentElement.open = true;
      const field = e.parentElement.querySelector("textarea, input:not([type=hidden]), select, button");
      (field || e).focus();
    } else if (typing(e)) {
      const fold = e.closest("details");
      if (fold) fold.open = true;
      e.focus();
    } else {
      e.click();
    }
  };

  const rows = () => [...document.querySelectorAll("[data-row]")];
  const step = (by) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(document.activeElement);
    all[Math.max(0, Math.min(all.length - 1, at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by))].focus();
    return true;
  };

  // Keys go by their place, so that they are the same in every layout; "?" goes by
  // its sign, which layouts put in different places.
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && typing(document.activeElement)) {
      document.activeElement.blur();
      return;
    }
    if (document.body.dataset.keys !== "on" || e.ctrlKey || e.metaKey || e.altKey || e.repeat || typing(e.target)) return;
    const code = e.key === "?" ? "?" : e.shiftKey ? "" : e.code;
    if (!code) return;
    if ((code === "KeyJ" || code === "KeyK") && step(code === "KeyJ" ? 1 : -1)) {
      e.preventDefault();
      return;
    }
    if (code === "KeyX" && document.activeElement.matches("[data-row]")) {
      const box = document.activeElement.closest("li")?.querySelector("input[type=checkbox]");
      if (box) box.click();
      return;
    }
    const found = document.querySelector(`[data-key~="${CSS.escape(code)}"]`);
    if (!found) return;
    e.preventDefault();
    if (found.tagName === "BUTTON" && !document.body.dataset.ready) return;
    press(found);
  });

  // Whoever strikes a key twice must not decide about the page that comes next, unseen.
  const settle = 600; // milliseconds
  window.addEventListener("pageshow", () => {
    delete document.body.dataset.ready;
    setTimeout(() => { document.body.dataset.ready = "yes"; }, settle);
  });

  // All rows that are shown are ticked together.
  document.documentElement.classList.add("script");
  document.addEventListener("change", (e) => {
    if (!e.target.matches("[data-all]")) return;
    for (const box of e.target.form.querySelectorAll("input[name=item]")) box.checked = e.target.checked;
  });

  // Another language shows the page anew: what was typed would be gone without a word.
  const chosen = (s) => s.selectedIndex !== Math.max(0, [...s.options].findIndex((o) => o.defaultSelected));
  const typed = () => [...document.querySelectorAll("main textarea, main input")].some((f) =>
    !/^(hidden|checkbox|radio|search)$/.test(f.type) && f.value !== f.defaultValue) ||
    [...document.querySelectorAll("main form[method=post] select")].some(chosen);
  document.addEventListener("submit", (e) => {
    const lost = e.target.dataset.lost;
    if (lost && (e.target.dataset.typed || typed()) && !window.confirm(lost)) {
      e.preventDefault();
      e.stopImmediatePropagation();
    }
  });

  // What was typed into a form of a decision is neither lost with the page nor passed
  // over by another decision: it is shown, and nothing is sent.
  const note = document.getElementById("unsent");
  let leaves = false; // whoever was asked is not asked twice
  const filled = (i) => i.tagName === "SELECT" ? chosen(i) || i.selectedIndex > 0 && i.form.dataset.typed : !/^(hidden|checkbox|radio)$/.test(i.type) &&
    i.value.trim() && (i.value !== i.defaultValue || i.tagName === "TEXTAREA" && i.form.dataset.typed);
  const unsent = (but) => note && [...document.querySelectorAll("main form[method=post]")].filter((f) => f !== but)
    .flatMap((f) => [...f.querySelectorAll("textarea, input, select")].filter(filled))[0];
  document.addEventListener("submit", (e) => {
    const decides = e.target.method === "post" && e.target.closest("main");
    const field = decides && unsent(e.target);
    if (!field) {
      leaves = Boolean(decides || e.target.dataset.lost); // that one has asked
      return;
    }
    e.preventDefault();
    e.stopImmediatePropagation();
    field.form.prepend(note);
    note.hidden = false;
    const fold = field.closest("details");
    if (fold) fold.open = true;
    field.focus();
  });
  document.addEventListener("click", (e) => {
    const to = e.target.closest?.("a[href]");
    if (!to || to.hasAttribute("download") || to.target || e.ctrlKey || e.metaKey || e.shiftKey || to.getAttribute("href").startsWith("#") || !unsent()) return;
    if (window.confirm(note.dataset.leave)) leaves = true;
    else e.preventDefault();
  });
  window.addEventListener("beforeunload", (e) => { if (!leaves && unsent()) e.preventDefault(); });
  window.addEventListener("pageshow", () => { leaves = false; });

  // A form is sent once, however often it is pressed.
  document.addEventListener("submit", (e) => {
    if (e.target.method !== "post") return;
    if (e.target.dataset.sent) e.preventDefault();
    e.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((f) => delete f.dataset.sent));

  if (!live || !window.EventSource) return;

  const fetched = async () => {
    const answer = await fetch(location.href, { headers: { "X-Otinish-Live": "1" }, redirect: "error" });
    if (!answer.ok) throw new Error("not shown");
    const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.body.dataset.seen = doc.body.dataset.seen;
    return doc;
  };

  // swap puts the new page's part in place of the old one, and leaves the focus, what
  // is ticked and what is typed where they were.
  const swap = (doc) => {
    const old = document.getElementById("live"), fresh = doc.getElementById("live");
    if (!old || !fresh || old.contains(document.activeElement) && typing(document.activeElement)) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const ticked = new Set([...old.querySelectorAll("input:checked")].map((i) => i.value));
    for (const f of old.querySelectorAll("select, input[type=search]")) {
      const same = f.id && fresh.querySelector("#" + CSS.escape(f.id));
      if (same) same.value = f.value;
    }
    const folds = [...old.querySelectorAll("details")].map((d) => d.open);
    fresh.querySelectorAll("details").forEach((d, i) => { d.open = folds[i] || d.open; });
    old.replaceChildren(...fresh.childNodes);
    for (const i of old.querySelectorAll("input[type=checkbox]")) i.checked = ticked.has(i.value);
    if (focused) old.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  };

  const watch = (doc) => {
    const fresh = doc.querySelector("[data-live=watch]");
    if (fresh && fresh.dataset.version !== live.dataset.version) document.getElementById("stale").hidden = false;
  };

  let waits = false;
  const changed = () => {
    if (waits) return;
    waits = true;
    setTimeout(async () => {
      waits = false;
      try {
        (live.dataset.live === "swap" ? swap : watch)(await fetched());
      } catch {
        document.getElementById("stale").hidden = live.dataset.live === "swap";
      }
    }, 300);
  };
  // A line is open only while the page is looked at: browsers keep few to one server,
  // and many pages side by side would wait for each other.
  let line = null;
  const listen = () => {
    if (document.hidden) {
      line?.close();
      line = null;
    } else if (!line) {
      line = new EventSource("/live?seen=" + document.body.dataset.seen);
      line.addEventListener("changed", changed);
    }
  };
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", () => line?.close());
  window.addEventListener("pageshow", (e) => { if (e.persisted) { line = null; listen(); } });
  listen();
})();
