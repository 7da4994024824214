"""The heart: what the institution claims and what the Group found, side by side and never mixed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from app.concerns.models import Recommendation
from app.concerns.page.history import on_paper
from app.concerns.page.queries import Line
from app.concerns.vocabulary import FindingSource
from app.core.formats import day, filesize
from app.core.labels import label
from app.core.language import translate as _
from workflows.recommendation import FINDINGS_OF_GROUP, THEIRS, Grade, Outcome, RecommendationAction, State

FULL_CLAIM = "A"  # who reports it as implemented claims the best grade


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to open."""

    label: str
    url: str
    detail: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What one side says."""

    label: str
    at: datetime | None
    text: str = ""
    who: str = ""
    tone: str = ""
    grade: str = ""
    files: Sequence[FileLink] = field(default_factory=tuple)
    basis: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class DoubleCheck:
    """Both sides, and how they stand to each other."""

    claim: Voice | None
    finding: Voice | None
    gap: str  # differ, agree, unverified, none


FINDINGS = FINDINGS_OF_GROUP - {RecommendationAction.SILENCE}
FOLLOW_UP_REVIEWS: dict[str, Callable[[], str]] = {
    RecommendationAction.FOLLOW_UP_REVIEW: lambda: _("follow-up review after 6 months"),
    RecommendationAction.LAST_REVIEW: lambda: _("follow-up review after 12 months"),
}
TONES = {Grade.A: "done", Grade.B: "soon", Grade.C: "soon", Grade.D: "soon", Grade.E: "soon"}


def file_link(file: Any, url: str) -> FileLink:
    """The file with its kind, its size and what it shows."""
    kind = PurePath(file.name).suffix.removeprefix(".").upper()
    return FileLink(file.name, url, " · ".join(x for x in (kind, filesize(file.size), file.shows) if x))


def double_check(
    rec: Recommendation, lines: Sequence[Line], files: Sequence[Any], url: Callable[[Any], str]
) -> DoubleCheck:
    """The two columns of one recommendation."""
    said = [line for line in lines if line.standing in THEIRS and line.do != RecommendationAction.MEASURE]
    links = {
        theirs: [
            file_link(f, url(f))
            for f in files
            if (f.organisation_id == rec.addressee_id or f.kind in ("ministry", "state_agency")) == theirs
        ]
        for theirs in (True, False)
    }
    claim = _claim(rec, said, links[True])
    finding = _finding(rec, lines, links[False])
    return DoubleCheck(claim, finding, _gap(rec, claim, finding))


def _claim(rec: Recommendation, said: Sequence[Line], files: Sequence[FileLink]) -> Voice | None:
    last = next((line for line in said if line.text or line.details), None)
    who = said[0].organisation if said else rec.addressee.name
    if said and "paper" in said[0].params:
        who = f"{who} ({on_paper(said[0].params['paper'])})"
    if rec.disclaimed:
        return Voice(
            _("Says that it is not competent"),
            said[0].at if said else None,
            last.text if last else "",
            who,
            files=files,
        )
    if rec.claimed_at:
        given = next((line.details for line in said if line.details and "evidence" in line.details), {})
        return Voice(
            _("Reported as implemented"),
            rec.claimed_at,
            rec.claim,
            who,
            grade=FULL_CLAIM,
            files=files,
            evidence=given.get("evidence", ""),
        )
    if rec.answer:
        return Voice(str(label(rec.answer)), rec.answered_at, last.text if last else "", who, files=files)
    return None


def _finding(rec: Recommendation, lines: Sequence[Line], files: Sequence[FileLink]) -> Voice | None:
    if rec.grade is None:
        if rec.outcome in (Outcome.UNANSWERED, Outcome.CONCEDED, Outcome.DISAGREED, Outcome.SUPERSEDED):
            last = lines[0] if lines else None
            return Voice(str(label(rec.outcome)), rec.concluded_at, last.text if last else "", _("The Group"))
        return None
    line = next((line for line in lines if line.do in FINDINGS), None)
    who = [
        _("The Group"),
        line.organisation if line else "",
        FOLLOW_UP_REVIEWS[line.do]() if line and line.do in FOLLOW_UP_REVIEWS else "",
    ]
    return Voice(
        str(label(rec.grade)),
        rec.found_at,
        rec.finding,
        " · ".join(word for word in who if word),
        tone=TONES[rec.grade],
        grade=rec.grade.value,
        files=files,
        basis=_basis(line.details or {}) if line else "",
    )


def _basis(details: dict[str, Any]) -> str:
    """What a finding rests on, and when somebody was there."""
    said = ", ".join(str(label(FindingSource(source))) for source in details.get("sources", ()))
    if said and details.get("seen_on"):
        said += f" ({day(date.fromisoformat(details['seen_on']))})"
    return said


def _gap(rec: Recommendation, claim: Voice | None, finding: Voice | None) -> str:
    """Where claim and finding differ is what one should see first."""
    if rec.claimed_at is None or claim is None:
        return "none"
    if rec.grade is None or rec.found_at is None:
        return "unverified"
    if rec.state is State.REPORTED and rec.claimed_at > rec.found_at:
        return "unverified"
    return "agree" if rec.grade is Grade.A else "differ"
