"""The PETRARCH validation suites as tests of who did it to whom: which of their codings the record meets, and why not.

    python benchmarks/petrarch.py FOLDER [--out benchmarks/petrarch.tsv] [--show]

FOLDER holds PETR.UnitTest.records.xml (openeventdata/petrarch2) and PETR2_GSR_validation.xml (openeventdata/UniversalPetrarch), both MIT.
A coding of a suite is (source, target, CAMEO code) of a sentence. Of actors the first part of the code (the country or the
organisation) is compared, of codes the root, through `PLOVER` below. The unit tests have codes from a dictionary made for them, which
gives a postponed meeting the root of fighting; so of that suite the parties alone are compared. What somebody says is met by an
attribution with a fitting act, as the record keeps no statement as an event.

Verdicts: ``met``; ``direction`` (the parties stand the wrong way round); ``type`` (both parties right, on an item of another type);
``mutual`` (the same deed seen from the
other side, which the record holds once: A visited B, B was visited by A); ``actor`` or ``recipient`` (one of the two is missing or another); ``nothing`` (no item has either); where nothing is to be coded,
``spurious`` (an event has both parties). Why not: ``word not known`` (no event and no statement), ``only a statement``,
``party is no entity``, ``party not tied`` (the entity is there, but not in that role), ``another type``. Sentences of the suites are never written anywhere: the table has ids, verdicts and reasons.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import onrecord
from onrecord.api import Settings
from onrecord.model import Act
from onrecord.pipeline import Analysis

SUITES = {"PETR.UnitTest.records.xml": False, "PETR2_GSR_validation.xml": True}
"""The files, and whether their codes are CAMEO's."""
LEXICON = Path(__file__).with_name("petrarch_actors.yml")

PLOVER: dict[str, frozenset[str]] = {
    # CAMEO root: PLOVER types, after the grouping that PLOVER keeps; our own types where they stand for one of PLOVER's
    "01": frozenset(),  # a public statement: an attribution of any act
    "02": frozenset(["REQUEST"]),
    "03": frozenset(["AGREE"]),
    "04": frozenset(["CONSULT"]),
    "05": frozenset(["SUPPORT"]),
    "06": frozenset(["COOPERATE"]),
    "07": frozenset(["AID"]),
    "08": frozenset(["CONCEDE", "RETREAT", "WITHDRAW"]),
    "09": frozenset(["ACCUSE"]),  # investigate
    "10": frozenset(["REQUEST"]),
    "11": frozenset(["ACCUSE"]),
    "12": frozenset(["REJECT"]),
    "13": frozenset(["THREATEN"]),
    "14": frozenset(["PROTEST"]),
    "15": frozenset(["MOBILIZE", "DEPLOY"]),
    "16": frozenset(["SANCTION"]),
    "17": frozenset(["COERCE"]),
    "18": frozenset(["ASSAULT", "DEATH"]),
    "19": frozenset(["ASSAULT", "DEATH"]),
    "20": frozenset(["ASSAULT", "DEATH"]),
}
ACTS: dict[Act, frozenset[str]] = {
    Act.CONDEMNS: frozenset(["ACCUSE"]),
    Act.CALLS_FOR: frozenset(["REQUEST"]),
    Act.ASKS: frozenset(["REQUEST"]),
    Act.THREATENS: frozenset(["THREATEN"]),
    Act.DENIES: frozenset(["REJECT"]),
    Act.PROMISES: frozenset(["AGREE", "CONSULT"]),
    Act.PRAISES: frozenset(["SUPPORT"]),
}
NAMES: dict[str, str] = {
    # the first part of an actor's code: the words of the sentence that name it
    "ARN": "Arnor", "BRE": "Bree", "CAL": "Calenardhon", "DAG": "Dagolath", "DOL": "Dol.Amroth", "ERI": "Eriador", "FOR": "Fornost", "GON": "Gondor|Minas Tirith",
    "ITH": "Ithilen", "MOR": "Mordor|Cirith Ungol|Barad-dur", "OSG": "Osgiliath", "ROH": "Rohan", "SHR": "Michel Delving|White Downs", "MRG": "Morgul",
    "HOB": "Gollum|Smeagol|Slinker|Stinker|Frodo|Gamgee", "ORC": "Gamgee", "ELF": "Galadriel|Caras Galadhon", "FRO": "Shire", "BIL": "Shire", "SAM": "Shire",
    "ELR": "Lorien", "GAL": "Lorien", "GMW": "German", "HGW": "Quibbler",
    "USA": r"US\b|U\.S\.|USA|United States|America|Washington|White House|Obama|obama|Bush|Petraeus|KU\b|K\.U\.|South Carolina", "RUS": "Russia|Putin|Moscow", "CHN": "China|Chinese|Beijing",
    "SYR": "Syria|Golan", "IRQ": "Iraq|Mosul|Baghdad|Islamic State", "IRN": "Iran", "ISR": "Israel|iSrael", "PSE": "Palestin|Gaza|Hamas|Abbas|Yaish|mayor|children|man",
    "ETH": "Ethiopia", "LBY": "Libya", "PHL": "Philippine|Filipino", "FRA": "France|French|Paris", "GEO": "Georgia", "CHE": "Switzerland|Zurich", "UKR": "Ukrain", "EGY": "Egypt", "GBR": "Brit|UK",
    "BRA": "Brazil", "GUY": "Guyana", "TUN": "Tunisia", "NGA": "Nigeria|Boko", "RWA": "Rwanda|Kigali", "LBN": "Leban|Suleiman|Beirut", "MMR": "Myanmar", "QAT": "Qatar", "MYS": "Malaysia",
    "SOM": "Somali|Shabab", "KEN": "Kenya", "PAK": "Pakistan", "AFG": "Afghan", "KUW": "Kuwait", "AUS": "Australia", "NZE": "New Zealand", "DNK": r"Danish|Denmark|\bZealand", "PRK": "North Korea|Pyongyang|Hermit",
    "KOR": "South Korea|Seoul", "CAF": "Central African", "ZBW": "Zimbabwe", "RHO": "Zimbabwe", "IGOUNO": "UN|United Nations", "IGOEUR": "European Union|EU", "IGOEEU": "European Union|EU",
    "IGOAFR": "AU", "IGOCOP": "Interpol|Criminal Court", "IMGMUS": "ISIL", "IMGMOS": "Qaeda", "NGOARN": "MSF|Arnor", "NGM": "Amnesty",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of a suite with its codings ``(source, target, code)``; a code of "" where nothing is to be coded."""

    id: str
    text: str
    published: str
    codings: tuple[tuple[str, str, str], ...]


def read_suite(path: Path) -> Iterator[Case]:
    """The cases of a suite; the files are no well-formed XML, so they are read by pattern."""
    raw = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8", errors="replace"), flags=re.S)
    for number, m in enumerate(re.finditer(r"<Sentence ([^>]*)>(.*?)</Sentence>", raw, re.S)):
        about = dict(re.findall(r'(\w+)\s*=\s*"([^"]*)"', m[1]))
        text = re.search(r"<Text>(.*?)</Text>", m[2], re.S)
        codings = [dict(re.findall(r'(\w+)\s*=\s*"([^"]*)"', c)) for c in re.findall(r"<EventCoding\s+([^>]*)>", m[2])]
        if text is None or not text[1].strip() or any("error" in c for c in codings):
            continue  # tests of the program's handling of errors
        day = about.get("date", "")
        published = f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else "2012-11-08"
        words = " ".join(text[1].split()).replace("&amp;", "&")
        yield Case(
            f"{path.name.partition('.')[0].partition('_')[0]}-{number:03d}-{about.get('id', '')}",
            words,
            published,
            tuple((c.get("sourcecode", ""), c.get("targetcode", ""), c.get("eventcode", "")) for c in codings),
        )


def pattern(code: str) -> re.Pattern[str] | None:
    """What names an actor of a code, or None where the suite leaves the actor open."""
    first = next((NAMES[code[:n]] for n in (6, 3) if code[:n] in NAMES), None)
    return re.compile(first) if first else None


@dataclass(frozen=True, slots=True)
class Item:
    """An event or a statement of the record, with the words that its parties are named by."""

    types: frozenset[str]
    statement: bool
    actor: tuple[str, ...]
    recipient: tuple[str, ...]


def items(analysis: Analysis) -> list[Item]:
    """What the record has of a sentence."""
    words = {e.id: (e.name, *(analysis.quote(m) for m in e.mentions)) for e in analysis.entities}

    def named(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(w for i in ids for w in words.get(i, ()))

    made = [Item(frozenset([e.type]), False, named(e.actor), named(e.recipient)) for e in analysis.events]
    for a in analysis.attributions:
        speaker = (*(analysis.quote(s) for s in a.source), *named((a.speaker,) if a.speaker else ()))
        made.append(Item(ACTS.get(a.act, frozenset()), True, speaker, (*(analysis.quote(s) for s in a.content), *named((a.addressee,) if a.addressee else ()))))
    return made


def _is(code: str, words: tuple[str, ...]) -> bool:
    wanted = pattern(code)
    return wanted is None or any(wanted.search(w) for w in words)


def verdict(source: str, target: str, code: str, found: list[Item]) -> str:
    """How a coding fares against the items of its sentence; a code of ``*`` asks for the parties alone."""
    if code == "":
        return "spurious" if any(not i.statement and i.actor and i.recipient for i in found) else "met"
    types = PLOVER.get(code[:2])
    fit = [i for i in found if types is None or i.types & types or (code[:2] == "01" and i.statement)]

    def right(i: Item) -> bool:
        return _is(source, i.actor) and _is(target, i.recipient) and bool(i.actor or i.recipient)

    if any(right(i) for i in fit):
        return "met"
    if any(_is(source, i.recipient) and _is(target, i.actor) and i.actor and i.recipient for i in fit if not i.statement):
        return "direction"
    if any(right(i) for i in found):
        return "type"
    if any(_is(source, i.actor) and i.actor for i in fit):
        return "recipient"
    return "actor" if any(_is(target, i.recipient) and i.recipient for i in fit) else "nothing"


def reason(how: str, source: str, target: str, found: list[Item], known: list[str]) -> str:
    """Why a coding is not met, in two or three words; `known` are the names and words of all entities of the sentence."""
    events = [i for i in found if not i.statement]
    if how in ("met", "mutual", "direction", "spurious"):
        return ""
    if how == "type":
        only = not any(_is(source, i.actor) and _is(target, i.recipient) for i in events)
        return "only a statement" if only else "another type"
    if any(code and (wanted := pattern(code)) and not any(wanted.search(w) for w in known) for code in (source, target)):
        return "party is no entity"
    if not events:
        return "only a statement" if found else "word not known"
    return "party not tied"


def main(argv: list[str]) -> int:
    """Print the table, and write the verdicts."""
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("folder", type=Path)
    parse.add_argument("--out", type=Path, help="write one line a coding: case, coding, verdict, why not")
    parse.add_argument("--show", action="store_true", help="print what is not met, with the sentence")
    given = parse.parse_args(argv)
    rows: list[tuple[str, str, str, str]] = []
    for suite, typed in SUITES.items():
        counts: Counter[str] = Counter()
        for case in read_suite(given.folder / suite):
            analysis = onrecord.analyse(case.text, settings=Settings(lexicons=(LEXICON,), published=case.published, language="en"))
            found = items(analysis)
            known = [w for e in analysis.entities for w in (e.name, *(analysis.quote(m) for m in e.mentions))]
            hows = [verdict(source, target, code if typed or not code else "*", found) for source, target, code in case.codings]
            met = {(source, target) for (source, target, _), how in zip(case.codings, hows, strict=True) if how == "met"}
            for (source, target, code), how in zip(case.codings, hows, strict=True):
                if how != "met" and (target, source) in met:
                    how = "mutual"
                counts[how] += 1
                why = reason(how, source, target, found, known)
                rows.append((case.id, f"{source}>{target}:{code}" if code else "none", how, why))
                if given.show and how not in ("met", "mutual"):
                    print(f"{how:10} {why:18} {case.id} {source}>{target}:{code}\n    {case.text}")
                    for i in found:
                        who, whom = (" | ".join(dict.fromkeys(words))[:90] for words in (i.actor, i.recipient))
                        print(f"      {'said' if i.statement else 'event'} {'/'.join(sorted(i.types)) or '-'}: {who} -> {whom}")
        total = sum(counts.values())
        print(f"{suite}: {counts['met'] + counts['mutual']} of {total} met; " + ", ".join(f"{name} {n}" for name, n in counts.most_common() if name not in ("met", "mutual")))
    if given.out:
        with open(given.out, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            writer.writerow(("case", "coding", "verdict", "why"))
            writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
