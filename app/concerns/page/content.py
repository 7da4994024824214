"""The page of a concern as one person has it: plain facts for the template, no query in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.facts import concern_facts_from
from app.concerns.filing_fields import FIELDS, Asks, FilingField
from app.concerns.page import queries
from app.concerns.page.actions import AvailableAction, moves_of, unless_voting
from app.concerns.page.double_check import FileLink, file_link
from app.concerns.page.dues import Explained, clocks_of, due_view, explained, ledgers_of
from app.concerns.page.history import VoteLine, facts_of, votes_on
from app.concerns.page.next_step import Panel, panel_of
from app.concerns.page.people import Named, joined_of, named_in
from app.concerns.page.queries import Line
from app.concerns.page.read_receipts import note_reading
from app.concerns.page.recommendations import Read, RecommendationView, recommendation_view
from app.concerns.page.sections import Section, is_decided_on, sections_of
from app.concerns.page.talk import Thread, discussion_of, exchanges_of
from app.concerns.page.timeline import History, TimelineEvent, history_of, told
from app.concerns.sent import transmissions_of
from app.core.labels import said
from app.core.language import current_language
from app.core.templates import address
from app.core.time import local_day, today
from workflows.concern import CONCERN, ConcernAction, Phase
from workflows.permissions import Right

ENTRIES = 10  # of the history, before one asks for more
CHECKING = frozenset({ConcernAction.CHECK_FACTS, ConcernAction.RETURN_FACTS})
PHASES = {stage.value: place.phase for stage, place in CONCERN.places.items()}
ORDER = [phase.value for phase in Phase]


class RibbonPart(NamedTuple):
    """One of the five phases."""

    label: str
    detail: str
    state: str
    day: dt.date | None


@dataclass(slots=True)
class CasePage:
    """Everything that the template of a concern shows."""

    # of the filing, to who may read the narrative
    filed_texts: ClassVar[Sequence[FilingField]] = [
        each for each in FIELDS if each.narrative and each.asks is Asks.TEXT
    ]
    entries: ClassVar[int] = ENTRIES

    case: Case
    whole: bool  # nothing is left to be asked for
    lines: Sequence[Line]
    ribbon: list[RibbonPart]
    moves: list[AvailableAction]
    panel: Panel
    recommendations: list[RecommendationView]
    findings: list[TimelineEvent]  # of the review: what was proposed to the Group, newest first
    fact_checks: list[TimelineEvent]  # the facts that were sent to be checked, and what came back
    file_links: list[FileLink]
    discussion: Thread
    exchanges: list[Thread]
    named: Named
    readings: Sequence[Any]
    sent: Sequence[Any]
    asked: Line | None
    facts: str
    joined: Sequence[Any]
    votes: list[VoteLine]

    @property
    def sections(self) -> list[Section]:
        """What stands on it, in order."""
        return sections_of(self)

    @property
    def decided_on(self) -> bool:
        """Whether what was filed is the background of something else by now."""
        return is_decided_on(self.case.concern)

    @property
    def history(self) -> History:
        """What people did last; of the whole every entry. Made where it is shown."""
        return history_of(self.lines, self.case, None if self.whole else ENTRIES, every=self.whole)


def case_page(session: Session, case: Case, *, whole: bool = False) -> CasePage:
    """Read and arrange the page: a fixed number of queries. Whatever page shows it, it counts as reading the case."""
    note_reading(case)
    calendar = queries.calendar_of(session)
    clocks = clocks_of(session, case)
    lines = queries.events_of(session, case, clocks=whole)
    files, messages = queries.attachments_of(session, case), queries.messages_of(session, case)
    named = named_in(session, case)
    read = Read(case, calendar, clocks, lines, files, queries.actions_of(session, case), named)
    views = [recommendation_view(read, r) for r in case.recommendations]
    own = [c for c in clocks if c.recommendation_id is None]
    facts = concern_facts_from(case, own, today())
    public_id = case.concern.public_id
    offers = unless_voting(case.concern, CONCERN.offers(case.concern.stage, facts, case.standing))
    moves = moves_of("concern", offers, lambda do: address("cases.step", public_id=public_id, do=do))
    votes = votes_on(case, lines)
    dues = [due_view(c, None, calendar, c.waits_for) for c in own]
    return CasePage(
        case=case,
        whole=whole,
        lines=lines,
        ribbon=_ribbon(case, lines),
        moves=moves,
        panel=panel_of(case, facts, moves, dues, views, votes, lines, named),
        recommendations=views,
        findings=told([x for x in lines if x.do == ConcernAction.PROPOSE and x.text], case),
        fact_checks=told([x for x in lines if x.do in CHECKING and x.text], case),
        file_links=[
            file_link(f, address("submission.download", public_id=public_id, file_id=f.public_id))
            for f in files
            if f.recommendation_id is None
        ],
        discussion=discussion_of(messages, whole=whole),
        exchanges=exchanges_of(case, messages, whole=whole),
        named=named,
        readings=queries.readings_of(session, case),
        sent=transmissions_of(session, case),
        asked=next((x for x in lines if x.do == ConcernAction.ASK and x.machine == CONCERN.name), None),
        facts=facts_of(session, case),
        joined=joined_of(session, case),
        votes=votes,
    )


def dates_of(session: Session, case: Case) -> list[Explained]:
    """Every open date of the case that the person may see, with its days."""
    calendar = queries.calendar_of(session)
    numbers = {r.id: r.number for r in case.recommendations}
    return [
        explained(clock, numbers.get(clock.recommendation_id or 0), calendar, waits)
        for clock, waits in ledgers_of(session, case)
    ]


def _ribbon(case: Case, lines: Sequence[Line]) -> list[RibbonPart]:
    """The five phases with the day each was entered, as far as the person sees the history."""
    entered = {
        PHASES[line.target]: line.at
        for line in reversed(lines)
        if line.machine == CONCERN.name and line.target in PHASES
    }
    here = ORDER.index(PHASES[case.concern.stage])
    language = current_language()
    parts = []
    for number, phase in enumerate(Phase):
        at = entered.get(phase)
        skipped = number < here and at is None and Right.DRAFTS in case.rights
        parts.append(
            RibbonPart(
                label=said(language, phase),
                detail=said(language, case.concern.stage) if number == here else "",
                state="now" if number == here else "past" if number < here and not skipped else "todo",
                day=local_day(at) if at and number <= here else None,
            )
        )
    return parts
