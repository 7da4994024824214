"""Reminders to an addressee in which nobody has an account: by mail to the address of its link, or its working one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.accounts.queries import who_holds
from app.answers.models import AnswerLink, LinkMail
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock
from app.concerns.visibility import STATE_KINDS
from app.directory.queries import answers_itself
from app.notifications.queue import notify
from app.process.pending import waits
from workflows.concern import CONCERN
from workflows.recommendation import RECOMMENDATION
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
    subject = f"{RECOMMENDATION.name}:{rec.id}" if rec else f"{CONCERN.name}:{concern.id}"
    links = session.scalars(
        select(AnswerLink).where(
            AnswerLink.subject == subject, AnswerLink.organisation_id == owing.id, waits(AnswerLink)
        )
    ).all()
    for link in links:
        notify(session, LinkMail.AGAIN, link.id, address=link.email, key=f"{key}-link-{link.id}")
    if links:
        return
    if owing.email:
        notify(session, LinkMail.DUE, clock.id, address=owing.email, key=f"{key}-due")
    senders = who_holds(session, Role.MINISTRY) if owing.kind in STATE_KINDS else set()
    kind, about = (LinkMail.WANTED, rec.id) if rec else (LinkMail.FACTS_WANTED, concern.id)
    people = senders or who_holds(session, Role.SECRETARIAT)
    notify(session, kind, about, people=people, key=f"{key}-wanted")
