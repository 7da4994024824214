"""Mails about rights: what waits for a second person, what became of it, what a command of the server gave."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts.models import AccountEvent, Person, WorkMail
from app.accounts.rights.models import Proposal, ProposalState
from app.accounts.rights.proposals import Mail, confirmers
from app.accounts.work_mails import MailText, MailWriters
from app.core.mail import MailLink

mails = MailWriters()


@mails.written(Mail.PROPOSED)
def proposed(session: Session, mail: WorkMail, person: Person | None) -> MailText | None:
    """To the secretariat and the chair, while it waits."""
    row = session.get(Proposal, mail.about)
    if row is None or row.state is not ProposalState.OPEN or not _still_confirms(session, person):
        return None
    whose, by = session.get_one(Person, row.person_id), session.get_one(Person, row.by_id)
    return MailText(
        _("A right waits for a second person"),
        (
            _(
                "%(by)s proposes to change what the account of %(name)s may do. It takes effect when you or another "
                "person of the secretariat or the chair confirms it.",
                by=by.name,
                name=whose.name,
            ),
            MailLink(_("See what is proposed"), f"/rights/{row.public_id}"),
        ),
    )


@mails.written(Mail.DECIDED)
def decided(session: Session, mail: WorkMail, _person: Person | None) -> MailText | None:
    """To who proposed it."""
    row = session.get(Proposal, mail.about)
    if row is None or row.state not in (ProposalState.CONFIRMED, ProposalState.REFUSED):
        return None
    whose = session.get_one(Person, row.person_id)
    said = (
        _("what you proposed for the account of %(name)s is confirmed and in force.", name=whose.name)
        if row.state is ProposalState.CONFIRMED
        else _("what you proposed for the account of %(name)s was refused.", name=whose.name)
    )
    return MailText(
        _("What you proposed was decided"),
        (said, MailLink(_("See the proposal"), f"/rights/{row.public_id}")),
    )


@mails.written(Mail.GIVEN)
def given(session: Session, mail: WorkMail, person: Person | None) -> MailText | None:
    """To the secretariat and the chair: a command of the server needs no second person, and is told."""
    event = session.get(AccountEvent, mail.about)
    if event is None or not _still_confirms(session, person):
        return None
    whose = session.get_one(Person, event.person_id)
    return MailText(
        _("A command of the server changed an account"),
        (
            _(
                "the account of %(name)s (%(email)s) was given a right or changed by a command on the server, which "
                "needs no second person. If you did not expect it, ask who runs the server.",
                name=whose.name,
                email=whose.email,
            ),
        ),
    )


def _still_confirms(session: Session, person: Person | None) -> bool:
    return person is not None and person.id in confirmers(session)
