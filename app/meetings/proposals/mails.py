"""The mail of a proposed item."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person, WorkMail
from app.accounts.work_mails import MailText, MailWriters
from app.core.mail import MailLink
from app.meetings.models import AgendaProposal
from app.meetings.proposals.service import Mail, conveners

mails = MailWriters()


@mails.written(Mail.PROPOSED)
def proposed(session: Session, mail: WorkMail, person: Person | None) -> MailText | None:
    """To those who convene, while it waits; of what is proposed nothing."""
    row = session.get(AgendaProposal, mail.about)
    if row is None or row.item_id or row.left_out_at or person is None or person.id not in conveners(session):
        return None
    who = session.get_one(Organisation, row.organisation_id)
    return MailText(
        _("An item was proposed for a meeting"),
        (
            _("%(name)s proposes an item for the agenda of a meeting.", name=who.name),
            MailLink(_("See what is proposed"), "/meetings/proposals"),
        ),
    )
