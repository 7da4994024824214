"""Each form that a person meets, once."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from tests.walk import shape_of, walk
from tests.walks.sending import Met
from tests.walks.world import Stage


def meet(stage: Stage, who: str) -> list[Met]:
    """The forms of every page that this person comes to, each shape with each set of fields once."""
    if who not in stage.met:
        stage.put_back()
        stage.met[who] = list(_walked(stage, who))
    return stage.met[who]


def _walked(stage: Stage, who: str) -> Iterator[Met]:
    known = set()
    for seen in walk(stage.app, stage.browser(who)):
        for place, form in enumerate(seen.forms):
            target = urljoin(seen.address, form.action).split("?")[0]
            shape = shape_of(stage.app, target, form.method.upper())
            key = (shape, form.method, tuple(sorted(form.names())))
            if key not in known:
                known.add(key)
                chosen = frozenset(control.name for control in form.inputs if control.is_choice)
                yield Met(who, seen.address, place, shape or target, form.method, chosen)
