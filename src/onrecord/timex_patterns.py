"""The wordings of time expressions as anchored patterns, made from the lexicon ``timex``.

What comes in: the table. What goes out: `Grammar`, one compiled pattern a wording, to be matched at a position of a text with
plain quotation marks, and the sets of words with which an expression may begin and end. What a match means is the stage's.
"""

from __future__ import annotations

import re
from typing import Any


class Grammar:
    """The lexicon as anchored patterns and word classes; built once."""

    def __init__(self, words: dict[str, Any]) -> None:
        self.words = words
        self.months: dict[str, int] = words["months"]
        self.weekdays: dict[str, int] = words["weekdays"]
        self.units: dict[str, str] = words["units"]
        self.parts: dict[str, str] = words["parts_of_day"]
        self.numbers: dict[str, int] = words["numbers"]
        self.holidays: dict[str, str | None] = words["holidays"]

        def either(keys: Any) -> str:
            return "|".join(re.escape(k).replace("\\ ", " ") for k in sorted(keys, key=lambda k: (-len(k), k)))

        month = rf"(?P<month>{either(self.months)})\b\.?"
        weekday = rf"(?P<weekday>{either(self.weekdays)})\b"
        unit = rf"(?:{either(self.units)})"
        part = rf"(?P<part>{either(self.parts)})"
        season = rf"(?P<season>{either(words['seasons'])})"
        word_number = either(self.numbers)
        number = rf"(?:\d{{1,3}} (?:1/2|1/4|3/4)|\d{{1,3}}(?:,\d\d\d)+|\d{{1,6}}(?:\.\d{{1,3}})?|(?:an? )?(?:{word_number})(?:(?:-| and | )(?:{word_number}))*)(?![\w%])(?:[- ]plus\b|\+|[- ]and[- ](?:a|one)[- ]half\b| (?:million|billion)\b)?"
        vague = either(words["vague"])
        ordinal = rf"(?:{either(words['ordinals'])}|\d{{1,3}}(?:st|nd|rd|th))"
        year = r"(?P<year>\d{4}|(?<=\s)'\d\d)(?![\d%])(?![,.:/]\d)"
        day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w%])(?![.:,]\d|/\d)"

        def make(pattern: str) -> re.Pattern[str]:
            return re.compile(pattern.replace(" ", r"\s"), re.IGNORECASE)

        lead = rf"(?:(?:this )?(?:{either(self.weekdays)})\b\.?,? (?:the )?)?"
        self.lead = make(rf"(?:this )?{weekday}")
        self.iso = make(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:T(?P<time>\d\d:\d\d(?::\d\d)?)\S*)?(?![\w-])")
        self.numeric = make(r"(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d\d)(?![\w/-])(?!\.\d)")
        self.year_first = make(r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\w/])")
        self.month_day = make(rf"{lead}{month} (?:the )?{day}(?:(?:,|) ?(?:in )?{year}|,? (?:of )?(?P<of>(?:last|this|next) year)\b)?")
        self.day_month = make(rf"{lead}(?:the )?{day}(?: day)?(?: of)? {month}(?:,? (?:in )?{year}|,? (?:of )?(?P<of>(?:last|this|next) year)\b)?")
        self.month_range = make(rf"{month} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-–—](?P<last>\d{{1,2}})(?:st|nd|rd|th)?(?![\w-])(?:,? {year})?")
        self.range_month = make(rf"(?P<day>\d{{1,2}})[-–—](?P<last>\d{{1,2}}) {month}(?:,? {year})?")
        self.month_year = make(rf"(?:the month of )?{month}(?:,| of|) ?(?P<year>\d{{4}}|'\d\d|(?:last|this|next) year\b)(?![\d%])(?![,.:/]\d)")
        self.month_only = make(rf"(?:(?P<det>last|next|this|this past|this coming|that|the following|the previous|the same|the month of|each|every) )?{month}")
        self.year_only = make(
            r"(?:(?P<fiscal>(?:the )?(?:fiscal(?: year)?|financial year|FY) ?)|(?:the )?(?P<cal>calendar )?(?:year )?)(?P<year>\d{4})(?![\d%])(?![,.:/]\d)(?:[-–/](?P<to>\d\d)(?![\d-]))?"
        )
        self.decade = make(rf"(?:the )?(?:(?P<century>\d\d)?(?P<ten>\d)0'?s\b|'(?P<short>\d)0'?s\b|(?P<word>{either(words['decades'])})\b)")
        self.century = make(rf"(?:the )?(?P<ordinal>{ordinal})[- ]century\b(?P<bc> BC)?")
        self.weekday = make(
            rf"(?:(?P<det>last|next|this|this past|this coming|the following|the previous|the same|that|the|past|every other|every second|every|each|alternate) )?(?P<weekday>{either(self.weekdays)})(?P<plural>s)?\b(?P<dot>\.)?"
        )
        self.deictic = make(r"(?P<word>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|tonight|overnight)\b")
        self.relative = make(
            rf"(?:the )?(?P<det>last|past|previous|preceding|prior|next|coming|following|upcoming|this|that|current|present|same|latest|current fiscal|last fiscal|next fiscal|this fiscal|this past|this coming|this same|that same|year-earlier|year-ago)"
            rf" (?:(?:whole|entire|fiscal|calendar|financial|full|very) )?(?P<unit>{unit}|weekend|{season})\b(?!s)(?!['-]\w\w)"
        )
        self.before_last = make(r"the (?P<unit>week|month|year) before last\b")
        self.night_before = make(rf"the {part} (?P<tail>before|earlier)\b")
        self.year_earlier = make(r"(?:(?:the|a) (?=year[- ]\w+ (?:period|quarter|month)\b))?year[- ](?:earlier|ago)(?: (?:period|quarter|month)\b|(?= \w))")
        self.small_hours = make(r"(?:the )?(?:very )?(?:early|small|wee)(?: morning)? hours\b(?P<of> of (?:the )?(?=[A-Z]|yesterday|today|this)| on (?=[A-Z]))?")
        self.in_the_morning = make(r" (?:in the (?P<part>morning|afternoon|evening)|at (?P<night>night))\b(?! of)")
        self.definite = make(r"the (?:(?:fiscal|financial) )?(?P<unit>day|week|weekend|month|quarter|year|decade|century)\b(?!s)(?!-)(?: (?P<tail>before|earlier|prior|after))?")
        self.quarter = make(
            r"(?:(?:the|its|their|our|this year's|last year's) )?(?:(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|(?:final|last|opening)(?= quarter of (?:the year|(?:this|last|next) year|\d{4})))[- ]quarter|Q(?P<q>[1-4])\b)"
            r"(?:(?: of| in|,|) (?:(?P<fiscal>fiscal |the fiscal year )?(?P<year>\d{4})|(?P<of>(?:the|this|last|next|that) (?:fiscal )?year)))?"
        )
        self.month_quarter = make(r"(?:the |its )?(?:(?P<det>last|this|next) )?(?P<month>March|June|September|December)[- ]quarter\b(?: (?:of )?(?P<year>\d{4})\b)?")
        self.nth_day = make(r"the (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!-)")
        self.half = make(
            r"(?:the )?(?P<half>first|second|latter|last|1st|2nd)[- ]half (?:of )?(?:(?P<year>\d{4})\b|(?P<of>(?:the|this|last|next) year)\b|(?P<decade>the \d\d\d0s))|H(?P<h>[12]) (?P<y2>\d{4})\b"
        )
        self.half_alone = make(r"(?:the |its |their )?(?P<half>first|second)[- ]half\b(?! of (?!the year))(?!-)")
        self.first_of = make(
            rf"(?:the )?(?P<which>first|last|final|opening|second|third|fourth) (?P<unit>week|day|weekend|(?P<weekday>{either(k for k in self.weekdays if k.endswith('day'))})) (?:of|in) (?=(?:the )?[A-Z\d])"
        )
        self.week_of = make(r"(?:the )?week of (?=[A-Z])")
        self.season = make(
            rf"(?:(?P<det>the|this|last|next|that|this past|this coming|each|every) )?(?P<season>{either(words['seasons'])})(?: of|,)? (?P<year>\d{{4}}|last year|this year|next year)\b(?:[-–/]\d\d\b)?"
        )
        self.season_alone = make(rf"(?:the )?(?P<season>{either(words['seasons'])})\b(?!['-]\w\w)")
        self.part = make(
            rf"(?P<det>this|that|the|the same|the next|the following|the previous|last|yesterday|tomorrow|every|each|one)?(?(det) |)(?:(?:very )?(?:early|late|mid)[- ]?)?{part}\b(?!s)(?!-)"
        )
        self.part_after = make(rf",? (?:(?P<phase>early|late|mid)[- ])?{part}\b(?!['-]\w\w)")
        self.part_of = make(r" (?:of|on) ")
        self.clock = make(
            r"(?:(?P<h>\d{1,2}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?=\so'clock))(?:[:.](?P<m>\d\d))?(?::\d\d)?[- ]?(?P<half>a\.?m\b\.?|p\.?m\b\.?|o'clock|hours\b(?= local| GMT))|(?P<h24>\d{1,2})[:.](?P<m24>\d\d)(?::\d\d)?|(?P<mil>[0-2]\d[0-5]\d)(?= ?(?:GMT|UTC|hrs|hours)| local)|(?<=\bat )(?P<zulu>0\d[0-5]\d)|(?:(?<=\bat )|(?<=\bfrom )(?=\d{4} (?:to|until) 0)|(?<=\bfrom \d{4} to )(?=0))(?P<bare>(?:[01]\d|2[0-3])[0-5]\d)(?= (?:on|to|until|today|yesterday|local|in|every|daily)\b|[.,;](?!\d))|(?P<word>noon|midday|midnight))(?![\w:%])"
        )
        self.zone = make(
            r" ?(?:(?:GMT|UTC|EST|EDT|ET|CST|CDT|CT|PST|PDT|PT|MST|MDT|BST|CET|CEST|IST|JST|hrs|hours)\b(?: ?[+-]\d{1,4})?|(?:[A-Z][a-z]+|local|Eastern|Pacific|Central) [Tt]ime\b)"
        )
        self.clock_to = make(r"(?: (?:and|to|until|till|or) | ?[-–] ?)(?=\d|noon|midnight)")
        self.clock_join = make(r",? (?:on |of |)(?=\w)")
        bound = either(words["bounds"])
        self.duration = make(
            rf"(?:(?P<det>the|these|those) (?=\w+[- ]))?(?:(?P<bound>{bound}) )?(?:a |an )?(?:(?P<vague>{vague})|(?P<half>half)(?: an?|-an?|)|(?P<low>{number})(?:-? to |-to-|-? or |–|(?<=\d)-(?=\d))(?P<high>{number})|(?P<number>{number})|(?P<article>an?|one))"
            rf"[- ](?:(?:full|consecutive|straight|more|additional|calendar|extra|long|whole|short|solid|further|other|working|business|successive|entire|fiscal|half|single) )?(?P<unit>{unit})(?P<plural>s)?\b"
            rf"(?P<andhalf> and a half)?(?P<old>[- ]old\b)?(?P<long>-long\b)?"
        )
        self.quarter_century = make(rf"(?:(?P<bound>{bound}) )?(?:an? |the (?:last|past) )?quarter[- ](?:of a )?century(?P<old>[- ]old)?\b")
        self.bare = make(rf"(?P<unit>{unit})s\b(?!-)(?!['])")
        self.unit_long = make(rf"(?P<unit>{unit}|centurie)(?P<plural>s)?(?:-(?:long|old)|long)\b")
        self.window = make(
            rf"(?:the |these |those |his |her |its |their |our )?(?P<det>last|past|previous|preceding|next|coming|following|first|final|recent|latest|opening|intervening)(?P<det2> recent)?"
            rf" (?:(?P<vague>{vague}|few|couple of|couple)|(?P<number>{number})(?: (?:to|or) (?P<high>{number})|-(?P<high2>{number}))?)[- ](?:(?:full|consecutive|straight|or so|calendar|fiscal) )?(?P<unit>{unit})(?P<plural>s)?\b"
        )
        self.recent = make(rf"(?:the |these )?(?P<det>recent|past|last|previous|coming|next|future) (?P<unit>{unit})s\b")
        self.tail = make(r" (?P<tail>ago|earlier|later|before|afterwards?|prior|beforehand|previously|hence|from now|from today|since)\b")
        self.year_ago = make(r",? (?:last year|a year (?:ago|earlier|before)|the year before|of last year)\b")
        self.beside = make(r" (?:before|after|since|until|late|later|early|away|apart|old|and a half)\b")
        self.ago_today = make(r" (?:today|this (?P<unit>week|month|year))\b")
        self.phase = make(r"(?:the )?(?:very )?(?P<word>early|late|mid|earlier|later|middle|beginning|start|end|close)(?P<join>-| (?:in |on |of )?)")
        self.year_end = make(r"(?:the )?(?:(?P<year>\d{4}) )?(?P<which>year|month|week)(?:'s)?[- ]end\b(?: (?P<after>\d{4})\b)?")
        self.every = make(
            rf"(?:every|each) (?:(?P<other>other|second)|(?P<number>{number})|(?P<single>single|few|couple of))?(?: )?(?P<unit>{unit}|weekend|weekday|{season}|morning|afternoon|evening)(?P<plural>s)?\b"
        )
        self.times_a = make(rf"(?:(?:about|at least|up to|nearly|almost) )?(?:once|twice|thrice|(?:{number}|several|many|a few) times) (?:an?|every|each|per) (?P<unit>{unit})\b")
        self.per = make(rf"(?:per|an?|each)[- ](?P<unit>{unit})\b(?!-)")
        self.plural_day = make(
            rf"(?P<weekday>{either(k for k in self.weekdays if k.endswith('day'))})s\b|(?P<we>weekends|weekdays)\b|(?P<part>mornings|afternoons|evenings|nights)\b"
        )
        self.set_word = make(rf"(?:{either(words['sets'])})\b(?!-)")
        self.reference = make(rf"(?:{either(words['references'])})\b(?!-)")
        self.holiday = make(rf"(?P<holiday>{either(self.holidays)})\b(?:,? (?P<year>\d{{4}})\b)?")
        self.named = make(rf"(?:{either(words['named'])})(?![\w/])")

        self.ahead, self.timetable, self.speech, self.comments = (frozenset(words[name]) for name in ("ahead", "timetable", "speech", "comments"))
        names = {*self.weekdays, *self.months, *self.units, *self.parts, *words["seasons"], *words["decades"], *words["sets"]}
        full_days = {f"{w}s" for w in self.weekdays if w.endswith("day")}
        named = {k.split()[0] for k in (*self.holidays, *words["named"])} | {k.split()[-1] for k in words["references"]}
        self.closers = names | full_days | named | {u + end for u in self.units for end in ("s", "long")} | set(words["closers"])
        self.openers = self.closers | set(words["openers"]) | set(self.numbers) | set(words["phases"]) | {b.split()[0] for b in words["bounds"]}
