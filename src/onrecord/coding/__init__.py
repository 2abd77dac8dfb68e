"""Reading events off a parse: which words name one, who does it to whom, and how it stands.

What comes in: a `Parse` and the tables of the events lexicon. What goes out: `Found`, an event before it has entities and an
id (`triggers`), its arguments as head tokens (`arguments`) and its modality (`standing`). No layer of findings is read here.
"""
