// Makes the pages better where scripts run; every page works without. No inline code, no eval.
(function () {
  "use strict";
  const $ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const typing = (target) => target.closest && target.closest("input, textarea, select, [contenteditable]");

  // ---- keys: j, k next and previous; / search; ? help; on the queue one key a decision
  let at = -1;
  function go(step) {
    const all = $("[data-item]");
    if (!all.length) return;
    const here = document.activeElement && document.activeElement.closest("[data-item]");
    if (here) at = all.indexOf(here);
    at = Math.max(0, Math.min(all.length - 1, at + step));
    const target = all[at].matches("a, button, [tabindex]") ? all[at] : all[at].querySelector("a, button") || all[at];
    target.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "center" });
    if (all[at].matches(".text a")) choose(all[at].href, false);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "j") { go(1); event.preventDefault(); }
    else if (event.key === "k") { go(-1); event.preventDefault(); }
    else if (event.key === "/") { const q = document.getElementById("q"); if (q) { q.focus(); q.select(); event.preventDefault(); } }
    else if (event.key === "?") { help(); event.preventDefault(); }
    else {
      const button = $("[data-key]").find((b) => b.dataset.key === event.key);
      if (button) { button.click(); event.preventDefault(); }
    }
  });

  function help() {
    let box = document.getElementById("keys");
    if (box) box.remove();
    box = document.createElement("dialog");
    box.id = "keys";
    box.setAttribute("aria-label", "Keys");
    const rows = [["j", "next"], ["k", "previous"], ["/", "search"], ["?", "this help"], ["Esc", "close"]];
    $("[data-key]").forEach((b) => rows.push([b.dataset.key, b.textContent.trim()]));
    const list = document.createElement("dl");
    rows.forEach(([key, what]) => {
      const dt = document.createElement("dt"); const kbd = document.createElement("kbd"); kbd.textContent = key; dt.append(kbd);
      const dd = document.createElement("dd"); dd.textContent = what; list.append(dt, dd);
    });
    const close = document.createElement("button"); close.type = "button"; close.textContent = "Close";
    close.addEventListener("click", () => box.close());
    box.append(list, close);
    document.body.append(box);
    box.showModal();
  }

  // ---- a report: choosing a finding swaps the panel in place
  const text = document.querySelector(".report .text");
  let asked = 0;
  async function choose(address, focus) {
    const mine = ++asked;
    const url = new URL(address);
    const answer = await fetch(url.pathname + url.search);
    if (mine !== asked || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const panel = page.getElementById("panel");
    if (mine !== asked || !panel) return;
    document.getElementById("panel").replaceWith(panel);
    const id = url.searchParams.get("f");
    $("mark.chosen").forEach((m) => m.classList.remove("chosen"));
    $(".text a[data-findings]").forEach((a) => { if (a.dataset.findings.split(" ").includes(id)) a.parentElement.classList.add("chosen"); });
    history.replaceState(null, "", url.pathname + url.search + url.hash);
    if (focus) document.getElementById("chosen").focus({ preventScroll: true });
  }
  if (text) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !link.getAttribute("href").startsWith("?layers=") || !new URL(link.href).searchParams.get("f")) return;
      event.preventDefault();
      const inText = text.contains(link);
      choose(link.href, !inText).then(() => { if (!inText) { const chosen = document.querySelector("mark.chosen"); if (chosen) chosen.scrollIntoView({ block: "center" }); } });
    });
    text.addEventListener("mouseup", selected);
    document.addEventListener("keyup", (event) => { if (event.shiftKey) selected(); });
  }

  // Offsets are code points of the report's text; the page's strings count UTF-16 units.
  const points = (string) => Array.from(string).length;
  function offsetOf(node, units) {
    const p = (node.nodeType === 3 ? node.parentElement : node).closest(".p[data-start]");
    if (!p) return null;
    const range = document.createRange();
    range.setStart(p, 0);
    range.setEnd(node, units);
    return Number(p.dataset.start) + points(range.toString());
  }
  function selected() {
    const form = document.querySelector('form[action="/mark"]');
    const selection = getSelection();
    if (!form || !selection || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const start = offsetOf(range.startContainer, range.startOffset), end = offsetOf(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    form.elements.start.value = start;
    form.elements.end.value = end;
    document.getElementById("marking").open = true;
  }

  // #c=120-180 may name any span of the text, not only one that a finding has.
  function place(p, offset) { // the text node and UTF-16 unit of a code point in a paragraph
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    let left = offset - Number(p.dataset.start), node;
    while ((node = walker.nextNode())) {
      const count = points(node.data);
      if (left <= count) return [node, Array.from(node.data).slice(0, left).join("").length];
      left -= count;
    }
    return null;
  }
  function lit() {
    const wanted = /^#c=(\d+)-(\d+)$/.exec(location.hash);
    if (!text || !wanted) return;
    const [start, end] = [Number(wanted[1]), Number(wanted[2])];
    const ranges = $(".p[data-start]", text).filter((p) => Number(p.dataset.start) < end && Number(p.dataset.end) > start).map((p) => {
      const from = place(p, Math.max(start, Number(p.dataset.start))), to = place(p, Math.min(end, Number(p.dataset.end)));
      if (!from || !to) return null;
      const range = document.createRange();
      range.setStart(...from);
      range.setEnd(...to);
      return range;
    }).filter(Boolean);
    if (!ranges.length) return;
    if (window.Highlight && CSS.highlights) CSS.highlights.set("span", new Highlight(...ranges));
    const first = ranges[0].startContainer.parentElement;
    first.scrollIntoView({ block: "center" });
  }
  window.addEventListener("hashchange", lit);
  lit();

  // ---- charts: the picture that stands there without scripts gives way to the live one of the same size
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const figures = $("[data-spec]");
  async function draw(figure) {
    const spec = await (await fetch(dark.matches ? figure.dataset.specDark : figure.dataset.spec)).json();
    const room = document.createElement("div");
    room.className = "live";
    const columns = Math.max(1, Math.floor(figure.clientWidth / 240));  // a legend is never wider than the page
    JSON.stringify(spec, (key, value) => { if (value && value.legend && value.legend.labelLimit && value.legend.columns > columns) value.legend.columns = columns; return value; });
    const picture = figure.querySelector("picture"), told = figure.querySelector("output");
    const before = figure.querySelector(".live");
    room.setAttribute("role", "img");
    room.setAttribute("aria-label", figure.querySelector("img").alt);
    figure.prepend(room);
    const tooltip = (handler, event, item, value) => { told.textContent = value && typeof value === "object" ? Object.values(value).filter((v) => v && v !== "null").join(" · ") : ""; };
    try {
      await window.vegaEmbed(room, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip });
      $("svg, svg *", room).forEach((e) => { e.removeAttribute("role"); e.removeAttribute("aria-roledescription"); e.removeAttribute("aria-label"); });
      $("svg", room).forEach((e) => e.setAttribute("aria-hidden", "true"));
      $("svg a", room).forEach((e) => e.setAttribute("tabindex", "-1"));
      if (picture) picture.hidden = true;
      if (before) before.remove();
    } catch (error) { room.remove(); /* the picture stays */ }
  }
  if (figures.length) {
    const script = document.createElement("script");
    script.src = "/static-vega.js";
    script.addEventListener("load", () => { figures.forEach(draw); dark.addEventListener("change", () => figures.forEach(draw)); });
    document.head.append(script);
  }
})();
