"""The invented organisations and people of the demonstration, their seats, and their entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person, Role
from app.core.actor import Actor
from app.core.country import County, sort_key
from app.core.db import unit_of_work
from app.core.random_ids import public_id
from app.core.time import frozen, now, today
from app.directory.service import add_unit
from app.group.models import GroupChange, GroupEvent, HandOver, Holding
from app.group.service import admit, elect_chair
from workflows.composition import Capacity
from workflows.roles import Kind
from workflows.roles import Role as R

PASSWORD = "tryeza-demonstrim"  # noqa: S105 - the demonstration's own, printed on its first page

CARE, VICTIMS, RIGHTS = "child_care", "victim_services", "human_rights"

# key, name, kind, field, county, what it answers for
ORGANISATIONS: tuple[tuple[str, str, Kind, str | None, str | None, str], ...] = (
    ("agimi", "Qendra Agimi", Kind.MEMBER, CARE, "tirane", ""),
    ("fole", "Shoqata Foleja e Fëmijëve", Kind.MEMBER, CARE, "durres", ""),
    ("hapa", "Hapa të Sigurt", Kind.MEMBER, CARE, "elbasan", ""),
    ("lule", "Lulëkuqja për Fëmijët", Kind.MEMBER, CARE, "shkoder", ""),
    ("strehe", "Strehëza Dritare e Re", Kind.MEMBER, VICTIMS, "vlore", ""),
    ("ura", "Ura e Rikthimit", Kind.MEMBER, VICTIMS, "fier", ""),
    ("bashke", "Bashkë për Gratë", Kind.MEMBER, VICTIMS, "tirane", ""),
    ("mbeshtet", "Mbështetja Veri", Kind.MEMBER, VICTIMS, "kukes", ""),
    ("guri", "Guri i Themelit", Kind.MEMBER, VICTIMS, "korce", ""),
    ("zeri", "Zëri i të Drejtave", Kind.MEMBER, RIGHTS, "tirane", ""),
    ("barazi", "Forumi Barazi në Ligj", Kind.MEMBER, RIGHTS, "tirane", ""),
    ("vrojtim", "Vrojtuesi Qytetar", Kind.MEMBER, RIGHTS, "gjirokaster", ""),
    ("romet", "Rruga jonë: Romë dhe Egjiptianë", Kind.MEMBER, RIGHTS, "berat", ""),
    ("sekretariati", "Sekretariati teknik i Grupit", Kind.SECRETARIAT, None, None, ""),
    ("koordinatori", "Zyra e Koordinatorit Kombëtar", Kind.COORDINATOR, None, None, ""),
    ("ministria", "Ministria e Sigurisë Publike", Kind.MINISTRY, None, None, "politikat kundër trafikimit"),
    (
        "policia_a",
        "Drejtoria Vendore e Policisë, Qarku A",
        Kind.STATE_AGENCY,
        None,
        None,
        "identifikimi, hetimi",
    ),
    (
        "policia_b",
        "Drejtoria Vendore e Policisë, Qarku B",
        Kind.STATE_AGENCY,
        None,
        None,
        "identifikimi, hetimi",
    ),
    ("kufiri", "Drejtoria Qendrore e Kufirit", Kind.STATE_AGENCY, None, None, "kufiri, kthimi"),
    (
        "sociale",
        "Qendra Kombëtare e Shërbimeve Sociale",
        Kind.STATE_AGENCY,
        None,
        None,
        "strehimi, riintegrimi",
    ),
    ("femijet", "Agjencia për Mbrojtjen e Fëmijëve", Kind.STATE_AGENCY, None, None, "mbrojtja e fëmijëve"),
    ("punes", "Inspektorati i Punës", Kind.STATE_AGENCY, None, None, "inspektimi i punës"),
    ("prokuroria", "Prokuroria, Zyra A", Kind.STATE_AGENCY, None, None, "ndjekja penale"),
    ("magjistratura", "Shkolla e Gjyqtarëve", Kind.STATE_AGENCY, None, None, "trajnimi i gjyqtarëve"),
    ("komiteti", "Komiteti rajonal, Qarku C", Kind.STATE_AGENCY, None, None, "bashkërendimi rajonal"),
    (
        "arsimi",
        "Zyra e Arsimit Parauniversitar, Qarku B",
        Kind.STATE_AGENCY,
        None,
        None,
        "arsimi, parandalimi",
    ),
    (
        "shendeti",
        "Njësia Vendore e Kujdesit Shëndetësor",
        Kind.STATE_AGENCY,
        None,
        None,
        "kujdesi shëndetësor",
    ),
    ("linja", "Linja e Ndihmës 24 orë", Kind.NON_STATE_AGENCY, None, None, "këshillimi me telefon"),
    ("agjensi", "Dhoma e Agjencive të Punësimit", Kind.NON_STATE_AGENCY, None, None, "ndërmjetësimi i punës"),
    ("vrojtuesit", "Misioni Vëzhgues Ndërkombëtar", Kind.OBSERVER, None, None, ""),
)

# key, name, organisation, roles, language, what the README says of them
PEOPLE: tuple[tuple[str, str, str, tuple[R, ...], str], ...] = (
    ("anila", "Anila Hoxhaj", "agimi", (R.MEMBER,), "sq"),
    ("besnik", "Besnik Markaj", "fole", (R.MEMBER,), "sq"),
    ("drita", "Drita Koçi", "hapa", (R.MEMBER,), "sq"),
    ("elira", "Elira Shehaj", "lule", (R.MEMBER,), "sq"),
    ("fatmir", "Fatmir Dervishaj", "strehe", (R.MEMBER,), "sq"),
    ("gentiana", "Gentiana Lleshi", "ura", (R.MEMBER,), "sq"),
    ("hana", "Hana Bardhi", "bashke", (R.MEMBER,), "sq"),
    ("ilir", "Ilir Gjonaj", "mbeshtet", (R.MEMBER,), "sq"),
    ("jonida", "Jonida Peçi", "guri", (R.MEMBER,), "sq"),
    ("kastriot", "Kastriot Vokshi", "zeri", (R.MEMBER, R.CHAIR), "sq"),
    ("luljeta", "Luljeta Ndreu", "barazi", (R.MEMBER,), "sq"),
    ("mira", "Mira Çelaj", "vrojtim", (R.MEMBER,), "sq"),
    ("nazmi", "Nazmi Rrapaj", "romet", (R.MEMBER,), "sq"),
    ("arta", "Arta Lika", "lule", (R.MEMBER,), "sq"),
    ("dritan", "Dritan Mema", "strehe", (R.MEMBER,), "sq"),
    ("sekretaria", "Sonila Prendi", "sekretariati", (R.SECRETARIAT,), "sq"),
    ("administratori", "Arben Toska", "sekretariati", (R.ADMINISTRATOR,), "sq"),
    ("koordinatorja", "Valbona Isufaj", "koordinatori", (R.COORDINATOR,), "sq"),
    ("ministria", "Petrit Xhaferaj", "ministria", (R.MINISTRY,), "sq"),
    ("ministria_b", "Mimoza Kola", "ministria", (R.MINISTRY,), "sq"),
    ("policia", "Rezart Dokaj", "policia_a", (R.AGENCY,), "sq"),
    ("policia_b", "Teuta Zefi", "policia_b", (R.AGENCY,), "sq"),
    ("kufiri", "Ylli Bregu", "kufiri", (R.AGENCY,), "sq"),
    ("sociale", "Zana Kroi", "sociale", (R.AGENCY,), "sq"),
    ("femijet", "Edlira Gjini", "femijet", (R.AGENCY,), "sq"),
    ("punes", "Genti Rroku", "punes", (R.AGENCY,), "sq"),
    ("prokuroria", "Ledina Sula", "prokuroria", (R.AGENCY,), "sq"),
    ("agjensi", "Skënder Njela", "agjensi", (R.AGENCY,), "sq"),
    ("linja", "Blerta Meta", "linja", (R.AGENCY,), "sq"),
    ("vezhguesi", "Martin Keller", "vrojtuesit", (R.OBSERVER,), "en"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody in the demonstration, by key."""

    organisations: dict[str, int]
    people: dict[str, Actor]


def make_people(session: Session) -> Cast:
    """Create organisations, roles and people. One password for all: this is a demonstration."""
    roles = {role.name: role for role in session.scalars(select(Role))}
    for role_name in R:
        if role_name.value not in roles:
            roles[role_name.value] = Role(name=role_name.value)
    session.add_all(roles.values())
    founded = now() - timedelta(days=900)
    organisations = {}
    for key, name, kind, field, county, answers_for in ORGANISATIONS:
        organisation = Organisation(
            public_id=public_id(),
            name=name,
            kind=kind,
            field=field,
            area=County(county) if county else None,
            answers_for=answers_for,
            email=f"{key}@example.org",
            sort_key=sort_key(name),
            created_at=founded,
            **particulars(key),
        )
        session.add(organisation)
        organisations[key] = organisation
    secret = hash_password(PASSWORD)
    people = {}
    for key, name, at, held, language in PEOPLE:
        person = Person(
            public_id=public_id(),
            email=f"{key}@example.org",
            name=name,
            password=secret,
            organisation=organisations[at],
            roles=[roles[role.value] for role in held],
            language=language,
            confirmed_at=founded,
            created_at=founded,
        )
        session.add(person)
        people[key] = person
    session.flush()
    return Cast(
        {key: row.id for key, row in organisations.items()},
        {key: person.as_actor() for key, person in people.items()},
    )


MANDATE = timedelta(days=4 * 365)
FOUNDED = timedelta(days=3 * 365)
ALTERNATES = {"lule": "arta", "strehe": "dritan"}
ENDS_SOON = {"guri": timedelta(days=52)}
HANDED_OVER = ("strehe", "fatmir")


def make_seats(session: Session, cast: Cast) -> None:
    """Seat every member organisation with its representative, and alternates where there are any."""
    alternates = set(ALTERNATES.values())
    founded = today() - FOUNDED
    for key, _name, at, roles, _language in PEOPLE:
        if R.MEMBER not in roles or key in alternates:
            continue
        to_on = today() + ENDS_SOON[at] if at in ENDS_SOON else founded + MANDATE
        person = cast.people[key].person_id
        with frozen(now() - FOUNDED):
            seat = admit(session, cast.organisations[at], founded, to_on, person, "Themelimi i Grupit")
            if R.CHAIR in roles:
                session.flush()
                elect_chair(session, person, "Themelimi i Grupit")
        if at in ALTERNATES:
            other = cast.people[ALTERNATES[at]].person_id
            session.add(
                Holding(seat_id=seat.id, person_id=other, capacity=Capacity.ALTERNATE, from_on=founded)
            )
        if (at, key) == HANDED_OVER:
            given = HandOver(
                seat_id=seat.id,
                from_on=today() - timedelta(days=3),
                to_on=today() + timedelta(days=11),
                by_id=person,
                at=now() - timedelta(days=4),
            )
            session.add(given)
            session.add(
                GroupEvent(
                    at=given.at,
                    person_id=person,
                    organisation_id=cast.organisations[at],
                    what=GroupChange.HANDED_OVER,
                    details={"from_on": given.from_on.isoformat(), "to_on": given.to_on.isoformat()},
                )
            )
    session.flush()


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
