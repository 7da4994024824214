"""Mails of access requests."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.access_requests.access import find
from app.access_requests.models import AccessRequest
from app.access_requests.steps import Mail
from app.accounts.models import Person, WorkMail
from app.accounts.queries import reader
from app.accounts.work_mails import MailText, MailWriters
from app.core.mail import MailLink
from app.core.refusals import NotFound
from app.process.step_labels import step_words
from workflows.access_request import ACCESS_REQUEST, AccessRequestAction
from workflows.notifications import Topic

mails = MailWriters()

AWAITED = frozenset(
    {Mail.ASK, Mail.ARRANGE}
)  # the ministry is to answer; who asked is to say whether it came about


@mails.written(*Mail)
def of_an_access_request(session: Session, mail: WorkMail, person: Person | None) -> MailText | None:
    """To the ministry or to who asked, as long as the request exists for them."""
    row = session.get(AccessRequest, mail.about)
    found = reader(session, person.id) if person else None
    if row is None or found is None:
        return None
    try:
        find(session, found.as_actor(), row.public_id)
    except NotFound:
        return None
    topic = Topic.MOVE if mail.kind in AWAITED else Topic.CASE
    subject = str(step_words(ACCESS_REQUEST.name, AccessRequestAction[Mail(mail.kind).name]).notice)
    parts = f"{subject}.", MailLink(_("Open it in Tryeza"), f"/access-requests/{row.public_id}")
    return MailText(subject, parts, topic)
