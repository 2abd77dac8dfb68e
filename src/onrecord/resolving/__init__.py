"""Who is meant: which names, descriptions and pronouns of a report are one actor, and why.

What comes in: the mentions and statements of a report. What goes out: `Cluster`s, each mention with the rule that tied it. `clusters`
holds the actors of a report while they are put together, `words` what the lexicons give, `names` what a name says by itself. The sieves,
in the order in which they run: `named` ties names, `beside` descriptions to the name that they stand beside, `described` those that stand
alone (armed forces in `forces`), `pronouns` the pronouns (what their clause allows in `clauses`), `later` descriptions that come before the
name, `speakers` *I* and *we*. `called` says which clusters are actors and what they are called.
"""
