"""What the directory of the demonstration tells of each institution, and the units inside the ministry."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.accounts.models import Organisation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.time import now
from app.directory.service import add_unit

if TYPE_CHECKING:
    from app.demo.people import Cast

WORKS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ministria": (("national",), ("exchange_of_data", "funding_of_services", "regional_committee")),
    "policia_a": (("tirane", "durres"), ("identification", "investigation", "witness_protection")),
    "policia_b": (("vlore", "fier"), ("identification", "investigation")),
    "kufiri": (("national",), ("border", "return", "identification")),
    "sociale": (("national",), ("shelter", "reintegration", "referral", "interpretation")),
    "femijet": (("national",), ("children", "schools", "online_recruitment")),
    "punes": (("national",), ("labour_inspection", "private_sector")),
    "prokuroria": (("tirane",), ("non_punishment", "sentencing", "hearings_of_children")),
    "magjistratura": (("national",), ("sentencing", "hearings_of_children")),
    "komiteti": (("korce", "berat"), ("regional_committee", "referral")),
    "arsimi": (("vlore", "fier"), ("schools", "awareness")),
    "shendeti": (("elbasan",), ("health",)),
    "linja": (("national",), ("non_state_provider", "referral")),
    "agjensi": (("national",), ("private_sector", "labour_inspection")),
}
UNITS = (
    "Sektori kundër trafikimit",
    "Drejtoria e Politikave për Fëmijët",
    "Sektori i marrëdhënieve me institucionet vartëse",
)
SILENT, CHANGED = "shendeti", "komiteti"


def particulars(key: str) -> dict[str, Any]:
    """Where an institution works and what it answers for."""
    counties, subjects = WORKS.get(key, ((), ()))
    told: dict[str, Any] = {"counties": list(counties), "subjects": list(subjects)}
    told["checked_at"] = now() - timedelta(days=100)
    if key in WORKS:
        told |= {"phone": "+355 4 000 0000", "postal": "Rruga e Shembullit 1, Tiranë"}
    return told


def make_entries(cast: Cast) -> None:
    """Units of the ministry; one entry of which nobody says that it is right, one that has changed."""
    ministry: Actor = cast.people["ministria"]
    for name in UNITS:
        add_unit(ministry, ministry.organisation_id, name)
    with unit_of_work() as session:
        silent = session.get_one(Organisation, cast.organisations[SILENT])
        silent.check_mark, silent.check_asked_at = "unanswered", now() - timedelta(days=45)
        silent.checked_at = now() - timedelta(days=410)
        changed = session.get_one(Organisation, cast.organisations[CHANGED])
        changed.check_note = "Sekretari i komitetit ka ndryshuar dhe zyra është zhvendosur."
