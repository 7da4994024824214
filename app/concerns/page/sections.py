"""What stands on the page of a concern, in the order in which it matters now: its sections, and so its contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from app.concerns.filing_fields import LEVELS
from app.concerns.models import Concern
from app.core.formats import moment
from app.core.language import translate as _
from workflows.concern import Stage
from workflows.permissions import Right
from workflows.roles import CaseRole, Role

if TYPE_CHECKING:
    from app.concerns.page.content import CasePage

DECIDED_ON = frozenset({Stage.DELIBERATION, Stage.ADOPTED})
INSIDE = frozenset({Right.DRAFTS, Right.NARRATIVE})


class Section(NamedTuple):
    """One section: what it shows, its place in the page, its words, and what it is about."""

    kind: str
    id: str
    title: str
    more: str = ""
    about: Any = None


def sections_of(page: CasePage) -> list[Section]:
    """All that this person has on the page."""
    return [*_before(page), *_matter(page), *_said(page), *_who(page)]


def is_decided_on(concern: Concern) -> bool:
    """Whether what was filed is the background of something else by now."""
    return concern.transmitted_at is not None or concern.stage in DECIDED_ON


def _before(page: CasePage) -> Iterator[Section]:
    if page.case.concern.stage is Stage.SUBMITTED and CaseRole.FILER in page.case.standing:
        yield Section("next", "next", _("What happens next"), about=LEVELS[page.case.concern.level])
    if page.votes and page.votes[0].verdict is None:
        yield Section("votes", "votes", _("Votes of the Group"))
    if Right.FACTS in page.case.rights:
        yield Section("facts", "facts", _("Facts to be checked"))


def _matter(page: CasePage) -> Iterator[Section]:
    case, decided = page.case, is_decided_on(page.case.concern)
    filing = [Section("filing", "filing", _("What was filed"))] if case.rights & INSIDE else []
    found = [Section("findings", "findings", _("What the rapporteur found"))]
    findings = found if page.findings or page.fact_checks else []
    recommendations = [_recommendation(view) for view in page.recommendations]
    if not decided:
        yield from filing
    yield from (
        (*recommendations, *findings) if case.concern.transmitted_at else (*findings, *recommendations)
    )
    if page.votes and page.votes[0].verdict is not None:
        yield Section("votes", "votes", _("Votes of the Group"))
    if case.concern.leads_others and page.joined:
        yield Section("joined", "joined", _("Joined to this concern"))
    yield from _extracts(page.sent)
    if decided:
        yield from filing


def _recommendation(view: Any) -> Section:
    number, heading = view.row.number, view.row.heading
    title = _("Recommendation %(number)s", number=number)
    return Section("recommendation", f"recommendation-{number}", title, heading, view)


def _extracts(sent: Sequence[Any]) -> Iterator[Section]:
    for number, one in enumerate(sent, 1):
        more = f"{one.addressee}, {moment(one.at)}" if len(sent) > 1 else ""
        yield Section("extract", _nth("extract", number), _("Transmitted extract"), more, one)


def _said(page: CasePage) -> Iterator[Section]:
    if Right.DISCUSS in page.case.rights:
        yield Section("group", "group", _("Discussion of the Group"))
    for number, thread in enumerate(page.exchanges, 1):
        title = _("Exchange with %(institution)s", institution=thread.name)
        yield Section("exchange", _nth("exchange", number), title, about=thread)
    yield Section("history", "history", _("History"))


def _who(page: CasePage) -> Iterator[Section]:
    case = page.case
    if case.rights & INSIDE or page.named.filer or _has_letters(page):
        yield Section("people", "people", _("Who is concerned"))
    if Right.READERS in case.rights:
        yield Section("readers", "readers", _("Who has read this"))


def _nth(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _has_letters(page: CasePage) -> bool:
    """Whether formal letters may be written of it, and this person reads them."""
    reads = page.case.actor.is_(Role.COORDINATOR, Role.SECRETARIAT)
    return page.case.concern.transmitted_at is not None and reads
