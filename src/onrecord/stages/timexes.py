"""timexes: dates, times, durations and sets, as TIMEX3, resolved against the publication date and against one another.

One pass over the tokens: a trigger word (unit, month, weekday, year …) makes the reader try a few anchored patterns at the
words before it. Sources: TimeML 1.2.1 (types, values, mods), TIDES TIMEX2 (which words are markable, what belongs to the
span), HeidelTime (Strötgen and Gertz 2013: news dates look back unless the tense looks ahead).

Known to miss: events used as dates (*the start of the war*), eras of a person (*his presidency*), movable feasts of lunar
calendars (found, not resolved), fiscal years that differ from the calendar's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from onrecord.calendar_values import PARTS, When
from onrecord.dating.lengths import find_bare, find_duration, find_set, find_times_a, find_unit_long, find_window
from onrecord.dating.relative import find_date, find_reference
from onrecord.dating.story import DATE, TIME, Draft, Story
from onrecord.dating.times import find_clock, find_part, find_phase, find_small_hours
from onrecord.model import Document, Ids, Problem, Span, Timex
from onrecord.pipeline import Layers, Stage
from onrecord.text import Parse
from onrecord.timex_patterns import Grammar

_DIGITS = re.compile(
    r"\d{4}|\d\d?(?:st|nd|rd|th)|\d{3}0'?s|'?\d0s|\d{4}[-–/]\d\d|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[:.]\d\d(?:[ap]\.?m\.?)?|\d{1,2}[ap]\.?m\.?|mid-?\d{4}s?|fy\d{2,4}|q[1-4]|h[12]|\d{4}-\d\d-\d\dt.*|\d\d?/\d\d?"
)


def _read(story: Story, ids: Ids) -> Iterator[Timex]:
    parse, lower = story.parse, story.parse.lower
    closers, done = story.g.closers, 0
    for t in range(len(parse)):
        word = lower[t]
        if parse.start[t] < done or not (
            word in closers or word.rstrip(".") in closers or ((word.startswith("mid") or any(c.isdigit() for c in word[:3])) and _DIGITS.fullmatch(word))
        ):
            continue
        first = max(parse.sentences[parse.sentence[t]][0], t - 9)
        for s in range(first, t + 1):
            if parse.start[s] < done or not _starts(story, s):
                continue
            draft = _best(story, s)
            if draft is None or draft.end <= parse.start[t] or _is_name(story, s, draft):
                continue
            begin = draft.begin if draft.begin is not None else parse.start[s]
            while story.text[draft.end - 1].isspace():
                draft.end -= 1
            if story.text[draft.end - 1] == "." and story.ends_sentence(draft.end):
                draft.end -= 1
            if (first_day := _first_day(story, begin, draft)) is not None:
                yield _finish(story, Span(first_day.begin or 0, first_day.end), first_day, ids)
            yield _finish(story, Span(begin, draft.end), draft, ids)
            done = draft.end
            if (more := _second_day(story, draft)) is not None:
                yield _finish(story, Span(more.begin or done, more.end), more, ids)
                done = more.end
            break


_DAY_AND = re.compile(r"(?:on|of|between|from|,) (?P<day>\d{1,2})(?P<end>(?:st|nd|rd|th)?) and (?:the )?$")


def _first_day(story: Story, begin: int, draft: Draft) -> Draft | None:
    """The first day of a month that is printed once: *on 14 and 15 March*."""
    m = _DAY_AND.search(story.text, max(0, begin - 24), begin)
    if m is None or draft.type is not DATE or draft.when is None or draft.when.unit != "day" or not story.text[begin].isdigit():
        return None
    if not 0 < draft.when.first.day - int(m["day"]) < 15 or not int(m["day"]):
        return None
    when = When("day", draft.when.first.replace(day=int(m["day"])))
    return Draft(m.end("end"), DATE, when.value, None, draft.anchor, when, confidence=0.8, begin=m.start("day"))


_AND_DAY = re.compile(r" (?:and|or) (?P<day>\d{1,2})(?:st|nd|rd|th)?(?=[.,;:)](?!\d)| (?:in|at|to|for|with|when|as|by|on|but|before|after)\b|$)")


def _second_day(story: Story, draft: Draft) -> Draft | None:
    """The second day of a month that is printed once: *June 6 and 7*."""
    m = _AND_DAY.match(story.text, draft.end)
    if m is None or draft.type is not DATE or draft.when is None or draft.when.unit != "day" or not story.text[draft.end - 1].isdigit():
        return None
    try:
        when = When("day", draft.when.first.replace(day=int(m["day"])))
    except ValueError:
        return None
    if when.first <= draft.when.first or (when.first - draft.when.first).days > 14:
        return None
    return Draft(m.end(), DATE, when.value, None, draft.anchor, when, confidence=0.8, begin=m.start("day"))


def _starts(story: Story, i: int) -> bool:
    word, openers = story.parse.lower[i], story.g.openers
    return word in openers or word[0].isdigit() or word[0] == "'" or word.rstrip(".") in openers or word.startswith(("mid", "fy", "q1", "q2", "q3", "q4"))


def _is_name(story: Story, s: int, draft: Draft) -> bool:
    """*Sunday Times*, *Daily Mail*, *Black Friday*: the words are part of a name."""
    parse = story.parse
    e = parse.token_at(draft.end)
    following = parse.lower[e] if e < len(parse) else ""
    capital = story.text[draft.end - 1 : draft.end].isalpha() and parse.word[max(s, e - 1)][:1].isupper()
    if capital and e < len(parse) and parse.word[e][:1].isupper() and parse.start[e] - draft.end <= 1:
        two = following + " " + (parse.lower[e + 1] if e + 1 < len(parse) else "")
        if following in story.g.words["titles_after"] or two in story.g.words["titles_after"]:
            return True
    before = parse.word[s - 1] if s else ""
    word, inside = parse.lower[s], s > parse.sentences[parse.sentence[s]][0] and parse.word[s][0].isupper()
    after = parse.word[e] if e < len(parse) else ""
    if not inside:
        return before.lower() in story.g.words["name_weekdays"] and word in story.g.weekdays
    if word in story.g.words["sets"] and (before[:1].isupper() or before == "'s" or after[:1].isupper()):
        return True
    if word in ("the", "this") and capital and e - s > 1 and (before.islower() or before in ("To", "Of", "For", "In", "From", "And", "&")) and parse.ent[s] not in ("DATE", "TIME"):
        return True  # "Back to The Future"
    if word in ("now", "today", "tonight", "tomorrow") and before[:1].isupper():
        return True
    return f"{before} {word}".lower() in story.g.words["names"] or (before.lower() in story.g.words["name_weekdays"] and word in story.g.weekdays)


def _best(story: Story, s: int) -> Draft | None:
    """The longest expression that begins with token `s`."""
    pos, word, best = story.parse.start[s], story.parse.lower[s], None
    story.token = s
    for rule in _rules(story.g, word):
        draft = rule(story, pos)
        if draft is not None and (best is None or draft.end > best.end):
            best = draft
    return best


def _rules(g: Grammar, word: str) -> tuple[Callable[[Story, int], Draft | None], ...]:
    if word[0].isdigit():
        return (find_clock, find_times_a, find_duration, find_date)
    if word in g.words["phases"] or word.startswith("mid"):
        return (find_phase, find_small_hours, find_clock, find_unit_long, find_part)
    return (find_set, find_small_hours, find_clock, find_window, find_phase, find_date, find_duration, find_part, find_reference, find_bare, find_times_a)


def _finish(story: Story, span: Span, draft: Draft, ids: Ids) -> Timex:
    start, stop = draft.start, draft.stop
    if draft.when is not None and draft.type in (DATE, TIME):
        start = start or draft.when.first.isoformat()
        stop = stop or draft.when.last.isoformat()
        if draft.type is TIME and draft.value and "T" in draft.value:
            day, _, clock = draft.value.partition("T")
            if clock in PARTS:
                start, stop = (f"{day}T{x}" for x in PARTS[clock])
            elif re.fullmatch(r"\d\d:\d\d(:\d\d)?", clock) and not clock.startswith("24"):
                start = stop = draft.value
    ident = ids(span)
    story.note(draft, ident, story.parse.token_at(span[0]))
    return Timex(id=ident, span=span, type=draft.type, value=draft.value, mod=draft.mod, anchor=draft.anchor, start=start, end=stop, confidence=draft.confidence, stage=STAGE.name)


def find(document: Document, layers: Layers) -> Iterator[Timex | Problem]:
    """The time expressions of a report in order, then what it says of dates that cannot be."""
    parse = layers.sentences
    if not len(parse):
        return
    grammar: Grammar = layers.resources.derived("timexes.grammar", lambda r: Grammar(r.lexicon("timex")))
    story = Story(document, parse, grammar)
    found = list(_read(story, Ids(document.id, "timexes")))
    yield from found
    yield from story.problems
    unresolved = sum(t.type in (DATE, TIME) and t.anchor is None and "XX" in (t.value or "") for t in found)
    if unresolved and story.published is None:
        yield Problem(
            code="no-publication-date-for-relative",
            message=f"{unresolved} dates count from the publication date, which is not known.",
            hint="They are listed with X for what is unknown. Give the date with the report.",
        )
    yield from _disagreements(parse, found, story.g.speech)


def _disagreements(parse: Parse, found: list[Timex], speech: frozenset[str]) -> Iterator[Problem]:
    """One source's one statement dated twice: *yesterday* in one sentence, *on Wednesday* in the next.

    Two dates are compared where both hang on verbs of speech of neighbouring sentences with the same subject noun, one of
    them is *today* or *yesterday*, and neither sentence names a further day.
    """
    said: list[tuple[Timex, int, int, str]] = []
    for timex in found:
        if timex.type is not DATE or timex.anchor != "publication" or timex.start is None or timex.start != timex.end:
            continue
        i = parse.token_at(timex.span[0])
        verb = next((k for k in (i, *parse.ancestors(i)) if parse.pos[k] == "VERB"), None)
        if verb is None or parse.lemma[verb] not in speech:
            continue
        noun = next((c for c in parse.children[verb] if parse.dep[c] == "nsubj"), None)
        if noun is not None:
            said.append((timex, parse.sentence[i], verb, parse.lemma[noun]))
    for n, (a, here, _, subject) in enumerate(said):
        for b, there, _, other in said[n + 1 : n + 3]:
            words = {parse.surface(a.span).lower(), parse.surface(b.span).lower()}
            if subject == other and there - here <= 2 and a.start != b.start and len(words & {"today", "yesterday"}) == 1:
                yield Problem(
                    code="dates-disagree",
                    message=f"The same statement is dated {parse.surface(a.span)} ({a.value}) and {parse.surface(b.span)} ({b.value}).",
                    hint="Both are listed as printed.",
                    span=b.span,
                )
                break


STAGE = Stage(layer="timexes", version="3", reads=("sentences",), resources=("lexicon:timex",), find=find)
