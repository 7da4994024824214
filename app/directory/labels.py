"""What was changed of an entry of the directory, as people read it."""

from __future__ import annotations

from typing import Any

from app.accounts.labels import Line
from app.accounts.models import OrganisationEvent
from app.core import labels
from app.core.country import County
from app.core.labels import label
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.directory.links import Subject
from workflows.composition import Field
from workflows.roles import Kind

FIELDS = {
    "name": _l("Name"),
    "kind": _l("Kind"),
    "field": _l("Field"),
    "area": _l("County of its seat"),
    "email": _l("E-mail"),
    "phone": _l("Telephone"),
    "postal": _l("Postal address"),
    "answers_for": _l("Answers for"),
    "counties": _l("Where it works"),
    "subjects": _l("Subjects"),
    "sign_off": _l("Answers need a second signature"),
    "active": _l("Active"),
    "head_name": _l("Head"),
    "head_address": _l("Address of the head"),
    "leader": _l("Account of the head"),
    "unit": _l("Unit"),
}
SUBJECT = {
    Subject.AWARENESS: _l("Awareness"),
    Subject.SCHOOLS: _l("Schools"),
    Subject.LABOUR_INSPECTION: _l("Labour inspection"),
    Subject.BORDER: _l("Border"),
    Subject.ONLINE_RECRUITMENT: _l("Online recruitment"),
    Subject.IDENTIFICATION: _l("Identification of victims"),
    Subject.REFERRAL: _l("Referral"),
    Subject.SHELTER: _l("Shelters"),
    Subject.HEALTH: _l("Health care"),
    Subject.LEGAL_AID: _l("Legal aid"),
    Subject.INTERPRETATION: _l("Interpretation"),
    Subject.CHILDREN: _l("Children"),
    Subject.RETURN: _l("Return and repatriation"),
    Subject.REINTEGRATION: _l("Reintegration"),
    Subject.COMPENSATION: _l("Compensation"),
    Subject.DATA_PROTECTION: _l("Data protection"),
    Subject.INVESTIGATION: _l("Investigation"),
    Subject.NON_PUNISHMENT: _l("Non-punishment of victims"),
    Subject.WITNESS_PROTECTION: _l("Witness protection"),
    Subject.HEARINGS_OF_CHILDREN: _l("Hearings of children"),
    Subject.SENTENCING: _l("Sentencing"),
    Subject.EXCHANGE_OF_DATA: _l("Exchange of data"),
    Subject.FUNDING: _l("Funding of services"),
    Subject.REGIONAL_COMMITTEE: _l("Cooperation in the regional committee"),
    Subject.NON_STATE_PROVIDER: _l("Conduct of a non-state provider"),
    Subject.PRIVATE_SECTOR: _l("Private sector"),
}
COUNTY = {
    County.BERAT: _l("Berat"),
    County.DIBER: _l("Dibër"),
    County.DURRES: _l("Durrës"),
    County.ELBASAN: _l("Elbasan"),
    County.FIER: _l("Fier"),
    County.GJIROKASTER: _l("Gjirokastër"),
    County.KORCE: _l("Korçë"),
    County.KUKES: _l("Kukës"),
    County.LEZHE: _l("Lezhë"),
    County.SHKODER: _l("Shkodër"),
    County.TIRANE: _l("Tiranë"),
    County.VLORE: _l("Vlorë"),
    County.NATIONAL: _l("Whole country"),
}
_LISTS = (Kind, Field, County, Subject)


def register_labels() -> None:
    """Make these words known."""
    labels.register(SUBJECT, COUNTY)


def entry_lines(event: OrganisationEvent) -> list[Line]:
    """What was, and what is."""
    return [
        Line(str(FIELDS.get(name, name)), _said(change["before"]), _said(change["after"]) or _("nothing"))
        for name, change in event.changes.items()
    ]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value)
    return str(_words().get(value, value)) if value else ""


def _words() -> dict[str, object]:
    return {str(member.value): label(member) for kind in _LISTS for member in kind}
