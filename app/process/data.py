"""What a step is given. Every field is kept with the event, so that nothing said is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, get_args, get_origin, get_type_hints

from app.core.identifiers import find_identifiers, is_in_words
from app.core.time import is_near
from workflows.engine import Unmet
from workflows.recommendation import FindingSource, Grade
from workflows.voting import Manner


@dataclass(frozen=True)
class StepData:
    """What a step was given. `words` names the field that is its text."""

    words: ClassVar[str] = ""
    files: tuple[str, ...] = field(
        default=(), kw_only=True
    )  # public ids of attachments that belong to the step
    override_reason: str = field(default="", kw_only=True)  # why what looks like an identifier may stay

    def said(self) -> str:
        """The main text of the step."""
        return str(getattr(self, self.words, "") or "") if self.words else ""

    def texts(self) -> Iterator[str]:
        """Every text that was typed."""
        yield from _texts(getattr(self, f.name) for f in fields(self) if f.name not in NOT_TYPED)

    def details(self) -> dict[str, Any]:
        """Everything else that was given, as JSON."""
        left_out = {"files", "grade", self.words}
        given = {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name not in left_out}
        return {
            name: value
            for name, value in given.items()
            if value is not False and value not in (None, "", [], {})
        }


@dataclass(frozen=True, slots=True)
class Paper:
    """The letter by which an addressee said something: its number in the register, its date, and when it came."""

    protocol: str
    dated_on: date
    received_on: date

    def noted(self) -> dict[str, str]:
        """As the event keeps it."""
        return {
            "protocol": self.protocol,
            "dated_on": self.dated_on.isoformat(),
            "received_on": self.received_on.isoformat(),
        }


@dataclass(frozen=True)
class Words(StepData):
    """A step that adds a text to what there is."""

    words: ClassVar[str] = "text"
    text: str = ""


@dataclass(frozen=True)
class Reason(StepData):
    """A step that is given a reason."""

    words: ClassVar[str] = "reason"
    reason: str = ""


@dataclass(frozen=True)
class Decision(StepData):
    """What the Group decides. Day and manner are those of the vote; `adopted` numbers the drafts that it adopted."""

    words: ClassVar[str] = "reason"
    reason: str = ""
    decided_on: date | None = None
    manner: Manner | None = None
    adopted: tuple[int, ...] = ()


@dataclass(frozen=True)
class NewDateDecision(Decision):
    """A decision of the Group that sets a new date."""

    due_on: date | None = None


@dataclass(frozen=True)
class Finding(StepData):
    """What the Group found, and what it rests on. `independent` is the author's own statement (workflow.md)."""

    words: ClassVar[str] = "finding"
    finding: str = ""
    grade: Grade | None = None
    sources: tuple[FindingSource, ...] = ()
    seen_on: date | None = None  # of the visit or the interview
    consent: bool = False  # of the people concerned who were asked
    independent: bool | None = None
    reason: str = ""
    due_on: date | None = None
    concludes: bool = False


@dataclass(frozen=True)
class FindingDecision(Decision):
    """A decision of the Group that rests on a finding."""

    words: ClassVar[str] = "finding"
    finding: str = ""
    grade: Grade | None = None
    sources: tuple[FindingSource, ...] = ()


D = TypeVar("D", bound=StepData)
NOT_TYPED = {"files", "override_reason"}


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str) and not isinstance(value, StrEnum):
            yield value
        elif isinstance(value, list | tuple):
            yield from _texts(value)
        elif is_dataclass(value) and not isinstance(value, type):
            yield from _texts(getattr(value, f.name) for f in fields(value))


def dates_in(value: Any) -> Iterator[date]:
    """Every date that was given, in rows as well."""
    if isinstance(value, date):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from dates_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from dates_in(getattr(value, f.name))


def plain(value: Any) -> Any:
    """The value as JSON keeps it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return value


def to_json(data: StepData) -> dict[str, Any]:
    """What a step that waits is given, as JSON: all that is not empty."""
    given = {f.name: plain(getattr(data, f.name)) for f in fields(data)}
    return {name: value for name, value in given.items() if value not in (None, "", [])}


def from_json(kind: type[D], given: Mapping[str, Any]) -> D:
    """The data of the step, as it was kept."""
    hints = get_type_hints(kind)
    return kind(**{name: _read(hints[name], value) for name, value in given.items()})


def _read(hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], each) for each in value)
    for each in get_args(hint) or (hint,):  # of what may be None as well
        if each is date:
            return date.fromisoformat(value)
        if isinstance(each, type) and issubclass(each, StrEnum):
            return each(value)
    return value


def refuse_identifiers(data: Any, going: Iterable[tuple[str, Iterable[str]]] = ()) -> None:
    """Raise Unmet where a person could be identified by what a step leaves with others, unless a reason is in words.

    `going` are texts that were written before and go with it, each with the name of the refusal.
    """
    given = data if isinstance(data, StepData) else StepData()
    for name, texts in (("unnamed", given.texts()), *going):
        look_through(texts, given.override_reason, name)


def look_through(texts: Iterable[str], because: str, name: str = "unnamed") -> None:
    """Raise Unmet of this name where one of these texts could identify a person; a reason in words lets them stand.

    What is no step of a table is looked through by this, too, where it is kept.
    """
    if not is_in_words(because) and any(find_identifiers(text) for text in texts):
        raise Unmet((name,))


def refuse_far_dates(data: Any) -> None:
    """Raise Unmet where a date lies so far off that its year is rather a slip of the pen."""
    if not all(is_near(day) for day in dates_in(data)):
        raise Unmet(("year",))
