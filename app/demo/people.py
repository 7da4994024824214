"""The invented organisations and people of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person, Role
from app.core.actor import Actor
from app.core.collation import sort_key
from app.core.geography import County
from app.core.random_ids import public_id
from app.core.time import now
from app.demo.entries import particulars
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
    ("ministria", "Ministria e Brendshme", Kind.MINISTRY, None, None, "politikat kundër trafikimit"),
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
    ("kufiri", "Departamenti për Kufirin dhe Migracionin", Kind.STATE_AGENCY, None, None, "kufiri, kthimi"),
    ("sociale", "Shërbimi Social Shtetëror", Kind.STATE_AGENCY, None, None, "strehimi, riintegrimi"),
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
