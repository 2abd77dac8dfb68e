"""The pages without a browser: every page answers, has its twin, escapes what is hostile, and refuses what it must."""

import pytest
from fastapi.testclient import TestClient

from onrecord.store.record import Record
from onrecord.web.app import create_app
from onrecord.web.people import krippendorff

HOSTILE = "<script>alert(1)</script> \u202eevil\u202c <img src=x onerror=alert(2)>"
TEXT = f"""Bridge talks fail {HOSTILE}
The Harbour {HOSTILE} | January 15, 2024

The mayor, Ada Quill, said that the bridge would open in May. “It is safe,” she said. {HOSTILE}

According to the port authority, at least 40 workers were hurt in Halden, javascript:alert(3).
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("web")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    path = str(folder / "t.db")
    with Record(path) as record:
        record.add(str(folder / "a.txt"))
        record.run()
        report = record.reports()[0][0].id
        finding = record.find("", limit=1)[0].id
    return path, report, finding


@pytest.fixture
def client(site):
    return TestClient(create_app(site[0], judge=True, token="t0ken"))


def pages(site):
    _, report, finding = site
    return ["/", "/find", "/find?q=bridge", "/find?layer=reports", "/find?layer=all&q=bridge", "/quantities", "/events", "/places", "/votes", "/labels", "/conflicts", "/compare", "/queue", "/queue?user=ana",
            "/problems", "/audit", f"/report/{report}", f"/report/{report}?layers=entities,events,labels,timexes,toponyms,votes", f"/report/{report}/history", f"/finding/{finding}", "/-/patterns"]  # fmt: skip


def test_every_page_answers_and_has_a_twin(site, client):
    for page in pages(site):
        answer = client.get(page)
        assert answer.status_code == 200, page
        path, _, query = page.partition("?")
        twin = client.get((path.rstrip("/") or "/index") + ".json" + (f"?{query}" if query else ""))
        assert twin.status_code == 200, page
        twin.json()


def test_hostile_text_is_shown_and_never_runs(site, client):
    for page in pages(site):
        answer = client.get(page)
        assert "<script>alert" not in answer.text, page
        assert "<img src=x" not in answer.text, page
        assert 'href="javascript:' not in answer.text, page
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]


def test_kept_bytes_are_a_download(site, client):
    answer = client.get(f"/report/{site[1]}/bytes")
    assert answer.content == TEXT.encode()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"


def test_another_host_name_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_judging_needs_the_token_and_these_pages(site, client):
    form = {"id": site[2], "verdict": "right", "user": "ana"}
    own = {"origin": "http://testserver"}
    assert client.post("/judge", data=form, headers=own).status_code == 403
    client.get("/?token=t0ken")
    assert client.post("/judge", data=form).status_code == 403
    assert client.post("/judge", data=form, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/judge", data=form, headers=own, follow_redirects=False).status_code == 303
    assert "<bdi>ana</bdi>" in client.get(f"/finding/{site[2]}").text
    assert "ana" in client.get("/audit").text


def test_a_record_served_for_reading_takes_no_post(site):
    client = TestClient(create_app(site[0]))
    answer = client.post("/judge", data={"id": site[2], "verdict": "right", "user": "ana"}, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "--judge" in answer.text


def test_odd_search_words_are_no_error(client):
    for q in ['"', "AND OR NOT", "a*b(", "NEAR(", "-", "col:x", "'; DROP TABLE document; --"]:
        assert client.get("/find", params={"q": q}).status_code == 200, q


def test_what_is_not_there_says_so(client):
    answer = client.get("/report/doc_nothing")
    assert answer.status_code == 404
    assert "There is no report" in answer.text
    assert client.get("/report/doc_nothing.json").json()["error"].startswith("There is no report")


def test_a_page_that_did_not_change_is_not_sent_again(client):
    tag = client.get("/find").headers["etag"]
    assert client.get("/find", headers={"if-none-match": tag}).status_code == 304


def test_alpha_of_chance_is_about_zero_and_of_agreement_one():
    assert krippendorff([["right", "right"], ["wrong", "wrong"]]) == 1.0
    assert krippendorff([["right", "wrong"], ["wrong", "right"]]) < 0
    assert krippendorff([["right"]]) is None
