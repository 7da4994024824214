"""Every form of every page is sent what lies at and beyond the bounds of its fields, and answers in words.

Nothing that is typed may fail the server, take long or fill its memory; a far date, an end before its beginning and
a required text in which nothing shows are refused.
"""

from __future__ import annotations

import resource
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import thread_time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.core.time import today
from app.demo.build import build
from tests.databases import Templates, settings_for
from tests.forms import Control, PageForm, submit
from tests.sign_in import sign_in
from tests.walk import shape_of, walk

ROLES = ("anila", "policia")
TYPED = {"textarea", "text", "search"}
PAIRS = (
    ("period_from", "period_to"),
    ("starts_on", "due_on"),
    ("from_on", "to_on"),
    ("away_from", "away_to"),
    ("baseline_on", "target_on"),
    ("start", "until"),
    ("pause", "resumed"),
    ("starts", "ends"),
)
NUMBERS = ("0", "-1", "10000000000000000000", "1 200", "1.234,5", "²")
NOTHING = (" \u00a0\u202f", "\u200b\u00ad\u3164\u2800")
TEXTS = ("a\x00b", "a\x01\x0b\x1b\u2028b\x7f", "5" * 1_000_000, "Po 👍🏽 \uf0b7 中 \ufeff")
MANY = 1000  # characters: so long a text is typed into one field
CHANGES_WHO_IS_SIGNED_IN = {
    "people.language",
    "security.logout",
    "security.change_password",
    "people.sign_out",
}


@dataclass
class Bounds:
    """The demonstration with one case of each life, and the forms that somebody has met."""

    backend: str
    app: Flask
    met: set[tuple[str, str, tuple[str, ...]]]


@pytest.fixture(scope="module")
def bounds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bounds]:
    """Built once: its forms are refused nearly everything."""
    from app import create_app

    templates: Templates = request.getfixturevalue(f"{request.param}_templates")
    with templates.migrated() as url:
        folder: Path = tmp_path_factory.mktemp("bounds")
        app = create_app(settings_for(url, folder))
        with app.app_context():
            build(1)
            db.session.remove()
        yield Bounds(request.param, app, set())
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the client's own large files
@pytest.mark.parametrize(("bounds", "who"), [("sqlite", who) for who in ROLES], indirect=["bounds"])
def test_whatever_is_typed_is_answered_in_words_and_at_once(bounds: Bounds, who: str) -> None:
    client = bounds.app.test_client()
    sign_in(client, who)
    found = list(_forms(bounds.app, client, bounds.met))
    plain = statistics.median(_took(partial(client.get, "/calendar"))[0] for _ in range(5))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wrong = [
        f"{address}: {what}"
        for address, form in found
        for what in _tried(client, address, form, max(3.0, 40 * plain))
    ]
    assert bounds.met, "the walk has met no form"
    assert not wrong, f"{len(wrong)} answers of {len(found)} forms:\n" + "\n".join(wrong)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) // 1024
    assert grown < 300, f"memory grew by {grown} MB"


def _forms(app: Flask, client: FlaskClient, met: set[Any]) -> Iterator[tuple[str, PageForm]]:
    """Each form that nobody has met before, once: by where it is sent and what it asks."""
    for seen in walk(app, client, most=1):
        for form in seen.forms:
            action = form.action or seen.address
            shape = shape_of(app, action, form.method.upper())
            key = (shape or action, form.method, tuple(sorted(_kind_of(name) for name in form.names())))
            asks = any(control.kind in TYPED | {"date", "time", "number", "email"} for control in form.inputs)
            if asks and key not in met and (shape or "").split(" ")[0] not in CHANGES_WHO_IS_SIGNED_IN:
                met.add(key)
                yield seen.address, form


def _kind_of(name: str) -> str:
    return "".join("#" if part.isdigit() else part for part in name)


def _tried(client: FlaskClient, address: str, form: PageForm, limit: float) -> Iterator[str]:
    dates = [control for control in form.inputs if control.kind == "date"]
    texts = [
        control for control in form.inputs if control.kind in TYPED and control.name != "override_reason"
    ]
    numbers = [control for control in form.inputs if control.kind == "number" or control in texts]
    plain = _plain(form)
    for day in _far_days() if dates else ():
        sent = plain | {control.name: [day.isoformat()] for control in dates}
        yield from _answered(client, address, form, sent, limit, f"{day}", refused=True)
    if dates:
        for day in (today() - timedelta(days=365), today()):
            sent = plain | {control.name: [day.isoformat()] for control in dates}
            yield from _answered(client, address, form, sent, limit, f"{day}")
    yield from _turned_round(client, address, form, plain, limit)
    for number in NUMBERS if numbers else ():
        yield from _answered(client, address, form, _with(plain, numbers, number), limit, number)
    for blank in NOTHING if texts else ():
        must = any("required" in control.attributes for control in texts)
        yield from _answered(
            client, address, form, _with(plain, texts, blank), limit, ascii(blank), refused=must
        )
    for text in TEXTS if texts else ():
        yield from _answered(
            client,
            address,
            form,
            _with(plain, texts[: 1 if len(text) > MANY else None], text),
            limit,
            ascii(text[:20]),
        )


def _far_days() -> Iterator[date]:
    day = today()
    yield date(1, 1, 1)
    yield day.replace(year=day.year + 10, day=min(day.day, 28)) + timedelta(days=4)
    yield date(9999, 12, 31)


def _turned_round(
    client: FlaskClient, address: str, form: PageForm, plain: dict[str, list[Any]], limit: float
) -> Iterator[str]:
    names = form.names()
    for first, last in PAIRS:
        for name in names:
            other = name.removesuffix(first) + last
            if (
                not name.endswith(first)
                or other not in names
                or form.named(name)[0].kind not in ("date", "time")
            ):
                continue
            late, early = ("11:00", "09:00") if form.named(name)[0].kind == "time" else _days_for(first)
            sent = plain | {name: [late], other: [early]}
            yield from _answered(client, address, form, sent, limit, f"{name} after {other}", refused=True)


def _days_for(first: str) -> tuple[str, str]:
    """A later and an earlier day; what happened lies behind, what is planned ahead."""
    day = today()
    far, near = (day - timedelta(days=30), day - timedelta(days=60)) if first == "period_from" else (
        day + timedelta(days=60), day + timedelta(days=30)
    )  # fmt: skip
    return far.isoformat(), near.isoformat()


def _plain(form: PageForm) -> dict[str, list[Any]]:
    """What a person might fill in."""
    sent = form.fields()
    for control in form.inputs:
        if (value := _plain_value(control)) and not any(sent.get(control.name, ())):
            sent[control.name] = [value]
    return sent


def _plain_value(control: Control) -> str:
    kind = control.kind
    if kind in TYPED and control.name != "override_reason":
        return control.value or "Një tekst i zakonshëm."
    if kind in ("date", "time"):
        return control.value or ((today() + timedelta(days=3)).isoformat() if kind == "date" else "10:00")
    if kind == "email":
        return control.value or "dikush@example.org"
    if kind == "number":
        return control.value or "5"
    if kind in ("select", "radio", "checkbox"):
        return next((value for value in control.offered() if value not in ("", "0")), "")
    return ""


def _with(plain: dict[str, list[Any]], controls: list[Control], value: str) -> dict[str, list[Any]]:
    return plain | {control.name: [value] for control in controls}


def _answered(
    client: FlaskClient,
    address: str,
    form: PageForm,
    sent: dict[str, list[Any]],
    limit: float,
    what: str,
    *,
    refused: bool = False,
) -> Iterator[str]:
    took, answer = _took(partial(submit, client, address, form, sent))
    where = f"{form.method} {form.action} {what}"
    if answer.status_code >= 500:
        yield f"{where}: {answer.status_code}"
    elif refused and answer.status_code < 400:
        yield f"{where}: taken ({answer.status_code})"
    if took > limit:
        yield f"{where}: {took:.1f} s, where {limit:.1f} s are allowed"


def _took(work: Any) -> tuple[float, Any]:
    """Seconds of this thread's own work: a busy machine makes none of them."""
    begun = thread_time()
    answer = work()
    return thread_time() - begun, answer
