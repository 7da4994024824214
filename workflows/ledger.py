"""Ledgers: what happened to a clock, entry by entry, and the run that its entries tell."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class EntryKind(StrEnum):
    """What a ledger records."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    RESET = "reset"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger: `on` is its effective local date, `until` a promised date."""

    kind: EntryKind
    on: dt.date
    days: int = 0
    until: dt.date | None = None
    reason: str = ""


class LedgerError(ValueError):
    """The ledger tells no possible story."""


@dataclass(slots=True)
class Run:
    """What a ledger says, read from its last start or reset."""

    start: dt.date
    until: dt.date | None
    extended_by: int = 0
    pauses: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    paused_since: dt.date | None = None
    stopped_on: dt.date | None = None

    def resume(self, on: dt.date) -> None:
        if self.paused_since is not None:
            self.pauses.append((self.paused_since, on))
            self.paused_since = None

    def is_paused(self, day: dt.date) -> bool:
        return any(first <= day < resumed for first, resumed in self.pauses)


def read_ledger(ledger: Sequence[Entry]) -> Run | None:
    """The run of a clock; None before its start. Raises LedgerError."""
    run: Run | None = None
    last: dt.date | None = None
    for entry in ledger:
        if last is not None and entry.on < last:
            raise LedgerError(f"{entry.kind} on {entry.on} stands after an entry of {last}")
        last = entry.on
        run = _started(run, entry) if run is None or entry.kind is EntryKind.START else _continued(run, entry)
    return run


def _started(run: Run | None, entry: Entry) -> Run:
    if run is not None:
        raise LedgerError("started twice")
    if entry.kind is not EntryKind.START:
        raise LedgerError(f"{entry.kind} before the start")
    return Run(entry.on, entry.until)


def _continued(run: Run, entry: Entry) -> Run:
    if run.stopped_on is not None:
        raise LedgerError(f"{entry.kind} after the stop")
    match entry.kind:
        case EntryKind.RESET:
            return Run(entry.on, entry.until)
        case EntryKind.PAUSE:
            if run.paused_since is not None:
                raise LedgerError("paused twice")
            run.paused_since = entry.on
        case EntryKind.RESUME:
            if run.paused_since is None:
                raise LedgerError("resumed without a pause")
            run.resume(entry.on)
        case EntryKind.EXTEND:
            if entry.days < 1:
                raise LedgerError("an extension gives at least one day")
            run.extended_by += entry.days
        case EntryKind.STOP:
            # Stopped while paused: the pause ends with the clock, so that its due date can be told.
            run.resume(entry.on)
            run.stopped_on = entry.on
    return run
