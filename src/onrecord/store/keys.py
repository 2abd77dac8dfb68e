"""The numbers under which findings are kept: an annotation's key holds its document and its layer, its id is kept as the number that its digits write.

Both save space and reading: the findings of a layer of a report lie side by side, and a search tells the report and the layer of a
hit without reading it. `schema.sql` says the same for those who read the file with SQL alone.
"""

from __future__ import annotations

import re

from onrecord.model import PREFIX

BITS = 24
"""An annotation's key is the document's key shifted by this, plus the layer's code shifted by `NUMBER_BITS`, plus a number."""
NUMBER_BITS = 20
"""A million states of findings of one layer in a report."""
CODES = {"attributions": 1, "quantities": 2, "events": 3, "votes": 4, "timexes": 5, "toponyms": 6, "entities": 7, "labels": 8}
"""Up to 15; a code is never given to another layer."""
ROLES = {"speaker": 1, "claims": 2, "via": 3, "addressee": 4, "actor": 5, "recipient": 6, "affected": 7, "body": 8, "entity": 9, "affiliation": 10, "is": 11}
"""As what somebody is in a finding; ``claims`` is who says it, of a figure, event or label, ``is`` the entity itself."""
_LAYERS = {code: layer for layer, code in CODES.items()}
_ID = {layer: re.compile(rf"{PREFIX[layer]}_([0-9a-f]{{16}})") for layer in CODES}


def key_range(document: int, layer: str | None = None) -> tuple[int, int]:
    """First and last key of the annotations of a document, or of one of its layers.

    >>> key_range(1)
    (16777216, 33554431)
    >>> key_range(1, "attributions")
    (17825792, 18874367)
    """
    if layer is None:
        return document << BITS, ((document + 1) << BITS) - 1
    first = (document << BITS) | (CODES[layer] << NUMBER_BITS)
    return first, first + (1 << NUMBER_BITS) - 1


def layer_at(key: int) -> str:
    """The layer of an annotation's key.

    >>> layer_at(key_range(7, "votes")[0])
    'votes'
    """
    return _LAYERS[(key >> NUMBER_BITS) & 15]


def digits_of(layer: str, id: str) -> int | str:
    """An id as it is kept: the number of its sixteen hexadecimal digits, signed; the id itself where it has another form.

    >>> digits_of("votes", "vot_00000000000000ff"), digits_of("votes", "vot_ffffffffffffffff"), digits_of("votes", "mine")
    (255, -1, 'mine')
    """
    found = _ID[layer].fullmatch(id)
    if found is None:
        return id
    number = int(found[1], 16)
    return number - (1 << 64) if number >= 1 << 63 else number


def sureness(confidence: float) -> int | float:
    """A confidence as it is kept: in thousandths where that is exact, which takes two bytes instead of eight.

    >>> sureness(0.87), sureness(1.0), sureness(1 / 3) == 1 / 3
    (870, 1000, True)
    """
    thousandths = round(confidence * 1000)
    return thousandths if thousandths / 1000 == confidence else confidence
