"""What escalation did in the demonstration, what people did about it, and access requests."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import func, select

from app.access_requests.models import AccessRequest
from app.access_requests.service import AccessRequestData, Given, ask, take
from app.accounts.models import Organisation, Person
from app.concerns.access import find
from app.concerns.models import Concern, Recommendation
from app.concerns.periods import load_calendar
from app.concerns.records import Clock, Escalated
from app.concerns.steps import take_step
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.time import ZONE, frozen, now, today
from app.dashboards.reminders.queries import matters
from app.dashboards.reminders.service import remind
from app.deadlines.escalation_runs import escalate_concern
from app.deadlines.escalations import EscalationDecision
from app.deadlines.models import FormalLetter
from app.deadlines.request_dates import escalate_dated
from app.demo.people import Cast
from app.formal_letters.models import SenderParts
from app.formal_letters.service import edit_letter, note_sent
from app.formal_letters.settings.service import save_sender
from app.formal_letters.steps import LetterText, Sent
from app.process.outcome import Taken
from workflows.access_request import AccessKind, AccessRequestAction
from workflows.escalation_decision import Remedy
from workflows.formal_letter import LetterState
from workflows.workdays import Calendar

LOOKS_AT = time(8, 15)
DATES_SINCE = 30  # working days: longer ago nothing was asked for that is awaited still
HEADS = {
    "ministria": ("Ministri i Sigurisë Publike", "Sheshi i Ministrive 1\nTiranë"),
    "policia_a": ("Drejtori i Drejtorisë Vendore të Policisë", "Rruga e Ledinës 14\nQarku A"),
    "policia_b": ("Drejtoresha e Drejtorisë Vendore të Policisë", "Rruga e Urës 3\nQarku B"),
    "sociale": ("Drejtoresha e Përgjithshme", "Rruga e Lisit 27\nTiranë"),
    "femijet": ("Kryetari i Agjencisë", "Rruga e Parkut 9\nTiranë"),
    "punes": ("Kryeinspektori", "Rruga e Punës 5\nTiranë"),
}
LEADS = ("femijet",)  # these liaisons are the heads themselves
NOTE = "Ju lutem përgjigjuni para mbledhjes së ardhshme të Grupit."
SENDER = SenderParts(
    head="Grupi Këshillimor kundër trafikimit të personave\nSekretariati teknik",
    place="Tiranë",
    address="Rruga e Shembullit 1, Tiranë",
    email="sekretariati@example.org",
    phone="04 000 0000",
    founding_act="urdhrit nr. 12, datë 3.2.2026, “Për krijimin e Grupit Këshillimor kundër trafikimit të personave”",
    function="Koordinatore Kombëtare",
    signed_by="Valbona ISUFAJ",
    copies="Kryetari i Grupit Këshillimor",
)


def name_heads(cast: Cast) -> None:
    """Who leads the institutions, and who writes to them."""
    save_sender(cast.people["sekretaria"], SENDER, made_from=0)
    with unit_of_work() as session:
        for key, (name, address) in HEADS.items():
            row = session.get_one(Organisation, cast.organisations[key])
            row.head_name, row.head_address = name, address
        for key in LEADS:
            session.get_one(Person, cast.people[key].person_id).leads = True


def escalate_until(address: str, until: datetime, calendar: Calendar) -> None:
    """Take the levels of this concern that came before this moment, each in the morning of its day."""
    while True:
        db.session.rollback()
        look = db.session.scalar(
            select(func.min(Clock.next_check_on))
            .join(Concern, Concern.id == Clock.concern_id)
            .where(Concern.public_id == address)
        )
        if look is None:
            return
        moment = datetime.combine(calendar.next_working(look), LOOKS_AT, ZONE)
        if moment >= until:
            return
        with frozen(moment), unit_of_work() as session:
            found = select(Concern).where(Concern.public_id == address).with_for_update()
            escalate_concern(session, session.scalars(found).one(), now(), calendar)


def escalate_dates(calendar: Calendar) -> None:
    """Take the levels of contributions and access requests that came until now, each in the morning of its day."""
    day, latest = calendar.add_working(today(), -DATES_SINCE), now()
    while (moment := datetime.combine(day, LOOKS_AT, ZONE)) < latest:
        with frozen(moment):
            while escalate_dated(day, calendar):
                pass
        day = calendar.add_working(day, 1)


def answer_lateness(cast: Cast) -> None:
    """The coordinator decided on some of the escalations, and one letter left."""
    decisions = (
        EscalationDecision("Heshtja vazhdon; Grupi ta diskutojë me ministrinë.", Remedy.RAISE),
        EscalationDecision(
            "U foli me të dyja palët; takimi i radhës është caktuar.",
            Remedy.MEDIATE,
            load_calendar(db.session(), today()).add_working(today(), 6),
        ),
        EscalationDecision("Drejtuesi i ri sapo ka ardhur: i shkruhet atij.", Remedy.WRITE),
    )
    for row, decision in zip(_escalated(), decisions, strict=False):
        _decide(cast, row[0], row[1], decision)
    letter = _drafted()
    if letter is not None:
        coordinator = cast.people["koordinatorja"]
        words = LetterText(
            letter.recipient or "Titullari i institucionit",
            letter.address,
            body="",
            signed_by="",
            drafted_by="Sonila Prendi",
        )
        version = letter.version  # the row is the session's own, and follows
        edit_letter(coordinator, letter.public_id, words, version=version, key=one_time_key())
        left = Sent("412/1", today())
        note_sent(coordinator, letter.public_id, left, version=version + 1, key=one_time_key())
    _remind(cast)


def _remind(cast: Cast) -> None:
    """This morning the coordinator reminded of what is late for longest."""
    coordinator = cast.people["koordinatorja"]
    db.session.rollback()
    late = select(Clock.id).where(Clock.outside, Clock.due_on < today(), Clock.addressee_id.is_not(None))
    found = matters(db.session(), coordinator, db.session.scalars(late).all())
    seen = {matter.clock.id: matter.seen for matter in found if not matter.why and not matter.lately}
    remind(coordinator, dict(list(seen.items())[:2]), NOTE, one_time_key())


def _escalated() -> list[tuple[str, int]]:
    db.session.rollback()
    rows = db.session.execute(
        select(Concern.public_id, Recommendation.number)
        .join(Recommendation, Recommendation.concern_id == Concern.id)
        .join(Clock, Clock.recommendation_id == Recommendation.id)
        .where(Clock.escalation == Escalated.OPEN, Clock.addressee_id.is_not(None))
        .order_by(Clock.due_on, Clock.id)
    )
    return [(row.public_id, row.number) for row in rows]


def _decide(cast: Cast, address: str, number: int, decision: EscalationDecision) -> None:
    coordinator = cast.people["koordinatorja"]
    db.session.rollback()
    case = find(db.session(), coordinator, address)
    version = next(r.version for r in case.recommendations if r.number == number)
    outcome = take_step(
        coordinator,
        address,
        "decide_escalation",
        decision,
        number=number,
        version=version,
        key=one_time_key(),
    )
    assert isinstance(outcome, Taken) or decision.remedy is Remedy.WRITE, outcome


def _drafted() -> FormalLetter | None:
    db.session.rollback()
    return db.session.scalars(
        select(FormalLetter)
        .where(FormalLetter.state == LetterState.DRAFTED)
        .order_by(FormalLetter.id)
        .limit(1)
    ).one_or_none()


REQUESTS = (
    (
        "mira",
        AccessKind.VISIT,
        "kufiri",
        "Vizitë në pikën kufitare për të parë si bëhet intervista e parë.",
        26,
    ),
    (
        "hana",
        AccessKind.DATA,
        "policia_b",
        "Shifrat e rasteve të identifikuara vitin e fundit, sipas moshës.",
        6,
    ),
    ("besnik", AccessKind.MEETING, "femijet", "Takim i përbashkët për udhëzimin e ri të referimit.", 40),
)


def make_access_requests(cast: Cast, calendar: Calendar) -> None:
    """Asked so many working days ago."""
    for who, kind, agency, purpose, age in REQUESTS:
        asked = calendar.add_working(today(), -age)
        with frozen(datetime.combine(asked, time(10), ZONE).astimezone(UTC)):
            asked_for = AccessRequestData(kind, cast.organisations[agency], purpose)
            outcome = ask(cast.people[who], asked_for, one_time_key())
        assert isinstance(outcome, Taken), outcome
        address = outcome.target
        if age == REQUESTS[0][-1]:
            continue
        with frozen(datetime.combine(asked, time(12), ZONE).astimezone(UTC) + timedelta(days=1)):
            _take(cast, "ministria", address, AccessRequestAction.ACCEPT, Given())
        if age > 30:
            with frozen(datetime.combine(asked, time(12), ZONE).astimezone(UTC) + timedelta(days=5)):
                how = Given(how="Në zyrën e agjencisë, me drejtoreshën e referimit.")
                _take(cast, "ministria_b", address, AccessRequestAction.ARRANGE, how)
                _take(
                    cast, who, address, AccessRequestAction.CONFIRM, Given(note="U ra dakord për formularin.")
                )


def _take(cast: Cast, who: str, address: str, do: AccessRequestAction, given: Given) -> None:
    db.session.rollback()
    version = db.session.scalars(select(AccessRequest.version).filter_by(public_id=address)).one()
    taken = take(cast.people[who], address, do, given, version=version, key=one_time_key())
    assert isinstance(taken, Taken), taken
