"""The discussion internal to the Group and, apart from it, the exchange with each institution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.concerns.access import Case
from app.concerns.records import Channel
from app.core.language import translate as _
from workflows.permissions import Right
from workflows.roles import Kind

OURS = frozenset({Kind.MEMBER, Kind.SECRETARIAT})
LATEST = 3


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    text: str
    by: str
    at: dt.datetime
    because: str  # why what looks like an identifier may stay


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said in one place: the latest messages, and how many there were before."""

    messages: list[Said]
    earlier: int = 0
    institution_id: int = 0
    name: str = ""
    over: bool = False  # the institution has the matter no more: what was said stays with the Group


def discussion_of(messages: Sequence[Any], *, whole: bool) -> Thread:
    """What the Group says among itself."""
    return _thread([m for m in messages if m.channel is Channel.GROUP], whole, named=True)


def exchanges_of(case: Case, messages: Sequence[Any], *, whole: bool) -> list[Thread]:
    """What was said with each institution that may be written to, or was written to before."""
    if not case.rights & {Right.EXCHANGE, Right.EXCHANGED}:
        return []
    named = Right.EXCHANGED in case.rights
    asked = {
        r.addressee_id: r.addressee.name
        for r in case.recommendations
        if r.transmitted_at and (named or not r.disclaimed)
    }
    spoken = {m.institution_id: m.institution for m in messages if m.institution_id}
    before = {key: name for key, name in spoken.items() if key not in asked} if named else {}
    return [
        _thread(
            [m for m in messages if m.institution_id == key], whole, key, name, key in before, named=named
        )
        for key, name in (asked | before).items()
    ]


def _thread(
    messages: Sequence[Any], whole: bool, key: int = 0, name: str = "", over: bool = False, *, named: bool
) -> Thread:
    earlier = 0 if whole else max(0, len(messages) - LATEST)
    return Thread([_said(m, named=named) for m in messages[earlier:]], earlier, key, name, over)


def _said(message: Any, *, named: bool) -> Said:
    """Outside the Group, its members speak as the Group: who they are could tell who filed."""
    if named:
        by = f"{message.name}, {message.organisation}"
    else:
        by = _("The Group") if message.kind in OURS else message.organisation
    return Said(message.text, by, message.at, message.because or "")
