"""The people of a year: who comes beside those of the demonstration, who is away, who loses what, and when."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy import select

from app.accounts import bounces
from app.accounts.models import Organisation, Person, Role, person_role
from app.accounts.service import change_rights
from app.core.db import db, unit_of_work
from app.core.random_ids import public_id
from app.core.time import now
from app.notifications.models import Preferences
from app.notifications.service import PreferencesData, save_preferences
from tests.deadlines.year.audience import Human
from tests.world import World
from workflows.notifications import Frequency, Topic
from workflows.roles import Role as R

MEMBERS = ("anila", "besnik", "drita", "elira", "gentiana", "hana", "ilir", "jonida", "luljeta", "mira")
# a colleague of each: deputies on rights of their own, and more than one of a kind
MORE = (
    ("hana_b", "bashke", R.MEMBER),
    ("kastriot_b", "zeri", R.MEMBER),
    ("sociale_b", "sociale", R.AGENCY),
    ("koordinatorja_b", "koordinatori", R.COORDINATOR),
)
HEADS = ("sociale", "ministria", "policia")
NOW, DAILY, WEEKLY, NONE = Frequency
AT_ONCE = dict.fromkeys(Topic, NOW)
SELDOM = {**AT_ONCE, Topic.VOTE: NONE, Topic.CASE: DAILY}
OFFICE = {**AT_ONCE, Topic.CASE: DAILY}
Do = Callable[[datetime], None]


class Register:
    """Everybody, and how the table of people looked after each change."""

    def __init__(self, world: World, at: Callable[..., datetime]) -> None:
        self._world, self._at = world, at
        self._moments: list[datetime] = []
        self._tables: list[Sequence[Human]] = []
        self._settle()
        self._keep(at(0, 0))

    def at(self, moment: datetime) -> Sequence[Human]:
        """The table as it was then."""
        return self._tables[bisect_right(self._moments, moment) - 1]

    def of(self, person: int, moment: datetime) -> Human:
        """One of them."""
        return next(human for human in self.at(moment) if human.id == person)

    def has_coordinator(self, moment: datetime) -> bool:
        """Whether anybody was coordinator then."""
        return any(human.active and "coordinator" in human.roles for human in self.at(moment))

    def _settle(self) -> None:
        with unit_of_work() as session:
            roles = {role.name: role for role in session.scalars(select(Role))}
            for key, at, role in MORE:
                organisation = session.get_one(Organisation, self._world.cast.organisations[at])
                person = Person(
                    public_id=public_id(),
                    email=f"{key}@example.org",
                    name=key,
                    organisation=organisation,
                    roles=[roles[role.value]],
                    created_at=now(),
                )
                session.add(person)
                session.flush()
                self._world.cast.people[key] = person.as_actor()
            for key in HEADS:
                session.get_one(Person, self._id(key)).leads = True
        for key in (*MEMBERS, "kastriot", "fatmir", "nazmi", "arta", "dritan", "kastriot_b", "hana_b"):
            self._prefers(key, SELDOM)
        self._prefers("sekretaria", {**OFFICE, Topic.MOVE: DAILY})
        self._prefers("sociale_b", {**AT_ONCE, Topic.DATE: DAILY})
        self._prefers("koordinatorja_b", {**AT_ONCE, Topic.DATE: WEEKLY})
        self._prefers("ministria_b", {**OFFICE, Topic.DATE: DAILY})
        self._prefers("sociale", AT_ONCE, quiet_from=time(18), quiet_to=time(7))
        self._prefers("ministria", OFFICE, quiet_from=time(12), quiet_to=time(15, 30))
        self._prefers("femijet", AT_ONCE, quiet_from=time(14), quiet_to=time(20))

    def _id(self, key: str) -> int:
        return self._world.cast.people[key].person_id

    def _prefers(self, key: str, by_topic: dict[Topic, Frequency], **more: object) -> None:
        save_preferences(self._world.cast.people[key], PreferencesData(by_topic, **more))

    # --- what changes ----------------------------------------------------------------

    def changes(self, days: int) -> Iterator[tuple[int, int, Do]]:
        """On which day of the year, at which hour, what."""
        third, half = days // 3, days // 2
        yield third - 10, 13, self._away("hana", SELDOM, third - 10, third + 20, "hana_b")
        yield third, 6, self._away("kastriot", SELDOM, third + 2, third + 15, "kastriot_b")
        yield half, 6, self._away("kastriot", SELDOM, half, half + days // 4, "kastriot_b")
        yield half - 9, 10, self._away("ministria", OFFICE, half - 8, days, "ministria_b")
        yield half, 15, self._away("koordinatorja", AT_ONCE, half, half + 15, None)
        yield half + 3, 15, self._away("sekretaria", OFFICE, half + 3, half + 9, None)
        yield half + days // 6, 11, self._rights("ministria_b", (R.MINISTRY,), active=False)
        yield third + 5, 11, self._rights("policia", (), active=True)  # who leads it sees nothing any more
        yield half + 8, 16, self._rights("koordinatorja_b", (), active=True)
        yield half + 9, 9, self._rights("koordinatorja", (), active=True)  # nobody is coordinator
        yield half + 16, 9, self._rights("koordinatorja", (R.COORDINATOR,), active=True)
        yield half + days // 3, 16, self._rights("koordinatorja_b", (R.COORDINATOR,), active=True)
        yield half + days // 4, 6, self._reachable("punes")

    def unknown(self, days: int) -> Iterator[tuple[str, int, str]]:
        """From which day on the server knows an address not, and from which it does again."""
        yield "punes@example.org", days // 4, "550 5.1.1 User unknown"
        yield "punes@example.org", days // 2 + days // 4 - 1, ""

    def _away(
        self, key: str, by_topic: dict[Topic, Frequency], first: int, last: int, deputy: str | None
    ) -> Do:
        def do(moment: datetime) -> None:
            days = [self._at(day).date() for day in (first, last)]
            quiet = next(h.quiet for h in self.at(moment) if h.id == self._id(key)) or (None, None)
            by = self._id(deputy) if deputy else None
            save_preferences(self._world.cast.people[key], PreferencesData(by_topic, *quiet, *days, by))
            self._keep(moment)

        return do

    def _rights(self, key: str, roles: Sequence[R], *, active: bool) -> Do:
        def do(moment: datetime) -> None:
            change_rights(None, self._id(key), roles, active=active)
            someone = self._world.cast.people[key]
            self._world.cast.people[key] = replace(someone, roles=frozenset(roles))
            self._keep(moment)

        return do

    def _reachable(self, key: str) -> Do:
        return lambda _moment: bounces.clear(None, f"{key}@example.org")

    # --- what the table says ---------------------------------------------------------

    def _keep(self, moment: datetime) -> None:
        db.session.rollback()
        roles = defaultdict(set)
        held = select(person_role.c.person_id, Role.name).join(Role, Role.id == person_role.c.role_id)
        for person_id, role in db.session.execute(held):
            roles[person_id].add(role)
        rows = db.session.execute(
            select(Person, Organisation.kind, Preferences)
            .join(Organisation, Organisation.id == Person.organisation_id)
            .outerjoin(Preferences, Preferences.person_id == Person.id)
        )
        table = []
        for person, kind, preferences in rows:
            away: tuple[date, date] | None = None
            if preferences and preferences.away_from:
                away = preferences.away_from, preferences.away_to
            table.append(
                Human(
                    person.id,
                    person.email,
                    person.organisation_id,
                    str(kind),
                    frozenset(roles[person.id]),
                    person.active,
                    person.leads,
                    away,
                    preferences.deputy_id if preferences else None,
                    dict(preferences.by_topic) if preferences else {},
                    (preferences.quiet_from, preferences.quiet_to)
                    if preferences and preferences.quiet_from
                    else None,
                )
            )
        db.session.rollback()
        self._moments.append(moment)
        self._tables.append(table)
