"""Pages of the product by their names, in whichever language somebody types them."""

from __future__ import annotations

from functools import lru_cache

from app.core.actor import Actor
from app.core.country import folded
from app.core.language import LANGUAGES, in_language
from app.dashboards.places import Place, places_of
from workflows.roles import Role


def pages(actor: Actor, words: str, most: int) -> list[Place]:
    """The pages that the person may open whose names hold each of these words, in one language."""
    wanted = folded(words).split()
    return [
        place
        for place, names in _named(actor.roles)
        if any(all(word in name for word in wanted) for name in names)
    ][:most]


@lru_cache(maxsize=64)
def _named(roles: frozenset[Role]) -> tuple[tuple[Place, tuple[str, ...]], ...]:
    return tuple((place, _names(place)) for place in places_of(roles))


def _names(place: Place) -> tuple[str, ...]:
    names = []
    for language in LANGUAGES:
        with in_language(language):
            names.append(folded(str(place.label)))
    return tuple(names)
