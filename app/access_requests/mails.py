"""Mails of access requests."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access_requests.access import find
from app.access_requests.models import AccessRequest
from app.access_requests.steps import Mail
from app.accounts.models import Person
from app.accounts.outbox import MailText, MailWriters
from app.core.language import translate as _
from app.core.mail import MailLink
from app.core.refusals import NotFound
from app.notifications.models import Notification
from app.process.step_labels import step_words
from workflows.access_request import ACCESS_REQUEST, AccessRequestAction
from workflows.notifications import Topic

mails = MailWriters()

AWAITED = {Mail.ASK, Mail.ARRANGE}  # the ministry is to answer; who asked is to say whether it came about


@mails.written(*(set(Mail) - AWAITED), topic=Topic.CASE)
@mails.written(*AWAITED)
def of_an_access_request(session: Session, mail: Notification, person: Person | None) -> MailText | None:
    """To the ministry or to who asked, as long as the request exists for them."""
    row = session.get(AccessRequest, mail.about)
    if row is None or person is None:
        return None
    try:
        find(session, person.as_actor(), row.public_id)
    except NotFound:
        return None
    subject = str(step_words(ACCESS_REQUEST.name, AccessRequestAction[Mail(mail.kind).name]).notice)
    parts = f"{subject}.", MailLink(_("Open it in Tryeza"), f"/access-requests/{row.public_id}")
    return MailText(subject, parts)
