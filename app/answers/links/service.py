"""Making, revoking and using one-time links. Whatever does not hold any more is `Gone`, and nothing says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import Organisation
from app.accounts.service import plain_address
from app.answers.access import find_request, lock_concern
from app.answers.contributions.service import Given
from app.answers.contributions.steps import ContributionStep
from app.answers.files import MOST_BY_A_LINK, belongs_to, forget, stream_of
from app.answers.links.access import (
    Gone,
    find_owing,
    hash_of,
    is_code,
    is_wanted,
    owed_by,
    token_of,
)
from app.answers.links.queries import files_by
from app.answers.links.steps import answers_with_account
from app.answers.models import AnswerLink, ContributionRequest, LinkMail
from app.concerns.attachments import Attachment
from app.concerns.files import Store, room_for_one_more, save_file
from app.concerns.models import Recommendation
from app.concerns.steps import step_of
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.files.contents import Reason
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.time import now
from app.notifications.queue import notify
from app.process.data import StepData
from app.process.keys import comes_again
from app.process.models import Ended
from app.process.pending import carry_out, end, is_waiting, make_way, propose
from workflows import contribution
from workflows.contribution import CONTRIBUTION
from workflows.engine import NotNow, Unmet
from workflows.roles import CaseRole, Role
from workflows.text import shows

LASTS = timedelta(days=30)
CODE_LASTS = timedelta(minutes=30)
CODE_PAUSE = timedelta(minutes=1)
SEND = "send_link"
MOST_CODES, MOST_TRIES = 8, 5


@dataclass(frozen=True, slots=True)
class Said:
    """A step that is to be taken by a link, and whether the link's files go with it."""

    do: str
    data: StepData
    with_files: bool = True


def send_for_request(actor: Actor, public_id: str, email: str, *, key: str = "") -> None:
    """Mail a link for a request to an address of the agency; older links for it end.

    `key` is the form's: sent twice it mails one link. Raises NotFound, NotNow, Unmet.
    """
    with unit_of_work() as session:
        asked = find_request(session, actor, public_id, lock=True)
        request = asked.request
        if not asked.asker:
            raise NotFound(public_id)
        if comes_again(session, actor, SEND, key):
            return
        if request.state is not contribution.State.ASKED:
            raise NotNow(request.state)
        link = AnswerLink(
            machine=CONTRIBUTION.name,
            do=contribution.ContributionAction.GIVE,
            subject=f"{CONTRIBUTION.name}:{request.id}",
            concern_id=request.concern_id,
            recommendation_id=request.recommendation_id,
            request_id=request.id,
            organisation_id=request.agency_id,
        )
        _send(session, actor, link, email)


def send_for_answer(actor: Actor, public_id: str, number: int | None, email: str, *, key: str = "") -> None:
    """Mail a link by which an addressee without an account does what it owes, as `find_owing` finds it.

    `key` is the form's: sent twice it mails one link. Raises NotFound, NotNow, Unmet.
    """
    with unit_of_work() as session:
        owing = find_owing(session, actor, public_id, number, lock=True)
        if comes_again(session, actor, SEND, key):
            return
        if answers_with_account(session, owing.addressee.id):
            raise Unmet(("has_account",))
        link = AnswerLink(
            machine=owing.machine,
            subject=owing.subject,
            source=owing.state,
            concern_id=owing.concern.id,
            recommendation_id=owing.rec.id if owing.rec else None,
            organisation_id=owing.addressee.id,
        )
        _send(session, actor, link, email)


def _send(session: Session, actor: Actor, link: AnswerLink, email: str) -> None:
    """A new link ends those before."""
    address = plain_address(email)
    if address is None:
        raise Unmet(("address",))
    make_way(session, AnswerLink, link.subject, now(), actor.person_id)
    nonce = one_time_key()
    link.email, link.nonce, link.token_hash = address, nonce, hash_of(token_of(nonce))
    link.until = now() + LASTS
    propose(session, link, actor)
    notify(session, LinkMail.LINK, link.id, address=address)


def revoke(actor: Actor, link_id: str) -> None:
    """End a link. Raises NotFound."""
    with unit_of_work() as session:
        link = _locked(session, AnswerLink.public_id == link_id)
        if link is None or not may_revoke(session, actor, link):
            raise NotFound(link_id)
        end(link, Ended.WITHDRAWN, now(), actor.person_id)


def may_revoke(session: Session, actor: Actor, link: AnswerLink) -> bool:
    """Whether this person's side sent it."""
    if link.request is not None:
        return actor.is_(Role.MINISTRY) and actor.organisation_id == link.request.by_organisation_id
    rec = link.recommendation
    try:
        owing = find_owing(session, actor, link.concern.public_id, rec.number if rec else None)
    except (NotFound, NotNow):
        return False
    return owing.addressee.id == link.organisation_id


# --- by the link ---------------------------------------------------------------------

_WHOLE = (
    joinedload(AnswerLink.organisation),
    joinedload(AnswerLink.concern),
    joinedload(AnswerLink.recommendation).options(
        joinedload(Recommendation.addressee), selectinload(Recommendation.sent)
    ),
    joinedload(AnswerLink.request).options(joinedload(ContributionRequest.by_organisation)),
)


def at(session: Session, token: str, *, lock: bool = False) -> AnswerLink:
    """The link, with all that its page shows; with `lock` its concern's row first. Raises Gone."""
    this = AnswerLink.token_hash == hash_of(token)
    link = _locked(session, this) if lock else session.scalars(_whole(this)).one_or_none()
    if link is None or not is_waiting(link) or not is_wanted(link):
        raise Gone
    return link


def _locked(session: Session, this: ColumnElement[bool]) -> AnswerLink | None:
    """With its concern's row, as everywhere, so that what ends it waits for what uses it; none that has ended."""
    lock_concern(session, select(AnswerLink.concern_id).where(this))
    return session.scalars(_whole(this).where(AnswerLink.ended.is_(None))).one_or_none()


def _whole(this: ColumnElement[bool]) -> Select[AnswerLink]:
    return select(AnswerLink).where(this).options(*_WHOLE).execution_options(populate_existing=True)


def save_draft(token: str, fields: Mapping[str, str]) -> None:
    """Keep what was typed so far. Raises Gone."""
    with unit_of_work() as session:
        link = at(session, token, lock=True)
        link.data = {**link.data, **fields}


def send_code(token: str) -> bool:
    """Mail a code to the link's own address; False where one was sent just now, or too many were. Raises Gone."""
    with unit_of_work() as session:
        link = at(session, token, lock=True)
        if link.codes >= MOST_CODES or (link.code_at is not None and link.code_at > now() - CODE_PAUSE):
            return False
        link.code_nonce, link.code_at, link.code_tries, link.codes = one_time_key(), now(), 0, link.codes + 1
        notify(session, LinkMail.CODE, link.id, address=link.email)
        return True


def confirm(token: str, typed: str, said: Said | None = None) -> bool:
    """Record what was typed, where this is the code that was mailed; False where it is not.

    `said` is the step, where the link is for one. Raises Gone, engine refusals.
    """
    with unit_of_work() as session:
        link = at(session, token, lock=True)
        stale = link.code_at is None or link.code_at < now() - CODE_LASTS
        if stale or link.code_tries >= MOST_TRIES:
            return False
        link.code_tries += 1
        if not is_code(link, typed):
            return False
        link.code_nonce = ""
        waiting = select(Attachment.public_id).where(Attachment.link_id == link.id, Attachment.pending)
        files = tuple(session.scalars(waiting))
        if not shows(link.data.get("signed")):
            raise Unmet(("signed",))
        if link.request is not None:
            carry_out(link, _contribution(session, link, files))
        elif said is None:
            raise Unmet(("answer",))
        else:
            data = replace(said.data, files=files if said.with_files else ())
            owed = owed_by(session, link)
            by_link = {"link": True, "signed": link.data["signed"]}
            carry_out(link, step_of(session, owed.case, owed.rec, said.do, data, noted=by_link))
        return True


def _contribution(session: Session, link: AnswerLink, files: tuple[str, ...]) -> ContributionStep:
    assert link.request is not None and link.recommendation is not None
    given = Given(
        contribution=link.data.get("contribution", ""),
        signed=link.data["signed"],
        files=files,
        override_reason=link.data.get("override_reason", ""),
    )
    return ContributionStep(
        session,
        now(),
        given,
        contribution.ContributionAction.GIVE,
        request=link.request,
        rec=link.recommendation,
        held=frozenset({CaseRole.CONTRIBUTOR}),
        actor=None,
    )


def address_of(session: Session, organisation_id: int) -> str:
    """The working address of an organisation."""
    return session.get_one(Organisation, organisation_id).email


# --- files: few, and each read back by the link's holder alone until the answer is given


def add_by_link(store: Store, token: str, stream: BinaryIO, filename: str) -> Attachment | Reason:
    """Keep a file that waits for the answer by this link. Raises Gone."""

    def about(session: Session) -> dict[str, Any]:
        link = at(session, token, lock=True)
        room_for_one_more(session, MOST_BY_A_LINK, Attachment.link_id == link.id)
        if link.request is not None:
            return {**belongs_to(link.request), "link_id": link.id}
        return {
            "concern_id": link.concern_id,
            "recommendation_id": link.recommendation_id,
            "organisation_id": link.organisation_id,
            "link_id": link.id,
            "pending": True,
        }

    return save_file(store, stream, filename, about)


def leave_out(store: Store, token: str, file_ids: Sequence[str]) -> None:
    """Take files off again. Raises Gone."""
    with unit_of_work() as session:
        link = at(session, token, lock=True)
        names = forget(session, file_ids, Attachment.link_id == link.id)
    for name in names:
        store.files.remove(name)


def open_by_link(
    store: Store, session: Session, link: AnswerLink, file_id: str
) -> tuple[Attachment, BinaryIO]:
    """A file that waits, for who holds the link. Raises Gone."""
    for row in files_by(session, link):
        if row.public_id == file_id:
            try:
                return row, stream_of(store, row)
            except NotFound:
                break
    raise Gone
