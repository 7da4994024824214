"""For whom a link may be sent, whether what it is about is still owed, and what is secret of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.answers.access import Owed, owed_in, still_asked
from app.answers.models import AnswerLink
from app.concerns.access import Case, find
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import STATE_KINDS
from app.core.actor import Actor
from app.core.refusals import NotFound
from workflows import contribution
from workflows.concern import CONCERN, Stage
from workflows.engine import NotNow
from workflows.recommendation import OWED, RECOMMENDATION
from workflows.roles import CaseRole, Role

SENDERS = frozenset({CaseRole.MINISTRY, CaseRole.SECRETARIAT})


class Gone(Exception):
    """The link is used, expired, revoked, was never made, or what it is about is over."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What an addressee owes: of a recommendation, or errors of fact of the concern (`rec` None)."""

    concern: Concern
    rec: Recommendation | None
    addressee: Organisation

    @property
    def state(self) -> str:
        """In which what it owes is."""
        return self.rec.state.value if self.rec else self.concern.stage.value

    @property
    def machine(self) -> str:
        """Whose steps it owes."""
        return RECOMMENDATION.name if self.rec else CONCERN.name

    @property
    def subject(self) -> str:
        """As the links for it name it."""
        return f"{self.machine}:{(self.rec or self.concern).id}"


def find_owing(
    session: Session, actor: Actor, public_id: str, number: int | None, *, lock: bool = False
) -> Owing:
    """What an addressee owes, for who may send it a link: with `number` of a recommendation, without one the errors of
    fact. Raises NotFound, NotNow.
    """
    case = find(session, actor, public_id, lock=lock)
    if number is None:
        return _checks_facts(session, case)
    for rec in case.recommendations:
        if rec.number != number or not case.standing_in(rec) & SENDERS:
            continue
        if rec.state not in OWED or rec.disclaimed:
            raise NotNow(rec.state)
        return Owing(case.concern, rec, rec.addressee)
    raise NotFound(f"{public_id}/{number}")


def _checks_facts(session: Session, case: Case) -> Owing:
    concern = case.concern
    if concern.fact_check_addressee_id is None or not case.standing & SENDERS:
        raise NotFound(concern.public_id)
    asked = session.get_one(Organisation, concern.fact_check_addressee_id)
    if CaseRole.SECRETARIAT not in case.standing and asked.kind not in STATE_KINDS:
        raise NotFound(concern.public_id)
    if concern.stage is not Stage.FACT_CHECK:
        raise NotNow(concern.stage)
    return Owing(concern, None, asked)


def is_wanted(link: AnswerLink) -> bool:
    """Whether what the link is about still waits for its organisation, in the state in which it was sent."""
    if link.request is not None:
        asked = link.recommendation is None or still_asked(link.request, link.recommendation)
        return asked and link.request.state is contribution.State.ASKED
    rec, concern = link.recommendation, link.concern
    if rec is None:
        asked = concern.stage is Stage.FACT_CHECK
        return asked and concern.fact_check_addressee_id == link.organisation_id
    return rec.state == link.source and not rec.disclaimed and rec.addressee_id == link.organisation_id


def owed_by(session: Session, link: AnswerLink) -> Owed:
    """What is owed by the organisation of a link that is no request's. Raises Gone."""
    try:
        case = find(session, holder_of(link), link.concern.public_id)
    except NotFound:
        raise Gone from None
    rec = next((r for r in case.recommendations if r.id == link.recommendation_id), None)
    if rec is None and link.recommendation_id is not None:
        raise Gone
    owed = owed_in(session, case, rec)
    if not owed.steps:
        raise Gone
    return owed


def holder_of(link: AnswerLink) -> Actor:
    """Whoever holds the link: nobody's account, and of its organisation."""
    return Actor(
        person_id=0,
        organisation_id=link.organisation.id,
        organisation_kind=link.organisation.kind,
        name="",
        organisation_name=link.organisation.name,
        email=link.email,
        roles=frozenset({Role.AGENCY}),
    )


# --- links and codes, reckoned: the database alone is not enough to make either --------

DIGITS = 6


def token_of(nonce: str) -> str:
    """The link's secret part: 256 bits."""
    return base64.urlsafe_b64encode(_computed("answer-link", nonce)).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_of(link: AnswerLink) -> str:
    """The code that is good now; empty for none."""
    if not link.code_nonce:
        return ""
    number = int.from_bytes(_computed("answer-code", f"{link.public_id}:{link.code_nonce}")[:8], "big")
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def is_code(link: AnswerLink, typed: str) -> bool:
    """Whether this is the code, in constant time."""
    right = code_of(link)
    given = "".join(character for character in typed if character.isascii() and character.isdigit())
    return bool(right) and hmac.compare_digest(right, given)


def _computed(purpose: str, what: str) -> bytes:
    secret = str(current_app.config["SECRET_KEY"])
    return hmac.digest(secret.encode(), f"{purpose}:{what}".encode(), "sha256")
