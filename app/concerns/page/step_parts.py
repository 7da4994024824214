"""What features add to the form page of a step: words to begin with, files, what stands beside, how it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.concerns.access import Case
from app.concerns.attachments import Attachment
from app.concerns.models import Recommendation
from app.concerns.step_forms import StepForm
from app.core.files.contents import Reason
from app.process.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a form that a part has sent: where its sender is led and what is said there, if it was taken."""

    outcome: Outcome
    onward: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class StepPage:
    """The page as it stands for one person: of the concern itself, or of one recommendation."""

    session: Session
    case: Case
    recommendation: Recommendation | None
    do: str


class StepPart:
    """What one feature adds to one page. All of it may be left out."""

    def __init__(self, page: StepPage) -> None:
        self.page = page

    def first_words(self, _asked: Mapping[str, str]) -> dict[str, Any]:
        """The fields that the form begins with."""
        return {}

    def is_draft(self, _typed: Mapping[str, str]) -> bool:
        """Whether it is only kept, and may lack what the step needs."""
        return False

    def begun(self) -> Sequence[str]:
        """The public ids of files that a colleague gave it."""
        return ()

    def take_files(self, _typed: MultiDict[str, str]) -> list[tuple[str, Reason]]:
        """Let files go with it that are here already; the names of those that do not, and why. Raises NotFound."""
        return []

    def context(self, _form: StepForm, _files: Sequence[Attachment]) -> dict[str, Any]:
        """What its template is given."""
        return {}

    def send(
        self, _form: StepForm, _files: tuple[str, ...], _draft: bool, _sent: dict[str, Any]
    ) -> Sent | None:
        """Send it in a way of its own; None to leave it to the others."""
        return None


Part = Callable[[StepPage], StepPart | None]
_PARTS: list[Part] = []


def register_part(part: Part) -> None:
    """Let this add to the pages of steps; it gives None for those that are none of its."""
    if part not in _PARTS:
        _PARTS.append(part)


def parts_of(page: StepPage) -> list[StepPart]:
    """What is added to this page."""
    return [found for part in _PARTS if (found := part(page)) is not None]
