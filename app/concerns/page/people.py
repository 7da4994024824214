"""Who is concerned: the institutions that a case is about, who filed it, and who reviews it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    String,
    bindparam,
    cast,
    false,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person
from app.concerns.access import Case
from app.concerns.models import Concern, ConcernInstitution, Recommendation
from app.concerns.recusals import is_named
from app.concerns.visibility import inside
from app.core.db import fixed, fixed_each, read_rows
from app.core.paging import Rows
from app.core.time import now
from app.directory.queries import answers_itself
from workflows.concern import Stage
from workflows.permissions import Right
from workflows.recommendation import OWED
from workflows.roles import CaseRole

SENDERS = frozenset({CaseRole.SECRETARIAT, CaseRole.MINISTRY})

ABOUT: BindParameter[int] = bindparam("concern")  # and `now`, for registered parts
# Who is named on the page, in one query: `what` tells in which part.
_NAMED: list[Rows] = [
    select(
        literal("institution").label("what"),
        Organisation.name,
        Organisation.sort_key.label("detail"),
        Organisation.confirmed,
    )
    .join(ConcernInstitution, ConcernInstitution.organisation_id == Organisation.id)
    .where(ConcernInstitution.concern_id == ABOUT),
    select(literal("institution"), Concern.new_institution, literal("~"), false()).where(
        Concern.id == ABOUT, Concern.new_institution != ""
    ),
    select(literal("filer"), Organisation.name, literal(""), true())
    .join(Concern, Concern.filer_organisation_id == Organisation.id)
    .where(Concern.id == ABOUT),
    *(
        select(literal(post), Person.name, Organisation.name, Person.active)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(Concern, holder == Person.id)
        .where(Concern.id == ABOUT)
        for post, holder in (
            ("rapporteur", Concern.rapporteur_id),
            ("second_reader", Concern.second_reader_id),
        )
    ),
    # whom the Group named to send what is urgent, where the chair is out
    select(literal("sender"), Person.name, Organisation.name, true())
    .join(Organisation, Organisation.id == Person.organisation_id)
    .join(Concern, Concern.id == ABOUT)
    .where(Concern.urgent, *is_named()),
    # what is with an addressee that can answer with an account
    select(literal("voice"), cast(Recommendation.id, String), literal(""), true()).where(
        Recommendation.concern_id == ABOUT,
        Recommendation.state.in_(fixed_each(OWED)),
        answers_itself(Recommendation.addressee_id),
    ),
    # who is asked for errors of fact, and whether it answers with an account
    select(
        literal("checker"),
        Organisation.name,
        literal(""),
        answers_itself(Organisation.id),
    )
    .join(Concern, Concern.fact_check_addressee_id == Organisation.id)
    .where(Concern.id == ABOUT, Concern.stage == fixed(Stage.FACT_CHECK)),
]
LINK, FACTS_LINK = "link", "facts_link"


def named_too(*parts: Rows) -> None:
    """Register who else is named: rows of `what`, `name`, `detail` and `confirmed`.

    Of a link that holds, `LINK` with the id of its recommendation, or `FACTS_LINK`; `detail` is its address.
    """
    _NAMED.extend(part for part in parts if all(part is not there for there in _NAMED))


@lru_cache(maxsize=1)
def _named() -> CompoundSelect[*tuple[Any, ...]]:
    """All of them in one statement, made once everything is registered."""
    return union_all(*_NAMED)


@dataclass(frozen=True, slots=True)
class Checker:
    """Who is asked for errors of fact and has no account."""

    name: str
    detail: str | None  # the address of a link that holds


@dataclass(slots=True)
class Named:
    """Who is concerned, as far as the person may read it: rows with a name, and those of people with `detail`, too."""

    institutions: list[Any]
    filer: Any | None = None
    rapporteur: Any | None = None
    second_reader: Any | None = None
    sender: Any | None = None  # where the chair is out: whom the Group named to send what is urgent
    voiced: frozenset[int] = frozenset()  # recommendations whose addressee answers with an account
    checker: Checker | None = None
    links: Mapping[int, str] = field(default_factory=dict)  # and those with a link that holds: its address


def named_in(session: Session, case: Case) -> Named:
    """The institutions that the concern is about, who filed it, and who reviews it."""
    rows = read_rows(session, _named(), {"concern": case.concern.id, "now": now()}).all()
    one = {row.what: row for row in rows}
    named = Named([], filer=one["filer"] if Right.FILER in case.rights else None)
    named.voiced = frozenset(int(row.name) for row in rows if row.what == "voice")
    named.links = {int(row.name): row.detail for row in rows if row.what == LINK}
    checker = one.get("checker")
    if checker is not None and not checker.confirmed and case.standing & SENDERS:
        link = one.get(FACTS_LINK)
        named.checker = Checker(checker.name, link.detail if link else None)
    if case.rights & {Right.DRAFTS, Right.NARRATIVE}:
        institutions = [row for row in rows if row.what == "institution"]
        named.institutions = sorted(institutions, key=lambda row: row.detail)
        named.rapporteur, named.second_reader = one.get("rapporteur"), one.get("second_reader")
        named.sender = one.get("sender") if case.chair_out else None
    return named


def joined_of(session: Session, case: Case) -> Sequence[Any]:
    """The lead of this concern, or those joined to it, as far as they exist for the person."""
    concern = case.concern
    if Right.DRAFTS not in case.rights or not (concern.lead_id or concern.leads_others):
        return []
    query = select(Concern.public_id, Concern.reference, Concern.title, Concern.stage)
    beside = or_(Concern.id == concern.lead_id, Concern.lead_id == concern.id)
    return session.execute(query.where(beside, inside(case.actor)).order_by(Concern.id)).all()
