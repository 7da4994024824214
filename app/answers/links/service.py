"""Making, revoking and using one-time links. Whatever does not hold any more is `Gone`, and nothing says why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer_group

from app.answers.access import Asked, find_request, lock_concern
from app.answers.contributions.service import Given, advance
from app.answers.links.secret import hash_of, is_code, token_of
from app.answers.service import data_class
from app.cases.access import NotFound, find
from app.cases.answering import AnswerLink, ContributionRequest, LinkKind
from app.cases.attachments import Attachment
from app.cases.data import StepData
from app.cases.models import Recommendation
from app.cases.service import Taking, afterwards, take_within
from app.cases.visibility import STATE_KINDS
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.naming import one_time_key
from app.core.naming import public_id as new_public_id
from app.core.time import now
from app.people.models import Organisation, Person
from app.people.models import Role as RoleRow
from app.people.post import people_of, post
from app.people.service import plain_address
from workflows import contribution
from workflows.engine import NotNow, Unmet
from workflows.recommendation import RECOMMENDATION, Do, State
from workflows.standing import Kind, Role, Standing

LASTS = timedelta(days=30)
CODE_LASTS = timedelta(minutes=30)
CODE_PAUSE = timedelta(minutes=1)
MOST_CODES, MOST_TRIES = 8, 5


class Gone(Exception):
    """The link is used, expired, revoked, was never made, or what it is about is over."""


class Mail(StrEnum):
    """Mails of links."""

    LINK = "link_sent"
    CODE = "link_code"
    WANTED = "link_wanted"


def send_for_request(actor: Actor, public_id: str, email: str) -> None:
    """Mail a link for a request to an address of the agency; older links for it end. Raises NotFound, NotNow, Unmet."""
    with unit_of_work() as session:
        asked = find_request(session, actor, public_id, lock=True)
        request = asked.request
        if not asked.asker:
            raise NotFound(public_id)
        if request.state is not contribution.State.ASKED:
            raise NotNow(request.state)
        _make(
            session, actor, LinkKind.CONTRIBUTION, request.recommendation, request, request.agency_id, email
        )


def send_for_answer(actor: Actor, public_id: str, number: int, email: str) -> None:
    """Mail a link by which an addressee without an account answers. Raises NotFound, NotNow, Unmet."""
    with unit_of_work() as session:
        rec = find_unanswered(session, actor, public_id, number, lock=True)
        if people_of(session, rec.addressee_id, Role.AGENCY, Role.MINISTRY):
            raise Unmet(("has_account",))
        _make(session, actor, LinkKind.ANSWER, rec, None, rec.addressee_id, email)


@afterwards(RECOMMENDATION, Do.TRANSMIT, Do.READDRESS)
def tell_who_sends_links(taking: Taking, _data: object) -> None:
    """An addressee in which nobody has an account hears of it by a link alone: who sends links is told at once."""
    session, addressee = taking.session, taking.session.get_one(Organisation, taking.rec.addressee_id)
    if people_of(session, addressee.id, Role.AGENCY, Role.MINISTRY):
        return
    role = Role.MINISTRY if addressee.kind in STATE_KINDS else Role.SECRETARIAT
    query = select(Person.id).where(Person.active, Person.roles.any(RoleRow.name == role))
    post(session, Mail.WANTED, taking.rec.id, people=session.scalars(query))


def find_unanswered(
    session: Session, actor: Actor, public_id: str, number: int, *, lock: bool = False
) -> Recommendation:
    """A recommendation for whose addressee this person may send a link. Raises NotFound, NotNow."""
    case = find(session, actor, public_id, lock=lock)
    for rec in case.recommendations:
        standing = case.standing_in(rec)
        if rec.number != number or not standing & {Standing.MINISTRY, Standing.SECRETARIAT}:
            continue
        if rec.addressee.kind is Kind.MINISTRY:
            break
        if rec.state is not State.AWAITING or rec.disclaimed:
            raise NotNow(rec.state)
        return rec
    raise NotFound(f"{public_id}/{number}")


def _make(
    session: Session,
    actor: Actor,
    kind: LinkKind,
    rec: Recommendation,
    request: ContributionRequest | None,
    organisation_id: int,
    email: str,
) -> None:
    address = plain_address(email)
    if address is None:
        raise Unmet(("address",))
    for older in session.scalars(_open().where(_about(kind, rec.id, request))):
        older.revoked_at = now()
    nonce = one_time_key()
    link = AnswerLink(
        public_id=new_public_id(),
        kind=kind,
        concern_id=rec.concern_id,
        recommendation_id=rec.id,
        request_id=request.id if request else None,
        organisation_id=organisation_id,
        email=address,
        nonce=nonce,
        token_hash=hash_of(token_of(nonce)),
        by_id=actor.person_id,
        at=now(),
        expires_at=now() + LASTS,
    )
    session.add(link)
    session.flush()
    post(session, Mail.LINK, link.id, address=address)


def _open() -> Any:
    return select(AnswerLink).where(AnswerLink.used_at.is_(None), AnswerLink.revoked_at.is_(None))


def _about(kind: LinkKind, rec_id: int, request: ContributionRequest | None) -> Any:
    if request is not None:
        return AnswerLink.request_id == request.id
    return (AnswerLink.recommendation_id == rec_id) & (AnswerLink.kind == kind)


def revoke(actor: Actor, link_id: str) -> None:
    """End a link. Raises NotFound."""
    with unit_of_work() as session:
        link = session.scalars(
            _open().where(AnswerLink.public_id == link_id).options(*_WHOLE).with_for_update(of=AnswerLink)
        ).one_or_none()
        if link is None or not may_revoke(session, actor, link):
            raise NotFound(link_id)
        link.revoked_at = now()


def may_revoke(session: Session, actor: Actor, link: AnswerLink) -> bool:
    """Whether this person's side sent it."""
    if link.request is not None:
        return actor.is_(Role.MINISTRY) and actor.organisation_id == link.request.by_organisation_id
    try:
        find_unanswered(session, actor, link.concern.public_id, link.recommendation.number)
    except (NotFound, NotNow):
        return False
    return True


# --- by the link ---------------------------------------------------------------------

_WHOLE = (
    joinedload(AnswerLink.organisation),
    joinedload(AnswerLink.concern).options(undefer_group("extract")),
    joinedload(AnswerLink.recommendation),
    joinedload(AnswerLink.request).options(joinedload(ContributionRequest.by_organisation)),
)


def at(session: Session, token: str, *, lock: bool = False) -> AnswerLink:
    """The link, with all that its page shows; with `lock` its concern's row first. Raises Gone."""
    if lock:
        lock_concern(session, select(AnswerLink.concern_id).where(AnswerLink.token_hash == hash_of(token)))
    link: AnswerLink | None = session.scalars(
        _open()
        .where(AnswerLink.token_hash == hash_of(token), AnswerLink.expires_at > now())
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if link is None or not _wanted(link):
        raise Gone
    return link


def _wanted(link: AnswerLink) -> bool:
    """Whether what the link is about still waits for this organisation."""
    if link.request is not None:
        return link.request.state is contribution.State.ASKED
    rec = link.recommendation
    return rec.state is State.AWAITING and not rec.disclaimed and rec.addressee_id == link.organisation_id


def keep_draft(token: str, fields: Mapping[str, str]) -> None:
    """Keep what was typed so far. Raises Gone."""
    with unit_of_work() as session:
        link = at(session, token, lock=True)
        link.draft = {**link.draft, **fields}


def send_code(token: str) -> bool:
    """Mail a code to the link's own address; False where one was sent just now, or too many were. Raises Gone."""
    with unit_of_work() as session:
        link = at(session, token, lock=True)
        if link.codes >= MOST_CODES or (link.code_at is not None and link.code_at > now() - CODE_PAUSE):
            return False
        link.code_nonce, link.code_at = one_time_key(), now()
        link.code_tries, link.codes = 0, link.codes + 1
        post(session, Mail.CODE, link.id, address=link.email)
        return True


def confirm(token: str, typed: str) -> bool:
    """Record what was typed, where this is the code that was mailed; False where it is not. Raises Gone."""
    with unit_of_work() as session:
        link = at(session, token, lock=True)
        stale = link.code_at is None or link.code_at < now() - CODE_LASTS
        if stale or link.code_tries >= MOST_TRIES:
            return False
        link.code_tries += 1
        if not is_code(link, typed):
            return False
        link.used_at, link.code_nonce = now(), ""
        waiting = select(Attachment.public_id).where(Attachment.link_id == link.id, Attachment.pending)
        files = tuple(session.scalars(waiting))
        if link.request is not None:
            asked = Asked(link.request, frozenset({Standing.CONTRIBUTOR}))
            given = Given(contribution=link.draft["contribution"], signed=link.draft["signed"], files=files)
            advance(session, asked, contribution.Do.GIVE, link.request.version, given, None)
        else:
            _answer(session, link, files)
        return True


def _answer(session: Session, link: AnswerLink, files: tuple[str, ...]) -> None:
    actor = Actor(
        person_id=0,  # nobody's account
        organisation_id=link.organisation_id,
        organisation_kind=link.organisation.kind,
        name=link.draft["signed"],
        organisation_name=link.organisation.name,
        email=link.email,
        roles=frozenset({Role.AGENCY}),
    )
    case = find(session, actor, link.concern.public_id, lock=True)
    rec = next(r for r in case.recommendations if r.id == link.recommendation_id)
    take_within(session, case, rec, link.draft["do"], answer_of(link, files))


def answer_of(link: AnswerLink, files: tuple[str, ...] = ()) -> StepData:
    """The draft of an answer as its step's data."""
    kind = data_class(link.draft["do"])
    names = {need for step in RECOMMENDATION.named(link.draft["do"]) for need in step.needs} | {kind.words}
    given: dict[str, Any] = {name: link.draft.get(name, "") for name in names}
    return kind(**given, files=files)


def address_of(session: Session, organisation_id: int) -> str:
    """The working address of an organisation."""
    return session.get_one(Organisation, organisation_id).email


def links_of(
    session: Session, rec: Recommendation, request: ContributionRequest | None = None
) -> list[AnswerLink]:
    """The links for a request, or for the answer to a recommendation: the newest first."""
    kind = LinkKind.CONTRIBUTION if request else LinkKind.ANSWER
    query = select(AnswerLink).where(_about(kind, rec.id, request)).order_by(AnswerLink.id.desc())
    return list(session.scalars(query))
