"""One file a layer, each with one public `STAGE`. Stages never import one another: they meet in layers.

`STAGES` holds those that read one report, in the order of the data flow: the text is parsed, quotation marks are paired,
mentions and statements are found, entities are resolved, and what was found is tied to speakers, dates, places and figures.
"""

from onrecord.pipeline import Stage
from onrecord.stages import attributions, entities, events, labels, mentions, quantities, quotations, sentences, statements, timexes, toponyms, votes

STAGES: tuple[Stage, ...] = tuple(
    module.STAGE for module in (sentences, quotations, mentions, timexes, toponyms, statements, entities, attributions, quantities, votes, events, labels)
)
