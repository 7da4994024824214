"""What every finding of the Group has to be, whichever step records it."""

from __future__ import annotations

from app.concerns.vocabulary import FindingSource
from app.process.data import Finding
from app.process.run import Taking


def check_finding(taking: Taking, data: Finding, *, on_statement: bool = False) -> None:
    """Independent; with the consent of those concerned who were asked; never resting on the institution's word alone.

    `on_statement` is for a finding that the claim does not hold: the institution's own words may show it.
    Refuses what does not hold.
    """
    if not data.independent:
        taking.refuse("independent")
    if FindingSource.PEOPLE_CONCERNED in data.sources and not data.consent:
        taking.refuse("consent")
    if not on_statement and set(data.sources) == {FindingSource.STATEMENT_ALONE}:
        taking.refuse("sources_suffice")
