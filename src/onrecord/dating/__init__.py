"""Reading time expressions: what the words at one place of a report say, and the day that they mean.

What comes in: a parse, the wordings of `onrecord.timex_patterns` and the publication date. What goes out: `Draft`s, time
expressions before they have ids. `story` holds what a date counts from; `dates` reads those that the calendar holds by their own
words, `relative` those that lean on another day, `times` parts of dates and days, `lengths` durations and what recurs.
"""
