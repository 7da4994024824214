"""Mails of votes about the Group itself: of those about a case, notices tell."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.cases.access import NotFound
from app.core.mail import MailLink
from app.people.mails import Letter, written
from app.people.models import Person, WorkMail
from app.people.queries import reader
from app.votes.models import MACHINE, Did, Mail, Vote, VoteState
from app.votes.service import case_of
from app.web.words import step_words, voted_on
from workflows.notices import Topic

DID = {Mail.OPENED: Did.OPENED, Mail.CLOSED: Did.CLOSED}


@written(*Mail)
def of_a_vote(session: Session, mail: WorkMail, person: Person | None) -> Letter | None:
    """To those on the roll who are still of the Group; that it is open is no news any more once it has closed."""
    kind, vote = Mail(mail.kind), session.get(Vote, mail.about, populate_existing=True)
    found = reader(session, person.id) if person else None
    if vote is None or found is None or (kind is Mail.OPENED and vote.state is not VoteState.OPEN):
        return None
    try:
        case_of(session, found.as_actor(), vote)
    except NotFound:
        return None
    subject = str(step_words(MACHINE, DID[kind]).notice)
    link = MailLink(_("Open it in Tryeza"), f"/votes/{vote.public_id}")
    return Letter(subject, (f"{subject}: {voted_on(vote.machine, vote.do)}.", link), Topic.VOTE)
