"""The pages without a browser: every page answers, has its twin, escapes what is hostile, and refuses what it must."""

import csv
import io
import json
import time
from urllib.parse import quote

import jsonschema
import pytest
import web_record
from fastapi.testclient import TestClient
from lxml import html

from onrecord.model import Document, Source, Span, document_id
from onrecord.store import lookup
from onrecord.store.record import Record
from onrecord.web.app import create_app
from onrecord.web.people import krippendorff

BASE = "http://127.0.0.1"
OWN = {"origin": BASE}


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    path = web_record.copy_to(tmp_path_factory.mktemp("web"))
    return path, web_record.addresses(path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    web_record.build_hostile(str(folder / "h.db"), folder)
    return str(folder / "h.db"), web_record.addresses(str(folder / "h.db"))


@pytest.fixture
def client(examples):
    return TestClient(create_app(examples[0], judge=True, token="t0ken"), base_url=BASE)


@pytest.fixture
def judge(client):
    client.get("/?token=t0ken")
    return client


def twin(address):
    path, _, query = address.partition("?")
    return (path.rstrip("/") or "/index") + ".json" + (f"?{query}" if query else "")


def test_every_page_answers_has_a_twin_and_declares_it(examples, client):
    for name, address in examples[1].items():
        answer = client.get(address)
        assert answer.status_code == 200, (name, answer.text[:300])
        other = html.fromstring(answer.text).xpath('//link[@rel="alternate"]/@href')[0]
        assert other == twin(address)
        data = client.get(other)
        assert data.status_code == 200, name
        assert data.headers["content-type"] == "application/json"
        data.json()


def test_the_text_on_the_page_is_the_text_of_the_report(examples, client):
    with Record(examples[0], write=False) as record:
        for brief in record.reports(limit=50)[0]:
            text = record.report(brief.id).document.text
            page = html.fromstring(client.get(f"/report/{brief.id}?layers=attributions,quantities,events,entities,labels,timexes").text)
            for p in page.xpath("//*[@data-start and @data-end]"):
                assert p.text_content() == text[int(p.get("data-start")) : int(p.get("data-end"))]


# ------------------------------------------------------------------------------------------------------------- hostility


def check_harmless(name, text):
    page = html.fromstring(text)
    assert [s.get("src") for s in page.iter("script")] == ["/static/app.js"], name
    for element in page.iter():
        for key, value in element.attrib.items():
            assert not key.startswith("on"), (name, key)
            assert key != "style", name
            if key in ("href", "src", "action", "srcset", "data-spec"):
                assert value == "" or value[0] in "/?#" or value.startswith(("http://", "https://")), (name, value)
                assert not value.startswith("//"), (name, value)
            if key in ("title", "alt", "aria-label"):
                assert "\u202e" not in value, (name, key)
    assert "\u202e" not in page.findtext(".//title"), name
    assert not page.xpath("//svg|//img[not(@alt)]|//b"), name
    assert "49" not in page.findtext(".//title"), name


def test_hostile_words_in_every_field_are_shown_and_never_run(hostile):
    client = TestClient(create_app(hostile[0], judge=True, token="t0ken"), base_url=BASE)
    client.get("/?token=t0ken")
    with Record(hostile[0], write=False) as record:
        reports = [b.id for b in record.reports(limit=10)[0]]
    assert len(reports) == 4
    pages = (
        hostile[1] | {f"report {k}": f"/report/{id}" for k, id in enumerate(reports)} | {"mine": "/queue?user=ana", "found": f"/find?q={web_record.HOSTILE[:40]}&outlet={'<b>x'}"}
    )
    shown = 0
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 200, (name, answer.text[:200])
        check_harmless(name, answer.text)
        shown += "&lt;script&gt;alert(" in answer.text
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert client.get(twin(address)).headers["content-type"] == "application/json", name
    assert shown > 15  # it is there, as text
    for chart in ("quantities", "events", "places", "ledger", "relays"):
        picture = client.get(f"/chart/{chart}.svg")
        assert picture.status_code == 200
        assert "<script" not in picture.text
        assert "sandbox" in picture.headers["content-security-policy"]


def test_hostile_names_of_those_who_relay_are_shown_and_never_run(tmp_path):
    from onrecord.model import Act, Attribution, AttributionKind, Entity, EntityKind, Ids
    from onrecord.pipeline import Stage

    def entities(document, layers):
        ids = Ids(document.id, "entities")
        return [
            Entity(id=ids(s), name=f"{n} {web_record.HOSTILE}", kind=EntityKind.PERSON, mentions=(s,), role=web_record.HOSTILE)
            for n, s in (("Ada", Span(0, 3)), ("Ben", Span(4, 7)))
        ]

    def said(document, layers):
        one, other = layers.entities
        return [
            Attribution(id=Ids(document.id, "attributions")(Span(8, 12)), kind=AttributionKind.DIRECT, content=(Span(8, 12),), speaker=one.id, via=(other.id,), act=Act.ASSERTS)
        ]

    path = str(tmp_path / "relays.db")
    stages = [s for s in web_record.hostile_stages() if s.layer not in ("entities", "attributions", "quantities", "events", "votes", "labels")]
    stages += [Stage(layer="entities", version="1", find=entities), Stage(layer="attributions", version="1", reads=("entities",), find=said)]
    text = "Ada Ben that is so."
    with Record(path) as record:
        record.add_documents([Document(id=document_id(o, "2024-01-15", text), source=Source(), text=text, outlet=o, published="2024-01-15") for o in (web_record.HOSTILE, "Wire")])
        record.run(stages=stages)
        who = record.entities("Ada")[0].name
    client = TestClient(create_app(path, judge=True, token="t0ken"), base_url=BASE)
    client.get("/?token=t0ken")
    for address in ("/relays", f"/entity/{quote(who, safe='')}", "/who", "/queue/names"):
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text[:300])
        check_harmless(address, answer.text)
        assert "&lt;script&gt;alert(" in answer.text or address == "/queue/names"
    assert [c["chain"][2] for c in client.get("/relays.json").json()["chains"]] == [web_record.HOSTILE, "Wire"]
    assert "<script" not in client.get("/chart/relays.svg").text


def test_what_is_missing_is_said_with_the_hostile_words_escaped(client):
    for address in (
        "/report/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/finding/<img src=x>",
        "/entity/<b>x</b>",
        "/audit?verb=<b>",
        "/find?layer=<b>",
        "/conflicts?kind=<b>",
        "/chart/<b>.svg",
        "/nothing<b>",
    ):
        answer = client.get(address)
        assert answer.status_code in (400, 404), address
        check_harmless(address, answer.text)


def test_a_headline_of_five_megabytes_makes_no_list_long(tmp_path):
    path = str(tmp_path / "long.db")
    text = "ab " * 1_700_000 + "\n\nThe end."
    long = Document(id=document_id(None, None, text), source=Source(), text=text, headline=Span(0, len(text) - 11), outlet="x" * 100_000)
    with Record(path) as record:
        record.add_documents([long])
        record.run(stages=web_record.hostile_stages())
    client = TestClient(create_app(path), base_url=BASE)
    for address in (
        "/",
        "/find",
        "/find?layer=reports",
        "/find?layer=all",
        "/quantities",
        "/events",
        "/labels",
        "/places",
        "/queue?user=a",
        "/audit",
        f"/finding/{Record(path, write=False).find()[0].id}",
    ):
        began = time.process_time()
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(answer.content) < 60_000, address
        assert time.process_time() - began < 5, address
    assert len(client.get(f"/report/{long.id}").content) > 5_000_000  # there it is, whole


def test_only_addresses_of_the_web_become_links(hostile):
    client = TestClient(create_app(hostile[0]), base_url=BASE)
    with Record(hostile[0], write=False) as record:
        for brief in record.reports(limit=10)[0]:
            assert "the page it came from" not in client.get(f"/report/{brief.id}").text


def test_kept_bytes_are_a_download(examples, client, hostile):
    report = examples[1]["report"].partition("?")[0]
    answer = client.get(f"{report}/bytes")
    assert answer.content == (web_record.EXAMPLES / "01-northern-wire.txt").read_bytes()
    other = TestClient(create_app(hostile[0]), base_url=BASE)
    with Record(hostile[0], write=False) as record:
        page = next(b.id for b in record.reports(limit=10)[0] if (b.path or "").endswith(".html"))
    for one in (answer, other.get(f"/report/{page}/bytes")):
        assert one.headers["content-disposition"].startswith("attachment")
        assert one.headers["content-type"] == "application/octet-stream"
        assert "sandbox" in one.headers["content-security-policy"]


def test_a_spreadsheet_runs_no_formula_out_of_a_table(tmp_path):
    text = "=HYPERLINK(1) said @SUM(1)\n\n-2 died."
    with Record(str(tmp_path / "f.db")) as record:
        record.add_documents([Document(id=document_id("=1+1", None, text), source=Source(), text=text, headline=Span(0, 26), outlet="=1+1")])
        record.run(stages=web_record.hostile_stages())
    answer = TestClient(create_app(str(tmp_path / "f.db")), base_url=BASE).get("/find?layer=all&format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows
    assert answer.headers["content-disposition"].startswith("attachment")
    assert rows[0]["outlet"] == "'=1+1"
    assert rows[0]["headline"].startswith("'=HYPER")
    assert not [v for r in rows for v in r.values() if v[:1] in "=+-@" and v]


# ------------------------------------------------------------------------------------------------------------- guarded


def test_another_host_name_is_refused(client):
    for name in ("evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80"):
        assert client.get("/", headers={"host": name}).status_code == 421, name
    for name in ("localhost:8765", "127.0.0.1:1", "[::1]:8765"):
        assert client.get("/", headers={"host": name}).status_code == 200, name


def test_judging_needs_the_token_and_these_pages(examples, client):
    finding = examples[1]["finding"].rpartition("/")[2]
    form = {"id": finding, "verdict": "right", "user": "ana"}
    assert client.post("/judge", data=form, headers=OWN).status_code == 403
    assert client.get("/?token=wrong", follow_redirects=False).headers.get("set-cookie") is None
    kept = client.get("/?token=t0ken", follow_redirects=False)
    assert "HttpOnly" in kept.headers["set-cookie"]
    assert "SameSite=strict" in kept.headers["set-cookie"]
    assert kept.headers["location"] == "/"
    assert client.post("/judge", data=form).status_code == 403
    for other in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"referer": "http://evil.example/127.0.0.1"},
        OWN | {"sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1:9999"},
    ):
        assert client.post("/judge", data=form, headers=other).status_code == 403, other
    assert client.post("/judge", data=form, headers=OWN, follow_redirects=False).status_code == 303
    assert "<bdi>ana</bdi>" in client.get(f"/finding/{finding}").text
    assert "ana" in client.get("/audit?verb=judge").text


def test_after_a_judgement_one_stays_on_this_site(examples, judge):
    finding = examples[1]["finding"].rpartition("/")[2]
    for to in ("//evil.example", "https://evil.example/x", "/\\evil.example", "javascript:alert(1)", "/a\nSet-Cookie: x=1"):
        answer = judge.post("/judge", data={"id": finding, "verdict": "unsure", "user": "ana\r\n; x", "to": to}, headers=OWN, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/", to


def test_a_record_served_for_reading_takes_no_post(examples):
    client = TestClient(create_app(examples[0]), base_url=BASE)
    for path in ("/judge", "/retract", "/mark", "/amend"):
        answer = client.post(path, data={"id": "att_1", "verdict": "right", "user": "ana"}, headers=OWN)
        assert answer.status_code == 403
        assert "--judge" in answer.text
    assert 'method="post"' not in client.get(examples[1]["report"]).text


# --------------------------------------------------------------------------------------------------------------- people


def test_a_missed_finding_is_marked_corrected_and_taken_back(examples, judge):
    report = examples[1]["report"].partition("?")[0].rpartition("/")[2]
    with Record(examples[0], write=False) as record:
        text = record.report(report).document.text
    start = text.index("flour mill")
    form = {"report": report, "start": start - 1, "end": start + 11, "layer": "labels", "user": "ana", "note": "missed"}
    made = judge.post("/mark", data=form, headers=OWN, follow_redirects=False)
    assert made.status_code == 303, made.text
    page = judge.get(made.headers["location"])
    assert "flour mill" in html.fromstring(page.text).xpath("string(//aside//blockquote)")
    assert "<dd><bdi>person</bdi></dd>" in page.text
    wrong = judge.post("/mark", data=form | {"start": 5, "end": 10**8}, headers=OWN)
    assert wrong.status_code == 400
    assert "outside the text" in wrong.text
    said = examples[1]["finding"].rpartition("/")[2]
    fixed = judge.post("/judge", data={"id": said, "verdict": "corrected", "corrections": "act: announces", "user": "ana"}, headers=OWN, follow_redirects=False)
    assert fixed.status_code == 303
    assert "announces" in judge.get(f"/finding/{said}").text
    bad = judge.post("/judge", data={"id": said, "verdict": "corrected", "corrections": "act: sings", "user": "ana"}, headers=OWN)
    assert bad.status_code == 400
    with Record(examples[0], write=False) as record:
        last = record.judgements(subject=said)[-1].id
    judge.post("/retract", data={"id": last, "user": "ana"}, headers=OWN)
    assert "taken back by" in judge.get(f"/finding/{said}").text
    assert (
        judge.post(
            "/amend", data={"report": report, "field": "outlet", "value": "Northern Wire", "user": "ana", "note": "as printed"}, headers=OWN, follow_redirects=False
        ).status_code
        == 303
    )
    assert "amend" in judge.get("/audit?verb=people").text


def test_two_coders_do_not_see_each_other_until_both_have_judged(tmp_path):
    client = TestClient(create_app(web_record.copy_to(tmp_path), judge=True, token="t"), base_url=BASE)
    client.get("/?token=t")
    first = client.get("/queue.json?user=ana").json()["next"]
    assert first == client.get("/queue.json?user=ben").json()["next"]  # the least certain first, for everybody

    def say(user, verdict, **more):
        return client.post("/judge", data={"id": first, "user": user, "verdict": verdict, **more}, headers=OWN, follow_redirects=False)

    say("ana", "right")
    assert client.get("/queue.json?user=ana").json()["next"] != first
    ben = client.get("/queue?user=ben")
    assert first in ben.text
    assert "judged right" not in ben.text
    say("ben", "wrong")
    both = client.get("/queue.json?user=ben").json()
    assert both["differ"] == [{"finding": first, "verdicts": {"ana": "right", "ben": "wrong"}}]
    assert client.get("/queue.json?user=cleo").json()["differ"] == []
    assert "1 disagreement of others" in client.get("/queue?user=cleo").text
    assert "Krippendorff’s alpha is <strong" in ben.text or both["alpha"] is not None
    say("ana", "right", note="adjudicated")
    settled = client.get("/queue?user=ben")
    assert "1 disagreement settled" in settled.text
    assert client.get("/queue.json?user=ben").json()["differ"] == []
    assert client.get("/queue.json?user=ben").json()["alpha"] == both["alpha"]  # settling does not change agreement


def test_alpha_of_chance_is_about_zero_and_of_agreement_one():
    assert krippendorff([["right", "right"], ["wrong", "wrong"]]) == 1.0
    assert krippendorff([["right", "wrong"], ["wrong", "right"]]) < 0
    assert krippendorff([["right"]]) is None
    # Krippendorff (2011), A: binary data, two observers, ten units: alpha = 0.095
    assert krippendorff([list(p) for p in zip("0100000010", "1110010000", strict=True)]) == pytest.approx(0.095, abs=5e-4)


# ------------------------------------------------------------------------------------------------------------ the pages


def test_odd_search_words_are_no_error(client):
    for q in ['"', "AND OR NOT", "a*b(", "NEAR(", "-", "col:x", "'; DROP TABLE document; --", "*", "\0", "OR", "(((", "é" * 5000]:
        assert client.get("/find", params={"q": q}).status_code == 200, q
        assert client.get("/api/findings", params={"q": q}).status_code == 200, q
    answer = client.get("/find", params={"since": "yesterday"})
    assert answer.status_code == 400
    assert "2023-12" in answer.text
    assert "<code>-without</code>" in answer.text
    assert client.get("/find", params={"page": "-3"}).status_code == 200
    assert client.get("/find", params={"page": "9" * 40}).status_code == 200
    assert client.get("/api/findings", params={"limit": "1000000"}).status_code == 422


def test_facets_narrow_and_can_be_taken_away(client):
    page = html.fromstring(client.get("/find").text)
    facet = page.xpath('//aside//h2[text()="act"]/following-sibling::ul//a[normalize-space()="denies"]/@href')[0]
    count = int(page.xpath('//aside//h2[text()="act"]/following-sibling::ul//li[a[normalize-space()="denies"]]/span/text()')[0])
    found = client.get(facet)
    assert f"{count} hit" in found.text
    assert client.get(facet.replace("/find?", "/find.json?")).json()["total"] == count
    assert html.fromstring(found.text).xpath('//ul[@aria-label="Filters"]//a/@href') == ["/find"]
    assert page.xpath('//aside//h2[text()="month"]')
    assert len(list(csv.DictReader(io.StringIO(client.get("/find?act=denies&format=csv").text)))) == count


def test_a_span_has_an_address_without_scripts_too(examples, client):
    report = examples[1]["report"].partition("?")[0]
    page = html.fromstring(client.get(f"{report}?c=2-13").text)
    with Record(examples[0], write=False) as record:
        text = record.report(report.rpartition("/")[2]).document.text
    assert "".join(m.text_content() for m in page.xpath('//mark[contains(@class, "chosen")]')) == text[2:13]
    assert page.xpath("string(//aside//blockquote)") == text[2:13]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_links_across_reports_stand_on_their_pages(examples, client):
    conflicts = client.get("/conflicts").text
    assert "No more than nine against at least 14" in conflicts
    assert "nobody has judged it" in conflicts
    assert [k["kind"] for k in client.get("/conflicts.json?kind=denies").json()] == ["denies"]
    assert "4 reports" in client.get("/compare").text
    compare = client.get(examples[1]["compare"].replace("/compare", "/compare.json")).json()
    assert {f["standing"] for f in compare["findings"]} == {"at odds", "updated", "shared", "only here"}
    assert "At odds, and nobody has judged it" in client.get("/").text
    link = client.get("/conflicts.json").json()[0]["id"]
    assert client.get(f"/finding/{link}.json").json()["kind"] == "contradicts"
    entity = client.get(examples[1]["entity"].replace("?", ".json?") if "?" in examples[1]["entity"] else examples[1]["entity"] + ".json").json()
    assert len(entity["says"]) > 3


def test_the_ledger_puts_one_measure_in_series_with_bound_and_claimant(client):
    page = html.fromstring(client.get("/ledger?measure=killed&summary=1").text)
    rows = [[" ".join(td.text_content().split()) for td in tr] for tr in page.xpath("//main//tbody/tr")]
    assert any(r[1] == "at least 14 persons" and r[3] == "Velmark interior ministry" and r[0] == "2024-03-10" for r in rows)
    assert any(r[1] == "up to 9 persons" and r[3] == "Davit Sorel" for r in rows)
    assert "Of each claimant the figure of the latest day counts" in page.text_content()
    series = client.get("/ledger.json?measure=killed").json()
    assert sum(len(s["points"]) for s in series) == len(rows)
    assert series[0]["summary"] is None
    assert {p["claimant"] for s in client.get("/ledger.json?measure=killed&claimed_by=Sorel").json() for p in s["points"]} == {"Davit Sorel"}
    for link in page.xpath("//main//td[@class='quote']/a/@href"):
        assert client.get(link).status_code == 200
    assert "/ledger?measure=" in client.get("/ledger").text
    assert "Take a filter away" in client.get("/ledger?measure=umbrella").text


def test_names_are_dated_by_outlet_with_a_sentence(examples, client):
    page = html.fromstring(client.get("/entity/Davit%20Sorel").text)
    text = " ".join(page.xpath("string(//main)").split())
    assert "Northern Wire" in text
    assert "any claim to the contrary is false" in text
    data = client.get("/entity/Davit%20Sorel.json").json()
    assert {"names", "roles", "labels", "acts", "relayed_by", "links", "same"} <= data.keys()
    assert client.get("/entity/Nobody%20Atall").status_code == 404
    listed = html.fromstring(client.get("/who?q=Sorel").text).xpath("//main//tbody//a/@href")
    assert client.get(listed[0]).status_code == 200


def test_the_compare_page_says_which_outlets_share_what_and_how_each_calls_whom(examples, client):
    page = html.fromstring(client.get(examples[1]["compare"]).text)
    several = page.xpath('//*[@aria-label="What several outlets have"]//tr[@data-item]')
    assert len(several) == 1
    words = " ".join(several[0].text_content().split())
    assert "2 of 4" in words
    assert "Northern Wire" in words
    assert "Karsova Today" in words
    assert "terrorist group" in page.xpath('string(//*[@aria-label="Labels by actor"])')
    data = client.get(examples[1]["compare"].replace("/compare", "/compare.json")).json()
    assert len(data["some"]) == 1
    assert {c["kind"] for c in data["at_odds"]} == {"contradicts", "denies", "updates"}


def test_relays_lead_from_the_speaker_to_the_outlet(client):
    data = client.get("/relays.json").json()
    assert ["Davit Sorel", "two people", "The Harbour Ledger"] in [c["chain"] for c in data["chains"]]
    assert {"from": "two people", "to": "The Harbour Ledger", "count": 1} in data["edges"]
    assert "two people" in client.get("/relays?name=Sorel").text
    assert "Take a filter away" in client.get("/relays?name=Xylophone").text
    spec = client.get("/chart/relays.vl.json").json()
    assert {n["name"] for layer in spec["layer"] for n in layer["data"]["values"] if "name" in n} >= {"Davit Sorel", "two people", "The Harbour Ledger"}


def test_actors_are_merged_and_split_on_their_pages(tmp_path):
    path = web_record.copy_to(tmp_path)
    client = TestClient(create_app(path, judge=True, token="t"), base_url=BASE)
    with Record(path, write=False) as record:
        lena, anna = (record.find(name, layer="entities", limit=1)[0].id for name in ("Orban", "Kessler"))
    form = {"one": lena, "other": anna, "what": "merge", "user": "ana", "note": "one and the same", "to": f"/entity/{lena}"}
    assert client.post("/tie", data=form, headers=OWN).status_code == 403  # nobody who lacks the token decides
    assert 'action="/tie"' not in client.get(f"/entity/{lena}").text
    client.get("/?token=t")
    assert 'action="/tie"' in client.get(f"/entity/{lena}").text
    made = client.post("/tie", data=form, headers=OWN, follow_redirects=False)
    assert (made.status_code, made.headers["location"]) == (303, f"/entity/{lena}")
    page = client.get(f"/entity/{lena}").text
    assert "One actor under 2 names" in page
    assert "ana says that both are one actor: one and the same" in page
    same = client.get(f"/entity/{lena}.json").json()["same"]
    assert client.get(f"/finding/{same[0]['link']}").status_code == 200
    client.post("/tie", data=form | {"what": "split"}, headers=OWN)
    assert "It does not hold" in client.get(f"/finding/{same[0]['link']}").text
    assert "One actor under" not in client.get(f"/entity/{lena}").text
    assert "merge" not in client.get("/queue/names.json").text
    for wrong, message in (({"what": "marry"}, "none of them"), ({"other": "", "what": "merge"}, "Give the name or the id of the other"), ({"user": " "}, "needs the name")):
        answer = client.post("/tie", data=form | wrong, headers=OWN)
        assert answer.status_code == 400
        assert message in answer.text
    assert "ana" in client.get("/audit?verb=judge").text


def test_a_report_is_taken_out_of_its_story(tmp_path):
    path = web_record.copy_to(tmp_path)
    client = TestClient(create_app(path, judge=True, token="t"), base_url=BASE)
    client.get("/?token=t")
    story = client.get("/compare.json").json()[0]["story"]
    reports = client.get(f"/compare.json?story={story}").json()["reports"]
    last = reports[-1]["report"]
    assert client.post("/tie", data={"one": last, "what": "split", "user": "ana", "to": "/compare"}, headers=OWN, follow_redirects=False).status_code == 303
    assert len(client.get(f"/compare.json?story={last}").json()["reports"]) == 1
    assert len(client.get(f"/compare.json?story={reports[0]['report']}").json()["reports"]) == len(reports) - 1
    back = {"one": last, "other": reports[0]["report"], "what": "merge", "user": "ben"}
    refused = client.post("/tie", data=back, headers=OWN, follow_redirects=False)
    assert refused.status_code == 400  # ana's decision stands against it
    assert "Take that back first" in refused.text
    with Record(path, write=False) as record:
        for judgement in record.judgements():
            client.post("/retract", data={"id": judgement.id, "user": "ben"}, headers=OWN)
    assert len(client.get(f"/compare.json?story={last}").json()["reports"]) == len(reports)


def test_conflicts_are_narrowed_and_those_judged_wrong_are_left_out(tmp_path):
    path = web_record.copy_to(tmp_path)
    client = TestClient(create_app(path), base_url=BASE)
    every = client.get("/conflicts.json").json()
    assert len(client.get("/conflicts.json?who=Petra").json()) == 1
    assert client.get("/conflicts.json?until=2020").json() == []
    assert "Take a filter away" in client.get("/conflicts?q=zzz").text
    with Record(path) as record:
        record.judge(every[0]["id"], "wrong", user="ana")
    assert every[0]["id"] not in client.get("/conflicts").text
    assert every[0]["id"] in client.get("/conflicts?judged=ignore").text


def test_a_page_whose_layer_is_empty_is_not_offered(tmp_path):
    path = str(tmp_path / "e.db")
    Record(path).close()
    client = TestClient(create_app(path), base_url=BASE)
    page = html.fromstring(client.get("/").text)
    assert page.xpath("//nav//a/text()") == ["Find"]
    assert "onrecord add" in page.text_content()
    for address in (
        "/quantities",
        "/events",
        "/places",
        "/votes",
        "/labels",
        "/who",
        "/ledger",
        "/ledger?measure=x",
        "/relays",
        "/conflicts",
        "/compare",
        "/queue",
        "/queue/names",
        "/problems",
        "/audit",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert 'class="empty"' in answer.text, address


def test_versions_of_a_text_are_compared(tmp_path):
    page, path = tmp_path / "a.txt", str(tmp_path / "v.db")
    with Record(path) as record:
        for words in ("Five people died in Halden.", "Six people died in Halden."):
            page.write_text(f"Flood\nThe Gull | January 15, 2024\n\n{words}\n")
            record.add(str(page))
        report = record.reports()[0][0].id
    text = TestClient(create_app(path), base_url=BASE).get(f"/report/{report}/history").text
    assert "<del><bdi>Five</bdi></del><ins><bdi>Six</bdi></ins>" in text


def test_a_page_that_did_not_change_is_not_sent_again(client):
    tag = client.get("/find").headers["etag"]
    assert client.get("/find", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/find", headers={"if-none-match": '"other"'}).status_code == 200


def test_lists_lead_to_their_next_page(client):
    first = client.get("/find.json")
    assert 'rel="next"' in first.headers["link"]
    second = client.get(first.headers["link"].split(">")[0][1:])
    assert not {h["id"] for h in first.json()["hits"]} & {h["id"] for h in second.json()["hits"]}
    api = client.get("/api/findings?limit=5")
    assert 'rel="next"' in api.headers["link"]
    assert "offset=5" in api.headers["link"]


def test_the_api_is_described_by_the_data_model(examples, client):
    spec = client.get("/api.json").json()
    assert spec == client.get("/api/openapi.json").json()
    report = client.get(f"/api{examples[1]['report'].partition('?')[0].replace('/report/', '/reports/')}").json()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": spec["components"], "$ref": "#/components/schemas/Report"}
    jsonschema.validate(report, schema)
    hits = client.get("/api/findings?layer=all&limit=50").json()
    jsonschema.validate(hits, {"components": spec["components"], "type": "array", "items": {"$ref": "#/components/schemas/Hit"}})
    links = client.get("/api/links").json()
    jsonschema.validate(links, {"components": spec["components"], "type": "array", "items": {"$ref": "#/components/schemas/Link"}})
    assert all(p.startswith("/api/") for p in spec["paths"])
    assert client.get("/docs").status_code == 404
    assert "cdn" not in client.get("/api").text.lower()


def test_charts_are_valid_vega_lite(client):
    altair = pytest.importorskip("altair")
    for name in ("quantities", "events", "places", "ledger", "relays"):
        for scheme in ("light", "dark"):
            spec = client.get(f"/chart/{name}.vl.json?scheme={scheme}").json()
            altair.LayerChart.from_dict(spec, validate=True)
            assert "http" not in json.dumps({k: v for k, v in spec.items() if k != "$schema"})
    points = client.get("/chart/quantities.vl.json").json()["data"]["values"]
    assert len(points) > 5
    assert all(p["low"] <= p["high"] for p in points)


def test_the_newest_lines_of_the_trail_are_those_of_the_log(examples):
    with Record(examples[0], write=False) as record:
        every = sorted(record.log(), key=lambda e: e.at, reverse=True)
        some = lookup.newest_entries(record.db, limit=1000)
        assert sorted(map(str, some)) == sorted(map(str, every))
        assert lookup.newest_entries(record.db, limit=3, offset=2) == some[2:5]
