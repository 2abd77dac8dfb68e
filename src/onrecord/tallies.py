"""Tallies: which numbers of a sentence are votes for, votes against and abstentions.

What comes in: a text in small letters, the stretch of one sentence and its `Number`s. What goes out: `Tally`s. A role is
read from the words beside the number (``13 members in favor``, ``with 12 abstaining``, ``Ayes 312``). A bare pair (``52–48``,
``103 to 321``) has no role of its own; `settle` gives it one from what the sentence says came of the vote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.model import Span
from onrecord.numerals import Number

ROLES = ("for", "against", "abstain")


@dataclass(slots=True)
class Tally:
    """The numbers of one vote.

    Attributes:
        counts: Role and value; the roles of `ROLES`.
        spans: Where each of them stands.
        pair: A pair without roles, in order of the text, or None.
        pair_spans: Where its two numbers stand.
        first: Role of the pair's first number where the words behind it say so (*52–48 against*), or None.
        hedged: True if a number has a bound (*more than 100*), so that it is no count.
        span: From the first to the last of them.
    """

    counts: dict[str, int] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    pair: tuple[int, int] | None = None
    pair_spans: tuple[Span, Span] | None = None
    first: str | None = None
    hedged: bool = False
    span: Span = field(default_factory=lambda: Span(0, 0))

    @property
    def all_spans(self) -> list[Span]:
        """The spans of all its numbers, in order of the text."""
        return sorted([*self.spans.values(), *(self.pair_spans or ())])

    def settle(self, first: str, second: str) -> None:
        """Give the pair its roles."""
        if self.pair is None or self.pair_spans is None:
            return
        for role, value, span in zip((first, second), self.pair, self.pair_spans, strict=True):
            self.counts.setdefault(role, value)
            self.spans.setdefault(role, span)


class Ballots:
    """The patterns, built once from the lexicon ``ballots``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        def words(*names: str) -> str:
            return "|".join(re.escape(w) for w in sorted({w for n in names for w in table[n]}, key=len, reverse=True))

        of = r"(?: (?:of|from|in) (?:the |its |their )?[a-z-]+)?"
        voters = rf"(?: (?:of (?:the |its |their )?(?:\d+ |[a-z]+ )?)?(?:[a-z’'-]+ ){{0,2}}?(?:{words('voters')}){of})?"
        verb = r"(?: (?:were|was|had|have|cast|cast their|votes?|voted|voting|ballots?|registered|recorded|came out))*"
        tail = r"(?![\w-])"
        self.after = {
            role: re.compile(
                rf"{voters}{verb} ?(?:\()?(?P<w>{words(role)}){tail}"
                + (r"(?! (?:about |only |just )?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)" if role != "abstain" else "")
            )
            for role in ROLES
        }
        self.after["abstain"] = re.compile(rf"(?:{voters}|(?: [a-z-]+){{1,2}}){verb} ?(?P<w>{words('abstain')}){tail}")
        self.after["other"] = re.compile(rf"{voters}{verb} (?P<w>{words('other')}){tail}")
        self.before = {
            "for": re.compile(r"(?<![\w-])(?:in favou?r|ayes?|yeas?|yes|for)(?: votes?)?(?: ?[:=–-] ?| (?:were |was )|, | )$"),
            "against": re.compile(r"(?<![\w-])(?:against|opposed|noes|nays?|no)(?: votes?)?(?: ?[:=–-] ?| (?:were |was )|, | )$"),
            "abstain": re.compile(r"(?<![\w-])(?:abstentions?|abstaining|abstained)(?: ?[:=–-] ?| (?:were |was )|, | )$"),
        }
        self.none = re.compile(
            rf"(?<![\w-])(?P<n>no|none|nobody|zero|without)(?: (?:one|{words('voters')}|votes? cast))?(?: (?:voted|voting|was|were))? (?P<w>against|opposed|opposition|dissent\w*|abstentions?|abstain\w*|in favou?r|negative votes?){tail}"
        )
        self.cue = re.compile(
            r"(?<![\w-])(?:vote[sd]?|voting|ballots?|abstain\w*|abstentions?|ayes?|noes|nays?|yeas?|in favou?r|division|tally|cloture|ruling|ruled|decision|dissent\w*|"
            r"(?:pass|adopt|approv|reject|defeat|overr|overturn|deadlock|margin|advanc|str[iu][kc]|censur|impeach|acquit|convict|die[sd]|short|back|confirm|ratif|carri|uph|endors|oppos|fail|lost|won|split|clear|voice)\w*)(?![\w])"
        )
        self.strong = re.compile(r"(?<![\w-])(?:vote[sd]?|voting|abstain\w*|abstentions?|ayes|noes|nays?|yeas?|cloture|division|ballot|tally)(?![\w])")
        self.lead = re.compile(
            r"(?:(?<![\w-])(?:vote|votes|margin|tally|count|division|ballot|result|majority|score)(?: (?:was|of|by|stood at|result|count|tally|came (?:in|out) at|ended|on [a-z]+))* ?:? ?\(?$"
            r"|(?<![\w-])(?:voted|voting|vote|split|divided|deadlocked|ruled|decided|agreed|passed|adopted|approved|rejected|defeated|failed|lost|won|carried|confirmed|ratified|upheld|cleared|fell|survived|backed|endorsed|killed|blocked|struck down|voted down|advanced|overturned|overrode|acquitted|impeached|convicted)"
            r"(?: (?:it|him|her|them|yesterday|today|overwhelmingly|narrowly|again|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|late|early|largely|mostly))*(?: by| in a| on a| with a)? ?[,(]? ?$"
            r"|(?<![\w-])(?:by|in|on|with) an? (?:[a-z-]+ ){0,2}?$|(?<![\w-])by $)"
        )
        self.follow = re.compile(
            r"(?: ?\))?(?: (?:[a-z-]+ ){0,2}?(?:vote|votes|tally|margin|majority|ruling|decision|split|division|ballot|opinion|judgment|verdict)(?![\w])|,? (?:along party lines|with (?:\w+ )?(?:members? |lawmakers? |countries |senators? )?(?:abst|voting)|in favou?r|to (?:approve|adopt|reject|pass|block|confirm|advance|override|convict|acquit|impeach|censure|uphold|renew|expel|table|repeal|extend|ratify|oust|remove|allow|ban|end|make|send|give|strip|authori[sz]e|declare|recogni[sz]e|support|oppose|keep|cut|raise|lift|suspend|begin|open|close|condemn)))"
        )
        self.triple = re.compile(r"(?<![\w-])(\d{1,3})[-–](\d{1,3})[-–](\d{1,3})(?![\w-])")
        self.motion_words = set(table["motions"])
        self.body_words = set(table["bodies"])
        self.traps = re.compile(rf"(?<![\w-])(?:{words('traps')})(?![\w])")
        self.sport = re.compile(
            r"(?<![\w-])(?:goals?|match|scored?|season|league|championship|cup|tournament|aggregate|innings|penalt\w+|shootout|beat|halftime|playoffs?|striker|coach|quarterfinal|semi-?final)(?![\w])"
        )
        self.majorities = re.compile(rf"(?<![\w-])(?:{words('majorities')})(?![\w])")

    def find(self, lower: str, zone: Span, numbers: Sequence[Number], hedge: Any = None) -> list[Tally]:
        """The tallies of one sentence.

        Args:
            lower: The report's text in small letters.
            zone: The sentence.
            numbers: Its numbers, in order.
            hedge: A function that says whether a number has a bound.
        """
        sentence = lower[zone[0] : zone[1]]
        if not self.cue.search(sentence):
            return []
        marks: list[tuple[str, int, Span, bool]] = []
        pairs: list[tuple[int, int, Span, Span]] = []
        strong = self.strong.search(sentence) is not None
        skip: set[int] = set()
        for m in self.triple.finditer(lower, zone[0], zone[1]):
            if strong or self._lead(lower, zone, m.start()):
                for role, k in zip(ROLES, (1, 2, 3), strict=True):
                    marks.append((role, int(m[k]), Span(*m.span(k)), False))
        for k, n in enumerate(numbers):
            if k in skip or n.currency or n.percent or n.attached or n.form in ("fraction", "ratio", "noun"):
                continue
            if n.form in ("range", "score"):
                if not isinstance(n.low, int) or not isinstance(n.high, int) or len(n.pieces) != 2:
                    continue
                if self._is_pair(lower, zone, n.start, n.end):
                    pairs.append((n.low, n.high, n.pieces[0], n.pieces[1]))
                continue
            if not isinstance(n.low, int) or n.low != n.high:
                continue
            b = numbers[k + 1] if k + 1 < len(numbers) else None
            if b is not None and isinstance(b.low, int) and b.low == b.high and not (b.percent or b.currency):
                gap = lower[n.end : b.start]
                if re.fullmatch(r"(?: (?:votes?|ballots|members?|[a-z]+ votes))? ?(?:to|against|versus|vs\.?|-to-)(?: just| only)? ", gap) and (
                    gap != " to " or self._is_pair(lower, zone, n.start, b.end)
                ):
                    if "against" in gap and not strong:
                        continue
                    pairs.append((n.low, b.low, n.span, b.span))
                    skip.add(k + 1)
                    continue
            said = self._role(lower, zone, n, strong)
            if said in ROLES:
                marks.append((str(said), n.low, n.span, bool(hedge and hedge(n))))
        if not marks and not pairs:
            return []
        for m in self.none.finditer(lower, zone[0], zone[1]):
            word = m["w"]
            role = "abstain" if word.startswith("abst") else "for" if word.startswith("in f") else "against"
            marks.append((role, 0, Span(*m.span()), False))
        return self._group(lower, marks, pairs)

    def _lead(self, lower: str, zone: Span, start: int) -> bool:
        return self.lead.search(lower, max(zone[0], start - 60), start) is not None

    def _is_pair(self, lower: str, zone: Span, start: int, end: int) -> bool:
        """Do the words around a bare pair say that it is a vote?"""
        sentence = lower[zone[0] : zone[1]]
        if self.sport.search(sentence) and not self.strong.search(sentence):
            return False
        followed = self.follow.match(lower, end)
        words = set(re.findall(r"[a-z]+(?:-[a-z]+)?", sentence))
        about = bool(words & self.motion_words) or bool(words & self.body_words)
        verb = _DECIDED.search(lower, max(zone[0], start - 90), start)
        return about and (followed is not None or self._lead(lower, zone, start) or verb is not None) and (self.cue.search(sentence) is not None)

    def _role(self, lower: str, zone: Span, n: Number, strong: bool) -> str | None:
        best: tuple[int, str] | None = None
        total = _OF_ALL.search(lower, max(zone[0], n.start - 20), n.start) is not None  # 120 of the 240 members
        decided = _CAME_OF_IT.search(lower, zone[0], zone[1]) is not None
        for role, behind in self.after.items():
            m = behind.match(lower, n.end, min(zone[1], n.end + 90))
            if m and total:
                continue
            if m and (best is None or m.start("w") < best[0]):
                word = m["w"]
                if word in _WEAK and not strong and not (decided and word.startswith(("back", "support", "approv")) and m.start("w") > n.end + 2):
                    continue
                if word == "for" and (lower[m.end() : m.end() + 1] == " " and not re.search(r"vot|favou?r", lower[n.end : m.start("w")])):
                    continue
                if word in ("against", "opposed") and not strong and "favo" not in lower[zone[0] : zone[1]]:
                    continue
                best = (m.start("w"), role)
        if best is not None:
            return best[1]
        for role, lead in self.before.items():
            m = lead.search(lower, max(zone[0], n.start - 24), n.start)
            if m and (strong or role == "abstain"):
                word = m.group().strip(" :,=-–")
                if word in ("for", "no", "against") and not (":" in m.group() or (word == "against" and strong)):
                    continue
                return role
        return None

    def _group(self, lower: str, marks: list[tuple[str, int, Span, bool]], pairs: list[tuple[int, int, Span, Span]]) -> list[Tally]:
        items: list[tuple[int, Any]] = [(m[2][0], m) for m in marks] + [(p[2][0], p) for p in pairs]
        items.sort(key=lambda x: x[0])
        made: list[Tally] = []
        for start, item in items:
            is_pair = not isinstance(item[0], str)
            end = (item[3] if is_pair else item[2])[1]
            t = made[-1] if made else None
            gap = lower[t.span[1] : start] if t else ""
            fits = t is not None and len(gap) < 130 and not re.search(r"[()]|\bwhile in\b", gap)
            if fits and t is not None:
                fits = (
                    ((not t.counts and t.pair is None) or ("abstain" in t.counts and len(t.counts) == 1))
                    if is_pair
                    else item[0] not in t.counts and not (t.pair and item[0] != "abstain")
                )
                fits = fits and not (not is_pair and item[3] != t.hedged and t.hedged)
            if not fits or t is None:
                t = Tally(span=Span(start, end))
                made.append(t)
            t.span = Span(min(t.span[0], start), max(t.span[1], end))
            if is_pair:
                t.pair, t.pair_spans = (item[0], item[1]), (item[2], item[3])
                behind = _FIRST.match(lower, end)
                t.first = ("against" if behind["w"][0] in "ao" else "for") if behind else None
            else:
                t.counts[item[0]], t.spans[item[0]] = item[1], item[2]
                t.hedged = t.hedged or item[3]
        return made


_DECIDED = re.compile(
    r"(?<![\w-])(?:passes|adopts|approves|rejects|defeats|confirms|ratifies|upholds|clears|backs|endorses|votes|acquits|impeaches|blocks|overrides|advances|fails|failed|advanced|carried|survived|survives|passed|adopted|approved|rejected|defeated|confirmed|ratified|upheld|cleared|backed|endorsed|voted|acquitted|impeached|convicted|blocked|overrode)(?: [\w’'“”\"-]+,?){1,9} $"
)
_OF_ALL = re.compile(r"(?:\d|(?<!\w)(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|all|none|most|only|half)) (?:out )?of (?:the |its |their )?$")
_CAME_OF_IT = re.compile(r"(?<![\w-])(?:fell short|falls short|failed|fails|passed|passes|carried|adopted|defeated|rejected|approved|censure|no-confidence)(?![\w])")
_WEAK = {"for", "no", "yes", "present", "short", "supporting", "supported", "backed", "backing", "approved", "approving", "rejected", "rejecting", "positive", "negative"}
_FIRST = re.compile(r",? (?:votes? )?(?P<w>in favou?r|for(?= (?:the|an?|its|his|her|acquittal|conviction)\b)|against|opposed|in support)(?![\w])")


def ballots(resources: Any) -> Ballots:
    """The patterns for a set of resources, built once."""
    made: Ballots = resources.derived("ballots", lambda r: Ballots(r.lexicon("ballots")))
    return made
