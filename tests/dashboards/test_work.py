"""My work: what awaits whose move, with the one sensible action, and what changed since the last visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.concerns.models import Concern
from app.concerns.vocabulary import Naming
from app.core.db import db, unit_of_work
from app.core.time import now
from app.dashboards import waiting, work
from app.dashboards.waiting import Awaited
from app.dashboards.work import note_visit
from app.demo import lives
from app.demo.lives import DemoStep
from app.filing.service import Question
from app.response.service import MoreTime
from tests.rights.stages import LIVES_BY_STAGE, RECOMMENDATION_LIVES
from tests.world import World
from workflows.roles import Role


def awaits(world: World, who: str) -> set[tuple[str, str]]:
    """Addresses and rules of the clocks that wait for this person."""
    db.session.rollback()
    return {(row.public_id, row.rule.value) for row in work.clocks(db.session(), world.cast.people[who])}


def without(world: World, who: str) -> set[tuple[str, str]]:
    """Addresses and kinds of what waits without a clock."""
    db.session.rollback()
    found = waiting.without_clock(db.session(), world.cast.people[who])
    return {(row.public_id, what.value) for what, row in found}


EVERYBODY = (
    "anila",
    "hana",
    "mira",
    "kastriot",
    "sekretaria",
    "ministria",
    "sociale",
    "prokuroria",
    "koordinatorja",
    "vezhguesi",
)
# stage or state, rule of its clock -> who finds it among what awaits them
CONCERNS = {
    "submitted": ("intake", {"sekretaria"}),
    "information_requested": ("information", {"anila"}),
    "under_review": ("review", {"hana"}),
    "in_fact_check": ("fact_check", {"sociale", "ministria"}),
    "in_deliberation": ("deliberation", {"kastriot"}),
    "adopted": ("transmission", {"sekretaria"}),
}
RECOMMENDATIONS = {
    "awaiting_response": ("response", {"sociale", "ministria"}),
    "clarification_requested": ("clarification", {"hana"}),
    "accepted": ("plan", {"sociale", "ministria"}),
    "rejected": ("reconsideration", {"kastriot"}),
    "in_mediation": ("mediation", {"koordinatorja"}),
    "in_implementation": ("implementation", {"sociale", "ministria"}),
    "reported_done": ("verification", {"anila", "hana", "mira", "kastriot"}),
}


def test_each_clock_awaits_its_party_and_nobody_else(world: World) -> None:
    expected = {}
    for stage, (rule, who) in CONCERNS.items():
        expected[world.concern(LIVES_BY_STAGE[stage]), rule] = who
    for state, (rule, who) in RECOMMENDATIONS.items():
        expected[world.concern(RECOMMENDATION_LIVES[state]), rule] = who
    for person in EVERYBODY:
        assert awaits(world, person) == {key for key, who in expected.items() if person in who}, person


def test_a_review_without_rapporteur_awaits_the_chair(world: World) -> None:
    address = world.concern([*lives.SUBMITTED, DemoStep(1, "sekretaria", "admit")])
    assert (address, "review") in awaits(world, "kastriot")


def test_what_is_not_competent_awaits_the_ministry(world: World) -> None:
    from app.process.data import Reason

    address = world.concern([*lives.SENT, DemoStep(1, lives.A, "disclaim", lambda _s: Reason("Jo ne."), 1)])
    assert (address, "response") in awaits(world, "ministria")
    assert (address, "response") not in awaits(world, "sociale")


def test_a_request_for_more_time_awaits_the_coordinator(world: World) -> None:
    extension = DemoStep(
        1, lives.A, "ask_extension", lambda s: MoreTime("Pushimet.", until=s.day + timedelta(days=60)), 1
    )
    address = world.concern([*lives.SENT, extension])
    assert without(world, "koordinatorja") == {(address, Awaited.EXTENSION)}
    assert awaits(world, "koordinatorja") == set()  # the date is the institution's
    world.act("koordinatorja", address, "grant_extension", MoreTime(), number=1)
    assert without(world, "koordinatorja") == set()


def test_what_waits_without_a_clock(world: World) -> None:
    draft = world.concern([])
    naming = world.concern(lives.ADOPTED, naming=Naming.ASK)
    closing = world.concern(lives.VERIFIED)
    unread = world.concern(lives.DRAFTED, about_member=True)
    question = DemoStep(1, "sekretaria", "ask_for_information", lambda _s: Question("Kur?"))
    silent = world.concern([*lives.SUBMITTED, question], age=30)
    warned = world.concern([*lives.SUBMITTED, question, DemoStep(13, "sekretaria", "warn_of_lapse")], age=30)
    unchecked = world.concern(LIVES_BY_STAGE["in_fact_check"], age=30)
    confirmed = world.concern(lives.URGENT[:2], urgent=True)
    assert without(world, "anila") == {(draft, Awaited.DRAFT), (naming, Awaited.NAMING)}
    assert without(world, "sekretaria") == {
        (closing, Awaited.CLOSE),
        (silent, Awaited.WARN),
        (warned, Awaited.LAPSE),
    }
    assert without(world, "kastriot") == {
        (closing, Awaited.CLOSE),
        (unread, Awaited.SECOND_READER),
        (confirmed, Awaited.URGENT),
    }
    assert without(world, "hana") == {(unchecked, Awaited.GO_ON)}
    for who in ("mira", "ministria", "sociale", "koordinatorja", "vezhguesi"):
        assert without(world, who) == set()


def test_who_holds_two_roles_finds_each_case_once(world: World) -> None:
    address = world.concern(lives.SENT)
    agency = world.cast.people["sociale"]
    both = replace(agency, roles=frozenset({Role.AGENCY, Role.MINISTRY}))
    rows = [row for row in work.clocks(db.session(), both) if row.public_id == address]
    assert len(rows) == 1


def changed(world: World, who: str, hours: int = 24 * 365) -> set[tuple[str, str]]:
    db.session.rollback()
    rows = work.changes(db.session(), world.cast.people[who], now() - timedelta(hours=hours))
    return {(row.public_id, row.do) for row in rows}


def test_changes_are_those_of_others_in_cases_that_are_ones_own(world: World) -> None:
    address = world.concern(lives.SENT)
    assert (address, "admit") in changed(world, "anila")
    assert (address, "submit") not in changed(world, "anila")  # she did it herself
    assert (address, "submit") in changed(world, "hana")
    assert changed(world, "mira") == set()
    assert (address, "submit") in changed(world, "kastriot")
    for who in ("ministria", "sociale", "koordinatorja"):
        found = changed(world, who)
        assert (address, "transmit") in found, who
        assert not found & {(address, "submit"), (address, "propose"), (address, "adopt")}, who
    assert changed(world, "prokuroria") == set()
    assert changed(world, "anila", hours=0) == set()


def test_an_extract_names_the_case_outside(world: World) -> None:
    world.concern(lives.SENT, title="Titulli i paraqitjes")
    rows = work.changes(db.session(), world.cast.people["sociale"], now() - timedelta(days=365))
    assert rows
    assert {row.title for row in rows} == {db.session.scalar(select(Concern.extract_title))}
    assert "Titulli i paraqitjes" not in {row.title for row in rows}


@pytest.mark.parametrize("begins", [True, False])
def test_a_visit_keeps_the_last_moment_of_the_one_before(world: World, begins: bool) -> None:
    person_id = world.cast.people["anila"].person_id
    before = now() - timedelta(days=3)
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == person_id).values(last_seen_at=before))
    note_visit(person_id, begins=begins)
    db.session.expire_all()
    person = db.session.get_one(Person, person_id)
    assert person.last_seen_at is not None and person.last_seen_at > before
    assert person.previous_seen_at == (before if begins else None)
