"""Each form that a person meets, once."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from tests.walk import shape_of, walk
from tests.walks.sending import Met
from tests.walks.world import Stage

OF_THE_SESSION = ("security.logout", "people.choose_language")

Shape = tuple[str, frozenset[str]]


def meet(stage: Stage, who: str) -> list[Met]:
    """The forms of every page that this person comes to, each shape with each set of fields once."""
    if who not in stage.met:
        stage.put_back()
        stage.met[who] = list(_walked(stage, who))
    return stage.met[who]


def new_to_all(stage: Stage, tried: set[Shape], who: str) -> Iterator[Met]:
    """Forms that post, of a shape and with choices that nobody before has met; from now on they are tried."""
    for met in meet(stage, who):
        shape = met.shape.split(" rule=")[0], met.chosen
        if met.method == "post" and shape not in tried and met.shape not in OF_THE_SESSION:
            tried.add(shape)
            yield met


def _walked(stage: Stage, who: str) -> Iterator[Met]:
    known = set()
    for seen in walk(stage.app, stage.browser(who)):
        for place, form in enumerate(seen.forms):
            target = urljoin(seen.address, form.action).split("?")[0]
            shape = shape_of(stage.app, target, form.method.upper())
            key = (shape, form.method, tuple(sorted(form.names())))
            if key not in known:
                known.add(key)
                names = frozenset(form.names())
                chosen = frozenset(control.name for control in form.inputs if control.is_choice)
                yield Met(who, seen.address, place, shape or target, form.method, chosen, names)
