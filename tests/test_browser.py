"""The pages in a real Chromium: what people do on them, by mouse and by keyboard, with and without scripts; axe finds nothing.

Debian's chromium is used (``make browser`` installs it). Without one these tests are skipped, and fail where CI is set.
``ONRECORD_SCREENSHOTS=1`` (``make screenshots``) writes a picture of each page into docs/screenshots.
"""

import importlib
import os
import shutil
import socket
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
import web_record

from onrecord.store.record import Record
from onrecord.web.app import create_app

PICTURES = Path(__file__).parents[1] / "docs" / "screenshots"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
CHARTED = ("quantities", "events", "places", "ledger", "relays")
PHOTOGRAPHED = (
    "home",
    "find",
    "report",
    "finding",
    "entity",
    "quantities",
    "events",
    "places",
    "votes",
    "labels",
    "actors",
    "ledger",
    "conflicts",
    "compare",
    "relays",
    "queue",
    "names",
    "problems",
    "audit",
    "api",
    "components",
)


def needed(module):
    """A module of the dev extra; without it a test is skipped, but not where CI is set."""
    return importlib.import_module(module) if os.environ.get("CI") else pytest.importorskip(module)


@pytest.fixture(scope="module")
def chromium():
    path = os.environ.get("ONRECORD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("There is no Chromium. Install it with: make browser")
    playwright = needed("playwright.sync_api")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def serving(path, **options):
    """The pages at a free port, in a thread."""
    import uvicorn

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(path, **options), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def served(chromium, tmp_path_factory):
    path = web_record.copy_to(tmp_path_factory.mktemp("browser"))
    with serving(path, judge=True, token="t0ken") as base:
        yield base, web_record.addresses(path), path


@pytest.fixture
def opened(chromium, served):
    """Opens a page; whatever a page logs as an error fails the test."""
    made, errors = [], []

    def open_page(address, *, token=False, **options):
        context = chromium.new_context(**{"viewport": {"width": 1300, "height": 900}, "base_url": served[0], **options})
        made.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("dialog", lambda d: (errors.append(f"dialog {d.message}"), d.dismiss()))
        if token:
            page.goto("/?token=t0ken")
        page.goto(address)
        return page

    yield open_page
    for context in made:
        context.close()
    assert errors == []


# ------------------------------------------------------------------------------------------------------------- journeys


def test_find_who_denied_what_open_the_sentence_judge_it_and_see_it_in_the_audit(opened):
    page = opened("/find", token=True)
    page.locator("select[name=act]").select_option("denies")
    page.locator("main").get_by_role("button", name="Find").click()
    line = page.locator("main li[data-item]").first
    who, words = line.locator("strong").inner_text(), line.locator(".quote a").inner_text()
    line.locator(".quote a").click()
    page.wait_for_url("**/report/**")
    panel = page.locator("#panel")
    assert panel.locator("h2").first.inner_text().startswith(who)
    assert "denies" in panel.locator("h2 .chip").all_inner_texts()
    assert panel.locator("blockquote").inner_text() == words
    assert words.split()[0] in page.locator("mark.chosen").first.inner_text() or page.locator("mark.chosen").count() > 1
    panel.get_by_label("Your name").first.fill("ana")
    panel.get_by_label("Why").first.fill("read it twice")
    panel.get_by_role("button", name="Right").click()
    assert "judged right by ana" in page.locator("#panel").inner_text()
    page.get_by_role("link", name="Audit").click()
    page.get_by_role("link", name="judge", exact=True).click()
    row = page.locator("main tbody tr").first.inner_text()
    assert "ana" in row
    assert "right (read it twice)" in row


def test_follow_a_figure_over_time_to_its_sentences(opened):
    page = opened("/quantities")
    page.get_by_label("Measures").fill("person")
    page.get_by_role("button", name="Show").click()
    page.locator("figure .live svg").wait_for()
    assert page.locator("figure .live svg .mark-symbol path").count() > 3  # points of the live chart
    dates = page.locator("main tbody tr td:first-child").all_inner_texts()
    assert len(dates) > 3
    link = page.locator("main tbody td.quote a").first
    words = link.inner_text()
    link.click()
    page.wait_for_url("**/report/**")
    assert words in "".join(page.locator("mark.chosen").all_inner_texts())
    assert page.locator("mark.chosen").first.bounding_box()["y"] < 900  # it is in view


def test_compare_two_outlets_on_a_story(opened):
    page = opened("/")
    page.get_by_role("link", name="Compare").click()
    page.locator("main li a").first.click()
    assert page.locator("h1").inner_text().startswith("One story in 4 reports")
    row = page.locator("main tbody tr").first
    assert "contradicts" in row.inner_text()
    assert "Karsova Today" in row.inner_text()
    assert "Northern Wire" in row.inner_text()
    assert page.locator(".columns section").count() == 4
    row.locator(".quote a").first.click()
    assert "nine" in page.locator("mark.chosen").first.inner_text()


def test_from_a_measure_to_the_sentence_of_a_figure(opened):
    page = opened("/quantities")
    page.get_by_role("link", name="ledger").click()
    page.get_by_label("Measure").fill("killed")
    page.get_by_role("button", name="Show").click()
    page.locator("figure .live svg").wait_for()
    row = page.locator("main tbody tr").filter(has_text="up to 9 persons")
    assert "Davit Sorel" in row.inner_text()
    assert "Karsova Today" in row.inner_text()
    page.get_by_role("link", name="With low, best and high").click()
    assert "a view, no finding" in page.locator("main").inner_text()
    assert "Of each claimant the figure of the latest day counts" in page.locator("main").inner_text()
    page.locator("main tbody tr").filter(has_text="up to 9 persons").locator("td.quote a").click()
    page.wait_for_url("**/report/**")
    assert "nine" in "".join(page.locator("mark.chosen").all_inner_texts())


def test_a_pair_of_names_is_decided_by_keyboard_and_taken_back(opened):
    page = opened("/queue", token=True)
    page.get_by_role("link", name="Pairs of names").click()
    first = page.locator("main section[data-item]").first.locator(".panel strong").locator("xpath=..")
    pair = [first.nth(k).get_attribute("href") for k in (0, 1)]
    page.get_by_label("Your name").first.fill("kim")
    page.keyboard.press("Tab")
    page.keyboard.type("no telling")
    page.locator("h1").click()
    page.keyboard.press("u")
    page.wait_for_function(
        "p => Array.from(document.querySelectorAll('main section[data-item]:first-of-type .panel p:first-child a')).map(a => a.getAttribute('href')).join() !== p",
        arg=",".join(pair),
    )
    page.goto("/audit?verb=judge")
    row = page.locator("main tbody tr").first
    assert "no telling" in row.inner_text()
    row.locator("td a").click()
    page.wait_for_url("**/finding/lnk_*")
    page.get_by_role("button", name="Take back").click()
    page.goto("/queue/names")
    assert [first.nth(k).get_attribute("href") for k in (0, 1)] == pair


def test_everything_by_keyboard_alone(opened, served):
    page = opened(served[1]["report"].partition("?")[0], token=True)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.locator("#panel blockquote").wait_for()
    first = page.locator("#panel blockquote").inner_text()
    assert page.locator("mark.chosen").count() >= 1
    page.keyboard.press("j")
    page.wait_for_function("before => document.querySelector('#panel blockquote').innerText !== before", arg=first)
    assert "f=" in page.url
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    page.keyboard.press("/")
    page.keyboard.type("dam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?q=dam")
    page.goto("/queue?user=kim")
    before = page.locator("section.panel h2").inner_text() + page.locator("section.panel .text").inner_text()
    page.keyboard.press("w")
    page.get_by_text("1 judged by you").wait_for()
    assert page.locator("section.panel h2").inner_text() + page.locator("section.panel .text").inner_text() != before
    page.keyboard.press("z")
    page.get_by_text("0 judged by you").wait_for()
    assert page.locator("section.panel h2").inner_text() + page.locator("section.panel .text").inner_text() == before


def test_without_scripts_all_is_there(opened, served):
    page = opened(served[1]["report"], java_script_enabled=False)
    assert page.locator("#panel blockquote").inner_text()
    marks = page.locator("mark a")
    marks.nth(3).click()
    assert page.locator("mark.chosen").count() >= 1
    page.goto(served[1]["report-span"])
    assert page.locator("#panel h2").first.inner_text() == "Characters 1 to 9"
    page.goto("/quantities")
    assert page.locator("figure img").evaluate("i => i.complete && i.naturalWidth > 300")
    page.goto("/find?q=dam")
    assert page.locator("main li[data-item]").count() > 3


def test_selected_words_fill_the_form_in_code_points(chromium, tmp_path):
    text = "Fire 🔥🔥 in Halden 🏚 said the mayor."
    path = str(tmp_path / "e.db")
    from onrecord.model import Document, Source, document_id

    with Record(path) as record:
        record.add_documents([Document(id=document_id(None, None, text), source=Source(), text=text)])
        record.run(stages=web_record.hostile_stages())
        report = record.reports()[0][0].id
    with serving(path, judge=True, token="t") as base:
        page = chromium.new_page()
        page.goto(f"{base}/?token=t")
        page.goto(f"{base}/report/{report}")
        page.evaluate("""() => { const w = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT); let n, hit;
            while ((n = w.nextNode())) if (n.data.includes('Halden')) hit = n;
            const r = document.createRange(); r.setStart(hit, hit.data.indexOf('Halden')); r.setEnd(hit, hit.data.indexOf('Halden') + 6);
            getSelection().removeAllRanges(); getSelection().addRange(r);
            document.querySelector('.text').dispatchEvent(new MouseEvent('mouseup', {bubbles: true})); }""")
        form = page.locator('form[action="/mark"]')
        start, end = (int(form.locator(f"[name={n}]").input_value()) for n in ("start", "end"))
        assert text[start:end] == "Halden"
        page.goto(f"{base}/report/{report}#c={start}-{end}")
        assert page.evaluate("Array.from(CSS.highlights.get('span')).map(r => r.toString()).join('|')") == "Halden"
        page.close()


# ---------------------------------------------------------------------------------------------------------- how it looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_accessibility_or_logs_an_error(opened, served, scheme):
    axe = needed("axe_playwright_python.sync_playwright")
    page = opened("/", token=True, color_scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (sum(map(int, paper[4:-1].split(","))) < 150) == (scheme == "dark")
    names = (
        served[1]
        if scheme == "light"
        else {
            n: served[1][n]
            for n in ("home", "report-layers", "quantities", "events", "queue", "compare", "finding", "entity", "ledger", "relays", "names", "conflicts", "components")
        }
    )
    for name, address in names.items():
        page.goto(address)
        if name in CHARTED:
            page.locator("figure .live svg").wait_for()
        found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(name, v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_is_wider_than_a_small_telephone(opened, served, scripts):
    page = opened("/", token=True, viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
    for name, address in served[1].items():
        page.goto(address)
        if scripts and name in CHARTED:
            page.locator("figure .live svg").wait_for()
        width = page.locator("html").evaluate("e => e.scrollWidth") if scripts else page.locator("footer.site").bounding_box()["width"]
        assert width <= 360, name


def test_nothing_moves_after_the_first_paint(opened, served):
    page = opened("/")
    watch = "new Promise(d => { let s = 0; new PerformanceObserver(l => l.getEntries().forEach(e => s += e.value)).observe({type: 'layout-shift', buffered: true}); setTimeout(() => d(s), 250); })"
    for name in ("home", "quantities", "events", "places", "ledger", "relays", "report"):
        page.goto(served[1][name])
        if name in CHARTED:
            page.locator("figure .live svg").wait_for()
        assert page.evaluate(watch) < 0.02, name


def test_a_printed_report_has_its_sources_as_footnotes(opened, served):
    page = opened(served[1]["report"])
    assert not page.locator(".footnotes").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".footnotes").is_visible()
    assert "SHA-256" in page.locator(".footnotes").inner_text()
    assert not page.locator("nav[aria-label=Pages]").is_visible()
    assert not page.locator("form.judge").first.is_visible()


def test_hostile_reports_run_nothing(chromium, opened, tmp_path):
    web_record.build_hostile(str(tmp_path / "h.db"), tmp_path)
    with serving(str(tmp_path / "h.db"), judge=True, token="t0ken") as base:
        page = opened(f"{base}/?token=t0ken")
        page.on("framenavigated", lambda f: pytest.fail(f"went to {f.url}") if not f.url.startswith(base) else None)
        for name, address in web_record.addresses(str(tmp_path / "h.db")).items():
            page.goto(base + address)
            if name in CHARTED and name != "relays":  # nobody relays there
                page.locator("figure .live svg").wait_for()
            assert page.evaluate("document.querySelectorAll('main script, main svg:not(.live svg), main [onerror], main [onload], main [onclick]').length") == 0, name


@pytest.mark.skipif(not os.environ.get("ONRECORD_SCREENSHOTS"), reason="ONRECORD_SCREENSHOTS=1 (make screenshots) writes the pictures of the docs")
def test_pictures_for_the_docs(opened, served):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = opened("/", token=True, viewport={"width": 1000, "height": 640})
    for name in PHOTOGRAPHED:
        page.goto(served[1][name])
        if name in CHARTED:
            page.locator("figure .live svg").wait_for()
        page.screenshot(path=PICTURES / f"{name}.png")
    page.emulate_media(color_scheme="dark")
    page.goto(served[1]["report"])
    page.screenshot(path=PICTURES / "report-dark.png")
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="light")
    page.goto(served[1]["report"])
    page.screenshot(path=PICTURES / "report-small.png")
    assert len(list(PICTURES.glob("*.png"))) == len(PHOTOGRAPHED) + 2
