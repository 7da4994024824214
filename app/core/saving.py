"""Saving a form upon what its page had shown: two people collide over a field, and nobody without one."""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Field, Form

from app.core.formats import time_of_day
from app.core.language import translate as _


@dataclass(frozen=True, slots=True)
class Saved:
    """What was typed is in the database."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """It was changed elsewhere since the page was made; nothing was overwritten."""

    version: int
    at: datetime


SEEN = "seen"
ELSEWHERE = frozenset(
    {"csrf_token", "version", "key", "kept_form", SEEN}
)  # of the form, and no text of anybody
TRIES = 4  # saves of one person that meet at the same moment
INVISIBLE = ("Z", "Cc", "Cf")


class Kept(NamedTuple):
    """What the database holds of a form just now."""

    form: Form
    version: int
    at: datetime


def marks(form: Form, names: Iterable[str]) -> dict[str, list[str]]:
    """For each of these fields the mark of what it holds."""
    return {name: _mark(form[name]) for name in names}


def mark(values: Iterable[str]) -> list[str]:
    """As autosave.js makes it: blanks and what cannot be seen make no difference."""
    texts = sorted(filter(None, map(_visible, values)))
    return [str(zlib.crc32("\n".join(texts).encode("utf-8", "replace")))]


def _mark(field: Field) -> list[str]:
    return mark(_values(field))


def _values(field: Field) -> list[str]:
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    values = field.data if isinstance(field.data, list | tuple) else [field.data]
    return [str(value) for value in values if value is not None]


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if not unicodedata.category(c).startswith(INVISIBLE))


def save_upon_seen(
    sent: Any,
    names: Iterable[str],
    kept: Callable[[], Kept],
    save: Callable[[set[str], int], Saved | Conflict],
) -> Saved | Conflict:
    """Save these fields of a form that was sent, unless somebody changed one of them since its page showed it."""
    names, seen = [name for name in names if name in sent and not sent[name].errors], _seen()
    saved: Saved | Conflict = Conflict(0, datetime.min)
    for _attempt in range(TRIES):
        now = kept()
        verdicts = {name: _verdict(sent, name, now, seen.get(name)) for name in names}
        if "conflict" in verdicts.values():
            return Conflict(now.version, now.at)
        changed = {name for name, verdict in verdicts.items() if verdict == "changed"}
        if not changed:
            return Saved(now.version, now.at)
        saved = save(changed, now.version)
        if isinstance(saved, Saved):
            break
    return saved


def _verdict(sent: Any, name: str, now: Kept, seen: list[str] | None) -> str:
    if name not in now.form:
        return "changed" if sent[name].data else "same"
    mine, there = _mark(sent[name]), _mark(now.form[name])
    if mine == there:
        return "same"
    if seen is None:
        return "changed" if (sent.version.data or 0) == now.version else "conflict"
    if there[0] in seen:
        return "changed"
    return "same" if mine == seen[:1] else "conflict"  # changed elsewhere, and not touched here


def _seen() -> dict[str, list[str]]:
    """Marks by field, as far as what was sent can be read."""
    try:
        given = json.loads(request.form.get(SEEN, ""))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(given, dict):
        return {}
    return {name: list(map(str, found)) for name, found in given.items() if isinstance(found, list) and found}


def autosaved(
    sent: Any, kept: Form, names: Iterable[str], saved: Saved | Conflict, told: str, url: str
) -> ResponseReturnValue:
    """What a page is told of its saving: 200 only where all that it sent is kept; else what is not, and why.

    `names` are the fields that may be saved, `told` the words for a conflict, `url` where the other version is.
    """
    if isinstance(saved, Conflict):
        return jsonify(message=told, url=url), 409
    given = [name for name in request.form if name not in ELSEWHERE]
    good = [name for name in given if name in set(names) and not sent[name].errors]
    answer = {"version": saved.version, SEEN: marks(kept, good)}
    if refused := [name for name in given if name not in good]:
        return jsonify(message=" ".join(_refusals(sent, refused)), **answer), 422
    return jsonify(saved_at_text=_("Saved %(time)s", time=time_of_day(saved.at)), **answer)


def _refusals(sent: Any, refused: list[str]) -> list[str]:
    words = [f"{sent[n].label.text}: {error}" for n in refused if n in sent for error in sent[n].errors]
    return list(map(str, words)) or [_("This is saved only when the page is sent.")]
