"""What a list is narrowed to: read from the address, so that it can be kept and shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from app.cases.models import Concern, ConcernInstitution
from app.cases.search import matching
from app.cases.vocabulary import County, Pillar, Subject
from app.core.actor import Actor
from app.core.time import today
from workflows.concern import Stage

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ConcernFilter:
    """Filters of the list of concerns. What is not understood is left out."""

    q: str = ""
    stage: Stage | None = None
    pillar: Pillar | None = None
    subject: Subject | None = None
    county: County | None = None
    institution: int | None = None
    urgent: bool = False
    overdue: bool = False
    mine: bool = False
    sort: str = "newest"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> ConcernFilter:
        """From the parameters of an address."""
        return cls(
            q=given.get("q", "").replace("\0", "").strip()[:100],
            stage=_member(Stage, given.get("stage", "")),
            pillar=_member(Pillar, given.get("pillar", "")),
            subject=_member(Subject, given.get("subject", "")),
            county=_member(County, given.get("county", "")),
            institution=_number(given.get("institution", "")),
            urgent=given.get("urgent") == "1",
            overdue=given.get("overdue") == "1",
            mine=given.get("mine") == "1",
            sort="due" if given.get("sort") == "due" else "newest",
        )

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return any((self.q, self.stage, self.pillar, self.subject, self.county, self.institution)) or any(
            (self.urgent, self.overdue, self.mine)
        )

    def conditions(self, actor: Actor) -> list[ColumnElement[bool]]:
        """As SQL."""
        found: list[ColumnElement[bool]] = []
        for column, value in (
            (Concern.stage, self.stage),
            (Concern.pillar, self.pillar),
            (Concern.subject, self.subject),
            (Concern.county, self.county),
        ):
            if value is not None:
                found.append(column == value)
        if self.institution:
            about = select(ConcernInstitution.concern_id).where(
                ConcernInstitution.organisation_id == self.institution
            )
            found.append(Concern.id.in_(about))
        if self.urgent:
            found.append(Concern.urgent.is_(True))
        if self.overdue:
            found += [Concern.is_open.is_(True), Concern.due_on < today()]
        if self.mine:
            own = Concern.filer_organisation_id == actor.organisation_id
            found.append(own | (Concern.rapporteur_id == actor.person_id))
        if self.sort == "due":
            found += [Concern.is_open.is_(True), Concern.due_on.is_not(None)]
        if self.q:
            found.append(matching(actor, self.q))
        return found


def _member(kind: type[E], value: str) -> E | None:
    try:
        return kind(value) if value else None
    except ValueError:
        return None


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 10 else None


def kept(given: Mapping[str, Any], *without: str) -> dict[str, str]:
    """The parameters that a link keeps."""
    return {k: str(v) for k, v in given.items() if v and k not in {"after", "before", *without}}
