"""What a filing asks for, each field declared once.

Made from this: the pages of a filing, its summary, what is missing, what is looked through for identifiers and wiped
with a draft, what a search for words finds, and what the page of a concern shows to who may read the narrative. The
columns are those of `Concern` of the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from app.concerns.vocabulary import Affected, CaseRange, County, Exploitation, Extent, Naming, Source, Subject
from app.core.language import lazy as _l
from workflows.roles import Kind, Level
from workflows.text import shows


class FilingPage(StrEnum):
    """The pages, in their order; the stop comes after urgency, where somebody is in danger."""

    WHAT = "what"
    SUBJECT = "subject"
    WHERE = "where"
    URGENCY = "urgency"
    STOP = "stop"
    SOURCE = "source"


class Asks(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    TEXT = "text"
    ONE = "one"  # of a few
    LIST = "list"  # one of many
    TICKS = "ticks"
    YES_NO = "yes_no"
    DAY = "day"  # not after today
    BOX = "box"
    CONFIRMATION = "confirmation"  # without it nothing goes on, which its help says
    INSTITUTIONS = "institutions"  # of the directory


Draft: TypeAlias = Any  # a `Concern`, which is made of what stands here


@dataclass(frozen=True, slots=True)
class FilingField:
    """One field. Drafts may leave every one of them empty."""

    name: str
    asks: Asks
    label: Any
    help: Any = ""
    absent: Any = ""  # what is said where it is needed and empty; nothing for what is never empty
    needed_if: Callable[[Draft], bool] | None = None  # to file it; always, where there is something to say
    optional: bool = False  # is said beside the field
    of: type[StrEnum] | None = None  # the closed list
    words: Mapping[Any, Any] | None = None  # of the list, where they are longer here than elsewhere
    most: int = 200  # signs of a line
    rows: int = 3  # of a text, at first
    narrative: bool = False  # read, and found by its words, by those alone who may read the narrative
    column: str = ""  # where it is another one than that of its name

    @property
    def typed(self) -> bool:
        """Whether it is free text: looked through for identifiers, covered, and wiped with a draft."""
        return self.asks in (Asks.LINE, Asks.TEXT)

    def is_missing(self, concern: Draft) -> bool:
        """Whether it is to be filled in before this can be filed."""
        if not self.absent or (self.needed_if is not None and not self.needed_if(concern)):
            return False
        value = getattr(concern, self.column or self.name)
        return not shows(value) if isinstance(value, str) else value is None


def _is_pattern(concern: Draft) -> bool:
    return concern.extent is Extent.PATTERN


def _is_over(concern: Draft) -> bool:
    return _is_pattern(concern) and not concern.ongoing


def _is_urgent(concern: Draft) -> bool:
    return bool(concern.urgent)


LEVELS = {
    Level.GROUP: _l("The Group: members who are not recused, and the secretariat, read everything"),
    Level.RESTRICTED: _l(
        "Restricted: only rapporteur, second reader, chair and secretariat read the narrative"
    ),
    Level.SHARED: _l("Shared: at transmission the ministry and the institution get the whole narrative"),
}
KINDS = {
    Kind.STATE_AGENCY: _l("State institution"),
    Kind.NON_STATE_AGENCY: _l("Non-state institution"),
}
P = FilingPage
PAGES: dict[FilingPage, tuple[FilingField, ...]] = {
    P.WHAT: (
        FilingField(
            "title",
            Asks.LINE,
            _l("Describe the problem in one line"),
            _l("No names of persons."),
            _l("Describe the problem in one line, without any names."),
        ),
        FilingField(
            "narrative",
            Asks.TEXT,
            _l("What happened, or regularly happens?"),
            _l("Tell it so that nobody can be recognised. Never write a victim's name, number or address."),
            _l("Say what happened, or what regularly happens."),
            rows=8,
            narrative=True,
        ),
        FilingField(
            "where_when",
            Asks.TEXT,
            _l("Where and when?"),
            absent=_l("Say where and when it happened."),
            narrative=True,
        ),
        FilingField(
            "duty",
            Asks.TEXT,
            _l("Which duty is not met?"),
            _l("The law, order or procedure, if you know it."),
            _l("Say which duty is not met."),
            narrative=True,
        ),
        FilingField(
            "how_known", Asks.TEXT, _l("How is it known?"), absent=_l("Say how you know it."), narrative=True
        ),
    ),
    P.SUBJECT: (
        FilingField(
            "subject",
            Asks.LIST,
            _l("Category"),
            _l("The pillar, and the subject within it."),
            _l("Choose the subject."),
            of=Subject,
        ),
        FilingField(
            "exploitation", Asks.LIST, _l("Form of exploitation concerned"), optional=True, of=Exploitation
        ),
        FilingField("affected", Asks.TICKS, _l("Groups concerned"), optional=True, of=Affected),
        FilingField(
            "extent",
            Asks.ONE,
            _l("A single event, or a pattern?"),
            absent=_l("Say whether it is a single event or a pattern."),
            of=Extent,
        ),
        FilingField("frequency", Asks.LINE, _l("How often?"), optional=True),
        FilingField(
            "case_range",
            Asks.ONE,
            _l("How many cases?"),
            _l("A range, never a count, so that nobody can be recognised."),
            _l("Choose a range for the number of cases, or say that it is not known."),
            needed_if=_is_pattern,
            of=CaseRange,
        ),
    ),
    P.WHERE: (
        FilingField(
            "institutions",
            Asks.INSTITUTIONS,
            _l("Institutions concerned"),
            _l("One or more."),
            _l("Name at least one institution."),
            column="institutions_text",
        ),
        FilingField(
            "new_institution",
            Asks.LINE,
            _l("An institution that is not listed"),
            _l("The secretariat confirms it."),
            optional=True,
        ),
        FilingField("new_institution_kind", Asks.ONE, _l("Its kind"), optional=True, of=Kind, words=KINDS),
        FilingField(
            "county",
            Asks.LIST,
            _l("County"),
            absent=_l("Choose the county, or the whole country."),
            of=County,
        ),
        FilingField(
            "municipality",
            Asks.LINE,
            _l("Municipality"),
            _l("Only if it is safe to say; never a village."),
            optional=True,
            most=80,
            narrative=True,
        ),
        FilingField("period_from", Asks.DAY, _l("From"), absent=_l("Say since when.")),
        FilingField(
            "period_to",
            Asks.DAY,
            _l("To"),
            absent=_l("Say until when, or that it still goes on."),
            needed_if=_is_over,
            optional=True,
        ),
        FilingField("ongoing", Asks.BOX, _l("It is still going on")),
    ),
    P.URGENCY: (
        FilingField(
            "urgent",
            Asks.YES_NO,
            _l("Is a person in imminent danger?"),
            _l("If yes, the next page says whom to call at once."),
        ),
        FilingField(
            "urgency_reason",
            Asks.TEXT,
            _l("Why it is urgent"),
            _l("If yes."),
            _l("Say why it is urgent, without naming anybody."),
            needed_if=_is_urgent,
            optional=True,
            narrative=True,
        ),
    ),
    P.STOP: (
        FilingField(
            "danger_reported",
            Asks.CONFIRMATION,
            _l("I confirm that the danger was reported to the police or the child protection worker."),
            _l("First report the danger: this form helps nobody today."),
        ),
        FilingField(
            "coordinator_told",
            Asks.BOX,
            _l("The National Coordinator may see this concern at once."),
            _l("Otherwise only after transmission."),
        ),
    ),
    P.SOURCE: (
        FilingField(
            "source", Asks.ONE, _l("Source"), absent=_l("Say what your knowledge rests on."), of=Source
        ),
        FilingField(
            "first_hand",
            Asks.YES_NO,
            _l("Did you see it yourselves?"),
            absent=_l("Say whether you saw it yourselves or were told."),
        ),
        FilingField(
            "tried",
            Asks.TEXT,
            _l("What was tried already?"),
            _l("Letters, meetings, answers."),
            optional=True,
            narrative=True,
        ),
        FilingField(
            "asks_for",
            Asks.TEXT,
            _l("What should change, by whom, until when?"),
            absent=_l("Say what should change, by whom and until when."),
            rows=4,
            narrative=True,
        ),
        FilingField(
            "naming",
            Asks.ONE,
            _l("May your organisation be named to the ministry and the institution?"),
            absent=_l("Say whether your organisation may be named to the ministry and the institution."),
            of=Naming,
        ),
        FilingField("level", Asks.ONE, _l("Who reads it"), of=Level, words=LEVELS),
        FilingField(
            "unidentifiable",
            Asks.BOX,
            _l(
                "Nobody can be recognised; the people who told it have agreed; risks of reprisal "
                "were considered."
            ),
        ),
    ),
}
FIELDS = tuple(field for fields in PAGES.values() for field in fields)
PAGE_OF = {field.name: page for page, fields in PAGES.items() for field in fields}
TYPED = tuple(field.name for field in FIELDS if field.typed)
NARRATIVE = tuple(field.name for field in FIELDS if field.narrative)
FILED = (*TYPED, "institutions_text")  # the last is made of what was chosen
PERIOD_ORDER = "period_order"
ABSENT = {field.name: field.absent for field in FIELDS if field.absent} | {
    PERIOD_ORDER: _l("It ends before it begins: correct one of the two dates.")
}


def missing_fields(concern: Draft) -> tuple[str, ...]:
    """Names of what a filing still needs, in the order of its pages."""
    missing = [field.name for field in FIELDS if field.is_missing(concern)]
    if concern.period_from and concern.period_to and concern.period_to < concern.period_from:
        missing.append(PERIOD_ORDER)
    return tuple(missing)
