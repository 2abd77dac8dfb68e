"""Same story and near-duplicates: pure functions, and one report at a time through the record."""

import random
from contextlib import closing
from dataclasses import replace

import pytest
from stub_stages import document

from onrecord.across import near_duplicates, stories
from onrecord.across.words import cosine, stem, text_vector
from onrecord.model import LAYERS, Span
from onrecord.pipeline import Stage
from onrecord.resources import Resources
from onrecord.store import Record, corpus, neighbours
from onrecord.store.schema import connect

NOTHING = [Stage(layer=layer, version="1", find=lambda document, layers: ()) for layer in LAYERS]

FERRY = [
    (
        "Ferry runs aground off Sandvik",
        "2024-03-01",
        "The ferry Aurora ran aground off Sandvik on Friday with 84 passengers. Tugs pulled the ferry from the sandbank before dusk, the coastguard said.",
    ),
    (
        "Aurora ferry pulled off sandbank at Sandvik",
        "2024-03-02",
        "Tugs have freed the ferry Aurora, which ran aground near Sandvik with 84 passengers. The coastguard said nobody was hurt.",
    ),
    (
        "Passengers of grounded Sandvik ferry home again",
        "2024-03-03",
        "The passengers of the ferry Aurora, which ran aground at Sandvik on Friday, are home. The coastguard wants to know why it left the channel.",
    ),
]
BAKERY = [
    (
        "Bakers in Lindholm strike over night work",
        "2024-03-01",
        "Bakers in Lindholm stopped work on Friday. Their union wants extra pay for night shifts and says the mills agree.",
    ),
    (
        "Lindholm bakers' strike enters second day",
        "2024-03-02",
        "No bread was baked in Lindholm for a second day as bakers demanded more pay for night shifts. Their union calls the strike a success.",
    ),
]


def report(headline, published, body, outlet="Wire"):
    made = document(f"{headline}\n{body}", outlet=outlet, published=published)
    return replace(made, headline=Span(0, len(headline)), body=Span(len(headline) + 1, len(made.text)))


def told():
    return [report(*x) for x in FERRY + BAKERY]


def partition(record):
    root = {d.id: d.id for d in record.documents()}

    def find(x):
        while root[x] != x:
            x = root[x]
        return x

    for link in record.links(kind="same_story"):
        root[find(link.from_.report)] = find(link.to.report)
    groups = {}
    for d in record.documents():
        groups.setdefault(find(d.id), set()).add(d.id)
    return {frozenset(g) for g in groups.values()}


def test_stems_meet():
    assert stem("grounded") == stem("grounds") == stem("grounding")
    assert stem("ferries") == stem("ferry")


def test_vectors_have_length_one_and_do_not_depend_on_other_texts():
    v = text_vector("Ferry aground", "The ferry ran aground.")
    assert cosine(v, v) == pytest.approx(1.0)
    assert text_vector("", "") == {}


@pytest.mark.parametrize("seed", range(4))
def test_stories_come_out_the_same_in_any_order_one_by_one_or_all_at_once(seed):
    documents = told()
    expected = {frozenset(d.id for d in documents[:3]), frozenset(d.id for d in documents[3:])}
    with Record(":memory:") as record:
        record.add_documents(documents)
        record.run(stages=NOTHING)
        assert partition(record) == expected
        whole = {link.id: link.why for link in record.links()}
    random.Random(seed).shuffle(documents)
    with Record(":memory:") as record:
        for d in documents:
            record.add_documents([d])
            record.run(stages=NOTHING)
        assert partition(record) == expected
        assert {link.id: link.why for link in record.links()} == whole


def test_a_run_with_nothing_new_changes_no_link_and_takes_nothing_in():
    with Record(":memory:") as record:
        record.add_documents(told())
        assert record.run(stages=NOTHING).manifest["links"]["stories"] == 3
        before = list(record.links())
        assert "stories" not in record.run(stages=NOTHING).manifest["links"]
        assert list(record.links()) == before


def test_the_reason_names_what_the_reports_share():
    documents = told()
    a, b = (stories.view(d, {}, Resources()) for d in documents[:2])
    why = stories.why(a, b)
    assert "ferry" in why
    assert "published 1 day apart" in why
    assert stories.similarity(a, b) > stories.TOGETHER > stories.similarity(a, stories.view(documents[3], {}, Resources()))


def test_the_same_words_years_later_weigh_less():
    a = stories.view(told()[0], {}, Resources())
    assert stories.similarity(a, dict(a, day=a["day"] + 3650)) < 0.6 < stories.similarity(a, a)


def viewed(*case, **changed):
    return stories.view(replace(report(*case), **changed), {}, Resources())


def test_a_topic_that_comes_again_after_weeks_is_damped_unless_a_day_or_figure_ties_it():
    first = viewed("Norland soldiers in Karsk", "2024-03-01", "Norland keeps soldiers in Karsk. The soldiers of Norland guard the port of Karsk, the ministry said.")
    again = viewed("Port of Karsk shelled", "2024-05-10", "Shells hit the port of Karsk. Norland keeps soldiers in Karsk who guard the port, the ministry said.")
    (score,) = stories.similarities(first, [again])
    tied = [v | {"days": ["2024-02-29"]} for v in (first, again)]
    (with_day,) = stories.similarities(tied[0], [tied[1]])
    assert score == pytest.approx(with_day * stories.TOPIC)


def test_reports_in_another_language_are_no_story_by_their_commonest_words():
    one = viewed("Il porto", "2024-03-01", "Il porto che si apre per la nave e che non si chiude", language="it")
    two = viewed("Il forno", "2024-03-01", "Il forno che si chiude per la festa e che non si apre", language="it")
    assert stories.similarities(one, [two]) == [0.0]


def test_a_bridging_report_merges_two_groups():
    views = [{"report": str(i), "day": 1, "words": w, "headline": {}, "length": 300} for i, w in enumerate(({"a": 1.0}, {"b": 1.0}))]
    assert len(stories.groups(views)) == 2
    bridge = {"report": "2", "day": 1, "words": {"a": 0.7, "b": 0.7}, "headline": {}, "length": 300}
    assert stories.groups([*views, bridge]) == [[0, 1, 2]]


def test_altered_copies_are_near_duplicates_and_other_reports_are_not():
    copy = report(FERRY[0][0], "2024-03-02", FERRY[0][2].replace("before dusk, ", "before dusk on Friday, "), outlet="Other")
    short = report("Ferry aground", "2024-03-01", "It ran aground.")
    with Record(":memory:") as record:
        record.add_documents([*told(), copy, short, report("Ferry aground", "2024-03-02", "It ran aground.")])
        record.run(stages=NOTHING)
        (link,) = record.links(kind="near_duplicate")
        assert link.from_.report == copy.id
        assert link.to.report == told()[0].id
        assert "%" in link.why


def test_the_resemblance_of_texts_without_words_is_none():
    v = near_duplicates.view(document(""), {}, Resources())
    assert near_duplicates.keys(v) == []
    assert near_duplicates.resemblance(v, v) == 0.0


def test_a_report_that_changed_is_compared_again():
    documents = told()
    with Record(":memory:") as record:
        record.add_documents(documents[:3])
        record.run(stages=NOTHING)
        before = {link.why for link in record.links(kind="same_story")}
        record.amend(documents[0].id, published="2024-02-20", user="t")
        record.run(stages=NOTHING)
        after = {link.why for link in record.links(kind="same_story")}
        assert "10 days apart" not in " ".join(before)
        assert any("11 days apart" in why for why in after)


def whys(record):
    return {link.id: link.why for link in record.links()}


def whole():
    with Record(":memory:") as record:
        record.add_documents(told())
        record.run(stages=NOTHING)
        return whys(record)


@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_links_do_not_depend_on_how_many_reports_a_transaction_takes(chunk, monkeypatch):
    expected = whole()
    monkeypatch.setattr(corpus, "CHUNK", chunk)
    assert whole() == expected


def test_links_do_not_depend_on_whether_words_are_held_back(monkeypatch):
    expected = whole()
    monkeypatch.setattr(corpus, "LARGE", 0)
    with Record(":memory:") as record:
        for d in told():
            record.add_documents([d])
            record.run(stages=NOTHING)
        assert whys(record) == expected


def test_large_groups_are_linked_anew_around_a_change_only_and_end_the_same(monkeypatch):
    expected = whole()
    monkeypatch.setattr(corpus._Steps, "WHOLE", 1)
    monkeypatch.setattr(corpus, "CHUNK", 1)
    assert whole() == expected


def test_a_stopped_run_goes_on_where_it_was(monkeypatch):
    expected = whole()
    monkeypatch.setattr(corpus, "CHUNK", 1)
    taken = []

    def view(document, layers, resources):
        taken.append(document.id)
        if len(taken) == 4:
            raise KeyboardInterrupt
        return stories.view(document, layers, resources)

    with Record(":memory:") as record:
        record.add_documents(told())
        with pytest.raises(KeyboardInterrupt):
            record.run(stages=NOTHING, corpus=[replace(stories.STORIES, view=view)])
        record.run(stages=NOTHING, corpus=[replace(stories.STORIES, view=view)])
        assert len(taken) == 6, "three before the stop, the one that it fell on twice, and the last"
        assert whys(record) == expected


def test_words_held_back_by_a_stopped_run_are_found_again_and_none_is_written_late(monkeypatch):
    expected = whole()
    monkeypatch.setattr(corpus, "CHUNK", 1)
    taken = []

    def view(document, layers, resources):
        taken.append(document.id)
        if len(taken) in (3, 5):
            raise KeyboardInterrupt
        return stories.view(document, layers, resources)

    with Record(":memory:") as record:
        record.add_documents(told())
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                record.run(stages=NOTHING, corpus=[replace(stories.STORIES, view=view)])
        record.run(stages=NOTHING, corpus=[replace(stories.STORIES, view=view)])
        record.run(stages=NOTHING)
        assert whys(record) == expected


@pytest.mark.parametrize("most", [3, 20, 1000])
@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize("ordered", [True, False])
def test_words_held_back_are_looked_up_as_if_they_were_written(most, anew, ordered, monkeypatch):
    """As many reports as are written at once, in and out of the order of days, some taken out again: every look-up is that of the file."""
    monkeypatch.setattr(neighbours._Held, "MOST", most)
    rng = random.Random(f"{most} {anew} {ordered}")
    with closing(connect(":memory:")) as one, closing(connect(":memory:")) as other:
        holding, plain = neighbours.Neighbours(one, 1), neighbours.Neighbours(other, 1)
        holding.hold(anew=anew)
        kept = []
        for key in range(200):
            day = key // 5 - 10 + (0 if ordered else rng.randint(-20, 20))
            words = rng.sample(["ferry", "quay", "mayor", "tide", "bridge", "court"], 3)
            for nearest in (1, 2, 5):
                assert holding.sharing(words, day, nearest, 9) == plain.sharing(words, day, nearest, 9)
            for side in (holding, plain):
                side.put(key, day, words)
            kept.append((key, day, words))
            if rng.random() < 0.1:
                gone = kept.pop(rng.randrange(len(kept)))
                for side in (holding, plain):
                    side.drop(*gone)
            holding.settle()
        holding.settle(all=True)
        rows = "SELECT word, day, document FROM neighbour_word ORDER BY word, day, document"
        assert one.execute(rows).fetchall() == other.execute(rows).fetchall() != []


def test_a_new_version_of_a_step_drops_what_it_no_longer_gives():
    with Record(":memory:") as record:
        record.add_documents(told())
        record.run(stages=NOTHING, corpus=[stories.STORIES])
        assert record.run(stages=NOTHING, corpus=[replace(stories.STORIES, version="none", together=2.0)]).manifest["links"]["stories"] == 0
        assert list(record.links()) == []


def test_short_reports_of_one_story_are_as_alike_as_long_ones():
    one = {"report": "a", "day": 1, "words": {"ferry": 0.6, "dock": 0.8}, "headline": {}, "length": 300}
    two = one | {"report": "b", "words": {"ferry": 0.6, "strait": 0.8}}
    assert stories.similarity(one, two) < stories.similarity(one, two | {"length": 60}) <= 1.0


def test_altered_copies_are_told_from_other_reports_of_the_story():
    """A small version of ``benchmarks/across.py copies``: 180 reports, six paragraphs each."""
    rng = random.Random(7)
    syllables = ["bar", "cor", "dan", "fen", "gar", "hal", "jor", "kel", "lan", "mar", "nel", "pel", "ran", "sel", "tor", "val"]
    words = ["".join(rng.choices(syllables, k=2)) for _ in range(150)]

    def paragraph():
        return " ".join(f"On the {rng.randint(1, 28)}th the {' '.join(rng.choices(words, k=6))} of {rng.choice(words).title()}." for _ in range(3))

    alterations = {
        "cut": lambda p: p[:4],
        "byline": lambda p: ["By Ada Noor, The Gull", *p, "Reporting by Ada Noor; editing by Ivo Lang."],
        "order": lambda p: p[3:] + p[:3],
        "words": lambda p: [" ".join("or" if k % 20 == 7 else w for k, w in enumerate(x.split())) for x in p],
        "figures": lambda p: [x.replace("th ", "st ") for x in p],
    }
    wanted, documents = set(), []
    for k in range(60):
        first = [paragraph() for _ in range(6)]
        other = [paragraph() for _ in range(5)] + first[:1]  # another report with the same quotation
        copied = alterations[list(alterations)[k % 5]](first)
        a, b, c = (report("Ferry off Sandvik", "2024-03-01", "\n".join(p), outlet=o) for p, o in ((first, "Wire"), (copied, "Post"), (other, "Gull")))
        documents += [a, b, c]
        wanted.add(frozenset((a.id, b.id)))
    with Record(":memory:") as record:
        record.add_documents(documents)
        record.run(stages=NOTHING, corpus=[near_duplicates.NEAR_DUPLICATES])
        found = {frozenset((link.from_.report, link.to.report)) for link in record.links()}
    assert len(found & wanted) >= 0.99 * len(wanted)
    assert len(found & wanted) >= 0.99 * len(found)
