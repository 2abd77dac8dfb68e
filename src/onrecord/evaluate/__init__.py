"""How good each layer is on gold that people made: precision, recall, floors, and lists of errors to read.

What comes in: gold (marked text, brat or our own JSONL) and the stages. What goes out: `Score`s by layer and metric, and
`Miss`es with their context. Each layer has a scorer of its own beside this file; `SCORERS` lists them.
"""
