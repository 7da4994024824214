"""Reminders to an addressee in which nobody has an account: by mail to the address of its link, or its working one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts.mail_queue import post, who_holds
from app.accounts.models import Organisation
from app.answers.models import AnswerLink, LinkKind, LinkMail
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock
from app.concerns.visibility import STATE_KINDS
from app.core.time import now
from app.directory.queries import answers_itself
from workflows.roles import Role


def remind_by_mail(
    session: Session, clock: Clock, concern: Concern, rec: Recommendation | None, key: str
) -> None:
    """The link once more; where none holds, that something is due, and to who sends links that one is wanted."""
    organisation_id = rec.addressee_id if rec else concern.fact_check_addressee_id
    owing = session.scalars(
        select(Organisation).where(Organisation.id == organisation_id, ~answers_itself(Organisation.id))
    ).one_or_none()
    if owing is None:
        return
    links = _good_links(session, _about(concern, rec), owing.id)
    for link in links:
        post(session, LinkMail.AGAIN, link.id, address=link.email, key=f"{key}-link-{link.id}")
    if links:
        return
    if owing.email:
        post(session, LinkMail.DUE, clock.id, address=owing.email, key=f"{key}-due")
    senders = who_holds(session, Role.MINISTRY) if owing.kind in STATE_KINDS else set()
    kind, about = (LinkMail.WANTED, rec.id) if rec else (LinkMail.FACTS_WANTED, concern.id)
    people = senders or who_holds(session, Role.SECRETARIAT)
    post(session, kind, about, people=people, key=f"{key}-wanted")


def _about(concern: Concern, rec: Recommendation | None) -> ColumnElement[bool]:
    if rec is not None:
        return (AnswerLink.recommendation_id == rec.id) & (AnswerLink.kind == LinkKind.ANSWER)
    return (AnswerLink.concern_id == concern.id) & (AnswerLink.kind == LinkKind.FACTS)


def _good_links(session: Session, about: ColumnElement[bool], organisation_id: int) -> list[AnswerLink]:
    return list(
        session.scalars(
            select(AnswerLink).where(
                about,
                AnswerLink.organisation_id == organisation_id,
                AnswerLink.used_at.is_(None),
                AnswerLink.revoked_at.is_(None),
                AnswerLink.over_at.is_(None),
                AnswerLink.expires_at > now(),
            )
        )
    )
