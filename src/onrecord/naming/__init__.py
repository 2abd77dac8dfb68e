"""What a phrase names: the names, descriptions and pronouns of a parse that may stand for an actor.

What comes in: a `Parse` and the lexicons of actors, roles and names. What goes out: `Mention`s. `tables` is what the lexicons give, `hits`
the forms of the gazetteer that hold where they stand. `Phrases` (`phrases`) keeps what is found so far and answers for noun phrases;
`bodies` reads collective nouns, `roles` persons by role, `names` names that no gazetteer has.
"""
