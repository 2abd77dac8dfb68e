"""Reading numbers: which count something, what, and what befell those counted.

What comes in: a report, its parse, and the layers that stand around its numbers. What goes out: `Draft`s, quantities before they
have ids. `finding` picks the numbers and reads unit, noun and bound, `phrases` the noun phrase beside them, `fates` what happened to
those counted, `measures` what is measured, `context` claims, places, periods and parties; `tables` is what the lexicons give.
"""
