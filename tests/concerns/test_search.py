"""Search folds what people type, never breaks on it, and never finds by words that the searcher may not read."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from app.concerns.models import Concern, Recommendation
from app.concerns.records import Transmission
from app.concerns.search import fold, index_all, index_text, matching, terms_of, words
from app.concerns.visibility import visible
from app.core.db import db, unit_of_work
from app.demo import lives
from app.demo.lives import DemoStep
from app.recusals.service import declare_no_conflict, recuse_organisation
from app.review.service import Extract
from tests.recusals.test_organisation import colleague
from tests.rights.stages import LIVES_BY_STAGE
from tests.world import World, changed
from workflows.roles import Level, Role

NARRATIVE = "narrativësekrete"
TITLE = "titullimveçantë"
EXTRACT = "pjesaepërcjellë"


def found(world: World, who: str, q: str) -> set[str]:
    """Addresses of what this person finds."""
    db.session.rollback()
    actor = world.cast.people[who]
    return set(db.session.scalars(select(Concern.public_id).where(visible(actor), matching(actor, q))))


@pytest.fixture
def one(world: World) -> tuple[World, str]:
    """A concern about whose words the tests ask."""
    address = world.concern(lives.SUBMITTED, title="Çështjen e Shkodrës, kërkesë për strehë")
    reindex(address)
    return world, address


def reindex(address: str, **changed: object) -> None:
    with unit_of_work() as session:
        concern = session.scalars(select(Concern).where(Concern.public_id == address)).one()
        for name, value in changed.items():
            setattr(concern, name, value)
        index_text(session, concern)


FOUND = [
    "ceshtjen",
    "Çështjen",
    "CESHTJEN",
    "ÇËSHTJEN",
    "SHKODRES",
    "shkodrë",
    "kerkes*",
    "kerkese",
    "kërkesë strehë",
    "strehë kërkesë",
    "kerk* ceshtj*",
    "ceshtj* streh",
    "cështjen,  (shkodrës)!",
]


def test_it_folds_and_completes(one: tuple[World, str]) -> None:
    world, address = one
    for q in FOUND:
        assert address in found(world, "anila", q), q


NOT_FOUND = ["kerk ceshtjen", "ceshtjen nukeshte", "", "  ", "***", "-", "'", '"', "\0"]


def test_it_finds_nothing_where_nothing_fits(one: tuple[World, str]) -> None:
    world, _ = one
    for q in NOT_FOUND:
        assert found(world, "anila", q) == set(), q


def test_a_reference_and_an_institution_are_words_too(one: tuple[World, str]) -> None:
    world, address = one
    reference = db.session.scalar(select(Concern.reference).where(Concern.public_id == address)) or ""
    assert address in found(world, "anila", reference.lower())
    assert address in found(world, "anila", "sherbimeve sociale")


SYNTAX = [
    "a AND",
    "NEAR(a b)",
    "title:x",
    "{title} : x",
    '"unclosed',
    "(a",
    "a OR OR b",
    "NOT",
    "a^b",
    "col - x",
    "' | !",
    "a:*B",
    "& | ! <-> :",
    "\\",
    "%_",
    "'; DROP TABLE concern_text; --",
    "\0ceshtjen",
    "x" * 5000,
    "a " * 3000,
]


def test_no_syntax_breaks_it(one: tuple[World, str]) -> None:
    world, _ = one
    for q in SYNTAX:
        found(world, "anila", q)
        found(world, "sociale", q)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=60))
def test_nothing_that_can_be_typed_breaks_it(one: tuple[World, str], q: str) -> None:
    world, _ = one
    found(world, "koordinatorja", q)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_every_title_can_be_kept_and_found_by_its_own_words(one: tuple[World, str], title: str) -> None:
    world, address = one
    reindex(address, title=title)
    if "".join(words(title)).isascii() and words(title) and len(words(title)) <= 12:
        assert address in found(world, "anila", title)


def test_folding_is_the_same_for_what_is_kept_and_what_is_sought() -> None:
    assert fold("Shkodrën") == fold("shkodren") == "shkodren"
    assert fold("ÇËSHTJEN") == "ceshtjen"
    assert words("T-2026-7QK4") == ("t", "2026", "7qk4")
    assert terms_of("kerkes* nga") == [("kerkes", True), ("nga", True)]
    assert terms_of("kerkes nga") == [("kerkes", False), ("nga", True)]
    assert terms_of("a") == [("a", False)]  # a single letter is no beginning worth looking for


# --- who finds what ------------------------------------------------------------------

READERS = ("anila", "hana", "kastriot", "sekretaria")
OUTSIDERS = ("ministria", "sociale", "koordinatorja", "vezhguesi")


def sent(scene: lives.Scene) -> Extract:
    return Extract(extract_title=EXTRACT, extract=EXTRACT)


# those outside find by what they were sent, and that does not change afterwards
SENT = [changed(beat, data=sent) if beat.do == "transmit" else beat for beat in lives.SENT]


def planted(world: World, beats: list[DemoStep], level: Level) -> str:
    """A concern with a word of its own in each part."""
    address = world.concern(beats, level=level)
    reindex(address, title=TITLE, narrative=NARRATIVE, extract_title=EXTRACT, extract=EXTRACT)
    return address


def test_words_are_found_by_those_who_may_read_them_and_by_nobody_else(world: World) -> None:
    for level in Level:
        address = planted(world, SENT, level)
        for who in READERS:
            assert address in found(world, who, NARRATIVE), (who, level)
            assert address in found(world, who, TITLE)
            assert address in found(world, who, f"{TITLE} {NARRATIVE}")
        # a member who is not of the circle reads title and extract of a restricted concern that is decided on
        assert address in found(world, "mira", TITLE)
        assert address in found(world, "mira", EXTRACT)
        assert (address in found(world, "mira", NARRATIVE)) == (level is not Level.RESTRICTED)
        assert (address in found(world, "mira", f"{TITLE} {NARRATIVE}")) == (level is not Level.RESTRICTED)
        for who in OUTSIDERS:
            sees = who != "vezhguesi" or level is Level.SHARED
            assert (address in found(world, who, EXTRACT)) == sees, (who, level)
            assert address not in found(world, who, NARRATIVE), (who, level)
            assert address not in found(world, who, TITLE), (who, level)
        assert address not in found(world, "prokuroria", EXTRACT)


def test_a_recused_member_that_answers_finds_by_what_it_was_sent_alone(world: World) -> None:
    """It said before that there was no conflict, and read all of it."""
    address = planted(world, SENT, Level.SHARED)
    colleague(world, "mira", Role.MEMBER, Role.AGENCY, key="both")
    colleague(world, "mira", Role.MEMBER, Role.CHAIR, Role.AGENCY, key="presides")
    for who in ("both", "presides"):
        declare_no_conflict(world.cast.people[who], address)
        assert address in found(world, who, NARRATIVE), who
    recuse_organisation(
        world.cast.people["kastriot"], address, world.cast.people["mira"].organisation_id, "Is asked itself."
    )
    with unit_of_work() as session:
        own = world.cast.people["mira"].organisation_id
        session.execute(update(Recommendation).values(addressee_id=own))
        session.execute(update(Transmission).values(addressee_id=own))
    for who in ("both", "presides"):
        assert address in found(world, who, EXTRACT), who
        for q in (NARRATIVE, TITLE, f"{EXTRACT} {NARRATIVE}"):
            assert address not in found(world, who, q), (who, q)


def test_before_transmission_nobody_outside_finds_a_word(world: World) -> None:
    """Not even of an extract that is prepared already, and in a fact check by nothing but the reference."""
    for stage in ("submitted", "under_review", "in_fact_check", "in_deliberation", "adopted"):
        address = planted(world, LIVES_BY_STAGE[stage], Level.GROUP)
        for who in OUTSIDERS:
            for q in (TITLE, NARRATIVE, EXTRACT):
                assert address not in found(world, who, q), (who, stage, q)
        if stage == "in_fact_check":
            reference = db.session.scalar(select(Concern.reference).where(Concern.public_id == address)) or ""
            assert address in found(world, "sociale", reference)


def test_a_restricted_concern_under_review_is_not_found_at_all_by_other_members(world: World) -> None:
    address = planted(world, lives.DRAFTED, Level.RESTRICTED)
    for q in (TITLE, NARRATIVE, EXTRACT):
        assert address not in found(world, "mira", q)
    assert address in found(world, "hana", NARRATIVE)


def test_the_coordinator_finds_an_urgent_concern_that_they_were_told_of(world: World) -> None:
    address = world.concern(lives.SUBMITTED, urgent=True, coordinator_told=True, narrative=NARRATIVE)
    reindex(address)
    assert address in found(world, "koordinatorja", NARRATIVE)
    assert address not in found(world, "ministria", NARRATIVE)
    reindex(address, coordinator_told=False)
    assert address not in found(world, "koordinatorja", NARRATIVE)


def test_a_discarded_draft_leaves_no_word_behind(world: World) -> None:
    address = world.concern([], title=TITLE)
    reindex(address)
    assert address in found(world, "anila", TITLE)
    assert address not in found(world, "sekretaria", TITLE)
    world.act("anila", address, "discard", None)
    assert db.session.scalar(text("SELECT count(*) FROM concern_text")) == 0


def test_a_rebuild_finds_what_the_steps_have_kept(world: World) -> None:
    for stage in ("draft", "discarded", "submitted", "awaiting_response", "closed"):
        world.concern(LIVES_BY_STAGE[stage])
    kept = rows()
    assert len(kept) == 3  # a draft is kept as soon as it is saved, here it never was
    with unit_of_work() as session:
        assert index_all(session) == 4
    rebuilt = rows()
    assert {key: rebuilt[key] for key in kept} == kept
    with unit_of_work() as session:
        index_all(session)
    assert rows() == rebuilt


def rows() -> dict[int, str]:
    db.session.rollback()
    sqlite = db.engine.dialect.name == "sqlite"
    columns = "rowid, title || '|' || narrative || '|' || extract" if sqlite else "concern_id, words::text"
    return {row[0]: row[1] for row in db.session.execute(text(f"SELECT {columns} FROM concern_text"))}
