"""Minutes and papers as documents in the reader's language, with only what that reader was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.concerns.models import Recommendation
from app.core.documents.document import Block, Document, Section
from app.core.formats import current_language, day, time_of_day
from app.core.labels import label
from app.core.language import translate as _
from app.meetings.minutes.frame import Frame
from app.meetings.minutes.service import Paper
from app.meetings.models import Meeting
from app.meetings.pages import item_title
from app.meetings.queries import Line
from app.meetings.session.queries import Presence, Sat
from app.votes.labels import voted_on


def minutes_document(
    meeting: Meeting, lines: Sequence[Line], sat: Mapping[int, Sat], frame: Frame
) -> Document:
    """The minutes as this reader has them."""
    sections = [_written(line, sat[line.item.id]) for line in lines]
    facts = [
        *_facts(meeting),
        *(pair for pair in who_was_there(frame) if pair[1]),
        (_("State"), str(label(meeting.state))),
    ]
    return Document(
        current_language(), minutes_title(frame), _subtitle(meeting), facts, sections, signatures(frame)
    )


def minutes_title(frame: Frame) -> str:
    """With the number of the meeting, where it was opened."""
    return _("Minutes no. %(number)s", number=frame.number) if frame.number else _("Minutes")


def who_was_there(frame: Frame) -> list[tuple[str, str]]:
    """Terms and names."""
    return [
        (_("Chaired by"), frame.chaired_by),
        (_("Minutes taken by"), frame.taken_by),
        (_("Present"), "; ".join(frame.present) or "–"),
        (_("Absent"), "; ".join(frame.absent) or _("nobody")),
    ]


def signatures(frame: Frame) -> list[tuple[str, str]]:
    """Who signs: what each of them is, and the name where it is on record."""
    return [(_("Chair of the meeting"), frame.chaired_by), (_("Keeper of the minutes"), frame.taken_by)]


def case_documents(meeting: Meeting, papers: Sequence[Paper]) -> Document:
    """The papers of a meeting as this reader has them."""
    sections = [_paper(paper) for paper in papers]
    return Document(
        current_language(), _("Papers of the meeting"), _subtitle(meeting), _facts(meeting), sections
    )


def _subtitle(meeting: Meeting) -> str:
    return f"{_('Meeting of the Group')}, {day(meeting.starts_at)}"


def _facts(meeting: Meeting) -> list[tuple[str, str]]:
    hours = f"{time_of_day(meeting.starts_at)}–{time_of_day(meeting.ends_at)}"
    facts = [(_("Time"), hours), (_("Place"), meeting.place), (_("Link"), meeting.link)]
    return [(term, value) for term, value in facts if value]


def _heading(line: Line) -> str:
    return f"{line.number}. {item_title(line)}"


def _written(line: Line, what: Sat) -> Section:
    if not line.is_open:
        return Section(_heading(line), str(label(line.kind)))
    blocks = [Block(text=line.item.minutes)] if line.item.minutes else []
    votes = [f"{voted_on(v.machine, v.do)}: {label(v.verdict or v.state)}" for v in what.votes]
    decisions = [*votes, *(row.text for row in what.resolutions)]
    if decisions:
        blocks.append(Block(label=_("Decisions"), rows=decisions))
    if what.actions:
        rows = [f"{a.what} – {a.owner.name}, {_('until %(day)s', day=day(a.due_on))}" for a in what.actions]
        blocks.append(Block(label=_("Action items"), rows=rows))
    return Section(_heading(line), f"{label(line.kind)} · {_quorum(what.presence)}", blocks)


def _quorum(presence: Presence) -> str:
    return _(
        "%(present)s of %(entitled)s entitled seats present, %(needed)s needed",
        present=len(presence.there),
        entitled=len(presence.entitled),
        needed=presence.needed,
    )


def _paper(paper: Paper) -> Section:
    texts = (
        (_("What was transmitted"), paper.extract),
        (_("What was filed"), paper.filed),
        (_("Findings of the review"), paper.findings),
    )
    blocks = [Block(text, words) for words, text in texts if text]
    for rec in paper.recommendations:
        blocks.extend(_recommendation(rec, paper.answers.get(rec.id, "")))
    for line in paper.minutes:
        section = _written(line, paper.happened[line.item.id])
        blocks.append(Block(section.detail, section.heading))
        blocks.extend(section.blocks)
    return Section(_heading(paper.line), str(label(paper.line.kind)), blocks)


def _recommendation(rec: Recommendation, answer: str) -> list[Block]:
    """The demand, then what the institution says, then what the Group found: apart, each with its date."""
    rows = [
        f"{_('Addressed to')}: {rec.addressee.name}",
        f"{_('Measure')}: {rec.measure}",
        f"{_('Proposed date')}: {day(rec.proposed_on)}",
        f"{_('State')}: {label(rec.state)}",
    ]
    if rec.due_on:
        rows.append(_("Due: %(day)s", day=day(rec.due_on)))
    words = _("Recommendation %(number)s", number=rec.number)
    said = (
        (rec.answer and label(rec.answer), rec.answered_at, answer),
        (_("Claim of the institution"), rec.claimed_at, rec.claim),
        (_("Finding of the Group"), rec.found_at, rec.finding),
    )
    return [
        Block(rec.text, f"{words}: {rec.heading}", rows),
        *(Block(text, f"{what}, {day(at)}") for what, at, text in said if text),
    ]
