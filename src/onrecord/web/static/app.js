// Makes the pages better where scripts run; every page works without. No inline code, no eval.
(function () {
  "use strict";
  const $ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  // j, k: next and previous finding; /: search; ?: help; on the queue one key a decision.
  let at = -1;
  function items() { return $("[data-item]"); }
  function go(step) {
    const all = items();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, at + step));
    const target = all[at].matches("a, button, [tabindex]") ? all[at] : all[at].querySelector("a, button") || all[at];
    target.focus({ preventScroll: false });
    all[at].scrollIntoView({ block: "center" });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") { go(1); event.preventDefault(); }
    else if (event.key === "k") { go(-1); event.preventDefault(); }
    else if (event.key === "/") { const q = document.getElementById("q"); if (q) { q.focus(); event.preventDefault(); } }
    else if (event.key === "?") { help(); event.preventDefault(); }
    else {
      const button = $("[data-key]").find((b) => b.dataset.key === event.key);
      if (button) { button.click(); event.preventDefault(); }
    }
  });

  function help() {
    let box = document.getElementById("keys");
    if (!box) {
      box = document.createElement("dialog");
      box.id = "keys";
      box.setAttribute("aria-label", "Keys");
      const rows = [["j, k", "next, previous finding"], ["/", "search"], ["?", "this help"], ["Esc", "close"]];
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
    }
    box.showModal();
  }

  // #c=120-180 may name any span of the text, not only one that a finding has: the marks that touch it are lit.
  function lit() {
    const wanted = /^#c=(\d+)-(\d+)$/.exec(location.hash);
    $("mark.chosen").forEach((m) => m.classList.remove("chosen"));
    if (!wanted) return;
    const [start, end] = [Number(wanted[1]), Number(wanted[2])];
    const touched = $("[data-start]").filter((m) => Number(m.dataset.start) < end && Number(m.dataset.end) > start);
    touched.forEach((m) => m.classList.add("chosen"));
    if (touched.length) touched[0].scrollIntoView({ block: "center" });
  }
  window.addEventListener("hashchange", lit);
  lit();

  // Charts: the picture that stands there without scripts gives way to the live one.
  $("[data-spec]").forEach((figure) => {
    const script = document.createElement("script");
    script.src = "/static-vega.js";
    script.addEventListener("load", () => {
      fetch(figure.dataset.spec).then((answer) => answer.json()).then((spec) => {
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        const room = document.createElement("div"); room.style.width = "100%";
        const picture = figure.querySelector("img");
        figure.prepend(room);
        return window.vegaEmbed(room, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false, theme: dark ? "dark" : undefined }).then(() => { if (picture) picture.hidden = true; });
      }).catch(() => { /* the picture stays */ });
    });
    document.head.append(script);
  });
})();
