"""Who speaks, through whom, to whom and when: the attributions stage on statements that the marks give.

Each case marks source, cue and content (numbers tie them) and says on the content what must come out: ``speaker``, ``via`` (names
joined with a semicolon), ``addressee``, ``said`` (first day), ``anonymity``, ``within`` (number of the statement around); ``none``
stands for null. The statements are taken from the marks, so that these tests fail for this stage only.
"""

import pytest

from onrecord.api import Settings
from onrecord.evaluate.marked import Case, parse_case
from onrecord.model import Act, Attribution, AttributionKind, Document, Ids, Span
from onrecord.pipeline import Analysis, Layers, Stage, analyse_documents
from onrecord.sources.text import read_one
from onrecord.stages import STAGES

CASES = """
@title name
<source>Anna Reyes</source> <cue>said</cue> <content speaker="Anna Reyes" via=none anonymity=named>the bridge was safe</content>.
---
@title pronoun
Anna Reyes runs the port. <source>She</source> <cue>said</cue> <content speaker="Anna Reyes" anonymity=named>trade had doubled</content>.
---
@title the premier
Norwegian Prime Minister Jonas Vik opened the bridge. <source>The premier</source> <cue>said</cue> <content speaker="Jonas Vik" anonymity=role>it was late</content>.
---
@title who
The plan was praised by Anna Reyes, <source>who</source> <cue>argued</cue> that <content speaker="Anna Reyes">the wall would hold</content>.
---
@title which
The plan was given to the harbour police, <source>which</source> <cue>said</cue> <content speaker="harbour police">the sums were wrong</content>.
---
@title who is nobody that is named
Some <source>who</source> <cue>say</cue> <content speaker=none>the dam will hold</content> are wrong.
---
@title an outlet that cites officials
<source>Reuters</source> <cue>reported</cue>, citing two officials in Oslo, that <content speaker="two officials in Oslo" via=Reuters anonymity=role>the port was shut</content>.
---
@title an outlet that cites sources
<content speaker=sources via=Reuters anonymity=unnamed>The port was shut</content>, <source>Reuters</source> <cue>said</cue>, citing sources.
---
@title an outlet that cites reasons
<source>Reuters</source> <cue>said</cue>, citing safety concerns, that <content speaker=Reuters via=none>the port was shut</content>.
---
@title words in marks are the outlet's own
<content kind=direct speaker=Reuters via=none>“The port is shut,”</content> <source>Reuters</source> <cue>said</cue>, citing officials.
---
@title one of them, with a name
Three ministers resigned. <source>One of the ministers, Anna Reyes,</source> <cue>admitted</cue> <content speaker="Anna Reyes">paying him</content>.
---
@title metonym
<source>Moscow</source> <cue>said</cue> <content speaker=Russia>the ship was its own</content>.
---
@title a seat of power
<source>The Kremlin</source> <cue>denied</cue> <content speaker=Russia>the report</content>.
---
@title told a newspaper
“<content speaker="Anna Reyes" via="Le Monde" addressee=none>The road is closed</content>,” <source>Anna Reyes</source> <cue>told</cue> Le Monde.
---
@title who adds is on the same occasion
“<content 1 speaker="Anna Reyes" via="Le Monde" said=2024-03-04>The road is closed</content 1>,” <source 1>Anna Reyes</source 1> <cue 1>told</cue 1> Le Monde on Monday. “<content 2 speaker="Anna Reyes" via="Le Monde" said=2024-03-04>It was unsafe</content 2>,” <source 2>she</source 2> <cue 2>added</cue 2>. <source 3>Reyes</source 3> <cue 3>said</cue 3> <content 3 speaker="Anna Reyes" via=none said=none>trade had fallen</content 3>.
---
@title told a broadcaster with its sort
“<content speaker="Anna Reyes" via="Rossiya 24">The road is closed</content>,” <source>Anna Reyes</source> <cue>told</cue> the Rossiya 24 broadcaster.
---
@title in an interview
“<content speaker="Anna Reyes" via="Reuters">The road is closed</content>,” <source>Anna Reyes</source> <cue>said</cue> in an interview with Reuters.
---
@title in an op-ed
<source>Anna Reyes</source> <cue>says</cue> in an op-ed published by the Wall Street Journal that <content speaker="Anna Reyes" via="Wall Street Journal">the road must close</content>.
---
@title on a platform
<source>Anna Reyes</source> <cue>said</cue> in a post on Facebook that <content speaker="Anna Reyes" via="Facebook">the road was closed</content>.
---
@title a conversation with a person is no relay
<source>Anna Reyes</source> <cue>told</cue> Tomas Brandt that <content speaker="Anna Reyes" via=none addressee="Tomas Brandt">the road was closed</content>.
---
@title told a body
<source>Anna Reyes</source> <cue>told</cue> the Knesset that <content speaker="Anna Reyes" via=none addressee="Knesset">the road was closed</content>.
---
@title urged a state
<source>Anna Reyes</source> <cue>urged</cue> Norway <content act=calls_for speaker="Anna Reyes" addressee="Norway">to open the road</content>.
---
@title an outlet in the words is no relay
<source>Anna Reyes</source> <cue>said</cue> that <content speaker="Anna Reyes" via=none>Reuters had printed a lie</content>.
---
@title an outlet reports
<source>Reuters</source> <cue>reported</cue> that <content speaker="Reuters" via=none>the road was closed</content>.
---
@title according to
<cue>According to</cue> <source>Anna Reyes</source>, <content speaker="Anna Reyes">the road is closed</content>.
---
@title quotation paragraph
<source 1>Anna Reyes</source 1> <cue 1>said</cue 1> <content 1>the road was closed</content 1>.
“<content 2 speaker="Anna Reyes" anonymity=none>We will open it in May.</content 2>”
---
@title quotation paragraphs after another
<source 1>Anna Reyes</source 1> <cue 1>said</cue 1> <content 1>the road was closed</content 1>.
“<content 2 speaker="Anna Reyes">We will open it in May.</content 2>”
“<content 3 speaker="Anna Reyes">Nobody will be sent home.</content 3>”
---
@title the last of two speakers goes on
<source 1>Anna Reyes</source 1> <cue 1>said</cue 1> <content 1>the road was closed</content 1>. <source 2>Tomas Brandt</source 2> <cue 2>said</cue 2> <content 2>it was open</content 2>.
“<content 3 speaker="Tomas Brandt">I drove there myself.</content 3>”
---
@title a nested speaker does not go on
<source 1>Anna Reyes</source 1> <cue 1>said</cue 1> <content 1>that <source 2>Tomas Brandt</source 2> <cue 2>denied</cue 2> <content 2>the report</content 2></content 1>.
“<content 3 speaker="Anna Reyes">I was there.</content 3>”
---
@title nested, with the teller in the chain
<source 1>Anna Reyes</source 1> <cue 1>said</cue 1> that <content 1><source 2>Tomas Brandt</source 2> <cue 2>promised</cue 2> <content 2 speaker="Tomas Brandt" via="Anna Reyes" within=1>a new road</content 2></content 1>.
---
@title an outlet tells of a speaker
<source 1>Reuters</source 1> <cue 1>reported</cue 1> that <content 1><source 2>Tomas Brandt</source 2> <cue 2>denied</cue 2> <content 2 speaker="Tomas Brandt" via="Reuters" within=1>the report</content 2></content 1>.
---
@title not nested: content beside content
<source 1>Anna Reyes</source 1> <cue 1>said</cue 1> <content 1 within=none>the road was closed</content 1>, and <source 2>Tomas Brandt</source 2> <cue 2>said</cue 2> <content 2 within=none>it was open</content 2>.
---
@title headline with a colon
<source>Hamas</source>: <content speaker="Hamas">We reject the offer</content>
---
@title a participle has its verb's subject
“<content 1>The road is closed</content 1>,” <source 1>Anna Reyes</source 1> <cue 1>said</cue 1> on Monday, <cue 2>adding</cue 2> that <content 2 speaker="Anna Reyes" said="2024-03-04">it would open in May</content 2>.
---
@title said on a weekday
<source>Anna Reyes</source> <cue>said</cue> on Friday that <content said="2024-03-01">the road was closed</content>.
---
@title a date in the words is no date of the words
<source>Anna Reyes</source> <cue>said</cue> <content said=none>the road had closed on Friday</content>.
---
@title no date is no date
<source>Anna Reyes</source> <cue>said</cue> <content said=none>the road was closed</content>.
---
@title published on a day
<source>Anna Reyes</source> <cue>says</cue> in a letter published on Friday that <content said="2024-03-01">the road is closed</content>.
---
@title the date of another verb
<source>Anna Reyes</source>, who resigned on Friday, <cue>said</cue> <content said=none>the road was closed</content>.
---
@title a state speaks, its envoy made the comment
<source>Norway</source> <cue>says</cue> <content speaker="Norway" via="Olav Dahl" said="2024-03-04">the talks have failed</content>.
Norwegian ambassador Olav Dahl made the comment in an interview on Monday.
---
@title a person whose comment follows is not relayed by herself
<source>Anna Reyes</source> <cue>says</cue> <content speaker="Anna Reyes" via=none>the talks have failed</content>. She made the comment on Monday.
---
@title unnamed sources
<source>Local sources</source> <cue>said</cue> <content speaker="Local sources" anonymity=unnamed>the road was closed</content>.
---
@title an official by role
<source>A finance ministry official</source> <cue>said</cue> <content anonymity=role>the road was closed</content>.
---
@title the ministry
Norway’s finance ministry published the plan. <source>The ministry</source> <cue>said</cue> <content speaker="Norway’s finance ministry">taxes would fall</content>.
---
@title the source of a source
A senior source in Hamas denied the report. “<content speaker="senior source in Hamas">It is untrue</content>,” <source>the source</source> <cue>said</cue>.
---
@title nobody in sight
“<content speaker=none anonymity=none>The road is closed.</content>”
---
@title two men and one he
Tomas Brandt and Paul Hede argued. <source>He</source> <cue>said</cue> <content speaker=none>the road was closed</content>.
---
@title passive without an agent
It was <cue>alleged</cue> that <content speaker=none>the road was closed</content>.
---
@title a post that a clause gives to its author
Anna Reyes was appalled, <cue 1>according to</cue 1> <source 1>a post on Facebook</source 1>, in which <source 2>she</source 2> <cue 2>described</cue 2> <content 2 speaker="Anna Reyes">the road as a trap</content 2>.
---
@title a post of nobody's has no speaker
<cue>According to</cue> <source>a post on Telegram</source>, <content speaker=none>the road is closed</content>.
---
@title a poll by an institute
<cue>According to</cue> <source>a poll from the Pew Research Center</source>, <content speaker="Pew Research Center">most people want the road</content>.
---
@title a resolution speaks, the assembly stands behind it
The UN General Assembly adopted a text on Monday. <source>The UN General Assembly resolution</source> <cue>says</cue> <content via="United Nations General Assembly">the dam must close</content>.
---
@title a thing that is no speaker
<source>Attacks on Norway</source> <cue>showed</cue> <content speaker=none>the border was open</content>.
---
@title I in a quotation that quotes
“<content 1><source 2>I</source 2> <cue 2>said</cue 2> <content 2 speaker="Anna Reyes">no</content 2></content 1>,” <source 1>Anna Reyes</source 1> <cue 1>recalled</cue 1>.
---
@title he of a quotation is not its speaker
Tomas Brandt praised Paul Hede. “<content 1><source 2>He</source 2> <cue 2>told</cue 2> me <content 2 speaker="Paul Hede" via="Tomas Brandt">to wait</content 2></content 1>,” <source 1>Brandt</source 1> <cue 1>said</cue 1>.
---
@title surname of two
Anna Reyes and Carlos Reyes came. <source>Reyes</source> <cue>said</cue> <content speaker=Reyes>the road was closed</content>.
---
@title colon lead-in
Anna Reyes’s answer was short: “<content speaker="Anna Reyes">Never.</content>”
"""


def read() -> list[Case]:
    return [parse_case(part, f"case {k}") for k, part in enumerate(CASES.split("\n---\n"), 1)]


def statements_of(case: Case) -> Stage:
    """A statements stage that gives what the marks give."""

    def find(document: Document, layers: Layers) -> list[Attribution]:
        ids = Ids(document.id, "attributions")
        found = []
        for mark in case.named("content"):
            near = {name: tuple(s for m in case.named(name) if m.number == mark.number for s in m.spans) for name in ("source", "cue")}
            content = tuple(mark.spans)
            act = Act(mark.attributes.get("act", "asserts"))
            found.append(
                Attribution(
                    id=ids(*content),
                    kind=AttributionKind(mark.attributes.get("kind", "indirect")),
                    content=content,
                    cue=near["cue"],
                    source=near["source"],
                    act=act,
                    confidence=0.9,
                )
            )
        return found

    return Stage(layer="statements", version="test", reads=("sentences",), find=find)


def analyse(case: Case) -> Analysis:
    stages = [
        statements_of(case) if s.layer == "statements" else s
        for s in STAGES
        if s.layer in ("sentences", "quotations", "mentions", "timexes", "statements", "entities", "attributions")
    ]
    document = read_one(case.text, outlet="The Harbour Post", published="2024-03-05", language="en")
    return next(analyse_documents([document], stages, Settings().resources()))


@pytest.mark.parametrize("case", read(), ids=lambda c: c.title)
def test_speakers(case: Case) -> None:
    analysis = analyse(case)
    assert not [p for p in analysis.problems if p.code == "stage-failed"], analysis.problems
    names = {e.id: e.name for e in analysis.entities}
    by_content = {a.content[0]: a for a in analysis.attributions}
    number_of = {by_content[m.spans[0]].id: m.number for m in case.named("content")}
    for mark in case.named("content"):
        a = by_content[Span(*mark.spans[0])]
        found = {
            "speaker": names.get(a.speaker or "", "none"),
            "via": ";".join(names[v] for v in a.via) or "none",
            "addressee": names.get(a.addressee or "", "none"),
            "said": (a.said.start or "none")[:10] if a.said else "none",
            "anonymity": a.anonymity.value if a.anonymity else "none",
            "within": str(number_of[a.within]) if a.within else "none",
        }
        wanted = {k: v for k, v in mark.attributes.items() if k in found}
        assert {k: found[k] for k in wanted} == wanted
        assert (a.speaker is None) == (a.speaker_evidence is None)
        if a.speaker_evidence is not None:
            assert a.speaker_evidence.rule
            assert a.speaker_evidence.spans


def test_there_are_enough_cases() -> None:
    assert len(read()) >= 40


def test_a_pronouns_evidence_shows_what_it_stands_for() -> None:
    case = parse_case("Anna Reyes runs the port. <source>She</source> <cue>said</cue> <content>trade had doubled</content>.")
    analysis = analyse(case)
    evidence = analysis.attributions[0].speaker_evidence
    assert evidence is not None
    assert evidence.rule.startswith("pronoun")
    assert [analysis.quote((s,)) for s in evidence.spans] == ["She", "Anna Reyes"]


def test_carried_speakers_are_less_sure() -> None:
    case = parse_case("<source 1>Anna Reyes</source 1> <cue 1>said</cue 1> <content 1>it was closed</content 1>.\n“<content 2>We will open it.</content 2>”")
    first, second = analyse(case).attributions
    assert second.confidence < first.confidence
    assert second.speaker == first.speaker
