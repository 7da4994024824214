"""Answers under way in the demonstration: given to units, asked of agencies, prepared, awaiting a signature."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Organisation
from app.accounts.queries import units_of
from app.accounts.service import save_profile
from app.answers.contributions.deadlines import proposed_due
from app.answers.contributions.service import Given, Wanted, forward, take
from app.answers.files import add_to_request
from app.answers.links.queries import to_send
from app.answers.links.service import send_for_answer
from app.answers.models import ContributionRequest
from app.answers.on_paper.service import record
from app.answers.service import Errand, answer, assign, save_wording
from app.answers.sign_off.steps import data_class
from app.answers.worklist import DeskFilter, DeskRow, desk
from app.concerns.access import find
from app.concerns.attachments import Attachment
from app.concerns.files import add_file
from app.concerns.models import Concern, Recommendation
from app.concerns.uploads import store
from app.core.actor import Actor
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.time import ZONE, frozen, today
from app.demo.people import Cast
from app.directory.service import save_entry
from app.process.data import Paper
from app.process.models import Event
from app.process.outcome import Taken
from app.verification.service import Progress
from workflows.contribution import ContributionAction
from workflows.recommendation import RecommendationAction, State
from workflows.roles import Kind
from workflows.workdays import Calendar

QUESTION = "Ju lutemi shkruani si veprohet sot, çfarë mund të ndryshohet dhe deri kur, me shifrat që keni."
ASKED_FOR_FIGURES = (
    "Ju lutemi dërgoni deri nesër shifrat e vitit të fundit: na duhen për takimin e parë të punës."
)
LATE = 12  # working days
GIVEN = (
    "Sot veprohet sipas urdhrit të vitit 2021. Mund të caktojmë një person përgjegjës në çdo njësi brenda dy muajve; "
    "trajnimi kërkon tre muaj."
)
TABLE = "qarku,raste 2024,raste 2025\nQarku A,4,7\nQarku B,2,3\nQarku C,5,4\n"
LETTER = "Lista e personave përgjegjës është miratuar; trajnimi i parë mbahet muajin që vjen."
ACCEPTS = "Ministria e pranon rekomandimin dhe do ta zbatojë bashkë me institucionin vartës."
REFUSES = "Masa kërkon ndryshim ligji, që nuk është në kompetencën e ministrisë."


def make_answers(cast: Cast, calendar: Calendar) -> None:
    """The ministry asks for two signatures; some of what came in is with units, agencies and who signs."""
    first, second = cast.people["ministria"], cast.people["ministria_b"]
    save_entry(first, first.organisation_id, {"sign_off": True})
    save_wording(
        first, RecommendationAction.ACCEPT, "Pranohet, zbaton institucioni vartës", {"note": ACCEPTS}
    )
    save_wording(first, RecommendationAction.REJECT, "Kërkon ndryshim ligji", {"reason": REFUSES})
    db.session.rollback()
    rows, _page = desk(db.session(), first, DeskFilter())
    units = units_of(db.session(), first.organisation_id)
    own = [row for row in rows if not row.row.paused]
    save_profile(first.person_id, first.name, first.language, first.compact, units[0][0])
    given = (None, first.person_id, second.person_id, second.person_id)  # the first to the unit alone
    for place, (row, person) in enumerate(zip(own, given, strict=False)):
        unit = units[place % len(units)][0]
        assign(first, row.row.public_id, row.row.number, Errand(unit, person))
    _ask_long_ago(cast, first, calendar)
    _ask(cast, first, own[:3])
    for row in own[3:5]:
        _prepare(second, row)
    _link(cast.people["sekretaria"])
    _letter(first)


def _link(secretary: Actor) -> None:
    """Of the institutions without an account, one has its link."""
    db.session.rollback()
    waiting = [row for row in to_send(db.session(), secretary) if row.state is State.AWAITING]
    for row in waiting[:1]:
        send_for_answer(secretary, row.public_id, row.number, "zyra.arsimore@example.org")
    db.session.rollback()


def _letter(ministry: Actor) -> None:
    """Another of them reported by a letter, which the ministry recorded."""
    working = [row for row in to_send(db.session(), ministry) if row.state is State.IMPLEMENTATION]
    for row in working[:1]:
        case = find(db.session(), ministry, row.public_id)
        version = next(r.version for r in case.recommendations if r.number == row.number)
        db.session.rollback()
        scan = add_file(
            store(),
            ministry,
            row.public_id,
            BytesIO(LETTER.encode()),
            "shkresa-312.txt",
            number=row.number,
            pending=True,
        )
        assert isinstance(scan, Attachment)
        taken = record(
            ministry,
            row.public_id,
            row.number,
            RecommendationAction.PROGRESS,
            Progress(report=LETTER),
            Paper("312/4", today(), today()),
            (scan.public_id,),
            version=version,
            key=one_time_key(),
        )
        assert isinstance(taken, Taken), taken
    db.session.rollback()


def _ask(cast: Cast, ministry: Actor, rows: list[DeskRow]) -> None:
    """Two agencies are asked; the second has given its part."""
    for row, agency in zip(rows, ("policia_a", "femijet"), strict=False):
        db.session.rollback()
        due_on = proposed_due(db.session(), False, row.row.due_on)
        wanted = Wanted(cast.organisations[agency], QUESTION, due_on)
        request = _forwarded(ministry, row.row.public_id, row.row.number, wanted)
        if agency == "femijet":
            db.session.rollback()
            version = db.session.scalars(
                select(ContributionRequest.version).filter_by(public_id=request)
            ).one()
            table = add_to_request(
                store(), cast.people["femijet"], request, BytesIO(TABLE.encode()), "raste-sipas-qarkut.csv"
            )
            assert isinstance(table, Attachment)
            given = Given(contribution=GIVEN, files=(table.public_id,))
            sent: dict[str, Any] = {"version": version, "key": one_time_key()}
            take(cast.people["femijet"], request, ContributionAction.GIVE, given, **sent)


def _forwarded(ministry: Actor, public_id: str, number: int, wanted: Wanted) -> str:
    """The public id of the request."""
    db.session.rollback()
    case = find(db.session(), ministry, public_id)
    version = next(r.version for r in case.recommendations if r.number == number)
    taken = forward(ministry, public_id, number, wanted, version=version, key=one_time_key())
    assert isinstance(taken, Taken), taken
    return taken.target


def _ask_long_ago(cast: Cast, ministry: Actor, calendar: Calendar) -> None:
    """One agency was asked on the day on which a recommendation came, and has given nothing: it is late for long."""
    latest = select(func.max(Event.at)).where(Event.concern_id == Concern.id).scalar_subquery()
    long_ago = datetime.combine(calendar.add_working(today(), -LATE), time(23), ZONE)
    row = db.session.execute(
        select(Concern.public_id, Recommendation.number, Recommendation.transmitted_at)
        .join(Concern, Concern.id == Recommendation.concern_id)
        .join(Organisation, Organisation.id == Recommendation.addressee_id)
        .where(Recommendation.state == State.AWAITING, Organisation.kind == Kind.STATE_AGENCY)
        .where(Recommendation.transmitted_at == latest, latest < long_ago)  # nothing has happened since
        .order_by(Recommendation.transmitted_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return  # on some days of the year all have been reminded of
    with frozen(row.transmitted_at + timedelta(hours=3)):
        due_on = calendar.add_working(today(), 1)
        wanted = Wanted(cast.organisations["policia_b"], ASKED_FOR_FIGURES, due_on)
        _forwarded(ministry, row.public_id, row.number, wanted)


def _prepare(who: Actor, row: DeskRow) -> None:
    """An answer that awaits the signature of the other one."""
    db.session.rollback()
    case = find(db.session(), who, row.row.public_id)
    rec = next(r for r in case.recommendations if r.number == row.row.number)
    data = data_class(RecommendationAction.ACCEPT)(**{"note": ACCEPTS})  # type: ignore[arg-type]
    answer(
        who,
        row.row.public_id,
        rec.number,
        RecommendationAction.ACCEPT,
        data,
        version=rec.version,
        key=one_time_key(),
    )
