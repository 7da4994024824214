"""A formal letter as a paper: always in Albanian, from what was transmitted and never from the filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.core.documents.document import Block, Section
from app.core.documents.letter import Letter
from app.core.formats import day as written
from app.core.formats import days_late
from app.core.labels import label
from app.core.language import in_language, ngettext
from app.core.language import translate as _
from app.core.time import local_day, today
from app.deadlines.models import FormalLetter
from app.formal_letters.labels import basis
from app.formal_letters.models import LetterKind, SenderParts
from app.formal_letters.queries import ANSWER_IN, Beside, kind_of
from app.formal_letters.wording import Place, built_in, filled
from workflows.periods import RESPONSE_LAW, Rule

LANGUAGE = "sq"
BLANK = "________"


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A letter about the same that left before: its number, its day, and to whom where that is somebody else."""

    protocol: str
    day: date
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What a letter is made of."""

    kind: LetterKind
    reference: str
    number: int
    heading: str
    text: str
    measure: str
    institution: str  # to which the recommendation is addressed
    rule: Rule
    source: str
    transmitted_on: date
    due_on: date
    moved: int = 0
    before: Sequence[Before] = ()
    to: str  # the body that is written to
    recipient: str = ""
    address: str = ""
    extract_title: str = ""
    extract: str = ""
    day: date  # that the letter bears, and by which it reckons
    reply_by: date
    protocol: str = ""
    body: str = ""  # as somebody wrote it
    wording: str = ""  # of this installation
    signed_by: str = ""
    function: str = ""
    drafted_by: str = ""
    sender: SenderParts = field(default_factory=SenderParts)


def facts_of(letter: FormalLetter, beside: Beside) -> LetterFacts:
    """Those of a letter that has not left, or is leaving now."""
    rec, clock = letter.recommendation, letter.clock
    sent = rec.sent[0] if rec.sent else None
    assert rec.transmitted_at is not None  # else nothing is owed
    return LetterFacts(
        kind=kind_of(letter),
        reference=letter.concern.reference,
        number=rec.number,
        heading=rec.heading,
        text=rec.text,
        measure=rec.measure,
        institution=rec.addressee.name,
        rule=clock.rule,
        source=clock.source,
        transmitted_on=local_day(rec.transmitted_at),
        due_on=letter.due_on,
        moved=clock.moved,
        before=[
            Before(
                protocol=other.protocol,
                day=other.sent_on or beside.day,
                to=other.organisation.name if other.organisation_id != letter.organisation_id else "",
            )
            for other in beside.earlier
        ],
        to=letter.organisation.name,
        recipient=letter.recipient,
        address=letter.address,
        extract_title=sent.title if sent else "",
        extract=sent.extract if sent else "",
        day=beside.day,
        reply_by=beside.reply_by,
        protocol=letter.protocol,
        body=letter.body,
        wording=beside.wording,
        signed_by=letter.signed_by or beside.sender.signed_by,
        function=letter.function or beside.sender.function,
        drafted_by=letter.drafted_by,
        sender=beside.sender,
    )


def invented(kind: LetterKind, wording: str, sender: SenderParts) -> LetterFacts:
    """A case that never was, by which a text is tried."""
    day = today()
    of_minister = kind is LetterKind.MINISTER
    institution = _("Directorate of Example")
    return LetterFacts(
        kind=kind,
        reference="T-2000-001",
        number=1,
        heading=_("Invented: one contact point in every office"),
        text=_("This case was invented to try the text."),
        measure=_("A contact point is named in every office."),
        institution=institution,
        rule=Rule.RESPONSE,
        source=RESPONSE_LAW,
        transmitted_on=day - timedelta(days=44),
        due_on=day - timedelta(days=14),
        moved=1,
        before=[Before(protocol="101", day=day - timedelta(days=9), to=institution)] if of_minister else (),
        to=_("Ministry of Example") if of_minister else institution,
        recipient=_("The head of the institution"),
        extract_title=_("Invented: who is in charge is not known"),
        extract=_("This case was invented to try the text."),
        day=day,
        reply_by=day + timedelta(days=7),
        wording=wording,
        sender=sender,
        signed_by=sender.signed_by,
        function=sender.function,
    )


def text_of(facts: LetterFacts) -> str:
    """What was written, or what the wording of the installation, or else the built-in one, makes of the facts."""
    if facts.body:
        return facts.body
    with in_language(LANGUAGE):
        return filled(facts.wording or built_in(facts.kind), _values(facts))


def paper_of(facts: LetterFacts) -> Letter:
    """The letter with all its parts."""
    body, sender = text_of(facts), facts.sender
    with in_language(LANGUAGE):
        return Letter(
            LANGUAGE,
            _title(facts),
            head=[_("REPUBLIC OF ALBANIA"), *_lines(sender.head or BLANK)],
            number=_("No. %(number)s Prot.", number=facts.protocol or BLANK),
            place_and_day=_("%(place)s, on %(day)s", place=sender.place or BLANK, day=_figures(facts.day)),
            subject=_("Subject of the letter"),
            to=_to(facts),
            body=body,
            reply=_reply(sender),
            enclosed=_("Enclosed"),
            attachments=_attachments(facts),
            closing=_("Thanking you for your cooperation,"),
            office=(facts.function or BLANK).upper(),
            name=facts.signed_by or BLANK,
            sign=_("(signature, seal)"),
            notes=[_notes(facts)],
            foot=" · ".join(filter(None, (sender.address, sender.email, sender.phone))),
        )


def letter_of(letter: FormalLetter, beside: Beside) -> Letter:
    """The letter as it left, or as it would leave."""
    if letter.paper is not None:
        return Letter.read(letter.paper)
    return paper_of(facts_of(letter, beside))


def letter_name(letter: FormalLetter) -> str:
    """Of its file."""
    return f"shkrese-{letter.concern.reference.lower()}-{local_day(letter.drafted_at).isoformat()}"


def _title(facts: LetterFacts) -> str:
    return _(
        "Request to meet an overdue obligation (%(what)s on recommendation no. %(number)s, case %(reference)s)",
        what=_awaited(facts),
        number=facts.number,
        reference=facts.reference,
    )


def _values(facts: LetterFacts) -> dict[Place, str]:
    moved = ngettext(
        "The date was moved %(num)s time before.", "The date was moved %(num)s times before.", facts.moved
    )
    to_them = facts.to == facts.institution
    return {
        Place.BASIS: _basis(facts),
        Place.TRANSMITTED: _("transmitted to you")
        if to_them
        else _("transmitted to %(institution)s", institution=facts.institution),
        Place.TRANSMITTED_ON: written(facts.transmitted_on),
        Place.NUMBER: str(facts.number),
        Place.HEADING: facts.heading,
        Place.CASE: facts.reference,
        Place.INSTITUTION: facts.institution,
        Place.AWAITED: _awaited(facts),
        Place.DUE: written(facts.due_on),
        Place.LATE: days_late(max(0, (facts.day - facts.due_on).days)),
        Place.MOVED: moved if facts.moved else "",
        Place.DAYS: str(ANSWER_IN),
        Place.REPLY_BY: written(facts.reply_by),
    }


def _awaited(facts: LetterFacts) -> str:
    return str(label(facts.rule)).lower()


def _basis(facts: LetterFacts) -> str:
    """What it rests on, after the letters that went before."""
    acts = [act for act in (facts.sender.founding_act, str(basis(facts.source))) if act]
    rests = _("In support of %(acts)s", acts=_(" and of ").join(acts))
    if not facts.before:
        return rests
    named = [_before(other) for other in facts.before]
    letters = ngettext(
        "our letter %(letters)s", "our letters %(letters)s", len(named), letters=_(" and ").join(named)
    )
    return _(
        "Further to %(letters)s, and in support of %(acts)s", letters=letters, acts=_(" and of ").join(acts)
    )


def _before(other: Before) -> str:
    said = _("no. %(number)s Prot., dated %(day)s", number=other.protocol, day=_figures(other.day))
    return said + (_(", addressed to %(institution)s", institution=other.to) if other.to else "")


def _to(facts: LetterFacts) -> list[tuple[str, list[str]]]:
    institution = facts.institution if facts.institution != facts.to else ""
    copies = [*filter(None, (institution,)), *_lines(facts.sender.copies)]
    addressed = [facts.recipient or _("The head of the institution"), facts.to, *_lines(facts.address)]
    rows = [(_("Addressed to"), addressed), (_("For information"), copies)]
    return [(term, lines) for term, lines in rows if lines]


def _reply(sender: SenderParts) -> str:
    where = [sender.address]
    if sender.email:
        where.append(_("e-mail %(email)s", email=sender.email))
    if sender.phone:
        where.append(_("tel. %(phone)s", phone=sender.phone))
    known = ", ".join(filter(None, where))
    return _("The answer is sent to the technical secretariat of the Group: %(where)s.", where=known or BLANK)


def _attachments(facts: LetterFacts) -> list[Section]:
    measure = Block(rows=[": ".join((_("Measure"), facts.measure))])
    rec = Section(
        _("Recommendation no. %(number)s", number=facts.number), facts.heading, [Block(facts.text), measure]
    )
    if not facts.extract:
        return [rec]
    heading = _("Extract of case %(reference)s", reference=facts.reference)
    return [Section(heading, facts.extract_title, [Block(facts.extract)]), rec]


def _notes(facts: LetterFacts) -> str:
    """Who drafted it, and in how many copies: one for each who gets it, and one for the register."""
    copies = 2 + len(_lines(facts.sender.copies)) + (facts.institution != facts.to)
    drafted = _("Drafted by: %(name)s", name=facts.drafted_by or BLANK)
    return " · ".join((drafted, _("Number of copies: %(number)s", number=copies)))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _figures(day: date) -> str:
    """`5.11.2026`, as letters write it."""
    return f"{day.day}.{day.month}.{day.year}"
