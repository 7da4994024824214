"""A recusal is an organisation's: every account of it is out, in whatever role, and its seat with it, until lifted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.models import Role as RoleRow
from app.concerns.access import find
from app.concerns.models import Concern, ConcernInstitution
from app.concerns.recusals import Recusal
from app.concerns.vocabulary import Weight
from app.core.actor import Actor
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound, Refusal
from app.core.time import now, today
from app.demo import lives
from app.demo.lives import DemoStep
from app.demo.review import IN_A_MEETING
from app.directory.service import save_entry
from app.group.models import Holding, Seat
from app.group.service import hand_over, take_back
from app.process.data import Decision, Reason
from app.process.outcome import Missing, Taken
from app.recusals.service import declare_no_conflict, lift, recuse_myself, recuse_organisation
from app.response.service import Acceptance, Readdressing
from app.review.service import Draft
from app.votes.models import WHOLE, Ballot, Vote, VoteSeat
from app.votes.service import cast, open_vote
from tests.forms import send
from tests.votes.pages import in_english
from tests.world import World
from workflows.composition import Capacity, Field
from workflows.permissions import Right
from workflows.roles import CaseRole, Kind, Level, Role
from workflows.voting import Choice

ROLES = (
    {Role.MEMBER},
    {Role.MEMBER, Role.CHAIR},
    {Role.SECRETARIAT},
    {Role.COORDINATOR},
    {Role.MINISTRY},
    {Role.AGENCY},
    {Role.MEMBER, Role.AGENCY},
    {Role.OBSERVER},
    set(Role),
)


def colleague(world: World, of: str, *roles: Role, key: str = "koleg") -> Actor:
    """Another account of this person's organisation."""
    with unit_of_work() as session:
        rows = session.scalars(select(RoleRow).where(RoleRow.name.in_([role.value for role in roles]))).all()
        first = session.get_one(Person, world.cast.people[of].person_id)
        person = Person(
            public_id=one_time_key()[:16],
            email=f"{key}@example.org",
            name=f"Koleg {key}",
            password=first.password,
            organisation_id=first.organisation_id,
            roles=list(rows),
            fs_uniquifier=one_time_key(),
            confirmed_at=now(),
            created_at=now(),
        )
        session.add(person)
        session.flush()
        made = person.id
    actor = replace(world.cast.people[of], person_id=made, name=f"Koleg {key}", roles=frozenset(roles))
    world.cast.people[key] = actor
    return actor


@pytest.mark.parametrize("beats", [lives.PROPOSED, lives.SENT], ids=["deliberation", "sent"])
def test_no_account_in_no_role_finds_the_case(world: World, beats: list[DemoStep]) -> None:
    address = world.concern(beats, level=Level.SHARED)
    with unit_of_work() as session:
        concern = session.scalars(select(Concern)).one()
        concern.urgent = concern.coordinator_told = True
    recuse_myself(world.cast.people["mira"], address, "A contract.")
    found = []
    for number, roles in enumerate(ROLES):
        actor = colleague(world, "mira", *roles, key=f"koleg{number}")
        db.session.rollback()
        try:
            find(db.session(), actor, address)
        except NotFound:
            continue
        found.append(sorted(roles))
    assert not found


def adoption(world: World, address: str) -> str:
    """The chair puts the drafts to the vote; the vote's public id."""
    version = world.case("kastriot", address).concern.version
    chair, data = world.cast.people["kastriot"], Decision()
    outcome = open_vote(chair, address, "adopt", data, IN_A_MEETING, version=version, key=one_time_key())
    assert isinstance(outcome, Taken), outcome
    return outcome.target


def on_the_roll(vote_id: str) -> set[int]:
    db.session.rollback()
    seats = select(VoteSeat.organisation_id).join(Vote, Vote.id == VoteSeat.vote_id)
    return set(db.session.scalars(seats.where(Vote.public_id == vote_id, VoteSeat.recused_at.is_(None))))


def alternate(world: World, of: str) -> Actor:
    """A colleague who is the alternate of this representative, and acts from today."""
    actor = colleague(world, of, Role.MEMBER)
    with unit_of_work() as session:
        seat = session.scalars(select(Seat.id).where(Seat.organisation_id == actor.organisation_id)).one()
        held = Holding(seat_id=seat, person_id=actor.person_id, capacity=Capacity.ALTERNATE, from_on=today())
        session.add(held)
    hand_over(world.cast.people[of], today(), today())
    return actor


def take_back_all(world: World, of: str) -> None:
    """The representative acts again, if the seat was handed over."""
    with suppress(Refusal):
        take_back(world.cast.people[of])


def test_after_a_hand_over_its_seat_is_on_no_roll(world: World) -> None:
    address = world.concern(lives.PROPOSED)
    out = world.cast.people["mira"]
    recuse_myself(out, address)
    other = alternate(world, "mira")
    vote = adoption(world, address)
    assert out.organisation_id not in on_the_roll(vote) and len(on_the_roll(vote)) == 12
    with pytest.raises(NotFound):
        cast(other, vote, {WHOLE: Choice.FOR})
    with pytest.raises(NotFound):
        cast(out, vote, {WHOLE: Choice.FOR})


def test_the_ballot_that_a_colleague_cast_is_void(world: World) -> None:
    address = world.concern(lives.PROPOSED)
    other = alternate(world, "mira")
    declare_no_conflict(other, address)
    vote = adoption(world, address)
    cast(other, vote, {WHOLE: Choice.FOR})
    recuse_myself(world.cast.people["mira"], address)
    assert other.organisation_id not in on_the_roll(vote)
    ballots = select(Ballot.void).join(Vote, Vote.id == Ballot.vote_id).where(Vote.public_id == vote)
    assert db.session.scalars(ballots).all() == [True]
    with pytest.raises(NotFound):
        cast(other, vote, {WHOLE: Choice.FOR})


def test_who_has_gone_elsewhere_stays_out(world: World) -> None:
    address = world.concern(lives.SENT)
    recuse_myself(world.cast.people["mira"], address)
    mira = world.cast.people["mira"].person_id
    elsewhere = world.cast.people["sekretaria"]
    with unit_of_work() as session:
        session.get_one(Person, mira).organisation_id = elsewhere.organisation_id
    db.session.rollback()
    with pytest.raises(NotFound):
        find(db.session(), replace(elsewhere, person_id=mira), address)


def naming(world: World, member: str) -> DemoStep:
    """A draft of the rapporteur that is addressed to this member."""
    written = lives.draft(2)
    to = world.cast.people[member].organisation_id
    return DemoStep(1, lives.R, "draft_recommendation", lambda scene: replace(written(scene), addressee=to))


def test_a_member_that_a_draft_names_is_out_from_that_moment(world: World) -> None:
    address = world.concern([*lives.DRAFTED, naming(world, "mira")])
    with pytest.raises(NotFound):
        world.case("mira", address)
    liaison = colleague(world, "mira", Role.AGENCY)
    with pytest.raises(NotFound):
        world.case("koleg", address)
    assert world.case("hana", address).concern.rapporteur_id
    row = db.session.scalars(select(Recusal)).one()
    assert row.organisation_id == liaison.organisation_id


def test_its_rapporteur_leaves_the_post_and_its_chair_the_chair(world: World) -> None:
    address = world.concern([*lives.DRAFTED, naming(world, "kastriot")])
    with pytest.raises(NotFound):
        world.case("kastriot", address)
    assert CaseRole.CHAIR in world.case("sekretaria", address).standing


def test_a_redraft_and_a_new_address_recuse_as_well(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    rec = world.case("hana", address).recommendations[0]
    to = world.cast.people["mira"].organisation_id
    again = Draft("A.", "B.", to, measure="C.", proposed_on=today(), weight=Weight.URGES)
    assert isinstance(world.act("hana", address, "redraft", again, number=rec.number), Taken)
    with pytest.raises(NotFound):
        world.case("mira", address)
    sent = world.concern([*lives.SENT, DemoStep(1, lives.A, "disclaim", lambda _s: Reason("A."), 1)])
    assert isinstance(world.act("ministria", sent, "readdress", Readdressing("A.", to), number=1), Taken)
    with pytest.raises(NotFound):
        world.case("mira", sent)
    colleague(world, "mira", Role.AGENCY)
    assert world.case("koleg", sent).standing == {CaseRole.ADDRESSEE}


def test_an_institution_that_becomes_a_member_is_out_of_what_names_it(world: World) -> None:
    linja = world.cast.people["linja"].organisation_id
    written = lives.draft(2)
    to_linja = DemoStep(
        1, lives.R, "draft_recommendation", lambda scene: replace(written(scene), addressee=linja)
    )
    address = world.concern([*lives.DRAFTED, to_linja, *lives.SENT[len(lives.DRAFTED) :]])
    other = world.concern(lives.ADMITTED)
    with unit_of_work() as session:
        about = session.scalars(select(Concern.id).filter_by(public_id=other)).one()
        session.add(ConcernInstitution(concern_id=about, organisation_id=linja))
    sees_all = world.concern(lives.ADMITTED)
    save_entry(world.cast.people["sekretaria"], linja, {"kind": Kind.MEMBER, "field": Field.VICTIM_SERVICES})
    both = colleague(world, "linja", Role.MEMBER, Role.AGENCY, key="both")
    world.cast.people["both"] = replace(both, organisation_kind=Kind.MEMBER)
    assert world.case("both", sees_all).undeclared
    assert world.case("both", address).standing == {CaseRole.ADDRESSEE}
    with pytest.raises(NotFound):
        world.case("both", other)
    assert world.case("hana", other).concern.about_member


@pytest.mark.parametrize("who", ["anila", "hana"], ids=["the filer", "the rapporteur"])
def test_nothing_is_addressed_to_the_filer_nor_to_who_writes_it(world: World, who: str) -> None:
    address = world.concern(lives.ADMITTED)
    to = world.cast.people[who].organisation_id
    data = Draft("A.", "B.", to, measure="C.", proposed_on=today(), weight=Weight.URGES)
    assert world.act("hana", address, "draft_recommendation", data) == Missing(("addressee_own",))
    assert not db.session.scalars(select(Recusal)).all()


def test_a_member_that_is_addressed_acts_as_an_addressee_alone(world: World) -> None:
    address = world.concern([*lives.DRAFTED, naming(world, "mira"), *lives.SENT[len(lives.DRAFTED) :]])
    with pytest.raises(NotFound):
        world.case("mira", address)
    colleague(world, "mira", Role.AGENCY)
    colleague(world, "mira", Role.MEMBER, Role.AGENCY, key="both")
    for who in ("koleg", "both"):
        case = world.case(who, address)
        assert case.standing == {CaseRole.ADDRESSEE}
        assert case.rights <= {Right.READ, Right.EXTRACT, Right.EXCHANGE, Right.FILER}
        assert [r.number for r in case.recommendations] == [2]
    accepted = world.act("both", address, "accept", Acceptance(), number=2)
    assert isinstance(accepted, Taken), accepted


def test_the_chair_lifts_it_with_a_reason(world: World) -> None:
    address = world.concern(lives.PROPOSED)
    chair, mira = world.cast.people["kastriot"], world.cast.people["mira"]
    recuse_organisation(chair, address, mira.organisation_id, "Funded.")
    row = db.session.scalars(select(Recusal)).one().id
    for reason in ("", "  "):
        with pytest.raises(Refusal):
            lift(chair, address, row, reason)
    with pytest.raises(NotFound):
        lift(world.cast.people["hana"], address, row, "A mistake.")
    with pytest.raises(NotFound):
        lift(chair, address, 10**30, "A mistake.")
    lift(chair, address, row, "A mistake.")
    lift(chair, address, row, "Again.")
    assert world.case("mira", address).undeclared, "asked anew whether there is a conflict"
    declare_no_conflict(mira, address)
    assert mira.organisation_id in on_the_roll(adoption(world, address))
    recuse_myself(mira, address)
    with pytest.raises(NotFound):
        world.case("mira", address)


def test_nobody_lifts_that_of_an_addressee_or_their_own(world: World) -> None:
    address = world.concern([*lives.DRAFTED, naming(world, "mira")])
    row = db.session.scalars(select(Recusal)).one().id
    with pytest.raises(Refusal, match="addressed"):
        lift(world.cast.people["kastriot"], address, row, "A mistake.")
    recuse_myself(world.cast.people["kastriot"], address)
    own = db.session.scalars(select(Recusal).order_by(Recusal.id.desc())).first()
    assert own is not None
    with pytest.raises(NotFound):
        lift(world.cast.people["kastriot"], address, own.id, "A mistake.")
    lift(world.cast.people["sekretaria"], address, own.id, "It has ended.")
    assert world.case("kastriot", address).undeclared


def test_pages_lift_a_recusal(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.PROPOSED)
        recuse_myself(people.cast.people["mira"], address, "A contract.")
        row = db.session.scalars(select(Recusal)).one().id
    chair, where = in_english(app, "kastriot"), f"/concerns/{address}/recusals/{row}/lift"
    assert where in chair.get(f"/concerns/{address}/recusals").text
    assert in_english(app, "hana").get(where).status_code == 404
    assert chair.get(where.replace(f"/{row}/", f"/{10**30}/")).status_code == 404
    refused = send(chair, where, {"reason": " "})
    assert refused.status_code == 422
    assert send(chair, where, {"reason": "The contract has ended."}).status_code == 302
    page = chair.get(f"/concerns/{address}/recusals").text
    assert "The contract has ended." in page and where not in page
    assert "The recusal of a member was lifted" in chair.get(f"/concerns/{address}").text
    assert (
        send(in_english(app, "mira"), f"/concerns/{address}/declare", {"answer": "none"}).status_code == 302
    )
