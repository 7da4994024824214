"""The texts of a filing, named once: they are looked through for identifiers, wiped with a draft, and some searched."""

from __future__ import annotations

# Each, and whether a search by words of the narrative finds it.
TEXTS = {
    "title": False,  # searched by itself
    "narrative": True,
    "where_when": True,
    "duty": True,
    "how_known": True,
    "frequency": False,
    "municipality": True,
    "new_institution": False,
    "urgency_reason": True,
    "tried": True,
    "asks_for": True,
}
TYPED = tuple(TEXTS)
NARRATIVE = tuple(name for name, searched in TEXTS.items() if searched)
FILED = (*TYPED, "institutions_text")  # the last is made of what was chosen
