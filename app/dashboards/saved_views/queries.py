"""The saved views that somebody has: their own, and in the coordinator's office those that are shared there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import Select, and_, bindparam, or_, select, true
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.models import Role as HeldRole
from app.core.actor import Actor
from app.core.db import read_rows
from app.dashboards.filters import ConcernFilter, DeskFilter, Filter, RecommendationFilter
from app.dashboards.saved_views.models import SavedOn, SavedView
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
