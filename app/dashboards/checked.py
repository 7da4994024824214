"""A recommendation in a list: the institution's claim beside the Group's finding, as on its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.concerns.page.double_check import TONES
from app.concerns.visibility import STATE_KINDS
from app.core.actor import Actor
from app.core.formats import moved_words
from app.core.labels import said
from app.core.language import translate as _
from app.core.time import local_day
from app.dashboards.line_actions import NO_ACTION, Action
from app.dashboards.line_addresses import Addresses
from app.dashboards.rows import Line, is_mine
from app.deadlines.today import Cell, Today, date_words
from workflows.recommendation import Grade, Outcome, State
from workflows.roles import Owner, Role

WITHOUT_FINDING = frozenset(
    {Outcome.UNANSWERED, Outcome.CONCEDED, Outcome.DISAGREED, Outcome.SUPERSEDED, Outcome.NOT_IMPLEMENTED}
)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one side says, and when."""

    label: str
    on: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A line with both voices, and how they stand to each other: differ, agree, unverified, none."""

    line: Line
    claim: Voice | None
    finding: Voice | None
    gap: str


def checked(row: Any, actor: Actor, day: Today, to: Addresses) -> Checked:
    """One recommendation."""
    address = to.case(row.public_id, row.number)
    running = row.outcome is None
    due = day.cell(row.due_on, row.paused) if running else Cell()
    line = Line(
        row.heading,
        address,
        to.numbered(row.reference, row.number),
        row.addressee,
        said(to.language, row.outcome or row.state),
        due,
        Action(_("Your turn"), address, quiet=False) if running and _mine(row, actor) else NO_ACTION,
        moved_words(row.moved, row.moved_days) if due.text else "",
        why=to.why(row.public_id) if due.text else "",
    )
    return Checked(line, _claim(row, day, to), _finding(row, day, to), _gap(row))


def _mine(row: Any, actor: Actor) -> bool:
    if row.owner is Owner.ADDRESSEE and actor.is_(Role.MINISTRY):
        return row.addressee_kind in STATE_KINDS
    if row.owner is Owner.GROUP and row.state is State.REPORTED:
        return actor.is_(Role.MEMBER) and row.addressee_id != actor.organisation_id
    return is_mine(row.owner, row.addressee_id, row.rapporteur_id, actor)


def _claim(row: Any, day: Today, to: Addresses) -> Voice | None:
    if row.disclaimed:
        return Voice(_("Says that it is not competent"))
    if row.claimed_at:
        return Voice(_("Reported as implemented"), _on(row.claimed_at, day))
    if row.answer:
        return Voice(said(to.language, row.answer), _on(row.answered_at, day))
    return None


def _finding(row: Any, day: Today, to: Addresses) -> Voice | None:
    if row.grade is not None:
        return Voice(said(to.language, row.grade), _on(row.found_at, day), TONES[row.grade])
    if row.outcome in WITHOUT_FINDING:
        return Voice(said(to.language, row.outcome), _on(row.concluded_at, day))
    return None


def _gap(row: Any) -> str:
    """Where claim and finding differ is what one should see first."""
    if row.claimed_at is None:
        return "none"
    if row.grade is None or (row.state is State.REPORTED and row.claimed_at > row.found_at):
        return "unverified"
    return "agree" if row.grade is Grade.A else "differ"


def _on(at: datetime | None, day: Today) -> str:
    return date_words(local_day(at), day.day) if at else ""
