"""Statements that are made once for everybody of the same roles, and given the person who asks when they are run.

Making one takes 2 to 9 ms, longer than running it. Kept for each person they took 155 MiB for 200 people.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Integer, bindparam

from app.core.actor import Actor
from workflows.roles import Kind, Role

KEPT = 128  # statements of each kind: lists have one for each choice of filters
P = ParamSpec("P")
T = TypeVar("T")


def made_once(build: Callable[Concatenate[Actor, P], T]) -> Callable[Concatenate[Actor, P], T]:
    """Keep what is built for the actor's roles, the kind of their organisation and the other arguments.

    What is built sees an actor without a name, whose ids are parameters. Whoever runs it passes `asker(actor)`; the
    database refuses to run it without.
    """

    @lru_cache(maxsize=KEPT)
    def kept(roles: frozenset[Role], kind: Kind, args: Any, named: tuple[tuple[str, Any], ...]) -> T:
        return build(anybody(roles, kind), *args, **dict(named))

    def built(actor: Actor, /, *args: P.args, **named: P.kwargs) -> T:
        return kept(actor.roles, actor.organisation_kind, args, tuple(named.items()))

    update_wrapper(built, build)
    return built


def anybody(roles: frozenset[Role], kind: Kind = Kind.MEMBER) -> Actor:
    """Whoever of these roles asks: their ids are the parameters `person` and `organisation`."""
    person: Any = bindparam("person", type_=Integer)
    organisation: Any = bindparam("organisation", type_=Integer)
    return Actor(person, organisation, kind, "", "", "", roles)


def asker(actor: Actor) -> dict[str, Any]:
    """What a statement made for anybody is given."""
    return {"person": actor.person_id, "organisation": actor.organisation_id}
