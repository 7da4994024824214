"""A formal letter as a document: always in Albanian, from the transmitted extract and never from the filing."""

from __future__ import annotations

from app.core.documents.document import Block, Document, Section
from app.core.formats import day, days_late
from app.core.labels import label
from app.core.language import in_language, ngettext
from app.core.language import translate as _
from app.core.time import local_day, today
from app.deadlines.models import FormalLetter
from workflows.escalation import EscalationAct
from workflows.formal_letter import LetterState

LANGUAGE = "sq"
ANSWER_IN = 5  # working days in which a letter asks for an answer
BLANK = "______________"


def text_of(letter: FormalLetter) -> str:
    """What was written, or what its facts say as long as nobody has written anything."""
    if letter.body:
        return letter.body
    with in_language(LANGUAGE):
        return "\n\n".join(_paragraphs(letter))


def letter_document(letter: FormalLetter) -> Document:
    """The letter with its place for number, date and signature, and with what the recipient may read of the case."""
    body = text_of(letter)
    with in_language(LANGUAGE):
        rec = letter.recommendation
        sent = rec.sent[0] if rec.sent else None
        return Document(
            LANGUAGE,
            _subject(letter),
            _numbered(letter),
            _facts(letter),
            [
                Section(_("Text of the letter"), blocks=[Block(text=body), *_signature(letter)]),
                Section(
                    _("Extract of the case"),
                    sent.title if sent else "",
                    [Block(text=sent.extract if sent else "")],
                ),
                Section(
                    _("Recommendation %(number)s", number=rec.number),
                    rec.heading,
                    [Block(text=rec.text), Block(rows=[f"{_('Measure')}: {rec.measure}"])],
                ),
            ],
        )


def letter_name(letter: FormalLetter) -> str:
    """Of its file."""
    return f"shkrese-{letter.concern.reference.lower()}-{local_day(letter.drafted_at).isoformat()}"


def _subject(letter: FormalLetter) -> str:
    what = label(letter.clock.rule)
    return _("Request about an overdue obligation: %(what)s", what=str(what).lower())


def _numbered(letter: FormalLetter) -> str:
    sent = letter.state is LetterState.SENT
    return _(
        "Prot. no. %(number)s, dated %(day)s",
        number=letter.protocol if sent else BLANK,
        day=day(letter.sent_on) if sent else BLANK,
    )


def _facts(letter: FormalLetter) -> list[tuple[str, str]]:
    rec = letter.recommendation
    which = _("recommendation %(number)s", number=rec.number)
    facts = [
        (_("To whom"), letter.recipient or _("The head of the institution")),
        (_("Institution"), letter.organisation.name),
        (_("Address"), ", ".join(line.strip() for line in letter.address.splitlines() if line.strip())),
        (_("Case"), f"{letter.concern.reference}, {which}"),
        (_("Addressee of the recommendation"), rec.addressee.name),
        (_("Transmitted on"), day(rec.transmitted_at)),
        (_("What is awaited"), str(label(letter.clock.rule))),
        (_("It was due by"), day(letter.due_on)),
    ]
    return [(term, value) for term, value in facts if value]


def _paragraphs(letter: FormalLetter) -> list[str]:
    rec, clock = letter.recommendation, letter.clock
    until = letter.sent_on or today()
    said = [
        _("Dear Sir or Madam,"),
        _(
            "On %(day)s the Advisory Group against trafficking in persons transmitted to "
            "%(institution)s the recommendation “%(heading)s” (case %(reference)s).",
            day=day(rec.transmitted_at),
            institution=rec.addressee.name,
            heading=rec.heading,
            reference=letter.concern.reference,
        ),
        _(
            "The deadline for this obligation (%(what)s) was %(due)s. It has not been met to date "
            "(%(late)s).",
            what=str(label(clock.rule)).lower(),
            due=day(letter.due_on),
            late=days_late(max(0, (until - letter.due_on).days)),
        ),
    ]
    if clock.moved:
        said.append(
            str(
                ngettext(
                    "The date was moved %(num)s time before.",
                    "The date was moved %(num)s times before.",
                    clock.moved,
                )
            )
        )
    if letter.act is EscalationAct.MINISTER:
        said.append(
            _(
                "The head of the institution was written to and the National Coordinator was asked for a decision."
            )
        )
    said.append(
        _(
            "Please ensure that this is done within %(days)s working days of this letter, or inform "
            "the Group in writing of the reasons and of a new date.",
            days=ANSWER_IN,
        )
    )
    return [*said, _("With respect,")]


def _signature(letter: FormalLetter) -> list[Block]:
    return [Block(text=letter.signed_by or BLANK)]
