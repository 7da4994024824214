"""Making, revoking and using one-time links. Whatever does not hold any more is `Gone`, and nothing says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.mail_queue import people_of, post, who_holds
from app.accounts.models import Organisation
from app.accounts.service import plain_address
from app.answers.access import find_request, lock_concern
from app.answers.contributions.service import Given
from app.answers.contributions.steps import ContributionStep
from app.answers.links.access import Gone, Owing, find_owing, is_wanted, owed_by
from app.answers.links.secret import hash_of, is_code, token_of
from app.answers.models import AnswerLink, ContributionRequest, LinkKind, LinkMail
from app.concerns.attachments import Attachment
from app.concerns.models import Recommendation
from app.concerns.steps import CaseStep, take_within
from app.concerns.visibility import STATE_KINDS
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import one_time_key
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound
from app.core.time import now
from app.process.data import StepData
from app.process.effects import StepEffects
from app.process.keys import comes_again
from app.process.run import take
from workflows import contribution
from workflows.concern import CONCERN, ConcernAction, Stage
from workflows.engine import NotNow, Unmet
from workflows.recommendation import OWED, RECOMMENDATION, RecommendationAction
from workflows.roles import CaseRole, Role
from workflows.text import shows

effects = StepEffects()

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
            kind=LinkKind.CONTRIBUTION,
            concern_id=request.concern_id,
            recommendation_id=request.recommendation_id,
            request_id=request.id,
            organisation_id=request.agency_id,
        )
        _send(session, actor, link, email, AnswerLink.request_id == request.id)


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
        about = {"concern_id": owing.concern.id, "recommendation_id": owing.rec.id if owing.rec else None}
        link = AnswerLink(**about, kind=owing.kind, state=owing.state, organisation_id=owing.addressee.id)
        _send(session, actor, link, email, owing.links)


def answers_with_account(session: Session, organisation_id: int) -> bool:
    """Whether somebody of the organisation has an account with which it answers."""
    return bool(people_of(session, organisation_id, Role.AGENCY, Role.MINISTRY))


def _send(
    session: Session, actor: Actor, link: AnswerLink, email: str, older_ones: ColumnElement[bool]
) -> None:
    address = plain_address(email)
    if address is None:
        raise Unmet(("address",))
    for older in session.scalars(_open().where(older_ones)):
        older.revoked_at = now()
    nonce = one_time_key()
    link.public_id, link.email = new_public_id(), address
    link.nonce, link.token_hash = nonce, hash_of(token_of(nonce))
    link.by_id, link.at, link.expires_at = actor.person_id, now(), now() + LASTS
    session.add(link)
    session.flush()
    post(session, LinkMail.LINK, link.id, address=address)


# --- with the steps of a case --------------------------------------------------------


@effects.after(RECOMMENDATION, *RecommendationAction)
def look_after_links(context: CaseStep, _data: object) -> None:
    """A link ends with what it was sent for; who sends links hears of what is owed where nobody has an account."""
    rec, event = context.rec, context.event
    over = or_(
        AnswerLink.state != rec.state.value,
        AnswerLink.organisation_id != rec.addressee_id,
        literal(rec.disclaimed),
    )
    _end(context, (AnswerLink.recommendation_id == rec.id) & (AnswerLink.kind == LinkKind.ANSWER) & over)
    by_link = context.standing is CaseRole.ADDRESSEE and not context.actor.person_id
    moved = event is not None and event.source != event.target
    if (
        rec.state in OWED
        and not rec.disclaimed
        and (moved or by_link or context.do == RecommendationAction.READDRESS)
    ):
        _notify_sender(context, rec.addressee_id, LinkMail.WANTED, rec.id)


@effects.after(CONCERN, ConcernAction.CHECK_FACTS)
def notify_of_fact_check(context: CaseStep, _data: object) -> None:
    """Errors of fact, too, come by a link where nobody has an account."""
    asked = context.concern.fact_check_addressee_id
    if asked is not None:
        _notify_sender(context, asked, LinkMail.FACTS_WANTED, context.concern.id)


@effects.after(CONCERN, *{step.do for source, step in CONCERN if source == Stage.FACT_CHECK})
def end_with_fact_check(context: CaseStep, _data: object) -> None:
    """Afterwards nothing of it may be sent any more."""
    _end(context, (AnswerLink.concern_id == context.concern.id) & (AnswerLink.kind == LinkKind.FACTS))


def _end(context: CaseStep, these: ColumnElement[bool]) -> None:
    for link in context.session.scalars(_open().where(these)):
        link.over_at = context.at


def _notify_sender(context: CaseStep, organisation_id: int, kind: LinkMail, about: int) -> None:
    session, asked = context.session, context.session.get_one(Organisation, organisation_id)
    if answers_with_account(session, asked.id):
        return
    senders = who_holds(session, Role.MINISTRY) if asked.kind in STATE_KINDS else set()
    post(session, kind, about, people=senders or who_holds(session, Role.SECRETARIAT))


def _open() -> Select[AnswerLink]:
    return select(AnswerLink).where(
        AnswerLink.used_at.is_(None), AnswerLink.revoked_at.is_(None), AnswerLink.over_at.is_(None)
    )


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
    if lock:
        lock_concern(session, select(AnswerLink.concern_id).where(AnswerLink.token_hash == hash_of(token)))
    link: AnswerLink | None = session.scalars(
        _open()
        .where(AnswerLink.token_hash == hash_of(token), AnswerLink.expires_at > now())
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if link is None or not is_wanted(link):
        raise Gone
    return link


def save_draft(token: str, fields: Mapping[str, str]) -> None:
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
        post(session, LinkMail.CODE, link.id, address=link.email)
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
        link.used_at, link.code_nonce = now(), ""
        waiting = select(Attachment.public_id).where(Attachment.link_id == link.id, Attachment.pending)
        files = tuple(session.scalars(waiting))
        if not shows(link.draft.get("signed")):
            raise Unmet(("signed",))
        if link.request is not None:
            take(_contribution(session, link, files))
        elif said is None:
            raise Unmet(("answer",))
        else:
            data = replace(said.data, files=files if said.with_files else ())
            owed = owed_by(session, link)
            by_link = {"link": True, "signed": link.draft.get("signed", "")}
            take_within(session, owed.case, owed.rec, said.do, data, noted=by_link)
        return True


def _contribution(session: Session, link: AnswerLink, files: tuple[str, ...]) -> ContributionStep:
    assert link.request is not None and link.recommendation is not None
    given = Given(
        contribution=link.draft.get("contribution", ""),
        signed=link.draft["signed"],
        files=files,
        override_reason=link.draft.get("override_reason", ""),
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


def holds(session: Session, owing: Owing) -> bool:
    """Whether a link for what is owed may be used now."""
    good = _open().where(owing.links, AnswerLink.expires_at > now())
    return session.scalars(good.limit(1)).one_or_none() is not None


def links_for(session: Session, about: ColumnElement[bool]) -> list[AnswerLink]:
    """The links for a request, or for what an addressee owes: the newest first."""
    return list(session.scalars(select(AnswerLink).where(about).order_by(AnswerLink.id.desc())))
