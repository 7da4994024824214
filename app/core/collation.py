"""Albanian letters: their order, which databases do not know, and how they are found without their marks."""

from __future__ import annotations

import unicodedata

from workflows.text import without_unseen

# ç after c, dh after d, ë after e, and so on: 36 letters.
LETTERS = "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v x xh y z zh".split()
LONGEST_KEY = 400  # that its column holds
_ORDER = {letter: chr(0x100 + place) for place, letter in enumerate(LETTERS)}


def sort_key(text: str) -> str:
    """A key that sorts by bytes as the text sorts in Albanian; what nobody sees makes no difference."""
    text = " ".join(unicodedata.normalize("NFC", without_unseen(text)).casefold().split())
    key, at = [], 0
    while at < len(text):
        for width in (2, 1):
            letter = text[at : at + width]
            if letter in _ORDER:
                key.append(_ORDER[letter])
                break
        else:
            width = 1
            key.append(text[at])
        at += width
    return "".join(key)[:LONGEST_KEY]


def folded(text: str) -> str:
    """Small letters without marks, to find ë by e and ç by c."""
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", without_unseen(text).casefold())
        if not unicodedata.combining(c)
    )
