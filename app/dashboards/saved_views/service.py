"""The saved views that somebody has: their own, and in the coordinator's office those that are shared there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.models import Role as HeldRole
from app.core.actor import Actor
from app.core.db import read_rows, unit_of_work
from app.core.random_ids import public_id
from app.core.time import now
from app.dashboards.filters import ConcernFilter, DeskFilter, Filter, RecommendationFilter
from app.dashboards.models import SavedOn, SavedView
from workflows.roles import Role

MOST_SHOWN = 40
FILTERS: dict[SavedOn, type[DeskFilter] | type[ConcernFilter] | type[RecommendationFilter]] = {
    SavedOn.DESK: DeskFilter,
    SavedOn.CONCERNS: ConcernFilter,
    SavedOn.RECOMMENDATIONS: RecommendationFilter,
}


def shares(actor: Actor) -> bool:
    """Whether the person saves for others too: those of the coordinator's office do."""
    return actor.is_(Role.COORDINATOR)


def may_save(actor: Actor, place: SavedOn) -> bool:
    """Whether the person has this list at all."""
    return place is not SavedOn.DESK or actor.is_(Role.COORDINATOR)


def chosen_in(view: Any) -> Filter:
    """The filter that was saved, read as an address is read: what has no meaning any more is left out."""
    return FILTERS[view.place].read(dict(parse_qsl(view.query)))


def views_on(session: Session, actor: Actor, place: SavedOn | None = None) -> Sequence[Any]:
    """Of one list, or of all: one's own first. What somebody shared who has left the office is not shown."""
    return read_rows(session, _views(shares(actor), place), {"person": actor.person_id}).all()


@lru_cache
def _views(office_too: bool, place: SavedOn | None) -> Select[*tuple[Any, ...]]:
    mine = SavedView.person_id == bindparam("person", type_=SavedView.person_id.type)
    office = and_(
        SavedView.shared == true(),
        Person.active == true(),
        Person.roles.any(HeldRole.name == Role.COORDINATOR.value),
    )
    query = (
        select(
            SavedView.public_id,
            SavedView.place,
            SavedView.name,
            SavedView.query,
            SavedView.shared,
            mine.label("mine"),
            Person.name.label("owner"),
        )
        .join(Person, Person.id == SavedView.person_id)
        .where(or_(mine, office) if office_too else mine)
        .order_by(mine.desc(), SavedView.name, SavedView.id)
        .limit(MOST_SHOWN)
    )
    return query if place is None else query.where(SavedView.place == place)


MOST_SAVED = 30  # of one person


class UnknownView(Exception):
    """There is no such view for this person, or no such list."""


class TooMany(Exception):
    """More views than anybody finds again."""


class NameTaken(Exception):
    """The person has a view of this name already, of the same list."""


def save_view(actor: Actor, place: SavedOn, given: Mapping[str, str], name: str, *, shared: bool) -> None:
    """Keep this list as it is narrowed; under a name that is there already the older one gives way.

    Raises UnknownView where the person has no such list, TooMany.
    """
    if not may_save(actor, place):
        raise UnknownView
    query = urlencode(FILTERS[place].read(given).address())
    with unit_of_work() as session:
        _lock(session, actor)
        view = _named(session, actor, place, name)
        if view is None:
            mine = select(func.count()).where(SavedView.person_id == actor.person_id)
            if (session.scalar(mine) or 0) >= MOST_SAVED:
                raise TooMany
            view = SavedView(public_id=public_id(), person_id=actor.person_id, place=place, name=name)
            session.add(view)
        view.query, view.shared, view.saved_at = query, shared and shares(actor), now()


def change_view(actor: Actor, view_id: str, name: str, *, shared: bool) -> None:
    """Another name, or shared with others. Raises UnknownView, NameTaken."""
    with unit_of_work() as session:
        _lock(session, actor)
        view = own_view(session, actor, view_id)
        other = _named(session, actor, view.place, name)
        if other is not None and other.id != view.id:
            raise NameTaken
        view.name, view.shared = name, shared and shares(actor)


def delete_view(actor: Actor, view_id: str) -> None:
    """It is there no more, for those with whom it was shared either. Raises UnknownView."""
    with unit_of_work() as session:
        session.delete(own_view(session, actor, view_id))


def own_view(session: Session, actor: Actor, view_id: str) -> SavedView:
    """A view that the person saved. Raises UnknownView."""
    query = select(SavedView).where(SavedView.public_id == view_id, SavedView.person_id == actor.person_id)
    view = session.scalars(query).one_or_none()
    if view is None:
        raise UnknownView
    return view


def _named(session: Session, actor: Actor, place: SavedOn, name: str) -> SavedView | None:
    query = select(SavedView).where(
        SavedView.person_id == actor.person_id, SavedView.place == place, SavedView.name == name
    )
    return session.scalars(query).one_or_none()


def _lock(session: Session, actor: Actor) -> None:
    """One at a time for each person: a form that is sent twice saves once."""
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
