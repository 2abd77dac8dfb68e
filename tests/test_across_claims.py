"""Claims and identity as pure functions; texts are in gold/links."""

import pytest

from onrecord.across import claims, identity
from onrecord.across.propositions import takes_up, words_of
from onrecord.across.steps import day_of
from onrecord.model import LinkKind
from onrecord.resources import Resources


def figure(**changed):
    made = {
        "id": "q", "at": 0, "sentence": 0, "low": 40, "high": 40, "unit": "person", "per": None, "measure": ["kill"], "measures": "people killed", "place": "Velm", "actor": None,
        "affected": None, "period": None, "who": "police", "claim": True, "names": [], "words": "40", "vague": False, "expected": False, "part": False, "majority": False, "cumulative": True,
        "small": False, "about": False, "apart": False, "years": [], "listed": False, "total": False,
    }  # fmt: skip
    return made | changed


def report(day, **changed):
    return {
        "report": f"doc_{day}",
        "day": 1,
        "published": day,
        "outlet": "Wire",
        "words": {},
        "headline": {},
        "length": 300,
        "statements": [],
        "figures": [],
        "events": [],
    } | changed


A, B = report("2024-05-03"), report("2024-05-05")


def test_a_later_higher_count_updates_and_the_reason_says_both_days():
    kind, first, why, _ = claims.compare_figures(figure(), figure(low=52, high=52, words="52", who=None), A, B, True)
    assert (kind, first) == (LinkKind.UPDATES, False)
    assert "police says 40 (reported 3 May 2024)" in why
    assert "Wire says 52 (reported 5 May 2024)" in why


def test_a_count_of_dead_that_falls_is_a_contradiction():
    assert claims.compare_figures(figure(), figure(low=30, high=30, who="army"), A, B, True)[0] is LinkKind.CONTRADICTS


@pytest.mark.parametrize(
    "changed",
    [
        {"place": "Karsk"},
        {"measure": ["injur"]},
        {"unit": "vehicle"},
        {"per": "month"},
        {"affected": "nurses"},
        {"part": True},
        {"expected": True},
        {"vague": True},
        {"apart": True},
        {"listed": True},
        {"years": ["2019"]},
        {"period": ["2022-01-01", "2022-12-31"]},
    ],
)
def test_another_place_measure_unit_rate_population_part_or_period_is_never_a_conflict(changed):
    assert claims.compare_figures(figure(affected="soldiers"), figure(low=99, high=99, who="army", **({"affected": "soldiers"} | changed)), A, A, True) is None


def test_other_reports_of_other_stories_need_a_place():
    assert claims.compare_figures(figure(place=None), figure(low=90, high=90, place=None), A, B, False) is None


def test_a_bound_admits_a_figure():
    assert claims.compare_figures(figure(high=None, words="at least 40"), figure(low=43, high=43, who="army"), A, A, True)[0] is LinkKind.SAME_CLAIM


def test_figures_of_one_name_that_lie_far_apart_are_two_measures():
    one = figure(measure=["company", "shell"], measures="shell companies", place=None, cumulative=False, low=214_000, high=214_000)
    assert claims.compare_figures(one, one | {"low": 979, "high": 979, "who": "army"}, A, A, True) is None
    assert claims.compare_figures(one, one | {"low": 190_000, "high": 190_000, "who": "army"}, A, A, True)[0] is LinkKind.CONTRADICTS


def test_ages_differ_only_of_one_person():
    one = figure(measure=["age"], measures="age", unit="year", place=None, cumulative=False, low=17, high=17)
    assert claims.compare_figures(one, one | {"low": 16, "high": 16, "who": "army"}, A, A, True) is None
    assert claims.compare_figures(one | {"affected": "pilot"}, one | {"low": 16, "high": 16, "who": "army", "affected": "pilot"}, A, A, True)[0] is LinkKind.CONTRADICTS


def test_skeletons_of_different_names_differ():
    assert identity.skeleton("hamas") != identity.skeleton("hezbollah")


def actor(name, kind="person", **changed):
    return {"id": name, "name": name, "plain": identity.plain_name(name, kind == "person"), "kind": kind, "wikidata": None, "role": None, "body": None, "short": []} | changed


@pytest.mark.parametrize(
    ("a", "b", "sure"),
    [
        (actor("Anna Reyes"), actor("Anna Reyes"), True),
        (actor("Anna Reyes"), actor("Carlos Reyes"), False),
        (actor("Reyes"), actor("Anna Reyes"), False),
        (actor("Reyes"), actor("Reyes"), False),
        (actor("Khaled Meshaal"), actor("Khaled Mashal"), True),
        (actor("Anna Lee"), actor("Anne Lea"), False),
        (actor("Kata'ib Hezbollah", "armed_group"), actor("Kataib Hezbollah", "armed_group"), True),
        (actor("Osten", "person"), actor("Osten", "organisation"), False),
        (actor("Harbour Workers Front", "organisation", short=["HWF"]), actor("HWF", "organisation"), True),
        (actor("Norland", "state", wikidata="Q1"), actor("Norland", "state", wikidata="Q2"), False),
        (actor("Maria Anna Reyes"), actor("Maria Reyes"), True),
        (actor("Pavel Noor"), actor("Pavel Noor Jr."), False),
        (actor("Pavel Noor III", role="counsel"), actor("Pavel Noor", role="counsel"), True),
        (actor("Otto Vance", role="president"), actor("Vance", role="president"), True),
        (actor("Otto Vance", role="president", body="Norland"), actor("Vance", role="president", body="Sudria"), False),
        (actor("Otto Vance", role="officer"), actor("Vance", role="officer"), False),
        (actor("Otto Vance", role="director", body="Marl Bank"), actor("Vance", role="director", body="Marl Bank"), True),
        (actor("Anna Reyes"), actor("Reyes", "organisation"), False),
        (actor("Ben Holm"), actor("Ben Holm"), True),
        (actor("Ben Holm"), actor("Holm"), False),
        (actor("Ben Holm", role="mayor", body="Velm"), actor("Holm", role="mayor", body="Velm"), True),
        (actor("Ben Holm", role="senator", body="Velm"), actor("Anna Holm", role="senator", body="Velm"), False),
        (actor("Al Tamer", role="prime minister", body="Velm"), actor("Karim al-Tamer", role="prime minister", body="Velm"), True),
        (actor("Kim Do-hyun"), actor("Kim In-hyun"), False),
        (actor("Abu Marwan"), actor("Abu Marwan"), False),
        (actor("Abu Marwan", role="spokesman", body="Hamas"), actor("Abu Marwan", role="spokesman", body="Hamas"), True),
        (actor("Otto van Holm"), actor("Otto Holm"), True),
        (actor("Norway's interior ministry", "body", organ="Q20 interior ministry"), actor("Norwegian interior ministry", "body", organ="Q20 interior ministry"), True),
        (actor("interior ministry", "body", organ="Q20 interior ministry"), actor("interior ministry", "body", organ="Q35 interior ministry"), False),
    ],
)
def test_who_is_who(a, b, sure):
    verdict = identity.same(a, b)
    assert (verdict is not None and verdict[0] >= identity.SURE) is sure
    other = identity.same(b, a)
    assert (other is None) == (verdict is None)


def test_a_given_name_that_looks_like_a_particle_is_kept():
    assert [identity.plain_name(n, True) for n in ("Ben Roe", "Van Marlow", "Al Gray", "Jae-in Moon", "Otto von der Leyt", "Von der Leyt", "al-Tamer", "Bao An")] == [
        "ben roe",
        "van marlow",
        "al gray",
        "jae in moon",
        "otto leyt",
        "leyt",
        "tamer",
        "bao an",
    ]


def test_a_role_and_a_surname_are_one_person_within_a_term_only():
    a, b = actor("Otto Vance", role="president"), actor("Vance", role="president")
    assert identity.same(a, b, 30)[0] >= identity.SURE > identity.same(a, b, 5000)[0]


def test_another_spelling_without_a_role_is_one_person_within_a_term_only():
    a, b = actor("Khaled Meshrani"), actor("Khalid Mishrani")
    assert identity.same(a, b, 30)[0] >= identity.SURE > identity.same(a, b, 5000)[0]
    assert identity.same(a | {"role": "envoy"}, b | {"role": "envoy"}, 5000)[0] >= identity.SURE


def test_two_forms_of_a_name_become_one_chain():
    forms = ["Otto Vance", "Vance", "Otto Vance", "Vance"]
    views = [{"report": str(d), "day": d, "actors": [actor(n, id=f"e{d}", role="president")]} for d, n in enumerate(forms, 1)]
    tied = {(k.from_.item, k.to.item) for i, v in enumerate(views) for k in identity.links(v, views[:i])}
    assert tied == {("e2", "e1"), ("e3", "e1"), ("e3", "e2"), ("e4", "e2"), ("e4", "e3")}


def test_two_candidates_in_one_report_are_left_to_a_person():
    one = {"report": "a", "day": 2, "actors": [actor("Maria Anna Reyes")]}
    two = {"report": "b", "day": 1, "actors": [actor("Maria Reyes", id="1"), actor("Maria Anna Sol Reyes", id="2")]}
    assert list(identity.links(one, [two])) == []


def test_a_chain_leads_to_the_nearest_report_before():
    views = [{"report": str(d), "day": d, "actors": [actor("Anna Reyes", id=f"e{d}")]} for d in (1, 5, 9)]
    (link,) = identity.links(views[2], views[:2])
    assert link.to.item == "e5"


WORDS = words_of(Resources())


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("the ferry will sail", set()),
        ("the ferry won’t sail", {"negated"}),
        ("nobody boarded the ferry", {"negated"}),
        ("not only the ferry sailed", set()),
        ("the crew failed to call a doctor", {"negated"}),
        ("he did not deny the theft", {"doubted"}),
        ("it is a myth that the ferry is safe", {"negated"}),
        ("the ferry is far from safe", {"negated"}),
        ("he did not know whether the ferry was safe", {"negated", "doubted"}),
        ("the ferry will not sail if it blows", {"negated", "conditional"}),
        ("the ferry may not sail", {"negated", "hedged"}),
        ("the ferry sails in May", set()),
        ("the ferry should not sail", {"negated", "norm"}),
        ("the alleged theft of the ferry", {"doubted"}),
    ],
)
def test_how_a_clause_stands(words, stance):
    (clause,) = WORDS.clauses([words])
    assert {f for f in ("negated", "doubted", "conditional", "hedged", "norm") if clause[f]} == stance


def test_a_negation_in_a_reason_is_not_that_of_the_claim():
    sailed, reason = WORDS.clauses(["the tug left at nine because the radio did not work"])
    assert not sailed["negated"]
    assert reason["negated"]


def test_irregular_forms_meet_their_verb():
    assert {WORDS.root(w) for w in ("stole", "stolen", "stealing", "steals")} == {WORDS.root("steal")}


@pytest.mark.parametrize(
    ("act", "words", "takes"),
    [
        ("denies", "the allegation", "the allegation"),
        ("denies", "all the accusations", "all the accusations"),
        ("denies", "this", "this"),
        ("denies", "the report as false", "the report"),
        ("denies", "Otto Vance’s claims", "Otto Vance’s claims"),
        ("denies", "the news media reports", "the news media reports"),
        ("denies", "both allegations", "both allegations"),
        ("denies", "the reports on Friday", "the reports"),
        ("denies", "the charges in a letter to the Gull", "the charges"),
        ("denies", "the charges in the book", None),
        ("denies", "the demand", None),
        ("denies", "the allegation that he had drunk", None),
        ("asserts", "These claims are completely false.", "These claims"),
        ("asserts", "That’s a lie", "That"),
        ("asserts", "That is true", None),
        ("asserts", "the map was wrong", None),
    ],
)
def test_what_takes_up_a_claim(act, words, takes):
    assert takes_up({"act": act, "words": words}) == takes


def test_calling_a_claim_untrue_takes_it_up():
    assert takes_up({"act": "asserts", "cue": "called", "words": "the claim “a fairy tale.”"}) == "the claim"
    assert takes_up({"act": "asserts", "cue": "called", "words": "the claim harsh"}) is None
    assert takes_up({"act": "asserts", "cue": "said", "words": "the claim"}) is None


def test_ages_are_reckoned_by_the_day_of_the_report():
    one = figure(measure=["age"], measures="age", unit="year", place=None, cumulative=False, low=34, high=34, aged="Pia Holm", words="34")
    other = one | {"low": 35, "high": 35, "who": "army", "words": "35", "aged": "Holm"}
    early, later = (report(d) | {"day": day_of(d)} for d in ("2023-09-16", "2024-09-20"))
    assert claims.compare_figures(one, other, early, early, True)[0] is LinkKind.CONTRADICTS
    assert claims.compare_figures(one, other, early, later, True) is None
    assert claims.compare_figures(one, other | {"aged": "Leo Marsh"}, early, early, True) is None


def test_days_between_two_periods():
    assert claims._days_apart(["2024-08-18", "2024-08-18"], ["2024-08-19", "2024-08-19"]) == 1
    assert claims._days_apart(["2024-08-18", "2024-08-18"], ["2024-08-18", "2024-08-18"]) == 0
    assert claims._days_apart(["2024-08-01", "2024-08-31"], ["2024-08-18", "2024-08-18"]) is None
    assert claims._days_apart(None, ["2024-08-18", "2024-08-18"]) is None
