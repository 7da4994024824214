"""Lists hold what a person may see and nothing else: in SQL what the tables of standing and policy say row by row.

That those tables say the right thing is held by what is written by hand: who sees and does what in
`tests/rights/oracle.py`, what is read in the history outside the Group in `tests/workflows/oracle_*.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.concerns.access import Case, load_recommendations
from app.concerns.models import Concern, Recommendation
from app.concerns.recusals import Recusal
from app.concerns.visibility import UNSENT, told, visible
from app.core.actor import Actor
from app.core.db import db
from app.core.paging import Cursor, Page
from app.core.time import today
from app.dashboards import concern_list as concern_list
from app.dashboards import recommendation_list as recommendation_list
from app.dashboards.filters import ConcernFilter, RecommendationFilter, Sort
from app.dashboards.queries import navigation_counts
from app.process.models import Event
from tests.dashboards.conftest import PEOPLE
from tests.workflows import oracle_concern, oracle_recommendation
from tests.workflows.oracle_rows import PUBLIC, by_pair
from tests.world import World
from workflows.concern import Stage
from workflows.permissions import Right
from workflows.recommendation import State


def every_page(read: Callable[[Cursor | None], Page]) -> list[Any]:
    """All rows of a list, page after page."""
    rows: list[Any] = []
    place: Cursor | None = None
    while True:
        page = read(place)
        rows += page.rows
        if page.last is None:
            return rows
        place = Cursor(page.last)


def reckoned(actor: Actor) -> dict[str, Case]:
    """The concerns that exist for a person, by the tables of standing and policy; recusals by their rows."""
    session = db.session()
    found = {}
    for concern in session.scalars(select(Concern)):
        recused = session.scalars(select(Recusal).where(Recusal.concern_id == concern.id)).all()
        away = any(
            r.person_id == actor.person_id or r.organisation_id == actor.organisation_id for r in recused
        )
        case = Case(actor, concern, load_recommendations(session, concern.id))
        if Right.READ in case.rights and not (away and "member" in actor.roles):
            found[concern.public_id] = case
    return found


def test_concerns(full: World) -> None:
    filer = full.cast.people["anila"].organisation_name
    for who in PEOPLE:
        actor = full.cast.people[who]
        cases = reckoned(actor)
        drafts = {key for key, case in cases.items() if case.concern.stage is Stage.DRAFT}
        listed = every_page(lambda p, a=actor: concern_list.concerns(db.session(), a, ConcernFilter(), p))
        assert [row.public_id for row in listed] == sorted(
            cases.keys() - drafts, key=lambda key: -cases[key].concern.id
        )
        for row in listed:
            case = cases[row.public_id]
            reads = bool({Right.DRAFTS, Right.NARRATIVE} & case.rights)
            expected = case.concern.title if reads else case.concern.extract_title or None
            assert row.title == (expected if reads or case.concern.transmitted_at else None)
            if Right.FILER not in case.rights:
                assert row.holder != filer
            if Right.DRAFTS not in case.rights:
                assert row.institutions is None
        own = every_page(
            lambda p, a=actor: concern_list.concerns(db.session(), a, ConcernFilter(stage=Stage.DRAFT), p)
        )
        assert {row.public_id for row in own} == drafts


PUBLIC_STEPS = {
    (machine, source, do)
    for machine, rows in (("concern", oracle_concern.ROWS), ("recommendation", oracle_recommendation.ROWS))
    for (source, do), row in by_pair(rows).items()
    if row.read == PUBLIC
}


def is_public(event: Event) -> bool:
    """Whether who is outside the Group reads it: a step by the table that is written by hand, else as it is marked."""
    if event.machine in ("concern", "recommendation"):
        assert event.public == ((event.machine, event.source, event.do) in PUBLIC_STEPS), (
            event.source,
            event.do,
        )
    return event.public


def test_a_person_hears_of_what_the_tables_of_rights_let_them_see(full: World) -> None:
    events, heard = db.session.scalars(select(Event)).all(), set()
    for who in PEOPLE:
        actor = full.cast.people[who]
        cases = {case.concern.id: case for case in reckoned(actor).values()}
        expected = set()
        for event in events:
            case = cases.get(event.concern_id)
            if case is None:
                continue
            inside = Right.DRAFTS in case.rights or case.concern.stage is Stage.DRAFT
            shown = event.recommendation_id in {None, *(r.id for r in case.recommendations)}
            if inside or ((is_public(event) or Right.FACTS in case.rights) and shown):
                expected.add(event.id)
        query = (
            select(Event.id)
            .join(Concern, Concern.id == Event.concern_id)
            .outerjoin(Recommendation, Recommendation.id == Event.recommendation_id)
            .where(visible(actor), told(actor))
        )
        assert set(db.session.scalars(query)) == expected, who
        heard |= expected
    assert len(heard) > len(events) / 2


def test_concerns_by_their_dates(full: World) -> None:
    for who in ("anila", "mira", "sekretaria", "koordinatorja", "vezhguesi"):
        actor = full.cast.people[who]
        cases = [case.concern for case in reckoned(actor).values() if case.concern.stage is not Stage.DRAFT]
        dated = [c for c in cases if c.is_open and c.due_on]
        in_order = [c.public_id for c in sorted(dated, key=lambda c: (c.due_on, c.id))]
        for chosen, expected in (
            (ConcernFilter(sort=Sort.DUE), in_order),
            (
                ConcernFilter(overdue=True),
                [c.public_id for c in sorted(late(dated), key=lambda c: (c.due_on, c.id))],
            ),
        ):
            rows = every_page(lambda p, a=actor, f=chosen: concern_list.concerns(db.session(), a, f, p))
            assert [row.public_id for row in rows] == expected, who


def late(concerns: list[Concern]) -> list[Concern]:
    return [c for c in concerns if c.due_on is not None and c.due_on < today()]


def test_what_is_overdue_for_those_who_answer_is_their_own(full: World) -> None:
    for who in ("ministria", "sociale", "prokuroria"):
        actor = full.cast.people[who]
        expected = set()
        for key, case in reckoned(actor).items():
            shown = [r for r in case.recommendations if r.due_on and r.due_on < today()]
            checks = case.concern.stage is Stage.FACT_CHECK and case.concern.due_on < today()
            if shown or checks:
                expected.add(key)
        rows = every_page(
            lambda p, a=actor: concern_list.concerns(db.session(), a, ConcernFilter(overdue=True), p)
        )
        assert {row.public_id for row in rows} == expected
        assert bool(expected) == (who != "prokuroria")


def test_recommendations(full: World) -> None:
    for who in PEOPLE:
        actor = full.cast.people[who]
        shown = [r for case in reckoned(actor).values() for r in case.recommendations]
        for chosen, expected in (
            (RecommendationFilter(), [r for r in shown if r.state not in UNSENT]),
            (RecommendationFilter(state=State.DRAFTED), [r for r in shown if r.state is State.DRAFTED]),
            (RecommendationFilter(state=State.ADOPTED), [r for r in shown if r.state is State.ADOPTED]),
            (
                RecommendationFilter(overdue=True),
                [r for r in shown if r.state not in UNSENT and r.due_on and r.due_on < today()],
            ),
        ):
            rows = every_page(
                lambda p, a=actor, f=chosen: recommendation_list.recommendations(db.session(), a, f, p)
            )
            assert {row.id for row in rows} == {r.id for r in expected}, (who, chosen)
            assert len(rows) == len(expected)


def test_who_answers_reads_whose_move_it_is_from_what_they_may_see(full: World) -> None:
    for who in ("ministria", "sociale"):
        actor = full.cast.people[who]
        cases = reckoned(actor)
        ids = {case.concern.id: case for case in cases.values()}
        found = concern_list.recommendations_in(db.session(), actor, list(ids))
        for concern_id, rows in found.items():
            visible = [
                r for r in ids[concern_id].recommendations if r.state not in {*UNSENT, State.CONCLUDED}
            ]
            assert len(rows) == len(visible)


def test_filters_keep_what_the_row_says(full: World) -> None:
    actor = full.cast.people["sekretaria"]
    cases = {key: case.concern for key, case in reckoned(actor).items()}
    some = next(iter(cases.values()))
    for chosen, holds in (
        (ConcernFilter(stage=Stage.REVIEW), lambda c: c.stage is Stage.REVIEW),
        (ConcernFilter(pillar=some.pillar), lambda c: c.pillar is some.pillar),
        (ConcernFilter(subject=some.subject), lambda c: c.subject is some.subject),
        (ConcernFilter(county=some.county), lambda c: c.county is some.county),
        (ConcernFilter(urgent=True), lambda c: c.urgent),
        (ConcernFilter(open=True), lambda c: c.is_open),
        (ConcernFilter(open=True, county=some.county), lambda c: c.is_open and c.county is some.county),
    ):
        rows = every_page(lambda p, f=chosen: concern_list.concerns(db.session(), actor, f, p))
        assert {row.public_id for row in rows} == {key for key, c in cases.items() if holds(c)}, chosen


def test_mine_is_what_my_organisation_filed_or_i_review(full: World) -> None:
    chosen = ConcernFilter(mine=True)
    for who, some in (("anila", True), ("hana", True), ("mira", False)):
        actor = full.cast.people[who]
        expected = {
            key
            for key, case in reckoned(actor).items()
            if case.concern.stage is not Stage.DRAFT
            and (
                case.concern.filer_organisation_id == actor.organisation_id
                or case.concern.rapporteur_id == actor.person_id
            )
        }
        rows = every_page(lambda p, a=actor: concern_list.concerns(db.session(), a, chosen, p))
        assert {row.public_id for row in rows} == expected
        assert bool(expected) == some


def test_an_institution_is_found_by_what_the_reader_knows_of_it(full: World) -> None:
    """Inside by what the filing names, outside by what was addressed: never by the filing."""
    institution = full.cast.organisations["sociale"]
    chosen = ConcernFilter(institution=institution)
    for who in ("sekretaria", "koordinatorja", "ministria"):
        actor = full.cast.people[who]
        rows = every_page(lambda p, a=actor: concern_list.concerns(db.session(), a, chosen, p))
        if who == "sekretaria":
            assert len(rows) > 50
        else:
            sent = {
                key
                for key, case in reckoned(actor).items()
                if any(r.addressee_id == institution and r.state not in UNSENT for r in case.recommendations)
            }
            assert {row.public_id for row in rows} == sent


def overdue(actor: Actor) -> str:
    counts = navigation_counts(actor)
    assert counts is not None
    return counts.overdue


def test_the_count_of_the_navigation_is_what_is_late_with_the_person(full: World) -> None:
    for who in ("anila", "hana", "mira", "sekretaria", "ministria", "sociale", "koordinatorja"):
        count = overdue(full.cast.people[who])
        # what institutions with accounts owe is late with them, and not with the ministry
        assert int(count.rstrip("+")) > 0 or who in ("anila", "ministria")
    assert overdue(full.cast.people["prokuroria"]) == "0"
    assert navigation_counts(full.cast.people["vezhguesi"]) is None
    assert navigation_counts(full.cast.people["administratori"]) is None


def test_recused_people_are_not_counted_late(full: World) -> None:
    assert overdue(full.cast.people["jonida"]) != "0"
    assert overdue(full.cast.people["nazmi"]) == "0"
