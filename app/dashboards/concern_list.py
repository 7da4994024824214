"""The list of concerns: columns and not rows of the model, a page by one index, never more than its reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, or_, select, true, union
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Organisation
from app.concerns.models import Concern, ConcernInstitution, Recommendation
from app.concerns.search import matching
from app.concerns.visibility import (
    UNSENT,
    answered_by,
    any_of,
    reads_inside,
    title_for,
    to_declare,
    visible,
    visible_recommendations,
)
from app.core.actor import Actor
from app.core.db import asker, fixed_each, made_once, read_rows
from app.core.paging import Cursor, Order, Page, Rows, fetch_page, page_of
from app.core.time import today
from app.dashboards.filters import ConcernFilter, Sort
from app.directory.queries import listed
from workflows.concern import Stage
from workflows.recommendation import State
from workflows.roles import ANSWERING, INSIDERS, OUTSIDERS, Kind, Owner, Role

MUCH = 200
NEWEST = Order("concern-newest", (Concern.id,), falling=True)
DUE = Order("concern-due", (Concern.due_on, Concern.id))
LEAD, CHECKED = aliased(Concern), aliased(Concern)
LISTED_INSTITUTIONS = (Kind.MINISTRY, Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY, Kind.MEMBER)


def concerns(session: Session, actor: Actor, chosen: ConcernFilter, place: Cursor | None) -> Page:
    """One page of the concerns that the person may see. Drafts are listed where they are asked for."""
    statement = _page(actor, chosen, place, today(), addressed_first=not _is_sent_much(session, actor))
    return fetch_page(session, statement, order_of(chosen, actor), place, given=asker(actor))


def _is_sent_much(session: Session, actor: Actor) -> bool:
    """Whether an institution was sent so much that its newest are found sooner by going through all concerns."""
    if not actor.is_(Role.AGENCY):
        return False
    sent = Recommendation.addressee_id == actor.organisation_id, Recommendation.transmitted_at.is_not(None)
    return len(session.scalars(select(Recommendation.concern_id).where(*sent).limit(MUCH)).all()) == MUCH


@made_once
def _page(
    actor: Actor, chosen: ConcernFilter, place: Cursor | None, day: date, *, addressed_first: bool
) -> Rows:
    """The statement of a page: building it takes longer than running it, and people come back to their lists."""
    lead = LEAD
    inside = reads_inside(actor)
    holder = select(Organisation.name).where(Organisation.id == Concern.owner_organisation_id)
    filed: list[Any] = [Concern.pillar, Concern.county, Concern.institutions_text]
    # who filed, and what is said there of place, matter and institutions, is for those alone who read what was filed
    if actor.is_(*OUTSIDERS):
        holder = holder.where(any_of([Concern.owner == Owner.ADDRESSEE, _reads_filings(actor)]))
        filed = [case((_reads_filings(actor), column)) for column in filed]
    pillar, county, institutions = filed
    query = select(
        Concern.id,
        Concern.public_id,
        Concern.reference,
        title_for(actor),
        Concern.stage,
        pillar.label("pillar"),
        county.label("county"),
        Concern.urgent,
        Concern.is_open,
        Concern.owner,
        Concern.owner_organisation_id,
        Concern.moved,
        Concern.moved_days,
        Concern.rapporteur_id,
        Concern.due_on,
        Concern.paused,
        Concern.fact_check_addressee_id,
        inside.label("inside"),
        institutions.label("institutions"),
        to_declare(actor).label("to_declare"),
        # scalars and not joins: the page is found in one table, by one index
        holder.scalar_subquery().label("holder"),
        select(lead.stage).where(lead.id == Concern.lead_id).scalar_subquery().label("lead_stage"),
    ).where(visible(actor, first=addressed_first), *conditions(chosen, actor, day))
    return page_of(query, order_of(chosen, actor), place)


def order_of(chosen: ConcernFilter, actor: Actor) -> Order:
    """What is overdue is sorted by how late it is; for those who answer, dates are those of their own."""
    by_due = chosen.sort is Sort.DUE or chosen.overdue
    return DUE if by_due and not actor.is_(*ANSWERING) else NEWEST


def conditions(chosen: ConcernFilter, actor: Actor, day: date) -> list[ColumnElement[bool]]:
    """The filters as SQL."""
    filed = [
        column == value
        for column, value in (
            (Concern.pillar, chosen.pillar),
            (Concern.subject, chosen.subject),
            (Concern.county, chosen.county),
        )
        if value is not None
    ]
    found: list[ColumnElement[bool]] = list(filed)
    if filed and actor.is_(*OUTSIDERS):
        found.append(_reads_filings(actor))
    if chosen.stage is not None:
        found.append(Concern.stage == chosen.stage)
    if chosen.stage is not Stage.DRAFT:
        found.append(Concern.stage != Stage.DRAFT)
    if chosen.institution is not None:
        found.append(_about(chosen.institution, actor))
    if chosen.urgent:
        found.append(Concern.urgent == true())
    if chosen.overdue:
        found.append(_overdue(actor, day))
    if chosen.open:
        found.append(Concern.is_open == true())
    if order_of(chosen, actor) is DUE:
        found += [Concern.is_open == true(), Concern.due_on.is_not(None)]
    if chosen.mine:
        own = Concern.filer_organisation_id == actor.organisation_id
        found.append(or_(own, Concern.rapporteur_id == actor.person_id))
    if chosen.undeclared:
        found.append(to_declare(actor))
    if chosen.q:
        found.append(matching(actor, chosen.q))
    return found


def _reads_filings(actor: Actor) -> ColumnElement[bool]:
    """Whether the person reads what was filed; who comes from outside alone never does."""
    return reads_inside(actor) if actor.is_(*INSIDERS) else false()


def _about(institution: int, actor: Actor) -> ColumnElement[bool]:
    """Concerns about an institution; outside the Group, those with a recommendation to it that the person may see."""
    about = select(ConcernInstitution.concern_id).where(ConcernInstitution.organisation_id == institution)
    if (
        actor.is_(Role.SECRETARIAT)
        or actor.roles == {Role.MEMBER}
        or {Role.MEMBER, Role.CHAIR} == actor.roles
    ):
        return Concern.id.in_(about)
    return Concern.id.in_(_sent(actor).where(Recommendation.addressee_id == institution))


def _overdue(actor: Actor, day: date) -> ColumnElement[bool]:
    """What is late; for those who answer, what is late in the recommendations that they may see."""
    if not actor.is_(*ANSWERING):
        return and_(Concern.is_open == true(), Concern.due_on < day)
    checked = CHECKED
    asked = select(checked.id).where(
        checked.fact_check_addressee_id == actor.organisation_id,
        checked.stage == Stage.FACT_CHECK,
        checked.due_on < day,
    )
    late = select(Recommendation.concern_id).where(Recommendation.due_on < day, answered_by(actor))
    return Concern.id.in_(union(late, asked))  # a date runs on what was transmitted alone


def _sent(actor: Actor) -> Select[Any]:
    """Concerns of transmitted recommendations; for those who answer, of their own. Visible ones are meant."""
    query = select(Recommendation.concern_id).where(
        Recommendation.transmitted_at.is_not(None), Recommendation.state.not_in(fixed_each(UNSENT))
    )
    return query.where(answered_by(actor)) if actor.is_(*ANSWERING) else query


def recommendations_in(session: Session, actor: Actor, concern_ids: Sequence[int]) -> dict[int, list[Any]]:
    """The open recommendations of these concerns that the person may see, those due first first."""
    found: dict[int, list[Any]] = {key: [] for key in concern_ids}
    rows = read_rows(session, _recommendations_in(actor), {**asker(actor), "concerns": concern_ids})
    for row in rows:
        found[row.concern_id].append(row)
    return found


@made_once
def _recommendations_in(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Recommendation.concern_id,
            Recommendation.owner,
            Recommendation.due_on,
            Recommendation.paused,
            Recommendation.moved,
            Recommendation.moved_days,
            Recommendation.addressee_id,
            Organisation.name.label("addressee"),
        )
        .join(Concern, Concern.id == Recommendation.concern_id)
        .join(Organisation, Organisation.id == Recommendation.addressee_id)
        .where(
            Recommendation.concern_id.in_(bindparam("concerns", expanding=True)),
            visible_recommendations(actor),
            Recommendation.state.not_in(fixed_each({*UNSENT, State.CONCLUDED})),
        )
        .order_by(Recommendation.due_on.is_(None), Recommendation.due_on, Recommendation.number)
    )


CHOICES = (
    select(Organisation.id, Organisation.name)
    .where(listed(), or_(*(Organisation.kind == kind for kind in LISTED_INSTITUTIONS)))
    .order_by(Organisation.sort_key)
)


def institution_choices(session: Session) -> Sequence[Any]:
    """Institutions by which a list can be narrowed."""
    return read_rows(session, CHOICES).all()
