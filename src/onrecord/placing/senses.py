"""Which place a name means: how well known it is, what it stands beside, and what the report is about.

What comes in: the `Mention`s of a report. What goes out: for each name its places with scores, best first. Two rounds, so that what
is clear by itself says what the report is about.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from onrecord.gazetteer import Place
from onrecord.model import PlaceUse, Span

SINGULAR = {"states": "state", "cities": "city", "towns": "town", "villages": "village", "provinces": "province", "districts": "district", "regions": "region", "counties": "county", "islands": "island", "suburbs": "suburb"}  # fmt: skip
SURNAME_COUNTRIES = frozenset(("", "US", "GB", "CA", "AU", "NZ", "IE"))
"""Where the names of towns are surnames of the people that news in English names, so that the country alone decides nothing."""
CONTAINERS = frozenset(("country", "state", "county", "area", "territory", "historic"))


@dataclass(slots=True)
class Mention:
    """A name in the text that may be a place's.

    Attributes:
        first: First token.
        last: One past the last token.
        span: Its characters.
        key: The name as the gazetteer looks it up.
        places: The places that bear the name.
        weight: The sum of the signs.
        inside: Mentions that contain it by a comma, a preposition or a possessive.
        use: What it does, once known.
        sort: The word for a sort of place beside it, lower case, or "".
        part: Whether it is part of a longer name.
        local: Whether a preposition of place stands before it.
        person: Whether it looks like a person's name here.
        peers: What sort of places it is listed with (``country``, ``state``).
        holds: The mentions that lie in it.
        listed: Whether it stands in a list with a sure place.
        outer: Whether it says where another lies.
        near: The place whose name it begins with (``Hope Street``, where Hope is a town).
    """

    first: int
    last: int
    span: Span
    key: str
    places: tuple[Place, ...]
    weight: float = 0.0
    inside: list[Mention] = field(default_factory=list)
    use: PlaceUse = PlaceUse.LOCATION
    sort: str = ""
    part: bool = False
    local: bool = False
    outer: bool = False
    listed: bool = False
    person: bool = False
    peers: set[str] = field(default_factory=set)
    holds: list[Mention] = field(default_factory=list)
    near: Mention | None = None


def prior(place: Place) -> float:
    """How likely a place is meant by its name when nothing else is known, on a scale like the logarithm of its people.

    >>> prior(Place("Paris", "capital", "FR", people=2_100_000)) > prior(Place("Paris", "city", "US", people=25_000))
    True
    """
    people = math.log10(place.people + 100)
    kind = place.kind
    if kind == "country":
        score = 9.2
    elif kind == "continent":
        score = 9.0
    elif kind == "capital":
        score = people + 1.8
    elif kind == "city":
        score = people + (0.6 if place.country in ("US", "GB") else 0.4 if place.country in ("CA", "AU", "IE", "NZ", "ZA") else 0.0)
    elif kind == "state":
        score = 8.2 if place.country in ("US", "CA", "AU", "GB") else 3.6 + 0.45 * people
    elif kind == "county":
        score = 5.6 if place.country == "GB" else 2.0 + 0.42 * people
    elif kind == "district":
        score = 2.0 + 0.4 * people
    elif place.weight:
        score = 6.8
    else:
        score = 3.0 + 0.3 * people
    if place.weight and kind not in ("country", "continent", "state"):
        score = max(score + 0.8, 6.0)
    if place.weight:
        score += 3.0 * (place.weight - 1.0)
    # an alternative name may be of any language and any age; of a great city it is more often one that English uses
    return score - (
        0.0
        if place.main
        else 2.5
        if kind == "state" and place.country == "US" and not place.weight
        else 0.6
        if kind in ("country", "state")
        else 0.8
        if place.people > 300_000 and kind != "capital"
        else 1.4
    )


def distance(a: Place, b: Place) -> float:
    """Kilometres between two places (equirectangular; good enough to rank)."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 20_000.0
    x = ((a.lon - b.lon + 180) % 360 - 180) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 111.2 * math.hypot(x, a.lat - b.lat)


def within(place: Place, container: Place) -> bool:
    """Whether a place may lie in another, by the codes of country and state, or by nearness where the container has none."""
    if container == place:
        return False
    if container.kind == "country":
        return place.country == container.country and place.kind != "country"
    if container.kind == "state" and container.state:
        return place.country == container.country and place.state == container.state and place.kind not in ("country", "state")
    if container.kind in ("county", "district", "area", "territory", "island", "historic", "state"):
        return (not container.country or place.country == container.country) and distance(place, container) < 250 and place.kind not in ("country", "state")
    if container.kind in ("city", "capital"):
        return place.country == container.country and distance(place, container) < 60 and place.kind not in ("country", "state")
    return False


def great(m: Mention) -> str:
    """``country`` or ``state`` where the name is first of all that of one, else ""."""
    best = max(m.places, key=prior, default=None)
    return best.kind if best is not None and best.kind in ("country", "state", "continent") and prior(best) >= 7.5 else ""


def states(m: Mention) -> bool:
    """Whether the name is first of all a state's."""
    return great(m) == "state"


def tie(inner: Mention, outer: Mention, more: float, most: float) -> None:
    """Say that one lies in the other, and let both weigh more for it."""
    inner.inside.append(outer)
    inner.weight += more
    outer.outer = True
    outer.holds.append(inner)
    outer.weight += most


def holds(inner: Mention, outer: Mention) -> bool:
    """Whether a place of one name may lie in a region, state or country of the other; a name without places may lie in any."""
    if not inner.places:
        return any(q.kind in CONTAINERS or (inner.sort and q.kind in ("city", "capital")) for q in outer.places[:2])
    return any(q.kind in CONTAINERS and any(within(r, q) for r in inner.places) for q in outer.places[:4])


def resolve(mentions: list[Mention], demonyms: Counter[str]) -> dict[str, list[tuple[float, Place]]]:
    """For each name of a report its places, best first, with their scores.

    Two rounds: what is clear by itself or by its chain says what the report is about; then everything is scored again.
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        if m.places:
            groups[m.key].append(m)
        elif m.near is not None and m.near.places:
            groups[m.near.key].append(m.near)
    ranked: dict[str, list[tuple[float, Place]]] = {}
    about: defaultdict[str, float] = defaultdict(float)
    states: Counter[tuple[str, str]] = Counter()
    spots: list[Place] = []
    for turn in (0, 1, 2):
        for key, group in groups.items():
            rows = []
            containers = list({c.key: c for m in group for c in m.inside}.values())
            sorts = {SINGULAR.get(m.sort, m.sort) for m in group if m.sort}
            total = sum(about.values()) or 1
            famous = max(map(prior, group[0].places)) >= 7.5
            peers: set[str] = set().union(*(m.peers for m in group))
            for q in group[0].places:
                score = prior(q)
                mine = max((about[c] for c in q.claimants or (q.country,)), default=0.0)
                context = 2.4 * mine / total + (0.5 if mine else 0.0)
                if q.state and q.kind != "state" and states[q.country, q.state]:
                    context += 1.6
                near = min((distance(q, s) for s in spots if s.geonameid != q.geonameid or s.name != q.name), default=20_000.0) if turn else 20_000.0
                context += 1.2 if near < 80 else 0.8 if near < 250 else 0.3 if near < 600 else 0.0
                # what the report is about weighs, but alone does not turn a capital into a village of its name
                score += min(context, 2.9) if famous else context
                for c in containers:
                    inside = ranked.get(c.key, [(0.0, x) for x in c.places[:3]])
                    if any(within(q, x) for _, x in inside[:2]):
                        score += 7.0 / len(containers) + 2.0
                score += fits(q, sorts)
                if q.kind == "state" and "state" in peers and q.country in ("US", "CA", "AU"):
                    score += 3.0
                rows.append((score, q))
            rows.sort(key=lambda row: -row[0])
            ranked[key] = rows[:6]
        about = defaultdict(float, {c: n * 0.5 for c, n in demonyms.items()})
        states = Counter()
        spots = []
        for key, group in groups.items():
            rows = ranked[key]
            best = rows[0][1]
            margin = rows[0][0] - rows[1][0] if len(rows) > 1 else 5.0
            sure = 1.0 if margin > 1.5 or turn else 0.3
            if best.country and best.kind not in ("continent",):
                about[best.country] += sure * (1.0 if best.kind != "country" else 1.3) * min(3, len(group)) ** 0.5
            if (best.kind == "state" and sure == 1.0) or (best.state and sure == 1.0 and best.kind in ("city", "county")):
                states[best.country, best.state] += 1
            if best.kind not in ("country", "continent", "state", "area", "sea") and sure == 1.0:
                spots.append(best)
    return ranked


def fits(place: Place, sorts: set[str]) -> float:
    """How well a place fits the words for sorts of places beside its name."""
    score = 0.0
    for sort in sorts:
        if sort in ("city", "town", "village", "suburb", "capital", "resort", "port", "municipality", "hamlet"):
            score += 1.5 if place.kind in ("city", "capital") else -1.5
        elif sort in ("state", "province", "region", "governorate", "oblast", "prefecture", "department"):
            score += 2.5 if place.kind in ("state", "county", "area", "territory") else -1.0
        elif sort in ("county", "district", "borough", "parish"):
            score += 2.0 if place.kind in ("county", "district", "state") else -0.5
        elif sort in ("island", "peninsula", "valley"):
            score += 2.0 if place.kind in ("island", "area") else 0.0
    return score


def choose(m: Mention, ranked: dict[str, list[tuple[float, Place]]]) -> tuple[list[tuple[float, Place]], Place | None]:
    """The places of one mention, best first, and where it lies if no place of the name fits.

    CASE 1. It says where another lies: a country, state or county (``Buffalo, New York`` is not in the city).
    CASE 2. It lies in a place that is named beside it: only places in there; if there is none, it is one that the gazetteer lacks.
    CASE 3. It begins with the name of a place (``Hope Street``) and has no entry: it lies there.
    CASE 4. Else the sense of the name in this report.
    """
    rows = ranked.get(m.key, [])
    if m.outer and rows:
        towns = [row for row in rows[:3] if row[1].kind in ("city", "capital")]
        for inner in m.holds:  # `Brooklyn, New York` is in the city
            first = ranked.get(inner.key, [])[:1]
            if first and towns and distance(first[0][1], towns[0][1]) < 30:
                return towns, None
        wide = [row for row in rows if row[1].kind in CONTAINERS]
        holding = [row for row in wide if any(within(r, row[1]) for inner in m.holds for r in inner.places)]
        if holding and holding[0] is not wide[0] and holding[0][1].kind == "state" and not any(within(r, wide[0][1]) for inner in m.holds for r in inner.places):
            return [*holding, *(row for row in rows if row not in holding)], None  # `Atlanta, Georgia`, where the report is about the country
        return (wide + [row for row in rows if row not in wide]) if wide and wide[0][0] > rows[0][0] - 4 else rows, None
    for outer in m.inside:
        containers = [q for _, q in choose(outer, ranked)[0][:1]]
        fitting = [row for row in rows if any(within(row[1], q) for q in containers)]
        if fitting:
            return fitting, None
        if containers and (not rows or (containers[0].kind in CONTAINERS and prior(rows[0][1]) < 7) or (containers[0].kind in ("city", "capital") and prior(rows[0][1]) < 5.5)):
            return [], containers[0]
    if not rows and m.near is not None:
        near = choose(m.near, ranked)[0]
        return [], near[0][1] if near else None
    return rows, None


def belongs(m: Mention, ranked: dict[str, list[tuple[float, Place]]]) -> bool:
    """Whether a doubtful name has a place of its own close to the towns and states that the report surely names."""
    known = [rows[0][1] for rows in ranked.values() if rows and rows[0][1].kind in ("city", "capital", "state", "county")]
    countries = {rows[0][1].country for rows in ranked.values() if rows} - SURNAME_COUNTRIES
    if any(q.main and q.people > 100_000 and q.country in countries for q in m.places[:2]):
        return True
    return any(
        q.main
        and (q.people > (500 if m.local else 3000) or q.weight)
        and any(within(q, k) if k.kind == "state" else distance(q, k) < 150 and q.country == k.country for k in known)
        for q in m.places[:4]
    )
