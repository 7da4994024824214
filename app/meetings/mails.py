"""Mails about meetings: an invitation, a change, a cancellation, each with its calendar file. None names a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person, WorkMail
from app.accounts.work_mails import MailText, MailWriters
from app.core import ical
from app.core.formats import day, time_of_day
from app.core.mail import MailLink, Part, addressed, compose
from app.core.outbox import deliver_one
from app.meetings.invitations import knows_already, may_come, reader_of, still_holds
from app.meetings.models import AgendaProposal, Invitation, Meeting, Method
from app.meetings.pages import meeting_entry
from app.meetings.proposals.service import Mail, conveners
from config import Settings
from workflows.roles import INSIDERS


def deliver_invitation(send: Callable[[EmailMessage], None]) -> bool:
    """Send the mail about a meeting that has waited longest; False when none is due."""
    return deliver_one(Invitation, _written, send)


def _written(session: Session, row: Invitation) -> EmailMessage | None:
    """The mail in its reader's language, or None where it does not hold any more."""
    person = reader_of(session, row.person_id)
    meeting = session.get_one(Meeting, row.meeting_id, populate_existing=True)
    if person is None or not still_holds(session, row, meeting, person.as_actor()):
        return None
    with force_locale(person.language):
        if row.method is Method.REQUEST:
            return _invitation(row, meeting, person, changed=knows_already(session, row, meeting))
        return _cancellation(row, meeting, person, known=may_come(session, person.as_actor(), meeting))


def _invitation(row: Invitation, meeting: Meeting, person: Person, *, changed: bool) -> EmailMessage:
    when, url = _when(meeting), _url(meeting)
    if changed:
        subject = _("Changed: meeting of the Group, %(when)s", when=when)
        opening = _("the meeting of the Group to which you are invited has changed. It is now:")
    elif person.as_actor().is_(*INSIDERS):
        subject = _("Invitation: meeting of the Group, %(when)s", when=when)
        opening = _("you are invited to a meeting of the Group:")
    else:
        subject = _("Invitation: meeting of the Group, %(when)s", when=when)
        opening = _("you are invited to a meeting of the Group, for the items that you see after signing in:")
    where = [f"{_('Place')}: {meeting.place}"] if meeting.place else []
    if meeting.link:
        where.append(f"{_('Link')}: {meeting.link}")
    parts = (
        opening,
        "\n".join((f"{_('Time')}: {when}–{time_of_day(meeting.ends_at)}", *where)),
        MailLink(_("Agenda and papers"), _path(meeting)),
        _("The attached file puts it into your calendar. Answers to this mail are not read."),
    )
    return _mail(row, person, subject, parts, meeting_entry(meeting, row.sequence, url))


def _cancellation(row: Invitation, meeting: Meeting, person: Person, *, known: bool) -> EmailMessage:
    """For who may see the meeting no more, it says neither when nor where."""
    entry = replace(meeting_entry(meeting, row.sequence, ""), place="", text="")
    file = _("The attached file takes it out of your calendar.")
    if known:
        when = _when(meeting)
        subject = _("Cancelled: meeting of the Group, %(when)s", when=when)
        parts = (_("the meeting of the Group on %(when)s is cancelled.", when=when), file)
        return _mail(row, person, subject, parts, entry)
    subject = _("Taken back: invitation to a meeting of the Group")
    parts = (_("your invitation to a meeting of the Group is taken back."), file)
    return _mail(row, person, subject, parts, replace(entry, starts=None, ends=None))


def _mail(
    row: Invitation, person: Person, subject: str, parts: Sequence[Part], entry: ical.Entry
) -> EmailMessage:
    settings: Settings = current_app.extensions["tryeza.settings"]
    mail = compose(
        addressed(person.name, person.email),
        subject,
        (_("Dear %(name)s,", name=person.name), *parts),
        language=person.language,
        message_id=row.message_id,
    )
    file = ical.invitation(
        entry,
        ical.Address(*parseaddr(settings.mail_sender)),
        ical.Address(person.name, person.email),
        cancelled=row.method is Method.CANCEL,
    )
    # read by calendars that take their invitations out of mails (RFC 6047), and a file for all others
    mail.add_alternative(file, subtype="calendar", params={"method": row.method.value.upper()})
    name = _("invitation") if row.method is Method.REQUEST else _("cancellation")
    mail.add_attachment(file.encode(), maintype="application", subtype="ics", filename=f"{name}.ics")
    return mail


def _when(meeting: Meeting) -> str:
    return f"{day(meeting.starts_at)}, {time_of_day(meeting.starts_at)}"


def _url(meeting: Meeting) -> str:
    settings: Settings = current_app.extensions["tryeza.settings"]
    return settings.base_url.rstrip("/") + _path(meeting)


def _path(meeting: Meeting) -> str:
    return f"/meetings/{meeting.public_id}"


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
