"""What an organisation reads of its work on a recommendation, and what awaits a signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from app.accounts.models import Organisation, Person, Role, person_role
from app.answers.access import is_still_asked
from app.answers.contributions.steps import AGENCIES
from app.answers.files import given_to
from app.answers.models import AnswerTemplate, Assignment, ContributionRequest, PreparedAnswer
from app.concerns.access import Case
from app.concerns.attachments import Attachment
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import answered_by, visible
from app.core.actor import Actor
from app.core.paging import Cursor, Order, Page, fetch_page, page_of
from app.core.refusals import NotFound
from app.process.pending import waits
from workflows import answer
from workflows.roles import ANSWERING

TO_SIGN = Order("answer-to-sign", (Recommendation.due_on, PreparedAnswer.id))


def requests_about(session: Session, actor: Actor, ids: Sequence[int]) -> Sequence[ContributionRequest]:
    """What this person's organisation asked of agencies about these recommendations."""
    return session.scalars(
        select(ContributionRequest)
        .where(
            ContributionRequest.recommendation_id.in_(ids),
            ContributionRequest.by_organisation_id == actor.organisation_id,
            is_still_asked(),
        )
        .options(joinedload(ContributionRequest.agency))
        .order_by(ContributionRequest.id)
    ).all()


def prepared_about(session: Session, actor: Actor, ids: Sequence[int]) -> Sequence[PreparedAnswer]:
    """What this person's organisation has prepared about them and not sent."""
    return session.scalars(
        select(PreparedAnswer)
        .where(
            PreparedAnswer.recommendation_id.in_(ids),
            PreparedAnswer.organisation_id == actor.organisation_id,
            waits(PreparedAnswer),
        )
        .options(joinedload(PreparedAnswer.by))
    ).all()


ADDRESSEE = aliased(Organisation)


def to_sign(session: Session, actor: Actor, place: Cursor | None) -> tuple[list[PreparedAnswer], Page]:
    """A page of the answers of this organisation that await a signature, those due first; each with its row."""
    query = (
        select(
            PreparedAnswer.id,
            Person.name,
            Recommendation.number,
            Recommendation.heading,
            Recommendation.text,
            Recommendation.measure,
            Recommendation.due_on,
            Concern.public_id,
            Concern.reference,
            ADDRESSEE.name.label("addressee"),
        )
        .join(Recommendation, Recommendation.id == PreparedAnswer.recommendation_id)
        .join(ADDRESSEE, ADDRESSEE.id == Recommendation.addressee_id)
        .join(Concern, Concern.id == PreparedAnswer.concern_id)
        .join(Person, Person.id == PreparedAnswer.by_id)
        .where(
            PreparedAnswer.organisation_id == actor.organisation_id,
            waits(PreparedAnswer),
            PreparedAnswer.state == answer.State.TO_SIGN,
            Recommendation.due_on.is_not(None),
            answered_by(actor),
            visible(actor),
        )
    )
    page = fetch_page(session, page_of(query, TO_SIGN, place), TO_SIGN, place)
    found = session.scalars(select(PreparedAnswer).where(PreparedAnswer.id.in_([r.id for r in page.rows])))
    by_id = {row.id: row for row in found}
    return [by_id[row.id] for row in page.rows], page


def files_to_sign(session: Session, rows: Sequence[PreparedAnswer]) -> dict[int, list[Attachment]]:
    """The files that go with each of these prepared answers."""
    wanted = {name: row.id for row in rows for name in row.data.get("files", ())}
    found: dict[int, list[Attachment]] = {}
    query = select(Attachment).where(Attachment.public_id.in_(wanted)).order_by(Attachment.id)
    for file in session.scalars(query) if wanted else ():
        found.setdefault(wanted[file.public_id], []).append(file)
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """What an organisation has done about one recommendation."""

    assignment: Assignment | None
    requests: Sequence[ContributionRequest]
    prepared: PreparedAnswer | None
    files: Mapping[int, list[Attachment]]  # what came with each request

    @property
    def given(self) -> list[ContributionRequest]:
        """The contributions that have come."""
        return [r for r in self.requests if r.given_at is not None and r.contribution]


def work_on(session: Session, case: Case, rec: Recommendation) -> Work:
    """The work of the reader's organisation on one recommendation."""
    actor = case.actor
    assignment = session.scalars(
        select(Assignment)
        .where(Assignment.recommendation_id == rec.id, Assignment.organisation_id == actor.organisation_id)
        .options(joinedload(Assignment.unit), joinedload(Assignment.person))
    ).one_or_none()
    prepared = prepared_about(session, actor, [rec.id])
    requests = requests_about(session, actor, [rec.id])
    files: dict[int, list[Attachment]] = {}
    for file in given_to(session, actor, rec.id) if requests else ():
        files.setdefault(file.request_id or 0, []).append(file)
    return Work(assignment, requests, prepared[0] if prepared else None, files)


def colleagues(session: Session, organisation_id: int) -> list[tuple[int, str]]:
    """The people of an organisation who answer, for a choice."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(person_role, person_role.c.person_id == Person.id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(
            Person.active,
            Person.organisation_id == organisation_id,
            Role.name.in_([role.value for role in ANSWERING]),
        )
        .distinct()
        .order_by(Person.name)
    )
    return [(row.id, row.name) for row in rows]


def agencies(session: Session, besides: int) -> list[tuple[int, str]]:
    """The institutions that may be asked for a contribution."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(
            Organisation.active,
            Organisation.confirmed,
            Organisation.kind.in_(AGENCIES),
            Organisation.id != besides,
        )
        .order_by(Organisation.sort_key)
    )
    return [(row.id, row.name) for row in rows]


def wordings(session: Session, actor: Actor, do: str = "") -> Sequence[AnswerTemplate]:
    """The words that this person's organisation keeps: of one kind of answer, or all."""
    own = AnswerTemplate.organisation_id == actor.organisation_id
    query = select(AnswerTemplate).where(own, AnswerTemplate.removed_at.is_(None))
    if do:
        query = query.where(AnswerTemplate.do == do)
    return session.scalars(query.order_by(AnswerTemplate.do, AnswerTemplate.name, AnswerTemplate.id)).all()


def find_wording(session: Session, actor: Actor, public_id: str, *, removed: bool = False) -> AnswerTemplate:
    """Words at this address, for the people of their organisation; or those that were removed. Raises NotFound."""
    row = session.scalars(
        select(AnswerTemplate).filter_by(public_id=public_id, organisation_id=actor.organisation_id)
    ).one_or_none()
    if row is None or (row.removed_at is not None) != removed:
        raise NotFound(public_id)
    return row
