"""Mails about meetings, each with its calendar file, and about proposed items. None names a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr

from flask import current_app
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person
from app.accounts.outbox import MailText, MailWriters
from app.core import ical
from app.core.formats import day, time_of_day
from app.core.language import translate as _
from app.core.mail import MailLink, Part
from app.meetings.invitations import knows_already, may_come, still_holds
from app.meetings.models import AgendaProposal, Meeting, MeetingMail, MeetingNews
from app.meetings.pages import meeting_entry
from app.meetings.proposals.service import Mail, conveners
from app.notifications.models import Notification
from config import Settings
from workflows.roles import INSIDERS

mails = MailWriters()


@mails.written(MeetingMail.INVITATION, topic=None)
def of_a_meeting(session: Session, row: Notification, person: Person | None) -> MailText | None:
    """To who is to come or is not any more, whatever their preferences; None where it does not hold any more."""
    assert person is not None
    actor, meeting = person.as_actor(), session.get_one(Meeting, row.meeting_id, populate_existing=True)
    if not still_holds(session, row, meeting, actor):
        return None
    if row.did == MeetingNews.CANCELLED:
        return _cancellation(meeting, person, known=may_come(session, actor, meeting))
    return _invitation(meeting, person, changed=knows_already(session, row, meeting))


def _invitation(meeting: Meeting, person: Person, *, changed: bool) -> MailText:
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
        _("The attached file puts it into your calendar. Replies to this e-mail are not read."),
    )
    return _text(person, subject, parts, meeting_entry(meeting, meeting.sequence, url))


def _cancellation(meeting: Meeting, person: Person, *, known: bool) -> MailText:
    """For who may see the meeting no more, it says neither when nor where."""
    entry = replace(meeting_entry(meeting, meeting.sequence, ""), place="", text="")
    file = _("The attached file takes it out of your calendar.")
    if known:
        when = _when(meeting)
        subject = _("Cancelled: meeting of the Group, %(when)s", when=when)
        parts = (_("the meeting of the Group on %(when)s is cancelled.", when=when), file)
        return _text(person, subject, parts, entry, cancelled=True)
    subject = _("Withdrawn: invitation to a meeting of the Group")
    parts = (_("your invitation to a meeting of the Group is withdrawn."), file)
    return _text(person, subject, parts, replace(entry, starts=None, ends=None), cancelled=True)


def _text(
    person: Person, subject: str, parts: Sequence[Part], entry: ical.Entry, *, cancelled: bool = False
) -> MailText:
    settings: Settings = current_app.extensions["tryeza.settings"]
    sender, reader = ical.Address(*parseaddr(settings.mail_sender)), ical.Address(person.name, person.email)
    file = ical.invitation(entry, sender, reader, cancelled=cancelled)
    name, method = (_("cancellation"), "CANCEL") if cancelled else (_("invitation"), "REQUEST")

    def attach(mail: EmailMessage) -> None:
        # read by calendars that take their invitations out of mails (RFC 6047), and a file for all others
        mail.add_alternative(file, subtype="calendar", params={"method": method})
        mail.add_attachment(file.encode(), maintype="application", subtype="ics", filename=f"{name}.ics")

    return MailText(subject, parts, attach=attach)


def _when(meeting: Meeting) -> str:
    return f"{day(meeting.starts_at)}, {time_of_day(meeting.starts_at)}"


def _url(meeting: Meeting) -> str:
    settings: Settings = current_app.extensions["tryeza.settings"]
    return settings.base_url.rstrip("/") + _path(meeting)


def _path(meeting: Meeting) -> str:
    return f"/meetings/{meeting.public_id}"


@mails.written(Mail.PROPOSED)
def proposed(session: Session, mail: Notification, person: Person | None) -> MailText | None:
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
