"""What mails of the directory are about, and the link that confirms an entry: signed, and good once."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from app.accounts.mails import OurClock
from app.accounts.models import Organisation, Person
from app.accounts.outbox import MailText, MailWriters, QueuedMail
from app.core.language import translate as _
from app.core.mail import MailLink
from app.directory.service import Mail, UnknownEntry

mails = MailWriters()

LASTS = timedelta(days=60)


def entry_of(session: Session, token: str) -> Organisation:
    """Whose entry the link is about. Raises UnknownEntry where it is used, expired, replaced or was never made."""
    try:
        row_id, mark = _serializer().loads(token, max_age=int(LASTS.total_seconds()))
    except (BadData, ValueError, TypeError):
        raise UnknownEntry from None
    row = session.get(Organisation, row_id)
    if row is None or not row.check_mark or row.check_mark != mark:
        raise UnknownEntry
    return row


@mails.written(Mail.CHECK)
def ask(session: Session, mail: QueuedMail, _person: Person | None) -> MailText | None:
    """Once a year, to the working address of an institution."""
    row = session.get(Organisation, mail.about)
    if row is None or not row.check_mark:
        return None
    return MailText(
        _("Is your entry in the directory still right?"),
        (
            _("once a year Tryeza asks each institution whether its entry in the directory is still right."),
            MailLink(_("See the entry and reply, within 60 days"), f"/directory/{_token(row)}"),
            _("The link works once and needs no account."),
        ),
    )


def _token(row: Organisation) -> str:
    return str(_serializer().dumps([row.id, row.check_mark]))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="directory", signer=OurClock)


class Subject(StrEnum):
    """What within one of the pillars."""

    AWARENESS = "awareness"
    SCHOOLS = "schools"
    LABOUR_INSPECTION = "labour_inspection"
    BORDER = "border"
    ONLINE_RECRUITMENT = "online_recruitment"
    IDENTIFICATION = "identification"
    REFERRAL = "referral"
    SHELTER = "shelter"
    HEALTH = "health"
    LEGAL_AID = "legal_aid"
    INTERPRETATION = "interpretation"
    CHILDREN = "children"
    RETURN = "return"
    REINTEGRATION = "reintegration"
    COMPENSATION = "compensation"
    DATA_PROTECTION = "data_protection"
    INVESTIGATION = "investigation"
    NON_PUNISHMENT = "non_punishment"
    WITNESS_PROTECTION = "witness_protection"
    HEARINGS_OF_CHILDREN = "hearings_of_children"
    SENTENCING = "sentencing"
    EXCHANGE_OF_DATA = "exchange_of_data"
    FUNDING = "funding_of_services"
    REGIONAL_COMMITTEE = "regional_committee"
    NON_STATE_PROVIDER = "non_state_provider"
    PRIVATE_SECTOR = "private_sector"
