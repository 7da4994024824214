"""Answers under way in the demonstration: given to units, asked of agencies, prepared, awaiting a signature."""

from __future__ import annotations

from io import BytesIO

from sqlalchemy import select

from app.answers.contributions.service import Given, Wanted, forward, proposed_due, take
from app.answers.desk import DeskFilter, DeskRow, desk
from app.answers.files import add_to_request
from app.answers.queries import units_of
from app.answers.service import Errand, answer, assign, data_class
from app.answers.wordings import keep_wording
from app.cases.access import find
from app.cases.answering import ContributionRequest
from app.cases.attachments import Attachment
from app.core.actor import Actor
from app.core.db import db
from app.core.naming import one_time_key
from app.demo.people import Cast
from app.people.entries.service import keep_entry
from app.web.storage import store
from workflows.contribution import Do as RequestDo
from workflows.recommendation import Do

QUESTION = "Ju lutemi shkruani si veprohet sot, çfarë mund të ndryshohet dhe deri kur, me shifrat që keni."
GIVEN = (
    "Sot veprohet sipas urdhrit të vitit 2021. Mund të caktojmë një person përgjegjës në çdo njësi brenda dy muajve; "
    "trajnimi kërkon tre muaj."
)
TABLE = "qarku,raste 2024,raste 2025\nQarku A,4,7\nQarku B,2,3\nQarku C,5,4\n"
ACCEPTS = "Ministria e pranon rekomandimin dhe do ta zbatojë bashkë me institucionin vartës."
REFUSES = "Masa kërkon ndryshim ligji, që nuk është në kompetencën e ministrisë."


def make_answers(cast: Cast) -> None:
    """The ministry asks for two signatures; some of what came in is with units, agencies and who signs."""
    first, second = cast.people["ministria"], cast.people["ministria_b"]
    keep_entry(first, first.organisation_id, {"sign_off": True})
    keep_wording(first, Do.ACCEPT, "Pranohet, zbaton institucioni vartës", {"note": ACCEPTS})
    keep_wording(first, Do.REJECT, "Kërkon ndryshim ligji", {"reason": REFUSES})
    db.session.rollback()
    rows, _page = desk(db.session(), first, DeskFilter())
    units = units_of(db.session(), first.organisation_id)
    own = [row for row in rows if not row.row.paused]
    for place, row in enumerate(own[:4]):
        unit = units[place % len(units)][0]
        assign(first, row.row.public_id, row.row.number, Errand(unit, second.person_id if place else None))
    _ask(cast, first, own[:3])
    for row in own[3:5]:
        _prepare(second, row)


def _ask(cast: Cast, ministry: Actor, rows: list[DeskRow]) -> None:
    """Two agencies are asked; the second has given its part."""
    for row, agency in zip(rows, ("policia_a", "femijet"), strict=False):
        db.session.rollback()
        due_on = proposed_due(db.session(), False, row.row.due_on)
        wanted = Wanted(cast.organisations[agency], QUESTION, due_on)
        request = forward(ministry, row.row.public_id, row.row.number, wanted)
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
            take(cast.people["femijet"], request, RequestDo.GIVE, version, given)


def _prepare(who: Actor, row: DeskRow) -> None:
    """An answer that awaits the signature of the other one."""
    db.session.rollback()
    case = find(db.session(), who, row.row.public_id)
    rec = next(r for r in case.recommendations if r.number == row.row.number)
    data = data_class(Do.ACCEPT)(**{"note": ACCEPTS})  # type: ignore[arg-type]
    answer(
        who,
        row.row.public_id,
        rec.number,
        Do.ACCEPT,
        data,
        version=rec.version,
        key=one_time_key(),
    )
