"""Pronouns of the third person: candidates by gender, number, place in the sentence and distance, with an eye on who is speaking.

The sieve that comes last of those of Lee et al. 2013 (`stages.entities`); a candidate must lead the next by a margin, else nobody is taken.
Known to miss: pronouns that stand for a whole sentence, "both", "they" for two people named apart.
"""

from __future__ import annotations

from onrecord.model import EntityKind, Mention
from onrecord.resolving.clauses import PROMINENCE, ahead, bound, clause_subject, governors
from onrecord.resolving.clusters import GROUPS, Cast, Cluster
from onrecord.resolving.speakers import speaker_of
from onrecord.text import inside

_K = EntityKind
_BACK = 6  # sentences that a pronoun looks back; a report's paragraph or two


def pronoun(cast: Cast, m: Mention) -> None:
    """Tie a pronoun of the third person to whom it stands for, where one candidate leads."""
    parse, i = cast.parse, m.head
    low = parse.lower[i]
    if low in ("it", "its", "itself") and not _acting_it(cast, i, low):
        return
    here = cast.sentence_of[m.span]
    quotation = cast.quotation_at(m.span[0])
    subject = clause_subject(parse, i)
    is_source = m.span in cast.source_spans
    scores: dict[int, tuple[float, Mention]] = {}
    bonus: dict[int, float] = {}
    above = governors(parse, i)
    k = cast.position[m.span]
    for x in reversed(cast.mentions[max(0, k - 60) : k]):
        distance = here - cast.sentence_of[x.span]
        if distance > _BACK:
            break
        cluster = cast.of.get(x.span)
        if cluster is None or x.person != 3 or not _fits(cast, m, cluster, x):
            continue
        if inside(m.span, x.span) and x.form != "pronoun":
            continue  # "his" inside "his lawyer"
        if bound(parse, i, x.head, subject):
            continue
        top = x.head
        while parse.dep[top] == "conj" and parse.head[top] != top:
            top = parse.head[top]
        score = PROMINENCE.get(parse.dep[top], 1.0) - (0.1 if top != x.head else 0.0)
        if x.form == "name" and x.role and parse.dep[x.head] == "appos":
            score = 2.5
        score -= 1.6 * distance if distance < 3 else 1.6 * 2 + 0.8 * (distance - 2)
        theirs = cast.quotation_at(x.span[0])
        if theirs is not None and (quotation is None or theirs is not quotation):
            score -= 3.0
        elif theirs is None and quotation is not None:
            score -= 0.5
        elif theirs is not None and m.gender is not None:
            score += 1.0  # named in the same quotation
        if x.span in cast.source_spans:
            score += 1.5 if is_source else 1.0
        if distance == 0 and score > 0:
            score += 0.8
            if low in ("his", "her", "its", "their") and x.head == subject:
                score += 1.0
        if cluster.gender is None and m.gender is not None:
            score -= 0.7
        if cluster.names:
            score += 0.5
        elif m.gender is not None and x.form == "description" and (cluster.roles & {"source", "person", "child", "kid"} or parse.dep[x.head] not in ("nsubj", "nsubjpass")):
            score -= 1.0
        if m.plural and not cluster.plural and cluster.kind in (_K.OUTLET, _K.ORGANISATION, _K.BODY) and not (is_source or distance == 0 or low == "their"):
            score -= 2.0
        if x.head in above:
            score += 2.0 if parse.dep[x.head] != "poss" else 4.0
        if cast.in_headline(x.span):
            score -= 1.0
        have = scores.get(cluster.number)
        if have is None:
            scores[cluster.number] = (score, x)
        else:
            # named again and again: what the passage is about
            bonus[cluster.number] = bonus.get(cluster.number, 0.0) + 0.35
            scores[cluster.number] = (max(have[0], score) + (0.35 if bonus[cluster.number] <= 1.1 else 0.0), have[1] if have[0] >= score else x)
    later = ahead(parse, i) if m.gender else None
    name = cast.by_head.get(later) if later is not None else None
    if name is not None and name.form == "name" and name.span in cast.of and _fits(cast, m, cast.of[name.span], name):
        number = cast.of[name.span].number
        scores[number] = (max(4.5, scores.get(number, (0.0, name))[0]), name)
    if quotation is not None and m.gender:
        speaker = speaker_of(cast, m.span)
        if speaker is not None:
            scores.pop(speaker.number, None)
    if not scores:
        return
    ranked = sorted(scores.items(), key=lambda s: -s[1][0])
    best, (score, by) = ranked[0]
    margin = score - ranked[1][1][0] if len(ranked) > 1 else 9.0
    if margin < 0.3 or score < (-3.0 if m.gender else -1.0):
        return
    rule = "pronoun-speaker-goes-on" if is_source and by.span in cast.source_spans else "pronoun-same-sentence" if cast.sentence_of[by.span] == here else "pronoun-sentence-before"
    cast.join(cast.clusters[best], m, rule, (by.span,), 0.8)
    if m.gender and not cast.clusters[best].gender:
        cast.clusters[best].gender = m.gender


def _fits(cast: Cast, m: Mention, cluster: Cluster, x: Mention) -> bool:
    """True where gender, number and kind allow that a pronoun stands for an actor, last named by `x`."""
    if m.gender:
        if cluster.kind is not _K.PERSON or cluster.plural or cluster.clashes(m.gender):
            return False
        if cast.parse.lower[cast.parse.token_at(x.span[0])] == "your":
            return False
        return cast.parse.dep[x.head] not in ("amod",)
    if cast.parse.dep[x.head] in ("amod", "compound") and x.form != "pronoun":
        return False
    if m.plural:
        return (
            bool(cluster.plural)
            or cluster.kind is _K.POPULATION
            or (cluster.kind in (_K.ARMED_GROUP, _K.OUTLET, _K.ORGANISATION) and bool(cluster.names))
            or cluster.kind is _K.BODY
        )
    return cluster.kind in GROUPS and (not cluster.plural or (x.plural is False and cast.is_army(cluster)))  # "the military … it", though "the troops … they"


def _acting_it(cast: Cast, i: int, low: str) -> bool:
    """True where *it* acts or owns: the rest stands for things, sentences or the weather."""
    parse = cast.parse
    if low in ("its", "itself"):
        return True
    if parse.dep[i] not in ("nsubj", "nsubjpass"):
        return False
    verb = parse.head[i]
    if parse.dep[verb] == "ccomp" and parse.lemma[parse.head[verb]] in cast.words.acting and parse.pos[verb] == "VERB":
        teller = next((c for c in parse.children[parse.head[verb]] if parse.dep[c] == "nsubj"), None)
        if teller in cast.by_head and (group := cast.of.get(cast.by_head[teller].span)) is not None and group.kind in GROUPS:
            return True
    return parse.dep[i] == "nsubj" and parse.lemma[verb] in cast.words.acting and not any(parse.dep[c] in ("expl",) for c in parse.children[verb])
